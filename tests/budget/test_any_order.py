"""Moves in any order: whatever is tried, a report only goes the ways of the workflow, a refusal changes nothing, what is
decided or closed stands still, and money is neither made nor lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from budget.actions.forecast import Typed, save_forecasts
from budget.actions.ledger import close_month, open_month
from budget.models import ClosedMonth, ForecastLine, Outcome
from budget.selectors.amounts import LineKey
from budget.selectors.economy import economy_table
from budget.selectors.slot_lines import lines_of
from followup.actions.sections import write_section
from followup.actions.slots import DecisionInput, pass_step, return_slot, submit_slot
from followup.models import Section, Snapshot
from styrmodell.access import Access
from styrmodell.models import AuditEvent, OccasionRule, Organisation, Slot
from styrmodell.models.versioned import Stale
from tests.budget.conftest import YEAR, Town, tkr
from tests.factories import StepFactory

REFUSALS = (PermissionDenied, IntegrityError, Stale)
WAYS = {
    ("utkast", "inlamnad"),
    ("inlamnad", "aterlamnad"),
    ("aterlamnad", "inlamnad"),
    ("inlamnad", "beslutad"),
}  # by hand
Move = tuple[str, str, int]


class Reports:
    """Two nämnder that hand in and decide, each with a verksamhet that has a budget of 12 mnkr."""

    def __init__(self, town: Town) -> None:
        self.town, rule = town, OccasionRule.objects.get()
        rule.contents, town.july.contents = ["prognos", "ekonomi", "text"], ["prognos", "ekonomi", "text"]
        rule.save()
        town.july.save()
        for position, (kind, body) in enumerate([("lamna_in", ""), ("besluta", "namnd")]):
            StepFactory(rule=rule, scope="enhet", kind=kind, name=kind, body=body, position=position)
        Organisation.objects.filter(pk__in=[town.social.pk, town.school.pk]).update(kind=Organisation.Kind.COMMITTEE)
        self.bodies = {"soc": town.social, "skola": town.school}
        self.lines = {name: town.organisation(f"Hos {name}", body) for name, body in self.bodies.items()}
        for line in self.lines.values():
            town.money(line, budget=12_000, booked=7_000, last_year=12_000)
        self.slots = {name: town.slot(body) for name, body in self.bodies.items()}
        self.access: Access = town.access()
        self.booked = Decimal(-2 * 7_000_000)

    def slot(self, name: str) -> Slot:
        return Slot.objects.select_related("occasion__rule", "organisation").get(pk=self.slots[name].pk)

    def write(self, name: str, number: int) -> None:
        known = Section.objects.filter(slot=self.slots[name]).first()
        version = known.version if known else 0
        body = f"Text {number}."
        write_section(slot=self.slot(name), access=self.access, code="sammanfattning", body=body, version=version)

    def forecast(self, name: str, number: int) -> None:
        key = LineKey(self.lines[name].pk)
        known = ForecastLine.objects.filter(slot=self.slots[name], organisation=self.lines[name]).first()
        typed = Typed(-tkr(12_000 if number % 2 else 11_000), known.version if known else 0)
        save_forecasts(access=self.access, slot_id=self.slots[name].pk, typed={key: typed})

    def hand_in(self, name: str, number: int) -> None:
        submit_slot(slot=self.slot(name), access=self.access)

    def give_back(self, name: str, number: int) -> None:
        return_slot(slot=self.slot(name), access=self.access, reason="Rätta.")

    def decide(self, name: str, number: int) -> None:
        decision = DecisionInput(self.bodies[name], date(YEAR, 9, 30), "98")
        pass_step(slot=self.slot(name), access=self.access, decision=decision)

    def book(self, name: str, number: int) -> None:
        self.town.book(self.lines[name], number)
        self.booked -= tkr(number)

    def close(self, name: str, number: int) -> None:
        close_month(access=self.access, year=YEAR, month=7)

    def open(self, name: str, number: int) -> None:
        open_month(access=self.access, year=YEAR, month=7, reason="Rättad faktura")

    def moves(self) -> dict[str, Callable[[str, int], None]]:
        return {
            "write": self.write,
            "forecast": self.forecast,
            "hand in": self.hand_in,
            "give back": self.give_back,
            "decide": self.decide,
            "book": self.book,
            "close": self.close,
            "open": self.open,
        }

    def statuses(self) -> dict[str, str]:
        return {name: self.slot(name).status for name in self.slots}

    def kept(self) -> dict[str, object]:
        """What is decided or closed, and may never be another."""
        decided = [name for name, status in self.statuses().items() if status == "beslutad"]
        rows = {name: list(lines_of(self.access, self.slot(name), "prognos").lines) for name in decided}
        amounts = {name: [(line.key, line.forecast) for line in lines] for name, lines in rows.items()}
        texts = {
            name: list(Section.objects.filter(slot=self.slots[name]).values_list("body", "version")) for name in decided
        }
        frozen = dict(Snapshot.objects.values_list("slot", "sha256"))
        return {
            f"{kind} {key}": value
            for kind, found in (("f", amounts), ("t", texts), ("s", frozen))
            for key, value in found.items()
        }

    def try_move(self, move: Move) -> bool:
        """Was it made? Then it went one of the ways and left its event; a refusal changes nothing."""
        what, name, number = move
        before, kept, events = self.statuses(), self.kept(), AuditEvent.objects.count()
        was_closed, booked = ClosedMonth.objects.exists(), self.booked
        try:
            with transaction.atomic():
                self.moves()[what](name, number)
        except REFUSALS:
            self.booked, moved = booked, False
            assert AuditEvent.objects.count() == events
        else:
            moved = True
        changed = {(before[key], status) for key, status in self.statuses().items() if before[key] != status}
        assert changed <= WAYS, move
        assert len(changed) == (1 if moved and what in {"hand in", "give back", "decide"} else 0), move
        assert kept.items() <= self.kept().items(), f"{move} changed what is decided"
        assert not (moved and what == "book" and was_closed), "a closed month was booked in"
        if moved and what in {"write", "forecast"}:
            assert before[name] in {"utkast", "aterlamnad"}, move
        self.check_money()
        return moved

    def check_money(self) -> None:
        """Every krona that is booked is in the sum and in a row, and no other."""
        assert Outcome.objects.filter(year=YEAR).aggregate(total=Sum("amount"))["total"] == self.booked
        table = economy_table(self.access, self.town.july)
        assert sum(row.to_date or 0 for row in table.rows) == self.booked


ALL_THE_WAY: list[Move] = [
    ("write", "soc", 1), ("forecast", "soc", 1), ("hand in", "soc", 0), ("give back", "soc", 0), ("write", "soc", 2), ("hand in", "soc", 0),
    ("close", "soc", 0), ("decide", "soc", 0), ("open", "soc", 0), ("book", "soc", 5),
]  # fmt: skip
TOO_LATE: list[Move] = [
    ("write", "soc", 1), ("forecast", "soc", 1), ("decide", "soc", 0), ("give back", "soc", 0), ("hand in", "soc", 0), ("write", "soc", 2),
    ("forecast", "soc", 2), ("hand in", "soc", 0), ("decide", "soc", 0), ("give back", "soc", 0), ("write", "soc", 3), ("forecast", "soc", 2),
]  # fmt: skip
DONE_TOO_LATE = [True, True, False, False, True, False, False, False, True, False, False, False]
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["write", "forecast", "hand in", "give back", "decide", "book", "close", "open"]),
        st.sampled_from(["soc", "skola"]),
        st.integers(-900, 900).filter(bool),
    ),
    min_size=6,
    max_size=10,
)


@pytest.fixture
def reports(town: Town) -> Reports:
    return Reports(town)


@time_machine.travel(date(YEAR, 9, 30), tick=False)
def test_what_may_be_done_is_done_and_what_comes_too_late_is_not(reports: Reports):
    """Negative control: the moves below do move, all the way."""
    with transaction.atomic():
        assert [reports.try_move(move) for move in ALL_THE_WAY] == [True] * len(ALL_THE_WAY)
        transaction.set_rollback(True)
    reports.booked = Decimal(-14_000_000)
    assert [reports.try_move(move) for move in TOO_LATE] == DONE_TOO_LATE


@time_machine.travel(date(YEAR, 9, 30), tick=False)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
@example(
    moves=[*ALL_THE_WAY[:6], ("close", "soc", 0), ("book", "skola", 7), ("decide", "soc", 0), ("hand in", "soc", 0)]
)
def test_whatever_is_tried_in_whatever_order(reports: Reports, moves: list[Move]):
    reports.booked = Decimal(-14_000_000)
    with transaction.atomic():
        for move in moves:
            reports.try_move(move)
        transaction.set_rollback(True)
