"""Jobs as rows: claimed once, done once, tried three times, and never done by the wrong task."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from budget.tasks import READ as KIND
from styrmodell import jobs
from styrmodell.access import system_access
from styrmodell.jobs import JobError
from styrmodell.models import Job, Municipality
from styrmodell.models.job import MAX_ATTEMPTS
from tests.factories import MunicipalityFactory, RoleAssignmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality() -> Municipality:
    return MunicipalityFactory()


@pytest.fixture
def job(municipality: Municipality) -> Job:
    return Job.objects.create(municipality=municipality, kind=KIND, key="1")


def broken(job: Job) -> dict[str, object]:
    raise ZeroDivisionError


def test_the_work_is_done_once_and_its_result_kept(job: Job) -> None:
    jobs.run(job.pk, KIND, lambda job: {"key": job.key})
    jobs.run(job.pk, KIND, broken)
    job.refresh_from_db()
    assert (job.state, job.result, job.reason, job.attempts) == (Job.State.DONE, {"key": "1"}, "", 1)
    assert job.finished_at is not None


def test_a_message_for_another_kind_leaves_the_job_alone(job: Job) -> None:
    """A message may outlive its database: the number then names somebody else's job."""
    jobs.run(job.pk, "render_draft", broken)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.QUEUED, 0)


def test_expected_trouble_is_told_and_not_tried_again(job: Job) -> None:
    def refuse(job: Job) -> dict[str, object]:
        raise jobs.JobError("Filen väntar inte.")

    jobs.run(job.pk, KIND, refuse)
    job.refresh_from_db()
    assert (job.state, job.reason) == (Job.State.FAILED, "Filen väntar inte.")
    assert not Job.objects.claimable().exists()


def test_unexpected_trouble_is_tried_three_times_and_then_told_with_a_reference(job: Job) -> None:
    states = []
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(ZeroDivisionError):
            jobs.run(job.pk, KIND, broken)
        job.refresh_from_db()
        states.append(job.state)
    assert states == [Job.State.QUEUED, Job.State.QUEUED, Job.State.FAILED]
    assert f"{KIND}-{job.pk}" in job.reason
    jobs.run(job.pk, KIND, broken)


def test_a_worker_that_lost_its_claim_writes_nothing(job: Job) -> None:
    def overtaken(job: Job) -> dict[str, object]:
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        assert Job.objects.claim(job.pk, KIND) == job.fence + 1
        return {"late": True}

    jobs.run(job.pk, KIND, overtaken)
    job.refresh_from_db()
    assert (job.state, job.result) == (Job.State.RUNNING, {})


def test_a_failed_job_can_be_ordered_again(municipality: Municipality) -> None:
    access = system_access(municipality)
    job = jobs.order(kind=KIND, key="7", access=access)
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, attempts=MAX_ATTEMPTS, reason="Trasig")
    again = jobs.order(kind=KIND, key="7", access=access)
    assert again.pk == job.pk
    assert (again.state, again.attempts, again.reason) == (Job.State.QUEUED, 0, "")


def test_the_sweeper_gives_up_on_a_job_that_lost_its_worker_three_times(job: Job) -> None:
    past = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, attempts=MAX_ATTEMPTS, lease_until=past)
    assert jobs.wake_waiting() == 0
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "tre gånger" in job.reason


def test_the_sweeper_wakes_a_worker_for_what_waits_and_what_lost_its_worker(job: Job) -> None:
    past, coming = (timezone.now() + timedelta(seconds=seconds) for seconds in (-1, 60))
    working = {"municipality": job.municipality, "kind": KIND, "state": Job.State.RUNNING}
    Job.objects.create(**working, key="2", attempts=MAX_ATTEMPTS - 1, lease_until=past)
    Job.objects.create(**working, key="3", attempts=MAX_ATTEMPTS, lease_until=coming)
    Job.objects.create(municipality=job.municipality, kind=KIND, key="4", state=Job.State.DONE)
    assert jobs.wake_waiting() == 2
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
