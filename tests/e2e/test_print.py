"""Paper: Läget is a handout of one page, and a wide page keeps all its columns."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import Page

from accounts.models import User

pytestmark = pytest.mark.browser


def printed(page: Page, address: str) -> pikepdf.Pdf:
    """The page as the browser prints it, on the paper the page asks for."""
    page.goto(address)
    return pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("slug", ["hallsberg", "ange"])
def test_läget_is_one_page(slug: str, page: Page, person: Callable[[str], User]):
    person(f"politiker@{slug}")
    assert len(printed(page, f"/{slug}/laget/").pages) == 1


def test_the_year_is_printed_on_its_side(page: Page, person: Callable[[str], User]):
    person("politiker@hallsberg")
    for sheet in printed(page, "/hallsberg/arshjul/").pages:
        _, _, width, height = (float(edge) for edge in sheet.mediabox)
        assert width > height
