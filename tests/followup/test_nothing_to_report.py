"""A municipality that has just begun: what is not there is neither done nor left out of the report."""

from __future__ import annotations

import pytest

from styrmodell.models import Organisation
from styrmodell.permissions import Role
from tests import factories as make
from tests.access import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(db):
    return world.build()


@pytest.fixture
def bare(home):
    """An occasion with goals and forecast, where the only unit has neither goals nor money."""
    rule = home.own.slot.occasion.rule
    occasion = make.OccasionFactory(rule=rule, year=home.own.slot.occasion.year + 5)
    company = make.OrganisationFactory(municipality=home.kommun, parent=home.top, kind="bolag", name="Bolaget")
    return make.SlotFactory(occasion=occasion, organisation=company)


def read(client_for, home, address: str) -> str:
    return client_for(Role.CONTROLLER, home.top).get(f"/{home.kommun.slug}/{address}").text


def test_a_part_that_the_occasion_has_is_not_called_left_out(home, bare, client_for):
    for address in (f"uppfoljning/{bare.pk}/", f"uppfoljning/?tillfalle={bare.occasion_id}"):
        shown = read(client_for, home, address)
        assert "Inget att bedöma" in shown
        assert "Ingen budget" in shown
        assert "Ingår inte" not in shown


def test_nothing_is_done_where_there_is_nothing_to_do(home, bare, client_for):
    shown = read(client_for, home, f"uppfoljning/?tillfalle={bare.occasion_id}")
    assert "Kontroller före beslut" in shown
    assert "Alla prognoser är lagda" not in shown
    assert "Alla mål är bedömda" not in shown


def test_the_economy_without_an_occasion_leads_to_where_one_is_opened(client_for):
    empty = make.MunicipalityFactory()
    make.SteeringModelFactory(municipality=empty)
    top = Organisation.objects.filter(municipality=empty, parent=None).first() or make.OrganisationFactory(
        municipality=empty
    )
    shown = client_for(Role.CONTROLLER, top).get(f"/{empty.slug}/budget/").text
    assert "Inget rapporttillfälle än" in shown
    assert f'<a class="btn" href="/{empty.slug}/uppfoljning/">Till uppföljningen</a>' in shown


def test_the_button_of_a_month_reads_as_a_sentence(home, client_for):
    shown = " ".join(read(client_for, home, "budget/manader/").split())
    assert 'Stäng <span class="vh"> januari</span>' in shown


def test_one_part_is_spoken_of_as_one(home, bare, client_for):
    shown = " ".join(read(client_for, home, f"uppfoljning/?tillfalle={bare.occasion_id}").split())
    assert " 1 del är klar." in shown
