"""A small municipality with money: two nämnder, verksamheter below them, two account groups, two occasions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budget.models import LedgerBatch, LedgerRow, Outcome
from styrmodell.access import Access
from styrmodell.models import AccountGroup, Municipality, Occasion, Organisation, Slot
from styrmodell.permissions import Role
from styrmodell.rules.workflow import SlotStatus
from tests.factories import (
    AccountGroupFactory,
    BudgetLineFactory,
    ForecastLineFactory,
    LedgerCodeFactory,
    MunicipalityFactory,
    OccasionFactory,
    OccasionRuleFactory,
    OrganisationFactory,
    OutcomeFactory,
    SlotFactory,
    SteeringModelFactory,
)
from tests.fixtures import new_access, new_client

YEAR = 2026
Kind = Organisation.Kind


def tkr(amount: int | str) -> Decimal:
    """Thousands of kronor as kronor."""
    return Decimal(amount) * 1000


def spread(total: Decimal, months: int) -> list[Decimal]:
    """An amount in equal parts, one a month; the last takes what does not come out even in öre."""
    part = (total / months).quantize(Decimal("0.01"))
    return [part] * (months - 1) + [total - part * (months - 1)]


@dataclass
class Town:
    """Everything the budget tests need, with short names."""

    municipality: Municipality
    assembly: Organisation
    social: Organisation
    school: Organisation
    groups: list[AccountGroup]
    may: Occasion
    july: Occasion
    slots: dict[tuple[int, int], Slot] = field(default_factory=dict)
    codes: dict[str, Organisation] = field(default_factory=dict)

    def organisation(self, name: str, parent: Organisation, kind: str = Kind.ACTIVITY, code: str = "") -> Organisation:
        """A new organisation, with its code in the ledger when given."""
        made = OrganisationFactory(municipality=self.municipality, name=name, parent=parent, kind=kind)
        if code:
            LedgerCodeFactory(organisation=made, code=code)
            self.codes[code] = made
        return made

    def slot(self, unit: Organisation, occasion: Occasion | None = None) -> Slot:
        """The unit's slot at an occasion, made the first time: July's draft unless given; what is earlier is handed in."""
        at = occasion or self.july
        if (at.pk, unit.pk) not in self.slots:
            status = SlotStatus.DRAFT if at.cutoff >= self.july.cutoff else SlotStatus.SUBMITTED
            self.slots[at.pk, unit.pk] = SlotFactory(occasion=at, organisation=unit, status=status)
        return self.slots[at.pk, unit.pk]

    def money(
        self, unit: Organisation, *, budget: int = 0, booked: int = 0, last_year: int = 0, group: int = 0
    ) -> None:
        """A year's budget, the outcome of January–July and that of last year, each spread evenly: tkr of net cost."""
        line = {"organisation": unit, "account_group": self.groups[group]}
        if budget:
            BudgetLineFactory(**line, year=YEAR, amount=-tkr(budget))
        for year, months, total in ((YEAR, 7, booked), (YEAR - 1, 12, last_year)):
            for month, amount in enumerate(spread(-tkr(total), months) if total else [], start=1):
                OutcomeFactory(**line, year=year, month=month, amount=amount)

    def book(self, unit: Organisation, amount: int, month: int = 7, group: int = 0) -> None:
        """Book more in a month: tkr of net cost."""
        booked, _ = Outcome.objects.get_or_create(
            municipality=self.municipality,
            organisation=unit,
            account_group=self.groups[group],
            year=YEAR,
            month=month,
            defaults={"amount": 0},
        )
        booked.amount -= tkr(amount)
        booked.save()

    def forecast(self, unit: Organisation, amount: int | None, slot: Slot, **kwargs: object) -> None:
        """A stored forecast: tkr of net cost."""
        value = None if amount is None else -tkr(amount)
        ForecastLineFactory(slot=slot, organisation=unit, amount=value, **kwargs)

    def access(self, role: Role = Role.CONTROLLER, where: Organisation | None = None) -> Access:
        """The access of a new user with a role, at the top unless said."""
        return new_access(role, where or self.assembly)


@pytest.fixture
def town(db: None) -> Town:
    """Provköping: Socialnämnden and Skolnämnden under the assembly, occasions in May and July."""
    municipality = MunicipalityFactory(slug="provkoping")
    model = SteeringModelFactory(municipality=municipality)
    groups = [
        AccountGroupFactory(
            model=model, code="personal", name="Personal", account_from=5000, account_to=5999, position=1
        ),
        AccountGroupFactory(model=model, code="ovrigt", name="Övrigt", account_from=6000, account_to=7999, position=2),
        AccountGroupFactory(
            model=model,
            code="intakter",
            name="Intäkter",
            account_from=3000,
            account_to=3999,
            statement_row="verksamhetens_intakter",
            position=3,
        ),
    ]
    rule = OccasionRuleFactory(model=model)
    top = OrganisationFactory(municipality=municipality, name="Kommunfullmäktige", kind=Kind.ASSEMBLY, code="kf")
    social, school = (
        OrganisationFactory(municipality=municipality, name=name, parent=top, code=code)
        for name, code in (("Socialnämnden", "soc"), ("Skolnämnden", "skola"))
    )
    may, july = (OccasionFactory(rule=rule, year=YEAR, month=month, cutoff=date(YEAR, month, 31)) for month in (5, 7))
    return Town(municipality, top, social, school, groups, may, july)


NOT_ASKED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")


def questions(captured: CaptureQueriesContext) -> int:
    """Queries, without those that only open and end a transaction."""
    return sum(not query["sql"].rpartition("; ")[2].startswith(NOT_ASKED) for query in captured)


def client(town: Town, role: Role = Role.CONTROLLER, where: Organisation | None = None) -> Client:
    """A signed-in client of a new user with a role, at the top unless said."""
    return new_client(role, where or town.assembly)


def grid_url(town: Town, occasion: Occasion | None = None) -> str:
    """The address of the social committee's forecast, at July's occasion unless given."""
    return reverse("budget:forecast", args=["provkoping", town.slot(town.social, occasion).pk])


def post_rows(batch: LedgerBatch, unit: Organisation, group: AccountGroup, count: int, month: int = 7) -> None:
    """Posted rows without a file."""
    LedgerRow.objects.bulk_create(
        LedgerRow(
            municipality=batch.municipality,
            batch=batch,
            organisation=unit,
            account_group=group,
            year=batch.year,
            month=month,
            account=5010,
            amount=Decimal("-100.50"),
            row_number=number + 2,
        )
        for number in range(count)
    )
