"""Balanskravsutredningen (KL 11:5, 11:12, LKBR 11:10, RKR R15).

Amounts share one unit (kronor, unless a source says mnkr); what worsens the result is −.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from styrmodell.rules.vocabulary import LabelledEnum

ZERO = Decimal(0)


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
ENTERED = tuple(row for row in BalanceRow if row not in SUMS and row is not BalanceRow.RESULT)  # the result is counted
# Gains and unrealised amounts have either sign: in a year of net losses «samtliga realisationsvinster» is plus.
_LOWERING = (BalanceRow.TO_RESERVE, BalanceRow.EARLIER_DEFICIT)
_RAISING = (
    BalanceRow.CAPITAL_GAINS_EXEMPT,
    BalanceRow.CAPITAL_LOSSES_EXEMPT,
    BalanceRow.FROM_RESERVE,
    BalanceRow.EXCEPTIONAL_GROUNDS,
)


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


def balance_sign_problem(row: str, amount: Decimal) -> str:
    """What is wrong with the sign of an amount in the row, in Swedish; empty when nothing is."""
    if row in _LOWERING and amount > 0:
        return "Raden minskar resultatet. Skriv beloppet med minus."
    if row in _RAISING and amount < 0:
        return "Raden ökar resultatet. Skriv beloppet utan minus."
    return ""


def _check(entered: Mapping[str, Decimal]) -> None:
    for key, amount in entered.items():
        if key not in set(BalanceRow) - SUMS:
            raise ValueError(f"{key!r} is not a row that can be entered")
        if balance_sign_problem(key, amount):
            raise ValueError(f"{key!r} has the wrong sign: {amount}")
