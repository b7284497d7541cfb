"""What a report says of the goals: which of them, in which order, and what is counted apart."""

from __future__ import annotations

from dataclasses import dataclass

from goals.selectors.attainment import JudgedGoal, counts_apart, counts_as_goal, read_judged
from styrmodell.access import Access
from styrmodell.models import Level, Slot

HOW = Level.Sphere.HOW


@dataclass(frozen=True, slots=True)
class ReportedArea:
    """An area, and its own judgement where areas are judged."""

    title: str
    judged: JudgedGoal | None = None


@dataclass(frozen=True, slots=True)
class ReportedGoals:
    """The goals of a report, in the order of levels.

    `goals`: what politics has decided. `others`: what else is judged, counted apart. `areas`: all that are configured in
    the whole municipality's report, in a unit's those of its goals. `drafts`: how many are left out, not being decided."""

    goals: tuple[JudgedGoal, ...] = ()
    others: tuple[JudgedGoal, ...] = ()
    areas: tuple[ReportedArea, ...] = ()
    drafts: int = 0

    @property
    def judged(self) -> tuple[JudgedGoal, ...]:
        """Goals and what is counted apart."""
        return (*self.goals, *self.others)


def reported_goals(access: Access, slot: Slot) -> ReportedGoals:
    """The unit's goals, or all of them in the whole municipality's report (five queries).

    What the administration has set itself is reported to the nämnd and goes no further (SV-5)."""
    whole = slot.is_whole
    chain, rows = read_judged(access, slot.occasion, None if whole else slot)
    shown = [row for row in rows if not (whole and row.level.sphere == HOW)]
    judged_areas = {row.pk: row for row in rows if whole and row.level.kind == Level.Kind.AREA}
    named = {title for row in shown for title in row.areas}
    return ReportedGoals(
        goals=tuple(row for row in shown if counts_as_goal(row)),
        others=tuple(row for row in shown if counts_apart(row)),
        areas=tuple(
            ReportedArea(area.title, judged_areas.get(area.pk)) for area in chain.areas if whole or area.title in named
        ),
        drafts=sum(row.is_draft for row in shown),
    )
