"""Rows of a unit above others of the file ("9000 Socialnämnden" above 1010 and 1020): they are the sums of those, or the
unit's own. Pure.

The municipality's own tree tells which units are below, wherever their rows stand and whatever their codes are. A code is
proved to be a sum when it has, for every account and month, what all below it have together, and more than one amount
says so. What agrees in part is booked, and asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from budget.importers.held import Booked, HeldRows
from budget.importers.likely_sums import LikelySum
from ui.rules.swedish import join_words, plural

Amounts = Mapping[int, int]  # öre by account and month (`Place.key`)

MOST_HELD = 200_000  # rows; a file with more of them is booked as it stands, and only asked about
_MOST_NAMED = 5
_ENOUGH = 2  # amounts that agree, or parts of one that does: a single one may be the same by chance
_NEAR = 50  # an amount that differs by less than a fiftieth looks like the sum, but for what is rounded or missing


@dataclass(slots=True)
class UpperRows(HeldRows):
    """The rows of units that have others below them."""

    parts: dict[str, Collection[str]] = field(default_factory=dict)  # of each code that was proved to be a sum
    questions: list[LikelySum] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Are there so many that they are no sums?"""
        return len(self.held) >= MOST_HELD

    def settle(self, below: Mapping[str, Amounts], units: Mapping[str, int], above: Mapping[int, int]) -> None:
        """Tell sums from a unit's own amounts, the lowest units first. `below` is what the other codes have, `units` the
        organisation of each code in the file, `above` the tree."""
        own = {} if self.is_full else _by_code(self.held)
        amounts = {**below, **own}
        under = _under(units, above)
        for code in sorted(own, key=lambda code: len(list(_ancestors(units[code], above))), reverse=True):
            others = [each for each in under.get(units[code], ()) if each not in self.parts]
            self._judge(code, own[code], {each: amounts[each] for each in others if each in amounts})
        for number, booked in self.held:
            if booked[0][0].code in self.parts:
                self.sums += 1
            else:
                self.kept.append((number, booked))
        self.close()

    def _judge(self, code: str, own: Amounts, others: Mapping[str, Amounts]) -> None:
        """Is the code the sum of the others, perhaps, or not?"""
        together: Counter[int] = Counter()
        parts: Counter[int] = Counter()
        for amounts in others.values():
            for key, ore in amounts.items():
                together[key] += ore
                parts[key] += bool(ore)
        wanted = {key: ore for key, ore in together.items() if ore}
        alike = [key for key, ore in wanted.items() if own.get(key) and abs(own[key] - ore) * _NEAR <= abs(ore)]
        evidence = len(alike) + max((parts[key] for key in alike), default=0) - 1
        if own == wanted and evidence >= _ENOUGH:
            self.parts[code] = others.keys()
        elif alike and (own == wanted or (evidence >= _ENOUGH and _is_said(own, wanted, parts, alike))):
            involved = [each for each, amounts in others.items() if any(amounts.get(key) for key in alike)]
            self.questions.append(
                LikelySum(code, sum(own[key] for key in alike), involved, sum(wanted[key] for key in alike))
            )

    @property
    def checks(self) -> list[str]:
        """What was proved, as a sentence."""
        codes = list(self.parts)
        if not codes:
            return []
        named = join_words(codes[:_MOST_NAMED]) + (" med flera" if len(codes) > _MOST_NAMED else "")
        return [
            f"Ansvar {named} har på varje konto och månad vad ansvaren under har tillsammans: "
            f"{plural(self.sums, 'rad är en summa', 'rader är summor')} och räknas inte en gång till."
        ]


def _is_said(own: Amounts, wanted: Amounts, parts: Mapping[int, int], alike: Sequence[int]) -> bool:
    """Do the amounts that are alike say anything: half of all there are below, or one that is the exact sum of several?"""
    return 2 * len(alike) >= len(wanted) or any(own[key] == wanted[key] and parts[key] > 1 for key in alike)


def _by_code(held: Iterable[tuple[int, Booked]]) -> dict[str, dict[int, int]]:
    """What the held rows come to, without what is nothing."""
    found: dict[str, Counter[int]] = {}
    for _, booked in held:
        for place, ore in booked:
            found.setdefault(place.code, Counter())[place.key] += ore
    return {code: {key: ore for key, ore in amounts.items() if ore} for code, amounts in found.items()}


def _under(units: Mapping[str, int], above: Mapping[int, int]) -> dict[int, list[str]]:
    """The codes of the file below each organisation."""
    under: dict[int, list[str]] = {}
    for code, unit in units.items():
        for organisation in _ancestors(unit, above):
            under.setdefault(organisation, []).append(code)
    return under


def _ancestors(unit: int, above: Mapping[int, int]) -> Iterable[int]:
    while unit in above:
        unit = above[unit]
        yield unit
