"""Charts: text that fits, descriptions in words, and nothing from a document that is not escaped."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from followup.document.base import Status
from followup.document.blocks import ChainBlock, ChainLevel
from followup.document.figures import (
    Bar,
    Chart,
    Columns,
    Deviation,
    Diverging,
    ForecastPoint,
    Forecasts,
    Months,
    Series,
    Share,
    Shares,
    Stack,
    StackedRow,
    StackPart,
    Stacks,
    TrendFigure,
    Waterfall,
    WaterfallStep,
)
from followup.document.table import SparkCell
from followup.rendering import chart_parts, charts, cover, marks
from followup.rendering.chart_lines import sparkline
from followup.rendering.chart_words import describe, hundred
from tests.unit.followup.strategies import charts as any_chart
from ui.drawing.ink import OUTCOME, ink
from ui.drawing.letters import text_width, wrap
from ui.drawing.scale import spread_out
from ui.rules.marks import Tone

SVG = "{http://www.w3.org/2000/svg}"
MILLION = Decimal(1_000_000)


def money(*values: int) -> list[Decimal]:
    return [value * MILLION for value in values]


def written(picture: str) -> list[str]:
    """The words in a picture, without its description."""
    return ["".join(node.itertext()) for node in fromstring(picture).iter(f"{SVG}text")]


@given(any_chart, st.sampled_from([charts.FULL, charts.HALF, charts.SMALL]))
def test_any_chart_is_well_formed_and_described(chart: Chart, width: int) -> None:
    root = fromstring(charts.draw(chart, width=width))

    title = root.find(f"{SVG}title")
    assert title is not None
    assert len(title.text or "") > 10
    assert float((root.get("width") or "").removesuffix("pt")) <= width + 0.1
    for node in root.iter():
        assert not [name for name in node.attrib if name.startswith("on") or name in {"style", "href"}]


def test_a_number_in_a_chart_is_the_exact_one_rounded_once() -> None:
    figure = Diverging(
        rows=(Deviation(label="A", value=Decimal(-7_249_999)), Deviation(label="B", value=Decimal(49_999)))
    )
    words = written(charts.draw(Chart(title="T", unit="mnkr", figure=figure)))

    assert "−7,2" in words
    assert "0,0" in words
    assert "Underskott" in words


def test_words_follow_the_tolerance() -> None:
    rows = (Deviation(label="A", value=Decimal(100)), Deviation(label="B", value=Decimal(-200)))
    words = written(charts.draw(Chart(title="T", unit="kr", figure=Diverging(rows=rows, tolerance=Decimal(150)))))

    assert {"I balans", "Underskott"} <= set(words)
    assert "Överskott" not in words


def test_descriptions_tell_what_the_chart_shows() -> None:
    columns = Columns(
        bars=(Bar(label="2018", value=MILLION * 29), Bar(label="2019", value=MILLION * 42, role="forecast"))
    )
    steps = Waterfall(
        steps=(
            WaterfallStep(label="Budget", value=MILLION * 15, total=True),
            WaterfallStep(label="Intäkter", value=-MILLION * 31),
        )
    )
    trend = TrendFigure(
        labels=("2017", "2018", "2019"), values=(Decimal(18), Decimal(50), Decimal(37)), target=Decimal(40)
    )

    assert describe(Chart(title="Årets resultat", unit="mnkr", decimals=0, figure=columns)) == (
        "Stapeldiagram över årets resultat, mnkr: 2018 29 och prognos 2019 42."
    )
    assert describe(Chart(title="Från budget", unit="mnkr", decimals=0, figure=steps)) == (
        "Vattenfallsdiagram över från budget, mnkr: Budget 15 och Intäkter −31."
    )
    assert describe(Chart(title="Fossilfria fordon", unit="%", figure=trend)) == (
        "Linjediagram över fossilfria fordon. Värdet har ökat från 18 (2017) till 37 (2019). Högst var det 50 (2018). "
        "Målvärde: 40."
    )
    assert describe(Chart(title="T", figure=trend, alt="Egen beskrivning")) == "Egen beskrivning"


def test_a_missing_year_leaves_a_gap_in_a_trend() -> None:
    def joined(*values: int | None) -> int:
        known = tuple(None if value is None else Decimal(value) for value in values)
        figure = TrendFigure(labels=tuple("abc"), values=known)
        return charts.draw(Chart(title="T", figure=figure)).count(f'stroke="{ink(OUTCOME)}" stroke-width="1.6"')

    assert joined(1, 2, 3) == 2
    assert joined(1, None, 3) == 0


def test_a_year_that_is_not_known_has_its_place_among_the_columns() -> None:
    bars = (Bar(label="2023", value=MILLION * 29), Bar(label="2024", value=None), Bar(label="2025", value=-MILLION))
    chart = Chart(title="Årets resultat", unit="mnkr", decimals=0, figure=Columns(bars=bars))

    assert written(charts.draw(chart)) == ["29", "2023", "–", "2024", "−1", "2025"]
    assert describe(chart) == "Stapeldiagram över årets resultat, mnkr: 2023 29, 2024 saknas och 2025 −1."


def test_the_steering_chain_cuts_no_word() -> None:
    level = ChainLevel(
        name="Mål för god ekonomisk hushållning",
        decided_by="Enhetschefen tillsammans med arbetsplatsträffen",
        document="Gemensamma planeringsförutsättningar",
    )
    text = "".join(word.removesuffix("-") for word in written(chart_parts.chain(ChainBlock(levels=(level,) * 10))))

    assert "…" not in text
    assert text.replace(" ", "").count("Enhetschefentillsammansmedarbetsplatsträffen") == 10
    assert text.replace(" ", "").count("Målförgodekonomiskhushållning") == 10


@pytest.mark.parametrize(
    "figure",
    [
        Stack(
            parts=(StackPart(label="Nås", count=4, tone=Tone.OK), StackPart(label="Nås inte", count=0, tone=Tone.BAD))
        ),
        Stacks(rows=(StackedRow(label="Nu", parts=(StackPart(label="Nås", count=0),)),)),
        Shares(parts=(Share(label="A", value=Decimal(0)),)),
        Months(series=(Series(label="2026", values=(None, Decimal("7.1"))), Series(label="2025", values=(None,)))),
        Forecasts(points=(ForecastPoint(label="Budget", value=Decimal(0)),)),
        TrendFigure(labels=("2026",), values=(None,)),
        TrendFigure(labels=("2026",), values=(Decimal(3),)),
        Columns(bars=(Bar(label="x" * 60, value=Decimal(0)),)),
    ],
)
def test_empty_and_odd_data_can_be_drawn(figure: object) -> None:
    for width in (charts.FULL, charts.HALF, charts.SMALL):
        fromstring(charts.draw(Chart(title="T", figure=figure), width=width))


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_the_hundred_kronor_are_a_hundred(values: list[int]) -> None:
    parts = hundred(
        Shares(parts=tuple(Share(label=str(place), value=Decimal(value)) for place, value in enumerate(values)))
    )

    assert sum(kronor for _, kronor in parts) == (100 if any(values) else 0)


@given(
    st.text(alphabet=st.characters(categories=("L", "Zs"), include_characters="-\u00ad"), max_size=80),
    st.integers(30, 200),
)
def test_a_wrapped_label_keeps_inside_its_width(label: str, width: int) -> None:
    lines = wrap(label, width, 7.5, most=3)

    assert len(lines) <= 3
    assert all(text_width(line, 7.5) <= width or len(line) <= 3 for line in lines)


def test_swedish_words_are_broken_where_swedish_is() -> None:
    assert wrap("Social- och arbetsmarknadsnämnden", 200, 7.5) == ["Social- och arbetsmarknadsnämnden"]
    assert wrap("Social- och arbetsmarknadsnämnden", 90, 7.5) == ["Social- och", "arbetsmarknadsnämnden"]
    assert wrap("Realisations\u00advinster", 50, 7.5) == ["Realisations-", "vinster"]
    assert wrap("aa bb cc dd", 14, 7.5, most=2)[-1].endswith("…")


@given(st.lists(st.floats(0, 100), min_size=1, max_size=3))
def test_labels_at_the_end_of_lines_do_not_collide(heights: list[float]) -> None:
    moved = spread_out(sorted(heights), [0.0] * len(heights), 0, 100, 9)

    assert all(below - above >= 8.99 for above, below in pairwise(moved))
    assert moved[-1] <= 100.01


def test_a_canary_in_every_text_stays_text() -> None:
    canary = '"><script>alert(1)</script><image href="https://example.org/x.png"/>'
    figure = Diverging(rows=(Deviation(label=canary, value=Decimal(1)),), worse_side=canary)
    spark = SparkCell(name=canary, labels=(canary, "b"), values=(Decimal(1), Decimal(2)))
    pictures = [
        charts.draw(Chart(title=canary, unit=canary, figure=figure)),
        chart_parts.chain(ChainBlock(levels=(ChainLevel(name=canary, decided_by=canary, document=canary),))),
        sparkline(spark),
        marks.status(Status(label=canary), web=True),
        marks.verdict("better", canary, web=True),
    ]

    for picture in pictures:
        assert "<script" not in picture
        assert "<image" not in picture
        fromstring(picture)


def test_the_ring_fills_the_months_of_the_period() -> None:
    def filled(months: int) -> int:
        paths = fromstring(cover.ring(months, "#17507F")).findall(f"{SVG}path")
        return sum(path.get("fill") != "none" for path in paths)

    assert [filled(months) for months in (0, 1, 7, 12)] == [0, 1, 7, 12]


@given(st.from_regex(r"#[0-9A-F]{6}", fullmatch=True))
def test_white_text_can_be_read_on_any_municipalitys_colour(brand: str) -> None:
    deep = cover.strong(brand)

    assert re.fullmatch(r"#[0-9A-F]{6}", deep)
    assert cover.contrast(deep, "#FFFFFF") >= 7
