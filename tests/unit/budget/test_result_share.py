"""The financial goal that is measured by the year's result."""

from __future__ import annotations

from decimal import Decimal

import pytest

from budget.rules.result_share import below_target, share_words, tells_result_share


@pytest.mark.parametrize(
    ("name", "unit", "does"),
    [
        ("Resultat som andel av skatt och generella statsbidrag", "%", True),
        ("Resultat som andel av skatter och bidrag", "%", True),
        ("Resultat som andel av skatter och bidrag (följs)", "%", True),
        ("Resultat som andel av skatter och bidrag", "mnkr", False),
        ("Soliditet", "%", False),
        ("Nettokostnadernas andel av skatter och bidrag", "%", False),
    ],
)
def test_the_indicator_is_known_by_what_it_is_called(name: str, unit: str, does: bool) -> None:
    assert tells_result_share(name, unit) is does


def test_a_result_just_below_two_per_cent_is_not_called_two() -> None:
    said = share_words(Decimal("1.994"), is_outcome=False)
    assert said == "Årets prognos: resultatet blir 1,99\u00a0% av skatt och generella bidrag."


@pytest.mark.parametrize(
    ("share", "target", "said"),
    [
        (
            "1.9053",
            "2.0",
            "Budgetens resultat är 1,90\u00a0% av skatt och generella bidrag. Målet för 2026 är minst 2\u00a0%.",
        ),
        (
            "1.37",
            "1.6000",
            "Budgetens resultat är 1,37\u00a0% av skatt och generella bidrag. Målet för 2026 är minst 1,6\u00a0%.",
        ),
        (
            "-0.5",
            "10",
            "Budgetens resultat är −0,50\u00a0% av skatt och generella bidrag. Målet för 2026 är minst 10\u00a0%.",
        ),
        ("2", "2.0", ""),
        ("2.1", "2", ""),
        (None, "2", ""),
        ("1", None, ""),
    ],
)
def test_a_budget_below_the_own_goal_is_said(share: str | None, target: str | None, said: str) -> None:
    assert below_target(share and Decimal(share), target and Decimal(target), 2026) == said
