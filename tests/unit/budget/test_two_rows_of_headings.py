"""A month in one row, Utfall and Budget below it: read when it can mean one thing, else refused with words."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from budget.importers.contract import Summary
from budget.importers.ledger import Ledger
from styrmodell.throwaway.contract import UploadError
from tests.unit.budget.workbooks import spec


def read(lines: str) -> Summary:
    """Rows parted by " / ", cells by ";"."""
    return Ledger(spec(), lambda _: None).read([line.split(";") for line in lines.split(" / ")])


@pytest.mark.parametrize(
    ("lines", "total", "months"),
    [
        (";;Jun;;Jul; / Ansvar;Konto;Utfall;Budget;Utfall;Budget / 1010;5010;-1;-90;-2;-90", -3, [6, 7]),
        (
            ";;juni 2026;juni 2026;juli 2026;juli 2026 / Ansvar;Konto;Budget;Utfall;Budget;Utfall / 1010;5010;9;-1;9;-2",
            -3,
            [6, 7],
        ),
        (";;202606;;202607; / Kst;Kontonr;Utfall;Avvikelse;Utfall;Avvikelse / 1010;5010;-1;7;-2;7", -3, [6, 7]),
        (
            ";;Jun;;Jul;;Totalt; / Ansvar;Konto;Utfall;Budget;Utfall;Budget;Utfall;Budget / 1010;5010;-1;0;-2;0;-3;0",
            -3,
            [6, 7],
        ),
        ("Drift, tkr;;; / ;;Jun;Jul / Ansvar;Konto;Utfall;Utfall / 1010;5010;-1;-2", -3000, [6, 7]),
        (";;jul 2025;;jul 2026; / Ansvar;Konto;Utfall;Budget;Utfall;Budget / 1010;5010;-1;-90;-2;-90", -2, [7]),
    ],
)
def test_a_month_over_each_column_of_outcome_is_read(lines: str, total: int, months: list[int]) -> None:
    found = read(lines)
    assert (found.total, found.errors) == (D(total), [])
    assert [month for _, month in found.months] == months
    if "Budget" in lines:
        assert any("Budget" in warning and "lästes inte" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            ";;Jul;;Jul; / Ansvar;Konto;Utfall;Budget;Utfall;Budget / 1010;5010;-1;0;-2;0",
            "Två kolumner betyder samma sak",
        ),
        (";;Jun;;Ack jan–jul; / Ansvar;Konto;Utfall;Budget;Utfall;Budget / 1010;5010;-1;0;-2;0", "Två kolumner"),
        (";;Jun;Jul;Justerat / Ansvar;Konto;Utfall;Utfall;Utfall / 1010;5010;-1;-2;-9", "Två kolumner"),
        (";;Kvartal 1;;Kvartal 2; / Ansvar;Konto;Utfall;Budget;Utfall;Budget / 1010;5010;-1;0;-2;0", "Två kolumner"),
        (";;Jun;;Jul; / Ansvar;Konto;Budget;Budget;Budget;Budget / 1010;5010;-1;0;-2;0", "inte periodens utfall"),
    ],
)
def test_what_can_mean_two_things_is_refused(lines: str, message: str) -> None:
    with pytest.raises(UploadError, match=message):
        read(lines)


def test_a_month_in_a_title_is_no_heading() -> None:
    found = read("Vården;juli 2026 / Ansvar;Konto;Period;Belopp / 1010;5010;202606;-1")
    assert (found.total, found.months) == (-1, [(2026, 6)])


def test_an_error_names_both_headings() -> None:
    (error,) = read(";;Jun;;Jul; / Ansvar;Konto;Utfall;Budget;Utfall;Budget / 1010;5010;-1;0;två;0").errors
    assert (error.column, error.row) == ("Jul Utfall", 3)
