"""Håller vi budgeten? The units' forecasts on Läget, held against the budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from budget.rules.needs import OUTCOME_MOVED
from budget.selectors.amounts import ZERO
from budget.selectors.economy import EconomyRow, EconomyTable
from budget.selectors.standing import Standing
from followup.selectors.whole_result import WholeResult
from styrmodell.models import Occasion
from ui.rules.money import number


@dataclass(frozen=True, slots=True)
class MoneyStatus:
    """The forecasts at the occasion that stands, with its decision. `units` stand with the worst first; `whole` is for those who see all of it.

    `largest_variance` is the common scale of the bars."""

    occasion: Occasion | None
    decision: str
    is_draft: bool
    table: EconomyTable | None
    whole: WholeResult | None
    units: Sequence[EconomyRow]
    largest_variance: Decimal

    @property
    def period(self) -> str:
        """The booked months: «jan–jun»; empty before the first."""
        return self.table.basis.label if self.table else ""

    @property
    def note(self) -> str:
        """Which months are missing, and that the outcome is another than when it was decided; empty without either."""
        if self.table is None:
            return ""
        moved = OUTCOME_MOVED if self.table.total.amounts.outcome_moved else ""
        return " ".join(filter(None, [self.table.basis.note, moved]))

    @property
    def variance(self) -> Decimal | None:
        """The forecasts there are against their budgets, kronor: what is missing is in no sum."""
        known = [row.variance for row in self.units if row.variance is not None]
        return sum(known, ZERO) if known else None

    @property
    def asked(self) -> int:
        """How many are asked for a forecast."""
        return sum(row.slot_id is not None for row in self.units)

    @property
    def given(self) -> int:
        """How many of them have one."""
        return sum(row.slot_id is not None and row.forecast is not None for row in self.units)

    @property
    def is_whole(self) -> bool:
        """Is there a forecast from everybody?"""
        return self.given == self.asked

    @property
    def variance_text(self) -> str:
        """The deficit or surplus in running text, without its sign: «7,4 miljoner kronor»."""
        millions = number(abs(self.variance or Decimal(0)).scaleb(-6), 1)
        return f"{millions}\u00a0miljoner kronor"

    @property
    def only(self) -> str:
        """The name of the one unit there is, for whoever sees no other: then there is nothing to compare it with."""
        return self.units[0].name if len(self.units) == 1 else ""

    @property
    def deficits(self) -> int:
        """How many units have a deficit."""
        return sum(row.variance is not None and row.variance < 0 for row in self.units)

    @property
    def worst(self) -> EconomyRow | None:
        """The unit with the largest deficit, if any."""
        first = next(iter(self.units), None)
        return first if first and first.variance is not None and first.variance < 0 else None


def money_status(at: Standing, table: EconomyTable | None, whole: WholeResult | None) -> MoneyStatus:
    """The table's units in the order of the page (no query)."""
    rows = table.rows if table else ()
    units = sorted(rows, key=lambda row: row.variance if row.variance is not None else Decimal("Infinity"))
    variances = [abs(value) for row in rows for value in (row.variance, row.previous_variance) if value is not None]
    return MoneyStatus(
        occasion=at.shown.occasion if at.shown else None,
        decision=at.shown.decision if at.shown else "",
        is_draft=at.is_draft,
        table=table,
        whole=whole,
        units=units,
        largest_variance=max(variances, default=Decimal(1)) or Decimal(1),
    )
