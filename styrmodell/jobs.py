"""Jobs are rows: make one in the business transaction, wake a worker after commit, claim before working.

A message only says in which queue there is something to do. Which job it becomes is decided when a worker claims: each
municipality in turn, so that nobody waits behind another's long line."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from threading import Event, Thread
from typing import Any, NoReturn

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from accounts.limits import TooManyError
from accounts.models import User
from styrmodell import audit, disk
from styrmodell.access import Access, AccessDenied, access_for, system_access
from styrmodell.models import Job
from styrmodell.models.job import MAX_ATTEMPTS, JobQuerySet, lease
from styrmodell.rules.queues import Queue
from ui.reference import referred_to

TASK = "styrmodell.tasks.work"
PER_PERSON = 6  # how many one person may have waiting or running
COME_BACK = 60  # seconds
BEATS = 4  # signs of life in each lease
PAUSE = timedelta(seconds=5)  # before what nobody expected is tried again; twice as long the second time
KEPT = timedelta(days=90)  # after a job has ended
ENDED = (Job.State.DONE, Job.State.FAILED)
Work = Callable[[Job], dict[str, Any]]
_log = logging.getLogger(__name__)


class JobError(Exception):
    """Expected trouble: the message is Swedish and is shown to whoever ordered the job."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """How jobs of a kind are done, where they wait, and whether a person may have only so many of them."""

    work: Work
    queue: Queue
    limited: bool


_KINDS: dict[str, JobKind] = {}  # apps above register theirs in their `tasks` module


def register(kind: str, work: Work, queue: Queue, *, limited: bool = True) -> None:
    """Say how jobs of a kind are done. What follows from a decision is not `limited`: deciding is never refused."""
    _KINDS[kind] = JobKind(work, queue, limited)


@transaction.atomic
def order(*, kind: str, key: str, access: Access) -> Job:
    """Put a job in the queue, once per kind and key; one that has ended is queued again. Wakes a worker after commit.

    It is done with the rights of whoever ordered it last. Raises TooManyError when the person has too many waiting."""
    job, is_new = Job.objects.get_or_create(
        municipality=access.municipality, kind=kind, key=key, defaults={"requested_by_id": access.user_id}
    )
    again = Job.objects.filter(pk=job.pk)
    is_again = not is_new and again.filter(state__in=ENDED).update(
        state=Job.State.QUEUED, attempts=0, reason="", created_at=Now(), finished_at=None, lease_until=None
    )
    if (is_new or is_again) and _KINDS[kind].limited:
        _ensure_room(access, job)
    again.filter(state=Job.State.QUEUED).update(requested_by_id=access.user_id, request_id=access.request_id)
    job.refresh_from_db()
    transaction.on_commit(partial(_send, _KINDS[kind].queue))
    return job


def _ensure_room(access: Access, job: Job) -> None:
    """Raise TooManyError when the person has too many others under way. Locks the person, so that two orders at once are
    counted one after the other."""
    if access.user_id is None:
        return
    User.objects.select_for_update(no_key=True).get(pk=access.user_id)
    limited = [kind for kind, known in _KINDS.items() if known.limited]
    others = Job.objects.of(access).under_way().filter(requested_by_id=access.user_id, kind__in=limited)
    if others.exclude(pk=job.pk).count() >= PER_PERSON:
        raise TooManyError(
            f"Du har redan {PER_PERSON} rapporter eller filer som väntar. Försök igen när någon av dem är klar.",
            retry_after=COME_BACK,
        )


def _send(queue: Queue, expires: float | None = None) -> None:
    try:
        current_app.send_task(TASK, args=[queue.value], queue=queue.value, expires=expires, ignore_result=True)
    except (OSError, OperationalError):  # the broker is down: the sweeper finds the row
        return


def can_be_sent() -> bool:
    """Does the broker answer? Without it what is ordered waits for the sweeper, and the sweeper for the broker."""
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0)
    except (OSError, OperationalError):
        return False
    return True


def work(queue: str, message: str) -> None:
    """What a woken worker does: the job of the queue whose turn it is; nothing when none waits.

    A message that comes a second time has lost its worker, so what was claimed in its name is free at once."""
    Job.objects.release(message)
    _give_up()
    job = Job.objects.claim(_kinds_of(queue), message)
    if job is not None:
        try:
            _do(job)
        finally:
            _wake_for_more(Queue(queue))


def _wake_for_more(queue: Queue) -> None:
    """Wake a worker when more waits: the message was about another job than the one whose turn it was, perhaps, or the
    other's own is lost."""
    if Job.objects.claimable().filter(kind__in=_kinds_of(queue)).exists():
        _send(queue, expires=settings.SWEEP_SECONDS)


def _kinds_of(queue: str) -> list[str]:
    return [kind for kind, known in _KINDS.items() if known.queue == queue]


def _do(job: Job) -> None:
    """Do the work, and write the result if the claim still holds.

    JobError fails the job at once with its reason. When the disk is at fault it waits, however long; anything else is tried
    again, at most three times, after a pause that grows."""
    mine = Job.objects.filter(pk=job.pk, fence=job.fence)
    with referred_to(job.request_id), _line_of(job):
        try:
            with _signs_of_life(mine):
                result = _KINDS[job.kind].work(job)
        except JobError as error:
            _fail(mine, job, str(error))
        except Exception as error:
            if disk.is_at_fault(error):
                mine.put_off(disk.WAITS)
            elif job.attempts < MAX_ATTEMPTS:
                mine.try_again(_unexpected(job), after=PAUSE * job.attempts)
            else:
                _fail(mine, job, _unexpected(job))
            raise
        else:
            mine.update(state=Job.State.DONE, result=result, reason="", finished_at=Now())


@transaction.atomic
def _fail(mine: JobQuerySet, job: Job, reason: str) -> None:
    """End the job with the reason, if the claim still holds, and write it in the log."""
    if mine.update(state=Job.State.FAILED, reason=reason, finished_at=Now()):
        audit.record_failed(job)


@contextmanager
def _line_of(job: Job) -> Iterator[None]:
    """Leave a line in the log when the block ends: which job, how it went and how long it took. The trace of what nobody
    expected stands in it."""
    began = time.perf_counter()
    fields = {"job": f"{job.kind}-{job.pk}", "attempt": job.attempts, "user": job.requested_by_id}
    fields["municipality"] = job.municipality.slug
    try:
        yield
    finally:
        state = Job.objects.filter(pk=job.pk).values_list("state", flat=True).first()
        fields |= {"state": state, "ms": round((time.perf_counter() - began) * 1000)}
        _log.info("job", extra={"fields": fields}, exc_info=sys.exception())


def _unexpected(job: Job) -> str:
    return f"Ett oväntat fel. Ange referens {job.kind}-{job.pk} till den som sköter driften."


@contextmanager
def _signs_of_life(mine: JobQuerySet) -> Iterator[None]:
    """Hold the claim while the block lasts, from a thread of this process: it ends with the process, however that ends."""
    done = Event()
    thread = Thread(target=_beat, args=(mine, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _beat(mine: JobQuerySet, done: Event) -> None:
    """Renew the claim until the work is done, the claim is lost, or the time for any job is out."""
    pause = lease().total_seconds() / BEATS
    try:
        for _ in range(int(current_app.conf.task_time_limit / pause)):
            if done.wait(pause) or not _renewed(mine):
                return
    finally:
        connection.close()


def _renewed(mine: JobQuerySet) -> bool:
    try:
        return bool(mine.renew())
    except DatabaseError:  # away for a moment: the next sign may reach it
        connection.close()
        return True


def access_of(job: Job) -> Access:
    """The rights of whoever ordered the job, as they are now (ASVS 8.3.3); a command's own rights without a person.

    Raises JobError when the person has lost them."""
    if job.requested_by_id is None:
        return system_access(job.municipality)
    user = User.objects.filter(pk=job.requested_by_id, is_active=True).first()
    try:
        return access_for(user, job.municipality, job.request_id) if user else _gone()
    except AccessDenied:
        _gone()


def _gone() -> NoReturn:
    raise JobError("Den som beställde jobbet har inte längre någon roll i kommunen.")


def before(job: Job) -> int:
    """How many waiting jobs come before this one (one query)."""
    kinds = _kinds_of(_KINDS[job.kind].queue)
    return Job.objects.claimable().filter(kind__in=kinds).before(job)


def wake_waiting() -> int:
    """Wake a worker for every job that waits or has lost its worker; give up on those tried too often. One of a kind that
    is no more stays, and is told in the log.

    The messages are gone when the next sweep sends new ones, so that they do not gather while workers are busy."""
    _give_up()
    waiting = Job.objects.claimable()
    known = list(waiting.filter(kind__in=_KINDS).values_list("kind", flat=True))
    for kind in known:
        _send(_KINDS[kind].queue, expires=settings.SWEEP_SECONDS)
    for job in waiting.exclude(kind__in=_KINDS):
        _log.error("job %s-%s is of a kind that is no more", job.kind, job.pk)
    return len(known)


def forget_old() -> int:
    """Take away the jobs that ended long ago; answers with how many. What came of them stands elsewhere."""
    old = Job.objects.filter(state__in=ENDED, finished_at__lt=Now() - KEPT)
    return old.delete()[1].get(Job._meta.label, 0)


def _give_up() -> None:
    """Fail the jobs whose worker has been lost too many times."""
    for job in Job.objects.lost().filter(attempts__gte=MAX_ATTEMPTS).select_related("municipality"):
        _log.error("job %s-%s was lost %s times", job.kind, job.pk, job.attempts)
        number = f"{job.kind}-{job.pk}"
        reason = f"Arbetet avbröts tre gånger. Försök igen, eller ange referens {number} till den som sköter driften."
        with referred_to(job.request_id):
            _fail(Job.objects.lost().filter(pk=job.pk, fence=job.fence), job, reason)
