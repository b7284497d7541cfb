"""A goal that a body decides, or whose end it decides: what form, page and action need."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max

from goals import policies
from goals.models import Goal, Judgement
from goals.rules.demands import in_words, lacking
from goals.rules.life import DAY, Life
from goals.rules.vocabulary import Demand
from goals.selectors.bodies import goal_bodies
from goals.selectors.editor import demands_of, facts_of, may_renew
from goals.selectors.life import ending_of, goal_with_life_or_404, life_of
from goals.selectors.limits import LimitBreach, limit_breaches
from styrmodell.access import Access
from styrmodell.models import Decision, Organisation
from styrmodell.verdict import Verdict
from ui import clock
from ui.rules.swedish import decision

SHOWN_DECISIONS = 40


@dataclass(frozen=True, slots=True)
class Deciders:
    """The bodies that can decide a goal, their newest decisions, and the bodies whose decisions the user may write down."""

    bodies: tuple[Organisation, ...]
    decisions: tuple[tuple[int, str], ...]
    may_record: tuple[Organisation, ...]


@dataclass(frozen=True, slots=True)
class Deciding:
    """A draft that is to be decided: by whom, what it lacks, and who has too many goals then.

    `follows` is the goal that it takes over from while that one is in force: then the day it starts is asked for, not
    before `earliest`."""

    goal: Goal
    deciders: Deciders
    lacks: tuple[Demand, ...]
    breaches: tuple[LimitBreach, ...]
    follows: Goal | None
    earliest: date | None
    verdict: Verdict

    @property
    def lacks_words(self) -> str:
        """What the goal lacks, after "saknar"."""
        return in_words(self.lacks)

    @property
    def stops(self) -> list[LimitBreach]:
        """The limits that stop the goal: its owner has too many."""
        return [breach for breach in self.breaches if breach.is_own]

    @property
    def told(self) -> list[LimitBreach]:
        """Who gets too many goals by this one from above. It is not stopped; they have to give up one of theirs."""
        return [breach for breach in self.breaches if not breach.is_own]


@dataclass(frozen=True, slots=True)
class EndingGoal:
    """A decided goal that is to end: by whom, when at the earliest, and what contributes to it now."""

    goal: Goal
    deciders: Deciders
    earliest: date | None
    below: tuple[Goal, ...]
    verdict: Verdict


def deciding_or_404(access: Access, goal_id: int) -> Deciding:
    """The draft that is to be decided; 404 when it may not be read."""
    return deciding(access, goal_with_life_or_404(access, goal_id))


def ending_or_404(access: Access, goal_id: int) -> EndingGoal:
    """The decided goal that is to end; 404 when it may not be read."""
    return ending_goal(access, goal_with_life_or_404(access, goal_id))


def deciding(access: Access, goal: Goal, starts: date | None = None) -> Deciding:
    """Everything about a draft that is to be decided, in force from the day when it takes over from another (a fixed
    number of queries)."""
    follows = in_force_before(goal)
    who = deciders(access, goal, follows)
    return Deciding(
        goal=goal,
        deciders=who,
        lacks=lacks_of(goal),
        breaches=tuple(limit_breaches(access, goal, _life(goal, follows, starts or clock.today()))),
        follows=follows,
        earliest=day_after_judged(access, follows) if follows else None,
        verdict=_may_decide(access, goal, who, follows),
    )


def ending_goal(access: Access, goal: Goal) -> EndingGoal:
    """Everything about a decided goal that is to end (a fixed number of queries)."""
    below = Goal.objects.visible_to(access).filter(links_up__parent=goal).in_force(clock.today())
    after = day_after_judged(access, goal)
    return EndingGoal(
        goal=goal,
        deciders=deciders(access, goal),
        earliest=after - DAY if after else None,
        below=tuple(below.select_related("organisation").order_by("level__position", "position", "pk")),
        verdict=may_renew(access, goal),
    )


def deciders(access: Access, goal: Goal, follows: Goal | None = None) -> Deciders:
    """Who can decide the goal, and thereby the end of the one that it `follows`: nobody ends another's goal (one query)."""
    bodies = goal_bodies(access, goal.level, goal.organisation_id)
    if follows is not None:
        theirs = goal_bodies(access, follows.level, follows.organisation_id)
        bodies = [body for body in bodies if body in theirs]
    rows = Decision.objects.of(access).filter(organisation_id__in=[body.pk for body in bodies])
    newest = rows.select_related("organisation")[:SHOWN_DECISIONS]
    return Deciders(
        bodies=tuple(bodies),
        decisions=tuple((row.pk, f"{decision_name(row)}, {row.title}") for row in newest),
        may_record=tuple(body for body in bodies if policies.can_record_decision(access, body.pk)),
    )


def _may_decide(access: Access, goal: Goal, who: Deciders, follows: Goal | None) -> Verdict:
    verdict = policies.can_decide(access, goal)
    if not verdict or who.bodies or follows is None:
        return verdict
    return Verdict(
        f"Målet tar över från ett mål som är beslutat för {follows.organisation.name}. Ett annat organ kan inte avsluta det: "
        "avsluta det först, med det egna organets beslut."
    )


def decision_name(row: Decision) -> str:
    """The decision's reference: "KF 2024-06-10 § 72"."""
    return decision(row.organisation.short_name or row.organisation.name, row.date, row.paragraph)


def lacks_of(goal: Goal) -> tuple[Demand, ...]:
    """What the goal lacks of what its level demands (four queries)."""
    indicators = goal.indicators.prefetch_related("targets")
    facts = facts_of((goal.year_from, goal.year_to), list(indicators), has_parent=goal.links_up.exists())
    written = replace(facts, title=goal.title, description=goal.description, owner=goal.owner_role)
    return lacking(demands_of(goal.level), written)


def in_force_before(goal: Goal) -> Goal | None:
    """The goal that this one takes over from, when that is still in force in its years (no query)."""
    before = goal.predecessor
    if before is None or ending_of(before) or before.year_to < goal.year_from:
        return None
    return before


def day_after_judged(access: Access, goal: Goal) -> date | None:
    """The day after the newest cut-off at which the goal was judged: what was judged stays with it (one query)."""
    judged = Judgement.objects.of(access).filter(goal=goal, judged_at__isnull=False)
    newest: date | None = judged.aggregate(day=Max("slot__occasion__cutoff"))["day"]
    return newest + DAY if newest else None


def _life(goal: Goal, follows: Goal | None, starts: date) -> Life:
    if follows is None:
        return life_of(goal)
    return Life.of(goal.year_from, goal.year_to, after=starts - DAY)
