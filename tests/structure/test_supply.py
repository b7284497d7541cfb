"""What comes from others, and what must never be among what we hand out."""

from __future__ import annotations

import re
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.structure.test_house import ROOT, relative

SKIPPED = {
    ".git",
    ".venv",
    "var",
    "staticfiles",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
}
TEXT = {".py", ".md", ".toml", ".yml", ".yaml", ".html", ".css", ".js", ".txt", ".json", ".sh", ".conf", ".env", ""}

# A key, a token or a password in an address; and a person's number, which nothing here may hold.
SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\b(AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[abpr]-[A-Za-z0-9-]{10,}|AGE-SECRET-KEY-1[0-9A-Z]{58})\b"
    r"|\b[a-z]+://[^\s:/@'\"{}$<>]+:(?!(password|secret|hem(lig|%3Alig)\w*|ett\w*|x|b|p|lösen\w*)@)[^\s@'\"{}$<>:/]{8,}@[\w.-]"
)
PERSON = re.compile(r"\b(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])[-+]\d{4}\b")

# Licences that let the program be given away under its own; a new one is a decision to be made, not a line to be added.
FREE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|MPL|PSF|Python Software Foundation|HPND|Zlib|LGPL|GNU Lesser|Unlicense|0BSD|Public Domain)\b",
    re.IGNORECASE,
)


def files() -> list[Path]:
    """Every text file that the repository hands out."""
    found = (
        path for path in ROOT.rglob("*") if path.suffix in TEXT and not SKIPPED & set(path.relative_to(ROOT).parts)
    )
    return [path for path in found if path.is_file() and path != Path(__file__)]


def test_no_file_holds_a_secret_or_a_persons_number():
    texts = {relative(path): path.read_text(errors="ignore") for path in files()}
    assert len(texts) > 500
    assert {
        name: found[0] for name, text in texts.items() if (found := SECRET.search(text) or PERSON.search(text))
    } == {}


@pytest.mark.parametrize(
    ("planted", "is_found"),
    [
        ("-----BEGIN RSA PRIVATE KEY-----", True),
        ("-----BEGIN PRIVATE KEY-----", True),
        (f"AKIA{'A' * 16}", True),
        (f"ghp_{'a' * 36}", True),
        ("xoxb-1234567890-abc", True),
        (f"AGE-SECRET-KEY-1{'Q' * 58}", True),
        ("postgres://styr:s3kretOrd9@db/styr", True),
        ("redis://anna:Tr0ubador&3@broker:6379/0", True),
        ("19121212-1212", True),
        ("20010101+1234", True),
        ("postgres://styr:${DATABASE_PASSWORD}@db/styr", False),
        ("https://docs.example/a:b@c", False),
        ("2026-09-30", False),
        ("20260930-12", False),
    ],
)
def test_a_secret_would_be_found(planted: str, is_found: bool):
    """Negative control."""
    assert bool(SECRET.search(planted) or PERSON.search(planted)) is is_found


def licence_of(name: str) -> str:
    """What a package says its licence is: the expression, else the classifiers, else its own words."""
    told = distribution(name).metadata
    classifiers = [row.rpartition(" :: ")[2] for row in told.get_all("Classifier") or [] if row.startswith("License")]
    return str(told.get("License-Expression") or " ".join(classifiers) or told.get("License") or "").strip()


def packages() -> list[str]:
    """The packages that the program is made of in production, on this machine."""
    lines = re.findall(r"^[\w.-]+(?:\[[\w,]+\])?==[^\\\n]+", (ROOT / "requirements/base.txt").read_text(), re.MULTILINE)
    wanted = map(Requirement, lines)
    return [package.name for package in wanted if package.marker is None or package.marker.evaluate()]


SILENT = {"pyrage": "MIT or Apache-2.0"}  # says nothing in its metadata; what its repository says


def test_every_package_may_be_given_away_with_the_program():
    told = {name: licence_of(name) or SILENT[name] for name in packages()}
    assert len(told) > 40
    assert {name: words for name, words in told.items() if not FREE.search(words)} == {}
    assert not FREE.search("GPL-3.0-only")  # negative control: what may not would be found
    assert not FREE.search("Proprietary")


def test_every_script_is_our_own_or_a_locked_packages():
    """Nothing is fetched from elsewhere, and no copy of somebody's script lies here without its version."""
    addresses = [
        found
        for path in (ROOT / "templates").rglob("*.html")
        for found in re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=\"([^\"]+)\"", path.read_text())
        if not found.startswith(("{%", "{{", "#", "data:"))
    ]
    assert addresses == []
    assert sorted(path.name for path in (ROOT / "static/js").iterdir()) == [
        "forecast-grid.js",
        "styrmodell.js",
        "unsaved.js",
    ]
