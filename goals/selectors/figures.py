"""Indicators with everything that is known about them, in one query whatever their number."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Func, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable

from goals.models import Indicator, IndicatorTarget, IndicatorValue, PeerValue
from goals.rules.attainment import IndicatorState, Measurement, indicator_reason, indicator_state
from goals.rules.path import Path
from goals.rules.vocabulary import Direction
from goals.selectors.scales import JudgementWords
from styrmodell.access import Access
from ui.rules.marks import Mark
from ui.rules.money import number, round_half_up, with_unit

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
    path: Path
    values: Sequence[YearValue]
    women: YearValue | None
    men: YearValue | None
    target: Decimal | None
    outcome: YearValue | None
    measured: Measurement
    state: IndicatorState
    mark: Mark
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

    @property
    def baseline(self) -> tuple[int, Decimal] | None:
        """Year and value from which the way to the target is counted."""
        return self.path.baseline

    @property
    def targets(self) -> Mapping[int, Decimal]:
        """The decided targets by year."""
        return self.path.targets

    @property
    def final(self) -> tuple[int, Decimal] | None:
        """The last year's target, slutvärdet."""
        last = max(self.targets, default=None)
        return self.path.final() or (None if last is None else (last, self.targets[last]))

    @property
    def reason(self) -> str:
        """Why the state is what it is, in Swedish."""
        return indicator_reason(self.measured, self.write)

    @property
    def series(self) -> list[Decimal | None]:
        """The values in order of year, for a sparkline."""
        return [point.value for point in self.values]

    def write(self, value: Decimal | None) -> str:
        """A value with the indicator's decimals and unit."""
        return written(value, self.decimals, self.unit)


def written(value: Decimal | None, decimals: int, unit: str) -> str:
    """A value with its unit; a plain count has none ("antal" stands in the heading)."""
    return with_unit(number(value, decimals), "" if unit == "antal" else unit)


def read_figures(
    access: Access, goal_ids: Collection[int], year: int, words: JudgementWords, *, peers_of: int = 0
) -> dict[int, list[IndicatorFigures]]:
    """The indicators of the goals as they stand in the year, by goal (one query). With peers for one of the goals."""
    found: dict[int, list[IndicatorFigures]] = {}
    for row in _rows(access, goal_ids, peers_of):
        found.setdefault(row["goal_id"], []).append(_figures(row, year, words))
    return found


def read_reached(access: Access, goal_ids: Collection[int], year: int) -> dict[int, tuple[int, int]]:
    """How many of the indicators that judge the goal reach the year's target, and how many they are, by goal (one
    query). For long lists: the same answer as `read_figures` gives, from the latest value alone."""
    latest = (
        IndicatorValue.objects.of(access)
        .filter(indicator=OuterRef("pk"), gender=Gender.TOTAL, year__lte=year, value__isnull=False)
        .order_by("-year")
    )
    rows = (
        Indicator.objects.of(access)
        .filter(goal_id__any_of=goal_ids, kind=Indicator.Kind.INDICATOR)
        .annotate(all_targets=ArraySubquery(_targets(access)), latest=Subquery(latest.values("value")[:1]))
    )
    found: dict[int, tuple[int, int]] = {}
    for row in rows.values("goal_id", "direction", "decimals", "baseline", "baseline_year", "all_targets", "latest"):
        met, measured = found.get(row["goal_id"], (0, 0))
        state = indicator_state(_measured(row, row["latest"], _target(_path(row), year)))
        found[row["goal_id"]] = met + (state is IndicatorState.REACHED), measured + 1
    return found


_COLUMNS = (
    "pk", "goal_id", "kind", "name", "unit", "decimals", "direction", "baseline", "baseline_year",
    "source", "source_code", "measured_next", "is_example",
)  # fmt: skip
_PRELIMINARY = "*"


def _packed(*parts: str | Combinable) -> Combinable:
    """Columns as one text with semicolons between, empty for NULL. As JSON every number would be a float, and slower
    to read."""
    semicolon = Value(";", output_field=TextField())
    with_semicolons = [piece for part in parts for piece in (part, semicolon)]
    return Func(*with_semicolons[:-1], function="CONCAT", output_field=TextField())


def _rows(access: Access, goal_ids: Collection[int], peers_of: int) -> list[dict[str, Any]]:
    """The indicators with targets, values and peers as lists of packed texts."""
    mine = OuterRef("pk")
    values = IndicatorValue.objects.of(access).filter(indicator=mine).order_by("year")
    peers = (
        PeerValue.objects.of(access).filter(indicator=mine, indicator__goal_id=peers_of).order_by("year", "peer_code")
    )
    star = Case(When(is_preliminary=True, then=Value(_PRELIMINARY)), default=Value(""), output_field=TextField())
    rows = (
        Indicator.objects.of(access)
        .filter(goal_id__any_of=goal_ids)
        .annotate(
            all_targets=ArraySubquery(_targets(access)),
            all_values=ArraySubquery(values.values_list(_packed("gender", "year", "value", star))),
            all_peers=ArraySubquery(peers.values_list(_packed("peer_code", "year", "value"))),
        )
        .order_by("position", "pk")
        .values(*_COLUMNS, "all_targets", "all_values", "all_peers")
    )
    return cast("list[dict[str, Any]]", list(rows))


def _targets(access: Access) -> QuerySet[IndicatorTarget, Any]:
    """An indicator's targets, packed."""
    return (
        IndicatorTarget.objects.of(access)
        .filter(indicator=OuterRef("pk"))
        .order_by("year")
        .values_list(_packed("year", "value"))
    )


def _figures(row: dict[str, Any], year: int, words: JudgementWords) -> IndicatorFigures:
    path = _path(row)
    series = _series(row["all_values"], year)
    values = series[Gender.TOTAL]
    outcome = next((point for point in reversed(values) if point.value is not None), None)
    target = _target(path, year)
    measured = _measured(row, outcome.value if outcome else None, target, _previous(values, outcome, path.baseline))
    state = indicator_state(measured)
    return IndicatorFigures(
        **{key: row[key] for key in _SAME},
        direction=path.direction,
        year=year,
        path=path,
        values=values,
        women=_latest(series[Gender.WOMEN], outcome),
        men=_latest(series[Gender.MEN], outcome),
        target=target,
        outcome=outcome,
        measured=measured,
        state=state,
        mark=words.of_indicator(state),
        peers=tuple(_peer(text) for text in row["all_peers"]),
    )


def _path(row: Mapping[str, Any]) -> Path:
    """Baseline and targets of a row."""
    baseline = (row["baseline_year"], row["baseline"]) if row["baseline_year"] and row["baseline"] is not None else None
    return Path(Direction(row["direction"]), dict(_year_value(text) for text in row["all_targets"]), baseline)


def _measured(
    row: Mapping[str, Any], value: Decimal | None, target: Decimal | None, previous: Decimal | None = None
) -> Measurement:
    """What the row's state is judged on: the figures as they are shown."""
    decimals = row["decimals"]
    return Measurement(
        _shown(value, decimals), _shown(target, decimals), _shown(previous, decimals), Direction(row["direction"])
    )


_SAME = (
    "pk", "goal_id", "kind", "name", "unit", "decimals", "source", "source_code", "measured_next", "is_example",
)  # fmt: skip


def _year_value(text: str) -> tuple[int, Decimal]:
    year, value = text.split(";")
    return int(year), Decimal(value)


def _peer(text: str) -> tuple[str, int, Decimal]:
    code, year, value = text.split(";")
    return code, int(year), Decimal(value)


def _series(texts: Sequence[str], year: int) -> dict[str, list[YearValue]]:
    """The values of each gender up to the year, in order."""
    found: dict[str, list[YearValue]] = {gender: [] for gender in Gender.values}
    for text in texts:
        gender, at, value, star = text.split(";")
        if int(at) <= year:
            found[gender].append(YearValue(int(at), Decimal(value) if value else None, star == _PRELIMINARY))
    return found


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
