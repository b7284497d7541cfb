"""The areas of a steering model file (strategic areas, focus words …) are the top of the tree of goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from goals.models import Goal, GoalLink
from styrmodell.loader.rows import columns_of, part_of
from styrmodell.loader.schema import AreaEntry, SteeringFile
from styrmodell.loader.schema.checks import term_years
from styrmodell.loader.sync import ApplyError, Changes, sync
from styrmodell.models import Level, Municipality, Organisation, SteeringModel

DECIDED = ("title", "description", "level_id", "year_from", "year_to")  # what a file cannot change of a decided goal


def apply_areas(*, file: SteeringFile, model: SteeringModel, changes: Changes) -> None:
    """Make the areas like the file's. Areas that the file does not name stay: goals may hang under them.

    Call inside the transaction that loads the file. Raises ApplyError when another goal has an area's code."""
    municipality = model.municipality
    levels = {level.code: level for level in Level.objects.filter(model=model)}
    assembly = Organisation.objects.get(municipality=municipality, kind=Organisation.Kind.ASSEMBLY)
    common = {"municipality": municipality, "organisation": assembly}
    wanted = {area.code: _values(area, levels, model, place) for place, area in enumerate(file.areas)}
    existing = Goal.objects.filter(municipality=municipality, code__in=wanted)
    _refuse_taken(existing, assembly)
    _refuse_decided(existing, wanted)
    changes.kept += [goal.title for goal in _top_goals(municipality).exclude(code__in=wanted)]
    goals = sync(existing, wanted, common, changes, remove=False)
    _link(file.areas, goals, municipality, changes)


def _values(area: AreaEntry, levels: Mapping[str, Level], model: SteeringModel, position: int) -> dict[str, Any]:
    first, last = term_years(model.valid_from, model.valid_to)
    return {
        "level_id": levels[area.level].pk,
        **columns_of(area, Goal),
        "year_from": first,
        "year_to": last,
        "position": position,
    }


def _refuse_taken(existing: Any, assembly: Organisation) -> None:
    for goal in existing.exclude(organisation=assembly):
        raise ApplyError(f"Koden {goal.code} används redan av målet {goal.title}. Ge området en annan kod.")


def _refuse_decided(existing: Any, wanted: Mapping[str, Mapping[str, Any]]) -> None:
    """What is decided keeps its words, years and level: a new term's goal is another goal."""
    for goal in existing.exclude(decision=None):
        new = wanted[goal.code]
        if any(getattr(goal, name) != new[name] for name in DECIDED if name in new):
            raise ApplyError(
                f"{goal.title} är beslutat och ändras bara med ett nytt beslut. Ge det som gäller i stället en annan kod."
            )


def _link(areas: Sequence[AreaEntry], goals: Mapping[str, Goal], municipality: Municipality, changes: Changes) -> None:
    wanted = {(goals[area.code].pk, goals[area.parent].pk) for area in areas if area.parent}
    mine = {goal.pk for goal in goals.values()}
    existing = {(row.child_id, row.parent_id): row for row in GoalLink.objects.filter(child__in=mine, parent__in=mine)}
    for pair, row in existing.items():
        if pair not in wanted:
            row.delete()
            changes.removed += 1
    fresh = [
        GoalLink(municipality=municipality, child_id=child, parent_id=parent)
        for child, parent in sorted(wanted - set(existing))
    ]
    GoalLink.objects.bulk_create(fresh)
    changes.created += len(fresh)


def _top_goals(municipality: Municipality) -> Any:
    """The top of the tree: what fullmäktige owns on a level of areas, or that hangs under nothing."""
    return Goal.objects.filter(
        Q(level__kind=Level.Kind.AREA) | Q(parents__isnull=True),
        municipality=municipality,
        organisation__kind=Organisation.Kind.ASSEMBLY,
    ).order_by("position", "pk")


def export_areas(municipality: Municipality) -> list[AreaEntry]:
    """The areas as they stand in the file (two queries)."""
    goals = list(_top_goals(municipality).select_related("level").prefetch_related("parents").distinct())
    codes = {goal.code for goal in goals}
    return [
        part_of(
            AreaEntry,
            goal,
            level=goal.level.code,
            parent=next((parent.code for parent in goal.parents.all() if parent.code in codes), None),
        )
        for goal in goals
    ]
