"""A steering model file goes into the database and comes out the same; loading is all or nothing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goals.actions.steering import load_whole_file
from goals.loader.whole import export_whole_file
from goals.models import Goal
from styrmodell.loader.read import parse_steering_file, read_steering_file
from styrmodell.loader.schema import SteeringFile
from styrmodell.loader.sync import ApplyError
from styrmodell.loader.write import write_steering_file
from styrmodell.models import AuditEvent, LedgerCode, Level, Municipality, Organisation, Step, Term
from styrmodell.permissions import Role
from tests.factories import RoleAssignmentFactory

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
FILES = sorted(path.stem for path in FIXTURES.glob("*.yaml"))

pytestmark = pytest.mark.django_db


def fixture(name: str) -> SteeringFile:
    return read_steering_file(FIXTURES / f"{name}.yaml")


def test_all_five_are_there():
    assert FILES == ["alingsas", "ange", "hallsberg", "strategiplan", "svenljunga"]


@pytest.mark.parametrize("name", FILES)
def test_what_is_loaded_comes_back_the_same(name):
    file = fixture(name)
    loaded = load_whole_file(file=file)
    exported = export_whole_file(loaded.municipality)
    assert exported.model_dump() == file.model_dump()
    assert parse_steering_file(write_steering_file(exported).encode(), "export.yaml") == file


def test_the_same_file_twice_changes_nothing():
    load_whole_file(file=fixture("hallsberg"))
    again = load_whole_file(file=fixture("hallsberg")).changes
    assert (again.created, again.changed, again.removed, again.kept) == (0, 0, 0, [])


def test_five_municipalities_side_by_side():
    for name in FILES:
        load_whole_file(file=fixture(name))
    for name in FILES:
        exported = export_whole_file(Municipality.objects.get(slug=name))
        assert exported.model_dump() == fixture(name).model_dump()


def changed(name: str, *pairs: tuple[str, str]) -> SteeringFile:
    """The fixture with pieces of its text replaced; each piece must be there."""
    text = (FIXTURES / f"{name}.yaml").read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return parse_steering_file(text.encode(), f"{name}.yaml")


def test_a_changed_file_changes_what_differs():
    load_whole_file(file=fixture("hallsberg"))
    file = changed(
        "hallsberg",
        ('koder: ["1030"]', 'koder: ["1039"]'),
        ("namn: Förskola\n", "namn: Förskolan\n"),
        ("foraldrar: [namndmal, strategi]", "foraldrar: [strategi]"),
        ("singular: nämndmål, plural: nämndmål", "singular: nämndens mål, plural: nämndens mål"),
    )
    loaded = load_whole_file(file=file)
    assert export_whole_file(loaded.municipality) == file
    assert not LedgerCode.objects.filter(code="1030").exists()
    assert Organisation.objects.get(code="bin-forskola").name == "Förskolan"


INSIGHT = "  insyn: {politiker: beslutat, revisor: inlamnat, administrator: utkast}\n  tva_personer: ja\n"


def test_who_sees_drafts_and_two_people_go_in_and_come_out_and_are_taken_back():
    chosen = changed("hallsberg", ("  slug: hallsberg\n", f"  slug: hallsberg\n{INSIGHT}"))
    municipality = load_whole_file(file=chosen).municipality
    exported = export_whole_file(municipality)

    assert municipality.insight == {
        Role.POLITICIAN: "beslutat",
        Role.AUDITOR: "inlamnat",
        Role.ADMINISTRATOR: "utkast",
    }
    assert municipality.two_people
    assert parse_steering_file(write_steering_file(exported).encode(), "export.yaml") == chosen
    municipality = load_whole_file(file=fixture("hallsberg")).municipality
    assert municipality.insight == {Role.POLITICIAN: "eget", Role.AUDITOR: "utkast", Role.ADMINISTRATOR: "beslutat"}
    assert not municipality.two_people


def test_what_is_gone_from_the_file_is_removed_from_the_model():
    load_whole_file(file=fixture("alingsas"))
    start = "  - ord: Anvisning\n"
    text = (FIXTURES / "alingsas.yaml").read_text(encoding="utf-8")
    entry = text[text.index(start) : text.index("\ntillfallen:")]
    loaded = load_whole_file(file=changed("alingsas", (entry, "")))
    assert not Term.objects.filter(model=loaded.model, singular="Anvisning").exists()


def test_a_level_in_use_is_not_removed():
    loaded = load_whole_file(file=fixture("alingsas"))
    assert Goal.objects.filter(level__code="fokusord").count() == 5
    file = fixture("alingsas")
    smaller = file.model_copy(
        update={
            "areas": [],
            "levels": [
                level.model_copy(update={"parents": [code for code in level.parents if code != "fokusord"]})
                for level in file.levels
                if level.code != "fokusord"
            ],
        }
    )
    with pytest.raises(ApplyError, match="Nivå ”fokusord” används av 5 mål och kan inte tas bort"):
        load_whole_file(file=smaller)
    assert export_whole_file(loaded.municipality) == file


def test_organisations_outside_the_file_stay_and_are_told():
    loaded = load_whole_file(file=fixture("ange"))
    executive = Organisation.objects.get(municipality=loaded.municipality, code="ks")
    Organisation.objects.create(
        municipality=loaded.municipality, code="ny", name="Ny enhet", kind=Organisation.Kind.UNIT, parent=executive
    )
    again = load_whole_file(file=fixture("ange"))
    assert again.changes.kept == ["Ny enhet"]
    assert Organisation.objects.filter(code="ny").exists()


def test_a_ledger_code_follows_when_it_moves():
    load_whole_file(file=fixture("hallsberg"))
    file = changed("hallsberg", ('koder: ["2010"]', 'koder: ["X"]'), ('koder: ["2020"]', 'koder: ["2010"]'))
    loaded = load_whole_file(file=file)
    assert LedgerCode.objects.get(municipality=loaded.municipality, code="2010").organisation.code == "bin-forskola"


def test_loading_needs_the_right_to_configure(access_of):
    loaded = load_whole_file(file=fixture("hallsberg"))
    top = Organisation.objects.get(municipality=loaded.municipality, code="kf")
    other = changed("hallsberg", ("namn: Hallsbergs kommun\n", "namn: Annat namn\n"))
    with pytest.raises(PermissionDenied):
        load_whole_file(file=other, access=access_of(Role.CONTROLLER, top))
    assert load_whole_file(file=other, access=access_of(Role.ADMINISTRATOR, top)).changes.changed == 1


def test_an_administrator_cannot_load_another_municipality(access_of):
    loaded = load_whole_file(file=fixture("hallsberg"))
    top = Organisation.objects.get(municipality=loaded.municipality, code="kf")
    with pytest.raises(ApplyError, match="Filen gäller ange men du arbetar i hallsberg"):
        load_whole_file(file=fixture("ange"), access=access_of(Role.ADMINISTRATOR, top))
    assert not Municipality.objects.filter(slug="ange").exists()


def test_loading_is_written_in_the_log():
    loaded = load_whole_file(file=fixture("svenljunga"))
    event = AuditEvent.objects.get(type=AuditEvent.Type.STEERING_LOADED)
    assert event.municipality == loaded.municipality
    assert event.target_id == loaded.model.pk


def test_export_asks_no_more_when_there_is_more():
    small, large = load_whole_file(file=fixture("alingsas")), load_whole_file(file=fixture("svenljunga"))
    counts = []
    for loaded in (small, large):
        with CaptureQueriesContext(connection) as queries:
            export_whole_file(loaded.municipality)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_command_loads_and_exports(tmp_path):
    out = StringIO()
    call_command("load_styrmodell", FIXTURES / "ange.yaml", stdout=out)
    assert "Styrmodell Ånge är inläst." in out.getvalue()
    call_command("export_styrmodell", "ange", "--to", tmp_path / "ange.yaml", stdout=StringIO())
    assert read_steering_file(tmp_path / "ange.yaml") == fixture("ange")


def test_command_says_what_was_added_and_what_is_done_first():
    out = StringIO()
    call_command("load_styrmodell", FIXTURES / "ange.yaml", stdout=out)
    assert "Kommunen, organisationen, nivåerna" in out.getvalue()
    assert "Gör så här först: ge någon en roll med manage.py add_user EPOST NAMN ange controller." in out.getvalue()
    assert f"Kommunens sidor: {settings.SITE_ADDRESS}/ange/" in out.getvalue()

    kf = Organisation.objects.get(municipality__slug="ange", kind="fullmaktige")
    RoleAssignmentFactory(organisation=kf)
    again = StringIO()
    call_command("load_styrmodell", FIXTURES / "ange.yaml", stdout=again)
    assert "Gör så här först" not in again.getvalue()


def test_check_changes_nothing():
    out = StringIO()
    call_command("load_styrmodell", FIXTURES / "ange.yaml", "--check", stdout=out)
    assert "Inget är ändrat." in out.getvalue()
    assert not Municipality.objects.exists()


def test_a_broken_file_loads_nothing(tmp_path):
    path = tmp_path / "fel.yaml"
    text = (FIXTURES / "ange.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("slag: vision", "slag: visionn"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"Inget är inläst\.\nfel.yaml, rad \d+, nivaer › 1 \(vision\) › slag"):
        call_command("load_styrmodell", path)
    assert not Municipality.objects.exists()
    assert not Level.objects.exists()
    assert not Step.objects.exists()


def test_export_of_an_unknown_municipality_names_the_known():
    with pytest.raises(CommandError, match=r"saknas finns inte\. Inlästa kommuner: ingen ännu"):
        call_command("export_styrmodell", "saknas")
