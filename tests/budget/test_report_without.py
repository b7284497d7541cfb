"""A report without forecasts, without a budget, or with half a year, says so: no chart and no word tells otherwise."""

from __future__ import annotations

from datetime import date

import pytest

from followup.compose import document_of
from followup.document.blocks import KeyFigure, SummaryBlock
from followup.document.codec import to_json
from followup.document.figures import Chart
from followup.document.model import Document
from followup.document.outline import outline
from styrmodell.models import Occasion, Organisation, Slot, Step
from tests.budget.conftest import YEAR, Town, tkr
from tests.factories import OccasionFactory, OutcomeFactory, SlotFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def units(town: Town) -> tuple[Organisation, Organisation]:
    """Hemtjänst and Grundskola, whose nämnder have drafts for July."""
    town.slot(town.social)
    town.slot(town.school)
    return town.organisation("Hemtjänst", town.social), town.organisation("Grundskola", town.school)


def report(town: Town, occasion: Occasion | None = None) -> Document:
    """The whole municipality's, for July unless said."""
    at = {"occasion": occasion or town.july, "organisation": town.assembly, "scope": Step.Scope.WHOLE}
    return document_of(town.access(), Slot.objects.filter(**at).first() or SlotFactory(**at))


def charts(document: Document) -> dict[str, Chart]:
    """The economy's charts by title."""
    economy = next(chapter for chapter in document.chapters if chapter.id == "ekonomin")
    blocks = [block for section in economy.sections for block in section.blocks]
    return {block.title: block for block in blocks if isinstance(block, Chart)}


def key_figures(document: Document) -> dict[str, KeyFigure]:
    """The figures of Läget på en sida by label."""
    summary = document.chapters[0].blocks[0]
    assert isinstance(summary, SummaryBlock)
    return {figure.label: figure for figure in summary.figures}


def test_without_forecasts_the_outcome_is_drawn_and_called_so(town: Town, units: tuple[Organisation, Organisation]):
    for unit, booked in zip(units, (7_300, 6_800), strict=True):
        town.money(unit, budget=12_000, booked=booked)

    document = report(town)

    assert "Ingen prognos är lämnad än." in to_json(document)
    assert "Prognos mot budget per nämnd" not in charts(document)
    drawn = charts(document)["Utfall mot budget januari–juli per nämnd"].figure
    assert [(row.label, row.value) for row in drawn.rows] == [("Socialnämnden", -tkr(300)), ("Skolnämnden", tkr(200))]
    economy = next(chapter for chapter in document.chapters if chapter.id == "ekonomin")
    assert economy.sections[0].heading == "Utfall mot budget"


def test_without_a_budget_nothing_deviates(town: Town, units: tuple[Organisation, Organisation]):
    for unit in units:
        town.money(unit, booked=7_000)
    bare = report(town)
    town.forecast(units[0], 13_800, town.slot(town.social))
    forecast = report(town)

    for document in (bare, forecast):
        assert "nderskott" not in to_json(document)
        assert [title for title in charts(document) if "mot budget" in title] == []
        assert {figure.verdict for figure in key_figures(document).values()} == {None}
        table = next(one.table for one in outline(document).tables() if one.table.title == "Driftredovisning")
        assert {row.cells[place] for row in table.rows for place in (0, 2, 3, 4, 7, 9)} == {None}
        assert "Budget saknas, så det finns inget att jämföra med." in table.notes
    assert "Budget saknas, så det finns inget att jämföra med." in key_lead(forecast)


def key_lead(document: Document) -> str:
    """What Läget på en sida says first."""
    summary = document.chapters[0].blocks[0]
    assert isinstance(summary, SummaryBlock)
    return summary.lead


def test_the_key_figure_of_the_outcome_names_the_missing_months(town: Town, units: tuple[Organisation, Organisation]):
    town.money(units[0], budget=12_000)
    for month in (1, 2, 3, 5, 6, 7):
        OutcomeFactory(organisation=units[0], account_group=town.groups[0], year=YEAR, month=month, amount=-tkr(1_100))

    figure = key_figures(report(town))["Utfall mot periodens budget"]

    assert figure.value == -tkr(600)
    assert figure.lines == ("Utfall för april saknas. Utfall och periodbudget gäller januari–mars och maj–juli.",)


@pytest.mark.parametrize(
    ("booked", "said"),
    [
        (12_500, "Årets utfall är sämre än budget."),
        (12_000, "Årets utfall är i balans med budget."),
        (11_500, "Årets utfall är bättre än budget."),
    ],
)
def test_a_year_that_is_booked_is_told_by_its_outcome(
    town: Town, units: tuple[Organisation, Organisation], booked: int, said: str
):
    december = OccasionFactory(rule=town.july.rule, year=YEAR, month=12, cutoff=date(YEAR, 12, 31))
    town.slot(town.social, december)
    town.slot(town.school, december)
    town.money(units[0], budget=12_000)
    for month in range(1, 13):
        amount = -tkr(booked) + 11 * tkr(1_000) if month == 12 else -tkr(1_000)
        OutcomeFactory(organisation=units[0], account_group=town.groups[0], year=YEAR, month=month, amount=amount)

    document = report(town, december)

    assert said in key_lead(document)
    assert "rognos" not in to_json(document), "no heading, figure or column of a forecast that nobody asked for"
    assert key_figures(document)["Utfall mot budget"].value == tkr(12_000 - booked)
