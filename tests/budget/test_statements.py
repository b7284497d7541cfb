"""Resultaträkning and balanskrav on the page: any year that has figures, and the results over the years."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from budget.models import StatementFigure
from budget.selectors.statement import statement_table
from tests.budget.conftest import YEAR, Town, client

pytestmark = pytest.mark.django_db
Kind, Column = StatementFigure.Statement, StatementFigure.Column
MNKR = Decimal(1_000_000)


@pytest.fixture
def published(town: Town) -> Town:
    """Statements of 2018 and 2019, a budget for this year, and results of three years, one of them missing."""
    for year, income, costs in ((2018, 522, -493), (2019, 269, -227)):
        figure(town, "verksamhetens_intakter", year, Column.OUTCOME, income, source="Årsredovisning 2019")
        figure(town, "verksamhetens_kostnader", year, Column.OUTCOME, costs, source="Årsredovisning 2019")
    figure(town, "verksamhetens_intakter", YEAR, Column.BUDGET, 300, source="Budget 2026")
    for year, result in ((2018, 29), (2019, 42), (2021, 48)):
        figure(town, "arets_resultat", year, Column.OUTCOME, result, source=f"Årsredovisning {year}")
    return town


def figure(town: Town, row: str, year: int, column: str, mnkr: int, *, source: str) -> None:
    StatementFigure.objects.create(
        municipality=town.municipality, statement=Kind.INCOME, row=row, year=year, column=column,
        amount=mnkr * MNKR, source=source,
    )  # fmt: skip


def test_a_year_stands_beside_the_year_before_with_its_own_sources(published: Town):
    table = statement_table(published.access(), 2019)
    assert table.income.columns == ((2018, "utfall"), (2019, "utfall"))
    assert table.income.rows[-1].amounts == (29 * MNKR, 42 * MNKR)
    assert "Budget 2026" not in table.income.sources
    assert table.years == (YEAR, 2019, 2018)
    assert table.results == ((2018, 29 * MNKR), (2019, 42 * MNKR), (2021, 48 * MNKR))


def test_what_is_entered_of_a_year_tells_its_result_everywhere(published: Town):
    """The result of 2021 was read in as it was published; then ekonomikontoret enters the year: 700 − 650 = 50."""
    figure(published, "skatteintakter", 2021, Column.OUTCOME, 700, source="Bokslut 2021")
    figure(published, "verksamhetens_kostnader", 2021, Column.OUTCOME, -650, source="Bokslut 2021")
    table = statement_table(published.access(), 2021)
    assert table.income.column(2021, "utfall")["arets_resultat"] == 50 * MNKR
    assert table.results[-1] == (2021, 50 * MNKR)


def test_the_page_shows_the_chosen_year_and_says_which_result_is_missing(published: Town):
    page = client(published).get(address(2019)).content.decode()
    assert "Utfall 2018" in page
    assert "Budget 2026" not in page
    assert '<option value="2019" selected>' in page
    assert "2020: uppgift saknas" in page


@pytest.mark.parametrize("year", ["", "-1", "20190", "aaaa", "٢٠١٩"])
def test_a_year_that_is_none_shows_the_occasions(published: Town, year: str):
    page = client(published).get(address(year)).content.decode()
    assert f'<option value="{YEAR}" selected>' in page
    assert "Budget 2026" in page


def test_a_year_without_figures_says_so(published: Town):
    answer = client(published).get(address(2010))
    assert answer.status_code == 200
    assert "Ingen resultaträkning för året" in answer.content.decode()


def address(year: object) -> str:
    return f"{reverse('budget:overview', args=['provkoping'])}?vy=resultat&ar={year}"
