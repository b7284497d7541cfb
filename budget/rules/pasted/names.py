"""Which line a pasted row is about, by name or code. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from ui.rules.swedish import join_words

_WORDS = re.compile(r"[^\W_]+")
_SHOWN = 60


class LineError(ValueError):
    """No line is meant, or more than one; the message says in Swedish which."""


@dataclass(frozen=True, slots=True)
class PasteTarget:
    """A line that may be typed in: its key, its name, its organisation's code, those the ledger knows it by, and what it
    is called where nothing else has its name."""

    key: str
    name: str
    code: str = ""
    ledger_codes: tuple[str, ...] = ()
    short_name: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, the ledger's first."""
        return (*self.ledger_codes, self.code) if self.code else self.ledger_codes


class LineNames:
    """The lines by all that they are called."""

    def __init__(self, lines: Sequence[PasteTarget]) -> None:
        self.lines = lines
        self._called: dict[str, list[PasteTarget]] = {}
        for line in lines:
            names = {line.name, line.short_name or line.name}
            called = {*names, *line.codes, *(f"{code} {name}" for code in line.codes for name in names)}
            for text in {_plain(text) for text in called}:
                self._called.setdefault(text, []).append(line)

    def __contains__(self, cell: str) -> bool:
        return _plain(cell) in self._called

    def line(self, cells: Iterable[str], label: str) -> PasteTarget:
        """The line that the cells agree on. `label` is what the row is called when none of them names a line.

        Raises LineError."""
        named = [(cell, self._called[_plain(cell)]) for cell in cells if cell in self]
        if not named:
            raise LineError(self._unknown(label))
        meant = [line for line in named[0][1] if all(line in lines for _, lines in named)]
        if len(meant) == 1:
            return meant[0]
        if not meant:
            raise LineError(f"{join_words([f'”{cell}”' for cell, _ in named])} är olika rader. Raden hoppas över.")
        codes = join_words([code for line in meant for code in line.codes[:1]], "eller")
        ask = f"Skriv koden i stället: {codes}." if codes else "Skriv beloppet i prognosen i stället."
        raise LineError(f"{len(meant)} rader heter ”{named[0][0]}”. {ask}")

    def _unknown(self, label: str) -> str:
        by_name = {_plain(line.name): line.name for line in self.lines}
        near = get_close_matches(_plain(label), by_name, n=1, cutoff=0.7)
        asked = f" Menade du {by_name[near[0]]}?" if near else ""
        return f"”{label[:_SHOWN]}” finns inte bland prognosens rader och hoppas över.{asked}"


def _plain(text: str) -> str:
    """The words alone: «3030 - Hemtjänst» and «3030 hemtjänst» are the same, and so is an ä in two letters."""
    return " ".join(_WORDS.findall(unicodedata.normalize("NFC", text).casefold()))
