"""Plans of an example municipality: opened, written and walked as far as each has come, by the real actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from django.utils import timezone

from demo.content import PlanStateText, PlanText
from demo.drafts import part_of_rows
from demo.reports import Office
from demo.wording import section_text
from followup.actions.slots import DecisionInput, pass_step, return_slot, submit_slot
from followup.models import Section
from followup.selectors.sections import headings_of
from followup.selectors.steps import deciding_step
from styrmodell.access import Access, system_access
from styrmodell.actions.occasions import open_occasion
from styrmodell.models import OccasionRule, Organisation, Slot
from styrmodell.selectors.slots import steps_of

DAYS_OF_WRITING = 30
DAYS_BEFORE_DECISION = 7  # a plan is handed in so long before
NOTHING = PlanStateText(texts="inga")


def create_plans(
    plans: Sequence[PlanText], office: Office, rules: Mapping[str, OccasionRule], texts: Mapping[str, str]
) -> int:
    """Open the plans, the oldest first; returns how many were decided."""
    server, decided = system_access(office.controller.municipality), 0
    for plan in sorted(plans, key=lambda row: row.year):
        rule = rules[plan.document]
        month = int(rule.cutoffs[0]["manad"])
        occasion = open_occasion(access=server, rule=rule, year=plan.year, month=month)
        rows = Slot.objects.filter(occasion=occasion).with_around().order_by("organisation__position", "pk")
        for slot in rows:
            state = plan.units.get(slot.organisation.code, NOTHING)
            _write(slot, state, texts, office)
            _move(slot, state, server, office)
            decided += state.status == "beslutad"
    return decided


def _write(slot: Slot, state: PlanStateText, texts: Mapping[str, str], office: Office) -> None:
    """So much of the sections as is written, each of them done."""
    asked = headings_of(slot.occasion.rule, slot.scope, slot.organisation.kind)
    values = {"namn": slot.organisation.name, "ar": str(slot.occasion.year_from)}
    Section.objects.bulk_create(
        Section(
            municipality_id=slot.municipality_id,
            slot=slot,
            code=heading.code,
            body=section_text(texts, heading.code, values),
            is_done=True,
            updated_by=_head(slot.organisation, office).user,
            is_example=True,
        )
        for heading in part_of_rows(asked, state.texts)
    )


def _move(slot: Slot, state: PlanStateText, server: Access, office: Office) -> None:
    """Hand in, give back and decide, as far as it has come."""
    if state.status == "utkast":
        return
    submit_slot(slot=slot, access=_head(slot.organisation, office))
    given = state.decision
    written = slot.occasion.cutoff + timedelta(days=DAYS_OF_WRITING)
    day = given.on - timedelta(days=DAYS_BEFORE_DECISION) if given else written
    moment = timezone.make_aware(datetime.combine(day, time(15, 0)))
    Slot.objects.filter(pk=slot.pk).update(submitted_at=moment)
    slot.refresh_from_db()
    if state.status == "aterlamnad":
        return_slot(slot=slot, access=office.controller, reason=state.reason)
    elif given:
        _decide(slot, state, server)


def _decide(slot: Slot, state: PlanStateText, server: Access) -> None:
    chain, given = steps_of(server, slot), state.decision
    assert given is not None
    last = deciding_step(chain)
    while slot.passed_steps < len(chain) and slot.is_submitted:
        step = chain[slot.passed_steps]
        body = _body(slot, server) if step == last else None
        decision = DecisionInput(body, given.on, given.paragraph, given.diary_number) if body else None
        slot = pass_step(slot=slot, access=server, decision=decision, held_on=given.on)


def _body(slot: Slot, server: Access) -> Organisation:
    """Whose decision it is: fullmäktige's of what is the whole municipality's, else the organisation's own."""
    return next(iter(server.by_kind(Organisation.Kind.ASSEMBLY))) if slot.is_whole else slot.organisation


def _head(organisation: Organisation, office: Office) -> Access:
    return office.head_of(organisation)
