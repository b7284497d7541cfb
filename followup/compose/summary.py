"""Läget på en sida: whoever stops there has understood (report.md 1)."""

from __future__ import annotations

from collections.abc import Sequence

from goals.selectors.attainment import JudgedGoal
from styrmodell.access import Access
from styrmodell.models import ReportingSlot
from styrmodell.rules.swedish import DateForm, capitalised, plural, sv_date

from ..document.base import BUDGET_WORDS
from ..document.blocks import Finding, GoalCounts, KeyFigure, Points, Summary
from ..document.figures import Part
from ..document.model import Chapter
from ..document.table import verdict
from . import economy, goals
from .economy import Money
from .meta import EXAMPLE_NOTE

MOST_CHANGES = 5


def chapter(access: Access, slot: ReportingSlot, judged: Sequence[JudgedGoal], money: Money | None) -> Chapter:
    """The page, with whatever the report holds."""
    sentences = [goals.sentence(judged)] if judged else []
    sentences += [economy.sentence(money)] if money else []
    good, bad = _findings(judged, "ok"), _findings(judged, "bad")
    summary = Summary(
        lead=" ".join(sentences),
        figures=tuple(_figures(money)) if money else (),
        goals=_counts(judged) if judged else None,
        good=good,
        good_heading=_heading(good, "som går bra"),
        bad=bad or _findings(judged, "part"),
        bad_heading=_heading(bad, "som kräver åtgärd") if bad else "Det som inte är framme än",
        changes=_changes(judged),
        decisions=_decisions(slot),
        example=EXAMPLE_NOTE if access.municipality.is_demo else "",
    )
    return Chapter(id="laget", heading="Läget på en sida", numbered=False, blocks=(summary,))


def _figures(money: Money) -> list[KeyFigure]:
    total = money.total
    found = [
        KeyFigure(
            label="Prognos mot budget",
            value=total.variance,
            unit=money.unit,
            signed=True,
            verdict=verdict(total.variance, BUDGET_WORDS, money.tolerance),
        ),
        KeyFigure(
            label="Utfall mot periodens budget",
            value=total.period_variance,
            unit=money.unit,
            signed=True,
            verdict=verdict(total.period_variance, BUDGET_WORDS, money.tolerance),
        ),
    ]
    if total.change is not None:
        found.append(KeyFigure(label="Ändring sedan förra prognosen", value=total.change, unit=money.unit, signed=True))
    return found


def _counts(judged: Sequence[JudgedGoal]) -> GoalCounts:
    """Goals per step, in the order the steps come."""
    counted: dict[str, Part] = {}
    for goal in judged:
        status = goals.step_status(goal)
        before = counted.get(status.label)
        counted[status.label] = Part(label=status.label, count=(before.count if before else 0) + 1, tone=status.tone)
    order = ["ok", "part", "bad", "none", "info"]
    return GoalCounts(
        heading="Målen", parts=tuple(sorted(counted.values(), key=lambda part: order.index(part.tone.value)))
    )


def _findings(judged: Sequence[JudgedGoal], tone: str) -> tuple[Finding, ...]:
    found = [goal for goal in judged if goal.step is not None and goal.step.tone == tone]
    return tuple(
        Finding(status=goals.step_status(goal), text=f"{goal.title.rstrip('.')}. {goal.result}".strip(" ."))
        for goal in found[:3]
    )


def _heading(found: Sequence[Finding], which: str) -> str:
    """As many as there are: «Tre saker som går bra»."""
    return capitalised(f"{plural(len(found), 'sak', 'saker', in_words=True)} {which}")


def _changes(judged: Sequence[JudgedGoal]) -> Points | None:
    """Goals that are judged otherwise than last time."""
    changed = [goal for goal in judged if goal.step and goal.previous and goal.step.label != goal.previous.mark.label]
    if not changed:
        return None
    items = tuple(
        f"{goal.title}: från {goal.previous.mark.label} till {goal.step.label}"
        for goal in changed[:MOST_CHANGES]
        if goal.previous and goal.step
    )
    last = max(goal.previous.cutoff for goal in changed if goal.previous)
    return Points(heading=f"Ändrat sedan {sv_date(last)}", items=items)


def _decisions(slot: ReportingSlot) -> Points:
    cutoff = sv_date(slot.occasion.cutoff, DateForm.FULL)
    return Points(heading="Förslag till beslut", items=(f"{slot.occasion.name} per {cutoff} godkänns.",))
