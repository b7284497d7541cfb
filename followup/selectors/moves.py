"""Where a report stands on its way to a decision, and what moved it there last."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from followup.rules.step_dates import Before
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Slot, SlotPassage, Step
from styrmodell.selectors.log import events_of
from ui import clock
from ui.rules.swedish import log_time

Type = AuditEvent.Type
HAPPENED = {
    Type.REPORT_SUBMITTED.value: "Rapporten är redan inlämnad",
    Type.REPORT_RETURNED.value: "Rapporten är återlämnad",
    Type.REPORT_STEP.value: "Steget ”{summary}” är redan antecknat",
    Type.REPORT_DECIDED.value: "Rapporten är redan beslutad",
}


def position_of(slot: Slot) -> str:
    """Where the slot stands, as a form carries it: it differs after every move."""
    return f"{slot.status}-{slot.version}-{slot.passed_steps}"


def what_happened(access: Access, slot: Slot) -> str:
    """The latest move in a sentence: «Rapporten är redan inlämnad av Nämndsekreteraren, i dag 14.32.» (one query)."""
    event = events_of(access, Slot, [slot.pk]).filter(type__in=HAPPENED).first()
    if event is None:
        return "Rapporten har ändrats sedan du öppnade sidan."
    who = "dig" if event.user_id == access.user_id else event.user.name if event.user else "ett schemalagt jobb"
    when = log_time(timezone.localtime(event.at), clock.local_now())
    return f"{HAPPENED[event.type].format(summary=event.summary)} av {who}, {when}."


def whole_of(access: Access, slot: Slot) -> Slot | None:
    """The whole municipality's slot at a unit's occasion, None for that slot itself (one query)."""
    if slot.is_whole:
        return None
    return Slot.objects.of(access).filter(occasion_id=slot.occasion_id, scope=Step.Scope.WHOLE).first()


def step_before(access: Access, slot: Slot) -> Before | None:
    """The latest dated step of this round: the next one cannot have been taken before it (one query)."""
    rows = SlotPassage.objects.of(access).filter(slot=slot, round=slot.version, held_on__isnull=False)
    row = rows.select_related("step").order_by("-held_on", "-pk").first()
    day: date | None = row.held_on if row else None
    return Before(row.step.name, day) if row and day else None
