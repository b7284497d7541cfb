"""What changes often in the steering model is written in forms: a draft of the same file, with the same checks."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from goals.actions.drafts import file_of
from goals.actions.steering import load_whole_file
from goals.models import Goal
from goals.pages.model_parts import PARTS
from styrmodell.loader.read import parse_steering_file
from styrmodell.models import Edition, Organisation
from styrmodell.permissions import Role
from styrmodell.rules.terms import TermKey
from tests.fixtures import new_client

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
TEXT = (FIXTURES / "hallsberg.yaml").read_text(encoding="utf-8")

pytestmark = pytest.mark.django_db


@pytest.fixture
def top() -> Organisation:
    loaded = load_whole_file(file=parse_steering_file(TEXT.encode(), "hallsberg.yaml"))
    return Organisation.objects.get(municipality=loaded.municipality, kind=Organisation.Kind.ASSEMBLY)


@pytest.fixture
def client(top: Organisation) -> Client:
    return new_client(Role.ADMINISTRATOR, top)


def address(part: str, draft: Edition | None = None) -> str:
    query = f"?utkast={draft.pk}" if draft else ""
    return reverse("goals:model-edit", args=["hallsberg", part]) + query


def values_of(client: Client, where: str) -> dict[str, str]:
    """What the form shows, as it would be sent back."""
    form = client.get(where).context["form"]
    return {field.html_name: str(field.value() if field.value() is not None else "") for field in form}


def draft() -> Edition:
    return Edition.objects.get(number=None)


@pytest.mark.parametrize("part", PARTS)
def test_a_form_that_is_sent_back_as_it_was_changes_nothing(client: Client, part: str):
    answer = client.post(address(part), values_of(client, address(part)), follow=True)
    assert "Inget är ändrat." in answer.content.decode()
    assert not Edition.objects.filter(number=None).exists()


@pytest.mark.parametrize("part", PARTS)
def test_a_form_that_is_sent_as_browsers_send_line_breaks_changes_nothing(client: Client, part: str):
    """A browser ends each line of a text with two signs."""
    sent = {name: value.replace("\n", "\r\n") for name, value in values_of(client, address(part)).items()}
    answer = client.post(address(part), sent, follow=True)
    assert "Inget är ändrat." in answer.content.decode()


@pytest.mark.parametrize("text", ["Första\r\n\r\nAndra", "Ur ett\u2028annat program", "Ett\x07tecken"])
def test_what_was_written_on_other_pages_is_shown_and_can_be_fetched_and_read_in(
    client: Client, top: Organisation, text: str
):
    """Areas and organisations are also written in forms that take more than the file does."""
    Organisation.objects.filter(pk=top.pk).update(name=f"{text}."[:60])
    area = Goal.objects.filter(municipality=top.municipality, level__kind="omrade", decision=None).first()
    assert area is not None
    Goal.objects.filter(pk=area.pk).update(title=text, description=text)
    assert client.get(reverse("goals:model", args=["hallsberg"])).status_code == 200
    fetched = client.get(reverse("goals:model-file", args=["hallsberg", 1]))
    file = parse_steering_file(fetched.content, "hallsberg.yaml")
    [found] = [row for row in file.areas if row.code == area.code]
    assert found.title == " ".join(text.replace("\x07", " ").split())


@pytest.mark.parametrize(
    ("part", "name", "value", "told"),
    [
        ("nivaer", "nivaer-4-singular", "nämndens mål", "<ins>nämndens mål</ins>"),
        ("anvisningar", "anvisningar-0-rubrik", "Läs så här", "<ins>Läs så här</ins>"),
        ("arshjul", "arshjul-0-titel", "Bokslutsdag", "<ins>Bokslutsdag</ins>"),
        ("granser", "granser-0-hogst_kr", "300000", "<ins>300\N{NO-BREAK SPACE}000</ins>"),
        ("mandatperiod", "styrmodell-mandatperiod-till", "2026-12-31", "<ins>2022-10-15–2026-12-31</ins>"),
        ("utseende", "kommun-farg", "#123456", "<ins>#123456</ins>"),
    ],
)
def test_what_is_written_becomes_a_draft_with_its_difference_in_words(
    client: Client, part: str, name: str, value: str, told: str
):
    answer = client.post(address(part), {**values_of(client, address(part)), name: value}, follow=True)
    said = answer.content.decode()
    assert told in said
    assert "1\N{NO-BREAK SPACE}ändring. Inget ändras förrän du bekräftar." in said
    assert draft().filename == ""


def test_a_word_that_everybody_has_becomes_the_municipalitys_own(client: Client):
    place = [key.value for key in TermKey].index("budget_frame")
    sent = {**values_of(client, address("ord")), f"termer-{place}-singular": "budgetram"}
    client.post(address("ord"), sent)
    own = {row.key: row.singular for row in file_of(draft()).terms}
    before = {row.key for row in parse_steering_file(TEXT.encode(), "x").terms}
    assert own[TermKey.BUDGET_FRAME] == "budgetram"
    assert own.keys() == before | {TermKey.BUDGET_FRAME}, "no word of everybody's is kept as the municipality's own"


@pytest.mark.parametrize(
    ("part", "name", "value", "told"),
    [
        ("nivaer", "nivaer-0-singular", "", "Fyll i ett."),
        ("arshjul", "arshjul-0-dag", "32", "är för stort. Skriv högst 31."),
        ("granser", "granser-0-hogst_kr", "sju", "är inget heltal"),
        ("mandatperiod", "styrmodell-mandatperiod-till", "2022-01-01", "Mandatperioden slutar innan den börjar"),
        ("utseende", "kommun-farg", "blå", "Skriv färgen"),
        ("utseende", "kommun-logga", "<svg><script>1</script></svg>", "Loggan får bara innehålla former och färger"),
        ("utseende", "kommun-logga", '<svg onload="x()"></svg>', "Loggan får bara innehålla former och färger"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(client: Client, part: str, name: str, value: str, told: str):
    answer = client.post(address(part), {**values_of(client, address(part)), name: value})
    assert answer.status_code == 422
    assert any(told in error for error in answer.context["form"].errors[name]), answer.context["form"].errors
    assert not Edition.objects.filter(number=None).exists()


def test_a_fault_of_a_word_stands_at_that_word(client: Client):
    place = [key.value for key in TermKey].index("vision")
    sent = {**values_of(client, address("ord")), f"termer-{place}-plural": "x" * 200}
    answer = client.post(address("ord"), sent)
    assert list(answer.context["form"].errors) == [f"termer-{place}-plural"]


def test_several_parts_are_changed_in_one_draft_and_who_comes_late_is_told(client: Client, top: Organisation):
    client.post(address("granser"), {**values_of(client, address("granser")), "granser-0-hogst_kr": "300000"})
    late = values_of(client, address("nivaer", draft()))
    sent = {**values_of(client, address("arshjul", draft())), "arshjul-0-titel": "Bokslutsdag"}
    said = client.post(address("arshjul", draft()), sent, follow=True).content.decode()
    assert "2\N{NO-BREAK SPACE}ändringar." in said

    answer = new_client(Role.ADMINISTRATOR, top).post(address("nivaer", draft()), {**late, "nivaer-4-plural": "sent"})

    assert answer.status_code == 409
    assert "Inget är sparat. Det du skrev står kvar här." in answer.content.decode()
    assert file_of(draft()).levels[4].plural == "nämndmål"


def test_the_colour_is_shown_as_it_will_be_read(client: Client):
    sent = {**values_of(client, address("utseende")), "kommun-farg": "#FFFF00", "kommun-kortnamn": ""}
    said = client.post(address("utseende"), sent).content.decode()
    assert "Vi gjorde färgen något mörkare för att texten ska gå att läsa." in said


def test_there_is_no_other_part(client: Client):
    assert client.get(address("annat")).status_code == 404
