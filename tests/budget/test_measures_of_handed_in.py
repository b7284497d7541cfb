"""Measures of a report that is handed in stand still, from whichever forecast they are reached; each change is kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from budget.actions.measures import save_measure
from budget.selectors.amounts import LineKey
from budget.selectors.measures import held_by, organisations_of, reports_showing, slot_measures
from styrmodell.access import Access
from styrmodell.models import Measure, Slot, Step
from styrmodell.permissions import Role
from styrmodell.rules.workflow import SlotStatus
from tests.budget.conftest import Town, client
from tests.factories import SlotFactory

pytestmark = pytest.mark.django_db

FORM = {
    "responsible": "Förvaltningschefen",
    "title": "Annat",
    "start": "2026-09-01",
    "status": "pagar",
    "expected_effect": "500",
    "consequence": "",
    "version": 1,
}


class Forecasts:
    """Äldrenämnden's reports for May and August, with a measure that was added in May."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.home = town.organisation("Hemtjänst", town.social)
        town.money(self.home, budget=12_000, booked=7_000, last_year=12_000)
        self.may, self.august = town.slot(town.social, town.may), town.slot(town.social)
        self.stand(self.may, SlotStatus.RETURNED)
        self.measure = self.save(self.may, title="Färre inhyrda")

    def stand(self, slot: Slot, status: SlotStatus) -> None:
        Slot.objects.filter(pk=slot.pk).update(status=status.value)

    def save(self, slot: Slot, access: Access | None = None, **values: object) -> Measure:
        given = {"start": date(2026, 5, 1), "expected_effect": Decimal(500_000), **values}
        keys = [LineKey(self.home.pk)]
        return save_measure(access=access or self.town.access(), slot_id=slot.pk, keys=keys, values=given)

    def address(self, name: str, *args: int) -> str:
        return reverse(f"budget:{name}", args=["provkoping", *args])

    def page(self, slot: Slot) -> str:
        return client(self.town).get(self.address("forecast", slot.pk)).text

    def post(self, name: str, *args: int) -> object:
        data = FORM | {"lines": str(self.home.pk)}
        return client(self.town).post(self.address(name, *args), data)


@pytest.fixture
def forecasts(town: Town) -> Forecasts:
    return Forecasts(town)


def test_a_measure_of_a_handed_in_report_is_not_changed_from_another_forecast(forecasts: Forecasts):
    forecasts.stand(forecasts.may, SlotStatus.SUBMITTED)

    refused = forecasts.post("measure-edit", forecasts.august.pk, forecasts.measure.pk)

    assert refused.status_code == 403
    assert "som är inlämnad. Den kan ändras när rapporten är beslutad" in refused.text
    forecasts.measure.refresh_from_db()
    assert forecasts.measure.title == "Färre inhyrda"


def test_a_measure_is_saved_by_who_may_change_its_lines_only(forecasts: Forecasts):
    """The action asks, not only the form that offers the lines."""
    elsewhere = forecasts.town.access(Role.DEPARTMENT_HEAD, forecasts.town.school)
    for reader in (forecasts.town.access(Role.AUDITOR), elsewhere):
        with pytest.raises((PermissionDenied, Http404)):
            forecasts.save(forecasts.august, access=reader, title="Någon annans")
    with pytest.raises(PermissionDenied, match="saknar behörighet att ändra prognosen"):
        forecasts.save(forecasts.august, access=forecasts.town.access(Role.AUDITOR), title="Någon annans")
    assert [row.title for row in Measure.objects.all()] == ["Färre inhyrda"]


def test_the_page_leads_to_what_may_be_changed_and_says_why_the_rest_may_not(forecasts: Forecasts):
    later = forecasts.save(forecasts.august, title="Egen rekrytering")
    forecasts.stand(forecasts.may, SlotStatus.SUBMITTED)

    page = forecasts.page(forecasts.august)

    assert forecasts.address("measure-edit", forecasts.august.pk, forecasts.measure.pk) not in page
    assert "Färre inhyrda" in page
    assert page.count("som är inlämnad. Den kan ändras när rapporten är beslutad") == 1
    assert forecasts.address("measure-edit", forecasts.august.pk, later.pk) in page
    assert forecasts.address("measure-add", forecasts.august.pk) in page


def test_the_page_leads_to_no_new_measure_that_a_handed_in_report_would_show(forecasts: Forecasts):
    forecasts.stand(forecasts.august, SlotStatus.SUBMITTED)

    page = forecasts.page(forecasts.may)

    assert forecasts.address("measure-add", forecasts.may.pk) not in page
    assert forecasts.address("measure-edit", forecasts.may.pk, forecasts.measure.pk) not in page
    assert page.count("som är inlämnad. Den kan ändras när rapporten är beslutad") == 1
    assert client(forecasts.town).get(forecasts.address("measure-add", forecasts.may.pk)).status_code == 403


@pytest.mark.parametrize("status", [SlotStatus.RETURNED, SlotStatus.DRAFT])
def test_it_is_changed_from_there_when_the_report_is_open(forecasts: Forecasts, status: SlotStatus):
    forecasts.stand(forecasts.may, status)

    assert forecasts.post("measure-edit", forecasts.august.pk, forecasts.measure.pk).status_code == 302

    forecasts.measure.refresh_from_db()
    assert forecasts.measure.title == "Annat"


def test_a_later_forecast_adds_measures_which_the_handed_in_report_does_not_show(forecasts: Forecasts):
    forecasts.stand(forecasts.may, SlotStatus.SUBMITTED)

    assert forecasts.post("measure-add", forecasts.august.pk).status_code == 302

    access = forecasts.town.access()
    assert [row.title for row in slot_measures(access, forecasts.may)] == ["Färre inhyrda"]
    assert [row.title for row in slot_measures(access, forecasts.august)] == ["Färre inhyrda", "Annat"]


def test_an_earlier_forecast_adds_none_that_a_handed_in_report_would_show(forecasts: Forecasts):
    forecasts.stand(forecasts.august, SlotStatus.SUBMITTED)

    assert forecasts.post("measure-add", forecasts.may.pk).status_code == 403
    assert Measure.objects.count() == 1


@pytest.mark.parametrize("handed_in", [(), ("may",), ("august",), ("may", "august")])
def test_a_list_of_measures_is_held_by_the_reports_that_each_of_them_is(
    forecasts: Forecasts, handed_in: tuple[str, ...]
):
    """Two ways to ask the same: one for a measure that is saved, one for all of a page."""
    town, access = forecasts.town, forecasts.town.access()
    late = forecasts.save(forecasts.august, title="Senare")
    town.slot(town.school, town.may)  # handed in, and about nobody here
    for name in handed_in:
        slot = getattr(forecasts, name)
        forecasts.stand(slot, SlotStatus.SUBMITTED)
        whole = {"organisation": town.assembly, "scope": Step.Scope.WHOLE, "status": SlotStatus.SUBMITTED}
        SlotFactory(occasion=slot.occasion, **whole)
    for slot in (forecasts.may, forecasts.august):
        together = held_by(access, slot, [forecasts.measure, late])
        for measure in (forecasts.measure, late, None):
            alone = [row for row in reports_showing(access, slot, measure) if row.is_submitted]
            assert together[measure and measure.pk] == (organisations_of(measure, slot), alone)


def test_the_form_of_a_new_measure_sent_again_adds_no_other(forecasts: Forecasts):
    again = forecasts.save(forecasts.may, title="Färre inhyrda")
    other = forecasts.save(forecasts.may, title="Färre inhyrda", expected_effect=Decimal(400_000))

    assert again.pk == forecasts.measure.pk
    assert other.pk != forecasts.measure.pk


def test_each_change_of_a_measure_is_kept(forecasts: Forecasts):
    forecasts.post("measure-edit", forecasts.august.pk, forecasts.measure.pk)

    history = Measure.pgh_event_model.objects.filter(pgh_obj=forecasts.measure).order_by("pgh_id")
    assert list(history.values_list("title", "expected_effect")) == [
        ("Färre inhyrda", Decimal(500_000)),
        ("Annat", Decimal(500_000)),
    ]
