"""The yearly wheel as dated events, in order."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrmodell.rules import calendar
from styrmodell.rules.calendar import YearRule
from styrmodell.rules.vocabulary import CalendarYears

ROWS = ["plan", "aterrapportering", "bolag"]

RULES = st.builds(
    YearRule,
    key=st.integers(1, 99),
    month=st.integers(1, 12),
    day=st.none() | st.integers(1, 31),
    is_last_day=st.booleans(),
    to_month=st.none() | st.integers(1, 12),
    to_day=st.none() | st.integers(1, 31),
    years=st.sampled_from(CalendarYears),
    row=st.sampled_from(ROWS),
)


def test_the_ways_to_say_when() -> None:
    rules = [
        YearRule(1, 6),  # some time in June
        YearRule(2, 3, day=1),
        YearRule(3, 2, is_last_day=True),
        YearRule(4, 4, day=31),
        YearRule(5, 9, day=15, to_month=10, to_day=15),
        YearRule(6, 11, to_month=12),
        YearRule(7, 8, is_last_day=True),
        YearRule(8, 12, to_month=1, to_day=20),
    ]
    events = {event.key: event for event in calendar.expand(rules, 2026)}
    dated = {key: (event.date_from, event.date_to, event.is_exact) for key, event in events.items()}
    assert dated == {
        1: (date(2026, 6, 1), date(2026, 6, 30), False),
        2: (date(2026, 3, 1), None, True),
        3: (date(2026, 2, 28), None, True),
        4: (date(2026, 4, 30), None, True),
        5: (date(2026, 9, 15), date(2026, 10, 15), True),
        6: (date(2026, 11, 1), date(2026, 12, 31), False),
        7: (date(2026, 8, 31), None, True),
        8: (date(2026, 12, 1), date(2027, 1, 20), False),
    }
    assert list(events[5].months) == [9, 10]
    assert list(events[8].months) == [12]


def test_election_years() -> None:
    assert [year for year in range(2020, 2032) if calendar.is_election_year(year)] == [2022, 2026, 2030]
    rules = [
        YearRule(1, 6),
        YearRule(2, 6, years=CalendarYears.ELECTION),
        YearRule(3, 6, years=CalendarYears.AFTER_ELECTION),
    ]
    assert [event.key for event in calendar.expand(rules, 2025)] == [1]
    assert [event.key for event in calendar.expand(rules, 2026)] == [1, 2]
    assert [event.key for event in calendar.expand(rules, 2027)] == [1, 3]


def test_a_date_fixed_for_the_year_replaces_the_rule() -> None:
    fixed = {1: (date(2026, 6, 15), None)}
    (event,) = calendar.expand([YearRule(1, 6, row="plan")], 2026, fixed)
    assert (event.date_from, event.date_to, event.is_exact, event.row) == (date(2026, 6, 15), None, True, "plan")


def test_events_come_by_date_and_exact_days_first() -> None:
    rules = [YearRule(1, 6), YearRule(2, 6, day=1), YearRule(3, 1, day=31), YearRule(4, 6, day=1)]
    assert [event.key for event in calendar.expand(rules, 2026)] == [3, 2, 4, 1]


def test_the_overview_of_the_year_is_month_by_row() -> None:
    """Översikt året: twelve months × three rows (SH-18)."""
    rules = [
        YearRule(1, 3, day=1, row="bolag"),
        YearRule(2, 8, is_last_day=True, row="bolag"),
        YearRule(3, 8, is_last_day=True, row="aterrapportering"),
    ]
    table = calendar.overview(calendar.expand(rules, 2026), ROWS)
    assert [row.row for row in table] == ROWS
    assert all(len(row.cells) == 12 for row in table)
    by_row = {row.row: [[event.key for event in cell] for cell in row.cells] for row in table}
    assert by_row["bolag"][2] == [1]
    assert by_row["bolag"][7] == [2]
    assert by_row["aterrapportering"][7] == [3]
    assert not any(by_row["plan"])


def test_work_that_goes_on_for_months_stands_in_each_of_them() -> None:
    """«Sammanställning bokslut, årsredovisning» goes on from January to March."""
    (row,) = calendar.overview(calendar.expand([YearRule(1, 1, to_month=3, to_day=31, row="plan")], 2026), ["plan"])
    assert [len(cell) for cell in row.cells] == [1, 1, 1, *[0] * 9]


def test_an_event_of_an_unknown_row_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown row"):
        calendar.overview(calendar.expand([YearRule(1, 1, row="okänd")], 2026), ROWS)


@given(st.lists(RULES, max_size=20, unique_by=lambda rule: rule.key), st.integers(2020, 2040))
def test_every_rule_of_the_year_stands_in_each_of_its_months(rules: list[YearRule], year: int) -> None:
    events = calendar.expand(rules, year)
    assert len(events) == sum(calendar.applies(rule.years, year) for rule in rules)
    assert [event.date_from for event in events] == sorted(event.date_from for event in events)
    assert all(event.last >= event.date_from for event in events)
    assert all(event.date_from.year == year for event in events)
    laid_out = {
        (event, month)
        for row in calendar.overview(events, ROWS)
        for month, cell in enumerate(row.cells, start=1)
        for event in cell
    }
    assert laid_out == {(event, month) for event in events for month in event.months}
