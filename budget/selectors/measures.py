"""Measures against deviations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.http import Http404

from budget.models import ForecastLine
from budget.selectors.amounts import ZERO, LineKey
from styrmodell.access import Access
from styrmodell.models import Measure, Occasion, Slot, Step
from styrmodell.models.calendar import SlotQuerySet
from styrmodell.permissions import Permission
from styrmodell.rules.workflow import SlotStatus

COUNTED = frozenset({Measure.Status.PLANNED.value, Measure.Status.STARTED.value, Measure.Status.DONE.value})


def so_far(access: Access, occasion: Occasion, unit_id: int | None = None) -> QuerySet[Measure]:
    """Measures on forecasts of the occasion's year up to the occasion itself: one unit's, or everybody's."""
    at = "forecast_lines__slot"
    wanted: dict[str, Any] = {f"{at}__occasion__year": occasion.year, f"{at}__occasion__cutoff__lte": occasion.cutoff}
    if unit_id is not None:
        wanted[f"{at}__organisation"] = unit_id
    return Measure.objects.of(access).filter(**wanted)


def organisations_of(measure: Measure | None, slot: Slot) -> set[int]:
    """Whose lines the measure hangs on in the slot's year (one query); nobody's when it is new."""
    if measure is None:
        return set()
    tied = measure.forecast_lines.filter(slot__occasion__year=slot.occasion.year)
    return set(tied.values_list("organisation_id", flat=True))


def reports_showing(access: Access, slot: Slot, measure: Measure | None) -> SlotQuerySet:
    """The slots whose report shows the measure, or would show one that is new on the slot's lines: the unit's and the
    whole municipality's, at that occasion or later in the year. The whole's first, the order in which they are locked."""
    tied = (
        measure.forecast_lines.filter(slot__occasion__year=slot.occasion.year)
        if measure
        else ForecastLine.objects.none()
    )
    units, cutoffs = {slot.organisation_id}, [slot.occasion.cutoff]
    for organisation_id, cutoff in tied.values_list("slot__organisation_id", "slot__occasion__cutoff"):
        units.add(organisation_id)
        cutoffs.append(cutoff)
    reports = Slot.objects.of(access).of_reports()
    later = reports.filter(occasion__year=slot.occasion.year, occasion__cutoff__gte=min(cutoffs))
    rows: SlotQuerySet = later.filter(Q(organisation_id__in=units) | Q(scope=Step.Scope.WHOLE))
    return rows.with_around().order_by("-scope", "pk")


class Held(NamedTuple):
    """What decides who may change a measure: whose lines it hangs on, and the reports that are handed in with it."""

    organisations: set[int]
    reports: list[Slot]


def held_by(access: Access, slot: Slot, measures: Sequence[Measure]) -> dict[int | None, Held]:
    """`organisations_of`, and those of `reports_showing` that are handed in, for each of the measures by its id and for a
    new one as None (two queries)."""
    year = slot.occasion.year
    at_hand = Slot.objects.of(access).of_reports().filter(occasion__year=year, status=SlotStatus.SUBMITTED)
    handed_in = list(at_hand.with_around().order_by("-scope", "pk"))
    own = (slot.organisation_id, slot.occasion.cutoff)
    places: dict[int | None, list[tuple[int, date]]] = {None: [own], **{row.pk: [own] for row in measures}}
    organisations: dict[int | None, set[int]] = {pk: set() for pk in places}
    tied = ForecastLine.objects.of(access).filter(measures__in=measures, slot__occasion__year=year)
    names = ("measures", "organisation_id", "slot__organisation_id", "slot__occasion__cutoff")
    for pk, organisation_id, unit_id, cutoff in tied.values_list(*names):
        organisations[pk].add(organisation_id)
        places[pk].append((unit_id, cutoff))
    return {pk: Held(organisations[pk], [row for row in handed_in if _shows(row, at)]) for pk, at in places.items()}


def _shows(report: Slot, places: Sequence[tuple[int, date]]) -> bool:
    """Does the report show what hangs on a unit's lines at the cutoffs?"""
    units, cutoffs = zip(*places, strict=True)
    return (report.is_whole or report.organisation_id in units) and report.occasion.cutoff >= min(cutoffs)


def effective(measures: Sequence[Measure]) -> list[Measure]:
    """Those that still stand: a cancelled measure meets no deficit."""
    return [row for row in measures if row.status in COUNTED]


def effect_of(measures: Sequence[Measure]) -> Decimal:
    """What the measures are expected to improve the result by, in kronor."""
    return sum((row.expected_effect for row in effective(measures)), ZERO)


def remaining_effect_of(measures: Sequence[Measure]) -> Decimal:
    """What is still to come of it, in kronor: the effect so far is in the outcome, and with that in the forecast."""
    left = [row.expected_effect - (row.realised_effect or ZERO) for row in effective(measures)]
    return sum((max(effect, ZERO) for effect in left), ZERO)


def slot_measures(access: Access, slot: Slot, sight: Permission = Permission.VIEW) -> list[Measure]:
    """Measures on the unit's lines at the slot's occasion or earlier in the year, by start (one query): a measure
    stands until it is done, whichever forecast it was added to. They are those of organisations where the user holds
    `sight`, as the lines are (`ForecastSlot.sight`)."""
    return _seen(access, so_far(access, slot.occasion, slot.organisation_id), sight)


def measures_of(access: Access, occasion: Occasion) -> list[Measure]:
    """Measures on any forecast line of the year up to the occasion that the user may read, by start (one query)."""
    return _seen(access, so_far(access, occasion), Permission.VIEW)


def _seen(access: Access, measures: QuerySet[Measure], sight: Permission) -> list[Measure]:
    rows = measures.select_related("organisation", "decision")
    return [row for row in rows.order_by("start", "pk").distinct() if access.has(sight, row.organisation_id)]


@dataclass(frozen=True, slots=True)
class EditedMeasure:
    """A measure and what its form starts with."""

    measure: Measure
    initial: dict[str, Any]


def measure_or_404(access: Access, slot: Slot, measure_id: int, sight: Permission) -> EditedMeasure:
    """A measure on one of the unit's lines this year, or 404 (two queries), also without `sight` of whose it is. Its
    lines are those it had last."""
    rows = so_far(access, slot.occasion, slot.organisation_id).filter(pk=measure_id)
    measure = rows.distinct().first()
    if measure is None or not access.has(sight, measure.organisation_id):
        raise Http404
    tied = measure.forecast_lines.filter(
        slot__organisation=slot.organisation_id, slot__occasion__cutoff__lte=slot.occasion.cutoff
    ).order_by("-slot__occasion__cutoff", "pk")
    places = list(tied.values_list("slot_id", "organisation_id", "account_group_id"))
    lines = [line for at, *line in places if at == places[0][0]]
    names = (
        "title",
        "responsible",
        "start",
        "due",
        "status",
        "expected_effect",
        "realised_effect",
        "consequence",
        "version",
    )
    initial = {name: getattr(measure, name) for name in names}
    return EditedMeasure(measure, {**initial, "lines": [str(LineKey(*line)) for line in lines]})
