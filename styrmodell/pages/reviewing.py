"""The yearly review: how far it has come, a part to look through, and the records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from styrmodell.access import Access
from styrmodell.models import RoleReview
from styrmodell.pages.people import RoleLine, days, role_line, seen
from styrmodell.permissions import Role
from styrmodell.rules.people import Tenure
from styrmodell.selectors.reviewing import ReviewPart, names_in, review_parts, reviews
from ui import clock
from ui.rules.marks import Mark, Tone
from ui.rules.money import number
from ui.rules.swedish import day_in, plural

DONE = Mark("nas", Tone.OK, "Klart")
GONE = "Borttagen person"


@dataclass(frozen=True, slots=True)
class ReviewPartRow:
    """A part of the municipality, and how far it has come."""

    name: str
    address: str
    count: str
    percent: int
    mark: Mark
    is_done: bool


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record in the list."""

    name: str
    address: str
    when: str
    by: str
    what: str


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """Every part, and the records."""

    year: int
    lead: str
    parts: Sequence[ReviewPartRow]
    records: Sequence[RecordRow]


@dataclass(frozen=True, slots=True)
class ReviewedRole:
    """A role of a record, in words."""

    who: str
    role: str
    where: str
    days: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class RoleToReview:
    """A role to look at."""

    who: str
    email: str
    address: str
    seen: str
    line: RoleLine
    is_new: bool  # nobody has looked at it this year


def reviews_page(access: Access) -> ReviewsPage:
    """The page (three queries)."""
    parts = review_parts(access)
    total, left = sum(len(part.held) for part in parts), sum(part.left for part in parts)
    lead = f"{number(total - left)} av {plural(total, 'roll är genomgången', 'roller är genomgångna')} i år."
    return ReviewsPage(
        year=clock.today().year,
        lead=lead,
        parts=[_part(access, part) for part in parts],
        records=[_record(access, review) for review in reviews(access)],
    )


def _part(access: Access, part: ReviewPart) -> ReviewPartRow:
    count = len(part.held)
    return ReviewPartRow(
        name=part.organisation.name,
        address=reverse("styrmodell:review", args=[access.slug, part.organisation.code]),
        count=f"{number(count - part.left)} av {number(count)}",
        percent=100 * (count - part.left) // count,
        mark=Mark("varn", Tone.PART, f"{number(part.left)} kvar") if part.left else DONE,
        is_done=not part.left,
    )


def _record(access: Access, review: RoleReview) -> RecordRow:
    ended = sum(row["is_ended"] for row in review.rows)
    return RecordRow(
        name=review.organisation.name,
        address=reverse("styrmodell:review-record", args=[access.slug, review.pk]),
        when=day_in(timezone.localtime(review.at).date(), clock.today().year),
        by=review.by.name if review.by else "Kommando på servern",
        what=f"{plural(len(review.rows), 'roll', 'roller')}, {number(ended)} avslutade",
    )


def to_review(access: Access, part: ReviewPart) -> list[RoleToReview]:
    """The roles of a part, person by person (no query)."""
    return [
        RoleToReview(
            who=row.person.name,
            email=row.person.email,
            address=reverse("styrmodell:person", args=[access.slug, row.person.pk]),
            seen=seen(row.person),
            line=role_line(access, row.person, row.holding),
            is_new=row.holding.pk not in part.reviewed,
        )
        for row in part.held
    ]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A record, whole."""

    name: str
    lead: str
    roles: Sequence[ReviewedRole]


def record_page(access: Access, review: RoleReview) -> RecordPage:
    """The page (one query). Names are as they are now: who has been erased is no longer named."""
    names, row = names_in(review), _record(access, review)
    return RecordPage(
        name=row.name,
        lead=f"{row.by} gick igenom {row.what}, {row.when}.",
        roles=[
            ReviewedRole(
                who=names.get(role["person_id"], GONE),
                role=Role(role["role"]).label,
                where=access.known[role["organisation_id"]].name,
                days=days(Tenure(date.fromisoformat(role["first"]), _day(role["last"]))),
                mark=Mark("a-avbr", Tone.NONE, "Avslutades")
                if role["is_ended"]
                else Mark("a-klar", Tone.OK, "Behölls"),
            )
            for role in review.rows
        ],
    )


def _day(word: str) -> date | None:
    return date.fromisoformat(word) if word else None
