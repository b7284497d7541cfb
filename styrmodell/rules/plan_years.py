"""Which years a plan is about, and which plan is asked for in which year."""

from __future__ import annotations

from styrmodell.rules.calendar import ELECTION_PERIOD, years_since_election
from styrmodell.rules.vocabulary import PlanYears

_THREE = 3


def plan_years(about: PlanYears, begun: int) -> tuple[int, int]:
    """First and last year of a plan that is begun in a year. A term's budget years begin the year after the election: a
    plan for the term that is begun in 2026 or 2027 is about 2027–2030."""
    match about:
        case PlanYears.NEXT:
            return begun + 1, begun + 1
        case PlanYears.THREE:
            return begun + 1, begun + _THREE
        case PlanYears.TERM:
            first = begun - years_since_election(begun) + 1
            return first, first + ELECTION_PERIOD - 1
