"""The large municipality for measurements: as large as promised, the same every time, and loadable."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db.models import Sum

from budget.models import BudgetLine, LedgerRow, Outcome
from demo.ledger import kronor
from demo.profiles import PROFILES, by_group, split
from demo.storkommun import SLUG, load_storkommun
from demo.storkommun_content import content
from demo.storkommun_rows import ActivityCost, postings
from demo.storkommun_tree import organisation
from goals.models import Goal, Indicator
from styrmodell.loader.schema.checks import walk
from styrmodell.models import Municipality, Organisation, Slot

GROUPS = {name: number for number, name in enumerate(sorted({key for row in PROFILES.values() for key in row}), 1)}


def test_it_is_as_large_as_the_measurements_say():
    tree = organisation()
    found = content(tree)
    assert len(list(walk(tree))) == 600
    assert max(len(row.activities) for row in found.money.committees) == 432
    assert len(found.goals) == 300
    assert sum(len(goal.indicators) for goal in found.goals) == 800
    assert all(len(row.values) == 8 for goal in found.goals for row in goal.indicators)


def test_it_is_the_same_every_time():
    assert content(organisation()) == content(organisation())


@pytest.mark.parametrize("rows", [1, 7, 500])
def test_exactly_the_rows_asked_for(rows):
    units = [ActivityCost(1, "omsorg", 8_000_000), ActivityCost(2, "teknik", 3_000_000)]
    found = list(postings(units, GROUPS, 2026, 12, rows))
    assert len(found) == rows
    assert found == list(postings(units, GROUPS, 2026, 12, rows))


@pytest.mark.parametrize("profile", PROFILES)
def test_a_net_cost_is_the_sum_of_its_account_groups(profile):
    assert sum(by_group(12_345_678, profile).values()) == -12_345_678


@pytest.mark.parametrize("total", [0, 1, -1, 100, -99_999, 123_456_789])
def test_parts_add_up_whatever_their_weights(total):
    parts = split(total, [3, 0, 5, 11])
    assert sum(parts) == total
    assert parts[1] == 0


@pytest.mark.parametrize("ore", [0, 5, -5, 12_345, -12_345, -100])
def test_ore_is_written_as_kronor(ore):
    assert Decimal(kronor(ore)) * 100 == ore


@pytest.mark.django_db
def test_a_small_one_can_be_loaded_once():
    made = load_storkommun(900, organisation(largest=4, others=19))
    assert made is not None
    assert made.rows == LedgerRow.objects.count() == 900
    assert Outcome.objects.aggregate(total=Sum("amount")) == LedgerRow.objects.aggregate(total=Sum("amount"))
    assert Municipality.objects.get(slug=SLUG).is_demo
    assert Organisation.objects.filter(is_example=False).count() == 0
    assert Goal.objects.filter(is_example=False).count() == Indicator.objects.filter(is_example=False).count() == 0
    assert not BudgetLine.objects.filter(is_example=False).exists()
    board = Slot.objects.filter(occasion__month=5, scope="enhet")
    assert board.count() == Organisation.objects.count()
    assert load_storkommun(900) is None
