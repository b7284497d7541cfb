"""A report that somebody else has moved meanwhile: nothing is moved twice, and the page says what has happened."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils import timezone
from django.utils.html import escape

from followup.actions.sections import write_section
from followup.actions.slots import pass_step, return_slot
from followup.models import Section
from styrmodell.access import access_for
from styrmodell.models import AuditEvent, OccasionRule, Slot, SlotPassage, Step
from styrmodell.permissions import Role
from tests.factories import RoleAssignmentFactory, StepFactory
from tests.followup.days import hand_in

pytestmark = pytest.mark.django_db

NOTHING = "Inget har ändrats."


@pytest.fixture
def colleague(house):
    """Access of the controller Kim, who moves the report while somebody else has its page open."""
    assignment = RoleAssignmentFactory(role=Role.CONTROLLER.value, organisation=house.kf, user__name="Kim Controller")
    return access_for(assignment.user, house.kommun)


@pytest.fixture
def client(house, client_for):
    return client_for(Role.CONTROLLER, house.kf)


@pytest.fixture
def page(house):
    return f"/{house.kommun.slug}/uppfoljning/{house.slot.pk}/"


@pytest.fixture
def written(house):
    return Section.objects.create(
        municipality=house.kommun, slot=house.slot, code="sammanfattning", body="Vi klarar det."
    )


def seen(client, page):
    """Where the report stood when the page was opened, as its forms carry it."""
    return re.search(r'name="seen" value="([^"]+)"', client.get(page).text)[1]


def state(house):
    slot = Slot.objects.get(pk=house.slot.pk)
    moves = AuditEvent.objects.filter(target_type="styrmodell.slot", target_id=slot.pk).count()
    return slot.status, slot.version, slot.passed_steps, slot.returned_reason, moves


def alert(response):
    return re.search(r'role="alert"[^>]*>(.*?)</div>\s*</div>', response.text, re.DOTALL)[1]


def test_the_page_tells_what_has_happened_to_its_report(client, page, house, colleague, written):
    hand_in(house.slot, colleague)

    assert "Kim Controller" in client.get(page).text
    assert state(house)[-1] == 1


def test_who_writes_too_late_sees_both_texts_and_saves_on_the_next_try(client, page, house, colleague, written):
    address = f"{page}avsnitt/sammanfattning/"
    assert 'name="version" value="1"' in client.get(address).text
    write_section(slot=house.slot, access=colleague, code="sammanfattning", body="Kims text.", version=1)

    late = client.post(address, {"body": "Min text.", "version": 1})

    assert late.status_code == 409
    assert "Kim Controller ändrade samma sak i\xa0dag" in alert(late)
    assert re.search(r"Ditt: <b>Min text\.</b>.*Sparat: <b>Kims text\.</b>", alert(late), re.DOTALL)
    assert Section.objects.get().body == "Kims text."
    assert ">\nMin text.</textarea>" in late.text
    assert 'name="version" value="2"' in late.text
    assert client.post(address, {"body": "Kims text. Min text.", "version": 2}).status_code == 302
    assert Section.objects.get().body == "Kims text. Min text."


def test_a_report_that_a_colleague_has_handed_in(client, page, house, colleague, written):
    before = seen(client, page)
    hand_in(house.slot, colleague)
    stood = state(house)

    response = client.post(f"{page}lamna-in/", {"seen": before})
    assert response.status_code == 409
    assert re.search(r"Rapporten är redan inlämnad av Kim Controller, 28\xa0augusti \d\d\.\d\d\.", alert(response))
    assert NOTHING in alert(response)
    assert state(house) == stood
    assert "Nämnden beslutar" in response.text, "the page shows the present state: the next step can be recorded"


def test_pressing_twice_hands_in_once(client, page, house, written):
    form = {"seen": seen(client, page)}
    assert client.post(f"{page}lamna-in/", form).status_code == 302
    stood = state(house)

    again = client.post(f"{page}lamna-in/", form)
    assert again.status_code == 409
    assert "Rapporten är redan inlämnad av dig, " in alert(again)
    assert state(house) == stood


def test_a_report_that_was_returned_meanwhile_is_not_handed_in_unread(client, page, house, colleague, written):
    """It stands open again, but with a reason that the one who presses has not seen."""
    before = seen(client, page)
    hand_in(house.slot, colleague)
    return_slot(slot=house.slot, access=colleague, reason="Skriv om personalen.")
    stood = state(house)

    response = client.post(f"{page}lamna-in/", {"seen": before})
    assert response.status_code == 409
    assert "Rapporten är återlämnad av Kim Controller" in alert(response)
    assert "Skriv om personalen." in response.text
    assert state(house) == stood


def test_pressing_twice_on_a_step_records_it_once(client, house, colleague):
    """Two steps of the same kind in a row: the second press must not record the second of them."""
    for name, position in (("Möte ett", 6), ("Möte två", 7)):
        StepFactory(rule=house.rule, scope="helhet", kind="dialog", name=name, position=position)
    Step.objects.filter(scope="helhet", kind="besluta").update(position=9)
    Slot.objects.filter(pk=house.whole.pk).update(status="inlamnad", passed_steps=2)
    page = f"/{house.kommun.slug}/uppfoljning/{house.whole.pk}/"
    form = {"seen": seen(client, page), "date": "2026-09-08", "note": "Alla var där."}

    assert client.post(f"{page}steg/", form).status_code == 302
    again = client.post(f"{page}steg/", form)
    assert again.status_code == 409
    assert f"Steget {escape('”Möte ett”')} är redan antecknat av dig" in alert(again)
    assert "Alla var där." in alert(again), "what was typed is kept"
    assert [row.step.name for row in SlotPassage.objects.filter(slot=house.whole)] == ["Möte ett"]


def test_a_report_that_was_decided_meanwhile_is_not_given_back(client, page, house, colleague, written):
    hand_in(house.slot, colleague)
    before = seen(client, page)
    body = {"body": house.namnd.pk, "date": "2026-09-02", "paragraph": "71"}
    assert client.post(f"{page}steg/", {"seen": before, **body}).status_code == 302
    stood = state(house)

    response = client.post(f"{page}lamna-tillbaka/", {"seen": before, "reason": "Rätta tabellen."})
    assert response.status_code == 409
    assert "Rapporten är redan beslutad av dig" in alert(response)
    assert "Rätta tabellen." in alert(response), "what was typed is kept"
    assert state(house) == stood


def test_who_lacks_the_right_hears_that_and_not_what_has_happened(house, page, client_for, colleague, written):
    hand_in(house.slot, colleague)
    response = client_for(Role.SECRETARY, house.namnd).post(f"{page}lamna-tillbaka/", {"reason": "Nej"})
    assert response.status_code == 403
    assert "Kim Controller" not in response.text


def test_a_text_that_comes_after_the_hand_in_is_not_saved_and_not_lost(client, page, house, colleague, written):
    hand_in(house.slot, colleague)
    form = {"body": "Det jag skrev hela kvällen.", "version": written.version}
    response = client.post(f"{page}avsnitt/sammanfattning/", form)

    assert response.status_code == 409
    assert "Rapporten är redan inlämnad av Kim Controller" in alert(response)
    assert "Det jag skrev hela kvällen." in response.text
    assert Section.objects.get(pk=written.pk).body == "Vi klarar det."


def test_a_unit_in_a_report_that_is_handed_in_says_so_instead_of_a_form(client, page, house, colleague, written):
    hand_in(house.slot, colleague)
    Slot.objects.filter(pk=house.whole.pk).update(status="inlamnad", passed_steps=1)
    shown = client.get(page).text
    assert "Hela kommunens rapport är inlämnad. Den måste lämnas tillbaka först." in shown
    assert "lamna-tillbaka" not in shown


def step_form(**changed):
    return {"date": "2026-09-02", "paragraph": "71", "diary_number": "BIN 2026/12", "note": "Enhälligt.", **changed}


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"date": "2026-07-30"}, "är före den 31\xa0juli 2026"),
        ({"date": "2099-01-01"}, "Den 1\xa0januari 2099 har inte varit än"),
        ({"date": "2 september"}, "Skriv datumet som 2026-08-28."),
        ({"paragraph": ""}, "Skriv paragrafen i protokollet, till exempel 98."),
        ({"paragraph": "sjuttioett"}, "Paragrafen är ett nummer, till exempel 98."),
    ],
)
def test_a_decision_that_cannot_be_right_is_refused_with_everything_kept(
    changed, problem, client, page, house, colleague, written
):
    hand_in(house.slot, colleague)
    form = step_form(body=house.namnd.pk, seen=seen(client, page), **changed)
    response = client.post(f"{page}steg/", form)

    assert response.status_code == 422
    assert problem in response.text
    for name in ("date", "paragraph", "diary_number", "note"):
        assert escape(form[name]) in response.text, f"{name} is kept"
    assert state(house)[0] == "inlamnad"


def test_a_step_cannot_come_before_the_step_before(client, house, colleague):
    page = f"/{house.kommun.slug}/uppfoljning/{house.whole.pk}/"
    OccasionRule.objects.filter(pk=house.rule.pk).update(unit_demand="inlamnade")
    Slot.objects.filter(pk=house.whole.pk).update(status="inlamnad", passed_steps=1)
    pass_step(slot=house.whole, access=colleague, held_on=date(2026, 9, 14))
    Slot.objects.filter(pk__in=[house.slot.pk, house.other_slot.pk]).update(status="inlamnad")

    form = step_form(body=house.kf.pk, date="2026-09-13", seen=seen(client, page))
    response = client.post(f"{page}steg/", form)
    assert response.status_code == 422
    assert "är före steget ”Dialog”, som är antecknat den 14\xa0september 2026" in response.text

    assert client.post(f"{page}steg/", {**form, "date": "2026-09-14"}).status_code == 302
    assert Slot.objects.get(pk=house.whole.pk).decision.date == date(2026, 9, 14)


def test_today_is_not_in_the_future(client, page, house, colleague, written):
    hand_in(house.slot, colleague)
    today = timezone.localdate().isoformat()
    form = step_form(body=house.namnd.pk, date=today, seen=seen(client, page))
    assert client.post(f"{page}steg/", form).status_code == 302
