"""Who may, and when. The same verdict guards the action, draws the button and is read by the tests."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from styrmodell.access import Access
from styrmodell.models import Organisation, Slot, Step
from styrmodell.permissions import ROLE_PERMISSIONS, Permission, Role
from styrmodell.rules.vocabulary import OrganisationKind
from styrmodell.rules.workflow import SlotStatus
from styrmodell.verdict import ALLOWED, Verdict
from ui.rules.swedish import capitalised, join_words

LOCKED = {
    SlotStatus.SUBMITTED.value: "är inlämnad. Den måste lämnas tillbaka innan något kan ändras.",
    SlotStatus.DECIDED.value: "är beslutad och låst.",
}

SIGHT = {
    SlotStatus.DRAFT.value: Permission.DRAFT_VIEW,
    SlotStatus.RETURNED.value: Permission.DRAFT_VIEW,
    SlotStatus.SUBMITTED.value: Permission.SUBMITTED_VIEW,
    SlotStatus.DECIDED.value: Permission.VIEW,
}  # the one table of who sees what hangs on a slot: figures, texts, judgements, comments, measures (ADR 0025)

HOLDERS = {
    Role.CONTROLLER: "ekonomikontoret",
    Role.MANAGEMENT: "kommunledningen",
    Role.AUDITOR: "revisorerna",
    Role.UNIT_MANAGER: "enhetschefen",
}


def locked_reason(slot: Slot) -> str:
    """Why nothing that hangs on the slot can change: it is handed in, or decided. Empty while it is open."""
    reason = LOCKED.get(slot.status, "")
    return f"{slot.occasion.noun.capitalize()} {reason}" if reason else ""


def can_change_in(access: Access, slot: Slot, permission: Permission, what: str) -> Verdict:
    """May something that hangs on the slot change? `what` completes «Du saknar behörighet att …»."""
    if not access.has(permission, slot.organisation_id):
        return Verdict(f"Du saknar behörighet att {what} här.")
    return Verdict(locked_reason(slot))


def may_take(access: Access, slot: Slot, step: Step | None, permission: Permission) -> bool:
    """Does the user hold the right, or a role that the steering model names for the step? The slot's state is another
    question."""
    if access.has(permission, slot.organisation_id):
        return True
    return step is not None and access.holds(step.roles, slot.organisation_id)


def can_submit(access: Access, slot: Slot, step: Step | None) -> Verdict:
    """May the user hand the slot in (`step` is the chain's first), and is it open? Whether anything is left to do is
    another question."""
    if not may_take(access, slot, step, Permission.REPORT_SUBMIT):
        return _not_yours(f"lämna in {slot.occasion.noun}", slot, step, Permission.REPORT_SUBMIT)
    return Verdict(locked_reason(slot))


def can_return(access: Access, slot: Slot, whole: Slot | None = None) -> Verdict:
    """May the slot be given back for correction? `whole` is the whole municipality's slot at a unit's occasion: what
    it is composed from stands still once it is handed in."""
    if not access.has(Permission.REPORT_RETURN, slot.organisation_id):
        return Verdict(f"Du saknar behörighet att lämna tillbaka {slot.occasion.noun}.")
    if not slot.is_submitted:
        return Verdict("Bara en inlämnad rapport kan lämnas tillbaka.")
    if whole is not None and whole.is_decided:
        return Verdict("Rapporten ingår i hela kommunens rapport, som är beslutad.")
    if whole is not None and not whole.is_open:
        return Verdict("Hela kommunens rapport är inlämnad. Den måste lämnas tillbaka först.")
    return ALLOWED


def can_pass(access: Access, slot: Slot, step: Step | None, *, decides: bool) -> Verdict:
    """May the next step of the chain (dialogue, decision, information) be recorded? Where the municipality wants two
    people, whoever handed the report in records no decision on it."""
    if not may_take(access, slot, step, Permission.DECISION_RECORD):
        return _not_yours("anteckna det här steget", slot, step, Permission.DECISION_RECORD)
    if not slot.is_submitted:
        return Verdict(f"{slot.occasion.noun.capitalize()} måste vara inlämnad först.")
    if step is None:
        return Verdict("Det finns inget steg kvar i kedjan.")
    is_same = access.user_id is not None and access.user_id == slot.submitted_by_id
    if decides and is_same and access.municipality.two_people:
        return Verdict(
            f"Du lämnade in {slot.occasion.noun}. Beslutet antecknas av någon annan: kommunen kräver två personer."
        )
    return ALLOWED


def _not_yours(what: str, slot: Slot, step: Step | None, permission: Permission) -> Verdict:
    """Who else can: those who hold the right there, and whom the steering model names for the step."""
    kind = OrganisationKind(slot.organisation.kind)
    holders = [role for role in Role if permission in ROLE_PERMISSIONS[role] or (step and role in step.roles)]
    names = list(dict.fromkeys(name for role in holders if (name := holder(role, kind))))
    return Verdict(f"Du saknar behörighet att {what}. {capitalised(join_words(names, 'eller'))} kan göra det.")


def holder(role: Role, kind: OrganisationKind) -> str:
    """Who holds the role in an organisation of the kind, as people call them; empty where nobody does."""
    if role == Role.SECRETARY:
        return "nämndsekreteraren" if kind == OrganisationKind.COMMITTEE else "sekreteraren"
    if role == Role.DEPARTMENT_HEAD:
        heads = {OrganisationKind.ASSEMBLY: "", OrganisationKind.COMPANY: "bolagets ledning"}
        return heads.get(kind, "förvaltningschefen")
    return HOLDERS.get(role, "")


def can_read(access: Access, slot: Slot) -> Verdict:
    """May the user read the slot's report? A decided one is a public document (TF 2 kap.), whoever's it is. A plan that
    stays with the administration is no page of a politician's, decided or not."""
    if not can_know_of(access, slot):
        return Verdict("Planen görs av förvaltningen och läses där.")
    if slot.is_decided or access.has(SIGHT[slot.status], slot.organisation_id):
        return ALLOWED
    waits = "inlämnad" if access.has(Permission.SUBMITTED_VIEW, slot.organisation_id) else "beslutad"
    return Verdict(f"Du läser en rapport när den är {waits}. Dessförinnan läses den av dem som arbetar med den.")


def can_know_of(access: Access, slot: Slot) -> bool:
    """Is it shown to the user that the slot is there, and how far it has come?"""
    return not slot.occasion.rule.is_internal or access.has(Permission.INTERNAL_VIEW, slot.organisation_id)


def can_read_history(access: Access, organisation_id: int) -> Verdict:
    """May the user read how something came to be as it is: who moved a report and why it was returned, and what a line
    of a forecast was before? Whoever sees what is under way, or reads the log."""
    if access.has(Permission.DRAFT_VIEW, organisation_id) or access.has(Permission.AUDIT_VIEW, organisation_id):
        return ALLOWED
    return Verdict("Historiken läses av dem som arbetar med rapporten.")


def can_see_drafts(access: Access) -> Verdict:
    """May the user see what is under way, for everything they see? Else only what is decided."""
    seen = set(access.ever.organisation_ids(Permission.VIEW))
    if seen and seen <= set(access.ever.organisation_ids(Permission.DRAFT_VIEW)):
        return ALLOWED
    return Verdict("Du ser det som är beslutat.")


def can_see_drafts_of(access: Access, organisation_id: int) -> Verdict:
    """May the user see what is under way in the organisation? Whoever works there may, whatever else they only read."""
    return ALLOWED if access.has(Permission.DRAFT_VIEW, organisation_id) else can_see_drafts(access)


def can_open_occasions(access: Access) -> Verdict:
    """May the user open and take back occasions? They are the whole municipality's."""
    return at_the_top(access, Permission.OCCASION_OPEN, "Bara ekonomikontoret öppnar rapporttillfällen.")


def at_the_top(access: Access, permission: Permission, reason: str) -> Verdict:
    """Is the right held for the whole municipality? `reason` is what is said when it is not."""
    top = [body.pk for body in access.by_kind(Organisation.Kind.ASSEMBLY)] or access.tree.roots()
    return ALLOWED if top and all(access.has(permission, pk) for pk in top) else Verdict(reason)


def can_read_log(access: Access) -> Verdict:
    """May the user read what everybody in the municipality has done? It is the whole municipality's."""
    reason = "Din roll ger inte rätt att läsa loggen. Revisorerna och kommunens administratörer läser den."
    return at_the_top(access, Permission.LOG_VIEW, reason)


def can_configure(access: Access) -> Verdict:
    """May the user change the municipality's configuration?"""
    return at_the_top(
        access,
        Permission.CONFIGURE,
        "Din roll ger inte rätt att ändra styrmodellen. Det gör kommunens administratörer.",
    )


def can_read_people(access: Access) -> Verdict:
    """May the user read who holds which role? It is the whole municipality's."""
    reason = "Din roll ger inte rätt att se personer och roller. Kommunens administratörer och revisorerna ser dem."
    return at_the_top(access, Permission.PEOPLE_VIEW, reason)


def can_manage_people(access: Access) -> Verdict:
    """May the user let people in, and give and end roles?"""
    reason = "Din roll ger inte rätt att ändra personer och roller. Kommunens administratörer gör det."
    return at_the_top(access, Permission.PEOPLE_MANAGE, reason)


def can_give_role(access: Access, user: User) -> Verdict:
    """May the user give somebody a role? Where the municipality wants two people, nobody gives one to themselves."""
    if access.municipality.two_people and access.user_id == user.pk:
        return Verdict(
            "Du kan inte ge dig själv en roll. En annan administratör gör det: kommunen kräver två personer."
        )
    return can_manage_people(access)


def can_shorten(before: date, after: date) -> Verdict:
    """May the days through which the municipality is sure to have an administrator become fewer? `before` and `after`
    are the last of them (`rules.people.covered_until`)."""
    if after < before:
        return Verdict(
            "Då står kommunen utan administratör. Ge någon annan rollen administratör i hela kommunen först, "
            "någon som har loggat in eller valt lösenord."
        )
    return ALLOWED


def can_close_account(access: Access, user: User, *, is_elsewhere: bool) -> Verdict:
    """May the account be closed? `is_elsewhere` says whether the person holds a role in another municipality."""
    if access.user_id == user.pk:
        return Verdict("Du kan inte stänga ditt eget konto. En annan administratör kan göra det.")
    if is_elsewhere:
        return Verdict(
            "Personen har roller också i en annan kommun. Avsluta rollerna här, så är personen ute härifrån."
        )
    return can_manage_people(access)


def can_invite_again(user: User) -> Verdict:
    """May a new link to choose a password be made? Never for an account that somebody has come in with: whoever has the
    link has the account."""
    if user.is_demo or user.has_usable_password():
        return Verdict("Personen har redan valt lösenord, och loggar in som vanligt.")
    return ALLOWED


def can_place_codes(access: Access) -> Verdict:
    """May the user say which organisation a ledger code belongs to? Whoever reads the outcome in may, for a code that
    belongs to none; it is then read in on it."""
    reason = "Bara ekonomikontoret och kommunens administratörer placerar ansvarskoder."
    return ALLOWED if can_edit_organisations(access) else at_the_top(access, Permission.LEDGER_IMPORT, reason)


def can_edit_organisations(access: Access) -> Verdict:
    """May the user change the tree of organisations? It is the whole municipality's."""
    reason = "Din roll ger inte rätt att ändra organisationen. Kommunens administratörer gör det."
    return at_the_top(access, Permission.ORGANISATION_EDIT, reason)
