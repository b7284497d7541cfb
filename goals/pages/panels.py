"""An indicator as its panel on the goal page shows it: chart, table and facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from goals.models import Indicator
from goals.pages.notes import notes_on
from goals.rules import comparison
from goals.rules.trend import trend
from goals.selectors.figures import IndicatorFigures, YearValue
from styrmodell.access import Access
from styrmodell.rules.terms import TermKey
from ui.charts.series import ChartBand, ChartLine, ChartPoint
from ui.rules.money import DASH, number
from ui.rules.swedish import number_word

BAND = "Mittersta hälften"


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A year in the table under the chart, written."""

    year: str
    value: str
    planned: str
    band: str


@dataclass(frozen=True, slots=True)
class PanelTarget:
    """A target with its year, written. `word` is the key of the municipality's word for it."""

    word: str
    year: int
    value: str


WORDS = {
    Indicator.Kind.INDICATOR: TermKey.INDICATOR,
    Indicator.Kind.KEY_RATIO: TermKey.KEY_RATIO,
    Indicator.Kind.ACTIVITY_MEASURE: TermKey.ACTIVITY_MEASURE,
}


@dataclass(frozen=True, slots=True)
class IndicatorPanel:
    """An indicator with what its panel writes. `line` is None when no value is known."""

    figures: IndicatorFigures
    line: ChartLine | None
    rows: tuple[PanelRow, ...]
    word: TermKey  # what the municipality calls its kind
    trend: str
    baseline: str
    outcome: str
    targets: tuple[PanelTarget, ...]
    by_gender: str
    peers: int
    peer_words: str
    note: str


def indicator_panel(figures: IndicatorFigures, municipality: str, note: str) -> IndicatorPanel:
    """Everything the panel writes, in the indicator's own unit (no query)."""
    bands = comparison.bands([(year, value) for _, year, value in figures.peers])
    shown = {year: (band.low, band.high) for year, band in bands.items()}
    peers = len({code for code, _, _ in figures.peers})
    moved = trend({point.year: point.value for point in figures.values}, figures.direction)
    return IndicatorPanel(
        figures=figures,
        line=_line(figures, municipality, shown),
        rows=_rows(figures, shown),
        word=WORDS[Indicator.Kind(figures.kind)],
        trend=moved.words if moved else "",
        baseline=figures.write(figures.baseline[1]) if figures.baseline else "",
        outcome=figures.write(figures.outcome.value) if figures.outcome else DASH,
        targets=_targets(figures),
        by_gender=_by_gender(figures),
        peers=peers,
        peer_words=f"{number_word(peers)} jämförelsekommuner" if shown else "",
        note=note,
    )


def _targets(figures: IndicatorFigures) -> tuple[PanelTarget, ...]:
    """The target the outcome is held against, this year's and the last, each once."""
    wanted = dict(point for point in (figures.aim, figures.target, figures.final) if point)
    last = max(figures.targets, default=0) if len(figures.targets) > 1 else 0
    return tuple(
        PanelTarget("final_target" if year == last else "target_value", year, figures.write(value))
        for year, value in sorted(wanted.items())
    )


def met_words(rows: Sequence[IndicatorFigures]) -> str:
    """How many of the indicators that judge the goal reach their target; empty when none does judge it."""
    judging = [row for row in rows if row.judges]
    return f"{sum(row.is_met for row in judging)} av {len(judging)} når målvärdet" if judging else ""


def _line(
    figures: IndicatorFigures, municipality: str, bands: Mapping[int, tuple[Decimal, Decimal]]
) -> ChartLine | None:
    measured = [point for point in figures.values if point.value is not None]
    if not measured:
        return None
    by_year = {point.year: point for point in figures.values}
    years = range(min(by_year), measured[-1].year + 1)
    points = [by_year.get(year, YearValue(year, None)) for year in years]
    return ChartLine(
        chart_id=f"indikator-{figures.pk}",
        title=figures.name,
        name=municipality,
        points=[ChartPoint(point.year, point.value, point.is_preliminary) for point in points],
        unit=figures.unit,
        decimals=figures.decimals,
        baseline=figures.baseline,
        target=figures.final,
        between=[point for point in figures.path.points() if point not in {figures.baseline, figures.final}],
        band=ChartBand(BAND, dict(bands)) if bands else None,
    )


def _rows(figures: IndicatorFigures, bands: Mapping[int, tuple[Decimal, Decimal]]) -> tuple[PanelRow, ...]:
    by_year = {point.year: point for point in figures.values}
    years = sorted({*by_year, *figures.targets, *(year for year in bands if by_year)})

    def write(value: Decimal | None) -> str:
        return number(value, figures.decimals)

    def row(year: int) -> PanelRow:
        point = by_year.get(year)
        star = "*" if point and point.is_preliminary and point.value is not None else ""
        band = bands.get(year)
        return PanelRow(
            str(year),
            write(point.value if point else None) + star,
            write(figures.path.planned(year)),
            f"{write(band[0])}{DASH}{write(band[1])}" if band else DASH,
        )

    return tuple(row(year) for year in years)


def _by_gender(figures: IndicatorFigures) -> str:
    """The latest value for women and men, where the source tells them apart."""
    if not (figures.women and figures.men):
        return ""
    return (
        f"Kvinnor {number(figures.women.value, figures.decimals)}, män {number(figures.men.value, figures.decimals)}."
    )


def panels(access: Access, rows: Sequence[IndicatorFigures]) -> tuple[IndicatorPanel, ...]:
    """The panels of a goal: indicators first, then what is only followed."""
    ordered, name = sorted(rows, key=lambda row: not row.judges), access.municipality.short_name
    return tuple(indicator_panel(row, name, notes_on(access, row.name, row.unit)) for row in ordered)
