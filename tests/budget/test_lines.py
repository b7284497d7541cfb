"""Which lines a slot's forecast offers: those with money or with work to have money for, whatever has been saved."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from styrmodell.models import Organisation, Slot
from styrmodell.permissions import Role
from tests.budget.conftest import Kind, Town, client
from tests.factories import AccountGroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(town: Town) -> Organisation:
    """Provbolaget, which has nothing below it and no money yet; taxes and grants are groups of the model."""
    for place, row in enumerate(("skatteintakter", "generella_statsbidrag"), start=4):
        AccountGroupFactory(
            model=town.groups[0].model, code=row, name=row, account_from=8000 + place, account_to=8000 + place,
            statement_row=row, position=place,
        )  # fmt: skip
    return town.organisation("Provbolaget", town.assembly, kind=Kind.COMPANY)


def offered(browser: Client, slot: Slot) -> list[str]:
    """The lines that can be typed in, by name."""
    answer = browser.get(reverse("budget:forecast", args=["provkoping", slot.pk]))
    return [row.name for row in answer.context["grid"].rows if row.cell.is_input]


def save(browser: Client, slot: Slot, key: str, typed: str) -> int:
    address = reverse("budget:forecast-cell", args=["provkoping", slot.pk, key])
    return browser.post(address, {f"c{key}": typed, f"v{key}": 0}, HTTP_HX_REQUEST="true").status_code


def test_a_unit_without_money_is_offered_the_same_lines_after_each_save(town: Town, company: Organisation):
    slot, browser = town.slot(company), client(town)
    before = offered(browser, slot)

    saved = [save(browser, slot, f"{company.pk}-{group.pk}", "47 000") for group in town.groups]

    assert saved == [200, 200, 200]
    assert before == offered(browser, slot) == ["Personal", "Övrigt", "Intäkter"]


def test_taxes_and_grants_are_a_line_only_where_there_is_money_on_them(town: Town, company: Organisation):
    tax = AccountGroupFactory(
        model=town.groups[0].model, code="skatt", name="Skatt", account_from=8100, account_to=8199,
        statement_row="skatteintakter", position=9,
    )  # fmt: skip
    town.groups.append(tax)

    town.money(company, budget=-900, group=len(town.groups) - 1)

    assert offered(client(town), town.slot(company)) == ["Skatt"]


def test_a_unit_with_money_is_offered_the_account_groups_that_have_it(town: Town, company: Organisation):
    town.money(company, budget=500, group=1)
    slot, browser = town.slot(company), client(town)
    before = offered(browser, slot)

    assert save(browser, slot, f"{company.pk}-{town.groups[1].pk}", "480") == 200

    assert before == offered(browser, slot) == ["Övrigt"]


@pytest.mark.parametrize("kind", [Kind.SUBCOMMITTEE, Kind.COMMITTEE, Kind.EXECUTIVE])
def test_a_body_without_money_is_no_line(town: Town, kind: str):
    town.money(town.organisation("Hemtjänst", town.social), budget=100)
    body = town.organisation("Arbetsutskottet", town.social, kind=kind)
    slot, browser = town.slot(town.social), client(town)

    assert offered(browser, slot) == ["Hemtjänst"]
    assert save(browser, slot, str(body.pk), "5") == 404

    town.money(body, budget=50)
    assert offered(browser, slot) == ["Hemtjänst", "Arbetsutskottet"]


def test_a_new_verksamhet_is_a_line_before_it_has_money(town: Town):
    town.money(town.organisation("Hemtjänst", town.social), budget=100)
    town.organisation("Ny verksamhet", town.social)
    assert offered(client(town), town.slot(town.social)) == ["Hemtjänst", "Ny verksamhet"]


def test_two_lines_with_one_name_are_told_apart_by_what_they_belong_to(town: Town):
    for name in ("Norra", "Södra"):
        area = town.organisation(f"{name} området", town.social, kind=Kind.DEPARTMENT)
        town.money(town.organisation("Hemtjänst", area), budget=100)
    town.money(town.organisation("LSS", town.social), budget=100)
    slot, browser = town.slot(town.social), client(town)

    assert offered(browser, slot) == ["Hemtjänst, Norra området", "Hemtjänst, Södra området", "LSS"]
    told = browser.post(reverse("budget:forecast-paste", args=["provkoping", slot.pk]), {"text": "Hemtjänst\t90"})
    assert "Rad 1: 2 rader heter ”Hemtjänst”." in told.content.decode()


def test_what_is_saved_on_a_body_stays_when_its_money_is_gone(town: Town):
    town.money(town.organisation("Hemtjänst", town.social), budget=100)
    body = town.organisation("Arbetsutskottet", town.social, kind=Kind.SUBCOMMITTEE)
    town.forecast(body, 40, town.slot(town.social))
    assert offered(client(town), town.slot(town.social)) == ["Hemtjänst", "Arbetsutskottet"]


def test_a_unit_with_only_bodies_below_it_still_has_lines(town: Town):
    names = ("Utskott ett", "Utskott två")
    bodies = [town.organisation(name, town.social, kind=Kind.SUBCOMMITTEE) for name in names]
    slot, browser = town.slot(town.social), client(town)

    assert [save(browser, slot, str(body.pk), "5") for body in bodies] == [200, 200]

    assert offered(browser, slot) == list(names)


def test_a_manager_of_a_company_is_offered_its_lines(town: Town, company: Organisation):
    slot, browser = town.slot(company), client(town, Role.DEPARTMENT_HEAD, company)
    assert offered(browser, slot) == ["Personal", "Övrigt", "Intäkter"]
