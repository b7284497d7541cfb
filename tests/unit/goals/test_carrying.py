"""The next period, what a choice lacks, and the code of a goal that goes on."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules.carrying import Aim, code_in, lacking_choice, next_period
from goals.rules.vocabulary import CarryKind, Direction

RAISED = Aim(Direction.UP, Decimal(90), Decimal(91))
LOWERED = Aim(Direction.UP, Decimal(80), Decimal(76))
SAME = Aim(Direction.DOWN, Decimal(60), Decimal(60))


@pytest.mark.parametrize(
    ("years", "after"), [((2026, 2026), (2027, 2027)), ((2023, 2026), (2027, 2030)), ((2024, 2026), (2027, 2029))]
)
def test_the_next_period_is_as_long_and_begins_when_the_first_is_over(
    years: tuple[int, int], after: tuple[int, int]
) -> None:
    assert next_period(*years) == after


def test_fewer_days_are_better_when_down_is() -> None:
    assert not Aim(Direction.DOWN, Decimal(60), Decimal(50)).is_lowered
    assert Aim(Direction.DOWN, Decimal(60), Decimal(61)).is_lowered
    assert not Aim(Direction.UP, None, Decimal(61)).is_lowered


@pytest.mark.parametrize(
    ("kind", "is_reworded", "motive", "aims", "lacks"),
    [
        (None, False, "", [], "Välj vad som händer"),
        (CarryKind.KEEP, False, "", [RAISED, SAME], ""),
        (CarryKind.KEEP, False, "Pengarna räcker inte", [LOWERED], "Målvärdet sänks. Välj Ändra och skriv motiv"),
        (CarryKind.CHANGE, True, "", [], "Skriv motiv"),
        (CarryKind.CHANGE, True, "Nya ord", [], ""),
        (CarryKind.CHANGE, False, "", [LOWERED], "Skriv motiv"),
        (CarryKind.CHANGE, False, "Pengarna räcker inte", [LOWERED], ""),
        (CarryKind.CHANGE, False, "Nya ord", [SAME], "Inget är ändrat. Skriv ny formulering eller nytt målvärde, eller välj Kvar"),
        (CarryKind.END, False, " ", [LOWERED], "Skriv motiv"),
        (CarryKind.END, False, "Nått", [], ""),
    ],
)  # fmt: skip
def test_what_a_choice_lacks(
    kind: CarryKind | None, is_reworded: bool, motive: str, aims: list[Aim], lacks: str
) -> None:
    assert lacking_choice(kind, is_reworded=is_reworded, motive=motive, aims=aims) == lacks


def test_a_code_says_its_year_once() -> None:
    assert code_in(2027, "trygga-elever", set()) == "trygga-elever-2027"
    assert code_in(2028, "trygga-elever-2027", {"trygga-elever-2027"}) == "trygga-elever-2028"
    assert code_in(2027, "a", {"a-2027", "a-2027-2"}) == "a-2027-3"


@given(st.integers(2000, 2150), st.text("abc-", max_size=60), st.sets(st.text("abc-0127", max_size=10)))
def test_a_code_is_free_and_fits(year: int, code: str, taken: set[str]) -> None:
    found = code_in(year, code, taken)
    assert found not in taken
    assert len(found) <= 60
