"""What a line chart shows, and the same thing in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ui.rules.money import number


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A value at a point in time; `year` may have a fraction for months. None means no value exists."""

    year: float
    value: Decimal | None
    preliminary: bool = False
    label: str = ""

    @property
    def name(self) -> str:
        """The point's name on the axis and in the table: its label, else the year."""
        return self.label or f"{self.year:g}"


@dataclass(frozen=True, slots=True)
class ChartReference:
    """A line to compare with, as riket: a name and a value per year."""

    name: str
    values: dict[int, Decimal]


@dataclass(frozen=True, slots=True)
class ChartBand:
    """A light area to compare with: a name and (low, high) per year, as the middle half of similar municipalities."""

    name: str
    limits: dict[int, tuple[Decimal, Decimal]]


@dataclass(frozen=True, slots=True)
class ChartLine:
    """An indicator's outcome, its way from baseline over the targets `between` to the last, and what it is compared with."""

    chart_id: str
    title: str  # what is measured, for the ear: "Väntetid till särskilt boende"
    name: str  # whose outcome the line is: "Hallsberg"
    points: Sequence[ChartPoint]
    unit: str = ""
    decimals: int = 0
    baseline: tuple[float, Decimal] | None = None
    target: tuple[float, Decimal] | None = None
    between: Sequence[tuple[float, Decimal]] = ()
    reference: ChartReference | None = None
    band: ChartBand | None = None
    low: float | None = None
    high: float | None = None

    @property
    def known(self) -> list[ChartPoint]:
        """The points that have a value."""
        return [point for point in self.points if point.value is not None]

    @property
    def way(self) -> list[tuple[float, Decimal]]:
        """The points of the way to the target, in order; two or more make a line."""
        return [point for point in (self.baseline, *self.between, self.target) if point]

    def write(self, value: Decimal) -> str:
        """Write a value with the line's decimals."""
        return number(value, self.decimals)

    def shown(self, point: ChartPoint) -> str:
        """Write a point's value: an asterisk when it is preliminary, an en dash when it is missing."""
        return number(point.value, self.decimals) + ("*" if point.preliminary and point.value is not None else "")


def in_words(line: ChartLine) -> str:
    """Say the whole series: what a reader of the drawing would see."""
    unit = f" {line.unit}" if line.unit else ""
    series = ", ".join(f"{point.name}: {_spoken(line, point)}" for point in line.points)
    parts = [f"{line.title}, {line.name}{f', {line.unit}' if line.unit else ''}. {series}."]
    if line.baseline:
        parts.append(f"Ingångsvärde {line.baseline[0]:g}: {line.write(line.baseline[1])}{unit}.")
    if line.between:
        targets = ", ".join(f"{year:g}: {line.write(value)}" for year, value in line.between)
        parts.append(f"Målvärden på vägen {targets}.")
    if line.target:
        parts.append(f"Mål {line.target[0]:g}: {line.write(line.target[1])}{unit}.")
    if line.reference and line.reference.values:
        year = max(line.reference.values)
        parts.append(f"{line.reference.name} {year}: {line.write(line.reference.values[year])}{unit}.")
    if line.band and line.band.limits:
        year = max(line.band.limits)
        low, high = line.band.limits[year]
        parts.append(f"{line.band.name} {year}: {line.write(low)} till {line.write(high)}{unit}.")
    return " ".join(parts)


def _spoken(line: ChartLine, point: ChartPoint) -> str:
    if point.value is None:
        return "uppgift saknas"
    return line.write(point.value) + (" preliminärt" if point.preliminary else "")


def as_rows(line: ChartLine) -> list[tuple[str, str]]:
    """Return the series as table rows (period, value); a preliminary value has an asterisk."""
    return [(point.name, line.shown(point)) for point in line.points]
