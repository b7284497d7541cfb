"""What a judgement must have before the report can be handed in: an analysis, and measures where a goal fails."""

from __future__ import annotations

import pytest

from followup.pages.board import parts_of
from followup.selectors.missing import missing_parts
from goals.models import Goal
from styrmodell.access import Access, system_access
from styrmodell.models import Measure, Slot
from tests.factories import MeasureFactory
from tests.goals.world import World

pytestmark = pytest.mark.django_db
ANALYSIS = "Skriv en analys: Alla blir behöriga"
MEASURE = "Lägg till en åtgärd med en ansvarig: Alla blir behöriga"
BOTH = "Skriv en analys och lägg till en åtgärd med en ansvarig: Alla blir behöriga"


@pytest.fixture
def goal(world: World) -> Goal:
    return world.decided(title="Alla blir behöriga")


@pytest.fixture
def access(world: World) -> Access:
    return system_access(world.municipality)


def demand(world: World, *, measures: bool = False, analyses: bool = False) -> None:
    world.rule.measures_when = ["malbrist"] if measures else ["budgetavvikelse"]
    world.rule.analyses_all = analyses
    world.rule.save()


def left(world: World, access: Access) -> tuple[list[str], int]:
    """What is left of the goals, and how many the board counts as done."""
    slot = Slot.objects.with_around().get(pk=world.slot.pk)
    texts = [row.text for row in missing_parts(access, slot) if row.is_goal]
    (part,) = (row for row in parts_of(access, slot) if row.holds_goals)
    assert (part.word == "Klar") is not texts
    return texts, part.done


@pytest.mark.parametrize(
    ("step", "words", "every", "texts"),
    [
        ("nas", "", False, []),
        ("nas", "", True, [ANALYSIS]),  # Alingsås: «Därför analyseras målet alltid»
        ("nas", "Resultatet steg.", True, []),
        ("delvis", "", False, [ANALYSIS]),
        ("nasinte", "", False, [ANALYSIS]),
        ("nasinte", "Fler är frånvarande.", False, []),
    ],
)
def test_a_goal_that_is_not_reached_is_analysed(step, words, every, texts, world: World, goal, access: Access):
    demand(world, analyses=every)
    world.judged(goal, step, cause=words, result="", action="", effect="")
    assert left(world, access) == (texts, 0 if texts else 1)


def test_a_failing_goal_has_a_measure_that_stands_and_that_somebody_answers_for(world, goal, access):
    demand(world, measures=True)
    judgement = world.judged(goal, "nasinte", cause="", result="", action="", effect="")
    assert left(world, access) == ([BOTH], 0)
    judgement.cause = "Fler är frånvarande."
    judgement.save()
    assert left(world, access) == ([MEASURE], 0)

    measure = MeasureFactory(municipality=world.municipality, organisation=goal.organisation, responsible="")
    goal.measures.add(measure)
    assert left(world, access) == ([MEASURE], 0)
    measure.responsible, measure.status = "Rektor", Measure.Status.CANCELLED
    measure.save()
    assert left(world, access) == ([MEASURE], 0)
    measure.status = Measure.Status.PLANNED
    measure.save()
    assert left(world, access) == ([], 1)


@pytest.mark.parametrize("step", ["nas", "delvis"])
def test_only_a_goal_that_fails_needs_a_measure(step, world, goal, access):
    demand(world, measures=True)
    world.judged(goal, step, cause="Fler är frånvarande.")
    assert left(world, access) == ([], 1)


def test_where_the_rule_demands_no_measure_none_is_demanded(world, goal, access):
    demand(world)
    world.judged(goal, "nasinte", cause="Fler är frånvarande.")
    assert left(world, access) == ([], 1)
