"""The five municipalities' files against their own documents (`tests/sources.py`, written by hand).

What the file says without a mark stands in the document, the same; what does not stand there carries the mark."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from styrmodell.loader import schema
from styrmodell.loader.read import read_steering_file
from styrmodell.rules.vocabulary import MoneyLimit
from tests.sources import SOURCES, Event

FIXTURES = Path("fixtures")
EVERY = pytest.mark.parametrize("slug", SOURCES)


@cache
def file_of(slug: str) -> schema.SteeringFile:
    """The municipality's file, checked."""
    return read_steering_file(FIXTURES / f"{slug}.yaml")


def every_organisation(nodes: Sequence[schema.OrganisationEntry]) -> Iterator[schema.OrganisationEntry]:
    """The tree, flat."""
    for node in nodes:
        yield node
        yield from every_organisation(node.children)


@EVERY
def test_the_organisations_without_a_mark_are_those_of_the_document(slug: str) -> None:
    unmarked = {node.name for node in every_organisation(file_of(slug).organisation) if not node.is_example}
    assert unmarked == SOURCES[slug].organisations


@EVERY
def test_who_decides_a_level_and_in_which_document(slug: str) -> None:
    file = file_of(slug)
    names = {document.code: document.name for document in file.document_types}
    unmarked = {
        level.singular: (level.decided_by or "", names.get(level.decided_in or "", level.decided_in or ""))
        for level in file.levels
        if not level.is_example
    }
    assert unmarked == SOURCES[slug].levels


@EVERY
def test_who_decides_a_document_and_in_which_month(slug: str) -> None:
    unmarked = {
        document.name: (document.decided_by or "", document.month)
        for document in file_of(slug).document_types
        if not document.is_example
    }
    assert unmarked == SOURCES[slug].document_types


@EVERY
def test_the_days_the_figures_stand(slug: str) -> None:
    unmarked = {
        rule.name: tuple((day.month, day.day) for day in rule.cutoffs)
        for rule in file_of(slug).occasion_rules
        if not rule.is_example
    }
    assert unmarked == SOURCES[slug].cutoffs


@EVERY
def test_the_last_days_of_the_steps(slug: str) -> None:
    unmarked = {
        f"{rule.code}/{step.code}": last_day(rule, step.due)
        for rule in file_of(slug).occasion_rules
        for step in rule.steps
        if step.due and not step.is_example
    }
    assert unmarked == SOURCES[slug].deadlines


def last_day(rule: schema.OccasionRuleEntry, due: schema.Deadline) -> tuple[int, int]:
    """Month and day; a step without days after the cut-off is due on it."""
    if due.due_month and due.due_day:
        return due.due_month, due.due_day
    (cutoff,) = rule.cutoffs
    assert due.due_days_after == 0
    return cutoff.month, cutoff.day


@EVERY
def test_the_events_of_the_year(slug: str) -> None:
    unmarked = {
        event.code: Event(event.month, event.ring, last_of_month(event.month, event.day), event.to_month)
        for event in file_of(slug).calendar
        if not event.is_example
    }
    assert unmarked == SOURCES[slug].events


def last_of_month(month: int, day: int | None) -> int | None:
    """`sista` as the day it is."""
    return None if day is None else min(day, monthrange(2026, month)[1])


@EVERY
def test_the_limits(slug: str) -> None:
    unmarked = {
        limit.code: limit.maximum if limit.about is None else limit.maximum_kronor
        for limit in file_of(slug).limits
        if not limit.is_example
    }
    assert unmarked == SOURCES[slug].limits


@EVERY
def test_every_municipality_says_from_which_deficit_a_line_is_explained(slug: str) -> None:
    """Else the program's own 500 000 kronor would stand there as the municipality's."""
    assert MoneyLimit.FORECAST_LINE in {limit.about for limit in file_of(slug).limits}


@EVERY
def test_no_document_gives_a_scale_its_words(slug: str) -> None:
    assert all(scale.is_example for scale in file_of(slug).scales)


@EVERY
def test_what_is_marked_in_an_event_is_said(slug: str) -> None:
    """The reader of the mark is told which of the event's facts is made up."""
    silent = [event.code for event in file_of(slug).calendar if event.is_example and "exempel" not in str(event.source)]
    assert not silent


@pytest.mark.parametrize("month", [2, 3, 9, 10, 11])
def test_hallsbergs_monthly_report_is_treated_in_the_month_after(month: int) -> None:
    """6.1: «Månadsrapport mars behandlas i Kommunstyrelsen» stands under April, and so on."""
    rule = next(rule for rule in file_of("hallsberg").occasion_rules if rule.code == "manadsrapport")
    due = next(step.due for step in rule.steps if step.code == "ks")
    cutoff = date(2026, month, monthrange(2026, month)[1])
    assert due
    assert due.due_days_after
    assert (cutoff + timedelta(days=due.due_days_after)).month == month + 1
