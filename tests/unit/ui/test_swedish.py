"""Dates, periods and words in Swedish."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.rules import swedish
from ui.rules.swedish import DateForm, sv_date

NB = "\u00a0"
STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY = date(2026, 8, 28)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=STOCKHOLM)


def test_date_forms() -> None:
    assert sv_date(DAY) == f"28{NB}augusti"
    assert sv_date(DAY, DateForm.DEADLINE) == f"fredag 28{NB}augusti"
    assert sv_date(DAY, DateForm.FULL) == f"28{NB}augusti 2026"
    assert sv_date(DAY, DateForm.SHORT) == f"28{NB}aug"
    assert sv_date(date(2026, 6, 16), DateForm.ISO) == "2026-06-16"
    assert sv_date(None) == "–"
    assert swedish.day_in(DAY, 2026) == f"28{NB}augusti"
    assert swedish.day_in(DAY, 2027) == f"28{NB}augusti 2026"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (local(2026, 8, 28, 14, 32), f"i{NB}dag 14.32"),
        (local(2026, 8, 27, 9, 5), f"i{NB}går 09.05"),
        (local(2026, 6, 16, 0, 0), f"16{NB}juni 00.00"),
        (local(2025, 12, 31, 23, 59), f"31{NB}december 2025 23.59"),
    ],
)
def test_log_times(moment: datetime, text: str) -> None:
    assert swedish.log_time(moment, local(2026, 8, 28, 15, 0)) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, f"i{NB}dag"),
        (1, f"i{NB}morgon"),
        (-1, f"i{NB}går"),
        (2, f"om två{NB}dagar"),
        (33, f"om 33{NB}dagar"),
        (-3, f"för tre{NB}dagar sedan"),
    ],
)
def test_relative_days(days: int, text: str) -> None:
    assert swedish.relative_day(DAY + timedelta(days=days), DAY) == text


def test_periods() -> None:
    assert swedish.month_period(date(2026, 1, 1), date(2026, 7, 31)) == "jan–jul"
    assert swedish.month_period(date(2026, 7, 1), date(2026, 7, 31)) == "jul"
    assert swedish.month_period(date(2025, 11, 1), date(2026, 2, 28)) == f"nov{NB}2025–feb{NB}2026"
    with pytest.raises(ValueError, match="ends before"):
        swedish.month_period(date(2026, 7, 1), date(2026, 1, 31))
    assert swedish.year_period(2024, 2026) == "2024–2026"
    assert swedish.year_period(2026, 2026) == "2026"


def test_decision_reference() -> None:
    assert swedish.decision("KS", date(2026, 6, 16), 98) == f"KS 2026-06-16 §{NB}98"
    assert swedish.decision("KS", date(2026, 6, 16)) == "KS 2026-06-16"


def test_counts_and_lists() -> None:
    assert swedish.plural(1, "avvikelse", "avvikelser") == f"1{NB}avvikelse"
    assert swedish.plural(1234, "mål", "mål") == f"1{NB}234{NB}mål"
    assert swedish.plural(3, "avvikelse", "avvikelser", in_words=True) == "tre avvikelser"
    assert swedish.plural(1, "mål", "mål", in_words=True, neuter=True) == "ett mål"
    assert swedish.plural(1, "avvikelse", "avvikelser", in_words=True) == "en avvikelse"
    assert swedish.plural(0, "mål", "mål", in_words=True) == "noll mål"
    assert swedish.number_word(13) == "13"
    assert swedish.join_words([]) == ""
    assert swedish.join_words(["mål"]) == "mål"
    assert swedish.join_words(["mål", "budget"]) == "mål och budget"
    assert swedish.join_words(["a", "b", "c"], "eller") == "a, b eller c"


def test_names() -> None:
    assert [swedish.genitive(n) for n in ("Hallsberg", "Alingsås", "Ånge")] == ["Hallsbergs", "Alingsås", "Ånges"]
    assert swedish.capitalised("nämndmål i KF") == "Nämndmål i KF"
    assert swedish.capitalised("") == ""


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_full_date_names_its_own_day(day: date) -> None:
    number, month, year = sv_date(day, DateForm.FULL).replace(NB, " ").split()
    assert date(int(year), swedish.MONTHS.index(month) + 1, int(number)) == day
    assert date.fromisoformat(sv_date(day, DateForm.ISO)) == day
    assert swedish.WEEKDAYS[day.weekday()] == sv_date(day, DateForm.DEADLINE).split()[0]


@pytest.mark.parametrize(
    ("plain", "shown"),
    [
        ("Verksamhetsberättelse", "Verksamhets|berättelse"),
        ("Gemensamma planeringsförutsättningar", "Gemensamma planerings|förutsättningar"),
        ("Räkenskapssammandrag", "Räkenskaps|sammandrag"),
        ("Delårsrapporterna", "Delårs|rapporterna"),
        ("Internkontrollplan", "Internkontroll|plan"),
        ("Skattesats", "Skattesats"),
        ("Budgetdialog", "Budget|dialog"),
    ],
)
def test_long_compounds_may_break_at_their_joints(plain, shown):
    assert swedish.breakable(plain) == shown.replace("|", "\u00ad")


@given(st.text())
def test_breaking_changes_nothing_that_is_read(text):
    assert swedish.breakable(text).replace("\u00ad", "") == text.replace("\u00ad", "")


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (3, "Lämnas in senast 28\xa0augusti"),
        (0, "Lämnas in senast 28\xa0augusti"),
        (-1, "Skulle lämnas in senast 28\xa0augusti, 1\xa0dag\xa0sen"),
        (-85, "Skulle lämnas in senast 28\xa0augusti, 85\xa0dagar\xa0sen"),
        (-150, "Skulle lämnas in senast 28\xa0augusti 2026, 150\xa0dagar\xa0sen"),
    ],
)
def test_a_deadline_that_has_passed_is_not_one_to_come(days: int, text: str) -> None:
    due = date(2026, 8, 28)
    assert swedish.deadline(due, due - timedelta(days=days), "Lämnas in", "Skulle lämnas in") == text


def test_a_deadline_without_words() -> None:
    assert swedish.deadline(date(2026, 8, 28), date(2026, 8, 1), "", "skulle vara klart") == "senast 28\xa0augusti"
