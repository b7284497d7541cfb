"""Indicators with everything that is known about them: as many queries whatever their number."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Subquery

from goals.models import Indicator, IndicatorTarget, IndicatorValue, PeerValue
from goals.rules.attainment import IndicatorState, Measurement, indicator_reason, indicator_state, measure
from goals.rules.path import Path, YearAndValue
from goals.rules.vocabulary import Direction
from goals.selectors.scales import JudgementWords
from styrmodell.access import Access
from ui.rules.marks import Mark
from ui.rules.money import number, telling_decimals, with_unit

Gender = IndicatorValue.Gender


@dataclass(frozen=True, slots=True)
class YearValue:
    """A year's outcome in the indicator's unit; None when the source has no value."""

    year: int
    value: Decimal | None
    is_preliminary: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorFigures:
    """An indicator as it stands in a year. Values are in its own unit.

    `decimals` are as many as it takes to see whether the outcome reaches its target. `mark` is None for what is only
    followed. `peers` are other municipalities' values (code, year, value), read only where they are shown."""

    pk: int
    goal_id: int
    kind: str
    name: str
    unit: str
    decimals: int
    direction: Direction | None
    year: int
    path: Path
    values: Sequence[YearValue]
    women: YearValue | None
    men: YearValue | None
    outcome: YearValue | None
    measured: Measurement
    state: IndicatorState
    mark: Mark | None
    source: str
    source_code: str
    measured_next: date | None
    is_example: bool
    peers: tuple[tuple[str, int, Decimal], ...] = ()

    @property
    def judges(self) -> bool:
        """Does it count when the goal is judged? Nyckeltal, verksamhetsmått and what has no target are only followed
        (SV-4, HA-6)."""
        return self.kind == Indicator.Kind.INDICATOR and self.state is not IndicatorState.FOLLOWED

    @property
    def is_met(self) -> bool:
        """Does the outcome reach the target of its own year?"""
        return self.state is IndicatorState.REACHED

    @property
    def aim(self) -> YearAndValue | None:
        """The target that the outcome is held against, with its year; before any outcome the year's."""
        return self.measured.aim or self.target

    @property
    def aim_value(self) -> Decimal | None:
        """The target that the outcome is held against, without its year."""
        return self.aim[1] if self.aim else None

    @property
    def target(self) -> YearAndValue | None:
        """The year's target, else the next, else the last, with its year."""
        return self.path.aim(self.year)

    @property
    def baseline(self) -> YearAndValue | None:
        """Year and value from which the way to the target is counted."""
        return self.path.baseline

    @property
    def targets(self) -> Mapping[int, Decimal]:
        """The decided targets by year."""
        return self.path.targets

    @property
    def final(self) -> YearAndValue | None:
        """The last year's target, slutvärdet."""
        return self.path.final()

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
        return with_its_unit(value, self.decimals, self.unit)


def with_its_unit(value: Decimal | None, decimals: int, unit: str) -> str:
    """A value with its unit; a plain count has none ("antal" stands in the heading)."""
    return with_unit(number(value, decimals), "" if unit == "antal" else unit)


def read_figures(
    access: Access, goal_ids: Collection[int], year: int, words: JudgementWords, *, peers_of: int = 0
) -> dict[int, list[IndicatorFigures]]:
    """The indicators of the goals as they stand in the year, by goal (three queries). With peers for one of the goals
    (one more)."""
    targets = _targets(access, goal_ids)
    series = _series(access, goal_ids, year)
    peers = _peers(access, peers_of) if peers_of else {}
    figures: dict[int, list[IndicatorFigures]] = {}
    for row in Indicator.objects.of(access).filter(goal_id__any_of=goal_ids).order_by("position", "pk"):
        indicator = _figures(row, year, words, _path(row, targets), series.get(row.pk, {}), peers.get(row.pk, []))
        figures.setdefault(row.goal_id, []).append(indicator)
    return figures


def read_reached(access: Access, goal_ids: Collection[int], year: int) -> dict[int, tuple[int, int]]:
    """How many of the indicators that judge the goal reach the year's target, and how many they are, by goal (two
    queries). For long lists: the same answer as `read_figures` gives, from the latest value alone."""
    targets = _targets(access, goal_ids)
    latest = (
        IndicatorValue.objects.of(access)
        .filter(indicator=OuterRef("pk"), gender=Gender.TOTAL, year__lte=year, value__isnull=False)
        .order_by("-year")
    )
    rows = Indicator.objects.of(access).filter(goal_id__any_of=goal_ids, kind=Indicator.Kind.INDICATOR)
    newest = {name: Subquery(latest.values(name)[:1]) for name in ("year", "value")}
    reached: dict[int, tuple[int, int]] = {}
    for row in rows.annotate(year=newest["year"], value=newest["value"]):
        values = {} if row.value is None else {row.year: row.value}
        state = indicator_state(measure(_path(row, targets), values))
        if state is not IndicatorState.FOLLOWED:
            met, measured = reached.get(row.goal_id, (0, 0))
            reached[row.goal_id] = met + (state is IndicatorState.REACHED), measured + 1
    return reached


_Targets = Mapping[int, Mapping[int, Decimal]]
_Series = Mapping[str, Sequence[YearValue]]
_Peers = Sequence[tuple[str, int, Decimal]]


def _targets(access: Access, goal_ids: Collection[int]) -> _Targets:
    """The decided targets by indicator and year (one query)."""
    rows = IndicatorTarget.objects.of(access).filter(indicator__goal_id__any_of=goal_ids).order_by("year")
    targets: dict[int, dict[int, Decimal]] = {}
    for indicator, year, value in rows.values_list("indicator_id", "year", "value"):
        targets.setdefault(indicator, {})[year] = value
    return targets


def _series(access: Access, goal_ids: Collection[int], year: int) -> Mapping[int, _Series]:
    """The values up to the year in order, by indicator and gender (one query)."""
    rows = (
        IndicatorValue.objects.of(access).filter(indicator__goal_id__any_of=goal_ids, year__lte=year).order_by("year")
    )
    series: dict[int, dict[str, list[YearValue]]] = {}
    columns = rows.values_list("indicator_id", "gender", "year", "value", "is_preliminary")
    for indicator, gender, at, value, is_preliminary in columns:
        series.setdefault(indicator, {}).setdefault(gender, []).append(YearValue(at, value, is_preliminary))
    return series


def _peers(access: Access, goal_id: int) -> Mapping[int, _Peers]:
    """Other municipalities' values by indicator: code, year and value (one query)."""
    rows = PeerValue.objects.of(access).filter(indicator__goal_id=goal_id).order_by("year", "peer_code")
    peers: dict[int, list[tuple[str, int, Decimal]]] = {}
    for indicator, code, year, value in rows.values_list("indicator_id", "peer_code", "year", "value"):
        peers.setdefault(indicator, []).append((code, year, value))
    return peers


def _figures(
    row: Indicator, year: int, words: JudgementWords, path: Path, series: _Series, peers: _Peers
) -> IndicatorFigures:
    values = series.get(Gender.TOTAL, ())
    outcome = next((point for point in reversed(values) if point.value is not None), None)
    measured = measure(path, {point.year: point.value for point in values if point.value is not None})
    state = indicator_state(measured)
    return IndicatorFigures(
        pk=row.pk,
        goal_id=row.goal_id,
        kind=row.kind,
        name=row.name,
        unit=row.unit,
        decimals=_telling_decimals(row, measured),
        direction=path.direction,
        year=year,
        path=path,
        values=values,
        women=_latest(series.get(Gender.WOMEN, ()), outcome),
        men=_latest(series.get(Gender.MEN, ()), outcome),
        outcome=outcome,
        measured=measured,
        state=state,
        mark=words.of_indicator(state),
        source=row.source,
        source_code=row.source_code,
        measured_next=row.measured_next,
        is_example=row.is_example,
        peers=tuple(peers),
    )


def _path(row: Indicator, targets: _Targets) -> Path:
    """The way from the indicator's baseline over its targets."""
    baseline = (row.baseline_year, row.baseline) if row.baseline_year and row.baseline is not None else None
    return Path(Direction(row.direction) if row.direction else None, targets.get(row.pk, {}), baseline)


def _telling_decimals(row: Indicator, measured: Measurement) -> int:
    """The indicator's decimals, more where the outcome would look like its target without being there."""
    if measured.outcome is None or measured.aim is None:
        return row.decimals
    return telling_decimals(measured.outcome[1], measured.aim[1], row.decimals)


def _latest(values: Sequence[YearValue], outcome: YearValue | None) -> YearValue | None:
    """The value of the same year as the outcome."""
    return next((point for point in values if outcome and point.year == outcome.year and point.value is not None), None)
