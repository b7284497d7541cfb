"""What each column of a row has to be. Pure; every answer is a value or a Swedish sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from budget.importers.amounts import ore_from_number, ore_from_text
from budget.importers.codes import Account, AccountGroups, BalanceAccountError, CodeError, UnitCodes
from budget.importers.contract import MAX_UNKNOWN, ImportSpec, Sign, YearMonth
from budget.importers.groups import WHOLE_ACCOUNT
from budget.importers.headings import Layout, LedgerColumn
from budget.importers.labels import is_other_kind, units_in
from budget.importers.months import is_year_end, month_of
from budget.importers.sums import has_sum_word
from budget.importers.tally import Place
from styrmodell.rules.periods import PeriodError
from styrmodell.throwaway.cells import Cell, Row, code_of, fault_of, text_of
from styrmodell.throwaway.contract import UploadError
from ui.rules.money import AmountError
from ui.rules.swedish import MONTHS, capitalised

Key = tuple[Cell, Cell, Cell, Cell, Cell]  # unit, account, month, year, and the kind of amount
Amounts = Sequence[tuple[int, Cell]]  # the columns with amounts, and what stands there


_MOST_KNOWN = 100_000


class OtherMonthError(PeriodError):
    """The row is about another month of the year than the one asked for: it is left out, and counted."""


class OtherKindError(ValueError):
    """The row says that it is budget or forecast."""


class SumWordError(ValueError):
    """The row calls itself a sum."""


class RowCheck:
    """What each column of a row has to be. Every method raises ValueError with a Swedish message."""

    def __init__(self, spec: ImportSpec, layout: Layout) -> None:
        """Prepare the look-ups."""
        self._spec, self.layout = spec, layout
        self._scale = layout.scale
        self._flip = -1 if spec.sign is Sign.COST_PLUS else 1
        columns = layout.columns
        self._debit, self._credit = columns.get(LedgerColumn.DEBIT, -1), columns.get(LedgerColumn.CREDIT, -1)
        self._units, self._accounts = UnitCodes(spec.known_units), AccountGroups(spec.account_ranges)
        self._above = _above_others(spec)
        self._known: dict[tuple[LedgerColumn, Cell, Cell], Any] = {}  # what cells were found to be
        self.has_year_end = False  # is anything booked in the period after December?

    @property
    def unknown_units(self) -> list[str]:
        """The first codes that no unit has."""
        return self._units.unknown[:MAX_UNKNOWN]

    def unit(self, cell: Cell) -> int:
        """The unit of a code."""
        return self.named_unit(cell)[1]

    def named_unit(self, cell: Cell) -> tuple[str, int]:
        """The code that stands there, and its unit."""
        return self._units.named(_code(cell))

    def account(self, cell: Cell) -> Account:
        """The account of a number."""
        return self._accounts.find(_code(cell))

    def month(self, month: Cell, year: Cell) -> YearMonth:
        """The row's month: in the year, the one asked for, and open."""
        spec = self._spec
        booked = (spec.year, spec.month or 0) if month is None else self._month(month, year)
        if booked[0] != spec.year:
            raise PeriodError(f"Raden gäller {booked[0]}, men importen gäller {spec.year}.")
        if spec.month is not None and booked[1] != spec.month:
            raise OtherMonthError
        if booked in spec.closed_months:
            name = capitalised(MONTHS[booked[1] - 1])
            raise PeriodError(f"{name} {booked[0]} är stängd. Öppna månaden eller ta bort raden.")
        return booked

    def _month(self, cell: Cell, year: Cell) -> YearMonth:
        text, is_number, written = _code(cell), isinstance(cell, float), self._year(year)
        booked = month_of(text, written, is_number=is_number)
        if year is None and self.layout.other_year and _lacks_year(text, written, is_number=is_number):
            raise PeriodError(
                f"{self.layout.other_year}, men importen gäller {written}. Välj det år som filen gäller, "
                f"eller skriv året i månaden: {booked[0]}-{booked[1]:02d}."
            )
        self.has_year_end = self.has_year_end or is_year_end(text)
        return booked

    def _year(self, cell: Cell) -> int:
        text = str(self._spec.year) if cell is None else _code(cell)
        try:
            return int(text)
        except ValueError:
            raise PeriodError(f"”{text}” är inget år.") from None

    def ore(self, cell: Cell) -> int:
        """The amount in öre with the sign of the house: income +, cost −."""
        return self._flip * self._plain(cell)

    def _plain(self, cell: Cell) -> int:
        """The amount in öre as it stands."""
        if isinstance(cell, str) or cell is None:
            return ore_from_text(cell or "", self._scale)
        if isinstance(cell, bool | date):
            return ore_from_text(f"{text_of(cell)} ", self._scale)
        return ore_from_number(cell, self._scale)

    def debit_and_credit(self, row: Row) -> int:
        """Credit − debit in öre: whatever sign rule was chosen, debit is cost. One of them may be empty."""
        debit, credit = row[self._debit], row[self._credit]
        if not text_of(debit) and not text_of(credit):
            raise AmountError("Beloppet saknas.")
        return self.in_column(self._credit, credit) + self.in_column(self._debit, debit)

    def in_column(self, index: int, cell: Cell) -> int:
        """The amount of a column in öre, with the sign of the house."""
        if index in (self._debit, self._credit):
            sign = 1 if index == self._credit else -1
            return sign * self._plain(cell) if text_of(cell) else 0
        return self.ore(cell)

    def sum_of(self, amounts: Amounts) -> int | None:
        """The amounts together; None when one of them is no amount, or there is none."""
        try:
            return sum(self.in_column(*each) for each in amounts) if any(text_of(cell) for _, cell in amounts) else None
        except ValueError:
            return None

    def place(self, key: Key) -> Place:
        """What unit, account, month and year mean together."""
        if self.is_other_kind(key):
            raise OtherKindError
        named: tuple[str, int] = self._once(
            LedgerColumn.UNIT, key[0], None, lambda: self._code(self.named_unit, key[0])
        )
        account: Account = self._once(LedgerColumn.ACCOUNT, key[1], None, lambda: self._code(self.account, key[1]))
        year, month = self._once(LedgerColumn.MONTH, key[2], key[3], lambda: self.month(key[2], key[3]))
        code, unit = named
        prefix = f"{unit}\t{account.group}\t{year}\t{month}\t{account.number}\t"
        is_group = account.number < WHOLE_ACCOUNT
        return Place(
            prefix,
            code,
            str(unit),
            (year, month),
            account.number,
            account.account_class,
            account.group,
            is_group,
            unit in self._above,
        )

    def is_other_kind(self, key: Key) -> bool:
        """Does the row's own column say that it is budget, forecast or another figure than outcome?"""
        return key[4] is not None and is_other_kind(text_of(key[4]))

    def _once(self, column: LedgerColumn, cell: Cell, beside: Cell, find: Callable[[], Any]) -> Any:
        """What a cell is in a column, found once: few cells are different in a large file."""
        known = (column, cell, beside)
        if known not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[known] = find()
        return self._known[known]

    def _code(self, find: Callable[[Cell], Any], cell: Cell) -> Any:
        """What a code is, unless the cell calls itself a sum."""
        if has_sum_word([text_of(cell)]):
            raise SumWordError
        return find(cell)

    def errors(self, keys: Sequence[Key], amounts: Amounts) -> list[tuple[str, str]]:
        """Everything that is wrong, as (column, text). A balance account is let through as BalanceAccountError."""
        found: list[tuple[str, str]] = []
        unit, account, *_ = keys[0]
        _collect(found, self.layout.heading(LedgerColumn.UNIT), partial(self.unit, unit))
        _collect(found, self.layout.heading(LedgerColumn.ACCOUNT), partial(self.account, account))
        for _, _, month, year, _ in keys:
            _collect(found, self.layout.heading(LedgerColumn.MONTH), partial(self.month, month, year))
        if not self.layout.months and not any(text_of(cell) for _, cell in amounts):
            found.append((self.layout.headings[amounts[0][0]], "Beloppet saknas."))
            return found
        for index, cell in amounts:
            _collect(found, self.layout.headings[index], partial(self.in_column, index, cell))
        return found

    def is_only_text(self, row: Row, amounts: Amounts) -> bool:
        """Has the row one cell with words and nothing else, as a source or a page number under a table?"""
        filled = [index for index, cell in enumerate(row) if text_of(cell)]
        return (
            len(filled) == 1 and filled[0] not in {index for index, _ in amounts} and not self._is_unit(row[filled[0]])
        )

    def note(self, row: Row) -> None:
        """Raises UploadError when a line of words tells of another unit than the amounts were read in."""
        line = " ".join(filter(None, map(text_of, row)))
        if units_in(line) - {self._scale}:
            raise UploadError(
                f"Under tabellen står ”{line[:60]}”, men beloppen ovanför läses i en annan enhet. Skriv enheten i "
                "beloppskolumnens rubrik."
            )

    def _is_unit(self, cell: Cell) -> bool:
        try:
            self.unit(cell)
        except ValueError:
            return False
        return True

    def is_heading_again(self, row: Row) -> bool:
        """Does the row repeat the headings, as at the top of every printed page?"""
        pairs = zip((text_of(cell).casefold() for cell in row), self.layout.headings, strict=False)
        return all(not text or text == heading.casefold() for text, heading in pairs)


def _above_others(spec: ImportSpec) -> frozenset[int]:
    """The organisations that have another that the ledger knows below them."""
    found = set[int]()
    for unit in set(spec.known_units.values()):
        while unit in spec.above and spec.above[unit] not in found:
            unit = spec.above[unit]
            found.add(unit)
    return frozenset(found)


def _lacks_year(text: str, year: int, *, is_number: bool) -> bool:
    """Is the month read as one of the year before when that is the year of the import?"""
    try:
        return month_of(text, year - 1, is_number=is_number)[0] == year - 1
    except PeriodError:
        return False


def _collect(found: list[tuple[str, str]], heading: str, check: Callable[[], object]) -> None:
    """Run one check and keep its message. A balance account is let through: it is no error."""
    try:
        check()
    except BalanceAccountError:
        raise
    except ValueError as error:
        found.append((heading, str(error)))


def _code(cell: Cell) -> str:
    text = code_of(cell)
    if fault := fault_of(text):
        raise CodeError(fault)
    return text
