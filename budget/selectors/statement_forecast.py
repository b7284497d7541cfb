"""The forecast of the whole municipality's statements at an occasion: the nämnder's forecasts and the central items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from budget.models import StatementFigure
from budget.rules.balance_requirement import ENTERED as BALANCE_ENTERED
from budget.rules.forecast_notes import central_note, missing_notes
from budget.rules.statements import (
    CENTRAL_ITEMS,
    FORECAST_ENTERED,
    SPLIT,
    IncomeRow,
    forecast_amounts,
    label_of,
    standing_amounts,
)
from budget.selectors.economy import EconomyTable
from budget.selectors.statement_columns import Counted, Kind, amounts_of, balance_of
from budget.selectors.units_forecast import UnitsForecast, units_forecast
from styrmodell.access import Access
from styrmodell.models import Occasion
from ui.rules.swedish import DateForm, join_words, sv_date

Column = StatementFigure.Column
NO_FORECAST = "Ingen prognos är lämnad än, så årets resultat kan inte räknas fram."
# Rows without which there is no result; the others are nothing until they are entered.
_WANTED = tuple(row for row in FORECAST_ENTERED if row not in {*SPLIT, IncomeRow.EXTRAORDINARY})


@dataclass(frozen=True, slots=True)
class StatementForecast:
    """Everything behind the forecast column of an occasion; kronor, income +, cost −.

    `entered` holds the rows that stand at this occasion; `standing` what the others count as: the forecast before,
    else the budget. `income` is empty when no unit has a forecast, or a row that is wanted is known from nowhere."""

    units: UnitsForecast
    entered: Counted
    standing: Counted
    central_budget: Decimal | None
    income: Counted
    balance: Counted
    figures: tuple[StatementFigure, ...]
    notes: tuple[str, ...]

    @property
    def central(self) -> Decimal:
        """The central items of the net cost, as they are counted."""
        return {**self.standing, **self.entered}.get(CENTRAL_ITEMS, Decimal(0))


def statement_forecast(access: Access, economy: EconomyTable, figures: Sequence[StatementFigure]) -> StatementForecast:
    """Count the occasion's column from its units and from the `figures` of the year (two queries)."""
    occasion, units = economy.occasion, units_forecast(access, economy)
    budgeted = [row for row in figures if (row.year, row.column) == (occasion.year, Column.BUDGET)]
    own = [row for row in figures if row.occasion_id == occasion.pk]
    earlier = _earlier(figures, occasion)
    budget = standing_amounts(amounts_of(budgeted, Kind.INCOME), units.budget, deviations=units.deviations)
    standing = {**budget, **amounts_of(budgeted, Kind.BALANCE_REQUIREMENT), **_amounts(earlier)}
    entered = _amounts(own)
    unknown = [row for row in _WANTED if row not in standing and row not in entered]
    counted = {**standing, **entered}
    income = _income(units, counted) if units.is_given and not unknown else {}
    return StatementForecast(
        units,
        entered,
        standing,
        budget.get(CENTRAL_ITEMS),
        income,
        balance_of(income, {row.value: counted[row] for row in BALANCE_ENTERED if row in counted}),
        (*budgeted, *earlier, *own),
        _notes(units, entered, earlier, unknown, is_known=bool(counted)),
    )


def _amounts(figures: Iterable[StatementFigure]) -> dict[str, Decimal]:
    """The kronor of both statements, by row: no row stands in both."""
    return {figure.row: figure.amount for figure in figures if figure.amount is not None}


def _income(units: UnitsForecast, entered: Counted) -> Counted:
    rows = {row: amount for row, amount in entered.items() if row in FORECAST_ENTERED}
    return {row.value: amount for row, amount in forecast_amounts(units.counted, rows).items()}


def _earlier(figures: Iterable[StatementFigure], occasion: Occasion) -> list[StatementFigure]:
    """What stands from the occasions before, the oldest first: a newer one takes its place."""
    before = [row for row in figures if row.occasion and row.occasion.cutoff < occasion.cutoff]
    return sorted(before, key=lambda row: row.occasion.cutoff if row.occasion else date.min)


def _notes(
    units: UnitsForecast,
    entered: Counted,
    earlier: Iterable[StatementFigure],
    unknown: Sequence[str],
    *,
    is_known: bool,
) -> tuple[str, ...]:
    """What is missing, by name."""
    if not is_known:
        return ()
    if not units.is_given:
        return (NO_FORECAST,)
    notes = missing_notes(units.units)
    if unknown:
        return (
            *notes,
            f"Årets resultat kan inte räknas: {join_words([label_of(row).lower() for row in unknown])} saknas.",
        )
    since: dict[str, list[str]] = {}
    days = _days(earlier)
    for row in _WANTED:
        if row not in entered:
            since.setdefault(days.get(row, ""), []).append(label_of(row).lower())
    return (*notes, *(central_note(labels, day) for day, labels in since.items()))


def _days(earlier: Iterable[StatementFigure]) -> Mapping[str, str]:
    """The day of the occasion from which a row stands, written, by row."""
    income = [row for row in earlier if row.statement == Kind.INCOME and row.occasion]
    return {row.row: sv_date(row.occasion.cutoff, DateForm.DAY) for row in income if row.occasion}
