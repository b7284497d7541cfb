"""What Läget and the status board say of the whole: årets resultat, and what is left before the decision."""

from __future__ import annotations

from decimal import Decimal

import pytest

from budget.models import StatementFigure
from followup.pages.board import read_board
from followup.pages.occasion_page import occasion_page
from followup.pages.status import status_page
from followup.selectors.whole_result import whole_result
from styrmodell.access import system_access
from styrmodell.models import AuditEvent
from styrmodell.permissions import Role
from styrmodell.rules.workflow import SlotStatus

pytestmark = pytest.mark.django_db
YEAR = 2026


def enter(kommun, column, **rows):
    for row, amount in rows.items():
        StatementFigure.objects.create(
            municipality=kommun,
            statement=StatementFigure.Statement.INCOME,
            row=row,
            year=YEAR,
            column=column,
            amount=amount,
            source="Prov",
        )


def test_the_expected_result_stands_beside_its_budget_and_its_share_of_taxes(house):
    enter(house.kommun, "budget", skatteintakter=900, verksamhetens_kostnader=-880)
    enter(house.kommun, "prognos", skatteintakter=800, generella_statsbidrag=200, verksamhetens_kostnader=-990)
    found = whole_result(system_access(house.kommun), YEAR)
    assert (found.forecast, found.budget, found.share) == (Decimal(10), Decimal(20), Decimal(1))


def test_no_result_is_shown_before_there_is_a_forecast_of_it(house):
    enter(house.kommun, "budget", skatteintakter=900, verksamhetens_kostnader=-880)
    assert whole_result(system_access(house.kommun), YEAR) is None


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
