"""Balanskravsutredningen, the result reserve and deficits to make good (KL 11:5, 11:12–14, LKBR 11:10, RKR R15).

Amounts share one unit (kronor, unless a source says mnkr); what worsens the result is −.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from styrmodell.rules.vocabulary import LabelledEnum

ZERO = Decimal(0)
YEARS_TO_RESTORE = 3
_SHARE = {False: Decimal("0.01"), True: Decimal("0.02")}
_CEILING = Decimal("0.05")


class BalanceRow(LabelledEnum):
    """The rows in the order of the statement; the values are stored with statement figures."""

    RESULT = "arets_resultat", "Årets resultat enligt resultaträkningen"
    CAPITAL_GAINS = "realisationsvinster", "Samtliga realisationsvinster"
    CAPITAL_GAINS_EXEMPT = "realisationsvinster_undantag", "Realisationsvinster enligt undantagsmöjlighet"
    CAPITAL_LOSSES_EXEMPT = "realisationsforluster_undantag", "Realisationsförluster enligt undantagsmöjlighet"
    UNREALISED = "orealiserade_vardepapper", "Orealiserade vinster och förluster i värdepapper"
    UNREALISED_REVERSED = "aterforing_orealiserade", "Återföring av orealiserade vinster och förluster i värdepapper"
    ADJUSTED_RESULT = "resultat_efter_justeringar", "Årets resultat efter balanskravsjusteringar"
    TO_RESERVE = "reservering", "Reservering av medel till resultatreserv"
    FROM_RESERVE = "anvandning_av_reserv", "Användning av medel från resultatreserv"
    BALANCE_RESULT = "balanskravsresultat", "Balanskravsresultat"
    EARLIER_DEFICIT = "underskott_tidigare_ar", "Balanskravsunderskott från tidigare år"
    EXCEPTIONAL_GROUNDS = "synnerliga_skal", "Synnerliga skäl"
    TO_RESTORE = "att_reglera", "Balanskravsresultat att reglera"

    @property
    def is_sum(self) -> bool:
        """Tell whether the row is counted from the rows above it."""
        return self in SUMS


SUMS = frozenset({BalanceRow.ADJUSTED_RESULT, BalanceRow.BALANCE_RESULT, BalanceRow.TO_RESTORE})
_LOWERING = (BalanceRow.CAPITAL_GAINS, BalanceRow.TO_RESERVE, BalanceRow.EARLIER_DEFICIT)
_RAISING = (
    BalanceRow.CAPITAL_GAINS_EXEMPT,
    BalanceRow.CAPITAL_LOSSES_EXEMPT,
    BalanceRow.FROM_RESERVE,
    BalanceRow.EXCEPTIONAL_GROUNDS,
)


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """A row as it is shown: number from 1, key, name, amount, and whether it is a sum."""

    number: int
    row: BalanceRow
    label: str
    amount: Decimal
    is_sum: bool


def balance_amounts(
    entered: Mapping[str, Decimal], *, grounds_before_result: bool = False
) -> dict[BalanceRow, Decimal]:
    """Count every row from those that are entered; a row that is left out is 0.

    Exceptional grounds come after the balance result, as the statement is drawn up now, or before it with
    `grounds_before_result`. `TO_RESTORE` is the deficit that remains, as a negative amount, else 0.
    Raises ValueError for an unknown row, an entered sum, or an amount with the wrong sign for its row.
    """
    _check(entered)
    amounts = {row: entered.get(row, ZERO) for row in BalanceRow}
    order = list(BalanceRow)
    adjusted = sum((amounts[row] for row in order[: order.index(BalanceRow.ADJUSTED_RESULT)]), ZERO)
    grounds = amounts[BalanceRow.EXCEPTIONAL_GROUNDS]
    result = adjusted + amounts[BalanceRow.TO_RESERVE] + amounts[BalanceRow.FROM_RESERVE]
    left = result + amounts[BalanceRow.EARLIER_DEFICIT] + grounds
    amounts[BalanceRow.ADJUSTED_RESULT] = adjusted
    amounts[BalanceRow.BALANCE_RESULT] = result + grounds if grounds_before_result else result
    amounts[BalanceRow.TO_RESTORE] = min(left, ZERO)
    return amounts


def _check(entered: Mapping[str, Decimal]) -> None:
    for key, amount in entered.items():
        if key not in set(BalanceRow) - SUMS:
            raise ValueError(f"{key!r} is not a row that can be entered")
        if (key in _LOWERING and amount > 0) or (key in _RAISING and amount < 0):
            raise ValueError(f"{key!r} has the wrong sign: {amount}")


def balance_statement(entered: Mapping[str, Decimal], *, grounds_before_result: bool = False) -> list[BalanceLine]:
    """The statement's thirteen rows in the order they are shown."""
    amounts = balance_amounts(entered, grounds_before_result=grounds_before_result)
    order = list(BalanceRow)
    if grounds_before_result:
        order.remove(BalanceRow.EXCEPTIONAL_GROUNDS)
        order.insert(order.index(BalanceRow.BALANCE_RESULT), BalanceRow.EXCEPTIONAL_GROUNDS)
    return [BalanceLine(number, row, row.label, amounts[row], row.is_sum) for number, row in enumerate(order, start=1)]


@dataclass(frozen=True, slots=True)
class ReserveRoom:
    """How much may be put into the result reserve this year, and the two bounds it comes from."""

    amount: Decimal
    by_result: Decimal
    by_ceiling: Decimal


def reserve_room(
    result: Decimal,
    adjusted_result: Decimal,
    tax_and_grants: Decimal,
    *,
    reserve_before: Decimal = ZERO,
    equity_is_negative: bool = False,
) -> ReserveRoom:
    """The largest reservation that KL 11:14 allows, never below 0.

    The lower of the year's result and the result after adjustments, less 1 % of taxes and general grants (2 % when
    equity including the pension obligation is negative); the reserve may then be at most 5 % of the same sum.
    """
    by_result = max(ZERO, min(result, adjusted_result) - tax_and_grants * _SHARE[equity_is_negative])
    by_ceiling = max(ZERO, tax_and_grants * _CEILING - reserve_before)
    return ReserveRoom(min(by_result, by_ceiling), by_result, by_ceiling)


@dataclass(frozen=True, slots=True)
class Deficit:
    """A negative balance result: its size, the last year to make it good, and what is still left (both positive)."""

    year: int
    amount: Decimal
    due: int
    left: Decimal

    def is_overdue(self, year: int) -> bool:
        """Tell whether something is left after its last year."""
        return self.left > 0 and year > self.due


def deficits(results: Mapping[int, Decimal]) -> list[Deficit]:
    """List the deficits among yearly balance results; each surplus makes good the oldest that is left (KL 11:12).

    The results are without earlier years' deficits (the row Balanskravsresultat).
    """
    amounts: dict[int, Decimal] = {}
    left: dict[int, Decimal] = {}
    for year in sorted(results):
        if results[year] < 0:
            amounts[year] = left[year] = -results[year]
            continue
        surplus = results[year]
        for earlier in left:
            used = min(surplus, left[earlier])
            left[earlier], surplus = left[earlier] - used, surplus - used
    return [Deficit(year, amounts[year], year + YEARS_TO_RESTORE, left[year]) for year in amounts]
