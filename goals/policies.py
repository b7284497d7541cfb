"""Who may judge and change goals, and when. Politics decides WHAT, the administration HOW (HA-2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from goals.models import Assignment, Goal
from goals.rules.drafts import is_decided_on
from goals.rules.vocabulary import AssignmentStatus
from styrmodell.access import Access
from styrmodell.models import Level, Slot
from styrmodell.permissions import Permission, Role
from styrmodell.policies import holder, locked_reason
from styrmodell.rules.vocabulary import OrganisationKind
from styrmodell.verdict import ALLOWED, Verdict
from ui.rules.swedish import capitalised, join_words, plural

HOW = Level.Sphere.HOW.value
STEERING = {Level.Kind.AREA.value, Level.Kind.VISION.value}


class OnLevel(Protocol):
    """What the policies need to know about a level."""

    @property
    def sphere(self) -> str: ...

    @property
    def kind(self) -> str: ...


class Owned(Protocol):
    """What the policies need to know about a goal: whose it is, and on which level."""

    @property
    def organisation_id(self) -> int: ...

    @property
    def level(self) -> OnLevel: ...


def can_judge(access: Access, goal: Owned, slot: Slot) -> Verdict:
    """May the user judge the goal at the slot? The slot's status is the lock."""
    what_too = Permission.GOAL_PLAN if goal.level.sphere == HOW else Permission.GOAL_JUDGE
    own = goal.organisation_id
    if not (access.has(Permission.GOAL_JUDGE, own) and access.has(what_too, own)):
        who = _writers(access, goal.level, own) if goal.level.sphere == HOW else _judges(access, own)
        return Verdict(f"Du saknar behörighet att bedöma målet. {who} {_at(access, own)} kan göra det.")
    return Verdict(locked_reason(slot))


def can_edit(access: Access, level: OnLevel, organisation_id: int) -> Verdict:
    """May the user write goals of the level for the organisation? GOAL_EDIT for WHAT, GOAL_PLAN for HOW."""
    needed = Permission.GOAL_PLAN if level.sphere == HOW else Permission.GOAL_EDIT
    if access.has(needed, organisation_id):
        return ALLOWED
    why = "Förvaltningen bestämmer hur målen ska nås" if level.sphere == HOW else "Politiken bestämmer vad som ska nås"
    return Verdict(
        f"{why}, och du saknar behörighet att ändra. {_writers(access, level, organisation_id)} {_at(access, organisation_id)} kan."
    )


def can_formulate(decision_id: int | None) -> Verdict:
    """May the goal's wording, owner, years and targets change? Not once it is decided."""
    if decision_id is None:
        return ALLOWED
    return Verdict("Målet är beslutat. Formulering, nivå, ägare, period och målvärden ändras bara med ett nytt beslut.")


def can_add_indicator(level: Level, decision_id: int | None) -> Verdict:
    """May the goal get another indicator without a new decision? A decided one where targets are no part of what its
    level decides."""
    if decision_id is None or not (level.needs_targets or level.smart):
        return ALLOWED
    return Verdict("Indikatorer med målvärden är en del av beslutet. De läggs till genom ett nytt beslut.")


def can_decide(access: Access, goal: Goal) -> Verdict:
    """May the user write down that a body has decided the goal?"""
    verdict = can_edit(access, goal.level, goal.organisation_id)
    if verdict and not is_decided_on(goal.level.sphere, goal.level.kind, goal.organisation.kind):
        return Verdict("Nivån fastställs inte av något politiskt organ.")
    if verdict and goal.decision_id is not None:
        return Verdict("Målet är redan fastställt. Det ändras, ersätts eller avslutas med ett nytt beslut.")
    return verdict


def can_renew(access: Access, goal: Goal, *, is_ended: bool, has_draft: bool) -> Verdict:
    """May the user prepare that a decided goal is changed or replaced, or write down that it ends?"""
    problems = {
        "Målet är ett utkast. Ändra det direkt.": goal.decision_id is None,
        "Det är redan beslutat att målet upphör.": is_ended,
        "Ett utkast som ändrar eller ersätter målet finns redan. Fastställ det eller ta bort det först.": has_draft,
    }
    return can_edit(access, goal.level, goal.organisation_id) and _first(problems)


def can_see_plans(access: Access) -> Verdict:
    """May the user see what is planned, before anything is decided?"""
    return ALLOWED if access.has(Permission.DRAFT_VIEW) else Verdict("Planeringen visas när den är beslutad.")


def can_choose(access: Access, level: OnLevel, organisation_id: int, *, is_carried: bool) -> Verdict:
    """May the user choose what becomes of a goal when its period ends? Whoever writes it, until it is carried forward."""
    verdict = can_edit(access, level, organisation_id)
    if verdict and is_carried:
        return Verdict("Målet är fört vidare. Ändra utkastet, eller ångra överföringen för att välja om.")
    return verdict


def can_carry(access: Access, body_id: int) -> Verdict:
    """May the user make the next period's goals of what is chosen, or take them back? Ekonomikontoret for all, and whoever
    writes the body's goals for that one."""
    if access.has(Permission.OCCASION_OPEN, body_id) or access.has(Permission.GOAL_EDIT, body_id):
        return ALLOWED
    return Verdict("Bara ekonomikontoret, eller den som skriver organets mål, för målen vidare.")


def can_delete(access: Access, goal: Goal, *, judgements: int, below: int, measures: int) -> Verdict:
    """May the user take the draft away? Not what is decided, judged, or carries something else."""
    problems = {
        "Målet är fastställt och kan inte tas bort. Det kan avslutas med ett nytt beslut.": goal.decision_id
        is not None,
        "Det hör till styrmodellen och tas bort där.": goal.level.kind in STEERING,
        "Det är bedömt och hör till en rapport. Ändra sista året i stället.": judgements > 0,
        f"{plural(below, 'mål eller aktivitet', 'mål eller aktiviteter')} bidrar till det, och kopplas om först.": below
        > 0,
        "Det har åtgärder, och de måste höra till ett mål.": measures > 0,
    }
    return can_edit(access, goal.level, goal.organisation_id) and _first(problems)


def _first(problems: Mapping[str, bool]) -> Verdict:
    """The first problem that is there."""
    return Verdict(next((words for words, is_there in problems.items() if is_there), ""))


def can_change_now(slots: Iterable[Slot]) -> Verdict:
    """May a goal's figures change while these slots show them? Not while a report is handed in and not decided."""
    waiting = next((slot for slot in slots if slot.is_submitted), None)
    if waiting is None:
        return ALLOWED
    name, body = f"{waiting.occasion.noun.capitalize()} {waiting.occasion.name}", waiting.organisation.name
    return Verdict(f"{name} från {body} är inlämnad. Målet kan ändras när den är beslutad eller återlämnad.")


def can_measure(access: Access, goal: Owned) -> Verdict:
    """May the user fill in outcomes and measures? Those who judge the goal do: the administration measures."""
    if access.has(Permission.GOAL_JUDGE, goal.organisation_id):
        return ALLOWED
    return Verdict("Du saknar behörighet att fylla i utfall här.")


def can_record_decision(access: Access, organisation_id: int) -> Verdict:
    """May the user write down a decision of the organisation?"""
    if access.has(Permission.DECISION_RECORD, organisation_id):
        return ALLOWED
    return Verdict("Du saknar behörighet att anteckna beslut här.")


def can_read_register(access: Access) -> Verdict:
    """May the user read the register of assignments? Whoever reads goals does, each what they may see."""
    return ALLOWED if access.has(Permission.VIEW) else Verdict("Din roll ger inte rätt att läsa registret.")


def can_keep(access: Access, organisation_id: int) -> Verdict:
    """May the user keep the organisation's register of assignments? Whoever writes down what it decides does."""
    if access.has(Permission.DECISION_RECORD, organisation_id):
        return ALLOWED
    who = _holders(access, organisation_id, Role.SECRETARY)
    return Verdict(f"Du saknar behörighet att föra registret här. {who} eller controllern kan göra det.")


def can_change_assignment(access: Access, assignment: Assignment) -> Verdict:
    """May the user change what the register says of the assignment, or close it? Not once it is closed."""
    return can_keep(access, assignment.decision.organisation_id) and _still_open(assignment)


def can_answer(access: Access, assignment: Assignment) -> Verdict:
    """May the user say how the assignment stands? Those who write for the organisation that answers for it."""
    if not access.has(Permission.REPORT_WRITE, assignment.organisation_id):
        who = _holders(access, assignment.organisation_id, Role.DEPARTMENT_HEAD, Role.UNIT_MANAGER)
        name = access.ever.known[assignment.organisation_id].name
        return Verdict(f"Du saknar behörighet att lämna besked. {who} för {name} kan göra det.")
    return _still_open(assignment)


def can_read_answer(access: Access, assignment: Assignment) -> bool:
    """May the user read the answer? It is a draft until the assignment is done or closed (ADR 0025)."""
    is_told = assignment.is_closed or assignment.status == AssignmentStatus.DONE
    return is_told or access.has(Permission.DRAFT_VIEW, assignment.organisation_id)


def _still_open(assignment: Assignment) -> Verdict:
    return Verdict("Det är avslutat genom beslut och ändras inte." if assignment.is_closed else "")


def _judges(access: Access, organisation_id: int) -> str:
    return _holders(access, organisation_id, Role.DEPARTMENT_HEAD, Role.SECRETARY)


def _writers(access: Access, level: OnLevel, organisation_id: int) -> str:
    if level.sphere == HOW:
        return _holders(access, organisation_id, Role.DEPARTMENT_HEAD, Role.UNIT_MANAGER)
    return _holders(access, organisation_id, Role.SECRETARY)


def _holders(access: Access, organisation_id: int, *roles: Role) -> str:
    """Who holds the roles there, as people call them: fullmäktige has a secretary but no department head."""
    organisation = access.ever.organisations.get(organisation_id)
    kind = OrganisationKind(organisation.kind) if organisation else OrganisationKind.COMMITTEE
    return capitalised(join_words([name for role in roles if (name := holder(role, kind))], "eller"))


def _at(access: Access, organisation_id: int) -> str:
    organisation = access.organisations.get(organisation_id)
    return f"för {organisation.name}" if organisation else "där målet hör hemma"
