"""Läget på en sida: whoever stops there has understood (docs/reference/report.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from followup.compose import economy, goals, statements
from followup.compose.economy import Money
from followup.document.base import BUDGET_WORDS
from followup.document.blocks import Finding, GoalTally, KeyFigure, Points, SummaryBlock
from followup.document.figures import Chart, Deviation, Diverging
from followup.document.model import Chapter, DocumentDecision
from followup.document.table import verdict
from goals.selectors.attainment import JudgedGoal
from goals.selectors.reported import ReportedGoals
from styrmodell.models import Slot
from ui.rules.swedish import DateForm, capitalised, plural, sv_date

MOST_CHANGES = 5
BARS = 5  # nämnder drawn beside the key figure, the largest deviations first


def chapter(
    slot: Slot, reported: ReportedGoals, money: Money | None, decisions: Sequence[DocumentDecision] = ()
) -> Chapter:
    """The page, with whatever the report holds. `decisions` are those of a report that is decided."""
    judged = reported.judged
    sentences = goals.summary(reported)
    sentences += [economy.sentence(money)] if money else []
    good, bad = _findings(judged, "ok"), _findings(judged, "bad")
    summary = SummaryBlock(
        lead=" ".join(sentences),
        figures=figures(money) if money else (),
        goals=_counts(reported.goals) if reported.goals else None,
        good=good,
        good_heading=_heading(good, "som går bra"),
        bad=bad or _findings(judged, "part"),
        bad_heading=_heading(bad, "som kräver åtgärd") if bad else "Det som inte är framme än",
        changes=_changes(judged),
        decisions=_decisions(slot, decisions),
        example=_example(judged, money),
    )
    return Chapter(id="laget", heading="Läget på en sida", numbered=False, blocks=(summary,))


def _example(judged: Sequence[JudgedGoal], money: Money | None) -> str:
    """The note where something that the page draws from is made up for the examples."""
    stated = money.statements if money else None
    return goals.example(judged) or (money.example if money else "") or (statements.example(stated) if stated else "")


def figures(money: Money) -> tuple[KeyFigure, ...]:
    """Three numbers: the result, the nämnder and balanskrav when the report has statements, else forecast and outcome."""
    if money.statements:
        central = (
            statements.result_figure(money.statements),
            _forecast(money),
            statements.balance_figure(money.statements),
        )
        return tuple(figure for figure in central if figure)
    return tuple(_of_the_units(money))


def _forecast(money: Money) -> KeyFigure:
    """The forecasts, or the outcome, against the budget, with the largest deviations."""
    bars = [Deviation(label=row.name, value=value) for row in money.rows if (value := money.variance(row))]
    bars.sort(key=lambda bar: abs(bar.value), reverse=True)
    figure = _against_budget(f"{money.word} mot budget", money.variance(money.total), money)
    if not bars or not money.is_whole:
        return figure
    drawn = Diverging(rows=tuple(bars[:BARS]), tolerance=money.tolerance)
    return figure.model_copy(update={"chart": Chart(title="Avvikelse mot budget", unit=money.unit, figure=drawn)})


def _against_budget(label: str, variance: Decimal | None, money: Money) -> KeyFigure:
    return KeyFigure(
        label=label,
        value=variance,
        unit=money.unit,
        signed=True,
        verdict=verdict(variance, BUDGET_WORDS, money.tolerance),
    )


def _of_the_units(money: Money) -> Iterator[KeyFigure]:
    yield _forecast(money)
    if not money.looks_ahead:
        return
    total = money.total
    outcome = _against_budget("Utfall mot periodens budget", total.period_variance, money)
    yield outcome.model_copy(update={"lines": (money.basis.note,)}) if money.basis.note else outcome
    if total.change is not None:
        yield KeyFigure(label="Ändring sedan förra prognosen", value=total.change, unit=money.unit, signed=True)


def _counts(judged: Sequence[JudgedGoal]) -> GoalTally:
    return GoalTally(heading="Målen", parts=goals.counts(map(goals.step_status, judged)))


def _findings(judged: Sequence[JudgedGoal], tone: str) -> tuple[Finding, ...]:
    with_tone = [goal for goal in judged if goal.step is not None and goal.step.tone == tone]
    return tuple(
        Finding(
            status=goals.step_status(goal),
            text=f"{goal.title.rstrip('.')}. {goal.result}".strip(" ."),
            ref=goals.anchor(goal),
        )
        for goal in with_tone[:3]
    )


def _heading(findings: Sequence[Finding], which: str) -> str:
    """As many as there are: «Tre saker som går bra»."""
    return capitalised(f"{plural(len(findings), 'sak', 'saker', in_words=True)} {which}")


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


def _decisions(slot: Slot, decisions: Sequence[DocumentDecision]) -> Points:
    """What has been decided, and by whom; of a draft what is proposed."""
    if decisions:
        return Points(heading="Beslut", items=tuple(f"{decision.body} {decision.when}" for decision in decisions))
    cutoff = sv_date(slot.occasion.cutoff, DateForm.FULL)
    return Points(heading="Förslag till beslut", items=(f"{slot.occasion.name} per {cutoff} godkänns.",))
