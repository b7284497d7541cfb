"""Which occasions can be opened."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery

from styrmodell.access import Access
from styrmodell.models import Occasion, OccasionRule
from styrmodell.rules.calendar import applies
from styrmodell.rules.periods import MONTHS_IN_YEAR
from styrmodell.rules.vocabulary import CalendarYears, OccasionLine
from styrmodell.selectors.words import steering_models
from ui import clock

YEAR_END_UNTIL = 6  # the month through which last year's year-end can be opened


@dataclass(frozen=True, slots=True)
class Openable:
    """An occasion that is in the steering model but not opened yet."""

    rule: OccasionRule
    year: int
    month: int


def openable(access: Access, line: OccasionLine = OccasionLine.REPORT) -> list[Openable]:
    """The year's occasions of the line that are not opened, in the calendar's order (one query). In the first half of a
    year also the year-end of the year before: it is written in January and decided in the spring (one query more); and
    the plans that were begun then: those of the units are decided in January."""
    today = clock.today()
    last_year = _not_opened(access, today.year - 1, line) if today.month <= YEAR_END_UNTIL else []
    late = [row for row in last_year if row.month == MONTHS_IN_YEAR or row.rule.is_plan]
    return late + _not_opened(access, today.year, line)


def _not_opened(access: Access, year: int, line: OccasionLine) -> list[Openable]:
    """The occasions of the model in force that are not opened, by that model or by an earlier version of it."""
    opened = Occasion.objects.of(access).filter(rule__code=OuterRef("code"), year=year).values("month")
    in_force = Subquery(steering_models(access, year).values("pk")[:1])
    rules = OccasionRule.objects.of(access).filter(model=in_force, line=line.value)
    with_opened = rules.annotate(opened=ArraySubquery(opened))
    asked = [rule for rule in with_opened if applies(CalendarYears(rule.years), year)]
    months = [(rule, int(cutoff["manad"])) for rule in asked for cutoff in rule.cutoffs]
    not_opened = [Openable(rule, year, month) for rule, month in months if month not in rule.opened]
    return sorted(not_opened, key=lambda row: row.month)
