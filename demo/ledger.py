"""The posted rows behind an example year, row for row the same every time. Pure; amounts in whole öre, income +, cost −."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from demo.content import ActivityBudget
from demo.profiles import ACCOUNTS, EVEN, MONTHS, by_group, split

ORE_PER_TKR = 100_000
NOISE = 7  # a month may differ this many per cent from its usual weight


@dataclass(frozen=True, slots=True)
class PostedAmount:
    """One posted amount of an activity, in öre."""

    code: str
    group: str
    month: int
    account: int
    ore: int


def outcome_rows(activity: ActivityBudget, year: int, last_month: int, cutoff_month: int) -> Iterator[PostedAmount]:
    """The rows from January to `last_month`; those up to `cutoff_month` add up to the activity's `utfall` exactly."""
    chance = random.Random(f"{activity.code} {year}")  # noqa: S311 - examples, not secrets
    total = (activity.so_far if activity.so_far is not None else _so_far(activity, cutoff_month, chance)) * ORE_PER_TKR
    yield from _rows(activity, total, last_month, cutoff_month, chance)


def last_year_rows(activity: ActivityBudget, year: int) -> Iterator[PostedAmount]:
    """The twelve months of the year before, which add up to the activity's `bokslut`."""
    chance = random.Random(f"{activity.code} {year}")  # noqa: S311 - examples, not secrets
    yield from _rows(activity, last_year_of(activity) * ORE_PER_TKR, 12, 12, chance)


def last_year_of(activity: ActivityBudget) -> int:
    """The year before in tkr: given, or a few per cent below this year's budget."""
    if activity.last_year is not None:
        return activity.last_year
    chance = random.Random(f"{activity.code} bokslut")  # noqa: S311 - examples, not secrets
    return activity.budget * chance.randint(9550, 9840) // 10_000 // 10 * 10


def _so_far(activity: ActivityBudget, month: int, chance: random.Random) -> int:
    """The outcome so far in tkr: the newest forecast's pace, give or take a per cent."""
    pace = list(activity.forecasts.values())[-1] if activity.forecasts else activity.budget
    return pace * month * chance.randint(9900, 10_080) // 120_000


def _rows(
    activity: ActivityBudget, total: int, last_month: int, cutoff_month: int, chance: random.Random
) -> Iterator[PostedAmount]:
    for group, amount in by_group(total, activity.profile).items():
        weights = [weight * (100 + chance.randint(-NOISE, NOISE)) for weight in MONTHS.get(group, EVEN)[:cutoff_month]]
        if group == "avskrivningar":
            weights = EVEN[:cutoff_month]
        for month, ore in enumerate(split(amount, weights), start=1):
            if month > last_month:
                break
            accounts = ACCOUNTS[group]
            for (account, _), part in zip(accounts, split(ore, [share for _, share in accounts]), strict=True):
                if part:
                    yield PostedAmount(activity.code, group, month, account, part)


def kronor(ore: int) -> str:
    """Öre as text with two decimals, as COPY reads it: −12345 → "-123.45"."""
    sign = "-" if ore < 0 else ""
    return f"{sign}{abs(ore) // 100}.{abs(ore) % 100:02d}"
