"""Läget: does the municipality reach its goals, and does the money hold? For a politician with five minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from budget.selectors.economy import economy_table
from budget.selectors.occasions import ForecastOccasion, newest_occasions
from followup.pages.status_changes import ChangeLine, Question, changes, questions
from followup.pages.status_goals import GoalStatus, goal_status
from followup.pages.status_money import MoneyStatus, money_status
from followup.selectors.decided_reports import decided_reports
from followup.selectors.whole_result import whole_result
from goals.pages.multiples import Multiple, multiples, sources_of
from styrmodell.access import Access
from styrmodell.models import Occasion, Slot
from styrmodell.pages.year import Happening, coming
from styrmodell.permissions import Permission
from styrmodell.rules.vocabulary import Content
from styrmodell.rules.workflow import SlotStatus
from ui import clock
from ui.rules.swedish import join_words

MOST_COMING = 4
MOST_REPORTS = 4


@dataclass(frozen=True, slots=True)
class StatusPage:
    """Everything Läget shows, panel by panel."""

    today: date
    units_seen: Sequence[str]
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
    def is_decided(self) -> bool:
        """Has the report that the figures stand in been decided?"""
        if self.units_seen and self.money.table:
            return all(row.status == SlotStatus.DECIDED.value for row in self.money.units)
        shown = self.goals.occasion or self.money.occasion
        return shown is not None and any(slot.occasion_id == shown.pk for slot in self.reports)


def status_page(access: Access) -> StatusPage:
    """Read the page in a fixed number of queries, whatever the number of goals and units."""
    today = clock.today()
    newest = newest_occasions(access)
    units_seen = _units_seen(access)
    goals = goal_status(access, _passed(newest, Content.GOALS, today))
    money = _money(access, newest, today, sees_whole=not units_seen)
    return StatusPage(
        today=today,
        units_seen=units_seen,
        goals=goals,
        money=money,
        changes=changes(goals, money),
        questions=questions(goals, money),
        multiples=multiples(access),
        coming=coming(access, today, MOST_COMING),
        reports=decided_reports(access, MOST_REPORTS),
    )


def _money(access: Access, newest: Sequence[ForecastOccasion], today: date, *, sees_whole: bool) -> MoneyStatus:
    occasion = _passed(newest, Content.FORECAST, today)
    if occasion is None:
        return money_status(None, None, None)
    table = economy_table(access, occasion, children=True, occasions=[row for row in newest if row.has_forecast])
    return money_status(occasion, table, whole_result(access, table) if sees_whole else None)


def _passed(newest: Sequence[ForecastOccasion], content: str, today: date) -> Occasion | None:
    """The newest occasion with the content whose cut-off has passed."""
    occasions = [row.occasion for row in newest]
    return next((row for row in occasions if content in row.contents and row.cutoff <= today), None)


def _units_seen(access: Access) -> list[str]:
    """The highest organisations the reader sees, when the top of the tree is not among them."""
    seen = set(access.organisation_ids(Permission.VIEW))
    highest = [pk for pk in access.tree.in_order() if pk in seen and access.tree.parent(pk) not in seen]
    whole = all(root in seen for root in access.tree.roots())
    return [] if whole else [access.organisations[pk].name for pk in highest]
