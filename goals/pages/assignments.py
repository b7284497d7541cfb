"""The register of assignments: what is late first, then what is soon due, later, and done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.urls import reverse

from goals.models import Assignment
from goals.rules.assignments import months_waited
from goals.rules.vocabulary import AssignmentKind, Urgency
from goals.selectors.assignments import (
    URGENCIES,
    AssignmentQuery,
    account_rules,
    assignments,
    count_kinds,
    count_urgencies,
    waited_over_a_year,
)
from styrmodell.access import Access
from styrmodell.models import Decision
from ui import clock
from ui.rules.marks import Mark
from ui.rules.money import NBSP
from ui.rules.swedish import (
    MONTHS,
    DateForm,
    capitalised,
    day_in,
    decision,
    join_words,
    plural,
    sv_date,
)

ROWS_A_PAGE = 25
OLDEST_SHOWN = 6
NO_WORD = "Inget besked än."
NOTHING = "Det som fullmäktige, styrelsen och nämnderna har gett i uppdrag, och motioner och medborgarförslag som väntar på svar."
# Singular and plural inside a sentence, and whether one is "ett".
KIND_WORDS = {
    AssignmentKind.ASSIGNMENT: ("uppdrag", "uppdrag", True),
    AssignmentKind.GRANTED_MOTION: ("bifallen motion", "bifallna motioner", False),
    AssignmentKind.MOTION: ("motion", "motioner", False),
    AssignmentKind.PROPOSAL: ("medborgarförslag", "medborgarförslag", True),
}


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One row of the register."""

    title: str
    address: str
    kind: str
    latest: str
    decision: str
    organisation: str
    due: str
    mark: Mark
    is_late: bool


@dataclass(frozen=True, slots=True)
class AssignmentGroup:
    """The rows of a group that stand on the page, and how many the group has in all."""

    label: str
    total: int
    is_bad: bool
    rows: Sequence[AssignmentRow]


@dataclass(frozen=True, slots=True)
class KindRow:
    """How many of a kind there are, and how they stand."""

    label: str
    total: int
    late: int
    under_way: int
    done: int


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A motion or a proposal that has waited more than a year."""

    title: str
    address: str
    words: str
    is_reported: bool


@dataclass(frozen=True, slots=True)
class AssignmentsPage:
    """The register, and what stands beside it."""

    lead: str
    today: date
    groups: Sequence[AssignmentGroup]
    page: Page[Assignment]
    shown: str
    is_narrow: bool
    is_empty: bool  # nothing that is not closed
    kinds: Sequence[KindRow]
    total: KindRow
    waiting: Sequence[WaitingRow]
    waiting_more: int
    accounts: Sequence[tuple[str, str]]  # the report's name, its months in words


def assignments_page(access: Access, query: AssignmentQuery, page: str | None) -> AssignmentsPage:
    """The assignments that are asked for, a page of them (seven queries)."""
    asked = assignments(access, query)
    shown = Paginator(asked, ROWS_A_PAGE).get_page(page)
    kinds, waiting = count_kinds(access), waited_over_a_year(access)
    rows = [_kind_row(kind.label, kinds[kind]) for kind in AssignmentKind if kind in kinds]
    total = _sum(rows)
    return AssignmentsPage(
        lead=_lead(total, waiting),
        today=clock.today(),
        groups=_groups(access, list(shown.object_list), count_urgencies(asked)),
        page=shown,
        shown=f"{plural(shown.paginator.count, 'ärende', 'ärenden')}, sena först",
        is_narrow=query.is_narrow,
        is_empty=not total.total,
        kinds=rows,
        total=total,
        waiting=[_waiting_row(access, row) for row in waiting[:OLDEST_SHOWN]],
        waiting_more=max(0, len(waiting) - OLDEST_SHOWN),
        accounts=[
            (rule.name, join_words([MONTHS[month - 1] for month in rule.months])) for rule in account_rules(access)
        ],
    )


def _groups(access: Access, rows: Sequence[Assignment], totals: Mapping[Urgency, int]) -> list[AssignmentGroup]:
    by_place: dict[int, list[AssignmentRow]] = {}
    for row in rows:
        by_place.setdefault(row.place, []).append(assignment_row(access, row))  # type: ignore[attr-defined]
    return [
        AssignmentGroup(urgency.label, totals[urgency], urgency == Urgency.LATE, by_place[place])
        for place, urgency in enumerate(URGENCIES)
        if place in by_place
    ]


def assignment_row(access: Access, row: Assignment) -> AssignmentRow:
    """A row in words; it must come from `goals.selectors.assignments.assignments`."""
    today = clock.today()
    return AssignmentRow(
        title=row.title,
        address=reverse("goals:assignment", args=[access.slug, row.pk]),
        kind=AssignmentKind(row.kind).label,
        latest=_latest(row, today),
        decision=decision_words(row.decision),
        organisation=row.organisation.name,
        due=short_day(row.due),
        mark=row.mark(today),
        is_late=row.place == URGENCIES.index(Urgency.LATE),  # type: ignore[attr-defined]
    )


def _latest(row: Assignment, today: date) -> str:
    if row.closing is not None:
        return f"Avslutat {decision_words(row.closing)}."
    words: str = row.latest_words or NO_WORD  # type: ignore[attr-defined]
    day: date | None = row.latest_day  # type: ignore[attr-defined]
    return f"{capitalised(day_in(day, today.year))}: {words}" if day else words


def decision_words(row: Decision) -> str:
    """A reference to a decision: "KF 2026-06-16 § 98"."""
    body = row.organisation
    return decision(body.short_name or body.name, row.date, row.paragraph)


def short_day(day: date) -> str:
    """A day in a narrow column: "30 jun 2026"."""
    return f"{sv_date(day, DateForm.SHORT)}{NBSP}{day.year}"


def _kind_row(label: str, counts: Mapping[Urgency, int]) -> KindRow:
    total, late, done = sum(counts.values()), counts.get(Urgency.LATE, 0), counts.get(Urgency.DONE, 0)
    return KindRow(label, total, late, total - late - done, done)


def _sum(rows: Sequence[KindRow]) -> KindRow:
    return KindRow(
        "Summa",
        sum(row.total for row in rows),
        sum(row.late for row in rows),
        sum(row.under_way for row in rows),
        sum(row.done for row in rows),
    )


def _lead(total: KindRow, waiting: Sequence[Assignment]) -> str:
    """How many are late, and what has waited more than a year."""
    if not total.total:
        return NOTHING
    late = f"{total.late or 'Inget'} av {plural(total.total, 'ärende', 'ärenden')}"
    verb = "är försenade" if total.late > 1 else "är försenat"
    return f"{late} {verb}. {_waited(waiting)}".strip()


def _waited(waiting: Sequence[Assignment]) -> str:
    """«Två motioner och ett medborgarförslag har väntat längre än ett år på svar.»"""
    counted = [(kind, sum(row.kind == kind for row in waiting)) for kind in AssignmentKind]
    parts = [
        plural(count, KIND_WORDS[kind][0], KIND_WORDS[kind][1], in_words=True, neuter=KIND_WORDS[kind][2])
        for kind, count in counted
        if count
    ]
    return f"{capitalised(join_words(parts))} har väntat längre än ett år på svar." if parts else ""


def _waiting_row(access: Access, row: Assignment) -> WaitingRow:
    today = clock.today()
    told = f"anmält {day_in(row.reported, today.year)}" if row.reported else "anmälan till fullmäktige saknas"
    months = plural(months_waited(row.decision.date, today), "månad", "månader")
    address = reverse("goals:assignment", args=[access.slug, row.pk])
    return WaitingRow(row.title, address, f"{months}, {told}", row.reported is not None)
