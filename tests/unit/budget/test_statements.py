"""The income statement and the balance requirement, against municipalities' own printed figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.rules import balance_requirement as balance
from budget.rules.balance_requirement import BalanceRow
from budget.rules.statements import ENTERED, IncomeRow, income_amounts
from tests.unit.budget.real_figures import table

D = Decimal
AMOUNTS = st.decimals(-(10**9), 10**9, places=2)
LABELS = {row: row.label for row in IncomeRow}
PRINTED = {**LABELS, IncomeRow.DEPRECIATION: "Av- och nedskrivningar"}
R = BalanceRow


def printed(name: str, column: str, labels: dict[IncomeRow, str]) -> dict[IncomeRow, Decimal]:
    rows = table(name)
    return {row: rows[label][column] for row, label in labels.items() if label in rows}


@pytest.mark.parametrize(
    "column", ["kommun2019", "kommun2020", "kommun2021", "budget2020", "koncern2019", "koncern2021"]
)
def test_sjobos_income_statement_to_the_decimal(column: str) -> None:
    expected = printed("sjobo_2019-2021_resultatrakning.csv", column, PRINTED)
    assert len(expected) == 12
    counted = income_amounts({row: expected[row] for row in ENTERED})
    assert counted == expected


@pytest.mark.parametrize(
    "column", ["kommun_utfall2019", "kommun_utfall2018", "budget2019", "koncern2019", "koncern2018"]
)
def test_hallsbergs_income_statement_within_the_prints_own_rounding(column: str) -> None:
    expected = printed("hallsberg_2018-2019_resultatrakning.csv", column, LABELS)
    assert len(expected) == 12
    counted = income_amounts({row: expected[row] for row in ENTERED})
    assert all(abs(counted[row] - expected[row]) <= 1 for row in IncomeRow)
    assert sum(counted[row] == expected[row] for row in IncomeRow) >= 10


def test_the_statement_has_twelve_rows_in_the_order_of_the_law() -> None:
    amounts = income_amounts({"skatteintakter": D(705)})
    assert list(amounts) == list(IncomeRow)
    assert [number for number, row in enumerate(IncomeRow, start=1) if row.is_sum] == [4, 7, 10, 12]
    assert list(amounts.values()) == [0, 0, 0, 0, 705, 0, 705, 0, 0, 705, 0, 705]


@pytest.mark.parametrize("key", ["arets_resultat", "kassa"])
def test_sums_and_unknown_rows_are_never_entered(key: str) -> None:
    with pytest.raises(ValueError, match="not a row"):
        income_amounts({key: D(1)})


@given(st.dictionaries(st.sampled_from(ENTERED), AMOUNTS))
def test_the_result_is_the_sum_of_everything_entered(entered: dict[IncomeRow, Decimal]) -> None:
    assert income_amounts(entered)[IncomeRow.RESULT_FOR_THE_YEAR] == sum(entered.values(), D(0))


MALMO = {
    R.RESULT: "Årets resultat",
    R.CAPITAL_GAINS: "Samtliga realisationsvinster",
    R.CAPITAL_GAINS_EXEMPT: "Vissa realisationsvinster enligt undantagsmöjlighet",
    R.CAPITAL_LOSSES_EXEMPT: "Vissa realisationsförluster enligt undantagsmöjlighet",
    R.UNREALISED: "Orealiserade förluster i värdepapper",
    R.UNREALISED_REVERSED: "Återföring av orealiserade förluster i värdepapper",
    R.TO_RESERVE: "Reservering av medel till resultatutjämningsreserv",
    R.FROM_RESERVE: "Användning av medel från resultatutjämningsreserv",
    R.EARLIER_DEFICIT: "Balanskravsunderskott från tidigare år",
    R.EXCEPTIONAL_GROUNDS: "Synnerligt skäl: sänkt diskonteringsränta RIPS",
}


@pytest.mark.parametrize("year", ["2013", "2014", "2015"])
def test_malmos_balance_requirement_row_by_row(year: str) -> None:
    source = table("malmo_2013-2015_balanskravsutredning.csv")
    entered = {row: source[label][year] for row, label in MALMO.items()}
    amounts = balance.balance_amounts(entered, grounds_before_result=True)
    assert amounts[R.ADJUSTED_RESULT] == source["Årets resultat efter balanskravsjusteringar"][year]
    assert amounts[R.BALANCE_RESULT] == source["Balanskravsresultat"][year]
    assert -amounts[R.TO_RESTORE] == source["Balanskravsresultat att återställa"][year]


def test_malmo_2014_left_193_to_restore() -> None:
    entered = {R.RESULT: D(-149), R.CAPITAL_GAINS: D(-56), R.FROM_RESERVE: D(12)}
    amounts = balance.balance_amounts(entered)
    assert (amounts[R.ADJUSTED_RESULT], amounts[R.BALANCE_RESULT], amounts[R.TO_RESTORE]) == (-205, -193, -193)


@pytest.mark.parametrize("column", ["bokslut2022", "budget2023", "budget2024", "plan2025", "plan2026", "plan2027"])
def test_sjobos_budget_and_plan(column: str) -> None:
    """Budget 2024: −26.1 + 7.5 from the reserve = −18.6, a budget with a deficit."""
    source = table("sjobo_2022-2027_resultatbudget.csv")
    entered = {
        R.RESULT: source["Årets resultat"][column],
        R.CAPITAL_GAINS: source["Realisationsvinster"][column],
        R.UNREALISED: source["Orealiserade vinster och förluster i värdepapper"][column],
        R.TO_RESERVE: source["Reservering till resultatutjämningsreserv"][column],
        R.FROM_RESERVE: source["Användning av resultatutjämningsreserv"][column],
    }
    amounts = balance.balance_amounts(entered)
    assert amounts[R.ADJUSTED_RESULT] == source["Årets resultat efter balanskravsjusteringar"][column]
    assert amounts[R.BALANCE_RESULT] == source["Balanskravsresultat"][column]
    if column == "budget2024":
        assert amounts[R.TO_RESTORE] == D("-18.6")


@pytest.mark.parametrize(("year", "off"), [("2019", 0), ("2018", 1)])
def test_hallsbergs_balance_requirement(year: str, off: int) -> None:
    """2018 is printed 29 → 28 → 23: the source's own rounding to mnkr, one unit off."""
    source = table("hallsberg_2018-2019_balanskravsutredning.csv")
    gains = sum(source[f"Realisationsvinster {what}"][year] for what in ("mark", "maskiner och inventarier", "aktier"))
    entered = {
        R.RESULT: source["Årets resultat enligt resultaträkningen"][year],
        R.CAPITAL_GAINS: D(gains),
        R.TO_RESERVE: source["Reservering till resultatutjämningsreserv"][year],
    }
    amounts = balance.balance_amounts(entered)
    assert amounts[R.ADJUSTED_RESULT] - source["Årets resultat efter balanskravsjusteringar"][year] == off
    assert amounts[R.BALANCE_RESULT] - source["Balanskravsresultat"][year] == off


def test_where_exceptional_grounds_stand() -> None:
    entered = {R.RESULT: D(-50), R.EXCEPTIONAL_GROUNDS: D(30)}
    after = balance.balance_amounts(entered)
    before = balance.balance_amounts(entered, grounds_before_result=True)
    assert (after[R.BALANCE_RESULT], after[R.TO_RESTORE]) == (-50, -20)
    assert (before[R.BALANCE_RESULT], before[R.TO_RESTORE]) == (-20, -20)
    assert len(R) == 13
    assert list(R).index(R.EXCEPTIONAL_GROUNDS) + 1 == 12
    assert [number for number, row in enumerate(R, start=1) if row.is_sum] == [7, 10, 13]


@pytest.mark.parametrize(
    "entered",
    [{"balanskravsresultat": D(1)}, {"okänd": D(1)}, {R.TO_RESERVE: D(5)}, {R.FROM_RESERVE: D(-5)}],
)
def test_impossible_rows_are_refused(entered: dict[str, Decimal]) -> None:
    with pytest.raises(ValueError, match=r"not a row|wrong sign"):
        balance.balance_amounts(entered)


def test_grastorps_net_losses_stand_as_plus_among_the_capital_gains() -> None:
    """Grästorp 2019, tkr: 12 043 + 340 = 12 383, of which 1 000 to the reserve."""
    entered = {R.RESULT: D(12_043), R.CAPITAL_GAINS: D(340), R.TO_RESERVE: D(-1_000)}
    amounts = balance.balance_amounts(entered)
    assert (amounts[R.ADJUSTED_RESULT], amounts[R.BALANCE_RESULT]) == (12_383, 11_383)
