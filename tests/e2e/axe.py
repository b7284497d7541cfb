"""axe in the page that is open: what it finds, wide and narrow, in light and dark, asked as few times as tells it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDE, NARROW = 1440, 390
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # most of axe's time goes to these
ALL: dict[str, object] = {"runOnly": {"type": "tag", "values": RULES}}
WITHOUT_COLOURS = {**ALL, "rules": {rule: {"enabled": False} for rule in COLOURS}}
ONLY_COLOURS = {"runOnly": {"type": "rule", "values": COLOURS}}

_SHOWN = "[...document.querySelectorAll('body *')].filter(element => element.checkVisibility())"
_REMEMBER = f"() => {{ window.seenByAxe = new Set({_SHOWN}) }}"
_RUN = f"""async ([options, onlyNew]) => {{
  const fresh = onlyNew ? {_SHOWN}.filter(element => !window.seenByAxe.has(element)) : []
  if (onlyNew && !fresh.length) return []
  const result = await axe.run(onlyNew ? {{include: fresh}} : document, {{...options, resultTypes: ['violations']}})
  return result.violations.map(row =>
    `${{row.id}} (${{row.help}}): ${{row.nodes.slice(0, 2).map(node => node.html.slice(0, 140)).join('; ')}}`)
}}"""
_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"


def faults_shown(page: Page, address: str) -> list[str]:
    """What is wrong with the page as it stands. Every element's colours are looked at in both themes once: what is
    shown at both widths when it is narrow, what only the wide page has there."""
    _be(page, NARROW, "light")
    found = [*violations(page, f"{address} narrow light", ALL), *sideways(page, address)]
    page.evaluate(_REMEMBER)
    page.emulate_media(color_scheme="dark")
    found += violations(page, f"{address} narrow dark", ONLY_COLOURS)
    _be(page, WIDE, "dark")
    found += violations(page, f"{address} wide dark", ONLY_COLOURS, only_new=True)
    page.emulate_media(color_scheme="light")
    found += violations(page, f"{address} wide light", ONLY_COLOURS, only_new=True)
    return [*found, *violations(page, f"{address} wide light", WITHOUT_COLOURS), *sideways(page, address)]


def faults_at_a_glance(page: Page, address: str, *, colours: bool) -> list[str]:
    """As `faults_shown`, but only what another municipality can differ in: its words, and its colours if asked for."""
    _be(page, WIDE, "light")
    found = violations(page, f"{address} light", ALL if colours else WITHOUT_COLOURS)
    if colours:
        page.emulate_media(color_scheme="dark")
        found += violations(page, f"{address} dark", ONLY_COLOURS)
    page.set_viewport_size({"width": NARROW, "height": 900})
    return [*found, *sideways(page, address)]


def violations(page: Page, where: str, options: dict[str, object] = ALL, *, only_new: bool = False) -> list[str]:
    """What axe finds; with `only_new` among what was not shown when the page was remembered."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return [f"{where}: {said}" for said in page.evaluate(_RUN, [options, only_new])]


def sideways(page: Page, address: str) -> list[str]:
    """Does the page have to be scrolled sideways?"""
    width = (page.viewport_size or {})["width"]
    return [f"{address}: scrolls sideways at {width}"] if page.evaluate(_SIDEWAYS) else []


def _be(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
