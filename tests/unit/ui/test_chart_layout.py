"""Scales, labels that make room for each other, and the year wheel."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.charts import wheel_layout
from ui.charts.wheel import Wheel, WheelEvent, WheelPeriod, WheelRing, wheel
from ui.drawing.scale import Axis, axis_limits, decimals_of, spread_out, ticks

FLOATS = st.floats(-1e6, 1e6, allow_nan=False)
DAYS = st.dates(date(2028, 1, 1), date(2028, 12, 31))  # a leap year
RINGS = st.sampled_from(["kf", "ks", "namnd", "forvaltning", "bolag"])
EVENTS = st.lists(st.builds(WheelEvent, DAYS, RINGS, st.text(max_size=60)), max_size=90)


def test_a_scale_maps_its_ends() -> None:
    scale = Axis(0, 10, 100, 0)
    assert [scale(0), scale(5), scale(10)] == [100, 50, 0]
    assert Axis(3, 3, 0, 10)(3) == 5


@given(st.lists(FLOATS, min_size=1, max_size=20))
def test_an_axis_holds_its_values_and_has_a_few_round_ticks(values: list[float]) -> None:
    low, high = axis_limits(values)
    assert low <= min(values)
    assert high >= max(values)
    marks = ticks(low, high)
    assert 1 <= len(marks) <= 6
    assert all(low - 1e-6 <= mark <= high + 1e-6 for mark in marks)


def test_an_axis_starts_at_zero_unless_the_range_is_narrow() -> None:
    assert axis_limits([17, 58])[0] == 0
    assert axis_limits([85.5, 90])[0] > 80
    assert axis_limits([-3, 5])[0] < -3
    assert ticks(0, 61) == [0, 20, 40, 60]
    assert decimals_of([0, 2.5, 5]) == 1
    assert decimals_of([0, 0.125]) == 3


@given(st.lists(st.tuples(st.floats(-50, 750), st.floats(1, 30)), max_size=20), st.floats(0, 15))
def test_spread_out_boxes_never_overlap_and_stay_inside_when_there_is_room(
    boxes: list[tuple[float, float]], gap: float
) -> None:
    wanted, sizes = [box[0] for box in boxes], [box[1] for box in boxes]
    needed = sum(sizes) + gap * max(len(sizes) - 1, 0)
    places = spread_out(wanted, sizes, 0, needed + 40, gap)
    for index in range(len(places) - 1):
        assert places[index] + sizes[index] + gap <= places[index + 1] + 1e-6
    assert all(-1e-6 <= place <= needed + 40 - size + 1e-6 for place, size in zip(places, sizes, strict=True))


def test_boxes_with_room_stay_where_they_want() -> None:
    assert spread_out([10, 50], [10, 10], 0, 100) == [10, 50]
    assert spread_out([30, 30], [10, 10], 0, 100) == [25, 35]


def test_angles_run_clockwise_through_the_year() -> None:
    days = [date(2028, 1, 1) + timedelta(days=n) for n in range(366)]
    turns = [wheel_layout.angle(day) for day in days]
    assert turns == sorted(turns)
    assert turns[0] == -90 + wheel_layout.GAP / 2
    assert turns[-1] < 270 - wheel_layout.GAP / 2


@given(st.lists(DAYS, max_size=120), st.sampled_from([296.0, 144.0]))
def test_dots_keep_their_order_and_their_distance(days: list[date], radius: float) -> None:
    places = wheel_layout.dot_angles(days, radius)
    turns = [places[day] for day in sorted(places)]
    assert set(places) == set(days)
    if len(turns) > 1:
        room = (360 - wheel_layout.GAP) / len(turns)
        least = min(room, 22 / radius * 57.29)
        assert min(b - a for a, b in pairwise(turns)) >= least - 0.05
    assert all(-90 + 7 <= turn <= 270 - 7 for turn in turns)


@given(EVENTS)
def test_labels_cannot_collide_however_many_there_are(events: list[WheelEvent]) -> None:
    year = Wheel("w", 2028, events)
    height = max(720.0, wheel_layout.needed_height(year.shown) + 12)
    boxes = wheel_layout.label_boxes(year.shown, (686, height / 2), height)
    assert sum(len(box.events) for box in boxes) == len(events)
    for side in (True, False):
        column = sorted((box for box in boxes if box.right_side is side), key=lambda box: box.top)
        assert column[0].top >= 6 - 1e-6
        assert column[-1].top + column[-1].height <= height - 6 + 1e-6
        for above, below in pairwise(column):
            assert above.top + above.height + wheel_layout.LABEL_GAP <= below.top + 1e-6


@given(EVENTS, st.booleans())
def test_the_wheel_is_well_formed_whatever_the_texts(events: list[WheelEvent], narrow: bool) -> None:
    printable = [WheelEvent(event.day, event.ring, "".join(filter(str.isprintable, event.text))) for event in events]
    drawing = wheel(Wheel("w", 2028, printable, today=date(2028, 8, 26)), narrow=narrow)
    root = ET.fromstring(drawing)  # noqa: S314 - our own drawing
    days = {(event.day, event.ring) for event in events}
    assert sum("w-dnum" in node.attrib.get("class", "") for node in root.iter("text")) == len(days)
    assert f"{len(events)} händelser" in drawing


def test_the_wheel_leaves_out_other_years_and_unknown_rings() -> None:
    events = [WheelEvent(date(2025, 12, 31), "kf", "i fjol"), WheelEvent(date(2026, 1, 1), "?", "okänd ring")]
    periods = [
        WheelPeriod(date(2025, 11, 1), date(2026, 2, 1), "kf", "över nyår"),
        WheelPeriod(date(2025, 1, 1), date(2025, 2, 1), "kf", "i fjol"),
    ]
    drawing = wheel(Wheel("w", 2026, events, periods, today=date(2025, 8, 26)))
    assert drawing.count("w-arc") == 1
    assert "w-dnum" not in drawing
    assert "s-thread" not in drawing
    assert "w-past" not in drawing


def test_a_municipality_may_have_fewer_rings_with_its_own_names() -> None:
    rings = [WheelRing("kf", "Fm", "Fullmäktige", "kf"), WheelRing("ks", "Ks", "Styrelsen", "ks")]
    drawing = wheel(Wheel("w", 2026, [WheelEvent(date(2026, 3, 1), "ks", "Möte")], rings=rings, owner="Ånge"))
    assert "Årshjul 2026 för Ånge: tolv månader, en ring var för Fullmäktige, Styrelsen" in drawing
    assert "Bolag" not in drawing


def test_months_have_text_along_the_circle_and_the_present_one_is_marked() -> None:
    drawing = wheel(Wheel("w", 2026, [], today=date(2026, 8, 26)))
    assert drawing.count("<textPath") == 12
    assert drawing.count('class="f-brand"') == 1
    assert "Augusti, i dag" in drawing


def test_unknown_ink_is_refused() -> None:
    with pytest.raises(KeyError):
        wheel(Wheel("w", 2026, [WheelEvent(date(2026, 1, 1), "x", "y")], rings=[WheelRing("x", "X", "X", "lila")]))
