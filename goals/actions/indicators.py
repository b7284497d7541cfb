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
from goals.selectors.life import WITH_LIFE
from goals.selectors.planned import plan_slots
from styrmodell import audit
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Slot

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

    def needs_target(self, first: int, last: int) -> bool:
        """Would a level that demands targets refuse this one on a goal of those years?"""
        judges = self.kind == Indicator.Kind.INDICATOR and not self.is_removed
        return judges and not any(self.targets.get(year) is not None for year in range(first, last + 1))


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


def write_indicators(goal: Goal, given: Sequence[IndicatorInput]) -> None:
    """Make the goal's indicators as given, in the caller's transaction. Indicators not mentioned are left alone.

    On a decided goal only source, next measurement and outcomes of those it has change; whether it may have another is
    `policies.can_add_indicator`. Raises ValidationError for an indicator of another goal."""
    is_decided = goal.decision_id is not None
    may_add = policies.can_add_indicator(goal.level, goal.decision_id)
    own = {row.pk: row for row in goal.indicators.all()}
    for position, row in enumerate(given, start=1):
        if row.pk is not None and row.pk not in own:
            raise ValidationError({"indicators": ["Indikatorn hör till ett annat mål. Ladda om sidan."]})
        if row.pk is None and (row.is_removed or not may_add):
            continue
        indicator = own.get(row.pk or 0) or Indicator(municipality_id=goal.municipality_id, goal=goal)
        is_kept = is_decided and row.pk is not None
        if row.is_removed and not is_kept:
            indicator.delete()
            continue
        for name in ALWAYS_OPEN if is_kept else OWN:
            setattr(indicator, name, getattr(row, name))
        indicator.position = position
        indicator.save()
        if not is_kept:
            _write_targets(indicator, row.targets)
        write_values(indicator, row.values)


def lock_slots_showing(access: Access, *goals: Goal) -> list[Slot]:
    """The slots that show any of the goals, in reports and in plans that wait to decide it, locked until the transaction ends: nobody judges or hands in meanwhile. The
    whole municipality's first, as in `followup.actions.slots`: two who lock both never wait for each other."""
    shown = (slots(access, goal) for goal in goals for slots in (slots_showing, plan_slots))
    wanted = {pk for rows in shown for pk in rows.values_list("pk", flat=True)}
    return list(Slot.objects.of(access).filter(pk__in=wanted).with_around().order_by("-scope", "pk").locked())


def lock_goal(goal: Goal, access: Access) -> Goal:
    """The goal's row, locked until the transaction ends, after the slots that show it.

    Raises DoesNotExist for another municipality's goal, PermissionDenied while a report or plan that shows the goal is
    handed in and not decided."""
    if goal.municipality_id != access.municipality.pk:
        raise Goal.DoesNotExist
    policies.can_change_now(lock_slots_showing(access, goal)).require()
    return locked_row(access, goal.pk)


def locked_row(access: Access, goal_id: int) -> Goal:
    """The goal's row, locked until the transaction ends, with all that is asked of it."""
    rows = Goal.objects.of(access).select_related("level__model", "organisation", *WITH_LIFE)
    return rows.select_for_update(of=("self",)).get(pk=goal_id)


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
