"""Files fetched in the browser, read back with other programs than those that wrote them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import openpyxl
from playwright.sync_api import Download, Page, expect

Cell = object


def fetch_pdf(page: Page, folder: Path) -> Path:
    """Order the PDF of the report whose page is open, wait for the worker, and fetch it."""
    page.get_by_role("button", name="PDF", exact=True).click()
    link = page.get_by_role("link", name="Hämta PDF")
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as started:
        link.click()
    return _keep(started.value, folder)


def fetch_excel(page: Page, folder: Path) -> Path:
    """Fetch the workbook of the report whose page is open."""
    with page.expect_download() as started:
        page.get_by_role("link", name="Excel", exact=True).click()
    return _keep(started.value, folder)


def _keep(download: Download, folder: Path) -> Path:
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def pdf_text(path: Path) -> str:
    """The PDF's text as another program reads it; one line per row, spaces as single ordinary spaces."""
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, timeout=60)
    lines = done.stdout.decode().replace("\u00a0", " ").replace("\u00ad", "").splitlines()
    return "\n".join(" ".join(line.split()) for line in lines)


def sheet_rows(path: Path, title: str) -> dict[str, list[Cell]]:
    """The rows of the table with the title, by their first cell."""
    book = openpyxl.load_workbook(path, read_only=False)
    found = [sheet for sheet in book.worksheets if title in str(sheet["A1"].value)]
    assert len(found) == 1, [str(sheet["A1"].value) for sheet in book.worksheets]
    return {str(row[0]).strip(): list(row[1:]) for row in found[0].iter_rows(min_row=4, values_only=True) if row[0]}
