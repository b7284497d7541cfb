"""What Läget and the status board say of the whole: what is left before the decision."""

from __future__ import annotations

import pytest

from followup.pages.board import read_board
from followup.pages.occasion_page import occasion_page
from followup.pages.status import status_page
from styrmodell.access import system_access
from styrmodell.models import AuditEvent
from styrmodell.permissions import Role
from styrmodell.rules.workflow import SlotStatus

pytestmark = pytest.mark.django_db


def test_the_board_says_what_is_left_and_with_whom(house):
    access = system_access(house.kommun)
    page = occasion_page(access, read_board(access, house.occasion))
    handed_in = page.checks[0]
    assert handed_in.text == "Två enheter har inte lämnat in"
    assert handed_in.note == "Bildningsnämnden och Socialnämnden"
    assert [row.step.name for row in page.chain] == ["Ekonomikontoret lämnar in", "Dialog", "Fullmäktige beslutar"]


def test_nothing_is_left_when_the_units_have_handed_in(house):
    for slot in (house.slot, house.other_slot):
        slot.status = SlotStatus.SUBMITTED.value
        slot.save(update_fields=["status"])
    access = system_access(house.kommun)
    assert occasion_page(access, read_board(access, house.occasion)).checks[0].is_done


def test_the_board_shows_the_events_of_its_own_reports(house):
    def event(slot, summary):
        AuditEvent.objects.create(
            municipality=house.kommun,
            type=AuditEvent.Type.REPORT_SUBMITTED,
            target_type="styrmodell.slot",
            target_id=slot,
            summary=summary,
        )

    event(house.slot.pk, "vår")
    event(house.slot.pk + 10_000, "någon annans")
    access = system_access(house.kommun)
    page = occasion_page(access, read_board(access, house.occasion))
    assert [(row.event.summary, row.whose) for row in page.log] == [("vår", "Bildningsnämnden")]


def test_a_reader_inside_one_unit_sees_that_läget_shows_only_that(house, access_of):
    assert status_page(access_of(Role.DEPARTMENT_HEAD, house.namnd)).scope == "Bildningsnämnden"
    assert status_page(access_of(Role.POLITICIAN, house.kf)).scope == ""
