"""Läget: does the municipality reach its goals, and does the money hold? For a politician with five minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from budget.selectors.economy import EconomyRow, EconomyTable, economy_table
from budget.selectors.occasions import newest_occasions
from followup.selectors.whole_result import WholeResult, whole_result
from goals.pages.multiples import Multiple, multiples
from goals.rules.attainment import GoalState
from goals.selectors.attainment import CountRow, GoalCounts, count_goals, counts_as_goal
from goals.selectors.chain import Chain, ChainGoal, read_chain
from goals.selectors.scales import judgement_words
from styrmodell.access import Access
from styrmodell.models import Occasion, Slot, Step
from styrmodell.pages.year import Happening, coming
from styrmodell.permissions import Permission
from styrmodell.rules.vocabulary import Content
from styrmodell.rules.workflow import SlotStatus
from styrmodell.selectors.slots import readable_slots
from ui import clock
from ui.rules.marks import MARKS, Mark
from ui.rules.money import number
from ui.rules.swedish import MONTHS_SHORT, join_words

MOST_CHANGES = 5
MOST_BAD = 6
MOST_LISTED = 4
JUDGED = (GoalState.REACHED, GoalState.PARTLY, GoalState.NOT_REACHED)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Something that has changed since last time, with its state and source; the page shows MOST_CHANGES."""

    kind: str  # "goal" or "forecast"
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


@dataclass(frozen=True, slots=True)
class StatusView:
    """Everything Läget shows."""

    today: date
    units_seen: Sequence[str]
    goal_occasion: Occasion | None
    money_occasion: Occasion | None
    counts: GoalCounts | None
    not_reached: Sequence[ChainGoal]
    partly: Sequence[ChainGoal]  # fills the list where few are not reached
    marks: Mapping[str, Mark]  # the scale's word for reached, partly reached and not reached, by tone
    money: EconomyTable | None
    whole: WholeResult | None
    changes: Sequence[ChangeLine]
    questions: Sequence[Question]
    multiples: Sequence[Multiple]
    coming: Sequence[Happening]
    reports: Sequence[Slot]

    @property
    def scope(self) -> str:
        """Whose figures they are when the reader does not see the whole municipality; empty for those who do."""
        return join_words(self.units_seen)

    @property
    def few_multiples(self) -> bool:
        """One or two measures: they stand beside something else, not in a row of their own."""
        return 0 < len(self.multiples) <= 2

    @property
    def sources(self) -> str:
        """Where the measures are from, each source once with its codes: «Kolada N03001 och N03106»."""
        codes: dict[str, list[str]] = {}
        for row in self.multiples:
            name, _, code = row.source.rpartition(" ")
            codes.setdefault(name or code, []).append(code if name else "")
        return ", ".join(f"{name} {join_words(found)}".strip() for name, found in codes.items())

    @property
    def has_usual_words(self) -> bool:
        """Are goals reached or not reached here, as most say? Else the scale's own words are used."""
        return all(self.marks[MARKS[state].tone].label == MARKS[state].label for state in JUDGED)

    @property
    def is_decided(self) -> bool:
        """Has the report that the figures stand in been decided?"""
        if self.units_seen and self.money:
            return all(row.status == SlotStatus.DECIDED.value for row in self.units)
        shown = self.goal_occasion or self.money_occasion
        return shown is not None and any(slot.occasion_id == shown.pk for slot in self.reports)

    @property
    def period(self) -> str:
        """The booked months: «jan–jun»; empty before the first."""
        through = self.money.through if self.money else 0
        return "–".join(dict.fromkeys(MONTHS_SHORT[month - 1] for month in (1, through))) if through else ""

    @property
    def areas(self) -> Sequence[CountRow]:
        """The goals by area; by level where no goal hangs under an area."""
        if self.counts is None:
            return ()
        return self._with_goals or self.counts.by_level

    @property
    def _with_goals(self) -> list[CountRow]:
        return [row for row in self.counts.by_area if row.counts.total] if self.counts else []

    @property
    def areas_are_goals(self) -> bool:
        """Are the rows areas, with a page of their own, or levels?"""
        return bool(self._with_goals)

    @property
    def most_goals(self) -> int:
        """The largest area, the common scale of the bars."""
        return max((row.counts.total for row in self.areas), default=0)

    @property
    def reached(self) -> int:
        """Goals that are reached, wholly or partly."""
        parts = self.counts.total.parts if self.counts else []
        return sum(count for tone, count in parts if tone in {"ok", "part"})

    @property
    def variance(self) -> Decimal | None:
        """The units' forecast against budget, kronor."""
        return self.money.total.variance if self.money else None

    @property
    def variance_text(self) -> str:
        """The deficit or surplus in running text, without its sign: «7,4 miljoner kronor»."""
        millions = number(abs(self.variance or Decimal(0)).scaleb(-6), 1)
        return f"{millions}\u00a0miljoner kronor"

    @property
    def units(self) -> Sequence[EconomyRow]:
        """The units, the worst first."""
        rows = self.money.rows if self.money else ()
        return sorted(rows, key=lambda row: row.variance if row.variance is not None else Decimal("Infinity"))

    @property
    def largest_variance(self) -> Decimal:
        """The scale of the bars."""
        found = [
            abs(value) for row in self.units for value in (row.variance, row.previous_variance) if value is not None
        ]
        return max(found, default=Decimal(1)) or Decimal(1)

    @property
    def worst(self) -> EconomyRow | None:
        """The unit with the largest deficit, if any."""
        first = next(iter(self.units), None)
        return first if first and first.variance is not None and first.variance < 0 else None


def status_view(access: Access) -> StatusView:
    """Read the page in a fixed number of queries, whatever the number of goals and units."""
    today = clock.today()
    around = newest_occasions(access)
    found = [row.occasion for row in around]
    goals_at, money_at = _newest(found, Content.GOALS, today), _newest(found, Content.FORECAST, today)
    chain = read_chain(access, goals_at.year, goals_at) if goals_at else None
    words = judgement_words(access, chain.year) if chain else None
    counts = count_goals(access, chain, words) if chain and words else None
    marks = {MARKS[state].tone: words.of_state(state) if words else MARKS[state] for state in JUDGED}
    money = economy_table(access, money_at, known=[row for row in around if row.has_forecast]) if money_at else None
    units_seen, not_reached = _units_seen(access), _with_tone(chain, "bad")
    return StatusView(
        today=today,
        units_seen=units_seen,
        goal_occasion=goals_at,
        money_occasion=money_at,
        counts=counts,
        not_reached=not_reached[:MOST_BAD],
        partly=_with_tone(chain, "part")[: max(0, MOST_LISTED - len(not_reached))],
        marks=marks,
        money=money,
        whole=whole_result(access, money_at.year) if money_at and not units_seen else None,
        changes=_changes(chain, money),
        questions=_questions(chain, money),
        multiples=multiples(access),
        coming=coming(access, today, 4),
        reports=decided_reports(access, 4),
    )


def _units_seen(access: Access) -> list[str]:
    """The highest organisations the reader sees, when the top of the tree is not among them."""
    seen = set(access.organisation_ids(Permission.VIEW))
    highest = [pk for pk in access.tree.in_order() if pk in seen and access.tree.parent(pk) not in seen]
    whole = all(root in seen for root in access.tree.roots())
    return [] if whole else [access.organisations[pk].name for pk in highest]


def decided_reports(access: Access, most: int) -> list[Slot]:
    """The latest decided reports of the whole municipality, for everybody to read (one query)."""
    slots = readable_slots(access).filter(status=SlotStatus.DECIDED.value, scope=Step.Scope.WHOLE)
    return list(slots.select_related("decision__organisation").order_by("-occasion__cutoff", "-pk")[:most])


def _newest(found: list[Occasion], content: str, today: date) -> Occasion | None:
    """The newest occasion with the content whose cut-off has passed."""
    return next((row for row in found if content in row.contents and row.cutoff <= today), None)


def _with_tone(chain: Chain | None, tone: str) -> list[ChainGoal]:
    """The goals judged as one tone: "bad" is not reached, "part" partly."""
    goals = [goal for goal in chain.goals.values() if counts_as_goal(goal)] if chain else []
    return [goal for goal in goals if goal.now is not None and goal.now.mark.tone == tone]


def _changes(chain: Chain | None, money: EconomyTable | None) -> list[ChangeLine]:
    """What has changed since the occasion before: judgements first the worse ones, then the largest forecast moves."""
    goals = [goal for goal in chain.goals.values() if counts_as_goal(goal)] if chain else []
    judged = [_goal_change(goal) for goal in goals if _has_changed(goal)]
    rows = [row for row in (money.rows if money else ()) if row.change]
    rows.sort(key=lambda row: -abs(row.change or Decimal(0)))
    moved = [_row_change(row) for row in rows[:2]]
    judged.sort(key=lambda change: change.tone != "bad")
    return [*judged[: MOST_CHANGES - len(moved)], *moved]


def _has_changed(goal: ChainGoal) -> bool:
    return goal.now is not None and goal.before is not None and goal.now.mark.symbol != goal.before.mark.symbol


def _goal_change(goal: ChainGoal) -> ChangeLine:
    assert goal.now is not None
    mark = goal.now.mark
    state = SlotStatus(goal.now.slot_status).label
    return ChangeLine("goal", mark.tone, mark.symbol, f"bedöms nu {mark.label.lower()}", goal=goal, state=state)


def _row_change(row: EconomyRow) -> ChangeLine:
    worse = (row.change or Decimal(0)) < 0
    tone, symbol = ("part", "varn") if worse else ("ok", "nas")
    word = "har försämrats" if worse else "har förbättrats"
    state = SlotStatus(row.status).label if row.status else ""
    return ChangeLine("forecast", tone, symbol, word, row=row, state=state)


def _questions(chain: Chain | None, money: EconomyTable | None) -> list[Question]:
    """At most three questions, each from a figure on the page."""
    found: list[Question] = []
    rows = sorted(
        (row for row in (money.rows if money else ()) if row.variance), key=lambda row: row.variance or Decimal(0)
    )
    if rows and (rows[0].variance or 0) < 0:
        worst = rows[0]
        text = "Prognosen är sämre än budget. Vilka åtgärder är beslutade, och när får de effekt?"
        if worst.change and worst.change < 0:
            text = "Prognosen har försämrats sedan förra gången. Varför, och vad görs?"
        found.append(Question(text, worst.name, unit_code=worst.code))
    for goal in _with_tone(chain, "bad")[:2]:
        label = goal.now.mark.label if goal.now else ""
        said = "nås inte" if label == MARKS[GoalState.NOT_REACHED].label else f"bedöms som {label.lower()}"
        found.append(Question(f"Målet ”{goal.title}” {said}. Vad krävs för att nå dit?", goal.owner, goal_id=goal.pk))
    return found[:3]
