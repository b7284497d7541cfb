"""Indicators with everything that is known about them, in one query whatever their number."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, TextField
from django.db.models.functions import Cast, JSONObject

from styrmodell.rules.marks import Mark
from styrmodell.rules.money import number, round_half_up, with_unit

from ..models import Indicator, IndicatorTarget, IndicatorValue, PeerValue
from ..rules.attainment import Direction, IndicatorState, Measurement, indicator_reason, indicator_state
from ..rules.path import Path, PathState
from .scales import JudgementWords

Gender = IndicatorValue.Gender


@dataclass(frozen=True, slots=True)
class YearValue:
    """A year's outcome in the indicator's unit; None when the source has no value."""

    year: int
    value: Decimal | None
    is_preliminary: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorFigures:
    """An indicator as it stands in a year. Values are in its own unit; `state` is judged on values as they are shown.

    `target` is the year's target: the decided one, else the planned one between its neighbours, else the last.
    `peers` are other municipalities' values (code, year, value), read only where they are shown."""

    pk: int
    goal_id: int
    kind: str
    name: str
    unit: str
    decimals: int
    direction: Direction
    year: int
    baseline: tuple[int, Decimal] | None
    targets: Mapping[int, Decimal]
    values: Sequence[YearValue]
    women: YearValue | None
    men: YearValue | None
    target: Decimal | None
    final: tuple[int, Decimal] | None
    outcome: YearValue | None
    state: IndicatorState
    path_state: PathState
    mark: Mark
    reason: str
    source: str
    source_code: str
    measured_next: date | None
    is_example: bool
    peers: tuple[tuple[str, int, Decimal], ...] = ()

    @property
    def judges(self) -> bool:
        """Does it count when the goal is judged? Nyckeltal and verksamhetsmått are only followed (SV-4, HA-6)."""
        return self.kind == Indicator.Kind.INDICATOR

    @property
    def is_met(self) -> bool:
        """Does the outcome reach the year's target?"""
        return self.state is IndicatorState.REACHED

    def write(self, value: Decimal | None) -> str:
        """A value with the indicator's decimals and unit."""
        return written(value, self.decimals, self.unit)

    @property
    def series(self) -> list[Decimal | None]:
        """The values in order of year, for a sparkline."""
        return [point.value for point in self.values]


def written(value: Decimal | None, decimals: int, unit: str) -> str:
    """A value with its unit; a plain count has none ("antal" stands in the heading)."""
    return with_unit(number(value, decimals), "" if unit == "antal" else unit)


def read_figures(
    goal_ids: Collection[int], year: int, words: JudgementWords, *, peers_of: int = 0
) -> dict[int, list[IndicatorFigures]]:
    """The indicators of the goals as they stand in the year, by goal (one query). With peers for one of the goals."""
    found: dict[int, list[IndicatorFigures]] = {}
    for row in _rows(goal_ids, peers_of):
        found.setdefault(row["goal_id"], []).append(_figures(row, year, words))
    return found


_COLUMNS = (
    "pk", "goal_id", "kind", "name", "unit", "decimals", "direction", "baseline", "baseline_year",
    "source", "source_code", "measured_next", "is_example",
)  # fmt: skip


def _rows(goal_ids: Collection[int], peers_of: int) -> list[dict[str, Any]]:
    """The indicators with targets and values as lists. Numbers travel as text: JSON would make them floats."""
    mine = OuterRef("pk")
    text = Cast("value", TextField())
    targets = IndicatorTarget.objects.filter(indicator=mine).order_by("year")
    values = IndicatorValue.objects.filter(indicator=mine).order_by("year")
    peers = PeerValue.objects.filter(indicator=mine, indicator__goal_id=peers_of).order_by("year", "peer_code")
    as_value = JSONObject(year="year", gender="gender", value=text, preliminary="is_preliminary")
    rows = (
        Indicator.objects.filter(goal_id__in=goal_ids)
        .annotate(
            all_targets=ArraySubquery(targets.values(json=JSONObject(year="year", value=text))),
            all_values=ArraySubquery(values.values(json=as_value)),
            all_peers=ArraySubquery(peers.values(json=JSONObject(code="peer_code", year="year", value=text))),
        )
        .order_by("position", "pk")
        .values(*_COLUMNS, "all_targets", "all_values", "all_peers")
    )
    return cast("list[dict[str, Any]]", list(rows))


def _figures(row: dict[str, Any], year: int, words: JudgementWords) -> IndicatorFigures:
    direction, decimals = Direction(row["direction"]), row["decimals"]
    baseline = (row["baseline_year"], row["baseline"]) if row["baseline_year"] and row["baseline"] is not None else None
    targets = {target["year"]: Decimal(target["value"]) for target in row["all_targets"]}
    path = Path(direction, targets, baseline)
    values = _series(row["all_values"], Gender.TOTAL, year)
    outcome = next((point for point in reversed(values) if point.value is not None), None)
    target = _target(path, year)
    measured = Measurement(
        value=_shown(outcome.value if outcome else None, decimals),
        target=_shown(target, decimals),
        previous=_shown(_previous(values, outcome, baseline), decimals),
        direction=direction,
    )
    state = indicator_state(measured)
    return IndicatorFigures(
        **{key: row[key] for key in ("pk", "goal_id", "kind", "name", "unit", "decimals", "source", "source_code")},
        direction=direction,
        year=year,
        baseline=baseline,
        targets=targets,
        values=values,
        women=_latest(_series(row["all_values"], Gender.WOMEN, year), outcome),
        men=_latest(_series(row["all_values"], Gender.MEN, year), outcome),
        target=target,
        final=path.final() or next(iter(sorted(targets.items(), reverse=True)), None),
        outcome=outcome,
        state=state,
        path_state=path.state(outcome.year, outcome.value) if outcome else PathState.NO_PLAN,
        mark=words.of_indicator(state),
        reason=indicator_reason(measured, lambda value: written(value, decimals, row["unit"])),
        measured_next=row["measured_next"],
        is_example=row["is_example"],
        peers=tuple((peer["code"], peer["year"], Decimal(peer["value"])) for peer in row["all_peers"]),
    )


def _series(rows: Sequence[dict[str, Any]], gender: str, year: int) -> list[YearValue]:
    """The values of one gender up to the year, in order."""
    return [
        YearValue(row["year"], None if row["value"] is None else Decimal(row["value"]), row["preliminary"])
        for row in rows
        if row["gender"] == gender and row["year"] <= year
    ]


def _shown(value: Decimal | None, decimals: int) -> Decimal | None:
    """The value as the reader sees it: two figures that look the same are never judged as different."""
    return None if value is None else round_half_up(value, decimals)


def _target(path: Path, year: int) -> Decimal | None:
    planned = path.planned(year)
    if planned is not None:
        return planned
    earlier = [target_year for target_year in path.targets if target_year <= year]
    if earlier:
        return path.targets[max(earlier)]
    return path.targets[min(path.targets)] if path.targets else None


def _previous(
    values: Sequence[YearValue], outcome: YearValue | None, baseline: tuple[int, Decimal] | None
) -> Decimal | None:
    """The known value before the outcome, else the baseline when it is older."""
    if outcome is None:
        return None
    earlier = [point.value for point in values if point.year < outcome.year and point.value is not None]
    if earlier:
        return earlier[-1]
    return baseline[1] if baseline and baseline[0] < outcome.year else None


def _latest(values: Sequence[YearValue], outcome: YearValue | None) -> YearValue | None:
    """The value of the same year as the outcome."""
    return next((point for point in values if outcome and point.year == outcome.year and point.value is not None), None)
