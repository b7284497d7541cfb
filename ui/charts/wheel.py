"""The year wheel (årshjul): rings for bodies, a dot per event, arcs for periods, a line for today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString

from ui.charts import wheel_layout as place
from ui.charts.wheel_layout import STANDARD_RINGS, LabelBox, WheelEvent, WheelPeriod, WheelRing
from ui.drawing.ink import ink
from ui.drawing.pen import PAGE, XY, chart, n
from ui.rules.swedish import MONTHS, capitalised

__all__ = ["STANDARD_RINGS", "Wheel", "WheelEvent", "WheelPeriod", "WheelRing", "wheel"]

WIDE_WIDTH, NARROW_SIZE, LEAST_HEIGHT = 1372.0, 704.0, 720.0
LONGEST_LABEL = 40  # letters; the list under the wheel has the whole text


@dataclass(frozen=True, slots=True)
class Wheel:
    """A year: what happens, which work goes on, and what stands in the middle.

    `events` and `periods` outside the year are left out; `today` outside it draws no line.
    """

    chart_id: str
    year: int
    events: Sequence[WheelEvent]
    periods: Sequence[WheelPeriod] = ()
    rings: Sequence[WheelRing] = STANDARD_RINGS
    today: date | None = None
    next_event: str = ""  # "KF 28 september"
    next_when: str = ""  # "om 33 dagar"
    owner: str = ""  # "Hallsberg"

    @property
    def now(self) -> date | None:
        """Today, when it is in the year."""
        return self.today if self.today and self.today.year == self.year else None

    @property
    def title(self) -> str:
        """The picture in words; the list that follows it holds the events."""
        whose = f" för {self.owner}" if self.owner else ""
        rings = ", ".join(ring.name for ring in self.rings)
        return (
            f"Årshjul {self.year}{whose}: tolv månader, en ring var för {rings}, ytterst först. "
            f"{len(self.shown)} händelser; alla finns i listan under bilden."
        )

    @property
    def shown(self) -> list[WheelEvent]:
        """The year's events in known rings, by day."""
        keys = {ring.key for ring in self.rings}
        inside = [event for event in self.events if event.day.year == self.year and event.ring in keys]
        return sorted(inside, key=lambda event: (event.day, event.ring, event.text))


def wheel(year: Wheel, *, narrow: bool = False) -> SafeString:
    """Draw the wheel: wide with labels in two columns, narrow without (the list follows directly).

    The drawing grows in height when there are more labels than fit.
    """
    width, height = NARROW_SIZE, NARROW_SIZE
    if not narrow:
        width, height = WIDE_WIDTH, max(LEAST_HEIGHT, place.needed_height(year.shown) + 12)
    centre = (width / 2, height / 2)
    chart_id = f"{year.chart_id}-smal" if narrow else year.chart_id
    parts = [*_months(year, centre, chart_id), *_rings(year, centre), *_periods(year, centre), *_today(year, centre)]
    parts += _dots(year, centre)
    parts += _middle(year, centre)
    if not narrow:
        parts += _labels(year, centre, height)
    return chart(chart_id, year.title, width, height, "".join(parts), "chart wheel")


def _months(year: Wheel, centre: XY, chart_id: str) -> Iterator[str]:
    """The band of months, the present one in the municipality's colour, names along the circle."""
    for month in range(1, 13):
        start, end = place.month_angles(month)
        now = year.now is not None and year.now.month == month
        band = place.sector(centre, place.OUTER_EDGE + 1, place.MONTH_EDGE, start + 0.25, end - 0.25)
        yield PAGE.fill(band, "f-brand" if now else "w-month")
        below = 0 < (start + end) / 2 % 360 < 180
        radius = place.OUTER_EDGE + 11 + (4.2 if below else -4.2)
        along = (end - 0.3, start + 0.3) if below else (start + 0.3, end - 0.3)
        yield f'<path id="{escape(chart_id)}-m{month}" d="{place.arc(centre, radius, *along)}" fill="none"/>'
        tone = "t-brandink" if now else "t-strong"
        path = f'<textPath href="#{escape(chart_id)}-m{month}" startOffset="50%" text-anchor="middle">'
        yield f'<text font-size="13" class="w-mname {tone}" fill="{ink(tone)}">{path}{_month(month)}</textPath></text>'


def _rings(year: Wheel, centre: XY) -> Iterator[str]:
    """The rings with their names at twelve o'clock, the spent part of the year, a spoke per month."""
    first, last = place.month_angles(1)[0], place.month_angles(12)[1]
    half = place.RING_WIDTH / 2
    circles = place.radii(year.rings)
    for ring in year.rings:
        radius = circles[ring.key]
        piece = place.sector(centre, radius - half + 0.75, radius + half - 0.75, first, last)
        yield PAGE.fill(piece, "w-ring", f' stroke="{ink("s-hair")}"')
        yield PAGE.text(centre[0], centre[1] - radius + 4.2, ring.short, f"r-{ring.tone} w-rname", 12.5, "middle")
    innermost = min(circles.values(), default=place.OUTER_RING) - half
    if year.now:
        spent = place.sector(centre, innermost + 0.75, place.OUTER_EDGE - 0.75, first, place.angle(year.now))
        yield PAGE.fill(spent, "w-past", ' fill-opacity=".045"')
    for month in range(2, 13):
        yield PAGE.stroke(_radial(centre, innermost, place.OUTER_EDGE, place.month_angles(month)[0]), "s-hair")


def _periods(year: Wheel, centre: XY) -> Iterator[str]:
    """Wide translucent arcs: periods of work."""
    circles, tones = place.radii(year.rings), {ring.key: ring.tone for ring in year.rings}
    first, last = date(year.year, 1, 1), date(year.year, 12, 31)
    for period in year.periods:
        if period.ring not in circles or period.end < first or period.start > last:
            continue
        start, end = place.angle(max(period.start, first)), place.angle(min(period.end, last))
        path = place.arc(centre, circles[period.ring], start, max(end, start + 0.5))
        tone = tones[period.ring]
        drawn = f'<path d="{path}" class="rl-{tone} w-arc" fill="none" stroke="{ink(f"r-{tone}")}"'
        width = f'stroke-opacity=".22" stroke-width="{n(place.RING_WIDTH - 12)}"'
        yield f"{drawn} {width}><title>{escape(period.text)}</title></path>"


def _today(year: Wheel, centre: XY) -> Iterator[str]:
    """The thread line through today."""
    if year.now is None:
        return
    turn = place.angle(year.now)
    innermost = min(place.radii(year.rings).values(), default=place.OUTER_RING) - place.RING_WIDTH / 2
    yield PAGE.stroke(
        _radial(centre, innermost - 6, place.OUTER_EDGE, turn), "s-thread", 2.5
    )  # not across the month's name
    yield PAGE.stroke(_radial(centre, place.MONTH_EDGE, place.MONTH_EDGE + 10, turn), "s-thread", 2.5)
    yield PAGE.circle(place.polar(centre, place.MONTH_EDGE + 10, turn), 5, "f-thread")


def _dots(year: Wheel, centre: XY) -> Iterator[str]:
    """A dot per ring and day with the day's number."""
    circles = place.radii(year.rings)
    for ring in year.rings:
        days = [event.day for event in year.shown if event.ring == ring.key]
        exact = {event.day for event in year.shown if event.ring == ring.key and event.has_day}
        for day, turn in place.dot_angles(days, circles[ring.key]).items():
            x, y = place.polar(centre, circles[ring.key], turn)
            yield PAGE.circle((x, y), 9.5, f"r-{ring.tone}", "s-surface", 1.5)
            yield PAGE.text(x, y + 4, str(day.day) if day in exact else "", "t-inv w-dnum", 11, "middle")


def _middle(year: Wheel, centre: XY) -> Iterator[str]:
    """The year, and the next thing that happens."""
    x, y = centre
    yield PAGE.text(x, y - 34, "Årshjul", "t-mute", 15, "middle")
    yield PAGE.text(x, y + 12, str(year.year), "t-strong w-year", 46, "middle")
    yield PAGE.text(x, y + 38, year.next_event, "t-target", 14, "middle")
    yield PAGE.text(x, y + 58, year.next_when, "t-mute", 13, "middle")


def _labels(year: Wheel, centre: XY, height: float) -> Iterator[str]:
    """Two columns of labels, each month with a leader to its piece of the circle."""
    rings = {ring.key: ring for ring in year.rings}
    for box in place.label_boxes(year.shown, centre, height):
        side = 1 if box.right_side else -1
        x, anchor = centre[0] + side * place.LABEL_OFFSET, "start" if box.right_side else "end"
        yield _leader(box, centre, side, x)
        now = year.now is not None and year.now.month == box.month
        heading = f"{_month(box.month)}, i dag" if now else _month(box.month)
        yield PAGE.text(x, box.line_y(0), heading, "t-target" if now else "t-strong", 13.5, anchor)
        for index, event in enumerate(box.events, start=1):
            yield _label(event, rings[event.ring], x, box.line_y(index), box.right_side)


def _leader(box: LabelBox, centre: XY, side: int, x: float) -> str:
    """A hairline from the month to its heading."""
    turn = sum(place.month_angles(box.month)) / 2
    a, b = place.polar(centre, place.MONTH_EDGE + 3, turn), place.polar(centre, place.MONTH_EDGE + 14, turn)
    end, y = x - side * 12, box.line_y(0) - 4
    return PAGE.stroke(f"M{n(a[0])} {n(a[1])}L{n(b[0])} {n(b[1])}L{n(end - side * 16)} {n(y)}H{n(end)}", "s-line")


def _label(event: WheelEvent, ring: WheelRing, x: float, y: float, right_side: bool) -> str:
    """One event: day and body in the ring's colour, then what happens; mirrored on the left side."""
    words = event.text if len(event.text) <= LONGEST_LABEL else f"{event.text[: LONGEST_LABEL - 1].rstrip()}…"
    tone = f"r-{ring.tone}"
    when = f"{event.day.day} {ring.short}" if event.has_day else ring.short
    day = f'<tspan class="{tone}" font-weight="650" fill="{ink(tone)}">{escape(when)}</tspan>'
    content = f"{day}\u2002{escape(words)}" if right_side else f"{escape(words)}\u2002{day}"
    place_ = f'x="{n(x)}" y="{n(y)}" text-anchor="{"start" if right_side else "end"}"'
    return f'<text {place_} font-size="13.5" class="w-lab" fill="{ink("w-lab")}">{content}</text>'


def _radial(centre: XY, inner: float, outer: float, turn: float) -> str:
    a, b = place.polar(centre, inner, turn), place.polar(centre, outer, turn)
    return f"M{n(a[0])} {n(a[1])}L{n(b[0])} {n(b[1])}"


def _month(month: int) -> str:
    return capitalised(MONTHS[month - 1])
