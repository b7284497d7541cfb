"""The way back from a forecast goes only where its reader may go."""

from __future__ import annotations

import pytest

from styrmodell.permissions import Role
from tests.access import world

pytestmark = pytest.mark.django_db


def test_a_decided_forecast_leads_nobody_below_to_an_economy_that_is_not_theirs(client_for):
    home = world.build()
    world.decide(home.kommun)
    unit = f"/{home.kommun.slug}/budget/{home.own.organisation.code}/"
    forecast = f"/{home.kommun.slug}/budget/prognos/{home.own.slot.pk}/"
    below = client_for(Role.UNIT_MANAGER, home.own.line)
    owner = client_for(Role.DEPARTMENT_HEAD, home.own.organisation)

    assert below.get(unit).status_code == 404
    assert f'href="{unit}"' not in below.get(forecast).text
    assert f'href="{unit}"' in owner.get(forecast).text
