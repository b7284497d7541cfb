"""Reading a ledger's rows: every row checked, every error with its row number and column, and control totals. Pure.

No file and no database: rows come as an iterator of cells, lines go to a callable as text that PostgreSQL's COPY
reads. Rows often share unit, account and month, so what those three mean is worked out once and remembered. What a
single row means is asked of `rows.py`; sums and account groups are told apart at the end (`sums.py`, `groups.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from budget.importers.amounts import kronor_text
from budget.importers.codes import BalanceAccountError
from budget.importers.contract import ImportSpec, Summary, YearMonth
from budget.importers.groups import GroupRows
from budget.importers.headings import Layout, LedgerColumn
from budget.importers.held import Booked, HeldRows
from budget.importers.levels import doubled
from budget.importers.likely_sums import asked, look_alike
from budget.importers.rows import Amounts, Key, OtherMonthError, RowCheck
from budget.importers.sums import SumRow, has_sum_word, judge, kronor
from budget.importers.tables import find_table, unread
from budget.importers.tally import Place, Tally
from budget.importers.totals import TotalColumn
from budget.importers.uppers import UpperRows
from styrmodell.rules.periods import month_list
from styrmodell.throwaway.cells import Cell, Row, is_blank, text_of
from styrmodell.throwaway.contract import UploadError
from ui.rules.money import number as written
from ui.rules.swedish import MONTHS, plural

COLUMNS = ("organisation_id", "account_group_id", "year", "month", "account", "amount", "row_number")
"""The columns of a line, in order, for COPY in its text format (tab, newline)."""

_CHUNK = 5_000
_MEMORY = 100_000
_UNIT_WORDS = {"0.01": "öre", "1000": "tkr", "1000000": "mnkr", "1000000000": "mdkr"}
_BALANCE = re.compile(r"saldo|balance")
MOST_WRONG = 50_000  # rows; more say nothing new of the file, and each takes time to explain
MOST_BLANK = 2_000_000  # rows: more than any sheet has
_ENOUGH = f"Läsningen stannade på rad %d, eftersom fler än {written(MOST_WRONG)} rader har fel. Är det rätt fil?"
_EMPTY = f"Filen har fler än {written(MOST_BLANK)} tomma rader. Ta bort dem och spara filen på nytt."
_UNCODED = "Raden har belopp men varken ansvar, konto eller månad. Är det en summarad, ta bort den."


class _EnoughError(Exception):
    """So many rows are wrong that the rest are not read."""


class Ledger:
    """Reads the rows of one file. Use once: `read`, then `summary`."""

    def __init__(self, spec: ImportSpec, write: Callable[[str], object]) -> None:
        """Prepare; `write` receives text of whole lines."""
        self.spec = spec
        self.tally = Tally()
        self._groups, self._uppers = GroupRows(), UpperRows()
        self._sums: list[SumRow] = []
        self._ore = 0  # of all rows so far, also those on balance accounts and of other months: part of the file's sum
        self._blank = 0
        self._write = write
        self._lines: list[str] = []
        self._places: dict[Key, Place] = {}

    def read(self, rows: Iterable[Row], name: str = "") -> Summary:
        """Find the headings and check every row after them; the first row of all is number 1, `name` the sheet's.

        Raises UploadError when there is no table to read.
        """
        table = find_table(rows, self.spec, name)
        check = RowCheck(self.spec, table.layout)
        self._warn_of(table.layout)
        read = self._read_wide if table.layout.months else self._read_long
        try:
            read(table.rows, check)
        except _EnoughError as stopped:
            self.tally.warnings.append(str(stopped))
        if not self.tally.read:
            raise UploadError(f"Filen har rubriker på rad {table.heading_row} men inga rader under dem.")
        self._fold()
        self._settle_groups(table.layout)
        self._settle_uppers()
        self._flush()
        if not self.tally.rejected and (twice := doubled(self.tally.by_pair, self.spec.known_units)):
            raise UploadError(twice)
        self._ask_of_codes()
        self._settle_sums(table.layout)
        self._warn_of_rows(check)
        summary = self.tally.summary(self.spec.sign)
        summary.unknown_units = check.unknown_units
        return summary

    def _warn_of(self, layout: Layout) -> None:
        """Say what was understood of the headings, and what was not read."""
        unit = _UNIT_WORDS.get(str(layout.scale))
        if unit:
            self.tally.warnings.append(f"Beloppen i filen är i {unit} och har räknats om till kronor.")
        if left_out := unread(layout):
            self.tally.warnings.append(left_out)

    def _warn_of_rows(self, check: RowCheck) -> None:
        """Say what was understood of the rows."""
        if check.has_year_end:
            self.tally.warnings.append("Period 13 (bokslut) lästes in i december.")
        amount = check.layout.heading(LedgerColumn.AMOUNT)
        if self.tally.has_repeated and _BALANCE.search(amount.casefold()):
            self.tally.warnings.append(
                f"Kolumnen {amount[:40]} har flera rader för samma ansvar, konto och månad. Är det ett löpande saldo blir "
                "summan fel: ta då ut filen med belopp för varje rad."
            )

    def _read_long(self, numbered: Iterator[tuple[int, Row]], check: RowCheck) -> None:
        """One amount per row. This loop runs a million times: it does the least, and leaves explaining to others."""
        columns = check.layout.columns
        unit, account = columns[LedgerColumn.UNIT], columns[LedgerColumn.ACCOUNT]
        month, year = columns.get(LedgerColumn.MONTH), columns.get(LedgerColumn.YEAR)
        amount, kind = columns.get(LedgerColumn.AMOUNT), columns.get(LedgerColumn.KIND)
        width = max(columns.values()) + 1
        tally, lines, ore_of, both = self.tally, self._lines, check.ore, check.debit_and_credit
        for number, raw in numbered:
            row = raw if len(raw) >= width else _padded(raw, width)
            key = (
                row[unit],
                row[account],
                None if month is None else row[month],
                None if year is None else row[year],
                None if kind is None else row[kind],
            )
            try:
                place = self._places.get(key) or self._remember(key, check, number)
                ore = both(row) if amount is None else ore_of(row[amount])
            except ValueError:
                self._explain(number, row, [key], [(index, row[index]) for index in check.layout.amounts], check)
                continue
            tally.read += 1
            if place.is_group or place.is_above:
                self._hold(number, [(place, ore)])
                continue
            self._ore += ore
            place.rows += 1
            place.ore += ore
            lines.append(f"{place.prefix}{kronor_text(ore)}\t{number}\n")
            if len(lines) >= _CHUNK:
                self._flush()

    def _read_wide(self, numbered: Iterator[tuple[int, Row]], check: RowCheck) -> None:
        """One amount per month column; an empty or zero cell is no line, and a row with any error gives none at all."""
        layout, total = check.layout, TotalColumn(check)
        wanted = self._wanted_months(layout)
        width = max(*layout.columns.values(), *layout.amounts, layout.total or 0) + 1
        unit, account = layout.columns[LedgerColumn.UNIT], layout.columns[LedgerColumn.ACCOUNT]
        kind = layout.columns.get(LedgerColumn.KIND)
        for number, raw in numbered:
            row = raw if len(raw) >= width else _padded(raw, width)
            filled = [(index, month) for index, month in wanted if _is_filled(row[index])]
            said = None if kind is None else row[kind]
            keys: list[Key] = [(row[unit], row[account], str(month), str(year), said) for _, (year, month) in filled]
            try:
                booked = [
                    (self._places.get(key) or self._remember(key, check, number), check.ore(row[index]))
                    for key, (index, _) in zip(keys, filled, strict=True)
                ]
            except ValueError:
                self._explain(number, row, keys, [(index, row[index]) for index, _ in filled], check)
                continue
            if is_blank(row):
                self._pass_blank()
                continue
            total.check(number, row)
            self._book(number, [(place, ore) for place, ore in booked if ore])
            if len(self._lines) >= _CHUNK:
                self._flush()
        self.tally.warnings += total.warnings

    def _book(self, number: int, booked: Sequence[tuple[Place, int]]) -> None:
        """Count one wide row, and write its lines or hold them back."""
        self.tally.read += 1
        if booked and (booked[0][0].is_group or booked[0][0].is_above):
            self._hold(number, booked)
        else:
            self._ore += self._put(number, booked)

    def _hold(self, number: int, booked: Booked) -> None:
        """Hold a row back that may be a sum of others: of accounts, or of the units below."""
        if booked[0][0].is_group:
            self._groups.hold(number, booked)
        elif self._uppers.is_full:
            self._ore += self._put(number, booked)
        else:
            self._uppers.hold(number, booked)
            for place, ore in booked:
                self._groups.count(place, ore)

    def _put(self, number: int, booked: Sequence[tuple[Place, int]]) -> int:
        """Write the lines of one row; returns their öre together."""
        for place, ore in booked:
            place.rows += 1
            place.ore += ore
            self._lines.append(f"{place.prefix}{kronor_text(ore)}\t{number}\n")
        return sum(ore for _, ore in booked)

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
        unread_months = [month for _, month in layout.months if month not in {month for _, month in wanted}]
        if unread_months:
            same_year = [number for year, number in unread_months if year == self.spec.year]
            words = month_list(same_year) or "andra år"
            self.tally.warnings.append(f"Kolumnerna för {words} lästes inte.")
        return wanted

    def _remember(self, key: Key, check: RowCheck, number: int) -> Place:
        place = check.place(key)
        self.tally.meet(place, number)
        if len(self._places) >= _MEMORY:
            self._fold()
        self._places[key] = place
        return place

    def _fold(self) -> None:
        """Add what was booked to the totals, and forget where."""
        places = self._places.values()
        self._groups.add(places)
        self.tally.fold(places)
        self._places.clear()

    def _explain(self, number: int, row: Row, keys: Sequence[Key], amounts: Amounts, check: RowCheck) -> None:
        """Say everything that is wrong with a row, or leave it out when it is blank, a heading, a note, a sum, of another
        month or on a balance account."""
        if is_blank(row):
            self._pass_blank()
            return
        self.tally.read += 1
        if self.tally.rejected >= MOST_WRONG:
            raise _EnoughError(_ENOUGH % number)
        if check.is_heading_again(row):
            self.tally.skip("upprepad rubrikrad", "upprepade rubrikrader")
            return
        if check.is_other_kind(keys[0]):
            self.tally.skip("rad som inte är utfall", "rader som inte är utfall")
            return
        if self._is_sum(number, row, keys, amounts, check):
            return
        if check.is_only_text(row, amounts):
            check.note(row)
            self.tally.skip("rad med bara en text", "rader med bara en text")
            return
        if not check.layout.months and self._is_other_month(keys[0], check):
            name = MONTHS[(self.spec.month or 1) - 1]
            self.tally.skip(f"rad för en annan månad än {name}", f"rader för andra månader än {name}")
            self._ore += check.sum_of(amounts) or 0
            return
        try:
            self.tally.reject(number, check.errors(keys, amounts))
        except BalanceAccountError:
            self.tally.skip("rad på ett balanskonto", "rader på balanskonton")
            self._ore += check.sum_of(amounts) or 0

    def _pass_blank(self) -> None:
        """Leave a blank row out. Raises UploadError when there are more than a sheet can have."""
        self._blank += 1
        if self._blank > MOST_BLANK:
            raise UploadError(_EMPTY)

    def _is_other_month(self, key: Key, check: RowCheck) -> bool:
        """Is the row about a month that was not asked for? A file for the year to date holds many of them."""
        try:
            check.month(key[2], key[3])
        except OtherMonthError:
            return True
        except ValueError:
            return False
        return False

    def _is_sum(self, number: int, row: Row, keys: Sequence[Key], amounts: Amounts, check: RowCheck) -> bool:
        """Keep a row that may be a sum until all rows are read: it says "Summa" where a code should stand, or in a text
        when it has no account; or it has no code, no month and no word."""
        unit, account = (text_of(cell) for cell in keys[0][:2])
        in_columns = {index for index, _ in amounts}
        texts = [text_of(cell) for index, cell in enumerate(row) if index not in in_columns]
        month = "" if check.layout.months else text_of(keys[0][2])
        is_named = has_sum_word([unit, account]) or (not account and has_sum_word(texts))
        if not is_named and (unit or account or month):
            return False
        ore = check.sum_of(amounts)
        if ore is None and is_named:
            self.tally.skip("summarad", "summarader")
        elif ore is None:
            self.tally.reject(number, [(check.layout.heading(LedgerColumn.UNIT), _UNCODED)])
        else:
            is_bare = not month and (has_sum_word([account]) or (not account and (not unit or has_sum_word([unit]))))
            rows = self.tally.read - len(self._sums) - 1
            is_called = has_sum_word([unit, account])  # then both amounts say more than that the word is no code
            errors = [] if is_bare or is_called else _errors(check, keys, amounts)
            if not is_named:
                errors = [(check.layout.heading(LedgerColumn.UNIT), _UNCODED)]
            self._sums.append(SumRow(number, ore, self._ore, rows, is_named, is_bare, errors))
        return True

    def _settle_groups(self, layout: Layout) -> None:
        """Book the held rows that are accounts; sums of others are left out, and errors when they differ."""
        groups = self._groups
        groups.settle()
        upper = [row for row in groups.kept if row[1][0][0].is_above]
        groups.kept = [row for row in groups.kept if not row[1][0][0].is_above]
        self._uppers.held += upper
        groups.close()
        self._put_kept(groups)
        self.tally.skip_known(groups.sums)
        if groups.sums:
            self.tally.checks.append(
                f"{plural(groups.sums, 'rad för en kontogrupp', 'rader för kontogrupper')} stämmer med kontona under och "
                "räknas inte en gång till."
            )
        for number, text in groups.wrong:
            self.tally.reject(number, [(layout.heading(LedgerColumn.ACCOUNT), text)])

    def _settle_uppers(self) -> None:
        """Book the held rows of units that have others below them, unless they are the sums of those."""
        uppers = self._uppers
        uppers.settle(self.tally.by_code, self.tally.units, self.spec.above)
        self._put_kept(uppers)
        self.tally.skip_known(uppers.sums)
        self.tally.checks += uppers.checks

    def _put_kept(self, rows: HeldRows) -> None:
        """Write the lines of what was held back and is no sum."""
        places = {id(place): place for _, booked in rows.kept for place, _ in booked}
        for place in places.values():
            place.rows = place.ore = 0  # what it has from rows that were not held has been counted
        for number, booked in rows.kept:
            self._put(number, booked)
        self.tally.fold(places.values())

    def _ask_of_codes(self) -> None:
        """Ask about codes that may be sums of others, when all rows could be read."""
        if not self.tally.rejected:
            said = {question.code for question in self._uppers.questions}
            alike = look_alike(self.tally.by_code, self.tally.rows, self._uppers.parts.values())
            alike = [question for question in alike if question.code not in said]
            self.tally.warnings += asked([*self._uppers.questions, *alike], self.tally.rows)

    def _kept_before(self, number: int) -> int:
        """Öre of the rows above that were held back and booked after all."""
        return self._groups.kept_before(number) + self._uppers.kept_before(number)

    def _settle_sums(self, layout: Layout) -> None:
        """Hold the file's own sums against its rows, when all of them could be read."""
        if self.tally.rejected:
            for _ in self._sums:
                self.tally.skip("summarad", "summarader")
            return
        total = self._ore + self._kept_before(10**9)
        verdicts = judge(
            self._sums,
            total,
            self.tally.read - len(self._sums),
            self._kept_before,
            self.tally.partial_sums() if self._sums else (),
        )
        self.tally.skip_known(len(verdicts.proved))
        for row, ore in verdicts.differ:
            if row.is_named and row.is_bare:
                self.tally.skip_known(1)
            else:
                self.tally.reject(
                    row.number, row.errors or [(layout.heading(LedgerColumn.ACCOUNT), _called_sum(row, ore))]
                )
        self.tally.checks += verdicts.agrees
        self.tally.warnings += verdicts.warnings

    def _flush(self) -> None:
        if self._lines:
            self._write("".join(self._lines))
            self._lines.clear()


def _errors(check: RowCheck, keys: Sequence[Key], amounts: Amounts) -> list[tuple[str, str]]:
    """What is wrong with a row when it is no sum."""
    try:
        return check.errors(keys, amounts)
    except BalanceAccountError:
        return []


def _called_sum(row: SumRow, ore: int) -> str:
    """What is wrong with a row that has all codes and calls itself a sum."""
    return f"Raden kallas summa och är {kronor(row.ore)}, men raderna blir {kronor(ore)}. Ta bort raden eller ordet."


def _is_filled(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell not in (None, 0)


def _padded(row: Row, width: int) -> Row:
    return [*row, *([""] * (width - len(row)))]
