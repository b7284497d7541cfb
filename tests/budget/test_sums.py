"""Whatever the tree looks like, no krona is lost or counted twice."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from budget.models import BudgetLine, ForecastLine, Outcome
from budget.pages.unit import unit_page
from budget.selectors.economy import economy_table
from budget.selectors.lines import line_units, reporting_units
from budget.selectors.slot_lines import lines_of
from styrmodell.access import Access
from styrmodell.models import Municipality, Organisation
from styrmodell.permissions import Role
from tests.budget.conftest import YEAR, Town
from tests.factories import BudgetLineFactory, ForecastLineFactory, OutcomeFactory

KINDS = [Organisation.Kind.COMMITTEE, Organisation.Kind.DEPARTMENT, Organisation.Kind.ACTIVITY, Organisation.Kind.UNIT]


@st.composite
def trees(draw) -> tuple[Access, set[int]]:
    """An access to a random tree of up to 25 organisations, and which of them report."""
    size = draw(st.integers(1, 25))
    organisations = {
        pk: Organisation(
            pk=pk,
            name=str(pk),
            kind=draw(st.sampled_from(KINDS)),
            parent_id=draw(st.integers(1, pk - 1)) if pk > 1 else None,
        )
        for pk in range(1, size + 1)
    }
    units = draw(st.sets(st.integers(1, size), min_size=1, max_size=4))
    return Access(None, Municipality(slug="prov"), organisations, {1: frozenset(Role)}), units


@given(trees())
def test_every_organisation_that_a_unit_answers_for_is_on_exactly_one_line(given_tree: tuple[Access, set[int]]):
    access, units = given_tree
    answered = reporting_units(access, units)

    for unit in units:
        lines = line_units(access, unit, units - {unit})
        covered = [pk for line in lines for pk in line.covers]
        own = [pk for pk, governing in answered.items() if governing == unit]
        assert sorted(covered) == (sorted(own) if lines else [])
        if not lines:
            assert own == [unit]  # nothing below: its lines are its account groups


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_the_total_is_everything_and_each_row_the_sum_of_its_lines(town: Town, seed: int):
    chance = random.Random(seed)
    organisations = [town.assembly, town.social, town.school]
    for number in range(14):
        parent = chance.choice(organisations[1:])
        organisations.append(town.organisation(f"O{number}", parent, chance.choice(KINDS[1:])))
    for organisation in chance.sample(organisations, 11):
        _spend(town, organisation, chance)
    slot = town.slot(town.social)
    town.slot(town.school)
    for line in lines_of(town.access(), slot).lines[::2]:
        ForecastLineFactory(
            slot=slot,
            organisation_id=line.key.organisation_id,
            account_group_id=line.key.account_group_id,
            amount=Decimal(chance.randrange(-(10**9), 10**9)) / 100,
        )

    table = economy_table(town.access(), town.july, children=True)

    total = table.total
    assert total.budget == _sum(BudgetLine.objects.filter(year=YEAR))
    assert total.to_date == _sum(Outcome.objects.filter(year=YEAR))
    assert total.last_year == _sum(Outcome.objects.filter(year=YEAR - 1))
    for row in table.rows:
        if row.children:
            assert row.amounts == sum((child.amounts for child in row.children), type(row.amounts)())
    social = next(row for row in table.rows if row.organisation_id == town.social.pk)
    given_lines = ForecastLine.objects.filter(slot=slot)
    if given_lines:
        left = [child for child in social.children if child.forecast is None]
        assert social.forecast == _sum(given_lines) + sum((child.budget for child in left), Decimal(0))
    page = unit_page(town.access(), town.social)
    assert sum(row.amounts.budget for row in page.page.paginator.object_list) == social.budget


def _spend(town: Town, organisation: Organisation, chance: random.Random) -> None:
    for group in chance.sample(town.groups, 2):
        money = {"organisation": organisation, "account_group": group}
        BudgetLineFactory(**money, year=YEAR, amount=_amount(chance))
        for month in chance.sample(range(1, 8), 3):
            OutcomeFactory(**money, year=YEAR, month=month, amount=_amount(chance))
        for month in chance.sample(range(1, 13), 5):
            OutcomeFactory(**money, year=YEAR - 1, month=month, amount=_amount(chance))


def _amount(chance: random.Random) -> Decimal:
    return Decimal(chance.randrange(-(10**9), 10**8)) / 100


def _sum(rows) -> Decimal:
    return rows.aggregate(total=Sum("amount"))["total"] or Decimal(0)
