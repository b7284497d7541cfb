"""What the code cites can be opened by whoever has only this repository, and its words are explained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from ui.drawing.ink import COLOURS
from ui.rules.colour import contrast
from ui.rules.marks import MARKS

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", "var", "staticfiles"}
CODE = {".py", ".html", ".css", ".js", ".yaml", ".yml", ".toml", ".sh"}
DEMAND = re.compile(r"\b(?:AL|SV|SH|AN|HA)-\d+\b")
PAPER = re.compile(r"[\w./-]*\w\.md\b")
PATH = re.compile(r"`([\w.]+/[\w./-]*)`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def files(*kinds: str) -> Iterator[Path]:
    for top in sorted(ROOT.iterdir()):
        if top.name not in NOT_OURS:
            yield from (path for path in [top, *sorted(top.rglob("*"))] if path.suffix in kinds and path.is_file())


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def design() -> str:
    return (ROOT / "docs/reference/design.md").read_text()


def test_every_demand_that_is_cited_stands_in_the_requirements():
    known = set(re.findall(r"^\| ([A-Z]{2}-\d+) \|", (ROOT / "docs/requirements.md").read_text(), re.MULTILINE))
    cited = {
        (relative(path), demand)
        for path in files(*CODE, ".md")
        for demand in DEMAND.findall(path.read_text())
        if demand not in known
    }
    assert len(known) > 60
    assert cited == set()


def test_every_paper_that_code_cites_is_here():
    names = {path.name for path in files(".md")}
    missing = [
        (relative(path), paper)
        for path in files(*CODE)
        if path != Path(__file__)
        for paper in PAPER.findall(path.read_text())
        if not ((ROOT / paper).is_file() if "/" in paper else paper in names)
    ]
    assert missing == []


def test_every_link_between_papers_leads_somewhere():
    dead = [
        (relative(path), link)
        for path in files(".md")
        for link in LINK.findall(path.read_text())
        if not (path.parent / link).exists()
    ]
    assert dead == []


def test_every_path_that_papers_name_is_here():
    """Decisions and the changelog are history: what they name may have moved."""
    tops = {path.name for path in ROOT.iterdir()} - NOT_OURS
    papers = [path for path in files(".md") if "adr" not in path.parts and path.name != "CHANGELOG.md"]
    gone = [
        (relative(path), named)
        for path in papers
        for named in PATH.findall(path.read_text())
        if not (ROOT / named).exists() and not (path.parent / named).exists()
        if named.split("/")[0] in tops or path.name == "README.md"
    ]
    assert gone == []


def test_every_table_has_its_word_in_the_glossary():
    glossary = (ROOT / "docs/glossary.md").read_text()
    ours = [path.parent.name for path in sorted(ROOT.glob("*/apps.py"))]
    models = [model for app in ours for model in apps.get_app_config(app).get_models()]
    named = [model.__name__ for model in models if not hasattr(model, "pgh_tracked_model")]
    assert len(named) > 30
    assert [name for name in named if f"`{name}`" not in glossary] == []


def test_every_mark_stands_in_the_design_reference():
    told = [f"`{key}` {mark.label} {mark.tone}" for key, mark in MARKS.items()]
    assert [words for words in told if words not in design()] == []


def test_every_decision_stands_in_the_index():
    index = (ROOT / "docs/adr/README.md").read_text()
    assert [path.name for path in sorted((ROOT / "docs/adr").glob("0*.md")) if f"({path.name})" not in index] == []


def test_the_contrasts_that_are_told_are_those_of_the_inks():
    rows = re.findall(r"^\| `--([\w-]+)`.*?\| ([\d.]+)[^|]*\| ([\d.]+)", design(), re.MULTILINE)
    counted = [
        (token, *(f"{contrast(COLOURS[token][theme], COLOURS['surface'][theme]):.1f}" for theme in (0, 1)))
        for token, _, _ in rows
    ]
    assert len(rows) > 10
    assert rows == counted
