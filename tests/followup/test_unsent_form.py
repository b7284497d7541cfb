"""What is sent when the sign-in has ended is there when its writer is back, to look at and send again."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.tasks import forget_visits
from followup.models import Section
from styrmodell.permissions import Role
from tests.factories import RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db

TEXT = "Vi håller budgeten.\nSjukfrånvaron är «hög» & stiger <snart>."


class Form(HTMLParser):
    """The page's form that goes to an address: its fields, and those alone."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.action, self.fields, self.inside = action, dict[str, str](), False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = values.get("action") == self.action
        elif tag == "input" and self.inside:
            self.fields[values["name"]] = values["value"]

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"


@pytest.fixture
def writer(house) -> User:
    return RoleAssignmentFactory(role=Role.CONTROLLER.value, organisation=house.kf).user


def address(house) -> str:
    return f"/{house.kommun.slug}/uppfoljning/{house.slot.pk}/avsnitt/sammanfattning/"


def late(writer: User, house, **headers: str) -> tuple[Client, str]:
    """A browser whose sign-in ended before it sent a text, and where it is led to."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(writer)
    browser.get(address(house))
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    forget_visits()
    mark = browser.cookies["csrftoken"].value
    sent = {"body": TEXT, "version": 0, "csrfmiddlewaretoken": mark}
    answer = browser.post(address(house), sent, headers=headers)
    return browser, answer.get("Location", str(answer.status_code))


def test_it_is_shown_to_its_writer_after_signing_in_and_saved_when_it_is_sent_again(house, writer: User) -> None:
    browser, led_to = late(writer, house)
    assert led_to == f"{reverse('account_login')}?next={reverse('accounts:unsent')}"
    assert "Det du skickade sparades inte, men det finns kvar" in browser.get(led_to).text
    assert not Section.objects.exists()

    browser.force_login(writer)
    page = browser.get(reverse("accounts:unsent")).text
    assert "Vi håller budgeten.<br>Sjukfrånvaron är «hög» &amp; stiger &lt;snart&gt;." in page
    assert not Section.objects.exists(), "nothing is sent by itself"

    fields = Form(page, address(house)).fields
    assert browser.post(address(house), fields).status_code == 302
    assert Section.objects.get().body == TEXT


def test_nobody_else_sees_it(house, writer: User) -> None:
    browser, _ = late(writer, house)
    browser.force_login(RoleAssignmentFactory(role=Role.CONTROLLER.value, organisation=house.kf).user)
    page = browser.get(reverse("accounts:unsent")).text
    assert "Vi håller budgeten" not in page
    assert "Här finns inget att skicka igen" in page


def test_the_demos_way_in_leads_to_it_too(house, settings) -> None:
    settings.DEMO_MODE = True
    writer = UserFactory(is_demo=True)
    RoleAssignmentFactory(user=writer, role=Role.CONTROLLER.value, organisation=house.kf)
    browser, _ = late(writer, house)
    mark = browser.cookies["csrftoken"].value
    sent = {"anvandare": writer.email, "csrfmiddlewaretoken": mark}
    assert browser.post(reverse("accounts:demo-login"), sent)["Location"] == reverse("accounts:unsent")


def test_a_script_keeps_what_was_written_on_the_page_itself(house, writer: User) -> None:
    _, led_to = late(writer, house, HX_Request="true")
    assert reverse("accounts:unsent") not in led_to


def test_what_somebody_else_has_a_browser_send_is_not_kept(house, writer: User) -> None:
    _, led_to = late(writer, house, Origin="https://elak.example")
    assert led_to == "403"


def test_who_never_was_signed_in_leaves_nothing(house) -> None:
    stranger = Client()
    stranger.cookies["sessionid"] = "x" * 32
    assert reverse("accounts:unsent") not in stranger.post(address(house), {"body": TEXT})["Location"]
    assert not Session.objects.exists()
