"""SMART and SMARTA as proposals: what the system can see, and what only people can judge (SV-3, SH-5, HA-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from styrmodell.rules.vocabulary import SmartModel

MIN_WORDS = 4


class Answer(StrEnum):
    """What the check says about a letter."""

    YES = "ja"
    NO = "nej"
    ASK = "bedom"  # people judge this; the system only asks


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """What is known about a goal when its wording is checked."""

    title: str
    description: str = ""
    indicators: int = 0
    indicators_with_target: int = 0
    year_from: int | None = None
    year_to: int | None = None
    owner: str = ""
    has_parent: bool = False
    is_decided: bool = False
    other_goals_with_same_title: int = 0


@dataclass(frozen=True, slots=True)
class SmartCheck:
    """One letter: its word, the answer and a Swedish sentence that says why or what to do."""

    letter: str
    word: str
    answer: Answer
    reason: str


def smart_checks(goal: GoalFacts, model: str) -> list[SmartCheck]:
    """Check a goal against "SMART" or "SMARTA"; no model gives no checks. Proposals only: nothing is stopped.

    Raises ValueError for another model.
    """
    if model not in {"", *SmartModel}:
        raise ValueError(f"unknown model: {model!r}")
    checks = [_specific(goal), _measurable(goal), _accepted(goal), _realistic(goal), _timed(goal), _assigned(goal)]
    return checks[: len(model)]


def is_ready(checks: Sequence[SmartCheck]) -> bool:
    """Tell whether nothing is missing that the system can see."""
    return all(check.answer is not Answer.NO for check in checks)


def _specific(goal: GoalFacts) -> SmartCheck:
    if len(goal.title.split()) < MIN_WORDS and not goal.description.strip():
        return SmartCheck("S", "Specifikt", Answer.NO, "Målet är mycket kort. Beskriv vad som ska bli bättre för vem.")
    if goal.other_goals_with_same_title:
        return SmartCheck("S", "Specifikt", Answer.NO, "Ett annat mål har samma lydelse. Skriv vad som skiljer dem.")
    return SmartCheck("S", "Specifikt", Answer.ASK, "Förstår en utomstående vad som ska uppnås?")


def _measurable(goal: GoalFacts) -> SmartCheck:
    if not goal.indicators:
        return SmartCheck("M", "Mätbart", Answer.NO, "Målet har ingen indikator. Lägg till minst en.")
    if not goal.indicators_with_target:
        return SmartCheck("M", "Mätbart", Answer.NO, "Ingen indikator har ett målvärde. Ange vad som ska nås och när.")
    return SmartCheck("M", "Mätbart", Answer.YES, "Minst en indikator har ett målvärde.")


def _accepted(goal: GoalFacts) -> SmartCheck:
    if goal.is_decided:
        return SmartCheck("A", "Accepterat", Answer.YES, "Målet är beslutat.")
    if goal.has_parent:
        return SmartCheck(
            "A", "Accepterat", Answer.ASK, "Målet är kopplat uppåt. Är det förankrat hos dem som ska nå det?"
        )
    return SmartCheck("A", "Accepterat", Answer.ASK, "Är målet förankrat hos dem som ska nå det?")


def _realistic(goal: GoalFacts) -> SmartCheck:
    return SmartCheck("R", "Realistiskt", Answer.ASK, "Går målet att nå inom budgeten och med de medel ni har?")


def _timed(goal: GoalFacts) -> SmartCheck:
    if goal.year_to is None:
        return SmartCheck("T", "Tidssatt", Answer.NO, "Målet saknar slutår. Ange när det ska vara nått.")
    if goal.year_from is not None and goal.year_to < goal.year_from:
        return SmartCheck("T", "Tidssatt", Answer.NO, "Målets sista år ligger före det första. Ändra ett av åren.")
    return SmartCheck("T", "Tidssatt", Answer.YES, f"Målet ska vara nått {goal.year_to}.")


def _assigned(goal: GoalFacts) -> SmartCheck:
    if not goal.owner.strip():
        return SmartCheck("A", "Ansvarsfördelat", Answer.NO, "Ingen ansvarar för målet. Ange en roll.")
    return SmartCheck("A", "Ansvarsfördelat", Answer.YES, f"Ansvarig: {goal.owner.strip()}.")
