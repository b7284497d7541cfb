"""The financial goal that most municipalities have: the result as a share of taxes and general grants. Pure.

Its indicator is known by what it is called: the municipality writes the name itself, and Kolada's has the same words."""

from __future__ import annotations

from decimal import Decimal

from ui.rules.money import percent

_WORDS = ("resultat", "andel", "skatt")


def tells_result_share(name: str, unit: str) -> bool:
    """Does an indicator measure the result as a share of taxes and general grants?"""
    plain = name.casefold()
    return unit.strip() == "%" and all(word in plain for word in _WORDS)


def share_words(share: Decimal, *, is_outcome: bool) -> str:
    """What the year's result is as a share, with two decimals: 1,994 is not called 2,0."""
    what = "Årets utfall: resultatet blev" if is_outcome else "Årets prognos: resultatet blir"
    return f"{what} {percent(share, 2)} av skatt och generella bidrag."
