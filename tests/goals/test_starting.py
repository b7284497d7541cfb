"""A municipality from nothing: a pattern and a short file. Nyby is invented; what is expected of it stands in
`fixtures/start/nyby.yaml` and in the pattern's own source."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from config.urls import urlpatterns
from goals.actions.starting import create_municipality, taken
from goals.models import Goal
from styrmodell.access import access_for
from styrmodell.loader.read import read_steering_file
from styrmodell.loader.start import Start, parse_start_file
from styrmodell.loader.sync import ApplyError
from styrmodell.models import Level, Municipality, Organisation, RoleAssignment, SteeringModel
from styrmodell.permissions import Role
from styrmodell.rules.addresses import OWN_ADDRESSES
from styrmodell.selectors.words import steering_words
from tests.factories import MunicipalityFactory, RoleAssignmentFactory, UserFactory
from ui import clock

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
NYBY = FIXTURES / "start" / "nyby.yaml"
PATTERNS = sorted(path.stem for path in FIXTURES.glob("*.yaml"))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel("2026-11-30 09:00+01:00", tick=False):
        yield


def said(tmp_path: Path, *pairs: tuple[str, str]) -> Path:
    """Nyby's file with pieces of its text replaced; each piece must be there."""
    text = NYBY.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "start.yaml"
    path.write_text(text, encoding="utf-8")
    return path


WITHOUT_LEVEL = ("  - {kod: namndmal, singular: nämndlöfte, plural: nämndlöften, bestamd: nämndlöftet}\n", "")


def run(path: Path, pattern: str = "hallsberg", **options: object) -> str:
    out = StringIO()
    call_command("create_municipality", pattern=pattern, file=path, stdout=out, **options)
    return out.getvalue()


def refused(path: Path, pattern: str = "hallsberg") -> str:
    with pytest.raises(CommandError) as refusal:
        run(path, pattern)
    assert not Municipality.objects.filter(slug="nyby").exists()
    assert not User.objects.filter(email__endswith="nyby.example").exists()
    return str(refusal.value)


def test_it_has_what_the_file_says_and_the_rest_of_the_pattern():
    told = run(NYBY)

    nyby = Municipality.objects.get(slug="nyby")
    assert (nyby.code, nyby.name, nyby.brand_colour, nyby.unit) == ("9999", "Nyby kommun", "#7A3E1D", "tkr")
    model = SteeringModel.objects.get(municipality=nyby)
    assert (model.name, model.vision_title, model.source, model.version) == ("Nybymodellen", "", "", 1)
    assert (model.valid_from.isoformat(), model.valid_to.isoformat()) == ("2026-10-15", "2030-10-14")
    assert Level.objects.get(model=model, code="namndmal").singular == "nämndlöfte"
    assert Level.objects.get(model=model, code="strategi").singular == "strategi"
    assert not Goal.objects.filter(municipality=nyby).exists()
    assert Organisation.objects.filter(municipality=nyby).count() == 19
    assert "Nyby kommun är skapad, med 19\N{NO-BREAK SPACE}organisationer." in told


def test_its_words_are_its_own_and_the_others_the_patterns():
    run(NYBY)

    words = steering_words(access_for(User.objects.get(email="asta.alm@nyby.example"), Municipality.objects.get()))
    assert words["committee_goal"].definite == "nämndlöftet"


def test_nobody_meets_the_patterns_name_or_document(tmp_path):
    """Ånge's own text asks: «Vilka trender påverkar Ånge kommun framåt?»"""
    run(said(tmp_path, WITHOUT_LEVEL), "ange")

    out = StringIO()
    call_command("export_styrmodell", "nyby", stdout=out)
    assert "Vilka trender påverkar Nyby kommun framåt" in " ".join(out.getvalue().split())
    assert "Ånge" not in out.getvalue()
    sources = {line.partition("kalla: ")[2] for line in out.getvalue().splitlines() if "kalla: " in line}
    assert sources
    assert {source.strip("\"'")[:13] for source in sources} == {"Kommunallagen"}


def test_its_people_hold_their_roles_and_get_a_link_where_no_mail_is_sent(settings):
    settings.SENDS_MAIL = False

    told = run(NYBY)

    held = RoleAssignment.objects.order_by("user__email").values_list("user__name", "role", "organisation__name")
    assert list(held) == [
        ("Asta Alm", "administrator", "Kommunfullmäktige"),
        ("Carl Cederlund", "controller", "Kommunfullmäktige"),
        ("Disa Dahl", "forvaltningschef", "Omsorgsförvaltningen"),
    ]
    for name in ("Asta Alm", "Carl Cederlund", "Disa Dahl"):
        assert f"- {name}: {settings.SITE_ADDRESS}/konto/" in told


def test_nobody_is_shown_a_link_to_an_account_that_somebody_has_elsewhere(settings):
    settings.SENDS_MAIL = False
    carl = UserFactory(email="carl.cederlund@nyby.example", name="Carl C", password="!")  # invited, and not in yet
    other = RoleAssignmentFactory(user=carl)

    told = run(NYBY)

    assert "Asta Alm: " in told
    assert "Carl C" not in told
    assert RoleAssignment.objects.filter(user=other.user).count() == 2


def test_it_ends_by_telling_what_is_left():
    told = run(NYBY)

    assert "- Personer: Bjud in nämndsekreterare och en administratör till." in told
    assert "- Vision: Skriv den på sidan Styrmodell" in told
    assert "- Mål: Inga områden eller mål finns." in told
    assert "- Budget: Ingen är inläst." in told
    assert "- Första tillfället: Ingen plan eller rapport är öppen. Ekonomikontoret kan nu öppna " in told


def test_a_kind_that_is_not_there_is_told_in_words():
    told = run(NYBY)

    assert "- Utan bolag, som inte finns: nivån nämndlöfte, " in told
    assert "- Enhetsplan är inte med: den skrivs av enhet, som inte finns." in told
    owners = Level.objects.get(municipality__slug="nyby", code="namndmal").owner_kinds
    assert owners == ["styrelse", "namnd"]


def test_a_level_that_nobody_can_own_is_refused(tmp_path):
    """Hallsberg's aktivitet is owned by a verksamhet or an enhet."""
    path = said(
        tmp_path,
        *((f"        {name}\n", "") for name in ("Ledning; 1010, 1020", "Ekonomi; 1030", "Förskola; 2010")),
        *((f"        {name}\n", "") for name in ("Grundskola; 2020", "Gymnasieskola; 2030", "Äldreomsorg; 3010")),
        *((f"        {name}\n", "") for name in ("Stöd och service; 3020", "Gata och park; 4010")),
        ("        Plan och bygg; 4020\n", ""),
    )

    told = refused(path)

    assert "Nivån aktivitet ägs av verksamhet eller enhet. Lägg till en sådan rad i organisationen" in told


def test_everything_wrong_is_told_at_once_with_line_and_row(tmp_path):
    MunicipalityFactory(slug="upptagen", code="1861")
    path = said(
        tmp_path,
        ("slug: nyby", "slug: upptagen"),
        ('scb_kod: "9999"', 'scb_kod: "1861"'),
        ("till: 2030-10-14", "till: 2020-10-14"),
        ("Stöd och service; 3020", "Stöd och service; 3010"),
        ("Administratör; Hela kommunen", "Furste; Hela kommunen"),
        ("carl.cederlund@nyby.example", "carl.cederlund"),
        ("kod: namndmal", "kod: namndmaal"),
        ("nyckel: committee_goal", "nyckel: committee_gaol"),
    )

    told = refused(path).splitlines()

    assert told[0] == "Inget är skapat."
    assert [line.split(": ")[0] for line in told[1:]] == [
        "start.yaml, rad 4, kommun › slug",
        "start.yaml, rad 5, kommun › scb_kod",
        "start.yaml, rad 11, mandatperiod › till",
        "start.yaml, rad 30, organisation › rad 15, ansvarskoder",
        "start.yaml, rad 39, personer › rad 2, roll",
        "start.yaml, rad 40, personer › rad 3, e-post",
        "start.yaml, rad 45, termer › 1 (committee_gaol) › nyckel",
        "start.yaml, rad 48, nivaer › 1 (namndmaal) › kod",
    ]
    assert "Ansvarskoden 3010 hör redan till Äldreomsorg" in told[4]
    assert "Menade du namndmal?" in told[8]


def test_a_part_that_is_wrong_hides_no_other(tmp_path):
    path = said(tmp_path, ("farg:", "färg:"), ("till: 2030-10-14", "till: i morgon"), ("kod: namndmal", "kod: okand"))

    told = refused(path)

    assert "kommun › färg: Nyckeln färg finns inte här. Menade du farg?" in told
    assert "i morgon” är inget datum" in told
    assert "Mönstret har ingen nivå okand." in told


@pytest.mark.parametrize("slug", ["konto", "static", "nyby-redan"])
def test_an_address_that_is_taken_is_refused(tmp_path, slug):
    MunicipalityFactory(slug="nyby-redan")

    assert f"Adressen {slug} är upptagen." in refused(said(tmp_path, ("slug: nyby", f"slug: {slug}")))


def test_the_house_keeps_its_own_addresses():
    own = {str(pattern.pattern).strip("^").split("/")[0] for pattern in urlpatterns} - {"", "<slug:kommun>"}
    inner = {
        str(pattern.pattern).split("/")[0]
        for house in urlpatterns
        if str(house.pattern) == ""
        for pattern in house.url_patterns
    }
    assert own | (inner - {"", "<slug:kommun>"}) <= OWN_ADDRESSES


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Administratör; Hela", "Controller; Hela", "Ingen kan logga in."),
        ("Kommunstyrelsen\n", "Styret\n", "Kommunstyrelsen saknas."),
        ("organisation: |", "organisation: [kf]\nfel: |", "Skriv | efter kolonet och listan på raderna under"),
        ("Omsorgsförvaltningen\n\n", "Skogsförvaltningen\n\n", "Ingen organisation heter Skogsförvaltningen"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_made(tmp_path, old, new, told):
    assert told in refused(said(tmp_path, (old, new)))


def test_a_check_makes_nothing():
    told = run(NYBY, check=True)

    assert "Filen går att använda." in told
    assert not Municipality.objects.exists()


def test_somebody_who_made_the_same_meanwhile_is_left_alone():
    start = nyby_start()
    create_municipality(start=start)

    with pytest.raises(ApplyError, match="Kommunen nyby finns redan"):
        create_municipality(start=start)
    assert Municipality.objects.get(slug="nyby").name == "Nyby kommun"


def nyby_start(pattern: str = "hallsberg") -> Start:
    text = NYBY.read_text(encoding="utf-8")
    if pattern not in {"hallsberg", "svenljunga"}:
        text = text.replace(*WITHOUT_LEVEL)
    file = read_steering_file(FIXTURES / f"{pattern}.yaml")
    return parse_start_file(text.encode(), "start.yaml", pattern=file, today=clock.today(), taken=taken())


PAGES = [
    "followup:status-view",
    "goals:tree",
    "goals:list",
    "budget:overview",
    "followup:board",
    "styrmodell:calendar",
    "styrmodell:glossary",
    "styrmodell:documents",
    "styrmodell:instructions",
    "goals:carry",
    "styrmodell:people",
    "styrmodell:organisations",
    "styrmodell:log",
    "goals:model",
    "styrmodell:left",
]


EVERYBODYS = PAGES[:9]  # no role is without them
SOME = (Role.CONTROLLER, Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("pattern", "day", "roles"),
    [
        ("hallsberg", "2026-11-30", SOME),
        ("hallsberg", "2027-01-04", Role),
        *((pattern, "2027-01-04", SOME) for pattern in PATTERNS if pattern != "hallsberg"),
    ],
)
def test_every_page_of_an_empty_municipality_answers_each_role(pattern, day, roles):
    access = create_municipality(start=nyby_start(pattern)).access
    [top] = access.by_kind(Organisation.Kind.ASSEMBLY)
    with time_machine.travel(f"{day} 09:00+01:00", tick=False):
        for role in roles:
            client = Client()
            client.force_login(RoleAssignmentFactory(role=role.value, organisation=top).user)
            answers = {page: client.get(reverse(page, args=["nyby"])).status_code for page in PAGES}
            assert {answers[page] for page in EVERYBODYS} == {200}, (role, answers)
            assert set(answers.values()) <= {200, 403}, (role, answers)
