"""Comparison with other municipalities: the middle half of them per year (HA-7, SV-10).

The band is our own work on the published values and is marked so wherever it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

LEAST_PEERS = 4


@dataclass(frozen=True, slots=True)
class PeerBand:
    """The middle half of the peers' values a year: lower quartile, median, upper quartile, number of peers."""

    low: Decimal
    median: Decimal
    high: Decimal
    peers: int


def quantile(ordered: Sequence[Decimal], quarter: int) -> Decimal:
    """The first, second or third quartile of ordered values, exactly (as KVARTIL.INK: straight line between values).

    Raises ValueError for no values or another quarter than 0–4.
    """
    if not ordered or not 0 <= quarter <= 4:
        raise ValueError("a quartile needs values and a quarter between 0 and 4")
    whole, rest = divmod((len(ordered) - 1) * quarter, 4)
    if rest == 0:
        return ordered[whole]
    return ordered[whole] + (ordered[whole + 1] - ordered[whole]) * rest / 4


def bands(values: Iterable[tuple[int, Decimal]], least_peers: int = LEAST_PEERS) -> dict[int, PeerBand]:
    """The band per year of peers' values (year, value); a year with fewer peers than `least_peers` has none."""
    by_year: dict[int, list[Decimal]] = {}
    for year, value in values:
        by_year.setdefault(year, []).append(value)
    return {year: _band(sorted(by_year[year])) for year in sorted(by_year) if len(by_year[year]) >= least_peers}


def _band(ordered: Sequence[Decimal]) -> PeerBand:
    return PeerBand(quantile(ordered, 1), quantile(ordered, 2), quantile(ordered, 3), len(ordered))
