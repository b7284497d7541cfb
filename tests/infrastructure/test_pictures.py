"""The pictures of the pages: nothing is forgotten, and what differs is found and told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from scripts.pictures.__main__ import main
from scripts.pictures.differences import compare
from scripts.pictures.kinds import KINDS, LOGIN, OUTSIDE, kind_of
from scripts.pictures.showcase import IMAGES, PICTURES
from tests.access import routes
from tests.access.table import INSIDE
from tests.e2e.test_accessibility import page_routes

VALUES = {
    "kommun": "k",
    "slot_id": 7,
    "goal_id": 8,
    "edition_id": 1,
    "batch_id": 9,
    "measure_id": 5,
    "code": "bun",
    "line": "3",
}
OTHER = {"person_id": 2, "assignment_id": 3, "review_id": 6, "role_id": 4, "format": "pdf", "year": 2026, "month": 7}


def test_every_page_has_a_kind():
    inside = {row.name for row in INSIDE}
    addresses = {row.name: routes.address(row.name, VALUES | OTHER, row.example) for row in page_routes()}
    within = {name: address for name, address in addresses.items() if name in inside}
    assert [name for name, address in within.items() if kind_of(address.removeprefix("/k/")) is None] == []
    outside = {address.partition("?")[0] for address in OUTSIDE.values()} | {LOGIN}
    assert {addresses[name] for name in addresses if name not in inside} <= outside


def test_each_kind_is_its_own():
    assert [kind_of(rest).name for rest in ("budget/bun/", "budget/manader/", "styrkedja/mal/nytt/?niva=2")] == [
        "enhet",
        "manader",
        "mal-nytt",
    ]
    assert kind_of("finns-inte/") is None


@pytest.fixture
def sets(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders: one picture the same, one with a pixel a shade off, one with a pixel of another colour, one grown, one on each side only."""
    before, after = tmp_path / "before", tmp_path / "after"
    for folder in (before, after):
        folder.mkdir()
        Image.new("RGB", (30, 20), "white").save(folder / "same.png")
        Image.new("RGB", (30, 20), "white").save(folder / "pixel.png")
        Image.new("RGB", (30, 20 + 5 * (folder == after)), "navy").save(folder / "grown.png")
        Image.new("RGB", (30, 20), "white").save(folder / f"only-{folder.name}.png")
    for name, colour in (("same.png", (255, 253, 255)), ("pixel.png", (255, 255, 252))):
        changed = Image.open(after / name)
        changed.putpixel((11, 7), colour)
        changed.save(after / name)
    return before, after


def test_what_differs_is_told_and_shown(sets: tuple[Path, Path], tmp_path: Path):
    count, found = compare(*sets, tmp_path / "differences", [])
    told = {row.name: row.what for row in found}
    assert count == 5
    assert told["only-before.png"] == "missing"
    assert told["only-after.png"] == "new"
    assert told["pixel.png"] == "0.167% of the pixels, in (11, 7, 12, 8)"
    assert told["grown.png"].endswith("30×20 has become 30×25")
    assert set(told) == {"only-before.png", "only-after.png", "pixel.png", "grown.png"}
    shown = Image.open(tmp_path / "differences" / "pixel.png")
    assert shown.size == (3 * 30 + 40, 20)
    assert shown.getpixel((2 * (30 + 20) + 11, 7)) == (214, 0, 110)


def test_the_exit_code_says_whether_something_differs(
    sets: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folders = [str(sets[0]), str(sets[1]), str(tmp_path / "differences")]
    assert main(["compare", *folders, "--name", "same.png"]) == 0
    assert capsys.readouterr().out == "1 pictures compared, 0 differ.\n"
    assert main(["compare", *folders]) == 1


def shown_in(*papers: Path) -> set[Path]:
    """The pictures that the papers show."""
    return {
        (paper.parent / address).resolve()
        for paper in papers
        for address in re.findall(r"!\[[^\]]{20,}\]\(([^)]+)\)", paper.read_text(encoding="utf-8"))
    }


def test_the_pictures_of_the_papers_are_there_light_and_none_is_left_over():
    root = IMAGES.parents[1]
    readme = shown_in(root / "README.md")
    everywhere = readme | shown_in(*(root / "docs" / "how-to").glob("*.md"))
    assert everywhere == set(IMAGES.iterdir())
    assert sum(path.stat().st_size for path in readme) < 400_000
    assert sum(path.stat().st_size for path in everywhere) < 900_000
    assert {f"{row.name}.webp" for row in PICTURES} | {"rapport-pdf.webp"} == {path.name for path in everywhere}
    assert {row.kind for row in PICTURES} <= {kind.name for kind in KINDS}
