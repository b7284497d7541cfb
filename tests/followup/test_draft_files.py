"""A draft's PDF: made in a worker, with the rights that whoever ordered it has when it is made."""

from __future__ import annotations

import pytest

from followup.actions.files import order_file
from followup.models import DraftFile
from followup.tasks import render_draft
from styrmodell.models import Job
from styrmodell.permissions import Role
from tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ordered(house, access_of):
    """A PDF that the nämnd's secretary has ordered."""
    return order_file(slot=house.slot, access=access_of(Role.SECRETARY, house.namnd))


def rendered(job: Job) -> Job:
    """The job when the worker has had it."""
    render_draft(job.pk)
    job.refresh_from_db()
    return job


@pytest.mark.pdf
def test_the_worker_makes_the_pdf_that_was_ordered(ordered, house):
    job = rendered(ordered)

    assert job.state == Job.State.DONE
    assert bytes(DraftFile.objects.get(slot=house.slot).content).startswith(b"%PDF")


def test_a_secretary_who_has_gone_to_another_board_gets_no_draft_of_the_old_one(ordered, house):
    ordered.requested_by.role_assignments.all().delete()
    RoleAssignmentFactory(user=ordered.requested_by, role=Role.SECRETARY.value, organisation=house.other)

    job = rendered(ordered)

    assert (job.state, job.reason) == (Job.State.FAILED, "Du har inte längre rätt att hämta rapporten.")
    assert not DraftFile.objects.exists()


def test_somebody_without_any_role_left_gets_no_draft(ordered):
    ordered.requested_by.role_assignments.all().delete()

    assert rendered(ordered).state == Job.State.FAILED
    assert not DraftFile.objects.exists()
