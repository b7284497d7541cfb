"""Checking ledger rows: every row, every error with its row number and column, and control totals. Pure.

No file and no database: rows come as an iterator of cells, lines go to a callable as text that PostgreSQL's COPY
reads. Rows often share unit, account and month, so what those three mean is worked out once and remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from budget.importers.amounts import kronor_text, ore_from_number, ore_from_text
from budget.importers.codes import AccountGroups, BalanceAccountError, UnitCodes
from budget.importers.contract import ImportSpec, Sign, Summary, UploadError, YearMonth
from budget.importers.headings import SEARCHED_ROWS, HeadingError, Layout, LedgerColumn, find_layout
from budget.importers.months import month_of
from budget.importers.sums import SumRows, has_sum_word
from budget.importers.tally import Place, Tally
from styrmodell.rules.periods import PeriodError, month_list
from ui.rules.swedish import MONTHS, capitalised

COLUMNS = ("organisation_id", "account_group_id", "year", "month", "account", "amount", "row_number")
"""The columns of a line, in order, for COPY in its text format (tab, newline)."""

Cell = str | float | bool | date | None
Row = Sequence[Cell]
Key = tuple[Cell, Cell, Cell, Cell]
_CHUNK = 5_000
_MEMORY = 100_000
_UNCODED = "Raden har belopp men varken ansvar, konto eller månad. Är det en summarad, ta bort den."


def text_of(cell: Cell) -> str:
    """Write a cell as a code or a word: 3130.0 → "3130", a date → "2026-07-31"."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


class OtherMonthError(PeriodError):
    """The row is about another month of the year than the one asked for: it is left out, and counted."""


class RowCheck:
    """What each column of a row has to be. Every method raises ValueError with a Swedish message."""

    def __init__(self, spec: ImportSpec, layout: Layout) -> None:
        """Prepare the look-ups."""
        self._spec = spec
        self._scale = layout.scale
        self._flip = -1 if spec.sign is Sign.COST_PLUS else 1
        self.unit = UnitCodes(spec.known_units).find
        self.account = AccountGroups(spec.account_ranges).find

    def month(self, month: Cell, year: Cell) -> YearMonth:
        """The row's month: in the year, the one asked for, and open."""
        spec = self._spec
        booked = (spec.year, spec.month or 0) if month is None else self._month(month, self._year(year))
        if booked[0] != spec.year:
            raise PeriodError(f"Raden gäller {booked[0]}, men importen gäller {spec.year}.")
        if spec.month is not None and booked[1] != spec.month:
            raise OtherMonthError
        if booked in spec.closed_months:
            name = capitalised(MONTHS[booked[1] - 1])
            raise PeriodError(f"{name} {booked[0]} är stängd. Öppna månaden eller ta bort raden.")
        return booked

    def _month(self, cell: Cell, year: int) -> YearMonth:
        return month_of(text_of(cell), year, is_number=isinstance(cell, float))

    def _year(self, cell: Cell) -> int:
        text = self._spec.year if cell is None else text_of(cell)
        try:
            return int(text)
        except ValueError:
            raise PeriodError(f"”{text}” är inget år.") from None

    def ore(self, cell: Cell) -> int:
        """The amount in öre with the sign of the house: income +, cost −."""
        if isinstance(cell, str) or cell is None:
            return self._flip * ore_from_text(cell or "", self._scale)
        if isinstance(cell, bool | date):
            return ore_from_text(f"{text_of(cell)} ", self._scale)
        return self._flip * ore_from_number(cell, self._scale)

    def place(self, key: Key) -> Place:
        """What unit, account, month and year mean together."""
        unit, account = self.unit(text_of(key[0])), self.account(text_of(key[1]))
        year, month = self.month(key[2], key[3])
        prefix = f"{unit}\t{account.group}\t{year}\t{month}\t{account.number}\t"
        return Place(prefix, (year, month), account.account_class, account.group)


class Ledger:
    """Reads the rows of one file. Use once: `read`, then `summary`."""

    def __init__(self, spec: ImportSpec, write: Callable[[str], object]) -> None:
        """Prepare; `write` receives text of whole lines."""
        self.spec = spec
        self.tally = Tally()
        self._sums = SumRows()
        self._unbooked = 0  # öre on balance accounts and of other months: no outcome, but part of the file's sum
        self._write = write
        self._lines: list[str] = []
        self._places: dict[Key, Place] = {}

    def read(self, rows: Iterable[Row]) -> Summary:
        """Find the headings and check every row after them; the first row of all is number 1.

        Raises UploadError when there is no table to read.
        """
        numbered = enumerate(rows, start=1)
        layout, heading_row = self._find_table(numbered)
        if layout.scale != 1:
            self.tally.warnings.append("Beloppen i filen är i tkr eller mnkr och har räknats om till kronor.")
        check = RowCheck(self.spec, layout)
        if layout.months:
            self._read_wide(numbered, layout, check)
        else:
            self._read_long(numbered, layout, check)
        self._flush()
        self._say_of_sums()
        self.tally.fold(self._places.values())
        if not self.tally.read:
            raise UploadError(f"Filen har rubriker på rad {heading_row} men inga rader under dem.")
        return self.tally.summary(self.spec.sign)

    def _find_table(self, numbered: Iterator[tuple[int, Row]]) -> tuple[Layout, int]:
        problem = ""
        for tried, (number, row) in enumerate(numbered, start=1):
            try:
                layout = find_layout(row, self.spec.year, month_is_given=self.spec.month is not None)
            except HeadingError as error:
                problem, layout = problem or f"Rad {number}: {error}", None
            if layout is not None:
                return layout, number
            if tried == SEARCHED_ROWS:
                break
        needed = "Ansvar, Konto och Belopp" if self.spec.month else "Ansvar, Konto, Månad och Belopp"
        raise UploadError(problem or f"Hittar inga rubriker. Filen behöver en rad med {needed}.")

    def _read_long(self, numbered: Iterator[tuple[int, Row]], layout: Layout, check: RowCheck) -> None:
        """One amount per row. This loop runs a million times: it does the least, and leaves explaining to others."""
        columns = layout.columns
        unit, account, amount = columns[LedgerColumn.UNIT], columns[LedgerColumn.ACCOUNT], columns[LedgerColumn.AMOUNT]
        month, year = columns.get(LedgerColumn.MONTH), columns.get(LedgerColumn.YEAR)
        width = max(columns.values()) + 1
        tally, lines, ore_of = self.tally, self._lines, check.ore
        for number, raw in numbered:
            row = raw if len(raw) >= width else _padded(raw, width)
            key = (
                row[unit],
                row[account],
                None if month is None else row[month],
                None if year is None else row[year],
            )
            try:
                place = self._places.get(key) or self._remember(key, check)
                ore = ore_of(row[amount])
            except ValueError:
                self._explain(number, row, key, [(layout.headings[amount], row[amount])], layout, check)
                continue
            tally.read += 1
            place.rows += 1
            place.ore += ore
            lines.append(f"{place.prefix}{kronor_text(ore)}\t{number}\n")
            if len(lines) >= _CHUNK:
                self._flush()

    def _read_wide(self, numbered: Iterator[tuple[int, Row]], layout: Layout, check: RowCheck) -> None:
        """One amount per month column; an empty or zero cell is no line, and a row with any error gives none at all."""
        wanted = self._wanted_months(layout)
        width = max(*layout.columns.values(), *(index for index, _ in layout.months)) + 1
        unit, account = layout.columns[LedgerColumn.UNIT], layout.columns[LedgerColumn.ACCOUNT]
        for number, raw in numbered:
            row = raw if len(raw) >= width else _padded(raw, width)
            filled = [(index, month) for index, month in wanted if row[index] not in (None, "", 0)]
            keys: list[Key] = [(row[unit], row[account], str(month), str(year)) for _, (year, month) in filled]
            try:
                booked = [
                    (self._places.get(key) or self._remember(key, check), check.ore(row[index]))
                    for key, (index, _) in zip(keys, filled, strict=True)
                ]
            except ValueError:
                amounts = [(layout.headings[index], row[index]) for index, _ in filled]
                self._explain(number, row, keys[0], amounts, layout, check, keys)
                continue
            self._book(number, row, booked)
            if len(self._lines) >= _CHUNK:
                self._flush()

    def _book(self, number: int, row: Row, amounts: Sequence[tuple[Place, int]]) -> None:
        """Write the lines of one wide row."""
        if not amounts and _is_blank(row):
            return
        self.tally.read += 1
        for place, ore in amounts:
            place.rows += 1
            place.ore += ore
            self._lines.append(f"{place.prefix}{kronor_text(ore)}\t{number}\n")

    def _wanted_months(self, layout: Layout) -> list[tuple[int, YearMonth]]:
        """The month columns to read; the others are named in a warning. Raises UploadError when none is left."""
        wanted = [
            (index, month)
            for index, month in layout.months
            if month[0] == self.spec.year and self.spec.month in (None, month[1])
        ]
        if not wanted:
            name = f"{MONTHS[self.spec.month - 1]} {self.spec.year}" if self.spec.month else f"år {self.spec.year}"
            raise UploadError(f"Filen har ingen kolumn för {name}.")
        unread = [month for _, month in layout.months if month not in {month for _, month in wanted}]
        if unread:
            same_year = [number for year, number in unread if year == self.spec.year]
            words = month_list(same_year) or "andra år"
            self.tally.warnings.append(f"Kolumnerna för {words} lästes inte.")
        return wanted

    def _remember(self, key: Key, check: RowCheck) -> Place:
        place = check.place(key)
        if len(self._places) >= _MEMORY:
            self.tally.fold(self._places.values())
            self._places.clear()
        self._places[key] = place
        return place

    def _explain(
        self,
        number: int,
        row: Row,
        key: Key,
        amounts: Sequence[tuple[str, Cell]],
        layout: Layout,
        check: RowCheck,
        months: Sequence[Key] = (),
    ) -> None:
        """Say everything that is wrong with a row, or leave it out when it is blank, a sum or a balance account."""
        if _is_blank(row):
            return
        self.tally.read += 1
        if self._is_sum(number, row, key, amounts, check):
            self.tally.skip("summarad", "summarader")
            return
        if not any(text_of(cell) for cell in key[:3]):
            self.tally.reject(number, [(layout.heading(LedgerColumn.UNIT), _UNCODED)])
            return
        if not months and self._is_other_month(key, check):
            name = MONTHS[(self.spec.month or 1) - 1]
            self.tally.skip(f"rad för en annan månad än {name}", f"rader för andra månader än {name}")
            self._unbooked += _ore_of(amounts, check) or 0
            return
        errors: list[tuple[str, str]] = []
        try:
            _collect(errors, layout.heading(LedgerColumn.UNIT), check.unit, text_of(key[0]))
            _collect(errors, layout.heading(LedgerColumn.ACCOUNT), check.account, text_of(key[1]))
        except BalanceAccountError:
            self.tally.skip("rad på ett balanskonto", "rader på balanskonton")
            self._unbooked += _ore_of(amounts, check) or 0
            return
        for each in months or [key]:
            _collect(errors, layout.heading(LedgerColumn.MONTH), check.month, each[2], each[3])
        for heading, cell in amounts:
            _collect(errors, heading, check.ore, cell)
        self.tally.reject(number, errors)

    def _is_other_month(self, key: Key, check: RowCheck) -> bool:
        """Is the row about a month that was not asked for? A file for the year to date holds many of them."""
        try:
            check.month(key[2], key[3])
        except OtherMonthError:
            return True
        except ValueError:
            return False
        return False

    def _is_sum(self, number: int, row: Row, key: Key, amounts: Sequence[tuple[str, Cell]], check: RowCheck) -> bool:
        """A row that says "Summa" where a code should stand, or has no code and the sum of all rows before it."""
        codes = [text_of(cell) for cell in key[:2]]
        is_named = has_sum_word(codes) or (not codes[1] and has_sum_word([text_of(cell) for cell in row]))
        ore = _ore_of(amounts, check)
        if not is_named and (any(codes) or ore is None or ore != self._so_far()):
            return False
        if ore is not None:
            self._sums.meet(number, ore, self.tally.read)
        return True

    def _so_far(self) -> int:
        """Öre of every row so far."""
        return self.tally.folded + sum(place.ore for place in self._places.values()) + self._unbooked

    def _say_of_sums(self) -> None:
        """Hold the file's own sum against its rows, when all of them could be read."""
        if self.tally.rejected:
            return
        agrees, differs = self._sums.verdict(self._so_far(), self.tally.read)
        self.tally.checks += [agrees] if agrees else []
        self.tally.warnings += [differs] if differs else []

    def _flush(self) -> None:
        if self._lines:
            self._write("".join(self._lines))
            self._lines.clear()


def _collect(errors: list[tuple[str, str]], heading: str, check: Callable[..., object], *cells: Cell) -> None:
    """Run one check and keep its message. A balance account is let through: it is no error."""
    try:
        check(*cells)
    except BalanceAccountError:
        raise
    except ValueError as error:
        errors.append((heading, str(error)))


def _padded(row: Row, width: int) -> Row:
    return [*row, *([""] * (width - len(row)))]


def _is_blank(row: Row) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)


def _ore_of(amounts: Sequence[tuple[str, Cell]], check: RowCheck) -> int | None:
    """The row's amounts together; None when one of them is no amount, or there is none."""
    try:
        return sum(check.ore(cell) for _, cell in amounts) if amounts else None
    except ValueError:
        return None
