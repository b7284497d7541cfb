"""Occasions of an example year: earlier ones walked to their decision by the real actions, the current one
left where the units have come."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from demo.content import ExampleContent, OccasionText, UnitState
from demo.drafts import Desk, Drafts
from followup.actions.slots import DecisionInput, pass_step, return_slot, submit_slot
from followup.models import Snapshot
from followup.selectors.moves import step_before
from followup.selectors.steps import deciding_step
from followup.tasks import RENDER_SNAPSHOT
from styrmodell.access import Access, system_access
from styrmodell.actions.occasions import open_occasion
from styrmodell.models import Job, Occasion, OccasionRule, Organisation, Slot, Step
from styrmodell.rules.vocabulary import StepScope
from styrmodell.selectors.slots import steps_of

Scope = StepScope
WEEKDAYS = 5
DAYS_BETWEEN_STEPS = 7


@dataclass(frozen=True, slots=True)
class Office:
    """Who moves the reports: each unit's head hands in, the controller does what is the whole municipality's."""

    controller: Access
    head_of: Callable[[Organisation], Access]


def create_reports(content: ExampleContent, desk: Desk, office: Office, rules: Mapping[str, OccasionRule]) -> int:
    """Open the year's occasions in order and fill them; returns how many reports were decided."""
    decided, server = 0, system_access(office.controller.municipality)
    for text in sorted(content.occasions, key=lambda row: row.month):
        occasion = open_occasion(access=server, rule=rules[text.rule], year=content.year, month=text.month)
        drafts = Drafts(desk, office.controller, occasion, text)
        units = _slots(occasion, Scope.UNIT)
        if text.state == "beslutad":
            decided += _decide_all(drafts, units, office)
        else:
            _leave_open(drafts, units, text, office)
    _render_when_asked(office)
    return decided


def _slots(occasion: Occasion, scope: StepScope) -> list[Slot]:
    rows = Slot.objects.filter(occasion=occasion, scope=scope)
    return list(rows.select_related("occasion__rule", "organisation").order_by("organisation__position", "pk"))


def _decide_all(drafts: Drafts, units: list[Slot], office: Office) -> int:
    """Every unit hands in and walks its chain, then the whole municipality; returns how many slots there were."""
    for slot in units:
        drafts.write(slot)
        _hand_in(slot, office.head_of(slot.organisation))
        _walk(slot, office)
    whole = _slots(drafts.occasion, Scope.WHOLE)
    for slot in whole:
        drafts.write(slot)
        _hand_in(slot, office.controller)
        _walk(slot, office)
    return len(units) + len(whole)


def _leave_open(drafts: Drafts, units: list[Slot], text: OccasionText, office: Office) -> None:
    """Write as much as each unit has come to; some have handed in, some have got their report back."""
    for slot in [*units, *_slots(drafts.occasion, Scope.WHOLE)]:
        state = text.units.get(slot.organisation.code, UnitState())
        drafts.write(slot, state)
        if state.status != "utkast":
            _hand_in(slot, office.head_of(slot.organisation))
        if state.status == "aterlamnad":
            return_slot(slot=slot, access=office.controller, reason=state.reason)


def _hand_in(slot: Slot, access: Access) -> None:
    """Hand in within a week after the cut-off: on the examples' day the deadlines of most of them are still ahead."""
    submit_slot(slot=slot, access=access)
    soon = slot.occasion.cutoff + timedelta(days=DAYS_BETWEEN_STEPS)
    when = datetime.combine(_weekday(min(soon, slot.occasion.due)), time(15, 0))
    Slot.objects.filter(pk=slot.pk).update(submitted_at=timezone.make_aware(when))


def _walk(slot: Slot, office: Office) -> None:
    """Record the rest of the chain's steps, each with its date and, where a body decides, its decision."""
    chain = steps_of(office.controller, slot)
    last = deciding_step(chain)
    slot.refresh_from_db()
    while slot.passed_steps < len(chain) and slot.is_submitted:
        step = chain[slot.passed_steps]
        before = step_before(office.controller, slot)
        held = max(_date_of(step, slot), before.day) if before else _date_of(step, slot)
        decides = step == last or step.kind == Step.Kind.DECIDE
        decision = _decision(step, slot, office.controller, held) if decides else None
        slot = pass_step(slot=slot, access=office.controller, decision=decision, held_on=held)


def _date_of(step: Step, slot: Slot) -> date:
    given = step.due_after(slot.occasion.cutoff)
    return _weekday(given or slot.occasion.cutoff + timedelta(days=DAYS_BETWEEN_STEPS * (step.position + 1)))


def _weekday(day: date) -> date:
    """The day, or the Friday before when it falls on a weekend."""
    return day - timedelta(days=max(0, day.weekday() - WEEKDAYS + 1))


def _decision(step: Step, slot: Slot, access: Access, held: date) -> DecisionInput:
    body = slot.organisation
    if slot.scope == Scope.WHOLE:
        body = next(iter(access.by_kind(step.body)), body)
    chance = random.Random(f"{slot.organisation.code} {slot.occasion.cutoff} {step.code}")  # noqa: S311 - examples
    label = (body.short_name or body.code).upper()
    number = f"{held.year % 100}/{label}/{chance.randint(20, 180):03d}"
    return DecisionInput(body, held, str(chance.randint(30, 140)), number)


def _render_when_asked(office: Office) -> None:
    """A unit's files are made when somebody asks for them; the whole municipality's at once, by the first worker."""
    units = Snapshot.objects.filter(municipality=office.controller.municipality, slot__scope=Scope.UNIT)
    keys = [str(pk) for pk in units.values_list("pk", flat=True)]
    Job.objects.filter(municipality=office.controller.municipality, kind=RENDER_SNAPSHOT, key__in=keys).delete()
