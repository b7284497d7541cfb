"""A year's amount spread over its twelve months, exact to the öre."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ui.rules.money import largest_remainder

MONTHS = 12
_ORE = 2


class ProfileError(ValueError):
    """Last year's months cannot serve as a profile; the message says why in Swedish."""


def evenly(amount: Decimal) -> list[Decimal]:
    """Spread kronor evenly: the months add up to `amount`, and early months take the odd öre.

    Raises ValueError when the amount has parts of an öre.
    """
    return largest_remainder([Decimal(1)] * MONTHS, amount, _ORE)


def by_profile(amount: Decimal, profile: Sequence[Decimal]) -> list[Decimal]:
    """Spread kronor in proportion to the twelve amounts in `profile`, such as last year's outcome per month.

    Raises ProfileError when the profile is no twelve months, is all zero, or has both income and costs.
    """
    if len(profile) != MONTHS:
        raise ProfileError("Profilen har inte tolv månader.")
    if not any(profile):
        raise ProfileError("Profilen är noll alla månader.")
    if min(profile) < 0 < max(profile):
        raise ProfileError("Profilen har både intäkter och kostnader. Fördela dem var för sig.")
    return largest_remainder([abs(weight) for weight in profile], amount, _ORE)


def periodise(amount: Decimal, last_year: Sequence[Decimal] | None = None) -> list[Decimal]:
    """Spread kronor by last year's profile when it can serve, else evenly. The months add up to `amount`."""
    if last_year is None:
        return evenly(amount)
    try:
        return by_profile(amount, last_year)
    except ProfileError:
        return evenly(amount)


def to_date(months: Sequence[Decimal], through: int) -> Decimal:
    """The sum of January to month `through`; 0 gives nothing. Raises ValueError outside the year."""
    if not 0 <= through <= len(months):
        raise ValueError(f"month {through} is not in the year")
    return sum(months[:through], Decimal(0))


def accumulated(months: Sequence[Decimal]) -> list[Decimal]:
    """Each month's amount to date: January, January–February, …"""
    return [to_date(months, through) for through in range(1, len(months) + 1)]
