"""Periods of whole months."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrmodell.rules import periods
from styrmodell.rules.periods import Period, PeriodError, parse_month


def test_a_period_is_whole_months_and_is_written_short() -> None:
    period = Period(2026, 1, 7)
    assert (period.start, period.end, period.label) == (date(2026, 1, 1), date(2026, 7, 31), "jan–jul")
    assert (Period(2028, 2, 2).end, Period(2028, 2, 2).label) == (date(2028, 2, 29), "feb")


def test_months_are_written_as_runs() -> None:
    assert periods.month_list([6, 3, 5, 7, 5]) == "mar, maj–jul"
    assert periods.month_list([]) == ""


@pytest.mark.parametrize(("first", "last"), [(0, 3), (1, 13), (5, 4)])
def test_what_is_no_period_is_refused(first: int, last: int) -> None:
    with pytest.raises(PeriodError, match="ingen period"):
        Period(2026, first, last)


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
