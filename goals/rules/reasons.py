"""When a judgement needs a written reason (AL-4)."""

from __future__ import annotations

from goals.rules.attainment import GoalState, Proposal, differs_from


def reason_problem(judgement: GoalState, proposal: Proposal, reason: str) -> str:
    """Say in Swedish which reason is missing; empty when none is needed or one is written.

    A judgement that differs from the indicators is explained, and so is a goal that is not judged at all."""
    if reason.strip():
        return ""
    if judgement is GoalState.NOT_JUDGED:
        return "Skriv varför målet inte kan bedömas nu."
    if differs_from(judgement, proposal):
        return "Bedömningen skiljer sig från vad indikatorerna visar. Skriv varför."
    return ""
