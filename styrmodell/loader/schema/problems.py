"""What is wrong with a file, and where. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and where, with keys as in the file and indexes from 0. `lacks` is the name that was looked for in
    vain, when that is what is wrong."""

    place: Place
    message: str
    lacks: str = ""


def hint(word: str, words: Iterable[str]) -> str:
    """The word that was perhaps meant, as a question."""
    close = get_close_matches(word, list(words), n=1)
    return f" Menade du {close[0]}?" if close else ""


def repeated(values: Sequence[str], place: Place, key: str) -> Iterator[Problem]:
    """Each value that stands earlier in the list too."""
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            yield Problem((*place, index, key), f"{value} står redan tidigare. Välj ett annat namn.")
        seen.add(value)
