"""What Läget says has changed since last time, and what a politician can ask about it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budget.selectors.economy import EconomyRow
from followup.pages.status_goals import GoalStatus
from followup.pages.status_money import MoneyStatus
from goals.rules.attainment import GoalState
from goals.selectors.attainment import counts_as_goal
from goals.selectors.chain import ChainGoal
from styrmodell.rules.workflow import SlotStatus
from ui.rules.marks import MARKS

MOST_CHANGES = 5
MOST_MOVED = 2
MOST_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Something that has changed since last time, with its state and source: a goal's judgement or a unit's forecast."""

    tone: str
    symbol: str
    text: str
    goal: ChainGoal | None = None
    row: EconomyRow | None = None
    state: str = ""

    @property
    def tag(self) -> str:
        """How the state's tag looks: plain when decided, tinted until then."""
        tones = {SlotStatus.DECIDED.label: "", SlotStatus.SUBMITTED.label: " tag--info"}
        return tones.get(self.state, " tag--part")


@dataclass(frozen=True, slots=True)
class Question:
    """A question a politician can ask, made from the figures alone."""

    text: str
    to: str
    goal_id: int | None = None
    unit_code: str = ""


def changes(goals: GoalStatus, money: MoneyStatus) -> list[ChangeLine]:
    """What has changed since the occasion before: judgements first the worse ones, then the largest forecast moves."""
    moved = [_forecast_change(row) for row in _most_moved(money)]
    judged = [_goal_change(goal) for goal in goals.chain.goals.values() if _has_changed(goal)] if goals.chain else []
    judged.sort(key=lambda change: change.tone != "bad")
    return [*judged[: MOST_CHANGES - len(moved)], *moved]


def _most_moved(money: MoneyStatus) -> list[EconomyRow]:
    rows = [row for row in (money.table.rows if money.table else ()) if row.change and row.previous is not None]
    return sorted(rows, key=lambda row: -abs(row.change or Decimal(0)))[:MOST_MOVED]


def _has_changed(goal: ChainGoal) -> bool:
    if not counts_as_goal(goal) or goal.now is None or goal.before is None:
        return False
    return goal.now.mark.symbol != goal.before.mark.symbol


def _goal_change(goal: ChainGoal) -> ChangeLine:
    assert goal.now is not None
    mark = goal.now.mark
    state = SlotStatus(goal.now.slot_status).label
    return ChangeLine(mark.tone, mark.symbol, f"bedöms nu {mark.label.lower()}", goal=goal, state=state)


def _forecast_change(row: EconomyRow) -> ChangeLine:
    worse = (row.change or Decimal(0)) < 0
    tone, symbol = ("part", "varn") if worse else ("ok", "nas")
    word = "har försämrats" if worse else "har förbättrats"
    state = SlotStatus(row.status).label if row.status else ""
    return ChangeLine(tone, symbol, word, row=row, state=state)


def questions(goals: GoalStatus, money: MoneyStatus) -> list[Question]:
    """A few questions, each from a figure on the page: the worst forecast first, then goals that are not reached."""
    about_money = [_forecast_question(money.worst)] if money.worst else []
    about_goals = [_goal_question(goal) for goal in goals.not_reached]
    return [*about_money, *about_goals[:2]][:MOST_QUESTIONS]


def _forecast_question(row: EconomyRow) -> Question:
    text = "Prognosen är sämre än budget. Vilka åtgärder är beslutade, och när får de effekt?"
    if row.change and row.change < 0:
        text = "Prognosen har försämrats sedan förra gången. Varför, och vad görs?"
    return Question(text, row.name, unit_code=row.code)


def _goal_question(goal: ChainGoal) -> Question:
    label = goal.now.mark.label if goal.now else ""
    judged = "nås inte" if label == MARKS[GoalState.NOT_REACHED].label else f"bedöms som {label.lower()}"
    return Question(f"Målet ”{goal.title}” {judged}. Vad krävs för att nå dit?", goal.owner, goal_id=goal.pk)
