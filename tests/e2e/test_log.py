"""The auditor chooses among what has happened, with and without script, and goes on to what it was about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from styrmodell.models import AuditEvent, Municipality, Slot
from tests.e2e.axe import faults_shown
from tests.styrmodell.events import event, heap
from ui import clock

pytestmark = pytest.mark.browser

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3


@pytest.fixture
def context(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A browser that runs script, unless the test says not."""
    runs = getattr(request, "param", True)
    opened = browser.new_context(base_url=live_server.url, locale="sv-SE", java_script_enabled=runs)
    yield opened
    opened.close()


@pytest.mark.parametrize("context", [True, False], ids=["script", "no script"], indirect=True)
def test_an_auditor_narrows_the_log_and_follows_an_event_to_its_thing(page: Page, person: Callable[[str], User]):
    person("revisor@hallsberg")
    town = Municipality.objects.get(slug="hallsberg")
    slot = Slot.objects.of_reports().filter(municipality=town).first()
    heap(town, 60, clock.now() - timedelta(hours=1), types=[AuditEvent.Type.SIGNED_IN])
    event(
        town, clock.now(), AuditEvent.Type.REPORT_RETURNED,
        target_type="styrmodell.slot", target_id=slot.pk, organisation_id=slot.organisation_id, summary="Skriv om orsaken.",
    )  # fmt: skip

    page.goto("/hallsberg/laget/")
    page.get_by_role("link", name="Administration").click()
    page.get_by_role("link", name="Logg", exact=True).click()
    page.get_by_role("link", name="Äldre händelser").click()
    expect(page.get_by_role("link", name="Nyare händelser")).to_be_visible()
    page.get_by_role("link", name="Senaste").click()
    page.get_by_label("Händelse", exact=True).select_option("Lämnade tillbaka rapport")
    page.get_by_role("textbox", name="Sak").fill("orsak")
    page.get_by_role("button", name="Visa", exact=True).click()

    rows = page.get_by_role("row").filter(has_text="Lämnade tillbaka rapport")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Skriv om orsaken.")
    expect(page).to_have_url(re.compile(r"sak=orsak&handelse=report\.returned"))
    rows.get_by_role("link").click()
    expect(page).to_have_url(f"{page.url.split('/hallsberg/')[0]}/hallsberg/uppfoljning/{slot.pk}/")


def test_a_file_of_what_is_chosen_is_fetched(page: Page, person: Callable[[str], User]):
    person("administrator@hallsberg")
    page.goto("/hallsberg/administration/logg/?fran=&till=&handelse=rapporter")
    with page.expect_download() as download:
        page.get_by_role("link", name="Hämta som Excel").click()
    assert download.value.suggested_filename == "hallsberg_logg.xlsx"


@pytest.mark.parametrize("asked", ["", "?fran=&till=", "?vem=ingen&fran=&till=", "?fran=i+g%C3%A5r&till="])
def test_no_state_of_the_log_has_a_fault(asked: str, page: Page, person: Callable[[str], User]):
    """A full page with words twice as long and longer, what cannot be asked for, and nothing to show; wide and narrow."""
    person("revisor@hallsberg")
    town = Municipality.objects.get(slug="hallsberg")
    heap(
        town, 2_000, clock.now(), types=[AuditEvent.Type.GOAL_SAVED, AuditEvent.Type.REFUSED, AuditEvent.Type.SIGNED_IN]
    )
    event(town, clock.now(), AuditEvent.Type.GOAL_JUDGED, summary=LONG, data={"before": LONG[:90], "after": LONG})
    page.goto(f"/hallsberg/administration/logg/{asked}")
    assert faults_shown(page, asked or "the last week") == []
