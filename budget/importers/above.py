"""The rows above the headings, and what they say of the figures: a unit, a year, a month, the word budget. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from budget.importers.contract import ImportSpec
from budget.importers.labels import Kind, kind_of, says_outcome, units_in, without_days, years_in
from budget.importers.months import months_named
from styrmodell.throwaway.cells import Row, text_of
from ui.rules.swedish import capitalised

_COMPARED = re.compile(r"\b(?:jämf\w*|mot|och|samt)\b")
_LEAST_HEADED = 2  # a row with one text is a title, and heads no columns


class Above:
    """The rows above the headings, and a sheet's name: what they say of the figures."""

    def __init__(self, rows: Sequence[Row], name: str = "") -> None:
        """Keep their texts; the number of a row is its place in the file, 0 for the sheet's name."""
        self._cells = [[text_of(cell) for cell in row] for row in rows]
        lines = [(number, " ".join(filter(None, cells))) for number, cells in enumerate(self._cells, start=1)]
        self.lines = [(number, line) for number, line in [(0, name), *lines] if line]

    def over(self, index: int) -> str:
        """The heading that spans the column, in the row next above when that row heads more than one."""
        cells = self._cells[-1] if self._cells else []
        if sum(map(bool, cells)) < _LEAST_HEADED:
            return ""
        return next((cell for cell in reversed(cells[: index + 1]) if cell), "")

    def units(self) -> tuple[set[Decimal], str]:
        """The units nearest above the headings, and where they stand."""
        for number, line in reversed(self.lines):
            if found := units_in(line):
                return found, where(number)
        return set(), ""

    def says_budget(self) -> str:
        """The line that says that the figures are budget or forecast; empty when a line says outcome."""
        if any(says_outcome(line) for _, line in self.lines):
            return ""
        kinds = (Kind.BUDGET, Kind.FORECAST)
        return next((quoted(number, line) for number, line in self.lines if kind_of(line) in kinds), "")

    def says_accumulated(self) -> str:
        """The line that says that the figures are the year to date, month by month."""
        words = (line for line in self.lines if re.search(r"\back(?:\b|um)|\bytd\b", line[1].casefold()))
        return next((quoted(*line) for line in words), "")

    def says_earlier(self, spec: ImportSpec) -> str:
        """The line that says that the figures are those of the year before, and nothing of this one."""
        found = (
            line for line in self.lines if kind_of(line[1]) is Kind.EARLIER and not _COMPARED.search(line[1].casefold())
        )
        return next((quoted(*line) for line in found if spec.year not in years_in(line[1], spec.year)), "")

    def other_year(self, spec: ImportSpec) -> str:
        """The line that tells of other years only."""
        if earlier := self.says_earlier(spec):
            return earlier
        found = {year for _, line in self.lines for year in years_in(line, spec.year) if not _is_code(year, line, spec)}
        if not found or spec.year in found:
            return ""
        return next(quoted(number, line) for number, line in self.lines if years_in(line, spec.year) & found)

    def other_months(self, spec: ImportSpec) -> str:
        """The line that names other months than the one the file is said to be about, or all months through it."""
        wanted = {(spec.year, spec.month or 0)}
        for number, line in self.lines:
            named = months_named(without_days(line), spec.year)
            if named and (named != wanted or kind_of(line) is Kind.ACCUMULATED):
                return quoted(number, line)
        return ""


def where(number: int) -> str:
    """«rad 3», or «bladets namn» for 0."""
    return f"rad {number}" if number else "bladets namn"


def quoted(number: int, line: str) -> str:
    """«Rad 1 säger ”Utfall 2025”»"""
    return f"{capitalised(where(number))} säger ”{line[:60]}”"


def _is_code(year: int, line: str, spec: ImportSpec) -> bool:
    """Is what looks like a year a unit's code? Only a word of time beside it makes it a year then."""
    return str(year) in spec.known_units and not re.search(
        rf"\b(?:år|utfall|bokslut|budget|period)\w* {year}", line.casefold()
    )
