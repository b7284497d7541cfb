"""What the script adds to every page, tried on the page Komponenter in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.e2e.axe import faults_shown

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# A cell that saves itself, put into the page as the server would have sent it.
CELL = """
  const box = document.createElement("div");
  box.id = "provruta";
  box.innerHTML = '<form hx-post="/prov/" hx-target="#provruta" hx-swap="outerHTML" data-focus-after="#nasta">'
    + '<label for="provtal">Provtal</label><input id="provtal" name="tal" value="12"><button>Spara provet</button></form>';
  document.querySelector("main .wrap").prepend(box);
  window.htmx.process(box);
"""
ANSWER = '<div id="provruta" data-announce="Sparat 14.32"><a id="nasta" href="#falt">Nästa</a></div>'


@pytest.fixture
def page(browser: Browser, server: LiveServer) -> Iterator[Page]:
    """The page Komponenter; the test fails if anything is written in the console."""
    context = browser.new_context(reduced_motion="reduce")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if "/prov/" not in message.text else None)
    opened.goto(f"{server.url}/komponenter/")
    yield opened
    context.close()
    assert [text for text in complaints if "status of" not in text and "Response Status Error" not in text] == []


def answer(page: Page, status: int, body: str) -> list[dict[str, str]]:
    """Let the next saves get this answer; returns the headers of every request."""
    seen: list[dict[str, str]] = []

    def fulfil(route: Route) -> None:
        seen.append(route.request.headers)
        route.fulfill(status=status, body=body, headers={"Content-Type": "text/html", "X-Request-ID": "abc123"})

    page.unroute("**/prov/")
    page.route("**/prov/", fulfil)
    return seen


def test_characters_are_counted_when_the_end_is_near(page: Page) -> None:
    page.get_by_label("Analys").fill("Fler timmar")
    expect(page.get_by_text("av 2\u00a0000 tecken")).to_have_count(0)
    page.get_by_label("Analys").fill("a" * 1_999)
    expect(page.get_by_text("1\u00a0999 av 2\u00a0000 tecken")).to_be_visible()


def test_the_grid_sums_what_is_typed_and_moves_with_the_keys(page: Page) -> None:
    first, second = page.get_by_label("Ny prognos, Hemtjänst, tkr"), page.get_by_label("Ny prognos, Hälso- och")
    first.fill("92 400")
    expect(page.locator("[data-sumdev]").first).to_have_text("−4\u00a0100")
    expect(page.locator("[data-sum]").first).to_have_text("133\u00a0600")
    first.press("Enter")
    expect(second).to_be_focused()
    second.press("Shift+Enter")
    expect(first).to_be_focused()
    first.fill("tolv")
    expect(first).to_have_attribute("aria-invalid", "true")
    first.press("Escape")
    expect(first).to_have_value("91\u00a0400")
    expect(page.locator("[data-sumdev]").first).to_have_text("−3\u00a0100")


TYPED = {  # what the column's sum becomes; nothing where the amount is refused
    "92 400": "133 600",
    "92400,5": "133 601",
    "92400.5": "133 601",
    "−92 400": "−51 200",
    "- 92 400": "−51 200",
    "92.400": "",
    "92.400,0": "",
    "92 40": "",
    "92  400": "",
    "92,": "",
    "9 2400": "",
    "92 400 kr": "",
    "1e5": "",
}


def test_the_grid_reads_amounts_as_the_server_does(page: Page) -> None:
    """Beside it stands 41 200; an amount that the server would refuse counts as what is saved, 91 400."""
    line, total = page.get_by_label("Ny prognos, Hemtjänst, tkr"), page.locator("[data-sum]").first
    for typed, counted in TYPED.items():
        line.fill("0")
        expect(total, typed).to_have_text("41\u00a0200")
        line.fill(typed)
        expect(total, typed).to_have_text((counted or "132 600").replace(" ", "\u00a0"))
        line.press("Tab")
        if not counted:
            expect(line, typed).to_have_attribute("aria-invalid", "true")
            expect(line, typed).to_have_value(typed)


def test_a_save_is_signed_announced_and_moves_focus(page: Page) -> None:
    page.evaluate(CELL)
    seen = answer(page, 200, ANSWER)
    page.get_by_role("button", name="Spara provet").click()
    expect(page.locator("#nasta")).to_be_focused()
    expect(page.locator("#live-polite")).to_have_text("Sparat 14.32")
    assert len(seen[0]["x-csrftoken"]) >= 32
    assert seen[0]["hx-request"] == "true"


def test_errors_take_focus(page: Page) -> None:
    page.evaluate(CELL)
    answer(
        page, 422, '<div id="provruta"><div class="error-summary" tabindex="-1"><h2>Det finns ett fel</h2></div></div>'
    )
    page.get_by_role("button", name="Spara provet").click()
    expect(page.locator("#provruta .error-summary")).to_be_focused()


def test_a_failed_save_keeps_the_text_and_can_be_tried_again(page: Page) -> None:
    page.evaluate(CELL)
    answer(page, 500, "<h1>Fel</h1>")
    page.get_by_label("Provtal").fill("34")
    page.get_by_role("button", name="Spara provet").click()
    alert = page.locator("#alerts")
    expect(alert).to_contain_text("Något gick fel hos oss")
    expect(alert).to_contain_text("abc123")
    expect(page.get_by_label("Provtal")).to_have_value("34")
    answer(page, 200, ANSWER)
    alert.get_by_role("button", name="Försök igen").click()
    expect(page.locator("#nasta")).to_be_visible()
    expect(alert).to_be_empty()


def test_the_login_page_never_lands_inside_a_cell(page: Page) -> None:
    page.evaluate(CELL)
    page.unroute("**/prov/")
    page.route("**/prov/", lambda route: route.fulfill(status=302, headers={"Location": "/konto/login/?next=/prov/"}))
    page.get_by_role("button", name="Spara provet").click()
    expect(page.locator("#alerts")).to_contain_text("Du har loggats ut")
    expect(page.get_by_label("Provtal")).to_have_value("12")


def test_everything_can_be_used_by_everybody(page: Page, server: LiveServer) -> None:
    assert faults_shown(page, "komponenter") == []
    page.goto(f"{server.url}/konto/login/")
    assert faults_shown(page, "login") == []


_PLANTED = """<!doctype html><html lang="sv"><title>Prov</title><main><h1>Prov</h1>{}</main><style>
  body {{ background: #fff; color: #000 }} .pale {{ color: #ccc }} .wide, .narrow {{ display: none }}
  @media (min-width: 800px) {{ .wide {{ display: block }} }} @media (max-width: 799px) {{ .narrow {{ display: block }} }}
  @media (prefers-color-scheme: dark) {{ .dusk {{ color: #ccc }} }}
</style></html>"""


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ('<p class="pale">Blek</p>', ["narrow light", "narrow dark"]),
        ('<p class="wide pale">Blek</p>', ["wide dark", "wide light"]),
        ('<p class="narrow pale">Blek</p>', ["narrow light", "narrow dark"]),
        ('<p class="dusk">Blek i mörker</p>', ["narrow dark"]),
        ('<p class="wide dusk">Blek i mörker</p>', ["wide dark"]),
        ('<img class="wide" src="data:,">', ["wide light"]),
        ('<p class="wide">Rätt</p>', []),
    ],
)
def test_a_fault_is_found_wherever_it_is_shown(page: Page, planted: str, found: list[str]) -> None:
    """Negative control of the search for faults."""
    page.goto("about:blank")
    page.set_content(_PLANTED.format(planted))
    where = [fault.partition(":")[0].removeprefix("prov ") for fault in faults_shown(page, "prov")]
    assert where == found
