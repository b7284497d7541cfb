"""The headings of what was pasted: which row they are, which column is the forecast, and in which unit. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from budget.rules.pasted.amounts import UNITS
from budget.rules.pasted.cells import has_words
from ui.rules.money import Unit
from ui.rules.swedish import MONTHS, join_words

SEARCHED_ROWS = 10
_FORECASTS = ("prognos", "prognosen", "helårsbedömning")  # how the word ends
_OTHERS = (  # how a word begins that says the column is something else
    "budget", "årsbudget", "periodbudget", "helårsbudget", "tilläggsbudget", "utfall", "bokslut", "avvik", "diff",
    "skillnad", "ändr", "föränd", "motprognos", "prognosavvik", "budgetavvik", "föreg", "förr", "tidigare", "gam",
    "komm", "procent", "andel", "jämf", "jmf", "period", "ack", "ram", "återst",
)  # fmt: skip
_AMOUNTS = frozenset({"belopp", "beloppet", "nettokostnad", "netto", "helår", "årsvärde", "värde"})
_FILLERS = frozenset({"i", "per", "för", "ny", "nya", "nytt"})
_NAMES = (
    "verksamhet", "enhet", "ansvar", "nämnd", "förvaltning", "namn", "benämning", "rad", "kod", "konto", "avdelning",
    "organisation", "kostnadsst", "kst", "objekt", "område",
)  # fmt: skip
_CODES = ("ansvar", "kod", "kst", "kostnadsst", "objekt", "nr", "nummer", "enhet")
_WORDS = re.compile(r"[^\W\d_]+|%")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:[-/]?(0[1-9]|1[0-2])(?!\d))?")
_SHORT_YEAR = re.compile(r"[^\W\d_][ .'’\-]{0,2}(\d\d)$")
_WHAT_TO_COPY = "Kopiera två kolumner: verksamhet och prognos."


class PasteError(ValueError):
    """Nothing can be made of what was pasted; the message says in Swedish what to paste instead."""


@dataclass(frozen=True, slots=True)
class PasteGrid:
    """The forecast that is pasted into: the unit it is typed in, its year and month. 0 when that is not known."""

    unit: Unit = Unit.TKR
    year: int = 0
    month: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a column, and what it says about it. Year and month are 0 when it says none."""

    text: str
    is_forecast: bool
    is_amount: bool  # says that it is an amount, and not which
    is_name: bool
    is_code: bool
    is_new: bool
    year: int
    month: int

    @classmethod
    def of(cls, text: str) -> Heading:
        """Read a heading."""
        words = _WORDS.findall(text.casefold())
        months = [month for month in map(_month, words) if month]
        year = _YEAR.search(text)
        short = _SHORT_YEAR.search(text) if months and not year else None
        is_other = "%" in words or any(word.startswith(_OTHERS) for word in words)
        rest = [word for word in words if word not in _FILLERS and word not in UNITS and not _month(word)]
        says_unit = any(word in UNITS for word in words)
        return cls(
            text,
            is_forecast=not is_other and any(word.endswith(_FORECASTS) for word in words),
            is_amount=set(rest) <= _AMOUNTS and bool(rest or says_unit or (year and not months)),
            is_name=bool(words) and words[0].startswith(_NAMES),
            is_code=any(word.startswith(_CODES) or word.endswith("kod") for word in words),
            is_new=bool(words) and words[0] in ("ny", "nya"),
            year=int(year[1]) if year else 2000 + int(short[1]) if short else 0,
            month=int(year[2]) if year and year[2] else months[-1] if months else 0,
        )

    def is_about(self, grid: PasteGrid) -> bool:
        """Can the column be the forecast of the grid, as far as year and month say?"""
        return self.year in (0, grid.year or self.year) and self.month in (0, grid.month or self.month)


def heading_row(rows: Sequence[Sequence[str]], is_line: Callable[[str], bool]) -> int | None:
    """Which of the rows holds the headings: one of the first, before any that names a line. None when none does."""
    for place, row in enumerate(rows[:SEARCHED_ROWS]):
        filled = [cell for cell in row if cell]
        if any(map(is_line, filled)):
            return None
        if len(filled) > 1 and _is_headings(filled):
            return place
    return None


def forecast_column(texts: Sequence[str], grid: PasteGrid) -> int:
    """Which column is the forecast. Raises PasteError when that cannot be told."""
    headings = [Heading.of(text) for text in texts]
    found = [heading for heading in headings if heading.is_forecast]
    found = found or [heading for heading in headings if heading.is_amount and not heading.is_name]
    if not found:
        named = join_words([f"”{text[:40]}”" for text in texts if text])
        raise PasteError(f"Ingen rubrik säger prognos. Rubrikerna är {named}. {_WHAT_TO_COPY}")
    return headings.index(_the_one(found, grid))


def is_heading_of(cell: str, grid: PasteGrid) -> bool:
    """Is the cell the heading of a column of amounts, and not an amount that is missing?

    Raises PasteError when it says that the amounts are something else than the grid's forecast."""
    heading = Heading.of(cell)
    if not has_words(cell):
        return False
    if heading.is_forecast or heading.is_amount:
        _the_one([heading], grid)
        return True
    if any(word.startswith(_OTHERS) for word in _WORDS.findall(cell.casefold())):
        raise PasteError(f"Rubriken är ”{cell[:40]}”. Kopiera kolumnen med prognosen.")
    return False


def unit_above(texts: Sequence[str]) -> Unit | None:
    """The unit that stands in what is written above the amounts, nearest last; None when there is none."""
    for text in reversed(texts):
        units = [UNITS[word] for word in _WORDS.findall(text.casefold()) if word in UNITS]
        if units:
            return max(units, key=lambda unit: unit.exponent)  # «tusentals kronor»
    return None


def must_be_about(titles: Sequence[str], grid: PasteGrid) -> None:
    """Raise PasteError when a title above the table says another year than the grid's."""
    for title in titles:
        years = {int(year) for year, _ in _YEAR.findall(title)}
        if grid.year and years and grid.year not in years:
            raise PasteError(f"Ovanför tabellen står ”{title[:60]}”, men prognosen här gäller {grid.year}.")


def _the_one(found: Sequence[Heading], grid: PasteGrid) -> Heading:
    right = [heading for heading in found if heading.is_about(grid)]
    if not right:
        named = join_words([f"”{heading.text[:40]}”" for heading in found])
        raise PasteError(f"Rubriken är {named}, men prognosen här är för {_when(grid)}. {_WHAT_TO_COPY}")
    best = [heading for heading in right if heading.is_new or (grid.month and heading.month == grid.month)]
    if len(best or right) > 1:
        named = join_words([f"”{heading.text[:40]}”" for heading in best or right])
        raise PasteError(f"Flera kolumner kan vara prognosen: {named}. {_WHAT_TO_COPY}")
    return (best or right)[0]


def _is_headings(filled: Sequence[str]) -> bool:
    headings = [Heading.of(cell) for cell in filled]
    return headings[0].is_name or any(heading.is_forecast for heading in headings) or all(map(has_words, filled))


def _month(word: str) -> int:
    """The month a word says: «aug», «sept», «augusti», «augustiprognos»; 0 when none."""
    stem = next((word.removesuffix(end) for end in _FORECASTS if word.endswith(end)), word)
    return next((n for n, name in enumerate(MONTHS, start=1) if len(stem) >= 3 and name.startswith(stem)), 0)


def _when(grid: PasteGrid) -> str:
    month = MONTHS[grid.month - 1] if grid.month else ""
    return f"{month} {grid.year or ''}".strip()
