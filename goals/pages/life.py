"""What a goal's page says of its life: drafts, decisions, what it follows and is followed by, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goals import policies
from goals.models import Goal
from goals.rules.demands import in_words
from goals.rules.drafts import is_decided_on
from goals.rules.vocabulary import Demand
from goals.selectors.deciding import decision_name, lacks_of
from goals.selectors.life import ending_of, is_in_its_place, life_of, versions
from styrmodell.access import Access
from styrmodell.verdict import Verdict
from ui import clock
from ui.rules.swedish import DateForm, sv_date

TOOK_OVER = {
    Goal.Succession.CHANGES: "Ändrat",
    Goal.Succession.REPLACES: "Ersatt",
    Goal.Succession.CONTINUES: "Fört vidare",
}


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One of the goals that follow each other: what it did, by which decision, and when it is in force."""

    goal: Goal
    how: str
    decision: str
    period: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class GoalLife:
    """`before` is what a draft changes or replaces, `after` the decided goal that follows, `draft` one that waits for its
    decision; `lacks` says what a draft has left to meet, and what a decided goal was decided without."""

    versions: tuple[VersionRow, ...]
    before: Goal | None
    after: Goal | None
    draft: Goal | None
    last_day: date | None
    ended_by: str
    end_motive: str
    lacks: str
    may_decide: Verdict
    may_renew: Verdict

    @property
    def is_told(self) -> bool:
        """Is there anything to say above the goal?"""
        return bool(self.before or self.after or self.draft or self.last_day or self.lacks)

    @property
    def is_over(self) -> bool:
        """Has its last day been?"""
        return self.last_day is not None and self.last_day < clock.today()

    @property
    def end_title(self) -> str:
        """Until when it was, or is, in force."""
        return f"{'Gällde' if self.is_over else 'Gäller'} till och med {sv_date(self.last_day, DateForm.FULL)}"


def goal_life(access: Access, goal: Goal) -> GoalLife:
    """The life of a goal that was read with `WITH_LIFE` (one query; five for one that waits for its decision)."""
    rows = versions(access, goal)
    by_pk = {row.pk: row for row in rows}
    after = [row for row in rows if row.predecessor_id == goal.pk]
    draft = next((row for row in after if row.decision_id is None), None)
    decided = next((row for row in after if row.decision_id is not None), None)
    ending = ending_of(goal)
    ended_by = ending.decision if ending else decided.decision if decided else None
    may_decide = policies.can_decide(access, goal)
    waits = goal.decision_id is None and is_decided_on(goal.level.sphere, goal.level.kind, goal.organisation.kind)
    return GoalLife(
        versions=_rows(rows, goal) if len(rows) > 1 else (),
        before=None if goal.decision_id else by_pk.get(goal.predecessor_id or 0),
        after=decided,
        draft=draft,
        last_day=life_of(goal).last if ended_by else None,
        ended_by=decision_name(ended_by) if ended_by else "",
        end_motive=ending.motive if ending else "",
        lacks=in_words(lacks_of(goal) if waits else tuple(Demand(value) for value in goal.lacks)),
        may_decide=may_decide,
        may_renew=policies.can_renew(
            access, goal, is_ended=ending is not None, has_draft=any(map(is_in_its_place, after))
        ),
    )


def _rows(rows: Sequence[Goal], here: Goal) -> tuple[VersionRow, ...]:
    return tuple(
        VersionRow(
            goal=row,
            how=TOOK_OVER[Goal.Succession(row.succession)] if row.succession else "Fastställt",
            decision=decision_name(row.decision) if row.decision else "Utkast",
            period=_period(row),
            is_here=row.pk == here.pk,
        )
        for row in reversed(rows)
    )


def _period(goal: Goal) -> str:
    """From when to when it is in force; a draft's years."""
    if goal.decision is None:
        return goal.years
    life = life_of(goal)
    return f"{sv_date(life.first, DateForm.FULL)} till {sv_date(life.last, DateForm.FULL)}"
