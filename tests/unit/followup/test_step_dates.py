"""The day of a step in the chain. No database."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from followup.rules.step_dates import Before, date_problem, early_question

NB = "\u00a0"
CUTOFF = date(2026, 7, 31)
TODAY = date(2026, 11, 21)
COMMITTEE = Before("Nämnden beslutar", date(2026, 9, 10))
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_a_day_that_has_not_been_is_named() -> None:
    problem = date_problem(date(2026, 12, 3), cutoff=CUTOFF, today=TODAY)
    assert problem == f"Den 3{NB}december 2026 har inte varit än. Anteckna steget när mötet är hållet."


def test_a_day_before_the_step_before_says_which_step_and_day() -> None:
    problem = date_problem(date(2026, 9, 9), cutoff=CUTOFF, before=COMMITTEE, today=TODAY)
    assert problem == (
        f"Den 9{NB}september 2026 är före steget ”Nämnden beslutar”, som är antecknat den 10{NB}september 2026. "
        "Skriv den dagen eller en senare."
    )


def test_a_day_before_the_figures_says_which_day_they_are_of() -> None:
    problem = date_problem(date(2026, 7, 30), cutoff=CUTOFF, today=TODAY)
    assert problem.startswith(f"Den 30{NB}juli 2026 är före den 31{NB}juli 2026")


@given(day=DAYS, cutoff=DAYS, before=DAYS, today=DAYS)
def test_a_day_is_right_only_between_what_came_before_and_today(
    day: date, cutoff: date, before: date, today: date
) -> None:
    is_right = max(cutoff, before) <= day <= today
    assert (date_problem(day, cutoff=cutoff, before=Before("Steget", before), today=today) == "") is is_right


def test_a_day_before_the_hand_in_is_asked_about_with_both_days() -> None:
    assert early_question(date(2026, 9, 10), date(2026, 11, 29)) == (
        f"Den 10{NB}september 2026 är före den 29{NB}november 2026, då rapporten lämnades in här. "
        "Rätta datumet, eller kryssa i att det stämmer och skriv hur det gick till."
    )
