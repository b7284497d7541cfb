"""The financial goal that most municipalities have: the result as a share of taxes and general grants. Pure.

Its indicator is known by what it is called: the municipality writes the name itself, and Kolada's has the same words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from budget.rules.statements import IncomeRow
from ui.rules.money import percent, percent_short

_WORDS = ("resultat", "andel", "skatt")


def tells_result_share(name: str, unit: str) -> bool:
    """Does an indicator measure the result as a share of taxes and general grants?"""
    plain = name.casefold()
    return unit.strip() == "%" and all(word in plain for word in _WORDS)


def result_share(amounts: Mapping[str, Decimal]) -> Decimal | None:
    """Årets resultat in per cent of taxes and general grants, of an income statement's rows; None without them."""
    income = amounts.get(IncomeRow.TAX_REVENUE, Decimal(0)) + amounts.get(IncomeRow.GENERAL_GRANTS, Decimal(0))
    return 100 * amounts[IncomeRow.RESULT_FOR_THE_YEAR] / income if income else None


def share_words(share: Decimal, *, is_outcome: bool) -> str:
    """What the year's result is as a share, with two decimals: 1,994 is not called 2,0."""
    what = "Årets utfall: resultatet blev" if is_outcome else "Årets prognos: resultatet blir"
    return f"{what} {percent(share, 2)} av skatt och generella bidrag."


def below_target(share: Decimal | None, target: Decimal | None, year: int) -> str:
    """That the year's budgeted result is below the municipality's own goal; empty when it is not, or nobody knows."""
    if share is None or target is None or share >= target:
        return ""
    decimals = max(0, -int(target.normalize().as_tuple().exponent))
    own = f"Målet för {year} är minst {percent(target, decimals)}"
    return f"Budgetens resultat är {percent_short(share)} av skatt och generella bidrag. {own}."
