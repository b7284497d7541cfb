"""What has been judged, in a sentence with the scale's own words: one goal is «uppfyllt», two are «uppfyllda»."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from styrmodell.rules.workflow import SlotStatus
from ui.rules.marks import MARKS, Mark, Tone
from ui.rules.swedish import capitalised, join_words, plural

ORDER = (Tone.OK, Tone.PART, Tone.BAD, Tone.NONE, Tone.INFO)
USUAL = {MARKS[symbol] for symbol in ("nas", "delvis", "nasinte")}


def judged_in_words(steps: Sequence[Mark | None]) -> str:
    """How goals are judged: «2 av 5 mål nås …», in other words than the usual «Av 5 mål bedöms 2 som uppfyllda …».

    `steps` is the judgement of each goal, None for the one that has none."""
    counts = Counter(step for step in steps if step and step.tone != Tone.NONE)
    total = plural(len(steps), "mål", "mål")
    if not counts:
        return f"Inget av {total} är bedömt än."
    text = _usual(counts, total) if counts.keys() <= USUAL else _own(counts, total)
    left = len(steps) - counts.total()
    many = capitalised(plural(left, "mål", "mål", in_words=True, neuter=True))
    return f"{text} {many} är inte {'bedömt' if left == 1 else 'bedömda'}." if left else text


def counted_in_words(steps: Sequence[Mark | None]) -> str:
    """How many stand at each step, best first: «2 uppfyllda, 1 delvis uppfyllt, 3 ej bedömda»."""
    counts = Counter(step or MARKS["ejbed"] for step in steps)
    return ", ".join(f"{counts[mark]} {mark.about(counts[mark])}" for mark in _best_first(counts))


def not_decided_in_words(statuses: Iterable[str]) -> str:
    """How many judgements are not decided, by the status of their slots: «12 utkast och 4 inlämnade»; empty when all
    are."""
    counts = Counter(statuses)
    words = [(SlotStatus.DRAFT, "utkast", "utkast"), (SlotStatus.RETURNED, "återlämnad", "återlämnade")]
    words += [(SlotStatus.SUBMITTED, "inlämnad", "inlämnade")]
    return join_words([f"{n} {one if n == 1 else many}" for state, one, many in words if (n := counts[state.value])])


def reached_as(marks: Mapping[str, Mark], count: int) -> str:
    """What so many reached goals are judged as: «uppfyllda eller delvis uppfyllda». `marks` by tone."""
    return join_words([marks[tone].about(count) for tone in (Tone.OK, Tone.PART)], "eller")


def _usual(counts: Mapping[Mark, int], total: str) -> str:
    reached, partly = (sum(counts[mark] for mark in counts if mark.tone == tone) for tone in (Tone.OK, Tone.PART))
    if not partly:  # the scale may lack the step
        return f"{reached} av {total} nås."
    return f"{reached} av {total} nås och {partly} nås delvis."


def _own(counts: Mapping[Mark, int], total: str) -> str:
    parts = [f"{counts[mark]} som {mark.about(counts[mark])}" for mark in _best_first(counts)]
    return f"Av {total} bedöms {join_words(parts)}."


def _best_first(counts: Mapping[Mark, int]) -> list[Mark]:
    return sorted(counts, key=lambda mark: ORDER.index(Tone(mark.tone)))
