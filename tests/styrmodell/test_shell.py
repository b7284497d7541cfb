"""The shell around every page: colours, login, errors, weight."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import MunicipalityFactory, RoleAssignmentFactory
from ui.rules import brand

pytestmark = pytest.mark.django_db

LARGEST_FIRST_VIEW = 70_000  # bytes of CSS, JS and fonts, compressed
MOST_REQUESTS = 8
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><script>alert(1)</script></svg>'


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def test_a_municipalitys_colours_may_be_kept_for_ever_and_need_no_login(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    municipality = MunicipalityFactory(brand_colour="#7A1F5C")
    url = reverse("styrmodell:brand-css", args=[municipality.slug, brand.digest("#7A1F5C")])
    with django_assert_num_queries(1):
        response = client.get(url)
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response.headers["Cache-Control"]
    assert response.text == brand.style_sheet("#7A1F5C")


def test_an_old_hash_gets_todays_colours_but_may_not_be_kept(client: Client) -> None:
    municipality = MunicipalityFactory()
    response = client.get(reverse("styrmodell:brand-css", args=[municipality.slug, "gammal"]))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-cache"
    assert client.get(reverse("styrmodell:brand-css", args=["finns-inte", "x"])).status_code == 404


def test_a_mark_is_an_image_in_which_nothing_runs(client: Client) -> None:
    municipality = MunicipalityFactory(logo_svg=LOGO)
    response = client.get(reverse("styrmodell:brand-logo", args=[municipality.slug, brand.digest(LOGO)]))
    assert response.headers["Content-Type"].startswith("image/svg+xml")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    bare = MunicipalityFactory()
    assert client.get(reverse("styrmodell:brand-logo", args=[bare.slug, "x"])).status_code == 404


def test_the_gallery_shows_everything_without_inline_style_or_script(client: Client) -> None:
    response = client.get(reverse("ui:gallery"))
    html = response.text
    assert response.status_code == 200
    assert "Exempelsiffror" in html
    assert not re.search(r"<[^>]+\sstyle=|<style|<[^>]+\son[a-z]+=|<script(?![^>]*\ssrc=)", html)
    ids = Counter(re.findall(r'\sid="([^"]+)"', html))
    assert [name for name, times in ids.items() if times > 1] == []
    assert set(re.findall(r'href="#(s-[\w-]+)"', html)) <= set(ids)
    assert set(re.findall(r'(?:aria-labelledby|aria-controls|for)="([^" ]+)"', html)) <= set(ids)
    assert set(re.findall(r'class="toc".*?</nav>', html, re.S)[0].split('href="#')[1:])
    for target in re.findall(r'href="#([\w-]+)"', html):
        assert target in ids


def _assets(html: str) -> list[str]:
    """Addresses of the style sheets, scripts and preloaded fonts a page asks for."""
    head = html.partition("</head>")[0]
    linked = re.findall(r'<link rel="(?:stylesheet|preload)" href="([^"]+)"', head)
    return linked + re.findall(r'<script src="([^"]+)"', head)


def test_the_first_view_is_light(client: Client) -> None:
    municipality = MunicipalityFactory()
    assets = _assets(client.get(reverse("account_login")).text)
    files = [Path(str(finders.find(address.removeprefix("/static/")))).read_bytes() for address in assets]
    colours = client.get(reverse("styrmodell:brand-css", args=[municipality.slug, "x"])).content
    weights = [len(gzip.compress(content, 9)) for content in [*files, colours]]
    assert len(weights) <= MOST_REQUESTS
    assert sum(weights) <= LARGEST_FIRST_VIEW
    assert any(address.endswith(".woff2") for address in assets)
    assert any("htmx" in address for address in assets)


def test_the_login_page_works_without_a_municipality(client: Client) -> None:
    html = client.get(reverse("account_login")).text
    assert "<h1>Logga in</h1>" in html
    assert 'name="login"' in html
    assert "Anvisningar" not in html
    assert 'class="nav"' not in html


def test_a_wrong_password_is_explained_first_on_the_page(client: Client) -> None:
    response = client.post(reverse("account_login"), {"login": "a@example.org", "password": "fel"})
    html = response.text
    assert "Det gick inte att logga in" in html
    assert re.search(r"<title>\s*Fel:\s+Logga in", html)


@pytest.mark.parametrize("name", ["account_reset_password", "account_login"])
def test_the_login_librarys_pages_stand_in_our_shell(client: Client, name: str) -> None:
    html = client.get(reverse(name)).text
    assert 'lang="sv"' in html
    assert 'class="skip"' in html
    assert 'class="input"' in html


def test_unknown_addresses_are_answered_in_swedish(client: Client) -> None:
    response = client.get("/konto/finns-inte/")
    assert response.status_code == 404
    assert "Sidan finns inte" in response.text


def test_a_stale_form_is_explained() -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a@example.org"})
    assert response.status_code == 403
    assert "Sidan har blivit för gammal" in response.text


def test_whoever_has_one_municipality_goes_straight_there_and_may_look_at_the_choice() -> None:
    assignment = RoleAssignmentFactory()
    browser, address = Client(), reverse("styrmodell:choose")
    browser.force_login(assignment.user)
    there = reverse("followup:status-view", args=[assignment.municipality.slug])
    assert browser.get(address)["Location"] == there
    asked = browser.get(f"{address}?byt=1")
    assert asked.status_code == 200
    assert f'href="{there}"' in asked.content.decode()
