"""The register of assignments as it is read: rows, how many of each kind, and when they are accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import Http404

from goals.models import Assignment, AssignmentNote
from goals.models.assignment import AssignmentQuerySet
from goals.rules.assignments import MONTHS_A_YEAR, months_after
from goals.rules.vocabulary import AssignmentKind, Urgency
from styrmodell.access import Access
from styrmodell.models import OccasionRule
from styrmodell.rules.vocabulary import Content
from styrmodell.selectors.words import steering_model
from ui import clock

URGENCIES = list(Urgency)


@dataclass(frozen=True, slots=True)
class AssignmentQuery:
    """Which assignments are asked for; without a state those that are not closed."""

    search: str = ""
    kind: AssignmentKind | None = None
    body_id: int | None = None
    organisation_id: int | None = None
    state: Urgency | None = None

    @property
    def is_narrow(self) -> bool:
        """Is anything chosen?"""
        return self != AssignmentQuery()


def assignments(access: Access, query: AssignmentQuery) -> AssignmentQuerySet:
    """Those asked for that the user may read, the first to look at first, with decision, organisation and latest note."""
    rows = _readable(access).filter(_asked_for(access, query))
    if query.state is None:
        rows = rows.filter(closing__isnull=True)
    else:
        rows = rows.filter(Q(place=URGENCIES.index(query.state)))
    return rows.with_latest_note(access).select_related(
        "decision__organisation", "organisation", "closing__organisation"
    )


def _readable(access: Access) -> AssignmentQuerySet:
    return Assignment.objects.visible_to(access).with_urgency(clock.today())


def _asked_for(access: Access, query: AssignmentQuery) -> Q:
    asked = Q()
    if query.search:
        words = query.search.removeprefix("§").strip()
        in_minutes = Q(decision__paragraph__iexact=words) | Q(decision__diary_number__icontains=words)
        asked &= Q(title__icontains=words) | in_minutes
    if query.kind is not None:
        asked &= Q(kind=query.kind.value)
    if query.body_id is not None:
        asked &= Q(decision__organisation=query.body_id)
    if query.organisation_id is not None:
        asked &= Q(organisation__in=access.ever.tree.descendants(query.organisation_id, include_self=True))
    return asked


def count_urgencies(rows: AssignmentQuerySet) -> Mapping[Urgency, int]:
    """How many there are in each group (one query)."""
    counted = rows.order_by().values_list("place").annotate(total=Count("pk"))  # type: ignore[misc]  # annotated
    return {URGENCIES[place]: total for place, total in counted}


def count_kinds(access: Access) -> Mapping[AssignmentKind, Mapping[Urgency, int]]:
    """How many of each kind are not closed, by group (one query)."""
    rows = _readable(access).filter(closing__isnull=True).order_by()
    found: dict[AssignmentKind, dict[Urgency, int]] = {}
    counted = rows.values_list("kind", "place").annotate(total=Count("pk"))  # type: ignore[misc]  # annotated
    for kind, place, total in counted:
        found.setdefault(AssignmentKind(kind), {})[URGENCIES[place]] = total
    return found


def waited_over_a_year(access: Access) -> Sequence[Assignment]:
    """Motions and proposals that have waited for fullmäktige more than a year, the oldest first (one query)."""
    a_year_ago = months_after(clock.today(), -MONTHS_A_YEAR)
    raised = [kind.value for kind in AssignmentKind if kind.is_raised]
    rows = Assignment.objects.visible_to(access).filter(closing__isnull=True, kind__in=raised)
    return list(rows.filter(decision__date__lt=a_year_ago).select_related("decision").order_by("decision__date", "pk"))


def assignment_or_404(access: Access, assignment_id: int) -> Assignment:
    """An assignment that the user may read (one query). Raises Http404."""
    rows = Assignment.objects.visible_to(access).filter(pk=assignment_id)
    found = rows.select_related("decision__organisation", "organisation", "closing__organisation").first()
    if found is None:
        raise Http404
    return found


def notes_of(access: Access, assignment: Assignment) -> Sequence[AssignmentNote]:
    """What has been said of it, the latest first (one query)."""
    return list(AssignmentNote.objects.of(access).filter(assignment=assignment).select_related("written_by"))


@dataclass(frozen=True, slots=True)
class AccountRule:
    """A report of the steering model in which assignments are accounted for, and in which months."""

    name: str
    months: Sequence[int]


def account_rules(access: Access) -> Sequence[AccountRule]:
    """When the steering model has assignments accounted for, as it stands there (two queries)."""
    rules = OccasionRule.objects.of(access).filter(
        model=steering_model(access), contents__contains=[Content.ASSIGNMENTS.value]
    )
    return [AccountRule(rule.name, _months(rule)) for rule in rules.order_by("position", "pk")]


def _months(rule: OccasionRule) -> Sequence[int]:
    return sorted({int(when["manad"]) for when in rule.cutoffs})
