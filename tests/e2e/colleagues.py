"""The other units' work in a story: everything that is left in their reports, done through the program's own actions.

The story plays one unit in the browser; its colleagues must also hand in before the whole municipality can decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from budget.actions.forecast import Typed, save_forecasts, save_words
from budget.actions.ledger import open_month
from budget.models import ClosedMonth
from budget.rules.needs import Need
from budget.selectors.slot_lines import lines_of
from followup.actions.sections import write_section
from followup.actions.slots import DecisionInput, pass_step, submit_slot
from followup.models import Snapshot
from followup.selectors.sections import section_rows
from followup.tasks import RENDER_SNAPSHOT
from goals.actions.judging import JudgementInput, judge_goal
from goals.models import Goal
from goals.selectors.attainment import unjudged
from goals.selectors.judging import judging_or_404
from styrmodell.access import Access
from styrmodell.models import Job, Occasion, Slot, Step
from styrmodell.rules.workflow import SlotStatus
from styrmodell.selectors.slots import steps_of
from tests.e2e.by_hand import Taken

WORDS = {"comment": "Enligt uppföljningen.", "cause": "Högre volymer.", "consequence": "Fortsätter året ut."}


def open_months(access: Access, year: int) -> None:
    """Open every month of the year, so that a file of the whole of it can be read in."""
    for month in ClosedMonth.objects.of(access).filter(year=year).values_list("month", flat=True):
        open_month(access=access, year=year, month=month, reason="Utfallet läses in på nytt.")


def slots_of(occasion: Occasion) -> list[Slot]:
    """The units' reports of an occasion, in the tree's order."""
    rows = Slot.objects.filter(occasion=occasion, scope=Step.Scope.UNIT)
    return list(rows.select_related("occasion__rule", "organisation").order_by("organisation__position", "pk"))


def finish(slots: Sequence[Slot], access: Access, decided: Mapping[str, Taken]) -> None:
    """Write what is left in the reports, hand them in and record what the nämnder decided, by their names.

    Nobody in a story asks for these reports' files, so their jobs are taken out of the queue."""
    others = [slot.pk for slot in slots]
    for slot in slots:
        if slot.is_open:
            complete(slot, access)
            submit_slot(slot=slot, access=access)
        _walk(slot, access, decided[slot.organisation.name])
    keys = [str(pk) for pk in Snapshot.objects.filter(slot__in=others).values_list("pk", flat=True)]
    Job.objects.filter(municipality=access.municipality, kind=RENDER_SNAPSHOT, key__in=keys).delete()


def complete(slot: Slot, access: Access) -> None:
    """Do what is left before the report can be handed in."""
    judge(slot, access)
    if not slot.is_whole:
        _forecast(slot, access)
    write(slot, access)


def judge(slot: Slot, access: Access) -> None:
    """Judge the goals that are left, the best word of their scale."""
    for row in unjudged(access, slot):
        found = judging_or_404(access, row.pk, slot.pk)
        texts = {"reason": "Se analysen.", "result": "Se måtten.", "cause": "-", "action": "Följs.", "effect": "-"}
        given = JudgementInput(step=found.words.steps[0], **texts)
        goal = Goal.objects.get(pk=row.pk)
        judge_goal(goal=goal, slot=slot, access=access, given=given, version=found.version)


def _forecast(slot: Slot, access: Access) -> None:
    lines = lines_of(access, slot).lines
    typed = {row.key: Typed(row.before, row.saved.version) for row in lines if row.need == Need.FORECAST}
    save_forecasts(access=access, slot_id=slot.pk, typed=typed)
    for row in lines_of(access, slot).lines:
        if row.need:
            save_words(access=access, slot_id=slot.pk, key=row.key, version=row.saved.version, words=WORDS)


def write(slot: Slot, access: Access) -> None:
    """Write the sections that are left."""
    for row in section_rows(access, slot):
        if not row.is_written:
            code, body = row.heading.code, f"{row.heading.heading} är som i planen."
            write_section(slot=slot, access=access, code=code, body=body, version=row.version)


def _walk(slot: Slot, access: Access, taken: Taken) -> None:
    """Record the rest of the unit's own steps."""
    slot.refresh_from_db()
    chain = steps_of(access, slot)
    while slot.status == SlotStatus.SUBMITTED and slot.passed_steps < len(chain):
        step = chain[slot.passed_steps]
        decides = step.kind == Step.Kind.DECIDE
        decision = DecisionInput(slot.organisation, taken.day, taken.paragraph) if decides else None
        slot = pass_step(slot=slot, access=access, decision=decision, held_on=taken.day, early_reason="På papper.")
