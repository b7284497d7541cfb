"""Two steering models side by side: the next term's is prepared and read in while the old one still steers its years."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from goals.actions.steering import load_whole_file
from goals.loader.whole import export_whole_file
from goals.models import Goal
from styrmodell.access import system_access
from styrmodell.loader.read import parse_steering_file
from styrmodell.models import Edition, Municipality, Organisation, SteeringModel
from styrmodell.permissions import Role
from styrmodell.selectors.words import steering_model, steering_words
from tests.fixtures import new_client

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
TEXT = (FIXTURES / "hallsberg.yaml").read_text(encoding="utf-8")
PAGES = [
    "laget/", "styrkedja/", "styrkedja/mal/", "budget/", "uppfoljning/", "arshjul/", "arshjul/?ar=2027", "ordlista/",
    "styrdokument/", "anvisningar/", "administration/styrmodell/",
]  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def top() -> Organisation:
    loaded = load_whole_file(file=parse_steering_file(TEXT.encode(), "hallsberg.yaml"))
    return Organisation.objects.get(municipality=loaded.municipality, kind=Organisation.Kind.ASSEMBLY)


@pytest.fixture
def client(top: Organisation) -> Client:
    """An administrator, who has begun the next term, renamed a word in it and read it in."""
    client = new_client(Role.ADMINISTRATOR, top)
    answer = client.post(reverse("goals:model-next", args=["hallsberg"]))
    draft = Edition.objects.get(number=None)
    assert answer.headers["Location"] == reverse("goals:model-edition", args=["hallsberg", draft.pk])
    where = reverse("goals:model-edit", args=["hallsberg", "nivaer"]) + f"?utkast={draft.pk}"
    form = client.get(where).context["form"]
    sent = {field.html_name: str(field.value() if field.value() is not None else "") for field in form}
    page = client.post(where, {**sent, "nivaer-4-singular": "nämndens mål"}, follow=True)
    said = page.content.decode()
    assert "Gäller från 15\N{NO-BREAK SPACE}oktober 2026" in said
    assert "Stoppar" not in [effect.mark.label for effect, _ in page.context["page"].counts]
    client.post(reverse("goals:model-load", args=["hallsberg", draft.pk]), {"seen": page.context["page"].seen})
    return client


def test_the_next_term_stands_beside_the_old_one_which_is_untouched(client: Client):
    first, second = SteeringModel.objects.order_by("version")
    assert (second.version, second.valid_from, second.valid_to) == (2, date(2026, 10, 15), date(2030, 10, 14))
    assert export_whole_file(first.municipality, first) == parse_steering_file(TEXT.encode(), "x")
    assert second.levels.get(code="namndmal").singular == "nämndens mål"
    assert not Goal.objects.filter(level__model=second).exists()


def test_each_year_has_its_own_model_and_the_year_of_the_election_is_the_old_ones(client: Client):
    access = system_access(Municipality.objects.get(slug="hallsberg"))
    asked = {year: steering_model(access, year).version for year in (2023, 2026, 2027, 2030)}
    assert asked == {2023: 1, 2026: 1, 2027: 2, 2030: 2}
    for day, version in (("2026-12-01", 1), ("2027-01-02", 2)):
        with time_machine.travel(day):
            assert steering_model(access).version == version
            assert steering_words(access)["committee_goal"].model.version == version


@pytest.mark.parametrize("day", ["2026-11-30", "2027-01-15"])
def test_no_page_breaks_when_there_are_two(client: Client, top: Organisation, day: str):
    with time_machine.travel(day):
        reader = new_client(Role.ADMINISTRATOR, top)  # a session from another day has ended
        answers = {page: reader.get(f"/hallsberg/{page}").status_code for page in PAGES}
    assert answers == dict.fromkeys(PAGES, 200)
