"""Läget: does the municipality reach its goals, and does the money hold? For a politician with five minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from budget.pages.under_way import UnderWay, under_way
from budget.selectors.economy import economy_table
from budget.selectors.occasions import ForecastOccasion, newest_occasions
from budget.selectors.standing import Standing, standing
from followup.pages.status_changes import ChangeLine, Question, changes, questions
from followup.pages.status_goals import GoalStatus, goal_status
from followup.pages.status_money import MoneyStatus, money_status
from followup.selectors.decided_reports import decided_reports
from followup.selectors.whole_result import whole_result
from goals.pages.multiples import Multiple, multiples, sources_of
from styrmodell import policies
from styrmodell.access import Access
from styrmodell.models import Slot, SteeringModel
from styrmodell.pages.year import Happening, coming
from styrmodell.permissions import Permission
from styrmodell.rules.vocabulary import Content
from styrmodell.selectors.shown import sees_whole
from styrmodell.selectors.words import steering_models
from ui import clock
from ui.rules.swedish import join_words

MOST_COMING = 4
MOST_REPORTS = 4


@dataclass(frozen=True, slots=True)
class StatusPage:
    """Everything Läget shows, panel by panel.

    `with_drafts`: what is under way is shown, each figure with its mark, and not the latest that is decided."""

    today: date
    units_seen: Sequence[str]
    with_drafts: bool
    may_see_drafts: bool
    under_way: Sequence[UnderWay]
    model: SteeringModel | None
    goals: GoalStatus
    money: MoneyStatus
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
        """Where the measures are from."""
        return sources_of(self.multiples)

    @property
    def has_earlier(self) -> bool:
        """Is there an earlier occasion to tell changes from?"""
        goals = self.goals.chain.goals.values() if self.goals.chain else ()
        table = self.money.table
        return bool(table and table.previous_occasion) or any(goal.before for goal in goals)

    @property
    def is_one_occasion(self) -> bool:
        """Do goals and money stand at the same occasion?"""
        return self.goals.occasion == self.money.occasion


def status_page(access: Access, *, with_drafts: bool = False) -> StatusPage:
    """What is decided; `with_drafts` what is under way, for those who may see it. A fixed number of queries, whatever
    the number of goals and units."""
    today = clock.today()
    newest = newest_occasions(access)
    may_see_drafts = bool(policies.can_see_drafts(access))
    with_drafts = with_drafts and may_see_drafts
    at = {
        content: standing([row for row in newest if content in row.occasion.contents], with_drafts=with_drafts)
        for content in (Content.GOALS, Content.FORECAST)
    }
    goals = goal_status(access, at[Content.GOALS])
    money = _money(access, newest, at[Content.FORECAST])
    return StatusPage(
        today=today,
        units_seen=_units_seen(access),
        with_drafts=with_drafts,
        may_see_drafts=may_see_drafts,
        under_way=under_way(access, [row.under_way for row in at.values()]),
        model=steering_models(access, today.year).first(),
        goals=goals,
        money=money,
        changes=changes(goals, money),
        questions=questions(goals, money),
        multiples=multiples(access),
        coming=coming(access, today, MOST_COMING),
        reports=decided_reports(access, MOST_REPORTS),
    )


def _money(access: Access, newest: Sequence[ForecastOccasion], at: Standing) -> MoneyStatus:
    """The forecasts that stand, beside those that stood before them."""
    if at.shown is None:
        return money_status(at, None, None)
    compared = [row for row in newest if row.has_forecast and (row.is_decided or row is at.shown)]
    table = economy_table(access, at.shown.occasion, children=True, occasions=compared)
    return money_status(at, table, whole_result(access, table) if sees_whole(access) else None)


def _units_seen(access: Access) -> list[str]:
    """The highest organisations the reader sees, when the top of the tree is not among them."""
    seen = set(access.organisation_ids(Permission.VIEW))
    highest = [pk for pk in access.tree.in_order() if pk in seen and access.tree.parent(pk) not in seen]
    return [] if sees_whole(access) else [access.organisations[pk].name for pk in highest]
