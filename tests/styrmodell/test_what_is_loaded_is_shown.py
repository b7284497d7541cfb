"""What a municipality's file says is shown to its users, and what its own document does not say carries the mark."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from goals.actions.steering import load_whole_file
from styrmodell.actions.occasions import open_occasion
from styrmodell.loader.read import read_steering_file
from styrmodell.loader.schema import SteeringFile
from styrmodell.models import OccasionRule, Organisation, Slot
from styrmodell.permissions import Role
from styrmodell.rules.vocabulary import CalendarYears
from tests.fixtures import new_access, new_client
from tests.sources import SOURCES

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
MARK = re.compile(r'<span class="tag tag--fill" title="([^"]*)">Exempel<span class="vh">: \1</span></span>')
YEARS = (2026, 2027)  # an election year, and the year after one

pytestmark = pytest.mark.django_db


class Town:
    """One of the five, read in as a municipality would, with somebody who reads its pages."""

    def __init__(self, slug: str) -> None:
        self.file: SteeringFile = read_steering_file(FIXTURES / f"{slug}.yaml")
        self.municipality = load_whole_file(file=self.file).municipality
        self.top = Organisation.objects.get(municipality=self.municipality, parent=None)
        self.client: Client = new_client(Role.CONTROLLER, self.top)

    def page(self, name: str, *args: object, **query: object) -> str:
        """A page as the browser gets it, with its white space in one."""
        response = self.client.get(reverse(name, args=[self.municipality.slug, *args]), query)
        assert response.status_code == 200
        return " ".join(unescape(response.content.decode()).split())


@pytest.fixture(params=SOURCES)
def town(request: pytest.FixtureRequest, db: None) -> Town:
    return Town(request.param)


def missing(page: str, texts: Iterable[str | None]) -> list[str]:
    """The texts that the page does not show; what is left out in the file is nothing to show."""
    return [text for text in texts if text and " ".join(text.split()) not in page]


def paragraphs(text: str | None) -> list[str]:
    """A text as it comes on a page, a paragraph at a time."""
    return (text or "").split("\n\n")


def test_what_is_loaded_is_shown(town: Town) -> None:
    """Every text of the file stands on the page where a user looks for it."""
    assert not [*glossary_lacks(town), *documents_lack(town), *year_lacks(town), *instructions_lack(town)]


def glossary_lacks(town: Town) -> list[str]:
    """Vision, value words, perspectives, scales, limits, and who decides the levels."""
    page, file, model = town.page("styrmodell:glossary"), town.file, town.file.steering_model
    assert model.vision
    return [
        *missing(page, [*paragraphs(model.vision.vision_text), model.vision.slogan]),
        *missing(page, [text for word in model.value_words for text in (word.word, word.description)]),
        *missing(page, [text for row in file.perspectives for text in (row.name, row.description)]),
        *missing(page, [step.label for scale in file.scales for step in scale.steps]),
        *missing(page, [limit.text for limit in file.limits]),
        *missing(page, [level.decided_by for level in file.levels]),
    ]


def documents_lack(town: Town) -> list[str]:
    """Who decides a document, its chapters and typical words; what the bodies are charged with."""
    page = town.page("styrmodell:documents")
    of_documents = [
        text
        for row in town.file.document_types
        for text in (row.name, row.decided_by, row.description, *row.chapters, ", ".join(row.words))
    ]
    of_bodies = [text for body in bodies(town) for text in (body.name, body.governing_document)]
    return missing(page, [*of_documents, *of_bodies])


def bodies(town: Town) -> QuerySet[Organisation]:
    """Those who decide, and those who audit them."""
    kinds = ["fullmaktige", "styrelse", "namnd", "utskott", "bolag", "revision"]
    return Organisation.objects.filter(municipality=town.municipality, kind__in=kinds)


def year_lacks(town: Town) -> list[str]:
    """Who does what, how, and in which phase."""
    pages = {year: town.page("styrmodell:calendar", ar=year) for year in YEARS}
    names = {phase.phase: phase.name for phase in town.file.steering_model.phases}
    return [
        text
        for event in town.file.calendar
        for text in missing(
            pages[2027 if event.years == CalendarYears.AFTER_ELECTION else 2026],
            [event.title, event.actor, event.description, names.get(event.phase) if event.phase else None],
        )
    ]


def instructions_lack(town: Town) -> list[str]:
    """The instructions, under the phases of the municipality's own cycle."""
    used = {row.phase for row in town.file.instructions}
    headings = [phase.name for phase in town.file.steering_model.phases if phase.phase in used]
    page = town.page("styrmodell:instructions")
    assert headings == sorted(headings, key=lambda name: page.index(f">{name}</h2>"))
    return missing(page, [*headings, *(row.title for row in town.file.instructions)])


def marks(page: str) -> list[str]:
    """What the page's marks say."""
    return MARK.findall(page)


def test_what_the_document_does_not_say_carries_the_mark(town: Town) -> None:
    """As many marks as there are examples, and an event says what of it is made up."""
    file = town.file
    words = [*file.levels, *file.perspectives, *file.scales, *file.limits]
    assert len(marks(town.page("styrmodell:glossary"))) == sum(part.is_example for part in words)

    documents = sum(document.is_example for document in file.document_types)
    assert len(marks(town.page("styrmodell:documents"))) == documents + bodies(town).filter(is_example=True).count()

    every_year = [event for event in file.calendar if event.is_example and event.years == CalendarYears.EVERY]
    expected = sorted(f"Tiden står inte i kommunens dokument. {event.source}." for event in every_year)
    assert sorted(marks(town.page("styrmodell:calendar", ar=2026))) == expected


def test_a_reports_days_carry_the_mark_where_the_document_names_none(town: Town) -> None:
    """On the board, in the chain of the whole and in a unit's: as many marks as there are days that are made up."""
    access = new_access(Role.CONTROLLER, town.top)
    for entry in town.file.occasion_rules:
        rule = OccasionRule.objects.get(municipality=town.municipality, code=entry.code)
        occasion = open_occasion(access=access, rule=rule, year=2026, month=entry.cutoffs[0].month)
        unit = Slot.objects.filter(occasion=occasion, scope="enhet").first()
        assert unit

        first = next(step for step in entry.steps if step.scope == "enhet")
        assert occasion.due_is_example is first.is_example
        in_chain = sum(step.is_example for step in entry.steps if step.scope == "enhet")
        said = marks(town.page("followup:slot", unit.pk))
        assert len([mark for mark in said if mark.startswith("Datumet")]) == in_chain + first.is_example
