"""Planering: every plan of a year, by document and organisation, with how far it has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from followup.pages.board import MARK_OF_STATUS
from followup.selectors.plans import YearsPlans, years_plans
from followup.selectors.sections import headings_of
from followup.selectors.steps import deciding_step
from styrmodell import policies
from styrmodell.access import Access
from styrmodell.models import Occasion, OccasionRule, Organisation, Slot, Step
from styrmodell.rules.vocabulary import CalendarYears
from styrmodell.selectors.slots import planned_years
from ui import clock
from ui.rules.swedish import MONTHS, DateForm, capitalised, decision, plural, sv_date

Kind = Organisation.Kind
BODIES = (Kind.EXECUTIVE, Kind.COMMITTEE, Kind.COMPANY)
MOST_WAITING = 8
MOST_DECISIONS = 6
SOON = 14  # days before the hand-in


@dataclass(frozen=True, slots=True)
class PlanState:
    """One plan as the overview shows it: mark, word and a line below. It is a link for who may read it."""

    slot: Slot
    mark: str
    word: str
    note: str
    is_read: bool

    @property
    def is_late(self) -> bool:
        """Should it have been handed in?"""
        return self.slot.is_open and self.slot.occasion.due < clock.today()

    @property
    def is_blank(self) -> bool:
        """Has nobody begun?"""
        return self.mark == "r-ej"


@dataclass(frozen=True, slots=True)
class PlanCell:
    """The plans of a document in one organisation and below it."""

    column: PlanColumn
    plans: Sequence[PlanState]

    @property
    def only(self) -> PlanState | None:
        """The plan, where there is one."""
        return self.plans[0] if len(self.plans) == 1 else None

    @property
    def decided(self) -> int:
        """How many are decided."""
        return sum(plan.slot.is_decided for plan in self.plans)


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """An organisation's column, with how many of its plans are decided."""

    organisation: Organisation
    decided: int
    total: int


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A document: who decides it and when, the whole municipality's plan or those of the organisations."""

    rule: OccasionRule
    occasion: Occasion | None
    deciding: Step | None
    whole: PlanState | None
    cells: Sequence[PlanCell]

    @property
    def who_and_when(self) -> str:
        """Who decides and in which month: «Nämnden, september»."""
        step = self.deciding
        if step is None:
            return ""
        month = MONTHS[step.due_month - 1] if step.due_month else ""
        return ", ".join(part for part in (step.actor, month) if part)

    @property
    def not_opened(self) -> str:
        """Why there is no plan: it is opened by somebody, or written in other years."""
        years = CalendarYears(self.rule.years)
        return "Inte öppnad än" if years == CalendarYears.EVERY else f"Skrivs {years.label.lower()}"

    @property
    def plans(self) -> list[PlanState]:
        """Every plan of the document that is shown."""
        return [*([self.whole] if self.whole else []), *(plan for cell in self.cells for plan in cell.plans)]

    @property
    def is_decided(self) -> bool:
        """Are all decided?"""
        return bool(self.plans) and all(plan.slot.is_decided for plan in self.plans)


@dataclass(frozen=True, slots=True)
class Coming:
    """A decision that is near: when, who, and of which plan."""

    day: date
    who: str
    what: str
    step: Step


@dataclass(frozen=True, slots=True)
class Waiting:
    """A plan that waits for the user."""

    plan: PlanState
    what: str
    mark: str


@dataclass(frozen=True, slots=True)
class PlansPage:
    """Everything the page shows."""

    year: int
    years: Sequence[int]
    columns: Sequence[PlanColumn]
    rows: Sequence[PlanRow]
    waiting: Sequence[Waiting]
    coming: Sequence[Coming]

    @property
    def plans(self) -> list[PlanState]:
        """Every plan that is shown."""
        return [plan for row in self.rows for plan in row.plans]

    @property
    def total(self) -> int:
        """How many plans there are."""
        return len(self.plans)

    @property
    def decided(self) -> int:
        """How many are decided."""
        return sum(plan.slot.is_decided for plan in self.plans)

    @property
    def late(self) -> list[PlanState]:
        """Those that should have been handed in."""
        return [plan for plan in self.plans if plan.is_late]

    @property
    def late_words(self) -> str:
        """How many are late, and which when it is one: «En är försenad: Miljö- och byggnämnden, Mål och budget.»"""
        if not self.late:
            return ""
        if len(self.late) == 1:
            slot = self.late[0].slot
            return f"En är försenad: {slot.organisation.name}, {slot.occasion.name}."
        return f"{capitalised(plural(len(self.late), 'är försenad', 'är försenade', in_words=True))}."


def plans_page(access: Access, year: int) -> PlansPage:
    """The year's plans (six queries)."""
    found = years_plans(access, year)
    states = {slot.pk: _state(access, found, slot) for slot in found.slots}
    bodies = _bodies(access, found.slots)
    columns = _columns(bodies, found.slots, access)
    return PlansPage(
        year=year,
        years=sorted({*planned_years(access), clock.today().year + 1, year}),
        columns=columns,
        rows=[_row(rule, found, states, columns, bodies) for rule in found.rules],
        waiting=_waiting(access, found, states.values()),
        coming=_coming(found),
    )


def plans_of(page: PlansPage, document: str, organisation: str) -> PlanCell | None:
    """The plans behind a cell that counts several."""
    cells = (cell for row in page.rows if row.rule.code == document for cell in row.cells)
    return next((cell for cell in cells if cell.column.organisation.code == organisation), None)


def _row(
    rule: OccasionRule,
    found: YearsPlans,
    states: Mapping[int, PlanState],
    columns: Sequence[PlanColumn],
    bodies: Mapping[int, int],
) -> PlanRow:
    occasion = next((row for row in found.occasions if row.rule_id == rule.pk), None)
    own = [slot for slot in found.slots if occasion and slot.occasion_id == occasion.pk]
    chain = [step for scope in Step.Scope for step in found.chains.get((rule.pk, scope), ())]
    return PlanRow(
        rule=rule,
        occasion=occasion,
        deciding=deciding_step(chain),
        whole=next((states[slot.pk] for slot in own if slot.is_whole), None),
        cells=[
            PlanCell(column, [states[s.pk] for s in own if not s.is_whole and bodies[s.pk] == column.organisation.pk])
            for column in columns
        ]
        if rule.organisation_kinds
        else [],
    )


def _state(access: Access, found: YearsPlans, slot: Slot) -> PlanState:
    """How far a plan has come."""
    mark, word = MARK_OF_STATUS.get(slot.status, ("", ""))
    written = found.written.get(slot.pk, 0)
    if not mark or (slot.is_returned and slot.occasion.due < clock.today()):
        is_late = slot.occasion.due < clock.today()
        mark, word = ("r-sen", "Försenad") if is_late else ("r-pag", "Skrivs") if written else ("r-ej", "Ej påbörjad")
    if slot.is_decided:
        word = "Beslutad"
    return PlanState(slot, mark, word, _note(found, slot, written), bool(policies.can_read(access, slot)))


def _note(found: YearsPlans, slot: Slot, written: int) -> str:
    """The decision; when it is decided; how many sections are written."""
    if slot.decision:
        body = slot.decision.organisation
        return decision(body.short_name or body.name, slot.decision.date, slot.decision.paragraph)
    if slot.is_submitted:
        step = deciding_step(found.chains.get((slot.occasion.rule_id, slot.scope), ()))
        due = step.due_after(slot.occasion.cutoff) if step else None
        return f"beslut {sv_date(due, DateForm.SHORT)}" if due else ""
    asked = headings_of(slot.occasion.rule, slot.scope, slot.organisation.kind)
    wanted = sum(not heading.is_optional for heading in asked)
    return f"{min(written, wanted)} av {wanted} avsnitt" if wanted else ""


def _bodies(access: Access, slots: Iterable[Slot]) -> dict[int, int]:
    """The political body or company that each unit's slot stands under, by slot; 0 for those that have none."""
    tree, organisations = access.ever.tree, access.ever.organisations
    found = {}
    for slot in slots:
        way = tree.ancestors(slot.organisation_id, include_self=True) if slot.organisation_id in tree else ()
        found[slot.pk] = next((pk for pk in way if organisations[pk].kind in BODIES), 0)
    return found


def _columns(bodies: Mapping[int, int], slots: Sequence[Slot], access: Access) -> list[PlanColumn]:
    """A column for each body with a plan that is shown, in the tree's order."""
    units = [slot for slot in slots if not slot.is_whole]
    columns = []
    for pk in access.ever.tree.in_order():
        own = [slot for slot in units if bodies[slot.pk] == pk]
        if own:
            columns.append(PlanColumn(access.ever.organisations[pk], sum(s.is_decided for s in own), len(own)))
    return columns


def _waiting(access: Access, found: YearsPlans, plans: Iterable[PlanState]) -> list[Waiting]:
    """What the user can take further now: those that are late first."""
    rows = [row for plan in plans if (row := _waits(access, found, plan))]
    rows.sort(key=lambda row: (not row.plan.is_late, row.plan.slot.occasion.due))
    return rows[:MOST_WAITING]


def _waits(access: Access, found: YearsPlans, plan: PlanState) -> Waiting | None:
    slot = plan.slot
    chain = found.chains.get((slot.occasion.rule_id, slot.scope), ())
    if slot.is_open and policies.can_submit(access, slot, chain[0] if chain else None):
        due = slot.occasion.due
        if slot.is_returned:
            return Waiting(plan, "Återlämnad: rätta och lämna in igen", plan.mark)
        if (due - clock.today()).days <= SOON:
            verb = "Skulle ha lämnats in" if plan.is_late else "Lämnas in"
            return Waiting(plan, f"{verb} {sv_date(due)}", plan.mark if plan.is_late else "r-pag")
    step = chain[slot.passed_steps] if slot.passed_steps < len(chain) else None
    if slot.is_submitted and step and policies.can_pass(access, slot, step, decides=step.kind == Step.Kind.DECIDE):
        return Waiting(plan, f"Nästa steg: {step.name}", "r-klar")
    return None


def _coming(found: YearsPlans) -> list[Coming]:
    """The next decisions of plans that are not decided, one for each document and day."""
    today = clock.today()
    rows: dict[tuple[int, str], Coming] = {}
    for slot in found.slots:
        step = deciding_step(found.chains.get((slot.occasion.rule_id, slot.scope), ()))
        day = step.due_after(slot.occasion.cutoff) if step else None
        if step and day and day >= today and not slot.is_decided:
            rows.setdefault((slot.occasion_id, slot.scope), Coming(day, step.actor, slot.occasion.title, step))
    return sorted(rows.values(), key=lambda row: row.day)[:MOST_DECISIONS]
