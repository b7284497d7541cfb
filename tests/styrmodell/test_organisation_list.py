"""The tree as a list: out as a workbook, in from a file or pasted; looked through first, all or nothing."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from styrmodell.access import read_organisations, system_access
from styrmodell.actions.organisations import faults_of, save_organisations
from styrmodell.models import AuditEvent, LedgerCode, Organisation
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Role
from styrmodell.rules.organisation_list import read_text, written
from styrmodell.selectors.organisations import listed_organisations, tree_mark
from tests import factories as make
from tests.access import world
from tests.fixtures import new_client

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 30)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def home() -> world.World:
    """A municipality with an executive, two nämnder with a verksamhet each, and what is to come and has ended."""
    home = world.build()
    for row in Organisation.objects.filter(municipality=home.kommun):
        Organisation.objects.filter(pk=row.pk).update(name=row.name.strip())
    home = replace(home, top=Organisation.objects.get(pk=home.top.pk))
    executive = make.OrganisationFactory(municipality=home.kommun, parent=home.top, kind="styrelse", name="Styrelsen")
    make.OrganisationFactory(municipality=home.kommun, parent=executive, kind="enhet", name="-Kansli; A")
    make.OrganisationFactory(municipality=home.kommun, parent=home.top, name="Ny", valid_from=date(2027, 1, 1))
    make.OrganisationFactory(municipality=home.kommun, parent=home.top, name="Gammal", valid_to=date(2025, 12, 31))
    return home


@pytest.fixture
def administrator(home: world.World) -> Client:
    return new_client(Role.ADMINISTRATOR, home.top)


def address(home: world.World, name: str = "organisation-list") -> str:
    return reverse(f"styrmodell:{name}", args=[home.kommun.slug])


def everything() -> tuple[object, ...]:
    return (
        list(Organisation.objects.order_by("pk").values()),
        list(LedgerCode.objects.order_by("pk").values()),
        AuditEvent.objects.count(),
    )


def book(*rows: list[object]) -> SimpleUploadedFile:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return SimpleUploadedFile("organisation.xlsx", file.getvalue())


def faults(answer: object) -> list[tuple[int, str, str]]:
    preview = answer.context["preview"]  # type: ignore[attr-defined]
    return [(fault.row, fault.column.label, fault.text.replace("\u00a0", " ")) for fault in preview.faults]


def test_the_workbook_read_in_again_changes_nothing(home, administrator):
    sent = administrator.get(address(home, "organisation-file"))
    content = b"".join(sent.streaming_content)
    before = everything()

    answer = administrator.post(address(home), {"file": SimpleUploadedFile("ut.xlsx", content)})

    assert "Listan ändrar ingenting" in answer.text
    preview = answer.context["preview"]
    assert (preview.unchanged, preview.unnamed, preview.fault_count) == (9, 0, 0)
    listed = read_text(preview.text, list(_listed(home).values()))
    saved = save_organisations(access=system_access(home.kommun), given=listed.organisations, seen=preview.mark)
    assert saved == 0
    assert everything() == before


def _listed(home: world.World):
    return listed_organisations(system_access(home.kommun), read_organisations(home.kommun))


def test_what_the_workbook_says_of_each(home, administrator):
    content = b"".join(administrator.get(address(home, "organisation-file")).streaming_content)

    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)

    assert rows[0] == (
        "Kod", "Namn", "Kortnamn", "Typ", "Ligger under", "Ansvarskoder", "Gäller från", "Gäller till"
    )  # fmt: skip
    line = home.own.line
    assert (
        line.code, "Skola", "", "Verksamhet", home.own.organisation.code, line.ledger_codes.get().code, "", ""
    ) in rows  # fmt: skip


def test_a_list_is_looked_through_and_then_saved(home, administrator):
    line = home.own.line
    file = book(
        ["Kod", "Namn", "Typ", "Ligger under", "Ansvar", "Från", "Till"],
        [line.code, "Grundskola", "Verksamhet", home.own.organisation.code, 2030, None, "2026-12-31"],
        [None, "Omsorgsnämnden", "Nämnd", home.top.name, None, date(2027, 1, 1), None],
        [None, "Hemtjänst", None, "Omsorgsnämnden", "6030, 6031", None, None],
    )

    answer = administrator.post(address(home), {"file": file})

    assert answer.status_code == 200
    preview = answer.context["preview"]
    code = LedgerCode.objects.get(organisation=line).code
    assert [(one.row, one.word, one.name) for one in preview.changes] == [
        (2, "upphör", "Grundskola"),
        (3, "ny", "Omsorgsnämnden"),
        (4, "ny", "Hemtjänst"),
    ]
    assert preview.changes[0].details == (
        ("Namn", "Skola", "Grundskola"),
        ("Ansvarskoder", code, "2030"),
        ("Gäller till", "", "2026-12-31"),
    )
    assert preview.changes[2].proposed == "kod, typ, gäller från"
    assert not Organisation.objects.filter(name="Grundskola").exists()

    saved = administrator.post(address(home), {"text": preview.text, "mark": preview.mark})

    assert saved.status_code == 302
    line.refresh_from_db()
    assert (line.name, line.valid_to) == ("Grundskola", date(2026, 12, 31))
    care = Organisation.objects.get(code="hemtjanst")
    assert (care.parent.name, care.kind, care.valid_from) == ("Omsorgsnämnden", "verksamhet", date(2027, 1, 1))
    assert sorted(care.ledger_codes.values_list("code", flat=True)) == ["6030", "6031"]
    assert sorted(AuditEvent.objects.values_list("type", flat=True)) == [
        "organisation.added", "organisation.added", "organisation.closed"
    ]  # fmt: skip


def test_every_fault_of_a_file_is_told_with_row_and_column_and_nothing_is_saved(home, administrator):
    before = everything()
    file = book(
        ["Organisation 2027"],
        ["Kod", "Namn", "Typ", "Ligger under", "Ansvar"],
        ["a", "Norr", "Enhet", "b", None],
        ["b", "Söder", "Enhet", "a", None],
        ["c", "Väster", "Enhet", "finns-inte", None],
        ["d", "Öster", "Enhet", home.own.line.code, home.other.line.ledger_codes.get().code],
        ["d", "Öster igen", "Avdelning", home.own.line.code, None],
    )

    answer = administrator.post(address(home), {"file": file})

    circle = "Det går runt: Norr ligger under Söder ligger under Norr. Flytta en av dem."
    assert answer.status_code == 422
    assert faults(answer) == [
        (3, "Ligger under", circle),
        (4, "Ligger under", circle),
        (5, "Ligger under", "Ingen har koden eller namnet finns-inte. Rätta det, eller lägg till raden."),
        (6, "Ansvarskoder", f"Ansvarskoden {home.other.line.ledger_codes.get().code} hör redan till Skola. "
                            "Ta bort den på ett av ställena."),
        (7, "Kod", "Koden d hör redan till Öster. Skriv en annan kod."),
        (7, "Typ", "”Avdelning” är ingen typ. Skriv Fullmäktige, Styrelse, Nämnd, Utskott, Förvaltning, Verksamhet, "
                   "Enhet, Bolag eller Revision."),
    ]  # fmt: skip
    assert everything() == before


def test_a_list_cannot_end_what_has_a_report_about_a_later_day(home, administrator):
    body = home.own.organisation
    text = f"Kod\tNamn\tTill\n{body.code}\t{body.name}\t2026-07-30\n{home.own.line.code}\tSkola\t2026-07-30"

    answer = administrator.post(address(home), {"text": text})

    assert [(row, column) for row, column, _ in faults(answer)] == [(2, "Gäller till"), (3, "Gäller till")]
    assert not answer.context["preview"].can_save
    sent = {"text": text, "mark": answer.context["preview"].mark}
    assert administrator.post(address(home), sent).status_code == 422
    body.refresh_from_db()
    assert body.valid_to is None


def test_what_was_looked_through_is_not_saved_when_the_tree_has_changed_since(home, administrator):
    text = f"Kod\tNamn\n{home.own.line.code}\tGrundskola"
    preview = administrator.post(address(home), {"text": text}).context["preview"]
    Organisation.objects.filter(pk=home.other.line.pk).update(name="Annat")

    answer = administrator.post(address(home), {"text": preview.text, "mark": preview.mark})

    assert answer.status_code == 409
    assert "Organisationen ändrades medan du granskade listan" in answer.text
    assert answer.context["preview"].mark == tree_mark(_listed(home))
    home.own.line.refresh_from_db()
    assert home.own.line.name == "Skola"
    with pytest.raises(Stale):
        save_organisations(access=system_access(home.kommun), given=[], seen=preview.mark)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("org.pdf", b"%PDF-1.7", "Filen ska vara xlsx eller csv."),
        ("org.xlsx", b"%PDF-1.7", "Filen är en pdf."),
        ("org.xlsx", b"PK\x03\x04 inget mer", "Filen är skadad."),
        ("org.csv", b"PK\x03\x04 inget mer", "Filen är en Excelfil trots namnet."),
        ("org.csv", b"Namn;Typ\n" + b"\x00", "Filen är ingen textfil."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name, content, said, home, administrator):
    answer = administrator.post(address(home), {"file": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"][0].startswith(said)


def test_a_csv_file_of_old_excel_is_read_with_its_letters(home, administrator):
    content = f"Kod;Namn;Typ;Ligger under\r\nalv;Älvsjö;Enhet;{home.own.line.code}\r\n".encode("cp1252")

    answer = administrator.post(address(home), {"file": SimpleUploadedFile("org.csv", content)})

    assert [one.name for one in answer.context["preview"].changes] == ["Älvsjö"]


def test_the_order_of_a_list_is_kept(home):
    access = system_access(home.kommun)
    nodes = list(_listed(home).values())
    first, second = [one for one in nodes if one.code in {home.own.organisation.code, home.other.organisation.code}]
    listed = read_text(written([second, first]), nodes)
    assert faults_of(access, listed.organisations) == []

    save_organisations(access=access, given=listed.organisations, seen=tree_mark(_listed(home)))

    order = [one.code for one in _listed(home).values()]
    assert order.index(second.code) < order.index(first.code)


def test_neither_or_both_is_told_at_the_field(home, administrator):
    assert administrator.post(address(home), {}).context["form"].errors == {
        "text": ["Välj en fil, eller klistra in listan här."]
    }
    both = {"text": "Kod\tNamn", "file": SimpleUploadedFile("org.csv", b"Namn;Typ")}
    assert administrator.post(address(home), both).context["form"].errors == {
        "text": ["Välj en fil eller klistra in, inte båda."]
    }
