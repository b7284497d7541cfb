"""One interim report in Hallsberg, from the month's outcome to fullmäktige's decision, in a real browser.

Every step is taken by the one whose task it is; the files at the end are read back with other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from config.env import ROOT
from styrmodell.access import system_access
from styrmodell.models import Municipality, Occasion, Slot
from tests.e2e import colleagues
from tests.e2e.by_hand import STORIES
from tests.e2e.comparing import board_says, laget_says, missing_on_paper, report_says, unit_says, workbook_says
from tests.e2e.downloads import fetch_pdf, pdf_text
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
    record_taken,
    see_judged,
    try_to_hand_in,
    type_forecasts,
    upload,
    write_section,
    write_what_is_left,
)

pytestmark = pytest.mark.browser

UNIT = "Social- och arbetsmarknadsnämnden"
STORY = STORIES["hallsberg"]
DEMO = ROOT / "fixtures" / "demo"
WORKER_STARTS = 60_000  # milliseconds
WHOLE_SECTIONS = ["Förväntad utveckling", "Strategiska områden", "Övriga mål"]
WHOLE_SECTIONS += ["Jämförelse med andra", "Beslut med anledning av detta"]
WHOLE_SECTIONS += ["Investeringar", "Intern kontroll", "Uppdrag"]
SECTIONS = ["Strategiska områden", "Övriga mål", "Jämförelse med andra", "Beslut med anledning av detta"]
SECTIONS += ["Personal", "Investeringar", "Intern kontroll", "Uppdrag"]


def test_a_report_from_outcome_to_decision(
    page: Page, person: Callable[[str], User], worker: None, tmp_path: Path
) -> None:
    colleagues.open_months(system_access(Municipality.objects.get(slug="hallsberg")), 2026)
    person("controller@hallsberg")
    page.goto("/hallsberg/budget/")
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
    the_politician_reads(page)
    the_files_say_the_same(page, tmp_path)


def the_controller_reads_in_the_outcome(page: Page) -> None:
    """A file with errors changes nothing; the right one is reviewed, confirmed and then the year's outcome."""
    page.get_by_role("link", name="Läs in utfall").click()
    upload(page, DEMO / "hallsberg_utfall_2026-07_med_fel.xlsx")
    expect(page.get_by_role("main")).to_contain_text("4 fel att rätta. Inget har lästs in.", timeout=WORKER_STARTS)
    expect(page.get_by_role("table", name="Rader med fel").get_by_role("row")).to_have_count(5)
    expect(page.get_by_role("button", name="Läs in")).to_be_hidden()

    page.get_by_role("link", name="Välj en annan fil").click()
    upload(page, STORY.file)
    review = page.get_by_role("table", name="Netto per månad")
    # 11 000 + 41 000 + 40 130 + 5 200 + 1 100 tkr
    expect(review.get_by_role("row").filter(has_text="juli")).to_contain_text(money("-98 430 000"))
    page.get_by_role("button", name="Läs in 91 rader").click()  # 13 rows in 7 months
    expect(page.get_by_role("main")).to_contain_text("91 rader är inlästa", timeout=30_000)

    open_area(page, "Budget och prognos")
    assert net_outcome(page) == STORY.rows["Summa"].outcome, "net cost is shown as a positive number, in tkr"


def the_head_forecasts_with_the_keyboard(page: Page) -> None:
    open_report(page, UNIT)
    assert len(left_to_do(page, "Skriv en prognos för")) == 4
    parts(page).get_by_role("link", name="Prognos").click()
    type_forecasts(page, STORY.forecasts)
    explain(page, "Hälso- och sjukvård", comment="Två rehabiliteringar avslutas i september, sedan är vi i balans.")
    explain(page, "Individ- och familjeomsorg", cause="Tre nya placeringar.", consequence="De pågår hela året.")
    explain(page, "Ekonomiskt bistånd", cause="Fler hushåll.", consequence="Antalet ligger kvar.")
    expect(page.get_by_role("group", name="Spara och lämna in")).to_contain_text(money("478 300"))
    page.get_by_role("link", name="Till inlämning").click()
    assert left_to_do(page, "Skriv en prognos") == []


def the_secretary_judges_writes_and_hands_in(page: Page) -> None:
    """Two sections are written at the browser, one of them without being asked for; the rest beside it."""
    open_report(page, UNIT)
    report = page.url
    try_to_hand_in(page)
    judging = open_judgement(page, "Hemtjänst ges de tider den behövs, även kväll och helg")
    judge(judging, "Nås", {"Resultat": "Målvärdet är nått."})
    see_judged(judging, "Nås")

    page.goto(report)
    judging = open_judgement(page, "Brukare möter samma personal och blir lyssnade på")
    judge(judging, "Nås delvis", {"Resultat": "Ett av två mått nås."})
    see_judged(judging, "Nås delvis")

    page.goto(report)
    the_secretary_explains_a_judgement_that_differs(page)
    add_measure(page, "Öppna åtta platser i särskilt boende", "Förvaltningschef")

    page.goto(report)
    assert write_what_is_left(page, at_most=1) == SECTIONS
    write_section(page, "Ramen kan inte hållas", "Nämnden begär inte mer ram.")
    slot = Slot.objects.get(organisation__name=UNIT, occasion__rule__code="delarsrapport")
    colleagues.write(slot, system_access(slot.municipality))
    page.goto(report)
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
    record_taken(page, STORY.unit_step, STORY.units[UNIT])
    expect(page.get_by_role("heading", name="Beslutad och låst")).to_be_visible()


def the_colleagues_hand_in() -> None:
    kommun = Municipality.objects.get(slug="hallsberg")
    occasion = Occasion.objects.get(municipality=kommun, rule__code="delarsrapport")
    others = [slot for slot in colleagues.slots_of(occasion) if slot.organisation.name != UNIT]
    colleagues.finish(others, system_access(kommun), STORY.units)


def the_registry_judges_what_no_committee_answers_for(page: Page) -> None:
    """The strategic areas and the company's goal hang on the whole municipality's report."""
    open_whole_report(page)
    left = judge_what_is_left(page, "Nås delvis", at_most=2)
    assert {"Hållbar kommun", "God service", "Bostäderna använder mindre energi"} < set(left)
    colleagues.judge(whole_slot(), system_access(whole_slot().municipality))


def the_municipality_decides(page: Page) -> None:
    """Nothing is handed in while a section is empty, but one that has nothing to say may say so."""
    open_whole_report(page)
    try_to_hand_in(page)
    assert write_what_is_left(page, at_most=2) == WHOLE_SECTIONS
    colleagues.write(whole_slot(), system_access(whole_slot().municipality))
    page.reload()
    hand_in(page)
    for name, taken in STORY.whole.items():
        record_taken(page, name, taken)
    expect(page.get_by_role("heading", name="Beslutad och låst")).to_be_visible()


def whole_slot() -> Slot:
    return Slot.objects.get(municipality__slug="hallsberg", occasion__rule__code="delarsrapport", scope="helhet")


def the_politician_reads(page: Page) -> None:
    """Board, unit, Läget and the report say what was decided, as the table written by hand."""
    open_area(page, "Uppföljning")
    board_says(page, STORY)
    open_report(page, UNIT)
    unit_says(page, STORY, UNIT)
    open_area(page, "Läget")
    expect(page.get_by_role("main")).to_contain_text(money("KF 2026-09-29 § 101"))
    laget_says(page, STORY)
    page.get_by_role("link", name="Senaste rapporten").click()
    expect(page.get_by_role("main")).to_contain_text(money("Kommunfullmäktige 29 september 2026, § 101"))
    report_says(page, STORY)


def the_files_say_the_same(page: Page, folder: Path) -> None:
    """Every sum and every step of the way: in the workbook and on paper."""
    workbook_says(page, folder, STORY)
    text = pdf_text(fetch_pdf(page, folder))
    assert missing_on_paper(text, STORY) == []
    assert "29 september 2026, § 101" in text
    assert "Utkast" not in text
