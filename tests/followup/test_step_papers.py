"""What is written down and handed over in a step: the day before the hand-in, the notes, the auditors' judgement."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from followup.actions.slots import DecisionInput, DocumentInput, pass_step
from followup.compose import document_of
from followup.document.codec import to_json
from followup.models import Attachment, Section
from styrmodell.models import OccasionRule, Slot, SlotPassage, Step
from styrmodell.permissions import Role
from tests.factories import OrganisationFactory, StepFactory
from tests.followup.days import hand_in

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nRevisorerna bedomer."


@pytest.fixture(autouse=True)
def november():
    """The steps are written down on 29 November; the reports came in on 28 August."""
    with time_machine.travel("2026-11-29T10:00:00+01:00", tick=True):
        yield


@pytest.fixture
def controller(house, access_of):
    return access_of(Role.CONTROLLER, house.kf)


@pytest.fixture
def client(house, client_for):
    return client_for(Role.CONTROLLER, house.kf)


def handed_in(slot: Slot, access) -> Slot:
    Section.objects.create(municipality=slot.municipality, slot=slot, code="sammanfattning", body="Vi håller budgeten.")
    return hand_in(slot, access)


def written(client, slot: Slot, **given):
    """Send the form of the slot's next step."""
    return client.post(reverse("followup:step", args=[slot.municipality.slug, slot.pk]), given)


def shown(client, slot: Slot) -> str:
    return client.get(reverse("followup:slot", args=[slot.municipality.slug, slot.pk])).text


def frozen(slot: Slot, access) -> str:
    """The report's document as it is now, or was when it was decided."""
    return to_json(document_of(access, Slot.objects.with_around().get(pk=slot.pk)))


EARLY = {"date": "2026-08-20", "paragraph": "71", "diary_number": "BIN 2026/12", "note": ""}


def test_a_day_before_the_hand_in_is_asked_about(house, controller, client):
    slot = handed_in(house.slot, controller)
    answer = written(client, slot, body=house.namnd.pk, **EARLY)

    assert answer.status_code == 422
    asked = "Den 20\xa0augusti 2026 är före den 28\xa0augusti 2026, då rapporten lämnades in här."
    assert asked in answer.text
    assert "Hur gick det till?" in answer.text
    assert not SlotPassage.objects.filter(slot=slot, step__kind="besluta").exists()


@pytest.mark.parametrize(
    ("answered", "problem"),
    [({"early_reason": "På papper."}, "då rapporten lämnades in här"), ({"early": "on"}, "Skriv hur det gick till")],
)
def test_a_tick_without_words_and_words_without_a_tick_are_no_answer(answered, problem, house, controller, client):
    answer = written(client, handed_in(house.slot, controller), body=house.namnd.pk, **EARLY, **answered)
    assert (answer.status_code, problem in answer.text) == (422, True)


def test_the_answer_is_kept_shown_and_frozen(house, controller, client):
    slot = handed_in(house.slot, controller)
    answer = written(client, slot, body=house.namnd.pk, **EARLY, early="on", early_reason="Nämnden fick den på papper.")

    assert answer.status_code == 302
    assert SlotPassage.objects.get(slot=slot, step__kind="besluta").early_reason == "Nämnden fick den på papper."
    assert "Dagen är före inlämningen: Nämnden fick den på papper." in shown(client, slot)
    assert "Dagen är före inlämningen: Nämnden fick den på papper." in frozen(slot, controller)


def test_a_day_after_the_hand_in_is_not_asked_about(house, controller, client):
    slot = handed_in(house.slot, controller)
    assert "Hur gick det till?" not in shown(client, slot)
    assert written(client, slot, body=house.namnd.pk, **EARLY | {"date": "2026-08-28"}).status_code == 302


@pytest.mark.parametrize(("day", "field"), [(date(2026, 8, 20), "early_reason"), (date(2026, 12, 1), "date")])
def test_the_action_asks_too(day, field, house, controller):
    slot = handed_in(house.slot, controller)
    with pytest.raises(ValidationError) as refused:
        pass_step(slot=slot, access=controller, decision=DecisionInput(house.namnd, day, "71"))
    assert list(refused.value.message_dict) == [field]


def test_notes_are_shown_to_every_reader_and_frozen(house, controller, client, client_for):
    slot = handed_in(house.slot, controller)
    written(
        client, slot, body=house.namnd.pk, **EARLY | {"date": "2026-09-02", "note": "Två ledamöter reserverar sig."}
    )

    stranger = client_for(Role.POLITICIAN, house.other)
    assert "Två ledamöter reserverar sig." in shown(stranger, slot), "what is decided is public"
    document = frozen(slot, controller)
    assert "Två ledamöter reserverar sig." in document
    assert "Bildningsnämnden 2\xa0september 2026, §\xa071" in document


@pytest.fixture
def before_the_auditors(house, controller):
    """The whole municipality's report has come to the auditors, whose step stands before fullmäktige's."""
    OccasionRule.objects.filter(pk=house.rule.pk).update(unit_demand="inlamnade")
    Step.objects.filter(rule=house.rule, body="fullmaktige").update(position=9)
    house.revision = OrganisationFactory(
        municipality=house.kommun, parent=house.kf, kind="revision", name="Revisorerna"
    )
    auditors = {"kind": "informera", "name": "Revisorernas bedömning", "body": "revision", "position": 8}
    StepFactory(rule=house.rule, scope="helhet", **auditors)
    for slot in (house.slot, house.other_slot, house.whole):
        handed_in(slot, controller)
    pass_step(slot=house.whole, access=controller, held_on=date(2026, 9, 8), note="Presidierna deltog.")
    return Slot.objects.with_around().get(pk=house.whole.pk)


def file(name: str = "bedomning.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, "Bifoga revisorernas skriftliga bedömning."),
        ({"document": file("bedomning.pdf", b"PK\x03\x04 en zip")}, "Filen är ingen pdf."),
        ({"document": file("bedomning.pdf", PDF + b" " * 10_000_000)}, "Filen är större än 10 MB."),
        ({"document": file(f"{'b' * 197}.pdf")}, "Filens namn är längre än 200 tecken. Döp om filen"),
    ],
    ids=["none", "no pdf", "too large", "long name"],
)
def test_the_auditors_judge_in_writing(given, problem, before_the_auditors, client):
    answer = written(client, before_the_auditors, date="2026-09-25", **given)
    assert (answer.status_code, problem in answer.text) == (422, True)
    assert not Attachment.objects.exists()


def test_without_the_document_the_action_refuses_too(before_the_auditors, controller):
    with pytest.raises(ValidationError, match="skriftliga bedömning"):
        pass_step(slot=before_the_auditors, access=controller, held_on=date(2026, 9, 25))


def test_the_document_is_kept_listed_fetched_and_named_in_what_is_frozen(
    house, before_the_auditors, controller, client
):
    slot = before_the_auditors
    note = "Målen nås i huvudsak."
    answer = written(client, slot, date="2026-09-25", note=note, document=file("Bedömning 2026.pdf"))
    assert answer.status_code == 302
    decision = DecisionInput(house.kf, date(2026, 9, 28), "112")
    pass_step(slot=slot, access=controller, decision=decision)

    kept = Attachment.objects.get()
    digest = hashlib.sha256(PDF).hexdigest()
    address = reverse("followup:attachment", args=[house.kommun.slug, kept.pk])
    page = shown(client, slot)
    for part in (f'href="{address}"', "Bedömning 2026.pdf", digest, note, "Presidierna deltog."):
        assert part in page
    fetched = client.get(address)
    assert (fetched.content, fetched["Content-Type"]) == (PDF, "application/pdf")
    assert fetched["Content-Disposition"] == "attachment; filename*=utf-8''Bed%C3%B6mning%202026.pdf"
    for part in (f"Bilaga: Bedömning 2026.pdf, SHA-256 {digest}.", note, "Presidierna deltog."):
        assert part in frozen(slot, controller)


def test_a_document_of_a_report_that_is_not_decided_is_its_readers(house, before_the_auditors, controller, client_for):
    pass_step(
        slot=before_the_auditors,
        access=controller,
        held_on=date(2026, 9, 25),
        document=DocumentInput("bedomning.pdf", PDF),
    )
    address = reverse("followup:attachment", args=[house.kommun.slug, Attachment.objects.get().pk])
    assert client_for(Role.POLITICIAN, house.namnd).get(address).status_code == 404
    assert client_for(Role.POLITICIAN, house.kf).get(address).status_code == 200


def test_the_database_refuses_to_change_a_document(before_the_auditors, controller):
    given = {"held_on": date(2026, 9, 25), "document": DocumentInput("bedomning.pdf", PDF)}
    pass_step(slot=before_the_auditors, access=controller, **given)
    for change in (lambda rows: rows.update(filename="annan.pdf"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(Attachment.objects.all())
