"""Take the pictures."""

from __future__ import annotations

import base64
import io
import os
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scripts.pictures.kinds import LOGIN, MUNICIPALITIES, OUTSIDE, READERS
from scripts.pictures.walk import pages, send, sign_in

WIDTHS = [1440, 390]
SCHEMES = ["light", "dark"]
HEIGHT = 900
TALL = 4000  # Chromium leaves holes in what is much taller, so tall pages are taken piece by piece
DOTS_PER_INCH = "80"
PDF_SECONDS = 120
# The database says when a row was changed, to the minute: two demos loaded one after the other shall look the same.
SAME_MINUTE = r"""() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    text.data = text.data.replace(/\d{1,2}\s\p{L}+(\s\d{4})?,?\s(kl\.\s)?\d\d\.\d\d(?!\d)/gu, "1 januari 00.00");
  }
}"""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-lcd-text"]


@dataclass(frozen=True)
class Choice:
    """Which pictures are wanted; everything when nothing is said."""

    only: list[str] = field(default_factory=lambda: ["*"])  # kinds, with * for anything
    municipalities: list[str] = field(default_factory=lambda: MUNICIPALITIES)
    readers: list[str] = field(default_factory=lambda: READERS)
    widths: list[int] = field(default_factory=lambda: WIDTHS)
    schemes: list[str] = field(default_factory=lambda: SCHEMES)

    def has(self, kind: str) -> bool:
        """Whether pages of that kind are wanted."""
        return any(fnmatch(kind, pattern) for pattern in self.only)


@contextmanager
def browser() -> Iterator[Browser]:
    """The system's Chromium, or the one CHROMIUM_PATH names. Raises LookupError when there is none."""
    path = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        raise LookupError("Chromium is missing: run make system-packages, or set CHROMIUM_PATH")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@contextmanager
def visitor(opened: Browser, address: str) -> Iterator[BrowserContext]:
    """A Swedish browser profile that is not logged in; `address` is the demo's."""
    context = opened.new_context(
        base_url=address, locale="sv-SE", timezone_id="Europe/Stockholm", reduced_motion="reduce"
    )
    yield context
    context.close()


def take(address: str, folder: Path, choice: Choice) -> int:
    """Take the chosen pictures of the demo at the address; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    with browser() as opened, visitor(opened, address) as context:
        page = context.new_page()
        count = take_outside(page, folder, choice)
        for municipality, reader in product(choice.municipalities, choice.readers):
            sign_in(context, reader, municipality)
            count += take_reader(page, folder, choice, municipality, reader)
        if choice.has("pdf"):
            for municipality in choice.municipalities:
                sign_in(context, READERS[0], municipality)
                count += take_reports(context, folder, municipality)
    return count


def take_outside(page: Page, folder: Path, choice: Choice) -> int:
    """The pages that belong to no municipality: the login page as nobody, the rest as the first reader."""
    count = shots(page, LOGIN, folder / "-.-.logga-in.1", choice) if choice.has("logga-in") else 0
    sign_in(page.context, READERS[0], MUNICIPALITIES[0])
    for name, address in OUTSIDE.items():
        count += shots(page, address, folder / f"-.-.{name}.1", choice) if choice.has(name) else 0
    return count


def take_reader(page: Page, folder: Path, choice: Choice, municipality: str, reader: str) -> int:
    """The pages that one reader sees."""
    taken, count = Counter[str](), 0
    for kind, address in pages(page.context.request, municipality):
        if choice.has(kind.name) and taken[kind.name] < kind.wanted(reader, municipality):
            taken[kind.name] += 1
            name = f"{municipality}.{reader}.{kind.name}.{taken[kind.name]}"
            count += shots(page, address, folder / name, choice)
    return count


def shots(page: Page, address: str, stem: Path, choice: Choice) -> int:
    """The whole of one page, wide and narrow, light and dark; returns how many pictures."""
    page.set_viewport_size({"width": choice.widths[0], "height": HEIGHT})
    page.goto(address)
    page.evaluate("document.fonts.ready")
    page.evaluate(SAME_MINUTE)
    for width, scheme in product(choice.widths, choice.schemes):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        picture(page).save(f"{stem}.{width}.{scheme}.png", compress_level=1)
    return len(choice.widths) * len(choice.schemes)


def picture(page: Page) -> Image.Image:
    """The whole page, asked of Chromium itself: half the time of Playwright's own way."""
    chromium = page.context.new_cdp_session(page)
    size = chromium.send("Page.getLayoutMetrics")["cssContentSize"]
    whole = Image.new("RGB", (size["width"], size["height"]))
    for top in range(0, size["height"], TALL):
        clip = {"x": 0, "y": top, "width": size["width"], "height": min(TALL, size["height"] - top), "scale": 1}
        options = {"format": "png", "captureBeyondViewport": True, "optimizeForSpeed": True, "clip": clip}
        answer = chromium.send("Page.captureScreenshot", options)
        whole.paste(Image.open(io.BytesIO(base64.b64decode(answer["data"]))), (0, top))
    chromium.detach()
    return whole


def take_reports(context: BrowserContext, folder: Path, municipality: str) -> int:
    """Every page of the municipality's first reports as PDF; returns how many pages."""
    reports = [address for kind, address in pages(context.request, municipality) if kind.name == "rapport"]
    return sum(
        draw_pdf(report_pdf(context, f"{address}pdf/"), folder / f"{municipality}.pdf.{number}")
        for number, address in enumerate(reports[:2], start=1)
    )


def report_pdf(context: BrowserContext, address: str) -> bytes:
    """The report's PDF, made first when nobody has asked for it. Raises TimeoutError when no worker makes it."""
    deadline, asked = time.monotonic() + PDF_SECONDS, False
    while time.monotonic() < deadline:
        answer = context.request.get(address)
        if answer.headers["content-type"] == "application/pdf":
            return answer.body()
        if not asked:
            send(context.request, address, "rapport/skapa/", {})
            asked = True
        time.sleep(0.5)
    raise TimeoutError(f"{address} was not made in {PDF_SECONDS} s")


def draw_pdf(content: bytes, stem: Path) -> int:
    """Write one picture per page of the PDF; returns how many."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        subprocess.run(["pdftoppm", "-r", DOTS_PER_INCH, "-png", file.name, f"{stem}.sida"], check=True)
    return len(list(stem.parent.glob(f"{stem.name}.sida-*.png")))
