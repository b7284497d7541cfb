"""The same way from draft to decision in the four other municipalities: their words everywhere, never Hallsberg's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.models import User
from config.env import ROOT
from styrmodell.access import system_access
from styrmodell.models import Municipality, Occasion, Slot
from tests.e2e import colleagues
from tests.e2e.downloads import fetch_excel, has_row, pdf_text, sheet_rows
from tests.e2e.steps import (
    hand_in,
    judge,
    judge_what_is_left,
    left_to_do,
    open_area,
    open_judgement,
    open_report,
    open_whole_report,
    see_judged,
    variances_on_laget,
    walk_chain,
    write_what_is_left,
)

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Place:
    """A municipality: the report that is played, and the unit whose head is at the browser."""

    slug: str
    rule: str
    unit: str
    head: str
    step: str  # the best word of its scale


PLACES = [
    Place("alingsas", "delarsbokslut", "omsorg", "forvaltningschef.omsorg", "Uppnått"),
    Place("svenljunga", "delarsbokslut", "omsorg", "forvaltningschef.omsorg", "Uppfyllt"),
    Place("strategiplan", "delarsrapport", "sn", "forvaltningschef.social", "Nås"),
    Place("ange", "uppfoljning-augusti", "ks", "forvaltningschef.kommunstyrelse", "Nås"),
]
TOP = ["Kommunfullmäktige", "Kommunstyrelsen"]
LAWS_WORDS = {"Delårsrapport"}  # what the law calls it (LKBR 13 kap. 1 §): a text may say so of a company's report
HALLSBERGS_MARKS = ["Nås delvis", "Nås inte"]
DAY = date(2026, 9, 29)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.slug)
def test_a_report_is_decided_in_the_municipalitys_own_words(
    place: Place, page: Page, person: Callable[[str], User], tmp_path: Path
) -> None:
    kommun = Municipality.objects.get(slug=place.slug)
    occasion = Occasion.objects.get(municipality=kommun, rule__code=place.rule)
    slot = next(slot for slot in colleagues.slots_of(occasion) if slot.organisation.code == place.unit)

    person(f"{place.head}@{place.slug}")
    page.goto(f"/{place.slug}/laget/")
    the_head_judges_and_hands_in(page, place, slot)
    colleagues.finish(colleagues.slots_of(occasion), system_access(kommun), DAY)

    person(f"kanslichef@{place.slug}")
    open_whole_report(page)
    judge_what_is_left(page, place.step)
    assert write_what_is_left(page) != []

    person(f"controller@{place.slug}")
    open_whole_report(page)
    hand_in(page)
    walked = walk_chain(page, TOP, DAY)
    assert walked == [step["namn"] for step in own_steps(place) if step["galler"] == "helhet"][1:]

    person(f"politiker@{place.slug}")
    shown = the_politician_reads(page, place)
    rows = sheet_rows(fetch_excel(page, tmp_path), "Driftredovisning")
    assert set(shown) <= set(rows)

    text = paper(place, occasion, tmp_path)
    assert [name for name, amount in shown.items() if not has_row(text, name, amount)] == []
    assert occasion.name in text
    assert [level for level in levels_with_goals(place, "singular", judged=True) if level not in text.lower()] == []
    assert foreign_words(place, text) == []


def the_head_judges_and_hands_in(page: Page, place: Place, slot: Slot) -> None:
    open_report(page, slot.organisation.name)
    unjudged = [text.removeprefix("Bedöm ") for text in left_to_do(page, "Bedöm ")]
    for goal in unjudged[:1]:
        judging = open_judgement(page, goal)
        judge(judging, place.step, {"Skäl till bedömningen": "Se analysen.", "Resultat": "Målvärdet är nått."})
        see_judged(judging, place.step)
    colleagues.complete(slot, system_access(slot.municipality))
    open_report(page, slot.organisation.name)
    hand_in(page)
    assert foreign_words(place, page.get_by_role("main").inner_text()) == []


def the_politician_reads(page: Page, place: Place) -> dict[str, str]:
    """Läget, the red thread and the report: the municipality's levels and nobody else's."""
    open_area(page, "Läget")
    shown = variances_on_laget(page)
    assert foreign_words(place, page.get_by_role("main").inner_text()) == []

    open_area(page, "Styrkedja")
    page.get_by_role("link", name="Lista", exact=True).click()
    shown_levels = page.get_by_role("main").inner_text().lower()
    assert [level for level in levels_with_goals(place) if level not in shown_levels] == []
    assert foreign_words(place, shown_levels) == []

    open_area(page, "Läget")
    page.get_by_role("link", name="Senaste rapporten").click()
    expect(page.get_by_role("main")).to_contain_text("29 september 2026")
    assert foreign_words(place, page.get_by_role("main").inner_text()) == []
    return shown


def paper(place: Place, occasion: Occasion, folder: Path) -> str:
    """The decided report as PDF, made as on the server's command line."""
    path = folder / "rapport.pdf"
    call_command("render_report", place.slug, place.rule, occasion.year, format="pdf", out=path, verbosity=0)
    return pdf_text(path)


def steering_file(slug: str) -> str:
    return (ROOT / "fixtures" / f"{slug}.yaml").read_text() + (ROOT / "fixtures/demo" / f"{slug}.yaml").read_text()


def read(slug: str) -> dict[str, Any]:
    return yaml.safe_load((ROOT / "fixtures" / f"{slug}.yaml").read_text())


def own_steps(place: Place) -> list[dict[str, Any]]:
    return next(rule["kedja"] for rule in read(place.slug)["tillfallen"] if rule["kod"] == place.rule)


def levels_with_goals(place: Place, form: str = "plural", *, judged: bool = False) -> set[str]:
    """Every level some goal of the example stands on, as the municipality writes it; only the judged ones if asked."""
    demo = yaml.safe_load((ROOT / "fixtures/demo" / f"{place.slug}.yaml").read_text())
    used = {goal["niva"] for goal in demo["mal"]}
    levels = [level for level in read(place.slug)["nivaer"] if level["kod"] in used]
    return {level[form].lower() for level in levels if level.get("bedoms") or not judged}


def hallsbergs_words() -> Iterator[str]:
    """What Hallsberg calls its levels, reports, steps and bodies, and its name."""
    content = read("hallsberg")
    yield "Hallsberg"
    for level in content["nivaer"]:
        yield from (level["singular"], level["plural"])
    yield from (rule["namn"] for rule in content["tillfallen"] if rule["namn"] not in LAWS_WORDS)
    yield from (step["namn"] for rule in content["tillfallen"] for step in rule["kedja"])
    yield from (
        match for match in re.findall(r"namn: ([A-ZÅÄÖ][\w -]*(?:nämnden|förvaltningen))", steering_file("hallsberg"))
    )


def foreign_words(place: Place, text: str) -> list[str]:
    """Words that only Hallsberg uses and that nevertheless stand in the text; marks are compared letter by letter."""
    file = steering_file(place.slug)
    own, shown = file.lower(), text.lower()
    words = [word for word in hallsbergs_words() if word.lower() not in own and word.lower() in shown]
    return words + [mark for mark in HALLSBERGS_MARKS if mark not in file and mark in text]
