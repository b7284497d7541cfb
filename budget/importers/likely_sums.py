"""What is asked about codes that may be sums of others: both figures, and the rows. Pure.

Where nothing but the amounts tells, a code that has the same as those next to it have together may be their sum, or have
it by chance: it is booked, and asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from budget.importers.sums import kronor
from ui.rules.swedish import join_words, plural

_MOST_SAID = 3
_MOST_NAMED = 4
_LONGEST = 200  # codes that one is held against: a longer run agrees by chance


@dataclass(frozen=True, slots=True)
class LikelySum:
    """A code that may be the sum of others, with öre of both."""

    code: str
    ore: int
    others: Sequence[str]
    together: int

    def text(self, rows: Mapping[str, int]) -> str:
        """The question in Swedish; `rows` is where each code stands first."""
        names = [*self.others[:_MOST_NAMED]]
        more = len(self.others) - len(names)
        named = join_words([*names, *([plural(more, "till", "till")] if more else [])])
        first = min(rows[each] for each in self.others)
        return (
            f"Ansvar {self.code} (rad {rows[self.code]}) är {kronor(self.ore)}, och {named} (från rad {first}) är tillsammans "
            f"{kronor(self.together)}. Är {self.code} summan av dem bokförs den två gånger: ta då bort dess rader ur filen."
        )


def asked(questions: Sequence[LikelySum], rows: Mapping[str, int]) -> list[str]:
    """The first questions as warnings, and how many there are more."""
    said = [question.text(rows) for question in questions[:_MOST_SAID]]
    rest = len(questions) - len(said)
    return [*said, f"{plural(rest, 'ansvar till ser', 'ansvar till ser')} ut som summor av andra."] if rest else said


def look_alike(
    by_code: Mapping[str, Mapping[int, int]], rows: Mapping[str, int], parts_of_sums: Iterable[Collection[str]]
) -> list[LikelySum]:
    """The codes that have, for every account and month, what two or more codes next after or before them in the file have
    together. What is said of the parts of a sum already, proved (`parts_of_sums`) or asked about, is chance."""
    amounts = {code: {key: ore for key, ore in found.items() if ore} for code, found in by_code.items()}
    order = sorted((code for code in amounts if amounts[code]), key=rows.__getitem__)
    found = {question.code: question for question in (*_before(order, amounts), *_before(order[::-1], amounts))}
    larger = [*map(frozenset, parts_of_sums), *(frozenset(question.others) for question in found.values())]
    proved = frozenset[str]().union(*parts_of_sums)
    left = [
        question
        for question in found.values()
        if not proved.issuperset(question.others) and not any(parts > set(question.others) for parts in larger)
    ]
    return sorted(left, key=lambda question: rows[question.code])


def _before(order: Sequence[str], amounts: Mapping[str, Mapping[int, int]]) -> Iterator[LikelySum]:
    """Codes that stand before those that they are the sum of. Read from the end, so that a sum of sums is found: a sum
    takes the place of its parts. It may also be the sum of all codes there, where some of them look like sums by chance."""
    totals = {code: sum(amounts[code].values()) for code in order}
    after: list[str] = []  # the nearest last
    for place, code in reversed(list(enumerate(order))):
        parts = _parts(code, after, amounts, totals) or _parts(
            code, order[place + 1 : place + 1 + _LONGEST][::-1], amounts, totals
        )
        if parts:
            after = [each for each in after if each not in parts]
            yield LikelySum(code, totals[code], parts, totals[code])
        after.append(code)


def _parts(
    code: str, after: Sequence[str], amounts: Mapping[str, Mapping[int, int]], totals: Mapping[str, int]
) -> list[str]:
    """The codes next after it that it is the sum of, nearest first; empty when there are none."""
    total = 0
    for count, other in enumerate(reversed(after[-_LONGEST:]), start=1):
        total += totals[other]
        if count > 1 and total == totals[code]:
            parts = list(reversed(after[-count:]))
            if _together(amounts[each] for each in parts) == amounts[code]:
                return parts
    return []


def _together(parts: Iterable[Mapping[int, int]]) -> dict[int, int]:
    sums: Counter[int] = Counter()
    for amounts in parts:
        for key, ore in amounts.items():
            sums[key] += ore
    return {key: ore for key, ore in sums.items() if ore}
