"""What people do in the stories, one function each: they find things by role and label, as people do."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.by_hand import Taken

COST_PLUS = "Kostnad plus, intäkt minus (debet plus, som i huvudboken)"
NBSP, MINUS = "\u00a0", "\u2212"


def money(text: str) -> str:
    """The text with the spaces and the minus sign as they are shown."""
    return text.replace(" ", NBSP).replace("-", MINUS) if text[:1] in "-0123456789" else text.replace("§ ", f"§{NBSP}")


def open_area(page: Page, area: str) -> None:
    """Choose one of the areas in the main menu."""
    page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name=area, exact=True).click()
    expect(page.get_by_role("navigation", name="Huvudmeny").locator('[aria-current="page"]')).to_have_text(area)


def open_report(page: Page, unit: str) -> None:
    """Go to a unit's report by way of the status board."""
    open_area(page, "Uppföljning")
    page.get_by_role("table", name="Status per organisation och del").get_by_role("link", name=unit, exact=True).click()
    expect(page.get_by_role("heading", name="Vägen till beslut")).to_be_visible()


def open_whole_report(page: Page) -> None:
    """Go to the whole municipality's report by way of the status board."""
    open_area(page, "Uppföljning")
    page.get_by_role("link", name="Hela kommunens rapport").click()
    expect(page.get_by_role("heading", name="Vägen till beslut")).to_be_visible()


def parts(page: Page) -> Locator:
    """The table of the report's parts on its page."""
    return page.get_by_role("table", name="Rapportens delar")


def left_to_do(page: Page, start: str = "") -> list[str]:
    """What the report's page says is left before it can be handed in."""
    rows = page.get_by_role("region", name="Lämna in").get_by_role("listitem").all_inner_texts()
    return [row.strip() for row in rows if row.strip().startswith(start)]


def open_judgement(page: Page, goal: str) -> Locator:
    """From the report: find the goal in the list, open it and its judgement; returns the form's region."""
    parts(page).get_by_role("row").filter(has=page.locator('a[href*="styrkedja/mal/"]')).get_by_role("link").click()
    page.get_by_role("main").get_by_role("link", name=goal, exact=True).click()
    page.get_by_role("link", name="Bedöm målet").click()
    region = page.get_by_role("region", name="Bedömning")
    expect(region.get_by_role("button", name="Spara bedömningen")).to_be_visible()
    return region


def judge(region: Locator, step: str, texts: dict[str, str] | None = None) -> None:
    """Choose a step, write the texts by their labels and save; the region then shows the judgement."""
    region.get_by_role("radio", name=step, exact=True).check()
    for label, text in (texts or {}).items():
        region.get_by_label(label).fill(text)
    region.get_by_role("button", name="Spara bedömningen").click()


def see_judged(region: Locator, step: str) -> None:
    """The judgement is saved and shown in place of the form."""
    expect(region.get_by_role("button", name="Spara bedömningen")).to_be_hidden()
    expect(region).to_contain_text(step)


def add_measure(page: Page, title: str, responsible: str) -> None:
    """Against what keeps the goal whose page is open from being reached: what is done, and who answers for it."""
    page.get_by_role("region", name="Åtgärder").get_by_role("link", name="Lägg till").click()
    page.get_by_label("Åtgärd", exact=True).fill(title)
    page.get_by_label("Ansvarig roll").fill(responsible)
    page.get_by_role("button", name="Spara åtgärden").click()
    expect(page.get_by_role("status").filter(has_text="Åtgärden är sparad")).to_be_visible()


def judge_what_is_left(page: Page, step: str, at_most: int | None = None) -> list[str]:
    """Judge the goals that the report's page says are left, by its own links; returns them."""
    report, goals = page.url, [text.removeprefix("Bedöm ") for text in left_to_do(page, "Bedöm ")]
    for goal in goals[:at_most]:
        page.get_by_role("region", name="Lämna in").get_by_role("link", name=f"Bedöm {goal}", exact=True).click()
        page.get_by_role("link", name="Bedöm målet").click()
        judging = page.get_by_role("region", name="Bedömning")
        judge(judging, step, {"Skäl till bedömningen": "Se analysen.", "Resultat": "Målet följer planen."})
        see_judged(judging, step)
        page.goto(report)
    return goals


def write_what_is_left(page: Page, at_most: int | None = None) -> list[str]:
    """Write the sections that the report's page says are left, by its own links; returns their headings."""
    headings = [text.removeprefix("Skriv avsnittet ") for text in left_to_do(page, "Skriv avsnittet ")]
    for heading in headings[:at_most]:
        link = page.get_by_role("region", name="Lämna in").get_by_role("link", name=f"Skriv avsnittet {heading}")
        link.and_(page.get_by_text(f"Skriv avsnittet {heading}", exact=True)).click()
        page.get_by_role("textbox", name="Text").fill("Inget att rapportera: allt är som i planen.")
        page.get_by_role("button", name="Spara texten").click()
        expect(page.get_by_role("status").filter(has_text=f"{heading} är sparat")).to_be_visible()
    return headings


def write_section(page: Page, heading: str, text: str) -> None:
    """Write one section of the report whose page is open."""
    parts(page).get_by_role("link", name=heading, exact=True).click()
    page.get_by_role("textbox", name="Text").fill(text)
    page.get_by_role("button", name="Spara texten").click()
    expect(page.get_by_role("status").filter(has_text=f"{heading} är sparat")).to_be_visible()


def try_to_hand_in(page: Page) -> None:
    """Press the button although something is left: the page says so and nothing is handed in."""
    page.get_by_role("button", name="Lämna in rapporten").click()
    expect(page.get_by_role("alert").filter(has_text="Rapporten kan inte lämnas in än")).to_be_visible()


def hand_in(page: Page) -> None:
    """Hand in the report whose page is open."""
    page.get_by_role("button", name="Lämna in rapporten").click()
    expect(page.get_by_role("status").filter(has_text="är inlämnad")).to_be_visible()


def give_back(page: Page, reason: str) -> None:
    """Give the report back for correction."""
    page.get_by_label("Vad behöver rättas?").fill(reason)
    page.get_by_role("button", name="Lämna tillbaka för rättning").click()
    expect(page.get_by_role("status").filter(has_text="Rapporten är återlämnad")).to_be_visible()


def record_step(page: Page, name: str, day: date) -> None:
    """Write down that a step without a decision has been taken."""
    region = page.get_by_role("region", name=name)
    region.get_by_label("Datum").fill(day.isoformat())
    _note_down(page, region, "Anteckna steget")


def record_decision(page: Page, name: str, body: str, day: date, paragraph: str) -> None:
    """Write down what a body decided: who, when and §."""
    region = page.get_by_role("region", name=name)
    region.get_by_label("Organ").select_option(body)
    region.get_by_label("Datum").fill(day.isoformat())
    region.get_by_label("Paragraf").fill(paragraph)
    _note_down(page, region, "Anteckna beslutet")


def _note_down(page: Page, region: Locator, button: str) -> None:
    """Send the step with the auditors' document where it is asked for; say why when the day is before the hand-in."""
    paper = region.get_by_label("Revisorernas skriftliga bedömning")
    question, done = region.get_by_label("Hur gick det till?"), page.get_by_role("status").filter(has_text="antecknat")
    for _ in range(2):
        if paper.count():
            paper.set_input_files({"name": "bedomning.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
        region.get_by_role("button", name=button).click()
        expect(question.or_(done).first).to_be_visible()
        if not question.count():
            break
        region.get_by_label("Datumet stämmer").check()
        question.fill("Nämnden hade rapporten på papper.")
    expect(done).to_be_visible()


def record_taken(page: Page, name: str, taken: Taken) -> None:
    """Write down a step, with body and § when somebody decided."""
    if taken.body:
        record_decision(page, name, taken.body, taken.day, taken.paragraph)
    else:
        record_step(page, name, taken.day)


def type_forecasts(page: Page, amounts: dict[str, str]) -> None:
    """Fill in the column «Ny prognos» with the keyboard alone: type, Enter goes down, each cell saves itself."""
    for line, amount in amounts.items():
        cell = page.get_by_role("textbox", name=line)
        cell.focus()
        page.keyboard.press("Control+A")
        page.keyboard.type(amount)
        with page.expect_response(lambda answer: "/cell/" in answer.url) as saved:
            page.keyboard.press("Enter")
        assert saved.value.status == 200
    expect(page.get_by_role("group", name="Spara och lämna in")).to_contain_text("Sparat")


def explain(page: Page, line: str, *, comment: str = "", cause: str = "", consequence: str = "") -> None:
    """Write the words of a line of the forecast, on its own page."""
    row = page.get_by_role("row").filter(has=page.get_by_role("textbox", name=line))
    row.get_by_role("cell").last.get_by_role("link").click()
    for label, text in {"Kommentar": comment, "Orsak": cause, "Konsekvens": consequence}.items():
        if text:
            page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Sparat:")).to_be_visible()


def upload(page: Page, file: Path | str) -> None:
    """Choose a file from the accounting system, or a text that it might have written, and have it reviewed.

    A text has costs as plus."""
    field = page.get_by_label("Fil från ekonomisystemet")
    if isinstance(file, Path):
        field.set_input_files(file)
    else:
        field.set_input_files({"name": "utfall.csv", "mimeType": "text/csv", "buffer": file.encode()})
        page.get_by_label("Tecken i filen").select_option(label=COST_PLUS)
    page.get_by_role("button", name="Granska filen").click()


def net_outcome(page: Page) -> int:
    """The year's outcome so far as the economy's page sums it, in tkr of net cost."""
    table = page.get_by_role("table", name="Driftredovisning")
    heads = [text.split("\n")[0] for text in table.get_by_role("columnheader").all_inner_texts()]
    cells = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Summa")).get_by_role("cell")
    return int(cells.nth(heads.index("Utfall") - 1).inner_text().replace(NBSP, "").replace(MINUS, "-"))


def shown_kronor(amount: Decimal) -> str:
    """Kronor as the pages write them: rounded half up, real minus, thousands parted."""
    whole = int(abs(amount).quantize(Decimal(1), ROUND_HALF_UP))
    return (MINUS if amount < 0 and whole else "") + f"{whole:,}".replace(",", NBSP)


def shown_tkr(amount: Decimal) -> str:
    """A deviation in tkr as Läget writes it: always with its sign, zero without."""
    text = shown_kronor(amount)
    return text if text[0] in f"{MINUS}0" else f"+{text}"
