"""The financial goal that is measured by the year's result."""

from __future__ import annotations

from decimal import Decimal

import pytest

from followup.rules.result_share import share_words, tells_result_share


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
