"""A company's report holds the company's own money, never that of the municipality's nämnder."""

from __future__ import annotations

from decimal import Decimal

import pytest

from followup.compose import document_of
from followup.document.codec import to_json
from followup.document.outline import outline
from styrmodell.permissions import Role
from styrmodell.rules.vocabulary import OrganisationKind as Kind
from tests.factories import (
    AccountGroupFactory,
    BudgetLineFactory,
    ForecastLineFactory,
    OrganisationFactory,
    OutcomeFactory,
    SlotFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(house):
    """Bolaget with a budget of 40 mnkr and a forecast of 47; Socialnämnden is 9 mnkr over its own."""
    house.occasion.contents = ["ekonomi", "prognos"]
    house.occasion.save(update_fields=["contents"])
    bolaget = OrganisationFactory(municipality=house.kommun, parent=house.kf, kind=Kind.COMPANY, name="Bolaget")
    slot = SlotFactory(occasion=house.occasion, organisation=bolaget)
    group = AccountGroupFactory(model=house.rule.model, name="Drift")
    for at, budget, forecast in ((slot, 40, 47), (house.other_slot, 100, 109)):
        unit = {"organisation": at.organisation, "account_group": group}
        BudgetLineFactory(**unit, amount=Decimal(-budget * 1_000_000))
        OutcomeFactory(**unit, amount=Decimal(-20_000_000))
        ForecastLineFactory(slot=at, account_group=group, amount=Decimal(-forecast * 1_000_000))
    return slot


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.DEPARTMENT_HEAD])
def test_the_economy_is_the_companys_own(company, house, access_of, role):
    where = house.kf if role == Role.CONTROLLER else company.organisation
    document = document_of(access_of(role, where), company)

    (table,) = [one.table for one in outline(document).tables() if one.table.title == "Driftredovisning"]
    shown = [(row.label, *(row.cells[column].value for column in (1, 4, 6, 7))) for row in table.rows]
    own = tuple(Decimal(mnkr * 1_000_000) for mnkr in (-20, -40, -47, -7))
    assert shown == [("Drift", *own), ("Summa", *own)]
    assert "Socialnämnden" not in to_json(document)


def test_the_whole_keeps_companies_out(company, house, access_of):
    document = document_of(access_of(Role.CONTROLLER, house.kf), house.whole)
    (table,) = [one.table for one in outline(document).tables() if one.table.title == "Driftredovisning"]
    assert "Bolaget" not in [row.label for row in table.rows]
