"""Dates set by kommunallagen (2017:725) and lag 2018:597 om kommunal bokföring och redovisning."""

from datetime import date

from .calendar import is_election_year
from .dates import add_months, last_day

INTERIM_MONTHS = range(6, 9)


def is_statutory_interim(cutoff: date) -> bool:
    """Tell whether a report per that day can be the delårsrapport of the law.

    Its period is at least half and at most two thirds of the year: 30/6, 31/7 or 31/8 (LKBR 13:1).
    """
    return cutoff.month in INTERIM_MONTHS and cutoff == last_day(cutoff.year, cutoff.month)


def interim_report_due(cutoff: date) -> date:
    """When KS hands the delårsrapport to KF and the auditors: two months after its period (KL 11:16)."""
    return add_months(cutoff, 2)


def annual_report_due(year: int) -> date:
    """When KS hands over the årsredovisning of the year: 15 April the year after (KL 11:20)."""
    return date(year + 1, 4, 15)


def budget_proposal_due(budget_year: int) -> date:
    """When KS has its budget proposal ready: before the end of October (KL 11:8)."""
    return date(budget_year - 1, 10, 31)


def budget_decision_due(budget_year: int) -> date:
    """When KF decides the budget: before the end of November (KL 11:10)."""
    return date(budget_year - 1, 11, 30)


def is_decided_by_new_assembly(budget_year: int) -> bool:
    """Tell whether the newly elected KF decides the budget: it is made in an election year (KL 11:10)."""
    return is_election_year(budget_year - 1)


def deficit_due(year: int) -> int:
    """The last year in which a negative balance requirement result of `year` is made good (KL 11:12)."""
    return year + 3
