"""The day of a step in the chain. No database."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from followup.rules.step_dates import Before, date_problem

NB = "\u00a0"
CUTOFF = date(2026, 7, 31)
COMMITTEE = Before("Nämnden beslutar", date(2026, 9, 10))
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_a_day_that_has_not_been_is_named() -> None:
    problem = date_problem(date(2026, 12, 3), cutoff=CUTOFF, today=date(2026, 11, 21))
    assert problem == f"Den 3{NB}december 2026 har inte varit än. Anteckna steget när mötet är hållet."


def test_a_day_before_the_step_before_says_which_step_and_day() -> None:
    problem = date_problem(date(2026, 9, 9), cutoff=CUTOFF, before=COMMITTEE)
    assert problem == (
        f"Den 9{NB}september 2026 är före steget ”Nämnden beslutar”, som är antecknat den 10{NB}september 2026. "
        "Skriv den dagen eller en senare."
    )


def test_a_day_before_the_figures_says_which_day_they_are_of() -> None:
    problem = date_problem(date(2026, 7, 30), cutoff=CUTOFF)
    assert problem.startswith(f"Den 30{NB}juli 2026 är före den 31{NB}juli 2026")


@given(day=DAYS, cutoff=DAYS, before=DAYS, today=DAYS)
def test_a_day_is_right_only_between_what_came_before_and_today(
    day: date, cutoff: date, before: date, today: date
) -> None:
    is_right = max(cutoff, before) <= day <= today
    assert (date_problem(day, cutoff=cutoff, before=Before("Steget", before), today=today) == "") is is_right


@given(day=DAYS, wait=st.integers(0, 400))
def test_the_same_day_or_any_later_one_is_right_when_today_is_not_asked_about(day: date, wait: int) -> None:
    assert date_problem(day + timedelta(days=wait), cutoff=day, before=Before("Steget", day)) == ""
