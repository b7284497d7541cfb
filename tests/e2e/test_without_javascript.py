"""Everything that must be done can be done without script: plain links and forms, whole pages back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from config.env import ROOT
from styrmodell.access import system_access
from styrmodell.models import Slot
from tests.e2e import colleagues
from tests.e2e.downloads import pdf_text
from tests.e2e.steps import (
    explain,
    hand_in,
    judge,
    left_to_do,
    money,
    open_judgement,
    open_report,
    parts,
    record_decision,
    upload,
    write_section,
)
from tests.waiting import until

pytestmark = pytest.mark.browser

UNIT = "Social- och arbetsmarknadsnämnden"


@pytest.fixture
def context(browser: Browser, server: LiveServer) -> Iterator[BrowserContext]:
    """A browser that runs no script."""
    opened = browser.new_context(base_url=server.url, locale="sv-SE", java_script_enabled=False)
    yield opened
    opened.close()


def test_no_script_runs_here(demo: None, page: Page) -> None:
    """Else the other tests would prove nothing."""
    page.set_content("<p>Utan skript</p><script>document.querySelector('p').textContent = 'Med skript'</script>")
    expect(page.get_by_text("Utan skript")).to_be_visible()


def test_a_forecast_is_saved_as_a_column(page: Page, person: Callable[[str], User]) -> None:
    person("forvaltningschef.social@hallsberg")
    page.goto("/hallsberg/laget/")
    open_report(page, UNIT)
    parts(page).get_by_role("link", name="Prognos").click()
    page.get_by_role("textbox", name="Individ- och familjeomsorg").fill("54 100")
    page.get_by_role("textbox", name="Ekonomiskt bistånd").fill("sjutton")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="fel")).to_be_visible()
    expect(page.get_by_role("textbox", name="Individ- och familjeomsorg")).to_have_value("54 100")

    page.get_by_role("textbox", name="Ekonomiskt bistånd").fill("17 500")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Prognosen är sparad")).to_be_visible()
    expect(page.get_by_role("textbox", name="Individ- och familjeomsorg")).to_have_value(money("54 100"))
    explain(page, "Ekonomiskt bistånd", cause="Fler hushåll.", consequence="Antalet ligger kvar.")

    page.get_by_role("button", name="Använd motprognosen").click()
    expect(page.get_by_role("button", name="Använd motprognosen")).to_have_count(0)


def test_a_goal_is_judged_and_the_report_handed_in_and_decided(page: Page, person: Callable[[str], User]) -> None:
    person("namndsekreterare.social@hallsberg")
    page.goto("/hallsberg/laget/")
    open_report(page, UNIT)
    judging = open_judgement(page, "Hemtjänst ges de tider den behövs, även kväll och helg")
    judge(judging, "Nås", {"Resultat": "Målvärdet är nått."})
    expect(page.get_by_role("status").filter(has_text="Bedömningen är sparad")).to_be_visible()

    open_report(page, UNIT)
    assert "Bedöm Hemtjänst ges de tider den behövs, även kväll och helg" not in left_to_do(page)
    write_section(page, "Övriga mål", "Miljömålen nås.")
    slot = Slot.objects.get(organisation__name=UNIT, occasion__rule__code="delarsrapport")
    colleagues.complete(slot, system_access(slot.municipality))
    open_report(page, UNIT)
    hand_in(page)
    record_decision(page, "Nämnden behandlar delårsrapporten", UNIT, date(2026, 9, 9), "83")
    expect(page.get_by_role("heading", name="Beslutad och låst")).to_be_visible()


def test_an_outcome_is_read_in_and_a_pdf_made(
    page: Page, person: Callable[[str], User], worker: None, tmp_path: Path
) -> None:
    """While a worker is at it the page is asked again by hand."""
    person("controller@hallsberg")
    page.goto("/hallsberg/budget/utfall/")
    upload(page, ROOT / "fixtures/demo/hallsberg_utfall_2026-07.xlsx")
    page.wait_for_url("**/budget/utfall/*/")
    until(lambda: "Läs in 273 rader" in words(asked(page)), "the file was never reviewed")
    page.goto(page.url)
    page.get_by_role("button", name="Läs in 273 rader").click()
    until(lambda: "273 rader är inlästa" in words(asked(page)), "the rows were never posted")
    page.goto("/hallsberg/laget/")

    open_report(page, "Drift- och servicenämnden")
    page.get_by_role("button", name="PDF", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Skapar rapporten")
    until(lambda: asked(page).headers["content-type"] == "application/pdf", "the PDF was never made")
    path = tmp_path / "rapport.pdf"
    path.write_bytes(asked(page).body())
    assert "Fossilfri fordonsflotta 2026" in pdf_text(path)


def words(answer: APIResponse) -> str:
    """A page's words, asked for beside the browser: a page that is still arriving there cannot be loaded again."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text()).split())


def asked(page: Page) -> APIResponse:
    """The answer to the page's own address: the page that says wait, until it is the file."""
    return page.request.get(page.url)
