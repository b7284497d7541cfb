"""What the statements count with that is not an occasion's own: the year's budget, and what stands from the occasions
before. It is kept when the whole is handed in and decided, so that a later edit moves nothing that is decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from decimal import Decimal
from typing import Any

from django.db.models import Q

from budget.models import StatementFigure
from styrmodell.access import Access
from styrmodell.models import Occasion

Column = StatementFigure.Column
Kept = Sequence[Mapping[str, Any]]


def figures_of(access: Access, year: int) -> list[StatementFigure]:
    """The figures of all years, with the forecasts of the occasions of `year`; emptied cells too (one query)."""
    rows = StatementFigure.objects.of(access).filter(Q(occasion=None) | Q(year=year))
    return list(rows.select_related("occasion").order_by("pk"))


def kept_figures(access: Access, occasion: Occasion) -> Kept:
    """What is kept of the figures behind the occasion, as plain values; amounts as text, so that nothing passes through a
    float."""
    return [
        {
            "figure": figure.pk,
            "amount": str(figure.amount),
            "source": figure.source,
            "is_example": figure.is_example,
        }
        for figure in figures_of(access, occasion.year)
        if _is_behind(figure, occasion) and figure.amount is not None
    ]


def figures_then(figures: Iterable[StatementFigure], occasion: Occasion, kept: Kept) -> list[StatementFigure]:
    """The figures with those behind the occasion as they are kept; what was not entered then has no amount."""
    told = {row["figure"]: row for row in kept}
    return [_then(figure, told.get(figure.pk)) if _is_behind(figure, occasion) else figure for figure in figures]


def _is_behind(figure: StatementFigure, occasion: Occasion) -> bool:
    """Does the occasion count with the figure without being its own?"""
    if figure.column == Column.BUDGET:
        return figure.year == occasion.year
    is_earlier = figure.occasion is not None and figure.occasion.cutoff < occasion.cutoff
    return is_earlier and occasion.asks_for_forecast


def _then(figure: StatementFigure, kept: Mapping[str, Any] | None) -> StatementFigure:
    then = copy(figure)  # never saved
    then.amount = Decimal(kept["amount"]) if kept else None
    if kept:
        then.source, then.is_example = kept["source"], kept["is_example"]
    return then
