"""What Läget and the reports compose from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from goals.rules.attainment import GoalState, IndicatorState
from goals.selectors.attainment import GoalCounts, count_goals, judged_goals, unjudged
from goals.selectors.chain import read_chain
from goals.selectors.figures import IndicatorFigures, read_reached
from goals.selectors.scales import judgement_words
from styrmodell.access import Access
from styrmodell.models import Occasion
from styrmodell.permissions import Role
from styrmodell.selectors.slots import governing_slots
from tests.factories import IndicatorTargetFactory
from tests.goals.world import YEAR, World

AccessOf = Callable[..., Access]


def goal_counts(access: Access, occasion: Occasion) -> GoalCounts:
    chain = read_chain(access, occasion.year, occasion)
    return count_goals(access, chain, judgement_words(access, occasion.year))


@pytest.fixture
def access(world: World, access_of: AccessOf) -> Access:
    return access_of(Role.CONTROLLER, world.assembly)


def test_goals_are_counted_in_the_scales_order(world: World, access: Access) -> None:
    world.judged(world.goal(), "nas")
    world.judged(world.goal(), "nasinte")
    world.judged(world.goal(), "nas")
    world.goal()

    counts = goal_counts(access, world.occasion)

    assert [(mark.label, count) for mark, count in counts.total.steps] == [
        ("Uppfyllt", 2), ("Delvis uppfyllt", 0), ("Ej uppfyllt", 1), ("Ej bedömt", 1),
    ]  # fmt: skip
    assert counts.total.at(GoalState.REACHED) == 2
    assert counts.total.words == "2 uppfyllt, 1 ej uppfyllt, 1 ej bedömt"


def test_goal_with_two_areas_is_counted_in_both_but_once_in_all(world: World, access: Access) -> None:
    first = world.goal("omrade", world.assembly, title="Trygghet")
    second = world.goal("omrade", world.assembly, title="Kunskap")
    world.judged(world.goal("namndmal", None, first, second), "delvis")

    counts = goal_counts(access, world.occasion)

    assert {row.name: row.counts.at(GoalState.PARTLY) for row in counts.by_area} == {"Trygghet": 1, "Kunskap": 1}
    assert counts.total.total == 1


def test_goals_are_counted_by_organisation_in_the_trees_order(world: World, access: Access) -> None:
    world.goal("namndmal", world.other_committee)
    world.goal("namndmal", world.committee)

    counts = goal_counts(access, world.occasion)

    assert [row.name for row in counts.by_organisation] == ["Skolnämnden", "Vårdnämnden"]
    assert [row.name for row in counts.by_level] == ["nämndmål"]


def test_last_times_counts_stand_beside(world: World, access: Access) -> None:
    goal = world.goal()
    world.judged(goal, "nasinte", world.slots[world.spring.pk, world.committee.pk])
    world.judged(goal, "nas")

    counts = goal_counts(access, world.occasion)

    assert counts.before.at(GoalState.NOT_REACHED) == 1
    assert counts.total.at(GoalState.REACHED) == 1


def test_judgement_that_differs_from_the_indicators_says_so(world: World, access: Access) -> None:
    goal = world.goal()
    world.measured(goal, 60, 50)
    world.judged(goal, "nas", reason="Mätningen gjordes före insatsen.")

    (row,) = judged_goals(access, slot=world.slot)

    assert row.indicators[0].state is IndicatorState.AWAY
    assert (row.indicated.label, row.differs) == ("Ej uppfyllt", True)
    assert row.reason == "Mätningen gjordes före insatsen."


def test_not_judged_goal_has_no_step_and_nothing_differs(world: World, access: Access) -> None:
    world.measured(world.goal(), 60, 85)

    (row,) = judged_goals(access, slot=world.slot)

    assert (row.step, row.differs, row.indicated.label) == (None, False, "Uppfyllt")
    assert (row.met, row.measured) == (1, 1)


def test_previous_judgement_is_the_one_before_this_occasion(world: World, access: Access) -> None:
    goal = world.goal()
    world.judged(goal, "delvis", world.slots[world.spring.pk, world.committee.pk])
    world.judged(goal, "nas")

    (row,) = judged_goals(access, slot=world.slot)

    assert row.step is not None
    assert row.previous is not None
    assert (row.step.label, row.previous.mark.label) == ("Uppfyllt", "Delvis uppfyllt")
    assert row.previous.occasion == "Tertialrapport"


def test_nyckeltal_are_shown_but_do_not_judge(world: World, access: Access) -> None:
    goal = world.goal()
    world.measured(goal, 60, 90)
    world.measured(goal, 60, 10, kind="nyckeltal")

    (row,) = judged_goals(access, slot=world.slot)

    assert len(row.indicators) == 2
    assert row.proposal.state is GoalState.REACHED
    assert (row.met, row.measured) == (1, 1)


def test_the_list_counts_indicators_as_the_reports_do(world: World, access: Access) -> None:
    goal, other = world.goal(), world.goal()
    world.measured(goal, 60, 90)
    world.measured(goal, 90, None)
    world.measured(goal, 90, 60)
    world.measured(goal, 60, 40, direction="ner", target=50)
    world.measured(goal, 60, 90, kind="nyckeltal")
    world.measured(other, "79.9", "79.6", target="79.64")
    world.measured(other, None, None)
    world.measured(other, 60, 70, target=None)

    rows = judged_goals(access, slot=world.slot)

    assert read_reached(access, [goal.pk, other.pk], YEAR) == {row.pk: _counted(row.indicators) for row in rows}


def _counted(indicators: Sequence[IndicatorFigures]) -> tuple[int, int]:
    return sum(row.judges and row.is_met for row in indicators), sum(row.judges for row in indicators)


def test_two_figures_that_look_the_same_are_not_judged_as_different(world: World, access: Access) -> None:
    world.measured(world.goal(), "79.9", "79.6", target="80.4")

    (row,) = judged_goals(access, slot=world.slot)

    assert row.indicators[0].state is IndicatorState.REACHED  # 80 against 80, as it is shown


def test_target_between_two_decided_years_is_the_planned_one(world: World, access: Access) -> None:
    goal = world.goal()
    indicator = world.measured(goal, 50, 60, target=None, baseline=Decimal(40), baseline_year=2024)
    IndicatorTargetFactory(indicator=indicator, year=2028, value=Decimal(80))

    (row,) = judged_goals(access, slot=world.slot)

    assert (row.indicators[0].target, row.indicators[0].final) == (Decimal(60), (2028, Decimal(80)))


def test_municipalitys_own_words_for_indicators_are_used(world: World, access: Access) -> None:
    world.measured(world.goal(), 60, 70)

    (row,) = judged_goals(access, slot=world.slot)

    assert row.indicators[0].mark.label == "Närmar sig målet"


def test_goals_belong_to_the_slot_that_governs_them(world: World, access: Access) -> None:
    area = world.goal("omrade", world.assembly)
    world.levels["omrade"].is_judged = True
    world.levels["omrade"].save()
    mine = world.goal("namndmal", world.committee, area)
    theirs = world.goal("namndmal", world.other_committee, area)

    def ids(slot: object) -> set[int]:
        return {goal.pk for goal in unjudged(access, slot)}  # type: ignore[arg-type]

    assert ids(world.slot) == {mine.pk}
    assert ids(world.whole) == {area.pk}
    assert {row.pk for row in judged_goals(access, occasion=world.occasion)} == {area.pk, mine.pk, theirs.pk}


def test_unit_below_is_governed_by_the_committees_slot(world: World, access: Access) -> None:
    slots = governing_slots(access, world.occasion)

    assert slots[world.unit.pk].pk == world.slot.pk
    assert slots[world.assembly.pk].pk == world.whole.pk


def test_judged_goal_is_no_longer_left(world: World, access: Access) -> None:
    goal = world.goal()
    assert [left.title for left in unjudged(access, world.slot)] == [goal.title]

    world.judged(goal, "ejbed")

    assert unjudged(access, world.slot) == []


def test_goals_outside_the_year_are_left_out(world: World, access: Access) -> None:
    world.goal(year_from=2020, year_to=2025)

    assert unjudged(access, world.slot) == []
    assert goal_counts(access, world.occasion).total.total == 0


def test_another_municipalitys_goals_are_never_seen(world: World, access_of: AccessOf) -> None:
    from tests.goals.world import build_world

    world.goal()
    stranger = build_world()
    access = access_of(Role.CONTROLLER, stranger.assembly)

    assert goal_counts(access, stranger.occasion).total.total == 0
    assert judged_goals(access, slot=world.slot) == []


@pytest.mark.parametrize("goals", [2, 12])
def test_queries_do_not_grow(goals: int, world: World, access: Access, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    area = world.goal("omrade", world.assembly)
    for _ in range(goals):
        goal = world.goal("namndmal", None, area)
        world.measured(goal, 60, 70)
        world.measured(goal, 60, 90)
        world.judged(goal, "nas")
    with django_assert_num_queries(2):
        goal_counts(access, world.occasion)
    with django_assert_num_queries(7):  # indicators, targets and values are three
        rows = judged_goals(access, slot=world.slot)
    with django_assert_num_queries(2):
        unjudged(access, world.slot)
    assert len(rows) == goals
