"""A goal that follows another begins as its copy and takes over what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from goals.actions.goals import follow, free_code, one_writer
from goals.actions.indicators import locked_row
from goals.models import Goal, GoalLink, Indicator, IndicatorTarget, IndicatorValue, PeerValue
from goals.selectors.editor import may_renew
from styrmodell import audit
from styrmodell.access import Access
from styrmodell.models import AuditEvent
from styrmodell.models.tenant import TenantModel
from ui import clock

SAME = (
    "municipality_id", "level_id", "organisation_id", "title", "description", "motivation", "perspective_id", "year_to",
    "owner_role", "progress", "completion", "position",
)  # fmt: skip
BELOW: dict[type[Any], tuple[str, ...]] = {
    IndicatorTarget: ("year",),
    IndicatorValue: ("year", "gender"),
    PeerValue: ("peer_code", "year"),
}


@transaction.atomic
def propose_change(*, access: Access, goal: Goal) -> Goal:
    """Write a draft that changes the decided goal: its copy, with links, indicators, targets and outcomes. Nothing
    happens to the goal until the draft is decided. Locks the steering model and the goal.

    Raises PermissionDenied without the right, when the goal ends already or has such a draft."""
    one_writer(access, goal.level)
    goal = locked_row(access, goal.pk)
    may_renew(access, goal).require()
    year = min(max(goal.year_from, clock.today().year), goal.year_to)
    draft = Goal(**{name: getattr(goal, name) for name in SAME}, year_from=year, code=free_code(access, goal.title))
    follow(draft, goal, Goal.Succession.CHANGES)
    draft.save()
    parents = goal.links_up.filter(parent__ending=None).values_list("parent_id", flat=True)
    _link([(draft.pk, pk) for pk in parents], goal)
    copy_indicators([(goal, draft)])
    audit.record(AuditEvent.Type.GOAL_SAVED, target=draft, access=access, summary=draft.title, follows=goal.pk)
    return draft


def carry_on(before: Goal, after: Goal) -> None:
    """Let what contributes to a goal contribute to the one that takes its place, with its measures and the outcomes that
    have come meanwhile, in the caller's transaction. Nothing is taken from the first: there it is history."""
    has = set(after.links_down.values_list("child_id", flat=True))
    still = before.links_down.filter(child__year_to__gte=after.year_from, child__ending=None)
    children = still.exclude(child_id__in=has | {after.pk}).values_list("child_id", flat=True)
    _link([(child, after.pk) for child in children], after)
    after.measures.add(*before.measures.all())
    for indicator in after.indicators.exclude(predecessor=None).select_related("predecessor"):
        assert indicator.predecessor is not None
        _copy_rows({indicator.predecessor.pk: indicator}, IndicatorValue, indicator.municipality_id)
        _correct(indicator.predecessor, indicator)


def _correct(before: Indicator, after: Indicator) -> None:
    """An outcome that was corrected on the goal in force after it was copied is corrected here too: the later one stands."""
    newest = Max("events__pgh_created_at")
    copies = {(row.year, row.gender): row for row in after.values.annotate(newest=newest)}
    for row in before.values.annotate(newest=newest):
        copy = copies[row.year, row.gender]
        if row.newest > copy.newest:
            copy.value, copy.is_preliminary = row.value, row.is_preliminary
            copy.save(update_fields=["value", "is_preliminary"])


def copy_indicators(
    pairs: Sequence[tuple[Goal, Goal]], models: Iterable[type[Any]] = tuple(BELOW)
) -> dict[int, Indicator]:
    """Give each goal that follows the indicators of the one before, with what hangs on them in the models. Answers the
    copies by the first one's id (two queries, and three for each model)."""
    own = ("name", "kind", "unit", "decimals", "direction", "baseline", "baseline_year")
    rest = ("source", "source_code", "measured_next", "position", "is_example", "municipality_id")
    after = {before.pk: follower for before, follower in pairs}
    rows = list(Indicator.objects.of(pairs[0][0]).filter(goal_id__in=after)) if pairs else []
    copies = [
        Indicator(**{name: getattr(row, name) for name in (*own, *rest)}, goal=after[row.goal_id], predecessor=row)
        for row in rows
    ]
    made = dict(zip((row.pk for row in rows), Indicator.objects.bulk_create(copies), strict=True))
    for model in models if rows else ():
        _copy_rows(made, model, pairs[0][0].municipality_id)
    return made


def _copy_rows(indicators: Mapping[int, Indicator], model: type[Any], municipality_id: int) -> None:
    """Copy what hangs on indicators (old id → new), except what the new ones have already."""
    key = BELOW[model]
    has = _keys(model, [row.pk for row in indicators.values()], key)
    rows = model._default_manager.filter(municipality_id=municipality_id, indicator_id__in=indicators)
    model._default_manager.bulk_create(
        _copy_of(row, indicators[row.indicator_id])
        for row in rows
        if (indicators[row.indicator_id].pk, *(getattr(row, name) for name in key)) not in has
    )


def _keys(model: type[Any], indicator_ids: Sequence[int], key: Sequence[str]) -> set[tuple[Any, ...]]:
    return set(model._default_manager.filter(indicator_id__in=indicator_ids).values_list("indicator_id", *key))


def _copy_of(row: TenantModel, indicator: Indicator) -> Any:
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)(**{**{name: getattr(row, name) for name in names}, "indicator_id": indicator.pk})


def _link(pairs: Sequence[tuple[int, int]], goal: Goal) -> None:
    GoalLink.objects.bulk_create(
        GoalLink(municipality_id=goal.municipality_id, child_id=child, parent_id=parent) for child, parent in pairs
    )
