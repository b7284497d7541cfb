"""Entering a column of the statements: the rows as a form, what is counted from them, and rows read from a table."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField

from budget.importers.sandbox import read_cells
from budget.pages.texts import Writer
from budget.rules.balance_requirement import BalanceRow
from budget.rules.pasted.cells import cells_of
from budget.rules.statement_table import ReadTable, StatementTableError, WantedColumn, read_table, sum_problems
from budget.rules.statements import CENTRAL_ITEMS, IncomeRow, income_amounts
from budget.selectors.economy import economy_table
from budget.selectors.statement import Column, StatementTable, statement_table
from budget.selectors.statement_entry import EntryRow, Kind, StatementColumn, StatementEntry
from styrmodell.access import Access
from ui.conflict import Conflict
from ui.forms import Form
from ui.rules import money
from ui.rules.swedish import DateForm, plural, sv_date

SECONDS = 20.0  # a statement is small: whoever waits is waiting for a page
UNITS = "Nämndernas prognoser"
HELP = {
    CENTRAL_ITEMS: "Pensioner, avskrivningar och annat i nettokostnaden som ingen nämnd har i sin prognos.",
    IncomeRow.OPERATING_INCOME.value: "Delar upp nettokostnaden. Ändrar inte resultatet.",
    IncomeRow.DEPRECIATION.value: "Delar upp nettokostnaden. Ändrar inte resultatet.",
}


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A row: what it is, what it is compared with, and its input or what it is counted to."""

    label: str
    hint: str
    compared: str
    value: str  # what is stored or counted
    is_entered: bool = False
    cell: BoundField | None = None
    version: BoundField | None = None

    @property
    def is_changed(self) -> bool:
        """Does the input hold something else than what is stored?"""
        return self.cell is not None and self.cell.form.is_bound and str(self.cell.value() or "") != self.value


@dataclass(frozen=True, slots=True)
class EntryPage:
    """The column with its two statements; `compared` heads the column of what each row is compared with."""

    column: StatementColumn
    title: str
    unit: str
    compared: str
    income: tuple[EntryLine, ...]
    balance: tuple[EntryLine, ...]
    notes: tuple[str, ...]


def entry_page(access: Access, entry: StatementEntry, form: Form) -> EntryPage:
    """Everything the page shows (a fixed number of queries)."""
    column = entry.column
    economy = economy_table(access, column.occasion, children=True) if column.occasion else None
    table = statement_table(access, column.year, economy)
    lines = _Lines(Writer.of(access), entry, form, table)
    return EntryPage(
        column,
        title_of(column),
        lines.write.word,
        lines.compared_head,
        tuple(lines.of_forecast() if column.is_forecast else lines.of_year()),
        tuple(lines.of_balance()),
        table.notes if column.is_forecast else (),
    )


def title_of(column: StatementColumn) -> str:
    """«Budget 2026», or «Prognos 31 juli 2026»."""
    day = sv_date(column.occasion.cutoff, DateForm.FULL) if column.occasion else str(column.year)
    return f"{Column(column.column).label} {day}"


class _Lines:
    """The rows of the page while they are made."""

    def __init__(self, write: Writer, entry: StatementEntry, form: Form, table: StatementTable) -> None:
        self.write, self.entry, self.form, self.table = write, entry, form, table
        year, column = entry.column.year, entry.column.column
        self.income = table.income.column(year, column)
        self.balance = table.balance.column(year, column)
        self.standing = table.forecast.standing if table.forecast else {}
        other = Column.BUDGET if column == Column.OUTCOME else Column.OUTCOME
        self.other = (year if column == Column.OUTCOME else year - 1, other)

    @property
    def compared_head(self) -> str:
        """What a row is compared with."""
        if self.entry.column.is_forecast:
            return "Gäller när raden är tom"
        return f"{self.other[1].label} {self.other[0]}"

    def of_year(self) -> Iterator[EntryLine]:
        """A budget or an outcome: every row of the law."""
        compared = self.table.income.column(*self.other)
        for row in IncomeRow:
            yield (
                self._sum(row.label, self.income.get(row), compared.get(row))
                if row.is_sum
                else self._input(row, compared)
            )

    def of_forecast(self) -> Iterator[EntryLine]:
        """A forecast: the net cost from the nämnder and the central items, the rest as it is entered."""
        forecast = self.table.forecast
        yield self._sum(UNITS, forecast.units.counted if forecast else None, None)
        yield self._input(CENTRAL_ITEMS, self.standing)
        for row in IncomeRow:
            if row.is_sum:
                yield self._sum(row.label, self.income.get(row), None)
            elif row != IncomeRow.OPERATING_EXPENSES:
                yield self._input(row, self.standing)

    def of_balance(self) -> Iterator[EntryLine]:
        """The balance requirement, from the result."""
        is_forecast = self.entry.column.is_forecast
        compared = self.standing if is_forecast else self.table.balance.column(*self.other)
        for row in BalanceRow:
            if row.is_sum or row is BalanceRow.RESULT:
                yield self._sum(row.label, self.balance.get(row), None if is_forecast else compared.get(row))
            else:
                yield self._input(row, compared)

    def _sum(self, label: str, amount: Decimal | None, compared: Decimal | None) -> EntryLine:
        return EntryLine(label, "", self.write.amount(compared), self.write.amount(amount))

    def _input(self, key: str, compared: Mapping[str, Decimal]) -> EntryLine:
        row = next(row for row in self.entry.rows if row.key == key)
        is_forecast = self.entry.column.is_forecast
        return EntryLine(
            row.label,
            HELP.get(key, "") if is_forecast else "",
            self.write.amount(compared.get(key)),
            typed_text(self.write, row.amount),
            True,
            self.form[f"c{key}"] if f"c{key}" in self.form.fields else None,
            self.form[f"v{key}"] if f"v{key}" in self.form.fields else None,
        )


def typed_text(write: Writer, amount: Decimal | None) -> str:
    """A stored amount as it is typed, with the sign it has; empty when there is none."""
    return "" if amount is None else write.typed(-amount)


def statement_conflict(access: Access, rows: Sequence[EntryRow], form: Form) -> Conflict:
    """What was typed beside what is stored, on the rows that were saved meanwhile."""
    write = Writer.of(access)
    mine = {row.label: str(form.data.get(f"c{row.key}", "")) for row in rows}
    newest = max(rows, key=lambda row: row.updated_at.timestamp() if row.updated_at else 0.0)
    theirs = {row.label: typed_text(write, row.amount) for row in rows}
    return Conflict.between(mine, theirs, newest.updated_by, newest.updated_at)


@dataclass(frozen=True, slots=True)
class TableReview:
    """What was read from a table: the form's data with it, and what is said about it."""

    data: dict[str, str]
    summary: str
    problems: tuple[str, ...]


def table_review(access: Access, entry: StatementEntry, text: str, file: UploadedFile[bytes] | None) -> TableReview:
    """Read rows from what was pasted or from a file, in a process of its own. Raises StatementTableError, UploadError."""
    write, column = Writer.of(access), entry.column
    cells, warnings = _cells_of(file) if file else (cells_of(text), [])
    entered = {row.key: row.label for row in entry.rows}
    sums = {row.value: row.label for row in (*BalanceRow, *IncomeRow) if row.value not in entered}
    read = read_table(cells, entered, sums, WantedColumn(column.column, column.year, write.unit))
    if not read.amounts:
        raise StatementTableError("Inget belopp kunde läsas. " + " ".join(read.problems[:3]))
    stored = {row.key: row.amount for row in entry.rows}
    data = {f"c{key}": typed_text(write, amount) for key, amount in {**stored, **read.amounts}.items()}
    data |= {f"v{row.key}": str(row.version) for row in entry.rows} | {"source": entry.source or _source_of(file)}
    problems = (*warnings, *read.problems, *_sum_problems(entry, read, sums))
    return TableReview(data, _summary(read), problems)


def _cells_of(file: UploadedFile[bytes]) -> tuple[list[list[str]], list[str]]:
    name = Path(file.name or "fil").name
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix.lower()[:5]) as copy:
        for piece in file.chunks():
            copy.write(piece)
        copy.flush()
        return read_cells(Path(copy.name), filename=name, wall_seconds=SECONDS)


def _source_of(file: UploadedFile[bytes] | None) -> str:
    return Path(file.name or "").name[:200] if file else ""


def _summary(read: ReadTable) -> str:
    unit = read.unit.word
    said = f"i {unit}" if read.is_unit_given else f"i {unit}, eftersom underlaget inte säger någon enhet"
    count = len(read.amounts)
    return f"{plural(count, 'rad', 'rader')} är {'läst' if count == 1 else 'lästa'} {said}. Granska och spara."


def _sum_problems(entry: StatementEntry, read: ReadTable, sums: dict[str, str]) -> list[str]:
    """Sums that differ. In a forecast the net cost is the nämnder's, so there is nothing to hold its sums against."""
    if entry.column.is_forecast:
        return []
    income = {row.key: row.amount or Decimal(0) for row in entry.rows if row.statement == Kind.INCOME}
    counted = income_amounts({key: read.amounts.get(key, amount) for key, amount in income.items()})
    return sum_problems(read, {row.value: amount for row, amount in counted.items()}, sums)


def template_csv(access: Access, entry: StatementEntry) -> bytes:
    """The rows of the column to be filled in, in a spreadsheet: the unit in the heading, what is stored beside."""
    write, text = Writer.of(access), io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Rad", f"{Column(entry.column.column).label} {entry.column.year}, {write.word}"])
    for row in entry.rows:
        amount = (
            "" if row.amount is None else f"{money.in_unit(row.amount, write.unit).normalize():f}".replace(".", ",")
        )
        writer.writerow([row.label, amount])
    return text.getvalue().encode("utf-8-sig")
