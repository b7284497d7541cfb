"""The house's own pages ask no more when they have more to show."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from styrmodell.models import CalendarRule, DocumentType, Instruction, Limit, Perspective, Scale, SteeringModel
from styrmodell.permissions import Role
from styrmodell.rules.vocabulary import Phase
from tests import factories as make
from tests.access import world

pytestmark = pytest.mark.django_db

# session, user, municipality, tree, roles and words come first on every page
PAGES = {
    "styrmodell:glossary": 14,
    "styrmodell:documents": 10,
    "styrmodell:instructions": 10,
    "styrmodell:calendar": 14,
}


def grow(model: SteeringModel, size: int) -> None:
    """More of everything the pages list."""
    own = {"model": model, "municipality": model.municipality}
    for number in range(size):
        make.TermFactory(model=model, singular=f"{'abcåäö'[number % 6]}ord {number}", definition="En förklaring.")
        make.LevelFactory(model=model, singular=f"nivå {number}", decided_in=f"dokument{number}")
        DocumentType.objects.create(**own, code=f"dokument{number}", name=f"Dokument {number}")
        Perspective.objects.create(**own, code=f"p{number}", name=f"Perspektiv {number}")
        Limit.objects.create(**own, code=f"g{number}", text=f"Gräns {number}", per_kind="namnd", maximum=7)
        scale = Scale.objects.create(**own, code=f"s{number}", name=f"Skala {number}", kind=Scale.Kind.RISK)
        scale.steps.create(municipality=model.municipality, code="a", label="Acceptera", symbol="nas", tone="ok")
        make.DecisionFactory(organisation=make.OrganisationFactory(municipality=model.municipality))
        Instruction.objects.create(
            **own, code=f"a{number}", phase=list(Phase)[number % 3], title=f"Anvisning {number}", text="Text"
        )
        CalendarRule.objects.create(
            **own, code=f"r{number}", title=f"Händelse {number}", ring="kf", row="plan", month=number % 12 + 1, day=1
        )


@pytest.mark.parametrize("name", PAGES)
def test_the_number_of_queries_does_not_grow(
    name: str, client_for: Callable[..., Client], django_assert_max_num_queries: Callable[[int], object]
) -> None:
    home = world.build()
    model = SteeringModel.objects.get(municipality=home.kommun)
    client, address = client_for(Role.CONTROLLER, home.top), reverse(name, args=[home.kommun.slug])

    def queries() -> int:
        client.get(address)  # what is read once per process
        with django_assert_max_num_queries(PAGES[name]) as captured:  # type: ignore[attr-defined]
            assert client.get(address).status_code == 200
        return len(captured)

    grow(model, 1)
    few = queries()
    model.terms.all().delete()
    for rows in (DocumentType, Instruction, CalendarRule, Perspective, Limit, Scale):
        rows.objects.filter(model=model).delete()
    grow(model, 40)
    many = queries()
    assert many == few
