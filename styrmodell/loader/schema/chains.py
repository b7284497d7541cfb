"""Rules for a chain of steps and for its days, of plans and reports alike. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from styrmodell.loader.schema.base import LAST_DAY, month_length, month_name
from styrmodell.loader.schema.problems import Place, Problem
from styrmodell.loader.schema.reporting import StepEntry
from styrmodell.rules.vocabulary import StepKind


def chain_order(place: Place, part: Sequence[tuple[int, StepEntry]]) -> Iterator[Problem]:
    """Hand in comes first and nothing comes after the last decision: then the report is locked."""
    decided = max((n for n, (_, step) in enumerate(part) if step.kind is StepKind.DECIDE), default=len(part))
    for number, (index, step) in enumerate(part):
        if step.kind is StepKind.SUBMIT and number:
            yield Problem((*place, index, "slag"), "lamna_in ska vara första steget. Flytta upp det.")
        if number > decided:
            text = "Steget kommer efter beslutet som låser det inlämnade. Flytta upp det."
            yield Problem((*place, index, "slag"), text)


def deadline_problems(place: Place, step: StepEntry, *, cutoffs: int = 1) -> Iterator[Problem]:
    """A day that exists, and that only one cut-off a year can mean."""
    due = step.due
    if due is None or due.due_month is None or due.due_day is None:
        return
    yield from day_problems((*place, "senast", "dag"), due.due_month, due.due_day, last_word=False)
    if cutoffs > 1:
        text = "Tillfället har flera brytdagar. Ange dagar_efter i stället för en dag på året."
        yield Problem((*place, "senast"), text)


def day_problems(place: Place, month: int, day: int, *, last_word: bool = True) -> Iterator[Problem]:
    """A day that the month never has."""
    if day <= month_length(month) or (last_word and day == LAST_DAY):
        return
    way_out = "Skriv sista för månadens sista dag." if last_word else f"Skriv högst {month_length(month)}."
    yield Problem(place, f"{day} {month_name(month)} finns inte varje år. {way_out}")
