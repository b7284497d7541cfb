"""A report's way from draft to decision."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from followup.actions.refusals import IncompleteError
from followup.actions.sections import write_section
from followup.actions.slots import DecisionInput, pass_step, return_slot
from followup.compose import document_of
from followup.document.codec import from_json, sha256, to_json
from followup.models import Section, Snapshot
from styrmodell.models import AuditEvent, Decision, Job, OccasionRule, Slot
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Role
from styrmodell.rules.workflow import TransitionError
from styrmodell.selectors.slots import locked_slot
from tests.factories import OrganisationFactory, StepFactory
from tests.followup.days import hand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def controller(house, access_of):
    return access_of(Role.CONTROLLER, house.kf)


def write_everything(slot, access):
    return write_section(slot=slot, access=access, code="sammanfattning", body="Vi håller budgeten.", version=0)


def decided_unit(house, access):
    write_everything(house.slot, access)
    hand_in(house.slot, access)
    decision = DecisionInput(house.namnd, date(2026, 9, 2), "71", "BIN 2026/12")
    return pass_step(slot=house.slot, access=access, decision=decision)


def test_nothing_is_handed_in_while_a_text_is_missing(house, controller):
    with pytest.raises(PermissionDenied, match="kvar"):
        hand_in(house.slot, controller)

    assert Slot.objects.get(pk=house.slot.pk).status == "utkast"


def test_handing_in_locks_the_texts(house, controller):
    section = write_everything(house.slot, controller)
    hand_in(house.slot, controller)

    with pytest.raises(PermissionDenied, match="inlämnad"):
        write_section(slot=house.slot, access=controller, code=section.code, body="Nytt", version=section.version)


def test_a_returned_report_opens_and_walks_the_chain_anew(house, controller):
    section = write_everything(house.slot, controller)
    hand_in(house.slot, controller)
    slot = return_slot(slot=house.slot, access=controller, reason="Skriv varför.")
    assert (slot.status, slot.passed_steps, slot.returned_reason) == ("aterlamnad", 0, "Skriv varför.")

    write_section(slot=slot, access=controller, code=section.code, body="Därför.", version=section.version)
    slot = hand_in(slot, controller)
    assert (slot.status, slot.passed_steps, slot.passages.count()) == ("inlamnad", 1, 2)


def test_a_draft_cannot_be_decided(house, controller):
    with pytest.raises(PermissionDenied, match="inlämnad"):
        pass_step(slot=house.slot, access=controller, decision=DecisionInput(house.namnd, date(2026, 9, 2), "71"))


def test_a_deciding_step_demands_a_decision(house, controller):
    write_everything(house.slot, controller)
    hand_in(house.slot, controller)

    with pytest.raises(PermissionDenied, match="paragraf"):
        pass_step(slot=house.slot, access=controller)


@pytest.mark.parametrize("paragraph", ["", "  "])
def test_a_decision_without_its_paragraph_is_none(paragraph, house, controller):
    write_everything(house.slot, controller)
    hand_in(house.slot, controller)

    with pytest.raises(PermissionDenied, match="paragraf"):
        pass_step(slot=house.slot, access=controller, decision=DecisionInput(house.namnd, date(2026, 9, 2), paragraph))
    assert Slot.objects.get(pk=house.slot.pk).passed_steps == 1
    assert not Decision.objects.exists()


def test_of_two_deciding_steps_the_first_only_passes_and_the_last_locks(house, controller):
    """Utskottet and then nämnden: what the first decides can still be changed by giving the report back."""
    last = StepFactory(rule=house.rule, scope="enhet", kind="besluta", name="KF beslutar", position=2)
    write_everything(house.slot, controller)
    hand_in(house.slot, controller)

    first = pass_step(slot=house.slot, access=controller, decision=DecisionInput(house.namnd, date(2026, 9, 2), "71"))
    assert (first.status, first.passed_steps, first.decision) == ("inlamnad", 2, None)
    assert not Snapshot.objects.exists()
    assert first.passages.last().decision.paragraph == "71"

    decided = pass_step(slot=house.slot, access=controller, decision=DecisionInput(house.kf, date(2026, 9, 28), "112"))
    assert (decided.status, decided.passed_steps, decided.decision.paragraph) == ("beslutad", 3, "112")
    assert Snapshot.objects.get().slot == house.slot
    assert decided.passages.last().step == last


def test_the_decision_freezes_the_document_and_orders_its_files(house, controller):
    before = timezone.now().replace(microsecond=0)
    slot = decided_unit(house, controller)
    snapshot = Snapshot.objects.get(slot=slot)
    document = from_json(snapshot.document)

    assert slot.status == "beslutad"
    assert before <= document.meta.frozen_at <= timezone.now()  # when it was done, not the day of the decision
    assert sha256(document) == snapshot.sha256
    assert document.meta.status == "beslutad"
    assert document.meta.decisions[-1].paragraph == "71"
    assert Job.objects.filter(kind="render_snapshot", key=str(snapshot.pk)).count() == 1
    assert AuditEvent.objects.filter(type=AuditEvent.Type.REPORT_DECIDED, target_id=slot.pk).count() == 1


@pytest.mark.parametrize("what", ["slot", "section", "snapshot", "new section"])
def test_the_database_refuses_every_change_of_what_is_decided(house, controller, what):
    slot = decided_unit(house, controller)
    changes = {
        "slot": lambda: Slot.objects.filter(pk=slot.pk).update(status="utkast"),
        "section": lambda: Section.objects.filter(slot=slot).update(body="Ändrat"),
        "snapshot": lambda: Snapshot.objects.filter(slot=slot).update(document="{}"),
        "new section": lambda: Section.objects.create(municipality=house.kommun, slot=slot, code="ny", body="Ny"),
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        changes[what]()


def test_a_decided_report_moves_no_more(house, controller):
    slot = decided_unit(house, controller)
    with pytest.raises(PermissionDenied):
        return_slot(slot=slot, access=controller, reason="Ångrar oss")
    with pytest.raises((PermissionDenied, TransitionError)):
        hand_in(slot, controller)


def test_the_whole_waits_for_every_unit_and_decides_itself_alone(house, controller):
    decided_unit(house, controller)
    write_everything(house.whole, controller)
    with pytest.raises(PermissionDenied, match="kvar"):
        hand_in(house.whole, controller)

    write_everything(house.other_slot, controller)
    hand_in(house.other_slot, controller)
    hand_in(house.whole, controller)
    pass_step(slot=house.whole, access=controller, held_on=date(2026, 9, 8))
    with pytest.raises(IncompleteError) as stopped:
        decide_whole(house, controller)
    assert [part.text for part in stopped.value.missing] == ["Socialnämnden har inte beslutat om sin rapport"]

    pass_step(slot=house.other_slot, access=controller, decision=DecisionInput(house.other, date(2026, 9, 3), "55"))
    whole = decide_whole(house, controller)
    assert [slot.decision.paragraph for slot in (house_slots(house))] == ["71", "55", "112"]
    assert whole.status == "beslutad"


def test_where_handing_in_is_enough_the_unit_still_waits_for_its_own_body(house, controller):
    """Fullmäktige decides the whole; Socialnämnden's § is written down afterwards, and nothing changes meanwhile."""
    OccasionRule.objects.filter(pk=house.rule.pk).update(unit_demand="inlamnade")
    hand_in_all(house, controller)
    pass_step(slot=house.whole, access=controller, held_on=date(2026, 9, 8))
    decide_whole(house, controller)

    other = Slot.objects.get(pk=house.other_slot.pk)
    assert (other.status, other.decision) == ("inlamnad", None)
    with pytest.raises(PermissionDenied, match="ingår i hela kommunens rapport, som är beslutad"):
        return_slot(slot=other, access=controller, reason="Ångrar oss")

    later = pass_step(slot=other, access=controller, decision=DecisionInput(house.other, date(2026, 10, 3), "60"))
    assert (later.status, later.decision.organisation, later.is_included) == ("beslutad", house.other, False)


def test_a_unit_that_no_body_decides_is_closed_with_the_whole_and_says_so(house, controller, client_for):
    house.rule.steps.filter(scope="enhet", kind="besluta").delete()
    hand_in_all(house, controller)
    pass_step(slot=house.whole, access=controller, held_on=date(2026, 9, 8))
    whole = decide_whole(house, controller)

    unit = Slot.objects.get(pk=house.slot.pk)
    assert (unit.status, unit.decision, unit.is_included) == ("beslutad", whole.decision, True)
    document = from_json(Snapshot.objects.get(slot=unit).document)
    assert [row.body for row in document.meta.decisions] == ["Ingår i beslutet av Kommunfullmäktige"]
    page = client_for(Role.POLITICIAN, house.namnd).get(f"/{house.kommun.slug}/uppfoljning/{unit.pk}/").text
    assert "Ingår i beslutet av Kommunfullmäktige" in " ".join(page.split())
    assert "Beslutad" not in page.split("<main")[1]


def on_the_first_page(document):
    """What stands in the box of decisions of Läget på en sida: its heading and its lines."""
    (summary,) = document.chapters[0].blocks
    return summary.decisions.heading, [line.replace("\u00a0", " ") for line in summary.decisions.items]


def test_a_decided_report_proposes_nothing_but_says_what_was_decided(house, controller):
    OccasionRule.objects.filter(pk=house.rule.pk).update(unit_demand="inlamnade")
    hand_in_all(house, controller)
    pass_step(slot=house.whole, access=controller, held_on=date(2026, 9, 8))
    proposed = document_of(controller, house.whole)
    decide_whole(house, controller)

    decided = from_json(Snapshot.objects.get(slot=house.whole).document)
    assert on_the_first_page(proposed)[0] == "Förslag till beslut"
    assert on_the_first_page(decided) == ("Beslut", ["Kommunfullmäktige 28 september 2026, § 112"])
    assert "Förslag till beslut" not in to_json(decided)


def test_the_page_says_who_the_whole_waits_for(house, controller, client_for):
    hand_in_all(house, controller)
    client = client_for(Role.CONTROLLER, house.kf)
    page = client.get(f"/{house.kommun.slug}/uppfoljning/{house.whole.pk}/").text
    board = client.get(f"/{house.kommun.slug}/uppfoljning/").text
    assert "Varje enhets eget organ ska ha beslutat om sin rapport innan helheten beslutas." in page
    assert f'href="/{house.kommun.slug}/uppfoljning/{house.slot.pk}/">Bildningsnämnden har inte beslutat' in page
    assert "Två enheter har inte beslutat" in board


def hand_in_all(house, access):
    """Every unit and the whole hand in."""
    for slot in (house.slot, house.other_slot, house.whole):
        write_everything(slot, access)
        hand_in(slot, access)


def decide_whole(house, access):
    return pass_step(slot=house.whole, access=access, decision=DecisionInput(house.kf, date(2026, 9, 28), "112"))


def house_slots(house):
    """The units' slots and the whole's, as they stand."""
    return [Slot.objects.get(pk=slot.pk) for slot in (house.slot, house.other_slot, house.whole)]


def test_a_stale_text_overwrites_nothing(house, controller):
    write_everything(house.slot, controller)
    with pytest.raises(Stale) as stale:
        write_section(slot=house.slot, access=controller, code="sammanfattning", body="Min text", version=0)

    assert stale.value.current.body == "Vi håller budgeten."
    assert Section.objects.get(slot=house.slot).body == "Vi håller budgeten."


def test_a_politician_moves_nothing(house, access_of):
    reader = access_of(Role.POLITICIAN, house.kf)
    with pytest.raises(PermissionDenied, match="behörighet"):
        hand_in(house.slot, reader)


def test_another_municipality_locks_nothing_here(house, access_of):
    stranger = access_of(Role.CONTROLLER, OrganisationFactory())
    with pytest.raises(PermissionDenied, match="finns inte"):
        locked_slot(stranger, house.slot.pk)


def test_the_secretary_of_another_board_moves_nothing(house, access_of):
    stranger = access_of(Role.SECRETARY, house.other)
    with pytest.raises(PermissionDenied, match="behörighet"):
        hand_in(house.slot, stranger)
