"""What levels allow, how many goals there may be, and the SMART checks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrmodell.rules import levels, smart
from styrmodell.rules.levels import GoalPlace, LevelRule, LimitRule
from styrmodell.rules.smart import Answer, GoalFacts
from styrmodell.rules.tree import Tree

KF, SOCIAL, SCHOOL, DEPARTMENT = 1, 2, 3, 4
TREE = Tree({KF: None, SOCIAL: KF, SCHOOL: KF, DEPARTMENT: SOCIAL})
PLACES = [(KF, "fullmaktige"), (SOCIAL, "namnd"), (SCHOOL, "namnd"), (DEPARTMENT, "forvaltning")]
AT_MOST_SEVEN = LimitRule("Fullmäktigemål och nämndmål är tillsammans högst sju.", frozenset({"kf", "nm"}), "namnd", 7)
COMMITTEE_GOAL = LevelRule("nm", "Nämndmål", frozenset({"namnd", "styrelse"}))


def states(goals: list[GoalPlace]) -> dict[int, int]:
    found = levels.limit_states([AT_MOST_SEVEN], goals, PLACES, TREE.is_below)
    return {state.organisation: state.count for state in found}


def test_kf_goals_and_own_goals_are_counted_together() -> None:
    """SH-4: the nämnd's goals and KF's goals are at most seven on the nämnd's level."""
    goals = [GoalPlace(key, "kf", KF) for key in range(4)]
    goals += [GoalPlace(10, "nm", SOCIAL), GoalPlace(11, "nm", SOCIAL), GoalPlace(12, "akt", SOCIAL)]
    goals += [GoalPlace(13, "nm", DEPARTMENT)]
    assert states(goals) == {SOCIAL: 6, SCHOOL: 4}


def test_the_eighth_goal_is_one_too_many() -> None:
    goals = [GoalPlace(key, "kf", KF) for key in range(7)]
    state = levels.limit_states([AT_MOST_SEVEN], goals, PLACES, TREE.is_below)[0]
    assert not state.is_broken
    assert state.left == 0
    assert levels.limit_problem(state) == ""
    problem = levels.limit_problem(state, adding=1)
    assert problem == "Fullmäktigemål och nämndmål är tillsammans högst sju. Nu blir det åtta mål."


@given(st.lists(st.sampled_from([KF, SOCIAL, SCHOOL, DEPARTMENT]), max_size=30))
def test_counts_equal_own_plus_those_above(owners: list[int]) -> None:
    counted = states([GoalPlace(key, "nm", owner) for key, owner in enumerate(owners)])
    assert counted == {key: owners.count(key) + owners.count(KF) for key in (SOCIAL, SCHOOL)}


def test_who_may_own_a_goal_of_the_level() -> None:
    label = {"namnd": "Nämnd", "styrelse": "Styrelse", "enhet": "Enhet", "fullmaktige": "Fullmäktige"}.__getitem__
    assert levels.owner_problem(COMMITTEE_GOAL, "namnd", label) == ""
    assert (
        levels.owner_problem(COMMITTEE_GOAL, "enhet", label) == "Nämndmål ägs av nämnd eller styrelse, inte av enhet."
    )
    assert levels.owner_problem(LevelRule("x", "Aktivitet"), "enhet", label) == ""


GOOD = GoalFacts(
    title="Fler elever når målen i årskurs nio",
    indicators=2,
    indicators_with_target=1,
    year_from=2026,
    year_to=2028,
    owner="Förvaltningschef",
    is_decided=True,
)


def answers(goal: GoalFacts, model: str) -> dict[str, Answer]:
    return {check.word: check.answer for check in smart.smart_checks(goal, model)}


def test_a_good_goal_has_only_questions_left() -> None:
    checks = smart.smart_checks(GOOD, "SMARTA")
    assert "".join(check.letter for check in checks) == "SMARTA"
    assert smart.is_ready(checks)
    assert answers(GOOD, "SMARTA") == {
        "Specifikt": Answer.ASK,
        "Mätbart": Answer.YES,
        "Accepterat": Answer.YES,
        "Realistiskt": Answer.ASK,
        "Tidssatt": Answer.YES,
        "Ansvarsfördelat": Answer.YES,
    }


def test_smart_has_no_owner_and_no_model_has_no_checks() -> None:
    assert list(answers(GOOD, "SMART")) == ["Specifikt", "Mätbart", "Accepterat", "Realistiskt", "Tidssatt"]
    assert smart.smart_checks(GOOD, "") == []
    with pytest.raises(ValueError, match="unknown model"):
        smart.smart_checks(GOOD, "SMARTER")


@pytest.mark.parametrize(
    ("goal", "word", "text"),
    [
        (GoalFacts("Bra skola"), "Specifikt", "mycket kort"),
        (GoalFacts("Fler elever når målen", other_goals_with_same_title=1), "Specifikt", "samma lydelse"),
        (GoalFacts("x"), "Mätbart", "ingen indikator"),
        (GoalFacts("x", indicators=3), "Mätbart", "målvärde"),
        (GoalFacts("x"), "Tidssatt", "saknar slutår"),
        (GoalFacts("x", year_from=2028, year_to=2026), "Tidssatt", "före det första"),
        (GoalFacts("x", owner="  "), "Ansvarsfördelat", "Ingen ansvarar"),
    ],
)
def test_what_is_missing_is_said(goal: GoalFacts, word: str, text: str) -> None:
    check = next(check for check in smart.smart_checks(goal, "SMARTA") if check.word == word)
    assert check.answer is Answer.NO
    assert text in check.reason
    assert not smart.is_ready(smart.smart_checks(goal, "SMARTA"))


def test_a_goal_that_is_not_decided_is_asked_about() -> None:
    assert answers(GoalFacts("x", has_parent=True), "SMARTA")["Accepterat"] is Answer.ASK
    assert answers(GoalFacts("x"), "SMARTA")["Accepterat"] is Answer.ASK
