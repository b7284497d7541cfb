"""Days of the register of assignments, held against the law: a year from when it was raised (KL 5 kap. 35 §)."""

from __future__ import annotations

from datetime import date

import pytest

from goals.rules.assignments import months_after, months_waited, year_is_out, year_rule
from goals.rules.vocabulary import AssignmentKind

RAISED = date(2025, 10, 27)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 1), -12, date(2025, 3, 1)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, expected):
    assert months_after(day, months) == expected


def test_the_year_is_out_on_the_same_day_the_year_after():
    assert year_is_out(RAISED) == date(2026, 10, 27)


@pytest.mark.parametrize(
    ("today", "waited"), [(date(2026, 10, 26), 11), (date(2026, 10, 27), 12), (date(2026, 11, 16), 12)]
)
def test_only_whole_months_are_counted(today, waited):
    assert months_waited(RAISED, today) == waited


@pytest.mark.parametrize("kind", [AssignmentKind.ASSIGNMENT, AssignmentKind.GRANTED_MOTION])
def test_the_year_is_about_motions_and_proposals_alone(kind):
    assert year_rule(kind, RAISED, None, date(2027, 1, 1)) is None


@pytest.mark.parametrize("kind", [AssignmentKind.MOTION, AssignmentKind.PROPOSAL])
@pytest.mark.parametrize(
    ("reported", "today", "words", "is_broken", "is_near"),
    [
        (None, date(2026, 3, 1), "Fullmäktige ska om möjligt besluta senast 27\u00a0oktober.", False, False),
        (
            None, date(2026, 10, 27),
            "Året går ut 27\u00a0oktober. Hinner det inte beredas ska det anmälas till fullmäktige senast då.", False, True,
        ),
        (None, date(2026, 10, 28), "Året gick ut 27\u00a0oktober. Anmälan till fullmäktige saknas.", True, False),
        (date(2026, 10, 27), date(2026, 11, 16), "Anmält till fullmäktige 27\u00a0oktober.", False, False),
        (
            date(2026, 10, 28), date(2026, 11, 16),
            "Anmält till fullmäktige 28\u00a0oktober, efter att året gick ut 27\u00a0oktober.", False, False,
        ),
    ],
)  # fmt: skip
def test_the_rule_is_told_in_words(kind, reported, today, words, is_broken, is_near):
    rule = year_rule(kind, RAISED, reported, today)

    assert (rule.words, rule.is_broken, rule.is_near) == (words, is_broken, is_near)
