"""Jobs as rows: claimed in turn, done once, tried three times, and free again as soon as their worker is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from accounts.limits import TooManyError
from accounts.models import User
from styrmodell import jobs
from styrmodell.access import Access, system_access
from styrmodell.jobs import JobError
from styrmodell.models import Job, Municipality
from styrmodell.models.job import MAX_ATTEMPTS
from styrmodell.pages.jobs import progress_of
from styrmodell.permissions import Role
from styrmodell.rules.queues import Queue
from styrmodell.tasks import forget_jobs
from tests.at_once import held_up
from tests.factories import MunicipalityFactory, OrganisationFactory, RoleAssignmentFactory
from tests.fixtures import new_access
from tests.waiting import until

pytestmark = pytest.mark.django_db
KIND, FILE = "prov", "provfil"
PAST = timedelta(seconds=-1)
Does = Callable[[jobs.Work], None]


@pytest.fixture(autouse=True)
def does(monkeypatch: pytest.MonkeyPatch) -> Does:
    """`does(work)` says what is done with jobs of the kinds here; from the start it is to answer with the key."""

    def does(work: jobs.Work) -> None:
        monkeypatch.setitem(jobs._KINDS, KIND, jobs.JobKind(work, Queue.REPORTS, limited=True))
        monkeypatch.setitem(jobs._KINDS, FILE, jobs.JobKind(work, Queue.IMPORTS, limited=True))

    does(lambda job: {"key": job.key})
    return does


@pytest.fixture
def municipality() -> Municipality:
    return MunicipalityFactory()


@pytest.fixture
def job(municipality: Municipality) -> Job:
    return Job.objects.create(municipality=municipality, kind=KIND, key="1")


def broken(job: Job) -> dict[str, object]:
    raise ZeroDivisionError


def refused(job: Job) -> dict[str, object]:
    raise jobs.JobError("Filen väntar inte.")


def work(message: str = "ett meddelande") -> None:
    jobs.work(Queue.REPORTS, message)


def lose(job: Job, **values: object) -> None:
    """As a killed worker leaves a job, a lease later."""
    Job.objects.filter(pk=job.pk).update(**{"state": Job.State.RUNNING, "lease_until": timezone.now() + PAST, **values})


def test_the_work_is_done_once_and_its_result_kept(job: Job, does: Does) -> None:
    work()
    does(broken)
    work()
    job.refresh_from_db()
    assert (job.state, job.result, job.reason, job.attempts) == (Job.State.DONE, {"key": "1"}, "", 1)
    assert job.finished_at is not None


def test_a_queue_takes_only_its_own_kinds(job: Job) -> None:
    """A file that is read in does not wait behind reports, nor they behind it where workers serve one queue each."""
    jobs.work(Queue.IMPORTS, "ett meddelande")
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.QUEUED, 0)


def test_expected_trouble_is_told_and_not_tried_again(job: Job, does: Does) -> None:
    does(refused)
    work()
    job.refresh_from_db()
    assert (job.state, job.reason) == (Job.State.FAILED, "Filen väntar inte.")
    assert not Job.objects.claimable().exists()


def later(pause: timedelta) -> None:
    """As when so long a time has passed."""
    Job.objects.filter(state=Job.State.QUEUED).update(lease_until=F("lease_until") - pause)


def test_unexpected_trouble_is_tried_three_times_and_then_told_with_a_reference(job: Job, does: Does) -> None:
    does(broken)
    states = []
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(ZeroDivisionError):
            work()
        job.refresh_from_db()
        states.append(job.state)
        later(2 * jobs.PAUSE)
    assert states == [Job.State.QUEUED, Job.State.QUEUED, Job.State.FAILED]
    assert f"{KIND}-{job.pk}" in job.reason
    work()


def test_what_went_wrong_is_tried_again_after_a_pause_that_grows(job: Job, does: Does) -> None:
    """What was away for a moment is back then, and whoever waits behind it is not held up by three tries in a row."""
    does(broken)
    almost = jobs.PAUSE - timedelta(seconds=1)
    for pauses in (1, 2):
        with pytest.raises(ZeroDivisionError):
            work()
        later((pauses - 1) * jobs.PAUSE + almost)
        work()
        later(timedelta(seconds=1))
    with pytest.raises(ZeroDivisionError):
        work()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queues of the messages that are sent."""
    sent: list[str] = []
    monkeypatch.setattr(jobs, "_send", lambda queue, expires=None: sent.append(queue))
    return sent


@pytest.mark.parametrize("work_on", [None, broken, refused], ids=["done", "broken", "refused"])
def test_when_a_job_has_ended_the_next_in_the_queue_is_woken(
    job: Job, does: Does, sent: list[str], work_on: jobs.Work | None
) -> None:
    """A message names no job: it may have been another's, and its own be waiting."""
    Job.objects.create(municipality=job.municipality, kind=KIND, key="2")
    Job.objects.create(municipality=job.municipality, kind=FILE, key="3")
    if work_on:
        does(work_on)
    with suppress(ZeroDivisionError):
        work()
    assert sent == [Queue.REPORTS]


def test_nobody_is_woken_for_what_is_not_there(job: Job, does: Does, sent: list[str]) -> None:
    Job.objects.create(municipality=job.municipality, kind=FILE, key="another queue's")
    coming = timezone.now() + timedelta(minutes=1)
    Job.objects.create(municipality=job.municipality, kind=KIND, key="put off", lease_until=coming)
    does(broken)
    with suppress(ZeroDivisionError):
        work()
    work()
    assert sent == []


def test_only_jobs_that_ended_long_ago_are_taken_away(municipality: Municipality) -> None:
    long_ago = timezone.now() - timedelta(days=91)
    lately = timezone.now() - timedelta(days=89)
    ends = {"done": ("klar", long_ago), "failed": ("misslyckad", long_ago), "done lately": ("klar", lately)}
    for key, (state, ended) in ends.items():
        Job.objects.create(municipality=municipality, kind=KIND, key=key, state=state, finished_at=ended)
    for state in ("koad", "pagar"):
        Job.objects.create(municipality=municipality, kind=KIND, key=state, state=state, created_at=long_ago)

    assert forget_jobs() == 2

    assert set(Job.objects.values_list("key", flat=True)) == {"done lately", "koad", "pagar"}


def test_a_worker_that_lost_its_claim_writes_nothing(job: Job, does: Does) -> None:
    def overtaken(job: Job) -> dict[str, object]:
        lose(job)
        again = Job.objects.claim([KIND], "ett annat")
        assert again is not None
        assert again.fence == job.fence + 1
        return {"late": True}

    does(overtaken)
    work()
    job.refresh_from_db()
    assert (job.state, job.result) == (Job.State.RUNNING, {})


def test_a_message_that_comes_again_takes_its_job_back_at_once(job: Job) -> None:
    """The broker gives a message back when its worker is gone: nobody waits for the lease."""
    coming = timezone.now() + timedelta(minutes=10)
    lose(job, lease_until=coming, claimed_by="samma", attempts=1, fence=1)
    work("ett annat")
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING, "another's message takes nothing from who is at work"

    work("samma")

    job.refresh_from_db()
    assert (job.state, job.attempts, job.fence) == (Job.State.DONE, 2, 2)


def test_a_message_that_has_lost_three_workers_ends_its_job_with_words(job: Job) -> None:
    lose(job, claimed_by="samma", attempts=MAX_ATTEMPTS, lease_until=timezone.now() + timedelta(minutes=10))
    work("samma")
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert f"{KIND}-{job.pk}" in job.reason


@pytest.mark.django_db(transaction=True)
def test_a_job_is_held_as_long_as_it_is_worked_at(job: Job, does: Does, settings) -> None:
    settings.JOB_LEASE_SECONDS = 0.4
    held = []

    def slow(job: Job) -> dict[str, object]:
        first = Job.objects.get(pk=job.pk).lease_until
        longer = first + timedelta(seconds=settings.JOB_LEASE_SECONDS)
        until(lambda: Job.objects.get(pk=job.pk).lease_until > longer, "no sign of life", seconds=10)
        held.append(Job.objects.claim([KIND], "ett annat"))
        return {}

    does(slow)
    work()
    assert held == [None]


def order(access: Access, key: str, kind: str = KIND) -> Job:
    return jobs.order(kind=kind, key=key, access=access)


@pytest.mark.parametrize("state", [Job.State.FAILED, Job.State.DONE])
def test_a_job_that_has_ended_can_be_ordered_again(municipality: Municipality, state: str) -> None:
    access = system_access(municipality)
    job = order(access, "7")
    long_ago, coming = (timezone.now() + timedelta(days=days) for days in (-1, 1))
    ended = {"state": state, "attempts": MAX_ATTEMPTS, "reason": "Trasig", "lease_until": coming}
    Job.objects.filter(pk=job.pk).update(**ended, created_at=long_ago, finished_at=long_ago)
    again = order(access, "7")
    assert again.pk == job.pk
    assert (again.state, again.attempts, again.reason, again.finished_at) == (Job.State.QUEUED, 0, "", None)
    assert again.created_at > long_ago, "it has its place in the line from now"
    assert jobs.wake_waiting() == 1


@pytest.fixture
def people(municipality: Municipality) -> tuple[Access, Access]:
    """Two with a role."""
    top = OrganisationFactory(municipality=municipality)
    return new_access(Role.CONTROLLER, top), new_access(Role.CONTROLLER, top)


def test_a_job_belongs_to_whoever_ordered_it_last(people: tuple[Access, Access]) -> None:
    """The first may have lost the right meanwhile."""
    first, second = people
    job = order(first, "7")
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED)
    assert order(second, "7").requested_by_id == second.user_id
    assert order(first, "7").requested_by_id == first.user_id, "also one that waits"


def test_nobody_takes_over_a_job_that_is_being_done(people: tuple[Access, Access]) -> None:
    first, second = people
    job = order(first, "7")
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
    again = order(second, "7")
    assert (again.requested_by_id, again.state) == (first.user_id, Job.State.RUNNING)


def test_a_person_has_only_so_many_jobs_waiting(people: tuple[Access, Access]) -> None:
    first, second = people
    for number in range(jobs.PER_PERSON):
        order(first, str(number))
    with pytest.raises(TooManyError, match="Försök igen när"):
        order(first, "en till", FILE)
    assert not Job.objects.filter(key="en till").exists()
    order(first, "0")  # asking again for one that waits is no more
    order(second, "en till", FILE)
    order(system_access(first.municipality), "kommandots")
    Job.objects.filter(key="3").update(state=Job.State.DONE)
    order(first, "nu")


@pytest.mark.django_db(transaction=True)
def test_two_orders_at_once_are_counted_one_after_the_other(people: tuple[Access, Access]) -> None:
    first, _ = people
    for number in range(jobs.PER_PERSON - 1):
        order(first, str(number))
    one, other = (partial(order, first, key) for key in ("x", "y"))
    assert held_up(other, by=one, refused=(TooManyError,), done="ordered") == ["TooManyError"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_one_job_each(municipality: Municipality) -> None:
    access = system_access(municipality)
    for key in ("1", "2"):
        order(access, key)

    def claimed(message: str) -> str:
        try:
            return Job.objects.claim([KIND], message).key
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        assert Job.objects.claim([KIND], "ett").key == "1"
        assert pool.submit(claimed, "ett annat").result(timeout=20) == "2"


def test_municipalities_are_served_in_turn(municipality: Municipality) -> None:
    long, short = system_access(municipality), system_access(MunicipalityFactory())
    for key in ("1", "2", "3", "4"):
        order(long, key)
    order(short, "a")
    order(short, "b")
    done: list[str] = []
    while (job := Job.objects.claim([KIND], "ett meddelande")) is not None:
        done.append(job.key)
        Job.objects.filter(pk=job.pk).update(state=Job.State.DONE)
    assert done == ["1", "a", "2", "b", "3", "4"]


def test_who_has_most_at_work_waits_longest(municipality: Municipality) -> None:
    long, short = system_access(municipality), system_access(MunicipalityFactory())
    for key in ("1", "2", "3"):
        order(long, key)
    order(short, "a")
    keys = [Job.objects.claim([KIND], f"meddelande {number}").key for number in range(4)]
    assert keys == ["1", "a", "2", "3"]


def test_it_is_told_how_many_come_before(municipality: Municipality) -> None:
    long, short = system_access(municipality), system_access(MunicipalityFactory())
    line = [order(long, key) for key in ("1", "2", "3", "4")]
    other = order(short, "a")
    order(long, "en fil", FILE)
    assert [jobs.before(job) for job in line] == [0, 2, 3, 4]
    assert jobs.before(other) == 1
    with connection.execute_wrapper(lambda *_: pytest.fail("a job that runs has none before it")):
        assert progress_of(Job(state=Job.State.RUNNING, created_at=timezone.now())).word == "Pågår"


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({}, "Väntar, näst på tur"),
        ({"state": "pagar", "attempts": 1, "lease_until": timezone.now() + timedelta(days=1)}, "Pågår"),
        ({"state": "pagar", "attempts": 1, "lease_until": timezone.now() - timedelta(days=1)}, "Försöker igen"),
        ({"attempts": 1}, "Försöker igen"),
    ],
)
def test_a_page_says_how_far_a_job_has_come(job: Job, values: dict[str, object], word: str) -> None:
    Job.objects.filter(pk=job.pk).update(**values)
    assert progress_of(Job.objects.get(pk=job.pk)).word == word


@pytest.mark.parametrize("state", [Job.State.DONE, Job.State.FAILED])
def test_nothing_is_awaited_of_a_job_that_has_ended(job: Job, state: str) -> None:
    job.state = state
    assert progress_of(job) is None
    assert progress_of(None) is None


@pytest.mark.parametrize(("waited", "again"), [(0, 1), (9, 1), (10, 3), (59, 3), (60, 10), (3600, 10)])
def test_a_page_asks_more_and_more_seldom(job: Job, waited: int, again: int) -> None:
    job.created_at = timezone.now() - timedelta(seconds=waited)
    assert progress_of(job).ask_again == again


def test_who_waits_long_without_anybody_before_is_told_whom_to_ask(job: Job) -> None:
    assert "driften" not in progress_of(job).text
    job.created_at -= timedelta(minutes=5)
    assert "driften" in progress_of(job).text


def test_the_sweeper_gives_up_on_a_job_that_lost_its_worker_three_times(job: Job) -> None:
    lose(job, attempts=MAX_ATTEMPTS)
    assert jobs.wake_waiting() == 0
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "tre gånger" in job.reason


def test_a_job_of_a_kind_that_is_no_more_stops_no_other(job: Job, caplog: pytest.LogCaptureFixture) -> None:
    gone = Job.objects.create(municipality=job.municipality, kind="fanns", key="0")
    assert jobs.wake_waiting() == 1
    assert f"fanns-{gone.pk}" in caplog.text


def test_the_sweeper_wakes_a_worker_for_what_waits_and_what_lost_its_worker(job: Job, sent: list[str]) -> None:
    past, coming = (timezone.now() + timedelta(seconds=seconds) for seconds in (-1, 60))
    working = {"municipality": job.municipality, "kind": KIND, "state": Job.State.RUNNING}
    Job.objects.create(**working, key="2", attempts=MAX_ATTEMPTS - 1, lease_until=past)
    Job.objects.create(**working, key="3", attempts=MAX_ATTEMPTS, lease_until=coming)
    Job.objects.create(municipality=job.municipality, kind=KIND, key="4", state=Job.State.DONE)
    assert jobs.wake_waiting() == 2
    assert sent == [Queue.REPORTS] * 2
    states = dict(Job.objects.values_list("key", "state"))
    assert states == {job.key: "koad", "2": "pagar", "3": "pagar", "4": "klar"}, "who is at work is left alone"


def test_a_job_has_the_rights_its_orderer_has_when_it_runs(municipality: Municipality) -> None:
    held = RoleAssignmentFactory(organisation__municipality=municipality)
    job = Job.objects.create(municipality=municipality, kind=KIND, key="8", requested_by=held.user)
    assert jobs.access_of(job).user_id == held.user.pk
    User.objects.filter(pk=held.user.pk).update(is_active=False)
    with pytest.raises(JobError, match="inte längre någon roll"):
        jobs.access_of(job)
    User.objects.filter(pk=held.user.pk).update(is_active=True)
    held.delete()
    with pytest.raises(JobError, match="inte längre någon roll"):
        jobs.access_of(job)
    job.requested_by = None
    assert jobs.access_of(job).user_id is None
