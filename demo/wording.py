"""The example texts of reports, filled with the figures they speak about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from demo.content import read_yaml
from ui.rules.marks import Mark
from ui.rules.money import NBSP, Unit, in_unit, number
from ui.rules.swedish import MONTHS

NEARLY_NOTHING = Decimal(50_000)  # kronor: a smaller deviation is called balance
JUDGED = ("nas", "delvis", "nasinte")


@cache
def read_texts(path: Path) -> Mapping[str, Mapping[str, str]]:
    """The texts by scope (enhet, helhet) and section code."""
    texts: Mapping[str, Mapping[str, str]] = read_yaml(path)
    return texts


def section_text(texts: Mapping[str, str], code: str, values: Mapping[str, str]) -> str:
    """The text of a section; the one for `annat` when the code has none of its own."""
    return " ".join(texts.get(code, texts["annat"]).format_map(values).split())


def deviation_words(kronor: Decimal) -> str:
    """A forecast's deviation in words: plus is better than budget."""
    if abs(kronor) < NEARLY_NOTHING:
        return "balans mot budget"
    kind = "ett överskott" if kronor > 0 else "ett underskott"
    return f"{kind} på {number(abs(in_unit(kronor, Unit.MNKR)), 1)}{NBSP}miljoner kronor mot budget"


def goal_words(symbols: Iterable[str], words: Mapping[str, Mark]) -> str:
    """How the goals are judged, in the scale's `words` by symbol; nothing when there are no goals."""
    counts = Counter(symbols)
    parts = [f"{counts[symbol]} {words[symbol].about(counts[symbol])}" for symbol in JUDGED if counts[symbol]]
    return f"Målen: {', '.join(parts)}." if parts else ""


def period_words(month: int) -> str:
    """January up to and including a month: "januari–april"."""
    return MONTHS[0] if month == 1 else f"{MONTHS[0]}–{MONTHS[month - 1]}"
