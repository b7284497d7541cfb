"""The yearly review of who may do what: part by part of the municipality, until every role has been looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from accounts.models import User
from styrmodell.access import Access
from styrmodell.models import Organisation, RoleReview
from styrmodell.selectors.log import day_begins
from styrmodell.selectors.people import Holding, Person, people
from ui import clock


@dataclass(frozen=True, slots=True)
class HeldHere:
    """Somebody, and one of the roles they hold in the part."""

    person: Person
    holding: Holding


@dataclass(frozen=True, slots=True)
class ReviewPart:
    """A part of the municipality: what stands directly under the top with all below it, or the top alone."""

    organisation: Organisation
    held: Sequence[HeldHere]
    reviewed: frozenset[int]  # the roles that have been looked at this year

    @property
    def left(self) -> int:
        """How many roles nobody has looked at this year."""
        return sum(row.holding.pk not in self.reviewed for row in self.held)


def review_parts(access: Access) -> list[ReviewPart]:
    """Every part in which somebody holds a role, in the tree's order (two queries)."""
    by_part: dict[int, list[HeldHere]] = {}
    for person in people(access):
        for holding in person.held(clock.today()):
            by_part.setdefault(_part_of(access, holding.organisation), []).append(HeldHere(person, holding))
    seen = _reviewed(access, clock.today())
    order = {pk: place for place, pk in enumerate(access.known)}
    return [
        ReviewPart(access.known[pk], held, frozenset(row.holding.pk for row in held) & seen)
        for pk, held in sorted(by_part.items(), key=lambda item: order[item[0]])
    ]


def _part_of(access: Access, organisation: Organisation) -> int:
    """The part that an organisation is in, ended and planned ones too."""
    above = organisation
    while above.parent_id is not None and access.known[above.parent_id].parent_id is not None:
        above = access.known[above.parent_id]
    return above.pk


def _reviewed(access: Access, today: date) -> frozenset[int]:
    begins = day_begins(date(today.year, 1, 1))
    rows = RoleReview.objects.of(access).filter(at__gte=begins).values_list("rows", flat=True)
    return frozenset(role["role_id"] for review in rows for role in review)


def review_part_or_404(access: Access, code: str) -> ReviewPart:
    """The part of the code (two queries). Raises Http404 when nobody holds a role in it."""
    for part in review_parts(access):
        if part.organisation.code == code:
            return part
    raise Http404


def reviews(access: Access) -> list[RoleReview]:
    """The records, the newest first (one query)."""
    return list(RoleReview.objects.of(access).select_related("by", "organisation"))


def review_or_404(access: Access, review_id: int) -> RoleReview:
    """A record (one query)."""
    found = RoleReview.objects.of(access).select_related("by", "organisation").filter(pk=review_id).first()
    if found is None:
        raise Http404
    return found


def names_in(review: RoleReview) -> Mapping[int, str]:
    """What those in the record are called now (one query)."""
    ids = {row["person_id"] for row in review.rows}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
