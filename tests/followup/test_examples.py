"""«Exempel» stands in a report exactly where the data is an example, never on a real municipality's own figures."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from budget.models import StatementFigure
from followup.compose import document_of
from followup.document.codec import to_json
from followup.document.model import Document
from followup.rendering.html import render_html
from followup.rendering.pdf import render_pdf
from followup.rendering.xlsx import render_xlsx
from styrmodell.access import system_access
from tests.factories import (
    AccountGroupFactory,
    BudgetLineFactory,
    DecisionFactory,
    ForecastLineFactory,
    GoalFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    LedgerBatchFactory,
    LevelFactory,
    MeasureFactory,
    OccasionFactory,
    OutcomeFactory,
    SlotFactory,
)

pytestmark = pytest.mark.django_db
MONEY = {
    "Prognos mot budget per nämnd",
    "Så fördelas 100 kronor av nettokostnaden",
    "Driftredovisning",
}
STATEMENTS = {"Resultaträkning", "Från budget till prognos, årets resultat 2026", "Balanskravsutredning"}
GOALS = {"Målen i översikt", "Eleverna når målen"}


@pytest.fixture
def real(house) -> SimpleNamespace:
    """A municipality of its own right, with a row of every kind that a report tells of."""
    house.occasion.contents = ["mal", "ekonomi", "prognos", "text"]
    house.occasion.save(update_fields=["contents"])
    group = AccountGroupFactory(model=house.rule.model)
    last, now = (
        LedgerBatchFactory(municipality=house.kommun, state="inlast", year=year, months=[7], row_count=1)
        for year in (2025, 2026)
    )
    made = {"budget": [], "lines": []}
    for slot in (house.slot, house.other_slot):
        unit = {"organisation": slot.organisation, "account_group": group}
        made["budget"].append(BudgetLineFactory(**unit))
        OutcomeFactory(**unit, batch=now)
        OutcomeFactory(**unit, batch=last, year=2025)
        made["lines"].append(ForecastLineFactory(slot=slot, account_group=group, comment="Fler barn."))
    measure = MeasureFactory(organisation=house.namnd, expected_effect=Decimal(100_000))
    made["lines"][0].measures.add(measure)
    figures = [
        StatementFigure.objects.create(
            municipality=house.kommun,
            year=2026,
            column=column,
            occasion=occasion,
            statement="resultatrakning",
            row=row,
            amount=amount,
            source="Bokföringen",
        )
        for column, occasion, row, amount in (
            ("budget", None, "verksamhetens_kostnader", -1000),
            ("prognos", house.occasion, "centrala_poster", -1200),
        )
    ]
    goal = GoalFactory(
        decision=DecisionFactory(organisation=house.kf),
        level=LevelFactory(model=house.rule.model),
        municipality=house.kommun,
        organisation=house.namnd,
        title="Eleverna når målen",
    )
    indicator = IndicatorFactory(goal=goal)
    IndicatorValueFactory(indicator=indicator)
    return SimpleNamespace(
        house=house, last=last, now=now, measure=measure, figure=figures[0], goal=goal, indicator=indicator,
        budget=made["budget"][0], line=made["lines"][0],
    )  # fmt: skip


def report(slot) -> Document:
    return document_of(system_access(slot.municipality), slot)


def marked(document: Document) -> set[str]:
    """The titles of everything that is called an example."""

    def walk(part: object) -> Iterator[str]:
        if isinstance(part, dict):
            if part.get("example"):
                yield part.get("title", part["kind"])
            for value in part.values():
                yield from walk(value)
        if isinstance(part, list | tuple):
            for value in part:
                yield from walk(value)

    return set(walk(document.model_dump()["chapters"]))


@pytest.mark.parametrize("which", ["whole", "slot"])
def test_a_real_municipalitys_report_calls_nothing_an_example(real, which):
    document = report(getattr(real.house, which))
    assert '"title":"Driftredovisning"' in to_json(document)
    assert '"title":"Åtgärdsplan"' in to_json(document)
    assert '"title":"Filer bakom utfallet"' in to_json(document)

    assert "Exempel" not in to_json(document)
    assert "Exempel" not in render_html(document, page="web")
    book = load_workbook(io.BytesIO(render_xlsx(document)))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell for cell in cells if "Exempel" in cell] == []
    assert not book.properties.description


@pytest.mark.pdf
def test_the_paper_of_a_real_municipality_calls_nothing_an_example(real, tmp_path):
    path = tmp_path / "rapport.pdf"
    path.write_bytes(render_pdf(report(real.house.whole)))
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, text=True).stdout
    assert "Driftredovisning" in text
    assert "Exempel" not in text


@pytest.mark.parametrize(
    ("what", "where"),
    [
        ("budget", MONEY),
        ("last", MONEY),
        ("now", MONEY | {"Filer bakom utfallet"}),
        ("line", MONEY | STATEMENTS),
        ("measure", {"Åtgärdsplan"}),
        ("figure", STATEMENTS),
        ("goal", GOALS),
        ("indicator", GOALS),
    ],
)
def test_an_example_is_marked_where_it_counts_and_on_the_first_pages(real, what, where):
    row = getattr(real, what)
    type(row).objects.filter(pk=row.pk).update(is_example=True)
    document = report(real.house.whole)

    summary = set() if what == "measure" else {"summary"}
    assert marked(document) == where | summary
    assert document.meta.example_note == "Exempelsiffror"


def test_a_units_report_is_not_marked_by_another_units_example(real):
    type(real.budget).objects.filter(pk=real.budget.pk).update(is_example=True)
    assert marked(report(real.house.other_slot)) == set()
    assert "Driftredovisning" in marked(report(real.house.slot))


def test_a_forecast_before_counts_as_what_it_was(real):
    """The column with the previous forecast has its own rows behind it."""
    before = OccasionFactory(rule=real.house.rule, month=4, cutoff=date(2026, 4, 30), contents=["prognos"])
    slot = SlotFactory(occasion=before, organisation=real.house.namnd, status="inlamnad")
    ForecastLineFactory(slot=slot, account_group=real.line.account_group, is_example=True)
    assert marked(report(real.house.whole)) == MONEY | {"summary"}


def test_a_demo_municipality_says_so_on_the_first_page_whatever_the_report_holds(real):
    real.house.kommun.is_demo = True
    real.house.kommun.save(update_fields=["is_demo"])
    document = report(real.house.whole)
    assert document.meta.example_note == "Exempelsiffror"
    assert marked(document) == set()
