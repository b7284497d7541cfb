"""The nights when the clock is put back (2026-10-25) and forward (2027-03-28), and a clock that is set wrong: each day
comes once, what is done each night is done once, and a deadline lasts its whole day in Swedish time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from followup.verification import verify_due
from styrmodell import jobs
from styrmodell.access import system_access
from styrmodell.models import AuditEvent, Job
from styrmodell.rules.queues import Queue
from tests.at_once import answers_at_once
from tests.factories import MunicipalityFactory
from ui import clock

pytestmark = pytest.mark.django_db

BACK, FORWARD = date(2026, 10, 25), date(2027, 3, 28)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
TICK = timedelta(minutes=10)


def moments_around(night: date) -> Iterator[datetime]:
    """Every ten minutes from noon the day before to noon the day after, in true time."""
    moment = datetime(night.year, night.month, night.day, 12, tzinfo=UTC) - timedelta(days=1)
    end = moment + timedelta(days=2)
    while moment < end:
        yield moment
        moment += TICK


@pytest.mark.parametrize(("night", "hours"), [(BACK, 25), (FORWARD, 23)])
def test_each_day_comes_once_and_is_as_long_as_it_is(night: date, hours: int):
    days = []
    for moment in moments_around(night):
        with time_machine.travel(moment, tick=False):
            days.append(clock.today())

    assert days == sorted(days), "no day comes back"
    assert days.count(night) * TICK == timedelta(hours=hours)


@pytest.mark.parametrize("night", [BACK, FORWARD])
def test_what_is_done_each_night_is_done_once(night: date):
    municipality = MunicipalityFactory()
    done = []
    for moment in moments_around(night):
        with time_machine.travel(moment, tick=False):
            if verify_due():
                done.append(clock.local_now())

    assert [moment.strftime("%m-%d %H.%M") for moment in done[1:]] == [
        (night + timedelta(days=extra)).strftime("%m-%d 04.00") for extra in (0, 1)
    ]
    events = AuditEvent.objects.of(system_access(municipality)).filter(type=AuditEvent.Type.DATA_VERIFIED)
    assert events.count() == len(done) == 3  # the first at noon the day before: it had never been done


@pytest.mark.django_db(transaction=True)
def test_of_two_clocks_that_strike_at_once_one_has_it_done():
    MunicipalityFactory()
    with time_machine.travel(datetime(2026, 9, 30, 10, tzinfo=UTC), tick=False):
        answers = answers_at_once(*[verify_due] * 4, refused=())
    assert sorted(map(int, answers)) == [0, 0, 0, 1]
    assert AuditEvent.objects.filter(type=AuditEvent.Type.DATA_VERIFIED).count() == 1


def test_a_day_that_comes_every_fourth_year_and_the_last_of_the_year_are_days_as_others():
    for day in (date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1)):
        midnight = datetime(day.year, day.month, day.day, tzinfo=STOCKHOLM)
        for moment, expected in (
            (midnight - timedelta(seconds=1), day - timedelta(days=1)),
            (midnight, day),
            (midnight + timedelta(hours=23, minutes=59, seconds=59), day),
        ):
            with time_machine.travel(moment, tick=False):
                assert clock.today() == expected


@pytest.mark.parametrize("jump", [timedelta(hours=-2), timedelta(hours=1), timedelta(days=40)], ids=str)
def test_a_job_is_done_once_though_the_web_servers_clock_jumps(jump: timedelta, monkeypatch: pytest.MonkeyPatch):
    """Whether a claim holds is asked by the database's clock."""
    done: list[int] = []

    def work(job: Job) -> dict[str, object]:
        with time_machine.travel(datetime.now(UTC) + jump):
            assert Job.objects.claim(["prov"], "ett annat meddelande") is None, "somebody else took it"
        done.append(job.pk)
        return {}

    monkeypatch.setitem(jobs._KINDS, "prov", jobs.JobKind(work, Queue.REPORTS, limited=False))
    job = jobs.order(kind="prov", key="1", access=system_access(MunicipalityFactory()))
    with time_machine.travel(datetime.now(UTC) + jump):
        jobs.work(Queue.REPORTS, "")
    jobs.work(Queue.REPORTS, "")

    job.refresh_from_db()
    assert (done, job.state) == ([job.pk], Job.State.DONE)
