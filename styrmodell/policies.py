"""Who may, and when. The same verdict guards the action, draws the button and is read by the tests."""

from __future__ import annotations

from styrmodell.access import Access
from styrmodell.models import Organisation, Slot, Step
from styrmodell.permissions import Permission
from styrmodell.rules.workflow import SlotStatus
from styrmodell.verdict import ALLOWED, Verdict

LOCKED = {
    SlotStatus.SUBMITTED.value: "Rapporten är inlämnad. Den måste lämnas tillbaka innan något kan ändras.",
    SlotStatus.DECIDED.value: "Rapporten är beslutad och låst.",
}


def can_change_in(access: Access, slot: Slot, permission: Permission, what: str) -> Verdict:
    """May something that hangs on the slot change? `what` completes «Du saknar behörighet att …»."""
    if not access.has(permission, slot.organisation_id):
        return Verdict(f"Du saknar behörighet att {what} här.")
    return Verdict(LOCKED.get(slot.status, ""))


def can_submit(access: Access, slot: Slot) -> Verdict:
    """May the user hand the slot in, and is it open? Whether anything is left to do is another question."""
    return can_change_in(access, slot, Permission.REPORT_SUBMIT, "lämna in rapporten")


def can_return(access: Access, slot: Slot, whole: Slot | None = None) -> Verdict:
    """May the slot be given back for correction? `whole` is the whole municipality's slot at a unit's occasion: what
    it is composed from stands still once it is handed in."""
    if not access.has(Permission.REPORT_RETURN, slot.organisation_id):
        return Verdict("Du saknar behörighet att lämna tillbaka rapporten.")
    if not slot.is_submitted:
        return Verdict("Bara en inlämnad rapport kan lämnas tillbaka.")
    if whole is not None and whole.is_decided:
        return Verdict("Rapporten ingår i hela kommunens rapport, som är beslutad.")
    if whole is not None and not whole.is_open:
        return Verdict("Hela kommunens rapport är inlämnad. Den måste lämnas tillbaka först.")
    return ALLOWED


def can_pass(access: Access, slot: Slot, step: Step | None) -> Verdict:
    """May the next step of the chain (dialogue, decision, information) be recorded?"""
    if not access.has(Permission.DECISION_RECORD, slot.organisation_id):
        return Verdict("Du saknar behörighet att anteckna beslut här.")
    if not slot.is_submitted:
        return Verdict("Rapporten måste vara inlämnad först.")
    if step is None:
        return Verdict("Det finns inget steg kvar i kedjan.")
    return ALLOWED


def can_open_occasions(access: Access) -> Verdict:
    """May the user open and take back occasions? They are the whole municipality's."""
    return at_the_top(access, Permission.OCCASION_OPEN, "Bara ekonomikontoret öppnar rapporttillfällen.")


def at_the_top(access: Access, permission: Permission, reason: str) -> Verdict:
    """Is the right held for the whole municipality? `reason` is what is said when it is not."""
    top = [body.pk for body in access.by_kind(Organisation.Kind.ASSEMBLY)] or access.tree.roots()
    return ALLOWED if top and all(access.has(permission, pk) for pk in top) else Verdict(reason)


def can_configure(access: Access) -> Verdict:
    """May the user change the municipality's configuration?"""
    return ALLOWED if access.has(Permission.CONFIGURE) else Verdict("Bara en administratör kan ändra styrmodellen.")
