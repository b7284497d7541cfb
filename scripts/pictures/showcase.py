"""The pictures of README and of the how-to pages, in docs/images: small, and taken anew with one command."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Page

from scripts.pictures.take import browser, picture, report_pdf, visitor
from scripts.pictures.walk import pages, sign_in

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
WIDTH = 1280
WIDE = 1000  # pixels of a finished picture: what README shows at most
QUALITY = 88  # of WebP, where letters are still sharp
PDF_PAGE = 2  # the first after the cover: the state on one page


@dataclass(frozen=True)
class Picture:
    """One picture of a page: who sees it, which kind (kinds.py), and the part of it that is shown."""

    name: str
    reader: str
    kind: str
    number: int = 1
    part: str = "body"  # CSS selector; the picture begins where this begins
    height: int = 800


PICTURES = [
    Picture("laget", "controller", "laget", height=1000),
    Picture("prognos", "forvaltningschef", "prognos", height=900),
    Picture("roda-traden", "controller", "kedja-mal", number=5, height=900),
    Picture("arshjul", "controller", "arshjul", height=1000),
    Picture("statustavla", "controller", "uppfoljning", part="main", height=760),
    Picture("rapportsida", "forvaltningschef", "rapportsida", part="main", height=700),
    Picture("rader", "controller", "rader", part="main", height=760),
    Picture("bedomning", "namndsekreterare", "mal-bedomning", part="main", height=760),
]


def take_showcase(address: str, municipality: str) -> list[Path]:
    """Take every picture of the demo at the address and write it to docs/images; returns the files."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with browser() as opened, visitor(opened, address) as context:
        page = context.new_page()
        files = [take_one(page, wanted, municipality) for wanted in PICTURES]
        return [*files, take_pdf_page(context, municipality)]


def take_one(page: Page, wanted: Picture, municipality: str) -> Path:
    """One picture of a page."""
    sign_in(page.context, wanted.reader, municipality)
    page.set_viewport_size({"width": WIDTH, "height": wanted.height})
    page.goto(address_of(page.context, wanted.kind, municipality, wanted.number))
    top = page.locator(wanted.part).first.bounding_box()
    start = int(top["y"]) if top else 0
    whole = picture(page)
    return save(whole.crop((0, start, whole.width, min(whole.height, start + wanted.height))), wanted.name)


def address_of(context: BrowserContext, kind: str, municipality: str, number: int = 1) -> str:
    """The address of the page of that kind that is met as the first, second and so on."""
    addresses = (address for row, address in pages(context.request, municipality) if row.name == kind)
    for _ in range(number - 1):
        next(addresses)
    return next(addresses)


def take_pdf_page(context: BrowserContext, municipality: str) -> Path:
    """One page of the first report as PDF."""
    sign_in(context, "controller", municipality)
    content = report_pdf(context, f"{address_of(context, 'rapport', municipality)}pdf/")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "rapport.pdf").write_bytes(content)
        only = ["-f", str(PDF_PAGE), "-l", str(PDF_PAGE), "-singlefile"]
        subprocess.run(["pdftoppm", *only, "-r", "96", "-png", "rapport.pdf", "sida"], check=True, cwd=folder)
        return save(Image.open(Path(folder) / "sida.png").convert("RGB"), "rapport-pdf")


def save(image: Image.Image, name: str) -> Path:
    """Write the picture small: not wider than it is shown, as WebP."""
    width = min(WIDE, image.width)
    smaller = image.resize((width, image.height * width // image.width), Image.Resampling.LANCZOS)
    path = IMAGES / f"{name}.webp"
    smaller.save(path, quality=QUALITY, method=6)
    return path
