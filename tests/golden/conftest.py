"""The sample report, rendered once for all tests."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from followup.document.model import Document
from followup.rendering.html import render_html
from followup.rendering.pdf import render_pdf
from followup.rendering.xlsx import render_xlsx
from tests.golden.hallsberg import hallsberg


@pytest.fixture(scope="session")
def report() -> Document:
    """Hallsberg's delårsrapport."""
    return hallsberg()


@pytest.fixture(scope="session")
def pdf(report: Document) -> bytes:
    """The report as PDF."""
    return render_pdf(report)


@pytest.fixture(scope="session")
def pdf_path(pdf: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The PDF on disk, for programs that want a file."""
    path = tmp_path_factory.mktemp("report") / "report.pdf"
    path.write_bytes(pdf)
    return path


@pytest.fixture(scope="session")
def pdf_text(pdf_path: Path) -> str:
    """The words of the PDF, as pdftotext reads them; hyphens at line ends stay."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf_path), "-"], capture_output=True, check=True, text=True)
    return done.stdout


@pytest.fixture(scope="session")
def web(report: Document) -> str:
    """The report as a page."""
    return render_html(report, page="web")


@pytest.fixture(scope="session")
def xlsx(report: Document) -> bytes:
    """The report's tables."""
    return render_xlsx(report)
