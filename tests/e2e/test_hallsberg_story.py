"""One interim report in Hallsberg, from the month's outcome to fullmäktige's decision, in a real browser.

Every step is taken by the one whose task it is; the files at the end are read back with other programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from config.env import ROOT
from styrmodell.access import system_access
from styrmodell.models import Municipality, Occasion
from tests.e2e import colleagues
from tests.e2e.downloads import fetch_excel, fetch_pdf, has_row, outcome_in_file, pdf_text, sheet_rows
from tests.e2e.steps import (
    add_measure,
    explain,
    give_back,
    hand_in,
    judge,
    judge_what_is_left,
    left_to_do,
    money,
    net_outcome,
    open_area,
    open_judgement,
    open_report,
    open_whole_report,
    parts,
    record_decision,
    record_step,
    see_judged,
    shown_kronor,
    shown_tkr,
    try_to_hand_in,
    type_forecasts,
    upload,
    variances_on_laget,
    write_section,
    write_what_is_left,
)

pytestmark = pytest.mark.browser

UNIT = "Social- och arbetsmarknadsnämnden"
FORECASTS = {
    "Funktionsnedsättning, LSS": "96 600",
    "Individ- och familjeomsorg": "54 100",
    "Ekonomiskt bistånd": "17 500",
    "Arbetsmarknad och vuxenutbildning": "20 900",
}
DEMO = ROOT / "fixtures" / "demo"
OUTCOME = DEMO / "hallsberg_utfall_2026-07.xlsx"
WORKER_STARTS = 60_000  # milliseconds
WHOLE_SECTIONS = ["Förväntad utveckling", "Strategiska områden", "Övriga mål"]
WHOLE_SECTIONS += ["Jämförelse med andra", "Beslut med anledning av detta"]
WHOLE_SECTIONS += ["Investeringar", "Intern kontroll", "Uppdrag"]
SECTIONS = ["Strategiska områden", "Övriga mål", "Jämförelse med andra", "Beslut med anledning av detta"]
SECTIONS += ["Personal", "Investeringar", "Intern kontroll", "Uppdrag", "Ramen kan inte hållas"]


def test_a_report_from_outcome_to_decision(
    page: Page, person: Callable[[str], User], worker: None, tmp_path: Path
) -> None:
    person("controller@hallsberg")
    page.goto("/hallsberg/laget/")
    the_controller_reads_in_the_outcome(page)

    person("forvaltningschef.social@hallsberg")
    the_head_forecasts_with_the_keyboard(page)

    person("namndsekreterare.social@hallsberg")
    the_secretary_judges_writes_and_hands_in(page)

    person("controller@hallsberg")
    open_report(page, UNIT)
    give_back(page, "Skriv vad nämnden föreslår om hemtjänsten.")

    person("namndsekreterare.social@hallsberg")
    the_secretary_corrects_and_the_committee_decides(page)
    the_colleagues_hand_in()

    person("kanslichef@hallsberg")
    the_registry_judges_what_no_committee_answers_for(page)
    person("controller@hallsberg")
    the_municipality_decides(page)

    person("politiker@hallsberg")
    shown = the_politician_reads(page)
    the_files_say_the_same(page, tmp_path, shown)


def the_controller_reads_in_the_outcome(page: Page) -> None:
    """A file with errors changes nothing; the right one is reviewed, confirmed and then part of the year's outcome."""
    open_area(page, "Budget och prognos")
    before = net_outcome(page)
    page.get_by_role("link", name="Läs in utfall").click()
    upload(page, DEMO / "hallsberg_utfall_2026-07_med_fel.xlsx")
    expect(page.get_by_role("main")).to_contain_text("4 fel att rätta. Inget har lästs in.", timeout=WORKER_STARTS)
    expect(page.get_by_role("table", name="Rader med fel").get_by_role("row")).to_have_count(5)
    expect(page.get_by_role("button", name="Läs in")).to_be_hidden()

    page.get_by_role("link", name="Välj en annan fil").click()
    upload(page, OUTCOME)
    net = outcome_in_file(OUTCOME)
    review = page.get_by_role("table", name="Netto per månad")
    expect(review.get_by_role("row").filter(has_text="juli")).to_contain_text(shown_kronor(net))
    page.get_by_role("button", name="Läs in 273 rader").click()
    expect(page.get_by_role("main")).to_contain_text("273 rader är inlästa", timeout=30_000)

    open_area(page, "Budget och prognos")
    assert abs(net_outcome(page) - before + net / 1000) <= 1, "net cost is shown as a positive number, in tkr"


def the_head_forecasts_with_the_keyboard(page: Page) -> None:
    open_report(page, UNIT)
    assert len(left_to_do(page, "Skriv en prognos för")) == 4
    parts(page).get_by_role("link", name="Prognos").click()
    type_forecasts(page, FORECASTS)
    explain(page, "Hälso- och sjukvård", comment="Två rehabiliteringar avslutas i september, sedan är vi i balans.")
    explain(page, "Individ- och familjeomsorg", cause="Tre nya placeringar.", consequence="De pågår hela året.")
    explain(page, "Ekonomiskt bistånd", cause="Fler hushåll.", consequence="Antalet ligger kvar.")
    expect(page.get_by_role("group", name="Spara och lämna in")).to_contain_text(money("478 300"))
    page.get_by_role("link", name="Till inlämning").click()
    assert left_to_do(page, "Skriv en prognos") == []


def the_secretary_judges_writes_and_hands_in(page: Page) -> None:
    open_report(page, UNIT)
    try_to_hand_in(page)
    judging = open_judgement(page, "Hemtjänst ges de tider den behövs, även kväll och helg")
    judge(judging, "Nås", {"Resultat": "Målvärdet är nått."})
    see_judged(judging, "Nås")

    open_report(page, UNIT)
    judging = open_judgement(page, "Brukare möter samma personal och blir lyssnade på")
    judge(judging, "Nås delvis", {"Resultat": "Ett av två mått nås."})
    see_judged(judging, "Nås delvis")

    open_report(page, UNIT)
    the_secretary_explains_a_judgement_that_differs(page)
    add_measure(page, "Öppna åtta platser i särskilt boende", "Förvaltningschef")

    open_report(page, UNIT)
    for heading in SECTIONS:
        write_section(page, heading, f"{heading}: nämnden har behandlat frågan.")
    assert left_to_do(page) == []
    hand_in(page)
    expect(parts(page).get_by_role("row").filter(has_text="Prognos")).to_contain_text("låst")


def the_secretary_explains_a_judgement_that_differs(page: Page) -> None:
    """The indicators point the right way: the judgement «Nås inte» is not accepted without its reason."""
    judging = open_judgement(page, "Den som behöver särskilt boende får plats inom 30 dagar")
    texts = {"Orsak": "Åtta platser öppnar senare.", "Åtgärd": "De öppnar i november.", "Effekt": "Nås våren 2027."}
    judge(judging, "Nås inte", texts)
    expect(page.get_by_role("alert").filter(has_text="fel")).to_be_focused()
    expect(judging.get_by_label("Orsak")).to_have_value("Åtta platser öppnar senare.")
    judge(judging, "Nås inte", {"Skäl till bedömningen": "Väntetiden minskar, men målvärdet är långt borta."})
    see_judged(judging, "Nås inte")


def the_secretary_corrects_and_the_committee_decides(page: Page) -> None:
    open_report(page, UNIT)
    expect(page.get_by_role("main")).to_contain_text("Skriv vad nämnden föreslår om hemtjänsten.")
    write_section(page, "Beslut med anledning av detta", "Nämnden begär en plan för hemtjänsten till november.")
    hand_in(page)
    record_decision(page, "Nämnden behandlar delårsrapporten", UNIT, date(2026, 9, 9), 83)
    expect(page.get_by_role("heading", name="Beslutad och låst")).to_be_visible()


def the_colleagues_hand_in() -> None:
    kommun = Municipality.objects.get(slug="hallsberg")
    occasion = Occasion.objects.get(municipality=kommun, rule__code="delarsrapport")
    others = [slot for slot in colleagues.slots_of(occasion) if slot.organisation.name != UNIT]
    colleagues.finish(others, system_access(kommun), date(2026, 9, 10))


def the_registry_judges_what_no_committee_answers_for(page: Page) -> None:
    """The strategic areas and the company's goal hang on the whole municipality's report."""
    open_whole_report(page)
    judged = judge_what_is_left(page, "Nås delvis")
    assert {"Hållbar kommun", "God service", "Bostäderna använder mindre energi"} < set(judged)


def the_municipality_decides(page: Page) -> None:
    """Nothing is handed in while a section is empty, but one that has nothing to say may say so."""
    open_whole_report(page)
    try_to_hand_in(page)
    assert write_what_is_left(page) == WHOLE_SECTIONS
    hand_in(page)
    record_step(page, "Budgetdialog om delårsrapporterna", date(2026, 9, 14))
    name = "Kommunstyrelsen lämnar delårsrapporten till fullmäktige och revisorerna"
    record_decision(page, name, "Kommunstyrelsen", date(2026, 9, 22), 140)
    record_step(page, "Revisorernas bedömning", date(2026, 9, 25))
    name = "Kommunfullmäktige beslutar om delårsrapporten"
    record_decision(page, name, "Kommunfullmäktige", date(2026, 9, 29), 101)
    expect(page.get_by_role("heading", name="Beslutad och låst")).to_be_visible()


def the_politician_reads(page: Page) -> dict[str, str]:
    """Läget says what was decided; returns the units' forecast against budget as it is shown there."""
    open_area(page, "Läget")
    expect(page.get_by_role("main")).to_contain_text(money("KF 2026-09-29 § 101"))
    shown = variances_on_laget(page)
    assert shown[UNIT] == money("-9 400")
    page.get_by_role("link", name="Senaste rapporten").click()
    expect(page.get_by_role("main")).to_contain_text(money("Kommunfullmäktige 29 september 2026, § 101"))
    return shown


def the_files_say_the_same(page: Page, folder: Path, shown: dict[str, str]) -> None:
    """Every unit's forecast against budget, and the sum: as on the page, in the workbook and on paper."""
    rows = sheet_rows(fetch_excel(page, folder), "Driftredovisning")
    place = rows["Nämnd"].index("Helår: Avvikelse")
    assert {name: shown_tkr(Decimal(str(rows[name][place]))) for name in shown} == shown

    text = pdf_text(fetch_pdf(page, folder))
    missing = [name for name, amount in shown.items() if not has_row(text, name, amount)]
    assert missing == []
    assert "29 september 2026, § 101" in text
    assert "Utkast" not in text
