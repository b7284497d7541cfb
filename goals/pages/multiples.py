"""Measures over time against other municipalities: the small multiples on Läget (SV-10, HA-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef

from goals.models import Indicator, IndicatorTarget, IndicatorValue, PeerValue
from styrmodell.access import Access
from styrmodell.permissions import Permission
from ui.charts.series import ChartLine, ChartPoint
from ui.rules.swedish import join_words


@dataclass(frozen=True, slots=True)
class Multiple:
    """One measure: the municipality's line, the others' values point by point, and where it is from."""

    goal_id: int
    name: str
    unit: str
    line: ChartLine
    others: Sequence[Sequence[Decimal | None]]
    source: str

    @property
    def target(self) -> str:
        """The last year's target with its year, without the unit that stands beside it; empty when there is none."""
        return f"{self.line.target[0]:g}: {self.line.write(self.line.target[1])}" if self.line.target else ""


def multiples(access: Access, most: int = 4) -> list[Multiple]:
    """The first measures that have other municipalities beside them, the municipality's own first (four queries)."""
    indicators = (
        Indicator.objects.of(access)
        .filter(
            Exists(PeerValue.objects.of(access).filter(indicator=OuterRef("pk"))),
            Exists(
                IndicatorValue.objects.of(access).filter(
                    indicator=OuterRef("pk"), gender=IndicatorValue.Gender.TOTAL, value__isnull=False
                )
            ),
            goal__organisation_id__any_of=access.ever.organisation_ids(Permission.VIEW),
        )
        .order_by("goal__level__position", "goal__position", "position", "pk")
    )
    chosen: dict[str, Indicator] = {}
    for row in indicators:
        chosen.setdefault(row.source_code or str(row.pk), row)
    rows = list(chosen.values())[:most]
    targets = _targets(access, rows)
    return [
        _multiple(access, row, *values, targets.get(row.pk))
        for row, values in zip(rows, _values(access, rows), strict=True)
    ]


def sources_of(rows: Sequence[Multiple]) -> str:
    """Where the measures are from, each source once with its codes: «Kolada N03001 och N03106»."""
    codes: dict[str, list[str]] = {}
    for row in rows:
        name, _, code = row.source.rpartition(" ")
        codes.setdefault(name or code, []).append(code if name else "")
    return ", ".join(f"{name} {join_words(given)}".strip() for name, given in codes.items())


_Own = dict[int, IndicatorValue]
_Peers = dict[str, dict[int, Decimal]]


def _values(access: Access, rows: Sequence[Indicator]) -> list[tuple[_Own, _Peers]]:
    """Own and others' values per indicator."""
    own: dict[int, _Own] = {row.pk: {} for row in rows}
    peers: dict[int, _Peers] = {row.pk: {} for row in rows}
    for value in IndicatorValue.objects.of(access).filter(indicator__in=rows, gender=IndicatorValue.Gender.TOTAL):
        own[value.indicator_id][value.year] = value
    for peer in PeerValue.objects.of(access).filter(indicator__in=rows):
        peers[peer.indicator_id].setdefault(peer.peer_code, {})[peer.year] = peer.value
    return [(own[row.pk], peers[row.pk]) for row in rows]


def _targets(access: Access, rows: Sequence[Indicator]) -> dict[int, tuple[int, Decimal]]:
    """The last year's target of each indicator (one query)."""
    targets = IndicatorTarget.objects.of(access).filter(indicator__in=rows).order_by("year")
    return {target.indicator_id: (target.year, target.value) for target in targets}


def _multiple(access: Access, row: Indicator, own: _Own, peers: _Peers, target: tuple[int, Decimal] | None) -> Multiple:
    years = range(min(own), max(own) + 1)
    points = [_point(year, own.get(year)) for year in years]
    line = ChartLine(
        chart_id=f"matt-{row.pk}",
        title=row.name,
        name=access.municipality.short_name,
        points=points,
        unit=row.unit,
        decimals=row.decimals,
        target=target,
    )
    others = [[values.get(year) for year in years] for values in peers.values()]
    return Multiple(row.goal_id, row.name, row.unit, line, others, f"{row.source} {row.source_code}".strip())


def _point(year: int, value: IndicatorValue | None) -> ChartPoint:
    return ChartPoint(year, value.value, value.is_preliminary) if value else ChartPoint(year, None)
