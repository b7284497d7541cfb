"""What a body decides about goals: that a draft is decided, in another's place or by itself, and that one ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from goals import policies
from goals.actions.copying import carry_on
from goals.actions.goals import one_writer
from goals.actions.indicators import lock_goal, lock_slots_showing, locked_row
from goals.models import Goal, GoalEnding
from goals.rules.decision_day import decision_problem
from goals.rules.life import DAY
from goals.selectors.deciding import Deciders, Deciding, deciding, ending_goal
from styrmodell import audit
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Decision
from ui import clock
from ui.rules.swedish import DateForm, join_words, sv_date


@dataclass(frozen=True, slots=True)
class GoalDecision:
    """By which decision: one that is written down already (`known`), else body, day, § and diary number."""

    known: int | None = None
    organisation_id: int = 0
    date: date | None = None
    paragraph: str = ""
    diary_number: str = ""


@transaction.atomic
def decide_goal(
    *, access: Access, goal: Goal, by: GoalDecision, version: int, departure: str = "", starts: date | None = None
) -> Goal:
    """Write down that a body has decided the draft. One that changes or replaces another takes its place from the day it
    `starts`: what contributes to the other contributes to it, and the other is no longer in force the day before.

    Locks the steering model, the slots that show the goals, and the goals. Raises PermissionDenied without the right or
    while a report with the goal is handed in, Stale when `version` is not the newest, ValidationError by field when the
    decision is not of the right body, the owner has too many goals, something that the model demands is lacking and no
    reason is written, or the day does not fit."""
    one_writer(access, goal.level)
    if goal.predecessor is not None:
        lock_slots_showing(access, goal, goal.predecessor)
        locked_row(access, goal.predecessor.pk)
    goal = lock_goal(goal, access)
    state = deciding(access, goal, starts)
    state.verdict.require()
    goal.ensure_seen(version)
    before = goal.predecessor.decision if goal.predecessor else None
    decision = _decision(by, state.deciders, goal, access, before)
    _check(state, decision, departure, starts)
    return _take_effect(access, goal, state, decision, departure, starts)


def take_effect(access: Access, goal: Goal, decision: Decision, *, departure: str, starts: date | None) -> Goal:
    """A draft that is decided with the plan it stands in, whoever writes that decision down: as `decide_goal`, whose locks
    the caller holds. Raises ValidationError by field."""
    state = deciding(access, goal, starts)
    if decision.organisation_id not in {body.pk for body in state.deciders.bodies}:
        bodies = join_words([body.name for body in state.deciders.bodies], "eller")
        raise ValidationError({NON_FIELD_ERRORS: [f"Målet {goal.title} beslutas av {bodies or 'ett annat organ'}."]})
    _check(state, decision, departure, starts)
    return _take_effect(access, goal, state, decision, departure, starts)


def _take_effect(
    access: Access, goal: Goal, state: Deciding, decision: Decision, departure: str, starts: date | None
) -> Goal:
    goal.decision, goal.lacks = decision, [demand.value for demand in state.lacks]
    goal.departure = departure.strip() if state.lacks else ""
    goal.version += 1
    goal.save(update_fields=["decision", "lacks", "departure", "version"])
    if goal.predecessor is not None:
        if state.follows and starts:
            _end(goal.predecessor, decision, last_day=starts - DAY)
        carry_on(goal.predecessor, goal)
    audit.record(
        AuditEvent.Type.GOAL_DECIDED, target=goal, access=access, summary=goal.title, decision=str(decision),
        lacks=goal.lacks, departure=goal.departure, follows=goal.predecessor_id, version=goal.version,
    )  # fmt: skip
    return goal


@transaction.atomic
def end_goal(*, access: Access, goal: Goal, by: GoalDecision, version: int, last_day: date, motive: str) -> GoalEnding:
    """Write down that a body has decided that the goal ends. Locks as `decide_goal`.

    Raises PermissionDenied without the right or when the goal ends already, Stale when `version` is not the newest,
    ValidationError by field when the decision is not of the right body or the day does not fit."""
    one_writer(access, goal.level)
    lock_slots_showing(access, goal)
    goal = locked_row(access, goal.pk)
    state = ending_goal(access, goal)
    state.verdict.require()
    goal.ensure_seen(version)
    decision = _decision(by, state.deciders, goal, access, goal.decision)
    problem = _last_day_problem(last_day, goal, decision, state.earliest)
    if problem:
        raise ValidationError({"last_day": [problem]})
    ending = _end(goal, decision, last_day=last_day, motive=motive)
    goal.version += 1
    goal.save(update_fields=["version"])
    audit.record(
        AuditEvent.Type.GOAL_ENDED, target=goal, access=access, summary=goal.title, decision=str(decision),
        last_day=last_day.isoformat(), motive=motive,
    )  # fmt: skip
    return ending


def _end(goal: Goal, decision: Decision, *, last_day: date, motive: str = "") -> GoalEnding:
    return GoalEnding.objects.create(
        municipality_id=goal.municipality_id, goal=goal, decision=decision, last_day=last_day, motive=motive.strip()
    )


def _decision(by: GoalDecision, deciders: Deciders, goal: Goal, access: Access, before: Decision | None) -> Decision:
    """The decision that is meant, written down when it is new. Only the bodies that decide such a goal can have taken it,
    and not before the one that it changes, replaces or ends."""
    first_year = min(goal.year_from, goal.level.model.valid_from.year)

    def problem(day: date) -> str:
        return decision_problem(day, first_year=first_year, before=before.date if before else None)

    allowed = {body.pk for body in deciders.bodies}
    if by.known is not None:
        row = Decision.objects.of(access).filter(pk=by.known, organisation_id__in=allowed).first()
        if row is None:
            raise ValidationError({"decision": ["Välj beslut i listan."]})
        if problem(row.date):
            raise ValidationError({"decision": [problem(row.date)]})
        return row
    if by.organisation_id not in allowed:
        raise ValidationError({"decision_body": ["Välj organ i listan."]})
    policies.can_record_decision(access, by.organisation_id).require()
    if by.date is None or not by.paragraph.strip():
        raise ValidationError({"decision_paragraph": ["Ett beslut har datum och paragraf. Fyll i det som saknas."]})
    if by.date > clock.today():
        raise ValidationError({"decision_date": ["Dagen har inte varit än. Skriv in beslutet när det är fattat."]})
    if problem(by.date):
        raise ValidationError({"decision_date": [problem(by.date)]})
    return Decision.objects.create(
        municipality=access.municipality,
        organisation_id=by.organisation_id,
        date=by.date,
        paragraph=by.paragraph.strip(),
        diary_number=by.diary_number.strip(),
        title=goal.title[:200],
        recorded_by_id=access.user_id,
    )


def _check(state: Deciding, decision: Decision, departure: str, starts: date | None) -> None:
    """Everything that a decision is held against, as errors by field."""
    errors: dict[str, list[str]] = {}
    if state.stops:
        errors[NON_FIELD_ERRORS] = [breach.words for breach in state.stops]
    if state.lacks and not departure.strip():
        errors["departure"] = [
            f"Målet saknar {state.lacks_words}. Lägg till det, eller skriv varför det ändå fastställs."
        ]
    if decision.date.year > state.goal.year_to:
        errors["decision"] = [f"Beslutet är fattat efter målets sista år, {state.goal.year_to}."]
    problem = _starts_problem(state, decision, starts)
    if problem:
        errors["starts"] = [problem]
    if errors:
        raise ValidationError(errors)


def _starts_problem(state: Deciding, decision: Decision, starts: date | None) -> str:
    """What is wrong with the day on which a goal takes another's place; empty when nothing is."""
    before = state.follows
    if before is None:
        return ""
    if starts is None:
        return "Skriv från vilken dag det gäller."
    first = date(state.goal.year_from, 1, 1)
    last = min(date(before.year_to, 12, 31) + DAY, date(state.goal.year_to, 12, 31))
    return _outside(starts, [first, decision.date, state.earliest], last)


def _last_day_problem(day: date, goal: Goal, decision: Decision, earliest: date | None) -> str:
    return _outside(day, [decision.date, earliest], date(goal.year_to, 12, 31))


def _outside(day: date, from_days: Iterable[date | None], last: date) -> str:
    """Say in Swedish between which days it must be; empty when it is."""
    first = max(found for found in from_days if found)
    if first <= day <= last:
        return ""
    if first > last:
        return f"Det går inte längre: perioden är slut {sv_date(last, DateForm.FULL)}, och det kan gälla tidigast {sv_date(first, DateForm.FULL)}."
    return (
        f"Dagen ska ligga mellan {sv_date(first, DateForm.FULL)} och {sv_date(last, DateForm.FULL)}: tidigast när beslutet är fattat och efter den "
        "senaste bedömningen, senast när perioden är slut."
    )
