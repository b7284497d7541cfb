"""Finding the table: which row holds the headings, which column is what, and which of two layouts it is. Pure.

Long: one amount column, and a month column unless the whole file is one month. Wide: one column per month.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from budget.importers.contract import ImportSpec
from styrmodell.rules.periods import PeriodError, YearMonth, parse_month
from ui.rules.swedish import capitalised, join_words

SEARCHED_ROWS = 30

K = TypeVar("K", bound=Hashable)


class LedgerColumn(StrEnum):
    """What a column can hold; the value is its usual heading."""

    UNIT = "ansvar"
    ACCOUNT = "konto"
    ACTIVITY = "verksamhet"
    YEAR = "år"
    MONTH = "månad"
    AMOUNT = "belopp"
    TEXT = "text"


_SYNONYMS = {
    LedgerColumn.UNIT: (
        "ansvar ansvarskod ansvarsnr ansvarsnummer enhet enhetskod enhetsnr kostnadsställe kst kostnadsställenr "
        "resultatenhet organisation organisationskod objekt objektkod avdelning"
    ),
    LedgerColumn.ACCOUNT: "konto kontonr kontonummer kontokod kontogrupp slag",
    LedgerColumn.ACTIVITY: "verksamhet verksamhetskod vht vhtkod",
    LedgerColumn.YEAR: "år bokföringsår budgetår räkenskapsår",
    LedgerColumn.MONTH: "månad mån månadsnr period bokföringsperiod redovisningsperiod datum bokföringsdatum",
    LedgerColumn.AMOUNT: "belopp utfall budget summa saldo netto nettobelopp nettokostnad",
    LedgerColumn.TEXT: "text benämning beskrivning kontonamn ansvarsnamn enhetsnamn verifikationstext",
}
_FIELDS = {word: name for name, words in _SYNONYMS.items() for word in words.split()}
_FIELDS["konto eller grupp"] = LedgerColumn.ACCOUNT
_SCALES = {"kr": Decimal(1), "sek": Decimal(1), "tkr": Decimal(1000), "mnkr": Decimal(1_000_000)}
_NOISE = re.compile(r"[\s_.,:;/()\[\]\-\u00a0]+")
_YEAR_AFTER = re.compile(r"(?<=[^\W\d]) ?20\d\d$")
_KIND_BEFORE = re.compile(r"^(?:utfall|budget|belopp) (?=.)")
_NEEDED = (LedgerColumn.UNIT, LedgerColumn.ACCOUNT)
_LEAST_KNOWN = 2


class HeadingError(ValueError):
    """No table was found; the message says in Swedish which columns are needed."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in the table: column indexes and the headings as the file writes them.

    `scale` turns the file's amounts into kronor (1000 when a heading says tkr).
    """

    columns: dict[LedgerColumn, int]
    headings: tuple[str, ...]
    months: tuple[tuple[int, YearMonth], ...] = ()
    scale: Decimal = Decimal(1)
    ignored: tuple[str, ...] = field(default=())

    def heading(self, name: LedgerColumn) -> str:
        """The column's heading in the file, or its usual name when it has none."""
        index = self.columns.get(name)
        return name.value if index is None else self.headings[index]


@dataclass(slots=True)
class _HeadingRow:
    """What a row holds when it is read as headings."""

    headings: tuple[str, ...]
    columns: dict[LedgerColumn, int] = field(default_factory=dict)
    months: dict[YearMonth, int] = field(default_factory=dict)
    scales: dict[int, Decimal] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    twice: str = ""

    def read(self, index: int, cell: object, year: int) -> None:
        """Find out what one column is."""
        words, scale = _split_unit(_NOISE.sub(" ", str(cell).casefold()).strip())
        name, month = _FIELDS.get(_YEAR_AFTER.sub("", words)), _month(words, year)
        if name is not None:
            self._put(self.columns, name, index)
        elif month is not None:
            self._put(self.months, month, index)
        elif words:
            self.ignored.append(self.headings[index])
        if scale is not None:
            self.scales[index] = scale

    def _put(self, places: dict[K, int], key: K, index: int) -> None:
        if key in places:
            self.twice = self.headings[index]
        places.setdefault(key, index)

    @property
    def recognised(self) -> int:
        """How many columns were recognised; two or more make it a heading row."""
        return len(self.columns) + len(self.months)


def find_layout(cells: Sequence[object], year: int, *, month_is_given: bool) -> Layout | None:
    """Read a row as the headings of a ledger; None when it is not.

    Raises HeadingError when it is, but something is missing or stands twice.
    """
    row = _HeadingRow(tuple(str(cell).strip() for cell in cells))
    for index, cell in enumerate(cells):
        row.read(index, cell, year)
    if row.recognised < _LEAST_KNOWN or not {*_NEEDED} & row.columns.keys():
        return None
    if row.twice:
        raise HeadingError(f"Två kolumner betyder samma sak som {row.twice}. Behåll en av dem.")
    return _layout(row, month_is_given=month_is_given)


def is_headings(cells: Sequence[object], spec: ImportSpec) -> bool:
    """Tell whether a row holds a ledger's headings, also when something is wrong with them."""
    try:
        return find_layout(cells, spec.year, month_is_given=spec.month is not None) is not None
    except HeadingError:
        return True


def _layout(row: _HeadingRow, *, month_is_given: bool) -> Layout:
    """Choose between long and wide. Raises HeadingError when neither fits."""
    if row.months and LedgerColumn.MONTH in row.columns:
        raise HeadingError("Filen har både en månadskolumn och en kolumn per månad. Behåll den ena.")
    if row.months and LedgerColumn.AMOUNT in row.columns:  # a total beside the months
        row.ignored.append(row.headings[row.columns.pop(LedgerColumn.AMOUNT)])
    missing = [name for name in _NEEDED if name not in row.columns]
    if not row.months:
        wanted = (LedgerColumn.AMOUNT,) if month_is_given else (LedgerColumn.MONTH, LedgerColumn.AMOUNT)
        missing += [name for name in wanted if name not in row.columns]
    if missing:
        words = join_words([capitalised(name.value) for name in missing])
        raise HeadingError(
            f"Kolumn saknas: {words}. Rubrikerna i filen är {_listed(row.headings)}. Alla ska stå på samma rad."
        )
    amounts = {*row.months.values()} if row.months else {row.columns[LedgerColumn.AMOUNT]}
    scales = {row.scales.get(index, Decimal(1)) for index in amounts}
    if len(scales) > 1:
        raise HeadingError("Beloppskolumnerna har olika enheter. Skriv alla belopp i samma enhet.")
    months = tuple((index, month) for month, index in sorted(row.months.items()))
    return Layout(row.columns, row.headings, months, scales.pop(), tuple(row.ignored))


def _listed(headings: Sequence[str]) -> str:
    shown = [heading[:40] for heading in headings if heading]
    return join_words(shown[:12]) + (" med flera" if len(shown) > 12 else "")


def _split_unit(words: str) -> tuple[str, Decimal | None]:
    """Take "tkr" from the end of "belopp tkr"."""
    before, _, last = words.rpartition(" ")
    return (before, _SCALES[last]) if before and last in _SCALES else (words, None)


def _month(words: str, year: int) -> YearMonth | None:
    """The month a heading names: "jan", "utfall juli", "2026 07". A bare number is no month."""
    name = _KIND_BEFORE.sub("", words)
    if name.isdigit() and len(name) < len("202607"):
        return None
    try:
        return parse_month(name, year)
    except PeriodError:
        return None
