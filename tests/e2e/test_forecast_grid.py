"""The forecast grid in a browser: keys, autosave, what is wrong, two at once, and without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from budget.models import ForecastLine
from styrmodell.models import Slot
from tests.e2e.axe import violations

pytestmark = [pytest.mark.browser]
NBSP = "\u00a0"


def grid_address() -> str:
    slot = Slot.objects.get(
        municipality__slug="hallsberg", organisation__code="san", occasion__month=7, occasion__year=2026, scope="enhet"
    )
    return f"/hallsberg/budget/prognos/{slot.pk}/"


def cell(page: Page, line: str):
    return page.get_by_role("textbox", name=line)


def stored(line: str) -> ForecastLine:
    return ForecastLine.objects.get(
        organisation__name=line, organisation__municipality__slug="hallsberg", slot__occasion__month=7
    )


@pytest.mark.usefixtures("demo")
def test_a_cell_is_saved_when_it_is_left_and_the_sums_follow(page: Page, person: Callable[[str], User]):
    person("forvaltningschef.social@hallsberg")
    page.goto(grid_address())
    before = page.locator(".savebar [data-sum]").inner_text()

    cell(page, "Individ- och familjeomsorg").fill("54 100")
    expect(page.locator(".savebar [data-sum]")).not_to_have_text(before)  # live, before anything is saved
    with page.expect_response(lambda answer: "/cell/" in answer.url) as saved:
        page.keyboard.press("Enter")

    assert saved.value.status == 200
    expect(cell(page, "Ekonomiskt bistånd")).to_be_focused()
    expect(page.locator("#sparat")).to_contain_text("Sparat")
    expect(page.get_by_role("row").filter(has_text="Individ- och familjeomsorg").first).to_contain_text("Analys krävs")
    assert stored("Individ- och familjeomsorg").amount == -54_100_000
    page.reload()
    expect(cell(page, "Individ- och familjeomsorg")).to_have_value(f"54{NBSP}100")
    assert violations(page, "the grid") == []


@pytest.mark.usefixtures("demo")
def test_what_is_wrong_stays_in_the_cell_and_escape_brings_back_what_is_stored(
    page: Page, person: Callable[[str], User]
):
    person("forvaltningschef.social@hallsberg")
    page.goto(grid_address())
    line = cell(page, "Hemtjänst")
    value = line.input_value()

    line.fill("mycket")
    page.keyboard.press("Tab")
    expect(page.locator("#sparat")).to_contain_text("Inte sparat")
    expect(line).to_have_value("mycket")
    expect(line).to_have_attribute("aria-invalid", "true")
    line.focus()
    page.keyboard.press("Escape")

    expect(line).to_have_value(value)


@pytest.mark.usefixtures("demo")
def test_the_counter_forecast_answers_a_zero_forecast(page: Page, person: Callable[[str], User]):
    person("forvaltningschef.social@hallsberg")
    page.goto(grid_address())
    button = page.get_by_role("button", name="Använd motprognosen")
    amount = button.inner_text().removeprefix("Använd motprognosen ").strip()

    button.click()

    expect(button).to_have_count(0)
    line = cell(page, "Hälso- och sjukvård, rehabilitering")
    expect(line).to_have_value(amount)
    expect(line).to_be_focused()


@pytest.mark.usefixtures("demo")
def test_whoever_comes_second_sees_both_values(page: Page, context: BrowserContext, person: Callable[[str], User]):
    person("forvaltningschef.social@hallsberg")
    page.goto(grid_address())
    other = context.new_page()
    other.goto(grid_address())
    cell(other, "Hemtjänst").fill("91 900")
    with other.expect_response(lambda answer: "/cell/" in answer.url):
        other.keyboard.press("Tab")

    cell(page, "Hemtjänst").fill("92 500")
    page.keyboard.press("Tab")

    expect(page.locator("#konflikt")).to_contain_text("Ditt: 92 500")
    expect(page.locator("#konflikt")).to_contain_text(f"Sparat: 91{NBSP}900")
    assert stored("Hemtjänst").amount == -91_900_000


@pytest.mark.usefixtures("demo")
def test_a_likely_slip_is_asked_about_and_put_right_by_keyboard(page: Page, person: Callable[[str], User]):
    person("forvaltningschef.social@hallsberg")
    page.goto(grid_address())
    cell(page, "Individ- och familjeomsorg").fill("-500")
    page.keyboard.press("Enter")

    question = page.get_by_role("row").filter(has_text="Du skrev \u2212500. Menade du avvikelsen")
    expect(question).to_be_visible()
    expect(page.locator("#sparat")).to_contain_text("Kontrollera beloppet för Individ- och familjeomsorg")
    expect(page.get_by_role("link", name="1 belopp att kontrollera")).to_be_visible()
    assert violations(page, "the grid") == []
    question.get_by_role("button", name=f"Ändra till 50{NBSP}300").focus()
    page.keyboard.press("Enter")

    expect(question).to_have_count(0)
    expect(cell(page, "Individ- och familjeomsorg")).to_be_focused()
    expect(page.locator("#kontroll")).to_be_empty()
    assert stored("Individ- och familjeomsorg").amount == -50_300_000


@pytest.mark.usefixtures("demo")
def test_rows_copied_in_excel_are_reviewed_and_then_saved(page: Page, person: Callable[[str], User]):
    person("forvaltningschef.social@hallsberg")
    page.goto(grid_address())
    cell(page, "Funktionsnedsättning, LSS").focus()
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(event);
        }""",
        "96 350\r\n54 300\r\n",
    )

    expect(page.get_by_role("heading", name="Granska inklistringen")).to_be_visible()
    assert violations(page, "the grid") == []
    page.get_by_role("button", name="Spara 2 ändringar").click()

    expect(cell(page, "Funktionsnedsättning, LSS")).to_have_value(f"96{NBSP}350")
    expect(cell(page, "Individ- och familjeomsorg")).to_have_value(f"54{NBSP}300")
