"""Bars and lines: what is drawn is what the numbers say, and the words say it too."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.charts import bars, small
from ui.charts.lines import NARROW, WIDE, goal_line
from ui.charts.series import ChartBand, ChartLine, ChartPoint, ChartReference, as_rows, in_words
from ui.charts.swatch import palette_preview
from ui.charts.thread import thread_ring
from ui.drawing.ink import BASE_SHEET, INKS, PAPER_SHEET, base_sheet, page_tokens, paper_sheet
from ui.drawing.pen import PAGE, PAPER, Pen
from ui.drawing.scale import unbroken
from ui.rules.brand import palette

VALUES = st.one_of(st.none(), st.decimals(-10_000, 10_000, places=1))


def parse(drawing: str) -> ET.Element:
    return ET.fromstring(drawing)  # noqa: S314 - our own drawing


def rects(drawing: str) -> list[dict[str, str]]:
    return [node.attrib for node in parse(drawing).iter("rect")]


def line(values: list[Decimal | None], **changes: object) -> ChartLine:
    points = [ChartPoint(2018 + index, value) for index, value in enumerate(values)]
    return ChartLine("l", "Väntetid", "Hallsberg", points, "dagar", **changes)  # type: ignore[arg-type]


def test_stacked_parts_have_widths_in_proportion_on_a_shared_scale() -> None:
    first, second, third = rects(bars.stacked([("ok", 3), ("part", 4), ("bad", 1)], total=16))
    assert [part["class"] for part in (first, second, third)] == ["f-ok", "f-part", "f-bad"]
    assert float(second["x"]) == pytest.approx(3 / 16 * 100, abs=0.01)
    assert float(third["x"]) == pytest.approx(7 / 16 * 100, abs=0.01)


def test_what_is_not_judged_is_dashed_and_nothing_is_nothing() -> None:
    assert "stroke-dasharray" in bars.stacked([("none", 2)])
    assert rects(bars.stacked([("ok", 0)])) == []
    assert rects(bars.stacked([])) == []
    with pytest.raises(KeyError):
        bars.stacked([("röd", 1)])


@given(st.decimals(-100_000, 100_000, places=0), st.decimals(1, 50_000, places=0))
def test_a_deviation_stands_on_its_side_of_zero_and_inside_the_cell(value: Decimal, largest: Decimal) -> None:
    found = rects(bars.diverging(value, largest))
    if value == 0:
        assert found == []
        return
    left, width = float(found[0]["x"]), float(found[0]["width"])
    assert found[0]["class"] == ("d-pos" if value > 0 else "d-neg")
    assert left >= 0
    assert left + width <= 100
    assert (left if value > 0 else left + width) == pytest.approx(50, abs=0.01)
    assert width == pytest.approx(49 * min(float(abs(value) / largest), 1.0), abs=0.02)


def test_worse_than_budget_is_hatched_where_it_may_be_printed_in_grey() -> None:
    worse, better = ({pen: pen.deviation(50, end, 4, 8) for pen in (PAGE, PAPER)} for end in (30, 90))

    assert [worse[pen].count("<path") for pen in (PAGE, PAPER)] == [0, 1]
    assert [better[pen].count("<path") for pen in (PAGE, PAPER)] == [0, 0]
    for drawn, left, width in ((worse, "30", "20"), (better, "50", "40")):
        for pen in (PAGE, PAPER):
            assert drawn[pen].startswith(f'<rect x="{left}" y="4" width="{width}" height="8"')


def test_an_earlier_forecast_is_a_tick() -> None:
    assert bars.diverging(-6200, 7000, earlier=-4100).count("<path") == 2
    assert bars.diverging(None, 7000).count("<path") == 1


@pytest.mark.parametrize(("percent", "width"), [(35, 35.0), (100, 100.0), (140, 100.0), (-5, None), (0, None)])
def test_progress_stays_on_its_track(percent: int, width: float | None) -> None:
    found = rects(bars.progress(percent))
    assert float(found[0]["width"]) == 100
    assert [float(part["width"]) for part in found[1:]] == ([] if width is None else [width])


def test_a_target_is_marked_beside_the_bar() -> None:
    drawing = bars.against_target(40, 60, 100)
    assert float(rects(drawing)[0]["width"]) == 40
    assert 'd="M59.6 0' in drawing


def test_the_title_says_the_whole_series_in_words() -> None:
    points = [ChartPoint(2023, Decimal(58)), ChartPoint(2024, None), ChartPoint(2025, Decimal(47), preliminary=True)]
    shown = ChartLine(
        "v", "Väntetid till särskilt boende", "Hallsberg", points, "dagar",
        baseline=(2023, Decimal(58)), target=(2026, Decimal(30)),
        reference=ChartReference("Riket", {2024: Decimal(51), 2023: Decimal(60)}),
        band=ChartBand("Liknande kommuner", {2024: (Decimal(40), Decimal(55))}),
    )  # fmt: skip
    assert in_words(shown) == (
        "Väntetid till särskilt boende, Hallsberg, dagar. 2023: 58, 2024: uppgift saknas, 2025: 47 preliminärt. "
        "Ingångsvärde 2023: 58 dagar. Mål 2026: 30 dagar. Riket 2024: 51 dagar. "
        "Liknande kommuner 2024: 40 till 55 dagar."
    )
    assert as_rows(shown) == [("2023", "58"), ("2024", "–"), ("2025", "47*")]
    for drawing in (goal_line(shown), goal_line(shown, narrow=True)):
        assert parse(drawing).find("title").text == in_words(shown)  # type: ignore[union-attr]
        assert 'role="img"' in drawing
    assert "uppgift" in goal_line(shown)
    assert parse(goal_line(shown)).get("aria-labelledby") != parse(goal_line(shown, narrow=True)).get("aria-labelledby")


def test_the_way_to_the_target_goes_over_the_targets_between() -> None:
    """From 39 days in 2022 over 37, 35 and 32 to 30 in 2026, as it is judged: not straight."""
    points = [ChartPoint(year, Decimal(47)) for year in range(2022, 2026)]
    between = [(2023, Decimal(37)), (2024, Decimal(35)), (2025, Decimal(32))]
    shown = ChartLine("v", "T", "N", points, baseline=(2022, Decimal(39)), target=(2026, Decimal(30)), between=between)

    (way,) = re.findall(r'<path d="(M[^"]*)"[^>]*stroke-dasharray="5 4"', goal_line(shown)) or [""]

    assert [len(point.split()) for point in way[1:].split("L")] == [2] * 5
    heights = [float(point.split()[1]) for point in way[1:].split("L")]
    assert heights == sorted(heights)  # days fall, so the way goes down the page
    assert round((heights[1] - heights[0]) / (heights[4] - heights[0]), 2) == round((39 - 37) / (39 - 30), 2)
    assert "Målvärden på vägen 2023: 37, 2024: 35, 2025: 32. Mål 2026: 30." in in_words(shown)
    assert "Målvärden på vägen" not in in_words(replace(shown, between=()))


def test_a_preliminary_value_is_hollow_and_its_segment_dashed() -> None:
    sure = ChartLine("a", "T", "N", [ChartPoint(2024, Decimal(1)), ChartPoint(2025, Decimal(2))])
    unsure = ChartLine("a", "T", "N", [ChartPoint(2024, Decimal(1)), ChartPoint(2025, Decimal(2), preliminary=True)])
    assert "d-hollow" not in goal_line(sure)
    assert 'stroke-dasharray="4 3"' not in goal_line(sure)
    assert "d-hollow" in goal_line(unsure)
    assert 'stroke-dasharray="4 3"' in goal_line(unsure)


def test_a_gap_is_not_bridged() -> None:
    drawing = goal_line(line([Decimal(1), None, Decimal(3)]))
    assert drawing.count('class="d-outcome"') == 0
    assert drawing.count('class="d-outcome-f"') == 2


@pytest.mark.parametrize(("pen", "size"), [(PAGE, small.ON_PAGE), (PAPER, small.ON_PAPER)], ids=["page", "paper"])
def test_a_sparkline_bridges_no_gap_and_dashes_what_leads_to_an_open_value(pen: Pen, size: small.SparkSize) -> None:
    values = [Decimal(1), None, Decimal(3), Decimal(4), Decimal(5)]

    closed = small.spark_shapes(pen, size, values, target=None, is_open=False)
    open_ended = small.spark_shapes(pen, size, values, target=None, is_open=True)

    assert [len(points.split()) for points in re.findall(r'points="([^"]+)"', closed)] == [3]  # 3, 4 and 5: not 1
    assert closed.count("<circle") == 2  # the lone 1, and the last value
    assert "stroke-dasharray" not in closed
    assert [len(points.split()) for points in re.findall(r'points="([^"]+)"', open_ended)] == [2]
    assert open_ended.count("stroke-dasharray") == 1


def test_a_series_is_cut_at_its_gaps() -> None:
    assert unbroken([None, 1, 2, None, None, 3, None]) == [[1, 2], [3]]
    assert unbroken([None, None]) == []


def test_without_values_there_is_no_chart() -> None:
    with pytest.raises(ValueError, match="without values"):
        goal_line(line([None]))
    with pytest.raises(ValueError, match="without values"):
        small.small_multiple(line([None]), [])
    assert small.sparkline([None]) == ""


@given(
    st.lists(VALUES, min_size=1, max_size=9).filter(lambda values: any(value is not None for value in values)),
    st.one_of(st.none(), st.decimals(-500, 500, places=1)),
    st.booleans(),
)
def test_everything_drawn_stays_inside_the_frame(
    values: list[Decimal | None], target: Decimal | None, narrow: bool
) -> None:
    extra = {"baseline": (2018, Decimal(10)), "target": (2027, target)} if target is not None else {}
    frame = NARROW if narrow else WIDE
    root = parse(goal_line(line(values, **extra), narrow=narrow))
    for node in root.iter("circle"):
        assert 0 <= float(node.attrib["cx"]) <= frame.width
        assert 0 <= float(node.attrib["cy"]) <= frame.height
    heights = sorted(float(node.attrib["y"]) for node in root.iter("text") if node.attrib["text-anchor"] == "start")
    assert all(0 <= y <= frame.height for y in heights)
    assert all(below - above >= 15.9 for above, below in pairwise(heights))


@given(st.lists(VALUES, min_size=1, max_size=12), st.one_of(st.none(), st.decimals(-500, 500, places=1)))
def test_sparklines_stay_in_their_cell(values: list[Decimal | None], target: Decimal | None) -> None:
    drawing = small.sparkline(values, "Trend", target=target)
    for pair in re.findall(r"-?[\d.]+,-?[\d.]+", drawing):
        x, y = map(float, pair.split(","))
        assert 0 <= x <= 88
        assert 0 <= y <= 24


def test_small_multiples_show_the_others_in_grey_and_the_own_line_last() -> None:
    others = [[Decimal(5), Decimal(7), None], [Decimal(1), None, Decimal(2)]]
    drawing = small.small_multiple(line([Decimal(-1), Decimal(2), Decimal(4)], target=(2020, Decimal(3))), others)
    assert drawing.count('class="d-other"') == 1  # the other has no two years in a row
    assert drawing.index("d-other") < drawing.index('class="d-outcome"')
    assert "Grå linjer visar 2 andra." in drawing
    assert 'class="g-axis"' in drawing


def test_words_from_outside_are_escaped() -> None:
    evil = '<script>"&'
    shown = ChartLine(
        evil, evil, evil, [ChartPoint(2024, Decimal(1), label=evil)], reference=ChartReference(evil, {2024: Decimal(1)})
    )
    for drawing in (goal_line(shown), small.small_multiple(shown, []), small.sparkline([Decimal(1)], evil)):
        assert "<script" not in drawing
        assert parse(drawing) is not None


def test_the_thread_ring_is_named_by_the_municipalitys_words() -> None:
    drawing = thread_ring("ring", ["Vision", "Målområde", "Åtgärd", "Resultat"])
    assert "från vision till målområde, åtgärd och resultat, och tillbaka till vision" in drawing
    assert drawing.count("<text") == 4


def test_no_chart_carries_inline_style_and_every_ink_has_a_class_in_the_style_sheets() -> None:
    sheets = "".join(path.read_text() for path in Path("static/css").glob("*.css"))
    missing = [name for name in INKS if not re.search(rf"\.{name}\b(?!-)", sheets)]
    assert missing == []
    assert "style=" not in goal_line(line([Decimal(1), Decimal(2)])) + bars.stacked([("ok", 1)])


def test_the_style_sheet_of_colours_is_the_table_and_no_other_sheet_has_colours_of_its_own() -> None:
    """Run `python -m ui.drawing.ink` when one of the first two fails."""
    assert base_sheet(BASE_SHEET.read_text()) == BASE_SHEET.read_text()
    assert paper_sheet() == PAPER_SHEET.read_text()
    for sheet in ("base.css", "components.css", "pages.css", "boards.css", "document.css", "report.css"):
        own = Path("static/css", sheet).read_text().replace(page_tokens(), "")
        declared = re.findall(r"--[\w-]+:\s*#[0-9A-Fa-f]{6}", own)
        assert (sheet, declared) == (sheet, [])


def test_a_colour_is_previewed_in_both_themes_with_its_contrast_cut_not_rounded() -> None:
    made = palette("#8FB8DE")
    drawing = palette_preview("prov", made)
    for colour in (made.light.brand, made.light.ink, made.dark.brand, made.dark.ink, "#FFFFFF", "#151D22"):
        assert f'fill="{colour}"' in drawing
    shown = f"{int(made.light.ratios[0][1] * 10) / 10:.1f}".replace(".", ",")
    assert f"ljust läge {shown} till 1" in drawing
