"""What reports told of money when they were handed in or decided: the one place that «föregående» and the budget of then
are read from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from budget.models import HandedInFigures
from budget.rules.variance import add_known, first_known
from budget.selectors.amounts import ZERO, Amounts, LineKey
from budget.selectors.statement_told import Kept
from styrmodell.access import Access


@dataclass(frozen=True, slots=True)
class Told:
    """What a report told of a line, or of several together: exact kronor, income +, cost −; None for what was missing.

    `counted` is what the sum of forecasts counted: the forecast, else what the line counted before, else its budget.
    `not_operating` is what of the budget stood on taxes, grants and financial items; None where that is not kept."""

    budget: Decimal | None = None
    period_budget: Decimal | None = None
    outcome: Decimal | None = None
    forecast: Decimal | None = None
    counted: Decimal = ZERO
    not_operating: Decimal | None = None

    @classmethod
    def together(cls, parts: Iterable[Told]) -> Told:
        """The sum of any number of them; it has a forecast when one of them has."""
        rows = list(parts)
        counted = sum((row.counted for row in rows), ZERO)
        return cls(
            add_known(row.budget for row in rows),
            add_known(row.period_budget for row in rows),
            add_known(row.outcome for row in rows),
            counted if any(row.forecast is not None for row in rows) else None,
            counted,
            add_known(row.not_operating for row in rows),
        )


NOTHING_TOLD = Told(not_operating=ZERO)  # of what was no line then
Lines = Mapping[LineKey | None, Told]


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line as it is kept. `row` names the organisation that it is added to in the report, None what has ended."""

    row: int | None
    row_name: str
    key: LineKey | None
    name: str
    told: Told

    def as_json(self) -> dict[str, Any]:
        """Plain values; amounts as text, so that nothing passes through a float."""
        amounts = {name: None if value is None else str(value) for name, value in asdict(self.told).items()}
        key = None if self.key is None else str(self.key)
        return {"row": self.row, "row_name": self.row_name, "line": key, "name": self.name, **amounts}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> ToldLine:
        """What `as_json` wrote."""
        amounts = {name: None if kept.get(name) is None else Decimal(kept[name]) for name in Told.__slots__}
        key = None if kept["line"] is None else LineKey.parse(kept["line"])
        return cls(kept["row"], kept["row_name"], key, kept["name"], Told(**amounts))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class ToldReport:
    """The lines of a report by the organisation that they are added to, and the figures of the statements behind it
    (`budget.selectors.statement_told`); None where they are not kept."""

    rows: Mapping[int | None, Lines]
    statement: Kept | None = None

    def lines(self, organisation_id: int | None) -> Lines:
        """The lines of one row; none when it was no row then."""
        return self.rows.get(organisation_id, {})

    def row(self, organisation_id: int | None) -> Told:
        """One row, its lines together."""
        return Told.together(self.lines(organisation_id).values())


@dataclass(frozen=True, slots=True)
class UnitTold:
    """What has been told of a unit's lines: in the report `before` an occasion, and in the occasion's own once it is
    `decided`. None where there is no such report, or its figures are not kept."""

    before: Lines | None = None
    decided: Lines | None = None

    def then(self, key: LineKey | None) -> Told | None:
        """What the report before told of a line."""
        return None if self.before is None else self.before.get(key, NOTHING_TOLD)

    def money(self, key: LineKey | None, amounts: Amounts) -> Amounts:
        """A line's money at the occasion: what is decided keeps the budget that it was decided with. The outcome is the
        ledger's, so that it can be followed to its rows."""
        if self.decided is None:
            return amounts
        told = self.decided.get(key, NOTHING_TOLD)
        return replace(
            amounts,
            budget=told.budget,
            period_budget=_period_budget(told, amounts),
            not_operating=first_known(told.not_operating, amounts.not_operating),
            outcome_moved=first_known(amounts.to_date) != first_known(told.outcome),
        )

    @property
    def counted_before(self) -> list[LineKey]:
        """The lines that counted in the report before."""
        return [key for key, told in (self.before or {}).items() if key is not None and told.counted]


UNTOLD = UnitTold()


def _period_budget(told: Told, amounts: Amounts) -> Decimal | None:
    """The booked months' share of what was told. Once the ledger has moved a month that was missing may be there, so that
    the share is today's: the outcome beside it is of the same months."""
    is_moved = amounts.to_date is not None and amounts.to_date != told.outcome
    if not is_moved or told.budget is None or amounts.period_budget is None or not amounts.budget:
        return told.period_budget
    return round(told.budget * amounts.period_budget / amounts.budget, 2)


def told_in(access: Access, slot_ids: Collection[int]) -> Mapping[int, ToldReport]:
    """What these reports told the last time they were handed in or decided, by slot (one query, none for no slots).
    A report without figures of money, or from before they were kept, is left out."""
    if not slot_ids:
        return {}
    kept = HandedInFigures.objects.of(access).filter(slot_id__any_of=list(slot_ids)).order_by("slot_id", "-pk")
    rows = kept.distinct("slot_id").values_list("slot_id", "figures", "statement")
    return {pk: _report(told_lines(figures), statement) for pk, figures, statement in rows if figures}


def unit_told(access: Access, unit_id: int, handed_in: Sequence[int], decided_slot: int | None) -> UnitTold:
    """What the unit's own reports told: the newest of those handed in before, and the occasion's own where it is decided
    (one query at most)."""
    newest, own = handed_in[:1], (decided_slot,) if decided_slot else ()
    told = told_in(access, [*newest, *own])
    before, decided = ([told[pk].lines(unit_id) for pk in asked if pk in told] for asked in (newest, own))
    return UnitTold(next(iter(before), None), next(iter(decided), None))


def newest_figures(access: Access) -> QuerySet[HandedInFigures, Any]:
    """What is kept, the newest first, as values to ask for beside something else: filter it by slot, and take one."""
    return HandedInFigures.objects.of(access).order_by("-pk").values("figures")


def lines_told(figures: Sequence[Mapping[str, Any]] | None, unit_id: int) -> Lines | None:
    """The unit's lines in what is kept; None when nothing is."""
    return _report(told_lines(figures)).lines(unit_id) if figures else None


def told_lines(figures: Sequence[Mapping[str, Any]]) -> list[ToldLine]:
    """The lines of what is kept, in the report's order."""
    return [ToldLine.of(line) for line in figures]


def _report(lines: Iterable[ToldLine], statement: Kept | None = None) -> ToldReport:
    rows: dict[int | None, dict[LineKey | None, Told]] = {}
    for line in lines:
        rows.setdefault(line.row, {})[line.key] = line.told
    return ToldReport(rows, statement)
