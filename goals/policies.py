"""Who may judge and change goals, and when. Politics decides WHAT, the administration HOW (HA-2)."""

from __future__ import annotations

from typing import Protocol

from styrmodell.access import Access
from styrmodell.models import Level, ReportingSlot
from styrmodell.permissions import Permission
from styrmodell.policies import LOCKED
from styrmodell.verdict import ALLOWED, Verdict

HOW = Level.Sphere.HOW.value


class OnLevel(Protocol):
    """What the policies need to know about a level."""

    @property
    def sphere(self) -> str: ...


class Owned(Protocol):
    """What the policies need to know about a goal: whose it is, and on which level."""

    @property
    def organisation_id(self) -> int: ...

    @property
    def level(self) -> OnLevel: ...


def can_judge(access: Access, goal: Owned, slot: ReportingSlot) -> Verdict:
    """May the user judge the goal at the slot? The slot's status is the lock."""
    what_too = Permission.GOAL_PLAN if goal.level.sphere == HOW else Permission.GOAL_JUDGE
    own = goal.organisation_id
    if not (access.has(Permission.GOAL_JUDGE, own) and access.has(what_too, own)):
        who = _writers(goal.level) if goal.level.sphere == HOW else "Förvaltningschefen eller nämndsekreteraren"
        return Verdict(f"Du kan läsa målet. {who} {_at(access, own)} kan bedöma det.")
    return Verdict(LOCKED.get(slot.status, ""))


def can_edit(access: Access, level: OnLevel, organisation_id: int) -> Verdict:
    """May the user write goals of the level for the organisation? GOAL_EDIT for WHAT, GOAL_PLAN for HOW."""
    needed = Permission.GOAL_PLAN if level.sphere == HOW else Permission.GOAL_EDIT
    if access.has(needed, organisation_id):
        return ALLOWED
    if level.sphere == HOW:
        why = "Förvaltningen bestämmer hur målen ska nås."
    else:
        why = "Politiken bestämmer vad som ska nås."
    return Verdict(f"{why} {_writers(level)} {_at(access, organisation_id)} kan ändra här.")


def can_formulate(decision_id: int | None) -> Verdict:
    """May the goal's wording, owner, years and targets change? Not once it is decided."""
    if decision_id is None:
        return ALLOWED
    return Verdict("Målet är beslutat. Formulering, nivå, ägare, period och målvärden ändras bara med ett nytt beslut.")


def can_record_decision(access: Access, organisation_id: int) -> Verdict:
    """May the user write down a decision of the organisation?"""
    if access.has(Permission.DECISION_RECORD, organisation_id):
        return ALLOWED
    return Verdict("Du saknar behörighet att anteckna beslut här.")


def _writers(level: OnLevel) -> str:
    return "Förvaltningschefen eller enhetschefen" if level.sphere == HOW else "Nämndsekreteraren"


def _at(access: Access, organisation_id: int) -> str:
    organisation = access.organisations.get(organisation_id)
    return f"för {organisation.name}" if organisation else "där målet hör hemma"
