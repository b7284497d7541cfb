"""Two people at once, with two real connections."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied

from budget.actions.forecast import StaleForecastError, Typed, save_forecasts
from budget.models import ForecastLine
from budget.selectors.amounts import LineKey
from styrmodell.models import Slot
from styrmodell.rules.workflow import SlotStatus
from tests.at_once import answers_at_once, held_up
from tests.budget.conftest import Town, tkr

pytestmark = pytest.mark.django_db(transaction=True)
REFUSED = (StaleForecastError, PermissionDenied)


def test_two_who_save_the_same_cell_at_once_do_not_overwrite_each_other(town: Town):
    home = town.organisation("Hemtjänst", town.social)
    slot, access = town.slot(town.social), town.access()

    def save(amount: int) -> object:
        return save_forecasts(access=access, slot_id=slot.pk, typed={LineKey(home.pk): Typed(tkr(amount), version=0)})

    answers = answers_at_once(partial(save, -100), partial(save, -200), refused=REFUSED)

    line = ForecastLine.objects.get(slot=slot, organisation=home)
    late = [answer for answer in answers if isinstance(answer, StaleForecastError)]
    assert len(late) == 1
    assert line.version == 1
    assert line.amount == tkr(-100 if answers.index(late[0]) == 1 else -200)
    assert late[0].lines[0].forecast == line.amount  # the one who came second sees what is stored


def test_nothing_is_saved_while_the_report_is_handed_in(town: Town):
    home = town.organisation("Hemtjänst", town.social)
    slot, access = town.slot(town.social), town.access()

    def save() -> object:
        return save_forecasts(access=access, slot_id=slot.pk, typed={LineKey(home.pk): Typed(tkr(-100), version=0)})

    def hand_in() -> object:
        return Slot.objects.filter(pk=slot.pk).update(status=SlotStatus.SUBMITTED.value)

    assert held_up(save, by=hand_in, refused=REFUSED, done="saved") == ["PermissionDenied"]
    assert not ForecastLine.objects.exists()
