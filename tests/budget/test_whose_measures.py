"""A measure is seen with the lines that it hangs on, and changed by who may change them all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from budget.actions.measures import save_measure
from budget.selectors.amounts import LineKey
from styrmodell.access import access_for
from styrmodell.models import Measure, Organisation, RoleAssignment
from styrmodell.permissions import Role
from tests.budget.conftest import Town

pytestmark = pytest.mark.django_db

FORM = {"title": "Annat", "start": "2026-09-01", "status": "pagar", "expected_effect": "500", "version": 1}


class Units:
    """Two units in one forecast of Socialnämnden, with a measure that hangs on the second's line, and one on both."""

    def __init__(self, town: Town) -> None:
        self.town, self.slot = town, town.slot(town.social)
        self.home, self.care = (town.organisation(name, town.social) for name in ("Hemtjänst", "Boende"))
        for unit in (self.home, self.care):
            town.money(unit, budget=12_000, booked=7_000, last_year=12_000)
        self.of_care = self.save("Stängd avdelning", self.care)
        self.of_both = self.save("Gemensam bemanning", self.home, self.care)
        self.manager = town.access(Role.UNIT_MANAGER, self.home)

    def save(self, title: str, *units: Organisation) -> Measure:
        values = {"title": title, "start": date(2026, 5, 1), "expected_effect": Decimal(500_000)}
        keys = [LineKey(unit.pk) for unit in units]
        return save_measure(access=self.town.access(), slot_id=self.slot.pk, keys=keys, values=values)

    def address(self, name: str, *args: int) -> str:
        return reverse(f"budget:{name}", args=["provkoping", self.slot.pk, *args])

    def browser(self) -> Client:
        browser = Client()
        browser.force_login(self.manager.user)
        return browser


@pytest.fixture
def units(town: Town) -> Units:
    return Units(town)


def test_another_units_measure_in_the_same_report_is_not_opened_by_its_number(units: Units):
    edit = units.address("measure-edit", units.of_care.pk)
    own_line = {**FORM, "lines": [str(units.home.pk)]}

    assert units.browser().get(edit).status_code == 404
    assert units.browser().post(edit, own_line).status_code == 404

    units.of_care.refresh_from_db()
    assert units.of_care.title == "Stängd avdelning"


def test_a_measure_on_others_lines_too_is_changed_by_who_may_change_them_all(units: Units):
    edit = units.address("measure-edit", units.of_both.pk)

    page = units.browser().get(units.address("forecast")).text
    refused = units.browser().post(edit, {**FORM, "lines": [str(units.home.pk)]})

    assert "Gemensam bemanning" in page
    assert edit not in page
    assert "Åtgärden gäller rader i prognosen som du saknar behörighet att ändra." in page
    assert refused.status_code == 403
    lines = units.of_both.forecast_lines.values_list("organisation_id", flat=True)
    assert set(lines) == {units.home.pk, units.care.pk}


def test_the_action_itself_changes_no_other_units_measure(units: Units):
    for measure in (units.of_care, units.of_both):
        with pytest.raises(PermissionDenied, match="Åtgärden gäller rader"):
            save_measure(
                access=units.manager, slot_id=units.slot.pk, keys=[LineKey(units.home.pk)],
                values={"title": "Annat"}, measure=measure, version=1,
            )  # fmt: skip


def test_a_manager_who_only_reads_the_rest_sees_its_measures_when_they_are_handed_in(units: Units):
    """As the lines: a member of the assembly, who sees what is decided everywhere, and manages a unit besides."""
    RoleAssignment.objects.create(
        municipality=units.town.municipality,
        user=units.manager.user,
        organisation=units.town.assembly,
        role=Role.POLITICIAN.value,
        valid_from=date(2026, 1, 1),
    )
    assert access_for(units.manager.user, units.town.municipality).has("view", units.care.pk)

    page = units.browser().get(units.address("forecast")).text

    assert "Gemensam bemanning" in page  # the own unit's
    assert "Stängd avdelning" not in page
    assert units.browser().get(units.address("measure-edit", units.of_care.pk)).status_code == 404
