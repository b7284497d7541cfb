"""Two people at once, with two real connections."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from budget.actions.forecast import Typed, save_forecasts
from budget.actions.ledger import close_month, confirm, open_month, throw_away, upload
from budget.actions.measures import save_measure
from budget.actions.statements import save_statement
from budget.importers.apply import ImportRefused, apply, folder, rows_path, stage
from budget.models import ClosedMonth, ForecastLine, LedgerBatch, LedgerRow, Outcome, StatementFigure
from budget.selectors.amounts import LineKey
from styrmodell import jobs
from styrmodell.models import AuditEvent, Job, Measure, Slot
from styrmodell.models.versioned import Stale
from styrmodell.rules.queues import Queue
from styrmodell.rules.workflow import SlotStatus
from styrmodell.selectors.slots import locked_slot
from tests.at_once import answers_at_once, held_up
from tests.budget.conftest import Town, tkr
from tests.factories import LedgerBatchFactory, LedgerCodeFactory, MeasureFactory, SlotFactory

pytestmark = pytest.mark.django_db(transaction=True)
REFUSED = (Stale, PermissionDenied)
MEASURE = {
    "title": "Färre inhyrda",
    "start": date(2026, 9, 1),
    "expected_effect": Decimal(500_000),
    "consequence": "Längre kö.",
}


def test_two_who_save_the_same_cell_at_once_do_not_overwrite_each_other(town: Town):
    home = town.organisation("Hemtjänst", town.social)
    slot, access = town.slot(town.social), town.access()

    def save(amount: int) -> object:
        return save_forecasts(access=access, slot_id=slot.pk, typed={LineKey(home.pk): Typed(tkr(amount), version=0)})

    answers = answers_at_once(partial(save, -100), partial(save, -200), refused=REFUSED)

    line = ForecastLine.objects.get(slot=slot, organisation=home)
    late = [answer for answer in answers if isinstance(answer, Stale)]
    assert len(late) == 1
    assert line.version == 1
    assert line.amount == tkr(-100 if answers.index(late[0]) == 1 else -200)
    assert late[0].current[0].forecast == line.amount  # the one who came second sees what is stored


def test_two_who_save_the_same_measure_at_once_do_not_overwrite_each_other(town: Town):
    home = town.organisation("Hemtjänst", town.social)
    slots = [town.slot(town.social, town.may), town.slot(town.social)]
    slots[0].status = SlotStatus.RETURNED
    slots[0].save()
    measure = MeasureFactory(organisation=home, expected_effect=tkr(100))

    def save(slot: Slot, effect: int) -> object:
        values = {"expected_effect": tkr(effect)}
        return save_measure(
            access=town.access(), slot_id=slot.pk, keys=[LineKey(home.pk)], values=values, measure=measure, version=1
        )

    # from two reports: no slot is locked by both
    second = partial(save, slots[1], 700)
    assert held_up(second, by=partial(save, slots[0], 500), refused=REFUSED, done="saved") == ["Stale"]

    stored = Measure.objects.get()
    assert (stored.version, stored.expected_effect) == (2, tkr(500))


def test_a_measure_of_a_report_that_is_being_handed_in_is_not_changed_from_another_forecast(town: Town):
    home = town.organisation("Hemtjänst", town.social)
    may, august = town.slot(town.social, town.may), town.slot(town.social)
    Slot.objects.filter(pk=may.pk).update(status=SlotStatus.RETURNED.value)
    given = {"access": town.access(), "keys": [LineKey(home.pk)]}
    measure = save_measure(slot_id=may.pk, values=MEASURE, **given)

    def hand_in() -> object:
        return Slot.objects.filter(pk=may.pk).update(status=SlotStatus.SUBMITTED.value)

    change = partial(save_measure, slot_id=august.pk, measure=measure, version=1, values={"title": "Annat"}, **given)
    assert held_up(change, by=hand_in, refused=REFUSED, done="saved") == ["PermissionDenied"]
    measure.refresh_from_db()
    assert measure.title == MEASURE["title"]


def test_a_measure_sent_twice_at_once_is_added_once(town: Town):
    home, slot = town.organisation("Hemtjänst", town.social), town.slot(town.social)
    send = partial(save_measure, access=town.access(), slot_id=slot.pk, keys=[LineKey(home.pk)], values=MEASURE)

    first, second = answers_at_once(send, send, refused=REFUSED)

    assert first == second == Measure.objects.get()
    assert AuditEvent.objects.filter(type=AuditEvent.Type.FORECAST_SAVED).count() == 1


def test_nothing_is_saved_while_the_report_is_handed_in(town: Town):
    home = town.organisation("Hemtjänst", town.social)
    slot, access = town.slot(town.social), town.access()

    def save() -> object:
        return save_forecasts(access=access, slot_id=slot.pk, typed={LineKey(home.pk): Typed(tkr(-100), version=0)})

    def hand_in() -> object:
        return Slot.objects.filter(pk=slot.pk).update(status=SlotStatus.SUBMITTED.value)

    assert held_up(save, by=hand_in, refused=REFUSED, done="saved") == ["PermissionDenied"]
    assert not ForecastLine.objects.exists()


def review(town: Town, amount: str) -> LedgerBatch:
    """A file with one row of July, reviewed and waiting to be posted."""
    batch = LedgerBatchFactory(municipality=town.municipality, months=[7], row_count=1)
    line = [town.social.pk, town.groups[0].pk, 2026, 7, 5010, amount, 2]
    rows_path(batch).write_text("\t".join(map(str, line)) + "\n")
    return batch


@pytest.fixture
def reviewed(town: Town, settings, tmp_path) -> LedgerBatch:
    settings.MEDIA_ROOT = tmp_path
    return review(town, "-1000.00")


def test_a_month_is_closed_when_the_file_that_is_being_posted_stands_in_it(town: Town, reviewed: LedgerBatch):
    access = town.access()
    close = partial(close_month, access=access, year=2026, month=7)

    assert held_up(close, by=partial(apply, reviewed, access), refused=(), done="closed") == ["closed"]

    assert Outcome.objects.get().amount == -1000
    types = AuditEvent.objects.order_by("pk").values_list("type", flat=True)
    assert list(types) == [AuditEvent.Type.LEDGER_IMPORTED, AuditEvent.Type.PERIOD_CLOSED]


def test_two_files_for_the_same_month_wait_for_each_other_and_the_last_stands(town: Town, reviewed: LedgerBatch):
    access, later = town.access(), review(town, "-2000.00")

    first, second = partial(apply, reviewed, access), partial(apply, later, access)
    assert held_up(second, by=first, refused=(), done="posted") == ["posted"]

    states = dict(LedgerBatch.objects.values_list("pk", "state"))
    assert states == {reviewed.pk: LedgerBatch.State.SUPERSEDED, later.pk: LedgerBatch.State.APPLIED}
    assert [row.amount for row in (*Outcome.objects.all(), *LedgerRow.objects.all())] == [-2000, -2000]


def test_no_file_is_posted_in_a_month_that_is_being_closed(town: Town, reviewed: LedgerBatch):
    access = town.access()
    close = partial(close_month, access=access, year=2026, month=7)

    post = partial(apply, reviewed, access)
    assert held_up(post, by=close, refused=(ImportRefused,), done="posted") == ["ImportRefused"]

    assert ClosedMonth.objects.count() == 1
    assert not Outcome.objects.exists()


def test_a_second_copy_of_a_posting_says_what_became_of_the_file(town: Town, reviewed: LedgerBatch):
    """The first copy's worker was thought lost, and posts while the second waits."""
    access = town.access()
    job = confirm(access=access, batch=reviewed)
    second = partial(jobs.work, Queue.IMPORTS, "ett meddelande")

    assert held_up(second, by=partial(apply, reviewed, access), refused=(), done="done") == ["done"]

    job.refresh_from_db()
    assert (job.state, job.reason, job.result) == (Job.State.DONE, "", {"rows": 1})
    assert Outcome.objects.get().amount == -1000


@pytest.fixture
def uploaded(town: Town, settings, tmp_path, request) -> LedgerBatch:
    """A file with one row, that nobody has read yet; `request.param` is the code in it."""
    settings.MEDIA_ROOT = tmp_path
    LedgerCodeFactory(organisation=town.social, code="1010")
    file = SimpleUploadedFile("juli.csv", f"ansvar;konto;period;belopp\n{request.param};5010;2026-07;-5\n".encode())
    return upload(access=town.access(), file=file, year=2026, month=7, sign="intakt_plus")


@pytest.mark.parametrize("uploaded", ["1010", "9999"], ids=["right", "with errors"], indirect=True)
def test_a_file_that_is_thrown_away_while_it_is_read_stays_thrown_away(town: Town, uploaded: LedgerBatch):
    read = partial(jobs.work, Queue.IMPORTS, "ett meddelande")

    throw = partial(throw_away, access=town.access(), batch=uploaded)
    assert held_up(read, by=throw, refused=(), done="read") == ["read"]

    uploaded.refresh_from_db()
    assert (uploaded.state, uploaded.report, uploaded.job.state) == (LedgerBatch.State.DISCARDED, {}, Job.State.DONE)
    assert list(folder().iterdir()) == []


@pytest.mark.parametrize("uploaded", ["1010"], indirect=True)
def test_a_second_copy_of_a_reading_leaves_the_reviewed_lines_alone(town: Town, uploaded: LedgerBatch):
    access = town.access()
    first, second = LedgerBatch.objects.get(), LedgerBatch.objects.get()
    stage(first, access, 7)
    rows_path(first).write_text("granskade")

    stage(second, access, 7)

    assert [path.read_text() for path in folder().glob("*.rader")] == ["granskade"]
    assert second.report == first.report
    assert len(list(folder().iterdir())) == 2, "the upload and its lines"


def test_two_who_open_a_month_at_once_open_it_once(town: Town):
    access = town.access()
    close_month(access=access, year=2026, month=7)
    first = partial(open_month, access=access, year=2026, month=7, reason="Rättad lön")
    second = partial(open_month, access=access, year=2026, month=7, reason="Rättad hyra")

    assert held_up(second, by=first, refused=(), done="opened") == ["opened"]

    assert AuditEvent.objects.get(type=AuditEvent.Type.PERIOD_OPENED).summary == "juli 2026: Rättad lön"


def test_nothing_is_entered_in_a_statement_while_the_whole_is_handed_in(town: Town):
    whole = SlotFactory(occasion=town.july, organisation=town.assembly, scope="helhet")
    access, key = town.access(), f"prognos-{town.july.pk}"

    def hand_in() -> None:
        slot = locked_slot(access, whole.pk)
        slot.status = SlotStatus.SUBMITTED.value
        slot.save(update_fields=["status"])

    def enter() -> object:
        return save_statement(access=access, key=key, typed={"centrala_poster": Typed(tkr(-1), 0)}, source="")

    assert held_up(enter, by=hand_in, refused=REFUSED, done="sparat") == ["PermissionDenied"]
    assert not StatementFigure.objects.exists()
