"""Two people at once, with two real connections."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from budget.actions.forecast import StaleForecastError, Typed, save_forecasts
from budget.models import ForecastLine
from budget.selectors.amounts import LineKey
from styrmodell.models import Slot
from styrmodell.rules.workflow import SlotStatus
from tests.budget.conftest import Town, tkr

pytestmark = pytest.mark.django_db(transaction=True)


def in_thread(work: Callable[[], object]) -> object:
    """Do the work on a connection of its own; what it raises is its answer."""
    try:
        return work()
    except (StaleForecastError, PermissionDenied) as error:
        return error
    finally:
        connection.close()


def somebody_waits() -> bool:
    """Is somebody waiting for a lock?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def test_two_who_save_the_same_cell_at_once_do_not_overwrite_each_other(town: Town):
    home = town.organisation("Hemtjänst", town.social)
    slot, access, start = town.slot(town.social), town.access(), Barrier(2)

    def save(amount: int) -> object:
        start.wait()
        return save_forecasts(access=access, slot_id=slot.pk, typed={LineKey(home.pk): Typed(tkr(amount), version=0)})

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda amount: in_thread(lambda: save(amount)), (-100, -200)))

    line = ForecastLine.objects.get(slot=slot, organisation=home)
    late = [answer for answer in answers if isinstance(answer, StaleForecastError)]
    assert len(late) == 1
    assert line.version == 1
    assert line.amount == tkr(-100 if answers.index(late[0]) == 1 else -200)
    assert late[0].lines[0].forecast == line.amount  # the one who came second sees what is stored


def test_nothing_is_saved_while_the_report_is_handed_in(town: Town):
    home = town.organisation("Hemtjänst", town.social)
    slot, access = town.slot(town.social), town.access()

    def save() -> object:
        return save_forecasts(access=access, slot_id=slot.pk, typed={LineKey(home.pk): Typed(tkr(-100), version=0)})

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Slot.objects.select_for_update(no_key=True).get(pk=slot.pk)
        waiting = pool.submit(in_thread, save)
        pause = Event()
        while not somebody_waits():
            pause.wait(0.01)
            assert not waiting.done()
        Slot.objects.filter(pk=slot.pk).update(status=SlotStatus.SUBMITTED.value)
    assert isinstance(waiting.result(timeout=10), PermissionDenied)
    assert not ForecastLine.objects.exists()
