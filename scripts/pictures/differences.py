"""What differs between two folders of pictures."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from PIL import Image, ImageChops

FAINT = 2  # of 255: Chromium draws the edge of a rounded corner that much differently from one time to the next
MARK = (214, 0, 110)  # a colour no page has


@dataclass(frozen=True)
class Difference:
    """One picture that is not the same: `what` says how."""

    name: str
    what: str
    share: float = 1.0


def compare(before: Path, after: Path, folder: Path, patterns: list[str]) -> tuple[int, list[Difference]]:
    """Compare the pictures of `after` with their namesakes; returns how many, and the differences, greatest first.

    A picture of each difference is written to `folder`: before, after, and after with the differing pixels marked.
    Without patterns a picture that is missing in `after` is a difference too; with them, only the chosen count."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [name for name in names(before) | names(after) if any(fnmatch(name, row) for row in patterns or ["*"])]
    with ThreadPoolExecutor(2) as pool:
        compared = pool.map(lambda name: difference(before / name, after / name, folder / name), sorted(wanted))
        differing = [row for row in compared if row]
    return len(wanted), sorted(differing, key=lambda row: (-row.share, row.name))


def names(folder: Path) -> set[str]:
    """The pictures in a folder."""
    return {path.name for path in folder.glob("*.png")}


def difference(before: Path, after: Path, target: Path) -> Difference | None:
    """How one picture differs, with its marked picture written to `target`; None when it looks the same."""
    for path, word in ((before, "new"), (after, "missing")):
        if not path.exists():
            return Difference(target.name, word)
    if before.read_bytes() == after.read_bytes():
        return None
    old, new = (Image.open(path).convert("RGB") for path in (before, after))
    size = max(old.width, new.width), max(old.height, new.height)
    mask = differing(padded(old, size), padded(new, size))
    box = mask.getbbox()
    if box is None and old.size == new.size:
        return None
    side_by_side(padded(old, size), padded(new, size), mask).save(target, compress_level=1)
    share = mask.histogram()[255] / (size[0] * size[1])
    sizes = "" if old.size == new.size else f", {old.width}×{old.height} has become {new.width}×{new.height}"
    return Difference(target.name, f"{share:.3%} of the pixels, in {box}{sizes}", share)


def differing(old: Image.Image, new: Image.Image) -> Image.Image:
    """White where any of the three colours differs visibly, black elsewhere."""
    red, green, blue = ImageChops.difference(old, new).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue).point(lambda value: 255 * (value > FAINT))


def padded(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture in the upper left corner of a white one of that size."""
    canvas = Image.new("RGB", size, "white")
    canvas.paste(image)
    return canvas


def side_by_side(old: Image.Image, new: Image.Image, mask: Image.Image) -> Image.Image:
    """Before, after, and after again, pale, with the differing pixels marked."""
    marked = Image.blend(new, Image.new("RGB", new.size, "white"), 0.7)
    marked.paste(MARK, mask=mask)
    sheet = Image.new("RGB", (3 * new.width + 40, new.height), "black")
    for number, image in enumerate((old, new, marked)):
        sheet.paste(image, (number * (new.width + 20), 0))
    return sheet


def lines(count: int, differing: list[Difference]) -> Iterator[str]:
    """The differences in words."""
    yield from (f"{row.name}: {row.what}" for row in differing)
    yield f"{count} pictures compared, {len(differing)} differ."
