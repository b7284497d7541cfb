"""Example data for the page Komponenter. Every figure here is invented, and the page says so."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from ui.charts.series import ChartBand, ChartLine, ChartPoint, ChartReference
from ui.charts.wheel import STANDARD_RINGS, Wheel, WheelEvent, WheelPeriod, WheelRing
from ui.rules.brand import Palette, palette
from ui.rules.marks import MARKS, SYMBOLS, Mark

TODAY = date(2026, 8, 26)
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Family:
    """Marks that belong together, and the outline they share."""

    name: str
    outline: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class VarianceRow:
    """A committee's deviation from budget, in kronor: plus is better."""

    name: str
    budget: Decimal
    deviation: Decimal
    earlier: Decimal

    @property
    def share(self) -> Decimal:
        """The deviation in per cent of the budget."""
        return self.deviation * 100 / self.budget


@dataclass(frozen=True, slots=True)
class AreaRow:
    """How many goals of an area have each judgement, in the order of the goal marks."""

    name: str
    counts: tuple[int, int, int, int]

    @property
    def total(self) -> int:
        """All goals of the area."""
        return sum(self.counts)

    @property
    def cells(self) -> list[tuple[Mark, int]]:
        """The counts with their marks."""
        return list(zip(GOAL_MARKS, self.counts, strict=True))

    @property
    def parts(self) -> list[tuple[str, int]]:
        """The counts by tone, as the bar wants them."""
        return [(mark.tone, count) for mark, count in self.cells]


GOAL_MARKS = tuple(MARKS[key] for key in ("nas", "delvis", "nasinte", "ejbed"))


@dataclass(frozen=True, slots=True)
class Gallery:
    """Everything the page shows."""

    families: tuple[Family, ...]
    symbols: tuple[str, ...]
    boards: tuple[VarianceRow, ...]
    areas: tuple[AreaRow, ...]
    line: ChartLine
    others: tuple[tuple[Decimal, ...], ...]
    wheel: Wheel
    rings: tuple[WheelRing, ...] = STANDARD_RINGS
    goal_marks: tuple[Mark, ...] = GOAL_MARKS
    largest: int = 7000 * THOUSAND
    colours: tuple[tuple[str, str, str], ...] = field(default=())
    palettes: tuple[tuple[str, Palette], ...] = field(default=())

    @property
    def all_areas(self) -> AreaRow:
        """The bottom row of the goal table."""
        columns = zip(*(row.counts for row in self.areas), strict=True)
        reached, partly, missed, unjudged = (sum(column) for column in columns)
        return AreaRow("Alla områden", (reached, partly, missed, unjudged))

    @property
    def most(self) -> int:
        """The number of goals that fills a bar, the same for all rows."""
        return max(row.total for row in self.areas)

    @property
    def all_boards(self) -> VarianceRow:
        """The bottom row of the budget table."""
        return VarianceRow(
            "Summa nämnder",
            sum((row.budget for row in self.boards), Decimal(0)),
            sum((row.deviation for row in self.boards), Decimal(0)),
            sum((row.earlier for row in self.boards), Decimal(0)),
        )

    @property
    def small(self) -> ChartLine:
        """The same line for the small multiple, under its own id and with nothing but its target."""
        return replace(self.line, chart_id="vantetid-liten", baseline=None, reference=None, band=None)

    @property
    def values(self) -> list[Decimal | None]:
        """The example line's values, for the sparkline."""
        return [point.value for point in self.line.points]


def gallery() -> Gallery:
    """Make the example data (no queries)."""
    return Gallery(
        _families(),
        tuple(sorted(SYMBOLS)),
        _boards(),
        _areas(),
        _line(),
        _others(),
        _wheel(),
        colours=_COLOURS,
        palettes=tuple((colour, palette(colour)) for colour in ("#17507F", "#F2C300", "#C8102E")),
    )


def _families() -> tuple[Family, ...]:
    kinds = (
        ("Mål", "Runda märken", ("nas", "delvis", "nasinte", "ejbed")),
        ("Indikator", "Fyrkantiga märken", ("i-nar", "i-fas", "i-ratt", "i-of", "i-fel", "i-sakn")),
        ("Aktivitet", "Öppna märken", ("a-ej", "a-pag", "a-klar", "a-sen", "a-avbr")),
        ("Rapportdel", "Pappersmärken", ("r-ej", "r-pag", "r-klar", "r-retur", "r-sen", "r-last")),
        ("Kontroll", "Egna ord", ("k-plan", "k-ok", "k-avv", "k-sen")),
        ("Brist", "Åttakant, trekant, cirkel", ("f-fel", "f-varn", "f-info")),
    )
    return tuple(Family(name, outline, tuple(MARKS[key] for key in keys)) for name, outline, keys in kinds)


def _boards() -> tuple[VarianceRow, ...]:
    rows = (
        ("Social- och arbetsmarknadsnämnden", 468900, -6200, -4100),
        ("Bildningsnämnden", 528300, -2900, -1800),
        ("Drift- och servicenämnden", 61700, -400, 0),
        ("Fullmäktige, revision och val", 6100, 0, 0),
        ("Miljö- och byggnämnden", 14200, 300, 300),
        ("Kommunstyrelsen", 132400, 1800, 1500),
    )
    return tuple(VarianceRow(name, *(Decimal(value) * THOUSAND for value in values)) for name, *values in rows)


def _areas() -> tuple[AreaRow, ...]:
    return (
        AreaRow("Hållbar kommun", (3, 4, 1, 0)),
        AreaRow("Livslångt lärande", (3, 2, 1, 1)),
        AreaRow("Allas inflytande", (3, 1, 1, 0)),
        AreaRow("God service", (2, 2, 1, 1)),
    )


def _line() -> ChartLine:
    outcomes = (17, 28, None, 39, 39, 58, 48, 47)
    points = [
        ChartPoint(2018 + index, None if value is None else Decimal(value), preliminary=index == len(outcomes) - 1)
        for index, value in enumerate(outcomes)
    ]
    return ChartLine(
        "vantetid",
        "Väntetid till särskilt boende",
        "Exempelkommunen",
        points,
        "dagar",
        baseline=(2022, Decimal(39)),
        target=(2026, Decimal(30)),
        reference=ChartReference("Riket", {2018 + index: Decimal(62 - index) for index in range(8)}),
        band=ChartBand(
            "Liknande kommuner", {2018 + index: (Decimal(34 + index), Decimal(52 + index)) for index in range(8)}
        ),
    )


def _others() -> tuple[tuple[Decimal, ...], ...]:
    return tuple(
        tuple(Decimal(20 + (start * 7 + year * (start % 5 + 1) * 3) % 45) for year in range(8)) for start in range(14)
    )


def _wheel() -> Wheel:
    events = (
        (1, 27, "namnd", "Verksamhetsberättelse"), (2, 10, "ks", "Budgetdialog, startskott för ramar"),
        (2, 20, "bolag", "Årsredovisning klar"), (3, 12, "kf", "Strategidag"), (4, 27, "kf", "Årsredovisning"),
        (5, 26, "ks", "Tertialrapport"), (6, 8, "kf", "Ramar"), (6, 16, "ks", "Månadsrapport maj"),
        (7, 31, "forvaltning", "Delårsbryt"), (8, 28, "forvaltning", "Prognos och delårsrapport in"),
        (8, 31, "bolag", "Delårsrapport och affärsplan"), (9, 2, "namnd", "Delårsrapport"),
        (9, 15, "ks", "Delårsrapport"), (9, 28, "kf", "Delårsrapport"), (10, 26, "kf", "Skattesats"),
        (11, 23, "kf", "Budget och flerårsplan"), (12, 9, "namnd", "Internkontrollplan"),
    )  # fmt: skip
    year = TODAY.year
    return Wheel(
        "hjul",
        year,
        [WheelEvent(date(year, month, day), ring, text) for month, day, ring, text in events],
        [
            WheelPeriod(date(year, 2, 10), date(year, 6, 8), "kf", "Ramar"),
            WheelPeriod(date(year, 8, 1), date(year, 8, 28), "forvaltning", "Delårsrapport"),
            WheelPeriod(date(year, 10, 15), date(year, 12, 9), "namnd", "Intern kontroll"),
        ],
        today=TODAY,
        next_event="KF 28 september",
        next_when="om 33 dagar",
        owner="Exempelkommunen",
    )


_COLOURS = (
    ("page", "page", "papper"), ("surface", "surface", "yta"), ("sunken", "sunken", "nedsänkt"),
    ("line", "line-strong", "fältkant 3:1"), ("ink", "ink", "text"), ("ink2", "ink-2", "text, dämpad"),
    ("ink3", "ink-3", "text, svag"), ("brand", "brand", "kommunens färg"), ("tint", "brand-tint", "markerad yta"),
    ("thread", "thread", "röda tråden, målvärde"), ("ok", "ok", "nås"), ("part", "part", "delvis"),
    ("bad", "bad", "nås inte"), ("none", "none", "ej bedömt"), ("info", "info", "pågår"),
    ("out", "d-outcome", "utfall"), ("fc", "d-forecast", "prognos"), ("band", "d-band", "jämförelse"),
    ("pos", "d-pos", "bättre"), ("neg", "d-neg", "sämre"),
)  # fmt: skip
