"""Keeping count while a file is read: control totals, errors with a ceiling, and what was left out. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from budget.importers.contract import (
    MAX_ERRORS,
    MAX_GROUPS,
    ControlTotal,
    ErrorGroup,
    RowError,
    Sign,
    Summary,
    YearMonth,
)
from ui.rules.swedish import plural

_INCOME_CLASS, _LABOUR_CLASS = 3, 5
_OTHER_SIGN = {
    Sign.INCOME_PLUS: "kostnader med plus",
    Sign.COST_PLUS: "intäkter med plus",
}


@dataclass(slots=True)
class Place:
    """Where a row is booked: the beginning of its line, its code and unit, month, account, class and group, and what has
    come so far. `is_group` when the account is so short that it may be the sum of others, `is_above` when the unit has
    others below it that the ledger knows, and so may be theirs."""

    prefix: str
    code: str
    unit: str
    month: YearMonth
    account: int
    account_class: int
    group: int
    is_group: bool
    is_above: bool = False
    rows: int = 0
    ore: int = 0

    @property
    def key(self) -> int:
        """Account and month as one number."""
        return self.account * 100 + self.month[1]


class Tally:
    """Counts rows, öre and errors; `summary` gives the answer."""

    def __init__(self) -> None:
        """Start from nothing."""
        self.read = 0
        self.rejected = 0
        self.warnings: list[str] = []
        self.checks: list[str] = []
        self.by_pair: Counter[tuple[str, int]] = Counter()  # öre of each unit and account
        self.rows: dict[str, int] = {}  # where each unit's code stands first
        self.units: dict[str, int] = {}  # and which organisation it is
        self.by_code: dict[str, Counter[int]] = {}  # öre of each unit's code as in the file, by account and month
        self.has_repeated = False  # are there several rows for the same unit, account and month?
        self._silent = 0
        self._skipped: Counter[str] = Counter()
        self._errors: list[RowError] = []
        self._error_count = 0
        self._groups: dict[tuple[str, str], list[int]] = {}
        self._totals: dict[tuple[YearMonth, int, int], list[int]] = {}

    def reject(self, row: int, errors: Iterable[tuple[str, str]]) -> None:
        """Count a row that is not read, with its errors as (column, text)."""
        self.rejected += 1
        for column, text in errors:
            self._error_count += 1
            if len(self._errors) < MAX_ERRORS:
                self._errors.append(RowError(row, column, text))
            group = self._groups.get((column, text))
            if group is not None:
                group[0] += 1
            elif len(self._groups) < MAX_GROUPS:
                self._groups[column, text] = [1, row]

    def skip(self, one: str, many: str) -> None:
        """Count a row that is no ledger row; `one` and `many` say what it is."""
        self._skipped[f"{one}\t{many}"] += 1

    def skip_known(self, rows: int) -> None:
        """Count rows that are left out and told of by themselves."""
        self._silent += rows

    def meet(self, place: Place, row: int) -> None:
        """Remember the code of a place, and the first row that it stands in."""
        self.rows.setdefault(place.code, row)
        self.units[place.code] = int(place.unit)

    def fold(self, places: Iterable[Place]) -> None:
        """Add what was booked at the places to the totals."""
        for place in places:
            if place.rows:
                self.by_pair[place.unit, place.account] += place.ore
                self.by_code.setdefault(place.code, Counter())[place.key] += place.ore
                self.has_repeated = self.has_repeated or place.rows > 1
            total = self._totals.setdefault((place.month, place.account_class, place.group), [0, 0])
            total[0] += place.rows
            total[1] += place.ore

    def partial_sums(self) -> set[int]:
        """Öre of each unit, account, month and class, and of income and cost: what a sum row may be the sum of."""
        by_month: Counter[YearMonth] = Counter()
        by_class: Counter[int] = Counter()
        for (month, account_class, _), (_, ore) in self._totals.items():
            by_month[month] += ore
            by_class[account_class] += ore
        by_code: Counter[tuple[str, str | int]] = Counter()
        for (unit, account), ore in self.by_pair.items():
            by_code["unit", unit] += ore
            by_code["account", account] += ore
        costs = sum(ore for number, ore in by_class.items() if number != _INCOME_CLASS)
        return {costs, *by_month.values(), *by_class.values(), *by_code.values()}

    def summary(self, sign: Sign) -> Summary:
        """The answer so far."""
        totals = [
            ControlTotal(*month, account_class, group, rows, Decimal(ore).scaleb(-2))
            for (month, account_class, group), (rows, ore) in sorted(self._totals.items())
            if rows
        ]
        summary = Summary(
            row_count=sum(total.rows for total in totals),
            read=self.read,
            rejected=self.rejected,
            skipped=self._skipped.total() + self._silent,
            total=sum((total.amount for total in totals), Decimal("0.00")),
            totals=totals,
            errors=sorted(self._errors, key=lambda error: error.row),
            error_count=self._error_count,
            error_groups=self._error_groups(),
            checks=self.checks,
            units=sorted({int(unit) for unit, _ in self.by_pair}),
        )
        summary.warnings = [*self.warnings, *self._skip_warnings(), *_sign_warnings(summary, sign)]
        return summary

    def _error_groups(self) -> list[ErrorGroup]:
        """The errors by what they say, the commonest first."""
        groups = [ErrorGroup(column, text, count, row) for (column, text), (count, row) in self._groups.items()]
        return sorted(groups, key=lambda group: (-group.count, group.first_row))

    def _skip_warnings(self) -> list[str]:
        """What was left out."""
        return [f"{plural(count, *words.split(chr(9)))} lästes inte in." for words, count in self._skipped.items()]


def _sign_warnings(summary: Summary, sign: Sign) -> list[str]:
    """Say so when income is negative or labour positive in sum: then the sign rule is probably the other one."""
    classes = summary.by_class()
    income, labour = classes.get(_INCOME_CLASS, Decimal(0)), classes.get(_LABOUR_CLASS, Decimal(0))
    if income >= 0 and labour <= 0:
        return []
    what = "intäkterna (klass 3) minus" if income < 0 else "personalkostnaderna (klass 5) plus"
    return [f"I summa blir {what}. Kontrollera teckenregeln: filen verkar ha {_OTHER_SIGN[sign]}."]
