"""Moves that cannot be made, in a real browser: the page says why, takes focus, and has no fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from followup.actions.slots import return_slot
from styrmodell.access import access_for
from styrmodell.models import Slot
from tests.e2e.axe import faults_shown
from tests.e2e.steps import open_area, open_whole_report
from tests.e2e.test_accessibility import faults

pytestmark = pytest.mark.browser


def slot_of(code: str, rule: str = "delarsrapport") -> Slot:
    rows = Slot.objects.select_related("occasion__rule", "organisation")
    return rows.get(municipality__slug="hallsberg", organisation__code=code, occasion__rule__code=rule)


def test_a_report_with_holes_says_where_they_are(page: Page, person: Callable[[str], User]) -> None:
    person("controller@hallsberg")
    page.goto("/hallsberg/laget/")
    open_whole_report(page)
    page.get_by_role("button", name="Lämna in rapporten").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Rapporten kan inte lämnas in än")
    assert faults_shown(page, "holes") == []

    page.get_by_role("region", name="Lämna in").get_by_role("link", name="Bildningsnämnden har inte lämnat in").click()
    expect(page.get_by_role("main")).to_contain_text("Bildningsnämnden")


def test_a_report_that_a_colleague_has_given_back_meanwhile(page: Page, person: Callable[[str], User]) -> None:
    person("controller@hallsberg")
    slot = slot_of("dsn")
    page.goto(f"/hallsberg/uppfoljning/{slot.pk}/")
    page.get_by_label("Vad behöver rättas?").fill("Tabell 3 saknar summa.")
    colleague = User.objects.get(email="kommunledning@hallsberg.example")
    access = access_for(colleague, slot.municipality)
    return_slot(slot=slot, access=access, reason="Skriv mer om fastigheterna.")

    page.get_by_role("button", name="Lämna tillbaka för rättning").click()
    alert = page.get_by_role("alert").filter(has_text="Inget har ändrats.")
    expect(alert).to_contain_text(f"Rapporten är återlämnad av {colleague.name}")
    expect(alert).to_contain_text("Inget har ändrats.")
    expect(alert).to_contain_text("Tabell 3 saknar summa.")
    expect(page.get_by_role("main")).to_contain_text("Skriv mer om fastigheterna.")
    assert faults_shown(page, "moved") == []


def test_who_sees_one_unit_reads_what_all_have_decided(page: Page, person: Callable[[str], User]) -> None:
    """From Läget and from Uppföljning, the whole municipality's and another nämnd's; a draft is not there."""
    person("enhetschef.hemtjanst@hallsberg")
    page.goto("/hallsberg/laget/")
    page.get_by_role("link", name="Senaste rapporten").click()
    expect(page.get_by_role("main")).to_contain_text("Månadsrapport")

    open_area(page, "Uppföljning")
    assert faults(page, page.url) == []
    page.get_by_label("Tillfälle", exact=True).select_option(label="Tertialrapport, 30\xa0april 2026")
    page.get_by_role("button", name="Visa").click()
    page.get_by_role("link", name="Miljö- och byggnämnden: Tertialrapport").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tertialrapport")

    decided = slot_of("mbn", "tertialrapport")
    assert faults(page, f"/hallsberg/uppfoljning/{decided.pk}/") == []
    expect(page.get_by_role("main")).to_contain_text("Går inte att ändra.")
    answer = page.goto(f"/hallsberg/uppfoljning/{slot_of('mbn').pk}/")
    assert answer is not None
    assert answer.status == 404
