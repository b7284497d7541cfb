"""Periods of whole months."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrmodell.rules import periods
from styrmodell.rules.periods import Period, PeriodError, parse_month


@st.composite
def any_period(draw: st.DrawFn) -> Period:
    first = draw(st.integers(1, 12))
    return Period(draw(st.integers(2000, 2099)), first, draw(st.integers(first, 12)))


def test_year_to_date_is_january_to_the_cutoff_month() -> None:
    period = Period.year_to_date(date(2026, 7, 31))
    assert period.label == "jan–jul"
    assert period.label_with_year == "jan–jul\u00a02026"
    assert (period.start, period.end) == (date(2026, 1, 1), date(2026, 7, 31))
    assert period.share_of_year == Fraction(7, 12)
    assert period.last_year() == Period(2025, 1, 7)
    assert period.rest == Period(2026, 8, 12)
    assert date(2026, 7, 31) in period
    assert date(2026, 8, 1) not in period
    assert list(period)[-1] == (2026, 7)
    assert Period.full_year(2026).rest is None


@pytest.mark.parametrize(("first", "last"), [(0, 3), (1, 13), (5, 4)])
def test_what_is_no_period_is_refused(first: int, last: int) -> None:
    with pytest.raises(PeriodError, match="ingen period"):
        Period(2026, first, last)


def test_only_whole_months_are_covered() -> None:
    assert periods.whole_months(date(2026, 1, 1), date(2026, 3, 31)) == [(2026, 1), (2026, 2), (2026, 3)]
    assert periods.whole_months(date(2026, 1, 2), date(2026, 3, 30)) == [(2026, 2)]
    assert periods.whole_months(date(2025, 11, 15), date(2026, 2, 28)) == [(2025, 12), (2026, 1), (2026, 2)]
    assert periods.whole_months(date(2026, 5, 2), date(2026, 5, 31)) == []


def test_missing_months_and_how_they_are_written() -> None:
    period = Period(2026, 1, 7)
    missing = periods.missing_months(period, [(2026, 1), (2026, 2), (2025, 3), (2026, 4)])
    assert missing == [3, 5, 6, 7]
    assert periods.month_list(missing) == "mar, maj–jul"
    assert periods.month_list([]) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", (2026, 7)),
        ("07", (2026, 7)),
        ("juli", (2026, 7)),
        ("JUL", (2026, 7)),
        (" Jul. ", (2026, 7)),
        ("2026-07", (2026, 7)),
        ("202607", (2026, 7)),
        ("2026/7", (2026, 7)),
        ("2026-07-31", (2026, 7)),
        ("20260731", (2026, 7)),
        ("2026-07-31 00:00:00", (2026, 7)),
        ("juli 2025", (2025, 7)),
        ("jul\u00a02025", (2025, 7)),
        ("2025-12", (2025, 12)),
    ],
)
def test_months_are_read_as_people_and_systems_write_them(text: str, expected: tuple[int, int]) -> None:
    assert parse_month(text, 2026) == expected


@pytest.mark.parametrize(
    "text", ["", "13", "0", "2026-13", "2026-00", "sommar", "jul juli", "7,5", "1826-07", "juli 26", "20251", "2026"]
)
def test_what_is_no_month_is_refused_with_an_explanation(text: str) -> None:
    with pytest.raises(PeriodError, match="är ingen månad"):
        parse_month(text, 2026)


@given(any_period())
def test_a_period_and_its_rest_are_the_year(period: Period) -> None:
    rest = period.rest
    months = [*period.months, *(rest.months if rest else ())]
    assert months == list(range(period.first, 13))
    assert len(periods.whole_months(period.start, period.end)) == len(period.months)
    assert periods.missing_months(period, period) == []


@given(any_period(), st.integers(-400, 400))
def test_a_day_is_in_the_period_exactly_when_it_is_between_its_ends(period: Period, distance: int) -> None:
    day = period.start + timedelta(days=distance)
    assert (day in period) == (period.start <= day <= period.end)


@given(st.sets(st.integers(1, 12)))
def test_a_written_list_of_months_names_every_run(months: set[int]) -> None:
    written = periods.month_list(months)
    runs = sum(month - 1 not in months for month in months)
    assert len(written.split(", ")) == max(runs, 1)


@given(st.text(max_size=12))
def test_any_text_is_a_month_or_an_explained_error(text: str) -> None:
    try:
        year, month = parse_month(text, 2026)
    except PeriodError as error:
        message = str(error)
        assert "ingen månad" in message
        return
    assert 1 <= month <= 12
    assert 1900 <= year <= 2099
