"""Posted rows of the large municipality: as many as asked for, the same every time. Pure; öre, income +, cost −."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from demo.ledger import kronor
from demo.profiles import ACCOUNTS, EVEN, MONTHS, by_group, split
from demo.rollup import Posting

ORE_PER_KRONA = 100
WEIGHTS = 997  # a row's weight in its month and group is drawn from 1 to this


@dataclass(frozen=True, slots=True)
class ActivityCost:
    """A verksamhet with money: its year's net cost in kronor."""

    organisation_id: int
    profile: str
    net_cost: int


def postings(
    units: Sequence[ActivityCost], groups: Mapping[str, int], year: int, months: int, rows: int
) -> Iterator[Posting]:
    """Exactly `rows` rows over the units and months; each unit's months follow its budget, a few per cent off."""
    chance = random.Random(f"storkommun {year}")  # noqa: S311 - examples, not secrets
    cells = len(units) * months
    quota = [rows * (place + 1) // cells - rows * place // cells for place in range(cells)]
    place = 0
    for unit in units:
        parts = by_group(unit.net_cost * ORE_PER_KRONA, unit.profile)
        for month in range(1, months + 1):
            yield from _cell(unit, parts, groups, month, quota[place], chance)
            place += 1


def _cell(
    unit: ActivityCost,
    parts: Mapping[str, int],
    groups: Mapping[str, int],
    month: int,
    rows: int,
    chance: random.Random,
) -> Iterator[Posting]:
    """A unit's month: every group gets its share of the rows, at least one while they last."""
    names = list(parts)[:rows]
    counts = split(rows - len(names), [abs(parts[name]) + 1 for name in names]) if names else []
    for name, extra in zip(names, counts, strict=True):
        weights = MONTHS.get(name, EVEN)
        amount = parts[name] * weights[month - 1] * chance.randint(94, 106) // (sum(weights) * 100)
        accounts, group = ACCOUNTS[name], groups[name]
        draws = [chance.randint(1, WEIGHTS) for _ in range(extra + 1)]
        for number, ore in enumerate(split(amount, draws)):
            account = accounts[number % len(accounts)][0] + number % 9
            yield Posting(unit.organisation_id, group, month, account, kronor(ore))
