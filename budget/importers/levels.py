"""Two levels of one tree in one file: a unit or an account that has the same amounts as those below it together. Pure.

The codes tell what is below: 10 has 1010 and 1020, 5010 has 50101 and 50102. Account groups of fewer than four digits
are told apart row by row (`groups.py`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from budget.importers.sums import kronor

Pairs = Mapping[tuple[str, int], int]  # öre of each unit and account

_ENOUGH = 2  # amounts that agree, or parts of one that does: a single one may be the same by chance


def doubled(pairs: Pairs, known_units: Mapping[str, int]) -> str:
    """Which level stands above another in the file, in Swedish; empty when none does."""
    return _doubled_account(pairs) or _doubled_unit(pairs, known_units)


def _below(codes: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Each code that others begin with, and those."""
    ordered = sorted(codes)
    for place, code in enumerate(ordered):
        end = bisect_right(ordered, code + "\U0010ffff", lo=place)
        if end > place + 1:
            yield code, ordered[place + 1 : end]


def _doubled_account(pairs: Pairs) -> str:
    by_unit: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (unit, number), ore in pairs.items():
        by_unit[unit][str(number)] = ore
    found: list[tuple[str, int]] = []
    for amounts in by_unit.values():
        for account, below in _below(amounts):
            if amounts[account] and amounts[account] == sum(amounts[each] for each in below):
                found += [(account, amounts[account])] * len(below)
    if len(found) < _ENOUGH:
        return ""
    account, ore = found[0]
    return (
        f"Konto {account} har samma belopp ({kronor(ore)}) som kontona som börjar på {account} har tillsammans. Då blir det "
        "bokfört två gånger. Ta ut bara den ena nivån."
    )


def _doubled_unit(pairs: Pairs, known_units: Mapping[str, int]) -> str:
    by_unit: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for (owner, number), ore in pairs.items():
        by_unit[owner][number] += ore
    for code, below in _below(known_units):
        unit = str(known_units[code])
        others = _together(
            [by_unit[each] for each in {str(known_units[each]) for each in below} - {unit} if each in by_unit]
        )
        own = {number: ore for number, ore in by_unit.get(unit, Counter()).items() if ore}
        if own and own == others[0] and max(len(own), others[1]) >= _ENOUGH:
            return (
                f"Ansvar {code} har samma belopp på varje konto som de ansvar som börjar på {code} har tillsammans. Då blir "
                "det bokfört två gånger. Ta ut bara den ena nivån."
            )
    return ""


def _together(units: Sequence[Mapping[int, int]]) -> tuple[dict[int, int], int]:
    """Öre of each account of the units together, and how many units there are."""
    sums: Counter[int] = Counter()
    for amounts in units:
        for account, ore in amounts.items():
            sums[account] += ore
    return {account: ore for account, ore in sums.items() if ore}, len(units)
