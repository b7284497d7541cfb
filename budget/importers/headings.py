"""Finding the table: which row holds the headings, which column is what, and which of two layouts it is. Pure.

Long: one amount column (or debit and credit), and a month column unless the whole file is one month. Wide: one column
per month. What stands above the headings counts too: a unit, a year, a month, the word budget.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from budget.importers.above import Above
from budget.importers.contract import ImportSpec
from budget.importers.labels import (
    Kind,
    is_only_unit,
    kind_of,
    says_outcome,
    units_in,
    without_units,
    years_in,
)
from budget.importers.months import month_of
from budget.importers.sums import has_sum_word
from styrmodell.rules.periods import MONTHS_IN_YEAR, PeriodError, YearMonth
from styrmodell.throwaway.cells import Cell, Row, text_of
from ui.rules.swedish import MONTHS, capitalised, join_words

SEARCHED_ROWS = 30


class LedgerColumn(StrEnum):
    """What a column can hold; the value is its usual heading."""

    UNIT = "ansvar"
    ACCOUNT = "konto"
    ACTIVITY = "verksamhet"
    YEAR = "år"
    MONTH = "månad"
    AMOUNT = "belopp"
    DEBIT = "debet"
    CREDIT = "kredit"
    KIND = "typ"
    SIDE = "debet/kredit"
    TEXT = "text"


# The words of a column, the surest first: of two columns the one whose word stands in an earlier group is read.
_SYNONYMS = {
    LedgerColumn.UNIT: (
        "ansvar, ansvarskod, ansvarsnr, ansvarsnummer, ansvarsställe, enhet, enhetskod, enhetsnr, kostnadsställe, kst, "
        "kostnadsställenr, resultatenhet, cost center, cost centre, costcenter",
        "organisation, organisationskod, objekt, objektkod, avdelning, department, unit",
    ),
    LedgerColumn.ACCOUNT: (
        "konto, kontonr, kontonummer, kontokod, account, account no, account number",
        "kontogrupp, slag, konto eller grupp, kontoklass",
    ),
    LedgerColumn.ACTIVITY: ("verksamhet, verksamhetskod, vht, vhtkod",),
    LedgerColumn.YEAR: ("år, bokföringsår, räkenskapsår, year", "budgetår"),
    LedgerColumn.MONTH: (
        "månad, mån, månadsnr, period, bokföringsperiod, redovisningsperiod, month",
        "datum, bokföringsdatum, verifikationsdatum, transaktionsdatum, date, posting date",
    ),
    LedgerColumn.AMOUNT: (
        "belopp, utfall, netto, nettobelopp, nettokostnad, nettoutfall, utfall netto, bokfört, bokfört belopp, "
        "redovisat, periodens belopp, periodbelopp, belopp period, periodutfall, periodens utfall, utfall period, utfall perioden, utfall månad, utfall månaden, "
        "månadens utfall, utfall totalt, amount, net amount, actual, actuals",
        "saldo, summa, sum, total, totalt, totalsumma, balance",
    ),
    LedgerColumn.DEBIT: ("debet, debit, debetbelopp, debit amount",),
    LedgerColumn.CREDIT: ("kredit, credit, kreditbelopp, credit amount",),
    LedgerColumn.KIND: ("beloppstyp, värdetyp, scenario", "version", "typ, type"),
    LedgerColumn.SIDE: ("d k, dk, d c, debet kredit, debet eller kredit, debit credit",),
    LedgerColumn.TEXT: (
        "text, benämning, beskrivning, kontonamn, ansvarsnamn, enhetsnamn, verifikationstext, description",
    ),
}
_FIELDS = {
    word: (name, rank)
    for name, groups in _SYNONYMS.items()
    for rank, words in enumerate(groups)
    for word in words.split(", ")
}
_UNREAD = (LedgerColumn.ACTIVITY, LedgerColumn.TEXT)  # known, but nothing is read out of them
_NOISE = re.compile(r"[\s_.,:;/()\[\]\-\u00a0]+")
_YEAR_AFTER = re.compile(r"(?<=[^\W\d])[ -]*(?:20\d\d|[23]\d)$")
_AGGREGATE = re.compile(r"^(?:summa|sum|total) (?:av |of )?(?=[^\W\d])")
_OUTCOME_BESIDE = re.compile(
    r"^(?:utfall|belopp|actuals?|netto)[ :.,_-]+(?=.)|[ :.,_-]+(?:utfall|belopp|actuals?|netto)$"
)
_NEEDED = (LedgerColumn.UNIT, LedgerColumn.ACCOUNT)
_LEAST_KNOWN = 2


class HeadingError(ValueError):
    """No table was found; the message says in Swedish which columns are needed."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in the table: column indexes and the headings as the file writes them.

    `scale` turns the file's amounts into kronor (1000 when a heading or a line above says tkr); `total` is the column
    with the months' sum; `other_year` is why a month without its year cannot be read, when what stands above tells of
    another year.
    """

    columns: dict[LedgerColumn, int]
    headings: tuple[str, ...]
    months: tuple[tuple[int, YearMonth], ...] = ()
    scale: Decimal = Decimal(1)
    ignored: tuple[str, ...] = field(default=())
    total: int | None = None
    other_year: str = ""

    def heading(self, name: LedgerColumn) -> str:
        """The column's heading in the file, or its usual name when it has none."""
        index = self.columns.get(name)
        return name.value if index is None else self.headings[index]

    @property
    def amounts(self) -> tuple[int, ...]:
        """The columns that amounts are read from."""
        if self.months:
            return tuple(index for index, _ in self.months)
        wanted = (LedgerColumn.AMOUNT, LedgerColumn.DEBIT, LedgerColumn.CREDIT)
        return tuple(self.columns[name] for name in wanted if name in self.columns)


@dataclass(frozen=True, slots=True)
class _Amounts:
    """A column that may hold amounts: what it is of."""

    index: int
    rank: int
    years: frozenset[int]


class _HeadingRow:
    """What a row holds when it is read as headings."""

    def __init__(self, cells: Sequence[Cell], spec: ImportSpec, above: Above) -> None:
        """Find out what every column is."""
        self.headings = tuple(text_of(cell) for cell in cells)
        self._spec, self._above = spec, above
        self.fields: dict[LedgerColumn, list[tuple[int, int]]] = {}  # (rank, index)
        self.amounts: list[_Amounts] = []
        self.months: list[tuple[int, YearMonth]] = []
        self.numbers: list[tuple[int, YearMonth]] = []  # bare 1–12: months only when nothing else is
        self.kinds: dict[int, Kind] = {}
        for index, heading in enumerate(self.headings):
            if heading:
                self._read(index, heading, is_number=isinstance(cells[index], float))
        self._read_months_over()

    def _read_months_over(self) -> None:
        """Two rows of headings: a month over each column of outcome, and nothing beside them but their total."""
        over = {amount.index: self._above.over(amount.index) for amount in self.amounts}
        named = {index: _month(text, self._spec.year, is_number=False) for index, text in over.items()}
        months = [(index, month) for index, month in named.items() if month is not None]
        is_plain = all(month is not None or has_sum_word([over[index].casefold()]) for index, month in named.items())
        if self.months or LedgerColumn.MONTH in self.fields or not is_plain or len(set(named.values())) < len(named):
            return
        if len(months) >= _LEAST_KNOWN:
            self.months = months
            self.amounts = [amount for amount in self.amounts if named[amount.index] is None]
            self.headings = tuple(f"{over[i]} {text}" if named.get(i) else text for i, text in enumerate(self.headings))

    def _read(self, index: int, heading: str, *, is_number: bool) -> None:
        words = _plain(heading)
        name, rank = _FIELDS.get(words) or _FIELDS.get(_YEAR_AFTER.sub("", words)) or (None, 0)
        if name is not None and name is not LedgerColumn.AMOUNT:
            self.fields.setdefault(name, []).append((rank, index))
            return
        kind = kind_of(heading) or self._kind_over(index, heading)
        if kind is not None:
            self.kinds[index] = kind
        elif name is not None:
            years = years_in(heading, self._spec.year) or self._short_years(heading) or self._years_over(index)
            self.amounts.append(_Amounts(index, rank, frozenset(years)))
        else:
            self._read_month(index, heading, is_number=is_number)

    def _read_month(self, index: int, heading: str, *, is_number: bool) -> None:
        year = min(self._years_over(index), default=self._spec.year)
        month = _month(heading, year, is_number=is_number)
        if month is not None:
            self.months.append((index, month))
        elif heading.isdecimal() and 1 <= int(heading) <= MONTHS_IN_YEAR:
            self.numbers.append((index, (year, int(heading))))

    def _kind_over(self, index: int, heading: str) -> Kind | None:
        """The kind of the heading that spans the column, unless the column's own says outcome."""
        return None if says_outcome(heading) else kind_of(self._above.over(index))

    def _years_over(self, index: int) -> set[int]:
        return years_in(self._above.over(index), self._spec.year)

    def _short_years(self, heading: str) -> set[int]:
        """The year of "Utfall 25"."""
        found = re.search(r"[^\W\d][ -]*(\d\d)$", heading)
        return {2000 + int(found[1])} if found else set()

    @property
    def recognised(self) -> int:
        """How many columns were recognised; two or more make it a heading row."""
        return len(self.fields) + len(self.months) + len(self.amounts) + len(self.kinds)

    def column(self, name: LedgerColumn) -> int | None:
        """Where a column stands: the surest. Raises HeadingError when two are as sure."""
        found = sorted(self.fields.get(name, []))
        if len(found) > 1 and found[0][0] == found[1][0]:
            self.twice(found[1][1])
        return found[0][1] if found else None

    def twice(self, index: int) -> None:
        """Raises HeadingError."""
        raise HeadingError(f"Två kolumner betyder samma sak som {self.headings[index]}. Behåll en av dem.")


def find_layout(cells: Sequence[Cell], spec: ImportSpec, above: Above | None = None) -> Layout | None:
    """Read a row as the headings of a ledger; None when it is not.

    Raises HeadingError when it is, but something is missing, stands twice, or is no outcome of the year.
    """
    above = above or Above([])
    row = _HeadingRow(cells, spec, above)
    if row.recognised < _LEAST_KNOWN or not {*_NEEDED} & row.fields.keys():
        return None
    columns = {name: index for name in row.fields if name not in _UNREAD and (index := row.column(name)) is not None}
    if LedgerColumn.SIDE in columns:
        raise HeadingError(
            f"Kolumnen {row.headings[columns[LedgerColumn.SIDE]]} säger om beloppet är debet eller kredit. Ta ut beloppen "
            "med tecken, eller i kolumnerna Debet och Kredit."
        )
    months = _months_of(row, columns)
    if months:
        return _wide(row, columns, months, spec, above)
    return _long(row, columns, spec, above)


def is_headings(cells: Sequence[Cell], spec: ImportSpec) -> bool:
    """Tell whether a row holds a ledger's headings, also when something is wrong with them."""
    try:
        return find_layout(cells, spec) is not None
    except HeadingError:
        return True


def _months_of(row: _HeadingRow, columns: Collection[LedgerColumn]) -> list[tuple[int, YearMonth]]:
    """The columns of months. Bare numbers are months when there is nothing else that amounts could stand in."""
    has_amounts = bool(row.amounts) or {LedgerColumn.DEBIT, LedgerColumn.CREDIT, LedgerColumn.MONTH} & {*columns}
    if not row.months and not has_amounts and len(row.numbers) >= _LEAST_KNOWN:
        return row.numbers
    return row.months


def _wide(
    row: _HeadingRow,
    columns: dict[LedgerColumn, int],
    months: list[tuple[int, YearMonth]],
    spec: ImportSpec,
    above: Above,
) -> Layout:
    """A column per month. Raises HeadingError."""
    if LedgerColumn.MONTH in columns:
        raise HeadingError("Filen har både en månadskolumn och en kolumn per månad. Behåll den ena.")
    seen: set[YearMonth] = set()
    for index, month in months:
        if month in seen:
            row.twice(index)
        seen.add(month)
    _require(row, [name for name in _NEEDED if name not in columns], spec)
    columns = {name: columns[name] for name in (*_NEEDED, LedgerColumn.KIND) if name in columns}
    headings = [row.headings[index] for index, _ in months]
    other_year = above.other_year(spec)
    if other_year and not all(years_in(heading, spec.year) for heading in headings):
        raise HeadingError(f"{other_year}, men importen gäller {spec.year}. Välj det år som filen gäller.")
    _check_kind(headings, above)
    total = next((amount.index for amount in row.amounts if amount.years <= {spec.year}), None)
    return _layout(row, columns, above, months=tuple(sorted(months, key=lambda each: each[1])), total=total)


def _long(row: _HeadingRow, columns: dict[LedgerColumn, int], spec: ImportSpec, above: Above) -> Layout:
    """One amount in each row. Raises HeadingError."""
    both = {LedgerColumn.DEBIT, LedgerColumn.CREDIT} <= columns.keys()
    if not both:
        for name in (LedgerColumn.DEBIT, LedgerColumn.CREDIT):
            columns.pop(name, None)
        amount = _amount_column(row, spec)
        if amount is not None:
            columns[LedgerColumn.AMOUNT] = amount
    missing = [name for name in _NEEDED if name not in columns]
    if spec.month is None and LedgerColumn.MONTH not in columns:
        missing.append(LedgerColumn.MONTH)
    if not both and LedgerColumn.AMOUNT not in columns:
        missing.append(LedgerColumn.AMOUNT)
    _require(row, missing, spec)
    layout = _layout(row, columns, above, other_year=above.other_year(spec))
    _check_kind([layout.headings[index] for index in layout.amounts], above)
    if LedgerColumn.MONTH not in columns:
        _check_month(row, layout, spec, above)
    return layout


def _amount_column(row: _HeadingRow, spec: ImportSpec) -> int | None:
    """The column with the year's outcome: the surest word. Raises HeadingError when two are as sure, or when the only
    one is of another year."""
    of_year = [amount for amount in row.amounts if not amount.years or spec.year in amount.years]
    if row.amounts and not of_year:
        heading, (year, *_) = row.headings[row.amounts[0].index], sorted(row.amounts[0].years)
        raise HeadingError(f"Kolumnen {heading[:60]} gäller {year}, men importen gäller {spec.year}.")
    dated = [amount for amount in of_year if amount.years]  # "Utfall 2026" is surer than "Utfall"
    found = sorted(dated or of_year, key=lambda amount: (amount.rank, amount.index))
    if len(found) > 1 and found[0].rank == found[1].rank:
        row.twice(found[1].index)
    return found[0].index if found else None


def _require(row: _HeadingRow, missing: list[LedgerColumn], spec: ImportSpec) -> None:
    """Raises HeadingError when a column is missing; what was found instead is named."""
    if not missing:
        return
    if LedgerColumn.AMOUNT in missing and row.kinds:
        index, kind = next(iter(row.kinds.items()))
        raise HeadingError(
            f"Kolumnen {row.headings[index][:60]} är {kind.value}, inte periodens utfall. "
            "Ta ut en fil med periodens utfall."
        )
    words = join_words([capitalised(name.value) for name in missing])
    choose = ", eller välj vilken månad filen gäller" if missing == [LedgerColumn.MONTH] else ""
    raise HeadingError(
        f"Kolumn saknas: {words}. Rubrikerna i filen är {listed(row.headings)}. Alla ska stå på samma rad{choose}."
    )


def _check_kind(headings: Sequence[str], above: Above) -> None:
    """Raises HeadingError when the lines above say that the figures are no outcome of a period, and the headings do not
    say that they are."""
    accumulated = above.says_accumulated()
    if accumulated and not any("period" in heading.casefold() for heading in headings):
        raise HeadingError(f"{accumulated}: beloppen är ackumulerade. Ta ut utfallet för varje period.")
    budget = above.says_budget()
    if budget and not any(says_outcome(heading) for heading in headings):
        raise HeadingError(
            f"{budget}. Här läses utfall in. Ta ut utfallet, eller skriv Utfall i rubriken om det är det."
        )


def _check_month(row: _HeadingRow, layout: Layout, spec: ImportSpec, above: Above) -> None:
    """The whole file is said to be about one month: raises HeadingError when the lines above say something else."""
    said = layout.other_year if LedgerColumn.YEAR not in layout.columns else ""
    said = said or above.other_months(spec)
    if said:
        month = f"{MONTHS[(spec.month or 1) - 1]} {spec.year}"
        raise HeadingError(f"{said}, men importen gäller {month}. Välj rätt månad, eller ta ut en fil med den månaden.")


def _layout(
    row: _HeadingRow,
    columns: dict[LedgerColumn, int],
    above: Above,
    months: tuple[tuple[int, YearMonth], ...] = (),
    total: int | None = None,
    other_year: str = "",
) -> Layout:
    layout = Layout(columns, row.headings, months)
    read = {*columns.values(), *layout.amounts}
    ignored = tuple(heading for index, heading in enumerate(row.headings) if heading and index not in read)
    return Layout(columns, row.headings, months, _scale(row, layout.amounts, above), ignored, total, other_year)


def _scale(row: _HeadingRow, amounts: Sequence[int], above: Above) -> Decimal:
    """What amounts are multiplied with: the unit in their headings, over them, or in a line above. Raises HeadingError
    when there are several."""
    own = [units_in(row.headings[index]) or units_in(above.over(index)) for index in amounts]
    if any(own):
        found = {scale for scales in own for scale in scales or {Decimal(1)}}
        if len(found) > 1:
            raise HeadingError("Beloppskolumnerna har olika enheter. Skriv alla belopp i samma enhet.")
        return found.pop()
    beside = {scale for heading in row.headings if is_only_unit(heading) for scale in units_in(heading)}
    found, place = (beside, "rubrikraden") if beside else above.units()
    if len(found) > 1:
        raise HeadingError(f"På {place} står flera enheter. Skriv beloppens enhet i kolumnens rubrik.")
    return found.pop() if found else Decimal(1)


def with_units_below(layout: Layout, row: Row) -> Layout | None:
    """The layout when the row under the headings holds units and nothing else; None when it does not.

    Raises HeadingError when the amounts have several units."""
    texts = {index: text for index, cell in enumerate(row) if (text := text_of(cell))}
    if not texts or not all(is_only_unit(text) for text in texts.values()):
        return None
    found = {scale for index in layout.amounts for scale in units_in(texts.get(index, ""))} or {Decimal(1)}
    if len(found) > 1:
        raise HeadingError("Beloppskolumnerna har olika enheter. Skriv alla belopp i samma enhet.")
    return Layout(
        layout.columns, layout.headings, layout.months, found.pop(), layout.ignored, layout.total, layout.other_year
    )


def listed(headings: Sequence[str]) -> str:
    """The headings as a list in a sentence, not too long."""
    shown = [heading[:40] for heading in headings if heading]
    return join_words(shown[:12]) + (" med flera" if len(shown) > 12 else "")


def _plain(heading: str) -> str:
    """The heading's words: "Summa av Belopp (tkr)" → "belopp"."""
    words = _NOISE.sub(" ", without_units(heading)).strip()
    rest = _AGGREGATE.sub("", words)
    return rest if rest in _FIELDS else words


def _month(heading: str, year: int, *, is_number: bool) -> YearMonth | None:
    """The month a heading names: "jan", "utfall juli", "2026-07", "Summa av jul". A bare number is no month, unless it
    is one of six digits or a day as a spreadsheet stores it."""
    name = _OUTCOME_BESIDE.sub("", _AGGREGATE.sub("", without_units(heading))).strip()
    if name.isdecimal() and len(name) < len("202607") and not is_number:
        return None
    if name.isdecimal() and len(name) < len("46204"):
        return None
    for text in (name, _NOISE.sub(" ", name).strip()):
        try:
            return month_of(text, year, is_number=is_number)
        except PeriodError:
            continue
    return None
