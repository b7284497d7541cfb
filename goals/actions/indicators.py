"""Writing a goal's indicators: what they are, their targets and their yearly outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from goals import policies
from goals.models import Goal, Indicator, IndicatorTarget, IndicatorValue
from goals.selectors.judging import slots_showing
from styrmodell import audit
from styrmodell.access import Access
from styrmodell.models import AuditEvent

YearValues = Mapping[int, Decimal | None]  # in the indicator's unit; None takes the year's value away


@dataclass(frozen=True, slots=True)
class IndicatorInput:
    """What is written about an indicator. Years that are not mentioned are left alone."""

    name: str
    unit: str
    direction: str
    pk: int | None = None
    kind: str = Indicator.Kind.INDICATOR.value
    decimals: int = 0
    baseline: Decimal | None = None
    baseline_year: int | None = None
    source: str = ""
    source_code: str = ""
    measured_next: date | None = None
    targets: YearValues = field(default_factory=dict)
    values: YearValues = field(default_factory=dict)
    is_removed: bool = False

    @property
    def needs_target(self) -> bool:
        """Would a level that demands targets refuse this one?"""
        judges = self.kind == Indicator.Kind.INDICATOR and not self.is_removed
        return judges and not any(value is not None for value in self.targets.values())


OWN = (
    "name",
    "unit",
    "direction",
    "kind",
    "decimals",
    "baseline",
    "baseline_year",
    "source",
    "source_code",
    "measured_next",
)
ALWAYS_OPEN = ("source", "source_code", "measured_next")  # also on a decided goal


def write_indicators(goal: Goal, given: Sequence[IndicatorInput], *, keep_targets: bool) -> None:
    """Make the goal's indicators as given, in the caller's transaction. Indicators not mentioned are left alone.

    With `keep_targets` (a decided goal) only source, next measurement and outcomes change: neither targets nor which
    indicators there are. Raises ValidationError for an indicator of another goal."""
    own = {row.pk: row for row in goal.indicators.all()}
    for position, row in enumerate(given, start=1):
        if row.pk is not None and row.pk not in own:
            raise ValidationError({"indicators": ["Indikatorn hör till ett annat mål. Ladda om sidan."]})
        if row.pk is None and (keep_targets or row.is_removed):
            continue
        indicator = own.get(row.pk or 0) or Indicator(municipality_id=goal.municipality_id, goal=goal)
        if row.is_removed and not keep_targets:
            _remove(indicator)
            continue
        for name in ALWAYS_OPEN if keep_targets else OWN:
            setattr(indicator, name, getattr(row, name))
        indicator.position = position
        indicator.save()
        if not keep_targets:
            _write_targets(indicator, row.targets)
        write_values(indicator, row.values)


def lock_goal(goal: Goal, access: Access) -> Goal:
    """The goal's row, locked until the transaction ends, after the slots that show it.

    Raises DoesNotExist for another municipality's goal, PermissionDenied while a report that shows the goal is handed in
    and not decided."""
    if goal.municipality_id != access.municipality.pk:
        raise Goal.DoesNotExist
    # The whole municipality's slot first, as in `followup.actions.slots`: two who lock both never wait for each other.
    in_order = slots_showing(access, goal).order_by("-scope", "pk")
    slots = list(in_order.locked())
    policies.can_change_now(slots).require()
    rows = Goal.objects.of(access).select_for_update(of=("self",)).select_related("level", "organisation")
    return rows.get(pk=goal.pk)


@transaction.atomic
def record_values(*, goal: Goal, access: Access, values: Mapping[int, YearValues], version: int) -> Goal:
    """Fill in outcomes of the goal's indicators, by indicator and year. Locks the goal's row.

    Raises PermissionDenied without the right, Stale when the goal has been saved since `version`."""
    goal = lock_goal(goal, access)
    policies.can_measure(access, goal).require()
    goal.ensure_seen(version)
    for indicator in goal.indicators.all():
        write_values(indicator, values.get(indicator.pk, {}))
    goal.version += 1
    goal.save(update_fields=["version"])
    audit.record(
        AuditEvent.Type.GOAL_SAVED, target=goal, access=access, summary=f"Utfall: {goal.title}", version=goal.version
    )
    return goal


def write_values(indicator: Indicator, values: YearValues) -> None:
    """Write the yearly outcomes for all; a changed value is no longer preliminary, an emptied one goes away."""
    stored = {row.year: row for row in indicator.values.filter(gender=IndicatorValue.Gender.TOTAL)}
    for year, value in values.items():
        row = stored.get(year)
        if row is None:
            if value is not None:
                IndicatorValue.objects.create(
                    municipality_id=indicator.municipality_id, indicator=indicator, year=year, value=value
                )
        elif value is None and row.value is not None:
            row.delete()
        elif value != row.value:
            row.value, row.is_preliminary = value, False
            row.save(update_fields=["value", "is_preliminary"])


def _write_targets(indicator: Indicator, targets: YearValues) -> None:
    stored = {row.year: row for row in indicator.targets.all()}
    for year, value in targets.items():
        row = stored.get(year)
        if row is None:
            if value is not None:
                IndicatorTarget.objects.create(
                    municipality_id=indicator.municipality_id, indicator=indicator, year=year, value=value
                )
        elif value is None:
            row.delete()
        elif value != row.value:
            row.value = value
            row.save(update_fields=["value"])


def _remove(indicator: Indicator) -> None:
    """Take away an indicator of a goal that is not decided, with its values."""
    if indicator.pk is not None:
        indicator.delete()
