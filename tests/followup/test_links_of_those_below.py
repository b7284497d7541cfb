"""No link leads to a page that is not there for the one who sees it: those who see only a part of a municipality."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from accounts.models import User
from tests.demo_database import example_municipalities

# A unit manager, a company's managing director and a nämnd's secretary: each sees a part.
PEOPLE = [
    "enhetschef.hemtjanst@hallsberg",
    "enhetschef.aldreomsorg@svenljunga",
    "enhetschef.aldreomsorg@strategiplan",
    "enhetschef.aldre@ange",
    "vd.bolaget@alingsas",
    "namndsekreterare.bildning@hallsberg",
]
STARTS = ("laget/", "uppfoljning/", "budget/", "styrkedja/", "styrkedja/mal/")
LINK = re.compile(r'<a\b[^>]*?\bhref="(/[^"#]+)')


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The five examples on the day when the interim reports are written."""
    with django_db_blocker.unblock(), example_municipalities():
        yield


pytestmark = [pytest.mark.usefixtures("_loaded"), pytest.mark.django_db, pytest.mark.xdist_group("demo")]


def links(client: Client, address: str) -> set[str]:
    """Where a page's links lead; nothing when it is no page."""
    answer = client.get(address)
    assert answer.status_code in {200, 302}, address
    return {unescape(link) for link in LINK.findall(answer.text)} if answer.status_code == 200 else set()


@pytest.mark.parametrize("person", PEOPLE)
def test_every_link_leads_to_a_page(person):
    client = Client()
    client.force_login(User.objects.get(email=f"{person}.example"))
    home = f"/{person.rpartition('@')[2]}/"
    seen: set[str] = set()
    found = {f"{home}{start}" for start in STARTS}
    for _ in range(2):  # the pages of the menu, and those that they link to
        new = {link for link in found - seen if link.startswith(home) and not link.endswith(("/pdf/", "/xlsx/"))}
        seen |= new
        found = {link for page in sorted(new) for link in links(client, page)}
    assert any("/prognos/" in page for page in seen)
    missing = [link for link in sorted(found - seen) if link.startswith(home) and client.get(link).status_code >= 400]
    assert missing == []
