"""The same way from draft to decision in the four other municipalities: their words everywhere, never Hallsberg's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.models import User
from config.env import ROOT
from styrmodell import jobs
from styrmodell.access import system_access
from styrmodell.models import Municipality, Occasion, Slot
from styrmodell.rules.queues import Queue
from tests.e2e import colleagues
from tests.e2e.by_hand import STORIES, Story
from tests.e2e.comparing import board_says, laget_says, missing_on_paper, report_says, unit_says, workbook_says
from tests.e2e.downloads import pdf_text
from tests.e2e.steps import (
    hand_in,
    judge_what_is_left,
    open_area,
    open_report,
    open_whole_report,
    parts,
    record_taken,
    type_forecasts,
    upload,
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
LAWS_WORDS = {"Delårsrapport"}  # what the law calls it (LKBR 13 kap. 1 §): a text may say so of a company's report
HALLSBERGS_MARKS = ["Nås delvis", "Nås inte"]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.slug)
def test_a_report_is_decided_in_the_municipalitys_own_words(
    place: Place, page: Page, person: Callable[[str], User], tmp_path: Path
) -> None:
    kommun = Municipality.objects.get(slug=place.slug)
    access, story = system_access(kommun), STORIES[place.slug]
    occasion = Occasion.objects.get(municipality=kommun, rule__code=place.rule)
    slot = next(slot for slot in colleagues.slots_of(occasion) if slot.organisation.code == place.unit)
    unit = slot.organisation.name

    colleagues.open_months(access, 2026)
    person(f"controller@{place.slug}")
    page.goto(f"/{place.slug}/budget/utfall/")
    the_controller_reads_in_the_outcome(page, story)

    person(f"{place.head}@{place.slug}")
    page.goto(f"/{place.slug}/uppfoljning/")
    the_head_forecasts_judges_and_hands_in(page, place, slot, story)

    person(f"kanslichef@{place.slug}")
    if story.units_decide:
        open_report(page, unit)
        record_taken(page, story.unit_step, story.units[unit])
    colleagues.finish(colleagues.slots_of(occasion), access, story.units)
    the_registry_judges_and_writes(page, place)

    person(f"controller@{place.slug}")
    page.reload()
    hand_in(page)
    for name, taken in story.whole.items():
        record_taken(page, name, taken)
    assert list(story.whole) == [step["namn"] for step in own_steps(place) if step["galler"] == "helhet"][1:]

    person(f"politiker@{place.slug}")
    the_politician_reads(page, place, story)
    workbook_says(page, tmp_path, story)

    text = paper(place, occasion, tmp_path)
    assert missing_on_paper(text, story) == []
    assert occasion.name in text
    assert [level for level in levels_with_goals(place, "singular", judged=True) if level not in text.lower()] == []
    assert foreign_words(place, text) == []


def the_controller_reads_in_the_outcome(page: Page, story: Story) -> None:
    """The worker's part is done here and now: the story has no process of its own for it."""
    upload(page, story.file)
    page.wait_for_url("**/budget/utfall/*/")
    jobs.work(Queue.IMPORTS, "")
    page.get_by_role("button", name="Läs in ").click()
    expect(page.get_by_role("heading", name="Läser in raderna")).to_be_visible()
    jobs.work(Queue.IMPORTS, "")
    expect(page.get_by_role("main")).to_contain_text("rader är inlästa")


def the_head_forecasts_judges_and_hands_in(page: Page, place: Place, slot: Slot, story: Story) -> None:
    open_report(page, slot.organisation.name)
    parts(page).get_by_role("link", name="Prognos").click()
    type_forecasts(page, story.forecasts)
    page.get_by_role("link", name="Till inlämning").click()
    report = page.url
    judge_what_is_left(page, place.step, at_most=1)
    colleagues.complete(slot, system_access(slot.municipality))
    page.goto(report)
    hand_in(page)
    assert foreign_words(place, page.get_by_role("main").inner_text()) == []


def the_registry_judges_and_writes(page: Page, place: Place) -> None:
    """One goal and one section of the whole municipality's report at the browser; the rest as colleagues would."""
    open_whole_report(page)
    judge_what_is_left(page, place.step, at_most=1)
    assert write_what_is_left(page, at_most=1) != []
    slot = Slot.objects.get(pk=int(page.url.rstrip("/").rpartition("/")[2]))
    colleagues.complete(slot, system_access(slot.municipality))


def the_politician_reads(page: Page, place: Place, story: Story) -> None:
    """Board, unit, Läget, the red thread and the report: the table's values, the municipality's levels and no others."""
    page.reload()
    open_area(page, "Uppföljning")
    board_says(page, story)
    unit = next(iter(story.units))
    open_report(page, unit)
    unit_says(page, story, unit)

    open_area(page, "Styrkedja")
    page.get_by_role("link", name="Lista", exact=True).click()
    shown_levels = page.get_by_role("main").inner_text().lower()
    assert [level for level in levels_with_goals(place) if level not in shown_levels] == []
    assert foreign_words(place, shown_levels) == []

    open_area(page, "Läget")
    laget_says(page, story)
    assert foreign_words(place, page.get_by_role("main").inner_text()) == []
    page.get_by_role("link", name="Senaste rapporten").click()
    report_says(page, story)
    assert foreign_words(place, page.get_by_role("main").inner_text()) == []


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
