"""What is typed in the grid is saved, or said not to be: refused amounts, left pages, and a login that ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from styrmodell.models import Slot
from tests.e2e.test_forecast_grid import NBSP, cell, grid_address, stored

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("demo")]
HEAD = "forvaltningschef.social@hallsberg"
PASSWORD = "en mening som ingen annan har"
IFO, HOME = "Individ- och familjeomsorg", "Hemtjänst"


def open_grid(page: Page) -> None:
    page.goto(grid_address())
    expect(page.get_by_role("heading", name="Prognos per")).to_be_visible()


def sum_of(page: Page) -> str:
    return page.locator(".savebar [data-sum]").inner_text()


def sign_in_here(page: Page, user: User) -> None:
    """Sign in on the login page that is open, with password: the browser gets a new mark against forged forms."""
    page.get_by_label("E-postadress").fill(user.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_label("Mitt konto")).to_be_visible()


def with_password(address: str) -> User:
    user = User.objects.get(email=f"{address}.example")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.mark.parametrize("typed", ["50.000", "12 34", "9 999 999 999"])
def test_a_refused_amount_is_neither_rewritten_nor_counted(page: Page, person: Callable[[str], User], typed: str):
    person(HEAD)
    open_grid(page)
    before, amount, whole = cell(page, HOME).input_value(), stored(HOME).amount, sum_of(page)
    variance = page.get_by_role("row").filter(has=cell(page, HOME)).locator("[data-dev]")
    shown = variance.inner_text()

    cell(page, HOME).fill(typed)
    page.keyboard.press("Tab")
    expect(page.locator("#sparat")).to_contain_text("Inte sparat")
    expect(page.locator(".savebar [data-sum]")).to_have_text(whole)
    expect(variance).to_have_text(shown)
    cell(page, HOME).focus()
    page.keyboard.press("Tab")
    expect(cell(page, HOME)).to_have_value(typed)
    cell(page, IFO).fill("1")
    expect(cell(page, HOME)).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".savebar [data-sum]")).to_have_text(whole)

    page.get_by_role("button", name="Spara", exact=True).click()

    expect(page.get_by_role("heading", name="Det finns ett fel att rätta")).to_be_visible()
    expect(cell(page, HOME)).to_have_value(typed)
    assert stored(HOME).amount == amount
    cell(page, HOME).focus()
    page.keyboard.press("Escape")
    expect(cell(page, HOME)).to_have_value(before)


def test_an_amount_with_a_point_of_thousands_is_refused_by_the_button_alone(page: Page, person: Callable[[str], User]):
    person(HEAD)
    open_grid(page)
    amount = stored(HOME).amount

    cell(page, HOME).fill("50.000")
    page.get_by_role("button", name="Spara", exact=True).click()

    expect(page.get_by_role("heading", name="Det finns ett fel att rätta")).to_be_visible()
    expect(cell(page, HOME)).to_have_value("50.000")
    assert stored(HOME).amount == amount


def test_an_edit_that_fails_while_one_leaves_is_told_on_the_next_page(page: Page, person: Callable[[str], User]):
    person(HEAD)
    open_grid(page)
    amount = stored(HOME).amount

    cell(page, HOME).fill("21 44x")
    page.get_by_role("link", name="Hela rapporten").click()

    expect(page.get_by_role("heading", name="Vägen till beslut")).to_be_visible()
    told = page.get_by_role("alert").filter(has_text="Inte sparat när du lämnade sidan")
    expect(told).to_contain_text("Hemtjänst: 21 44x. Skriv bara talet, utan enhet eller ord")
    assert stored(HOME).amount == amount
    told.get_by_role("link", name="Till prognosen").click()
    expect(cell(page, HOME)).to_be_visible()
    page.reload()
    expect(page.get_by_role("alert").filter(has_text="Inte sparat")).to_have_count(0)  # told once


def test_an_edit_that_was_on_its_way_when_one_left_is_saved(page: Page, person: Callable[[str], User]):
    person(HEAD)
    open_grid(page)
    page.route("**/cell/**", lambda route: None, times=1)  # the answer does not come before the page is left

    cell(page, HOME).fill("91 440")
    with page.expect_request("**/cell/**"):
        page.get_by_role("link", name="Hela rapporten").focus()
    page.get_by_role("link", name="Hela rapporten").click()

    told = page.get_by_role("alert").filter(has_text="Sparades när du lämnade sidan")
    expect(told).to_contain_text("Hemtjänst: 91 440.")
    assert stored(HOME).amount == -91_440_000


def test_an_edit_that_nobody_answered_on_the_next_page_either_is_back_in_its_cell(
    page: Page, person: Callable[[str], User]
):
    person(HEAD)
    open_grid(page)
    page.route("**/cell/**", lambda route: route.abort())

    cell(page, HOME).fill("91 447")
    page.get_by_role("link", name="Hela rapporten").click()
    expect(page.get_by_role("alert").filter(has_text="Inte sparat när du lämnade sidan")).to_be_visible()
    page.unroute("**/cell/**")
    open_grid(page)

    expect(page.locator("#sparat")).to_contain_text("Sparat")
    assert stored(HOME).amount == -91_447_000


def test_an_edit_that_fails_while_another_form_is_sent_is_back_in_its_cell(page: Page, person: Callable[[str], User]):
    person(HEAD)
    open_grid(page)

    cell(page, IFO).fill("21 44x")
    page.get_by_role("button", name="Spara analysen").first.click()

    expect(page.get_by_role("status").filter(has_text="Sparat:").first).to_be_visible()
    expect(cell(page, IFO)).to_have_value("21 44x")
    expect(cell(page, IFO)).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#sparat")).to_contain_text("Inte sparat")


def test_nobody_else_saves_what_somebody_left(page: Page, person: Callable[[str], User]):
    person(HEAD)
    open_grid(page)
    amount = stored(HOME).amount
    cell(page, HOME).fill("91 441")  # and never left: nothing is sent

    person("controller@hallsberg")
    page.goto("/hallsberg/budget/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("sessionStorage.getItem('styrmodell:osparat')") is None
    assert stored(HOME).amount == amount


def test_after_signing_in_anew_in_another_tab_what_is_typed_is_saved(
    page: Page, context: BrowserContext, person: Callable[[str], User]
):
    user = with_password(HEAD)
    person(HEAD)
    open_grid(page)
    Session.objects.all().delete()
    cell(page, HOME).fill("91 442")
    page.keyboard.press("Tab")
    ended = page.get_by_role("alert").filter(has_text="Du har loggats ut")
    with context.expect_page() as opened:
        ended.get_by_role("link", name="Logga in i en ny flik").click()
    sign_in_here(opened.value, user)

    cell(page, IFO).fill("50 443")
    page.keyboard.press("Tab")

    expect(page.locator("#sparat")).to_contain_text("Sparat")
    expect(page.get_by_role("alert").filter(has_text="Du")).to_have_count(0)
    expect(cell(page, HOME)).to_have_value(f"91{NBSP}442")
    page.reload()
    expect(cell(page, HOME)).to_have_value(f"91{NBSP}442")
    expect(cell(page, IFO)).to_have_value(f"50{NBSP}443")
    assert (stored(HOME).amount, stored(IFO).amount) == (-91_442_000, -50_443_000)


def test_trying_again_after_signing_in_anew_saves(page: Page, context: BrowserContext, person: Callable[[str], User]):
    user = with_password(HEAD)
    person(HEAD)
    open_grid(page)
    Session.objects.all().delete()
    cell(page, HOME).fill("91 444")
    page.keyboard.press("Tab")
    ended = page.get_by_role("alert").filter(has_text="Du har loggats ut")
    with context.expect_page() as opened:
        ended.get_by_role("link", name="Logga in i en ny flik").click()
    sign_in_here(opened.value, user)

    ended.get_by_role("button", name="Försök igen").click()

    expect(page.locator("#sparat")).to_contain_text("Sparat")
    assert stored(HOME).amount == -91_444_000


def test_the_button_after_the_login_has_ended_saves_when_it_has_begun_again(page: Page, person: Callable[[str], User]):
    user = with_password(HEAD)
    person(HEAD)
    open_grid(page)
    Session.objects.all().delete()
    cell(page, HOME).fill("91 445")
    page.get_by_role("button", name="Spara", exact=True).click()

    with page.expect_response(lambda answer: "/cell/" in answer.url and answer.status == 200):
        sign_in_here(page, user)  # back at the forecast, which sends what was typed
    open_grid(page)

    expect(cell(page, HOME)).to_have_value(f"91{NBSP}445")
    page.reload()
    expect(cell(page, HOME)).to_have_value(f"91{NBSP}445")
    assert stored(HOME).amount == -91_445_000


def test_who_really_may_not_is_told_so(page: Page, person: Callable[[str], User]):
    person(HEAD)
    open_grid(page)
    Slot.objects.filter(occasion__month=7, organisation__code="san").update(status="inlamnad")

    cell(page, HOME).fill("91 446")
    page.keyboard.press("Tab")

    expect(page.get_by_role("alert").filter(has_text="Du får inte göra det här")).to_be_visible()
    expect(cell(page, HOME)).to_have_value(f"91{NBSP}446")


def test_who_writes_for_long_tells_that_they_are_there(page: Page, person: Callable[[str], User]):
    """A text takes longer to write than a sign-in lasts without use: once a minute, and only while something is typed."""
    person(HEAD)
    page.clock.install()
    open_grid(page)
    told: list[int] = []
    page.on("response", lambda answer: told.append(answer.status) if answer.url.endswith("/konto/kvar/") else None)
    cell(page, HOME).press_sequentially("1")
    page.clock.fast_forward("05:00")
    assert told == []

    with page.expect_response("**/konto/kvar/"):
        cell(page, HOME).press_sequentially("2")
    cell(page, HOME).press_sequentially("3")

    assert told == [204]
