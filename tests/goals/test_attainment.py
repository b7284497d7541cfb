"""What Läget and the reports compose from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from goals.rules.attainment import GoalState, IndicatorState
from goals.selectors.attainment import GoalCounts, count_goals, unjudged
from goals.selectors.chain import read_chain
from goals.selectors.figures import IndicatorFigures, read_reached
from goals.selectors.scales import judgement_words
from styrmodell.access import Access
from styrmodell.models import Occasion
from styrmodell.permissions import Role
from styrmodell.selectors.slots import governing_slots
from tests.factories import IndicatorTargetFactory
from tests.goals.world import YEAR, World, judged_goals

AccessOf = Callable[..., Access]


def goal_counts(access: Access, occasion: Occasion) -> GoalCounts:
    chain = read_chain(access, occasion.year, occasion)
    return count_goals(access, chain, judgement_words(access, occasion.year))


@pytest.fixture
def access(world: World, access_of: AccessOf) -> Access:
    return access_of(Role.CONTROLLER, world.assembly)


def test_goals_are_counted_in_the_scales_order(world: World, access: Access) -> None:
    world.judged(world.decided(), "nas")
    world.judged(world.decided(), "nasinte")
    world.judged(world.decided(), "nas")
    world.decided()

    counts = goal_counts(access, world.occasion)

    assert [(mark.label, count) for mark, count in counts.total.steps] == [
        ("Uppfyllt", 2), ("Delvis uppfyllt", 0), ("Ej uppfyllt", 1), ("Ej bedömt", 1),
    ]  # fmt: skip
    assert counts.total.at(GoalState.REACHED) == 2
    assert counts.total.words == "2 uppfyllt, 1 ej uppfyllt, 1 ej bedömt"


def test_goal_with_two_areas_is_counted_in_both_but_once_in_all(world: World, access: Access) -> None:
    first = world.decided("omrade", world.assembly, title="Trygghet")
    second = world.decided("omrade", world.assembly, title="Kunskap")
    world.judged(world.decided("namndmal", None, first, second), "delvis")

    counts = goal_counts(access, world.occasion)

    assert {row.name: row.counts.at(GoalState.PARTLY) for row in counts.by_area} == {"Trygghet": 1, "Kunskap": 1}
    assert counts.total.total == 1


def test_goals_are_counted_by_organisation_in_the_trees_order(world: World, access: Access) -> None:
    world.decided("namndmal", world.other_committee)
    world.decided("namndmal", world.committee)

    counts = goal_counts(access, world.occasion)

    assert [row.name for row in counts.by_organisation] == ["Skolnämnden", "Vårdnämnden"]
    assert [row.name for row in counts.by_level] == ["nämndmål"]


def test_last_times_counts_stand_beside(world: World, access: Access) -> None:
    goal = world.decided()
    world.judged(goal, "nasinte", world.slots[world.spring.pk, world.committee.pk])
    world.judged(goal, "nas")

    counts = goal_counts(access, world.occasion)

    assert counts.before.at(GoalState.NOT_REACHED) == 1
    assert counts.total.at(GoalState.REACHED) == 1


def test_judgement_that_differs_from_the_indicators_says_so(world: World, access: Access) -> None:
    goal = world.decided()
    world.measured(goal, 60, 50)
    world.judged(goal, "nas", reason="Mätningen gjordes före insatsen.")

    (row,) = judged_goals(access, slot=world.slot)

    assert row.indicators[0].state is IndicatorState.AWAY
    assert (row.indicated.label, row.differs) == ("Ej uppfyllt", True)
    assert row.reason == "Mätningen gjordes före insatsen."


def test_not_judged_goal_has_no_step_and_nothing_differs(world: World, access: Access) -> None:
    world.measured(world.decided(), 60, 85)

    (row,) = judged_goals(access, slot=world.slot)

    assert (row.step, row.differs, row.indicated.label) == (None, False, "Uppfyllt")
    assert (row.met, row.measured) == (1, 1)


def test_previous_judgement_is_the_one_before_this_occasion(world: World, access: Access) -> None:
    goal = world.decided()
    world.judged(goal, "delvis", world.slots[world.spring.pk, world.committee.pk])
    world.judged(goal, "nas")

    (row,) = judged_goals(access, slot=world.slot)

    assert row.step is not None
    assert row.previous is not None
    assert (row.step.label, row.previous.mark.label) == ("Uppfyllt", "Delvis uppfyllt")
    assert row.previous.occasion == "Tertialrapport"


def test_nyckeltal_are_shown_but_do_not_judge(world: World, access: Access) -> None:
    goal = world.decided()
    world.measured(goal, 60, 90)
    world.measured(goal, 60, 10, kind="nyckeltal")

    (row,) = judged_goals(access, slot=world.slot)

    assert len(row.indicators) == 2
    assert row.proposal.state is GoalState.REACHED
    assert (row.met, row.measured) == (1, 1)


def test_the_list_counts_indicators_as_the_reports_do(world: World, access: Access) -> None:
    goal, other = world.decided(), world.decided()
    world.measured(goal, 60, 90)
    world.measured(goal, 90, None)
    world.measured(goal, 90, 60)
    world.measured(goal, 60, 40, direction="ner", target=50)
    world.measured(goal, 60, 90, kind="nyckeltal")
    world.measured(other, "79.9", "79.6", target="79.64")
    world.measured(other, None, None)
    world.measured(other, 60, 70, target=None)
    world.measured(other, 70, None, target=65)

    rows = judged_goals(access, slot=world.slot)

    assert read_reached(access, [goal.pk, other.pk], YEAR) == {row.pk: _counted(row.indicators) for row in rows}


def _counted(indicators: Sequence[IndicatorFigures]) -> tuple[int, int]:
    return sum(row.judges and row.is_met for row in indicators), sum(row.judges for row in indicators)


def test_what_is_short_of_its_target_is_never_rounded_onto_it(world: World, access: Access) -> None:
    """1,994 per cent of taxes and grants against «minst 2»: not reached, and not written 2,0."""
    world.measured(world.decided(), "2.4", "1.994", target=2, decimals=1, unit="%", direction="upp")

    (row,) = judged_goals(access, slot=world.slot)

    (indicator,) = row.indicators
    assert indicator.state is IndicatorState.AWAY
    assert indicator.write(indicator.outcome.value) == "1,99\u00a0%"  # type: ignore[union-attr]
    assert indicator.reason == "1,99\u00a0% (2026) når inte målvärdet 2,00\u00a0%. Sämre än 2,40\u00a0% (2025)."


def test_an_outcome_is_held_against_the_target_of_its_own_year(world: World, access: Access) -> None:
    """Ånge's summer jobs: 63 per cent in 2025 against 60 that year; 2026's 64 is not due yet."""
    indicator = world.measured(world.decided(), 52, 57, 63, None, target=64)
    for year, target in ((2024, 56), (2025, 60), (2027, 70)):
        IndicatorTargetFactory(indicator=indicator, year=year, value=Decimal(target))

    (row,) = judged_goals(access, slot=world.slot)

    (found,) = row.indicators
    assert (found.outcome.year, found.aim, found.target) == (2025, (2025, 60), (2026, 64))  # type: ignore[union-attr]
    assert (row.met, row.measured) == (1, 1)
    assert row.proposal.state is GoalState.REACHED


def test_better_than_last_year_but_worse_than_the_baseline_is_the_wrong_way(world: World, access: Access) -> None:
    """Svenljunga's waiting time: it began at 82 days, was 159 and is 143; the plan was 55."""
    indicator = world.measured(
        world.decided(), 159, 143, None, target=45, direction="ner", baseline=82, baseline_year=2022
    )
    for year, target in ((2023, 75), (2024, 65), (2025, 55)):
        IndicatorTargetFactory(indicator=indicator, year=year, value=Decimal(target))

    (row,) = judged_goals(access, slot=world.slot)

    assert row.indicators[0].state is IndicatorState.AWAY
    assert row.proposal.state is GoalState.NOT_REACHED


def test_a_volume_has_no_status_and_no_weight(world: World, access: Access) -> None:
    goal = world.decided()
    world.measured(goal, 60, 90)
    world.measured(goal, 11840, 12980, target=None, direction="", kind="verksamhetsmatt")
    world.measured(goal, 41, 66, target=None)

    (row,) = judged_goals(access, slot=world.slot)

    assert [(found.mark.label if found.mark else None) for found in row.indicators] == ["Når målvärdet", None, None]
    assert [found.judges for found in row.indicators] == [True, False, False]
    assert (row.met, row.measured, row.proposal.state) == (1, 1, GoalState.REACHED)


def test_target_between_two_decided_years_is_the_next_one(world: World, access: Access) -> None:
    goal = world.decided()
    indicator = world.measured(goal, 50, 60, target=None, baseline=Decimal(40), baseline_year=2024)
    IndicatorTargetFactory(indicator=indicator, year=2028, value=Decimal(80))

    (row,) = judged_goals(access, slot=world.slot)

    (found,) = row.indicators
    assert (found.target, found.final, found.state) == ((2028, 80), (2028, 80), IndicatorState.ON_PATH)
    assert found.reason.startswith("60")


def test_municipalitys_own_words_for_indicators_are_used(world: World, access: Access) -> None:
    world.measured(world.decided(), 60, 70)

    (row,) = judged_goals(access, slot=world.slot)

    assert row.indicators[0].mark is not None
    assert row.indicators[0].mark.label == "Rätt riktning, når inte fullt ut"


def test_goals_belong_to_the_slot_that_governs_them(world: World, access: Access) -> None:
    area = world.decided("omrade", world.assembly)
    world.levels["omrade"].is_judged = True
    world.levels["omrade"].save()
    mine = world.decided("namndmal", world.committee, area)
    theirs = world.decided("namndmal", world.other_committee, area)

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
    goal = world.decided()
    assert [left.title for left in unjudged(access, world.slot)] == [goal.title]

    world.judged(goal, "ejbed")

    assert unjudged(access, world.slot) == []


def test_a_draft_need_not_be_judged_and_is_counted_apart(world: World, access: Access) -> None:
    world.goal()

    assert unjudged(access, world.slot) == []
    counts = goal_counts(access, world.occasion)
    assert (counts.total.total, counts.drafts) == (0, 1)


def test_goals_outside_the_year_are_left_out(world: World, access: Access) -> None:
    world.decided(year_from=2020, year_to=2025)

    assert unjudged(access, world.slot) == []
    assert goal_counts(access, world.occasion).total.total == 0


def test_another_municipalitys_goals_are_never_seen(world: World, access_of: AccessOf) -> None:
    from tests.goals.world import build_world

    world.decided()
    stranger = build_world()
    access = access_of(Role.CONTROLLER, stranger.assembly)

    assert goal_counts(access, stranger.occasion).total.total == 0
    assert judged_goals(access, slot=world.slot) == []


@pytest.mark.parametrize("goals", [2, 12])
def test_queries_do_not_grow(goals: int, world: World, access: Access, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    area = world.decided("omrade", world.assembly)
    for _ in range(goals):
        goal = world.decided("namndmal", None, area)
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
