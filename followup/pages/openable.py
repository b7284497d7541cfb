"""The occasions that can be opened, as the page offers them."""

from __future__ import annotations

from collections.abc import Mapping

from styrmodell.access import Access
from styrmodell.rules.plan_years import plan_years
from styrmodell.rules.vocabulary import OccasionLine, PlanYears
from styrmodell.selectors.openable import Openable, openable
from ui.rules.swedish import MONTHS, year_period


def offered(access: Access, line: OccasionLine) -> Mapping[str, Openable]:
    """The line's occasions by what the form sends, in the calendar's order (one or two queries)."""
    return {f"{row.rule.pk}-{row.year}-{row.month}": row for row in openable(access, line)}


def choices(access: Access, line: OccasionLine) -> list[tuple[str, str]]:
    """What the form sends, and the occasion's name with its month and year, a plan's with the years it is about."""
    return [(key, _named(row)) for key, row in offered(access, line).items()]


def _named(row: Openable) -> str:
    if row.rule.is_plan:
        return f"{row.rule.name} {year_period(*plan_years(PlanYears(row.rule.about_years), row.year))}"
    return f"{row.rule.name}, {MONTHS[row.month - 1]} {row.year}"
