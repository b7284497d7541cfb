"""How a verksamhet's net cost is made up, and in what rhythm it comes over the year. Pure; everything is invented."""

from __future__ import annotations

from collections.abc import Sequence

# Account group → per cent of the net cost (cost −, income +); a profile adds up to −100.
PROFILES: dict[str, dict[str, int]] = {
    "admin": {"ovriga-intakter": 6, "arbetskraft": -69, "ovriga-kostnader": -35, "avskrivningar": -2},
    "politik": {"arbetskraft": -68, "ovriga-kostnader": -32},
    "forskola": {
        "forsaljning-avgifter": 5,
        "bidrag": 4,
        "arbetskraft": -82,
        "ovriga-kostnader": -25,
        "avskrivningar": -2,
    },
    "skola": {
        "bidrag": 7,
        "ovriga-intakter": 2,
        "kostnader-klass-4": -9,
        "arbetskraft": -71,
        "ovriga-kostnader": -27,
        "avskrivningar": -2,
    },
    "kop": {"bidrag": 3, "kostnader-klass-4": -58, "arbetskraft": -34, "ovriga-kostnader": -11},
    "omsorg": {
        "forsaljning-avgifter": 4,
        "hyror-arrenden": 2,
        "bidrag": 3,
        "kostnader-klass-4": -6,
        "arbetskraft": -86,
        "ovriga-kostnader": -16,
        "avskrivningar": -1,
    },
    "ifo": {"bidrag": 8, "kostnader-klass-4": -53, "arbetskraft": -45, "ovriga-kostnader": -10},
    "bistand": {"ovriga-intakter": 3, "kostnader-klass-4": -97, "ovriga-kostnader": -6},
    "kultur": {
        "forsaljning-avgifter": 4,
        "bidrag": 5,
        "kostnader-klass-4": -12,
        "arbetskraft": -60,
        "ovriga-kostnader": -33,
        "avskrivningar": -4,
    },
    "teknik": {
        "forsaljning-avgifter": 24,
        "hyror-arrenden": 12,
        "kostnader-klass-4": -22,
        "arbetskraft": -41,
        "ovriga-kostnader": -58,
        "avskrivningar": -15,
    },
    "kost": {
        "ovriga-intakter": 38,
        "kostnader-klass-4": -44,
        "arbetskraft": -72,
        "ovriga-kostnader": -20,
        "avskrivningar": -2,
    },
    "myndighet": {"forsaljning-avgifter": 44, "arbetskraft": -113, "ovriga-kostnader": -30, "avskrivningar": -1},
}

# The accounts a group's amounts are posted on, with the share of each.
ACCOUNTS: dict[str, list[tuple[int, int]]] = {
    "forsaljning-avgifter": [(3110, 70), (3190, 30)],
    "hyror-arrenden": [(3410, 100)],
    "bidrag": [(3510, 60), (3520, 40)],
    "ovriga-intakter": [(3620, 100)],
    "kostnader-klass-4": [(4510, 45), (4630, 55)],
    "arbetskraft": [(5010, 52), (5110, 14), (5600, 34)],
    "ovriga-kostnader": [(6010, 44), (6410, 21), (7410, 35)],
    "avskrivningar": [(7910, 100)],
}

# The weight of each month, January first: salaries rise in summer, grants come in lumps, depreciation is even.
MONTHS: dict[str, list[int]] = {
    "arbetskraft": [98, 97, 98, 99, 99, 103, 110, 104, 98, 98, 98, 98],
    "bidrag": [60, 70, 150, 80, 90, 140, 60, 70, 140, 80, 90, 170],
    "kostnader-klass-4": [92, 96, 100, 100, 102, 108, 88, 96, 102, 104, 104, 108],
    "ovriga-kostnader": [96, 94, 100, 99, 101, 104, 92, 98, 102, 102, 103, 109],
}
EVEN = [100] * 12


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Share whole öre by weight so that the parts add up to the total exactly; the total may be negative."""
    whole, done, running = sum(weights), 0, 0
    parts = []
    for weight in weights:
        running += weight
        upto = (2 * total * running + whole) // (2 * whole)
        parts.append(upto - done)
        done = upto
    return parts


def by_group(net_cost: int, profile: str) -> dict[str, int]:
    """A net cost (plus) as amounts per account group (income +, cost −), in the same unit; they add up to −net_cost."""
    shares = PROFILES[profile]
    # Scale up the positive and the negative side on their own: a weight is never negative.
    income = {group: share for group, share in shares.items() if share > 0}
    cost = {group: -share for group, share in shares.items() if share < 0}
    earned = net_cost * sum(income.values()) // 100
    amounts = dict(zip(income, split(earned, list(income.values())), strict=True)) if income else {}
    amounts.update(zip(cost, split(-(net_cost + earned), list(cost.values())), strict=True))
    return amounts
