"""What the rule of a report demands of a judgement that is given: an analysis, and measures where a goal fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from goals.models import Goal, Judgement
from goals.rules.attainment import GoalState
from styrmodell.access import Access
from styrmodell.models import Measure, Occasion, OccasionRule, Slot
from styrmodell.rules.vocabulary import MeasureTrigger

FAILING = Q(step__symbol=GoalState.NOT_REACHED.value)
SHORT = Q(step__symbol__in=[GoalState.NOT_REACHED.value, GoalState.PARTLY.value])  # of what the goal says
WORDLESS = Q(result="", cause="", action="", effect="")


@dataclass(frozen=True, slots=True)
class Lack:
    """A judged goal and what its judgement still lacks."""

    goal_id: int
    title: str
    analysis: bool
    measure: bool

    @property
    def instruction(self) -> str:
        """What to do about it, in Swedish."""
        wanted = [
            text
            for text, lacks in (
                ("skriv en analys", self.analysis),
                ("lägg till en åtgärd med en ansvarig", self.measure),
            )
            if lacks
        ]
        return f"{' och '.join(wanted).capitalize()}: {self.title}"


def given_judgements(access: Access, occasion: Occasion) -> QuerySet[Any]:
    """The judgements that count at the occasion: given, of goals in force that are no drafts, with what they lack."""
    goals = Goal.objects.of(access).in_force(occasion.cutoff).without_drafts()
    rows = Judgement.objects.of(access).filter(slot__occasion=occasion, judged_at__isnull=False, goal__in=goals)
    rule = occasion.rule
    measured = Q(Exists(_measures(access)))
    return rows.annotate(
        lacks_analysis=_when(WORDLESS if rule.analyses_all else WORDLESS & SHORT),
        lacks_measure=_when(FAILING & ~measured if wants_measures(rule) else Q(pk__in=[])),
    )


def lacking(access: Access, slot: Slot) -> list[Lack]:
    """The judgements of the slot that lack something (one query)."""
    rows = given_judgements(access, slot.occasion).filter(Q(lacks_analysis=True) | Q(lacks_measure=True), slot=slot)
    rows = rows.order_by("goal__level__position", "goal__position", "goal_id")
    return [Lack(*row) for row in rows.values_list("goal_id", "goal__title", "lacks_analysis", "lacks_measure")]


def wants_measures(rule: OccasionRule) -> bool:
    """Does the rule demand measures for goals that are judged as not reached (HA-11)?"""
    return MeasureTrigger.FAILING_GOAL in rule.measures_when


def _measures(access: Access) -> QuerySet[Measure]:
    """Measures of the judgement's goal that stand and that somebody answers for."""
    standing = Measure.objects.of(access).exclude(status=Measure.Status.CANCELLED)
    return standing.filter(goals=OuterRef("goal")).exclude(responsible="")


def _when(condition: Q) -> Case:
    return Case(When(condition, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())
