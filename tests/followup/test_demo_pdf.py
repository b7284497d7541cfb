"""The PDFs of the examples as they are composed: every municipality's open interim report, and a decided report."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from pytest_django import DjangoDbBlocker

from followup.compose import document_of
from followup.document.model import Document
from followup.rendering.html import render_html
from followup.rendering.pdf import lay_out, render_pdf
from styrmodell.access import system_access
from styrmodell.models import Slot
from tests.demo_database import example_municipalities
from tests.golden.layout import layout_faults
from tests.golden.pdf_check import check_pdf, fonts

pytestmark = pytest.mark.pdf

REPORTS = {
    ("hallsberg", "delarsrapport"): "utkast",
    ("hallsberg", "tertialrapport"): "beslutad",
    ("alingsas", "delarsbokslut"): "utkast",
    ("ange", "uppfoljning-augusti"): "utkast",
    ("strategiplan", "delarsrapport"): "utkast",
    ("svenljunga", "delarsbokslut"): "utkast",
}
Key = tuple[str, str]  # municipality and rule
# A report's tests go to one process, so that it is rendered once.
BY_REPORT = [pytest.param(key, id="-".join(key), marks=pytest.mark.xdist_group("-".join(key))) for key in REPORTS]


@pytest.fixture(scope="module")
def documents(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[Key, Document]]:
    """The reports of the whole municipality."""
    with django_db_blocker.unblock(), example_municipalities():
        yield {key: composed(*key) for key in REPORTS}


def composed(slug: str, rule: str) -> Document:
    slots = Slot.objects.select_related("occasion__rule", "organisation", "municipality", "decision")
    slot = slots.get(municipality__slug=slug, scope="helhet", occasion__rule__code=rule)
    return document_of(system_access(slot.municipality), slot)


@pytest.fixture(scope="module", params=BY_REPORT)
def report(request: pytest.FixtureRequest, documents: dict[Key, Document]) -> Document:
    return documents[request.param]


@pytest.fixture(scope="module")
def path(report: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report rendered once."""
    path = tmp_path_factory.mktemp("pdf") / f"{report.meta.report_code}.pdf"
    path.write_bytes(render_pdf(report))
    return path


def test_the_report_is_what_the_example_says(report: Document) -> None:
    statuses = {status for (slug, _), status in REPORTS.items() if slug == report.meta.municipality.slug}
    assert report.meta.status in statuses
    assert [chapter.id for chapter in report.chapters if chapter.numbered][:2] == ["malen", "ekonomin"]


def test_a_pdf_ua_checker_finds_no_error(path: Path) -> None:
    result = path.with_suffix(".json")
    checker = Path(sys.executable).with_name("outloud")
    subprocess.run([checker, "--quiet", "--json", str(result), str(path)], capture_output=True, check=False)
    (found,) = json.loads(result.read_text())["results"]
    assert found["error"] is None
    assert [row for row in found["findings"] if row["severity"] == "error"] == []
    assert found["counts"]["error"] == 0


def test_our_own_assertions_hold(path: Path) -> None:
    assert check_pdf(path.read_bytes()) == []


def test_title_language_and_a_bookmark_for_every_chapter(report: Document, path: Path) -> None:
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "sv"
        assert str(pdf.docinfo["/Title"]) == report.meta.title
        with pdf.open_outline() as outline:
            marks = [item.title for part in outline.root for item in part.children]
    assert [c.heading for c in report.chapters if not any(mark.endswith(c.heading) for mark in marks)] == []


def test_every_font_is_our_own_and_embedded(path: Path) -> None:
    with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
        found = fonts(pdf)
        assert found
        files = [font.DescendantFonts[0].FontDescriptor for font in found.values()]
        assert all("/FontFile2" in file or "/FontFile3" in file for file in files)


def test_nothing_is_wider_than_the_page(report: Document) -> None:
    assert layout_faults(lay_out(report, render_html(report, page="print"))) == []
