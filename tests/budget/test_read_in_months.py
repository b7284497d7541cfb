"""Files with months missing, read in by the command: 1 000 tkr a month against a budget of 12 000, per 31 August."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from budget.selectors.economy import EconomyTable, economy_table
from budget.selectors.slot_lines import lines_of
from followup.compose import document_of
from followup.document.outline import outline
from styrmodell.models import Occasion, Slot, Step
from tests.budget.conftest import YEAR, Town, tkr
from tests.factories import OccasionFactory, SlotFactory

pytestmark = pytest.mark.django_db
EVEN = dict.fromkeys(range(1, 13), 1_000)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def library(town: Town) -> Occasion:
    """Bibliotek in Socialnämnden with a budget of 12 000 tkr, and the occasion in August."""
    town.money(town.organisation("Bibliotek", town.social, code="1090"), budget=12_000)
    august = OccasionFactory(rule=town.july.rule, year=YEAR, month=8, cutoff=date(YEAR, 8, 31))
    town.slot(town.social, august)
    return august


def read_in(folder: Path, months: dict[int, int], year: int = YEAR) -> None:
    """Read in a file with so many tkr of net cost in each month."""
    path = folder / f"utfall_{year}.csv"
    rows = [f"1090;5010;{year}{month:02d};{-amount * 1000}" for month, amount in months.items()]
    path.write_text("\n".join(["Ansvar;Konto;Period;Belopp", *rows]) + "\n", encoding="utf-8")
    call_command("import_ledger", "provkoping", path, year=year)


def only(months: Iterable[int]) -> dict[int, int]:
    """A thousand in each of the months."""
    return {month: EVEN[month] for month in months}


def operating(town: Town, august: Occasion):
    """The whole municipality's driftredovisning."""
    whole: Slot = SlotFactory(occasion=august, organisation=town.assembly, scope=Step.Scope.WHOLE)
    tables = outline(document_of(town.access(), whole)).tables()
    return next(one.table for one in tables if one.table.title == "Driftredovisning")


@pytest.mark.parametrize(
    ("read", "label", "missing", "count"),
    [
        ([1, 2, 3, 4, 6, 7, 8], "jan–apr, jun–aug", "maj", 7),
        ([8], "aug", "januari–juli", 1),
        ([3, 4, 5], "mar–maj", "januari–februari och juni–augusti", 3),
        ([1, 3, 5, 7], "jan, mar, maj, jul", "februari, april, juni och augusti", 4),
        (range(1, 9), "jan–aug", "", 8),
        (range(1, 13), "jan–aug", "", 8),
    ],
)
def test_the_months_that_are_read_in_are_held_against_their_own_budget(
    town: Town, library: Occasion, tmp_path: Path, read: Iterable[int], label: str, missing: str, count: int
):
    read_in(tmp_path, only(read))

    table: EconomyTable = economy_table(town.access(), library)
    (line,) = lines_of(town.access(), town.slot(town.social, library)).lines
    report = operating(town, library)

    assert (table.basis.label, table.basis.missing) == (label, missing)
    assert table.total.to_date == table.total.period_budget == -tkr(1_000 * count)
    assert table.total.period_variance == 0
    assert line.counter_forecast is not None
    assert line.counter_forecast.value == -tkr(12_000)
    assert any(f"Utfall för {missing} saknas." in note for note in report.notes) == bool(missing)
    assert report.cols[1].group == table.basis.heading


@pytest.mark.parametrize("last_year", [range(1, 9), range(7, 13), [1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12]])
def test_a_year_before_in_part_has_no_season_and_no_bokslut(
    town: Town, library: Occasion, tmp_path: Path, last_year: Iterable[int]
):
    read_in(tmp_path, only(last_year), YEAR - 1)
    read_in(tmp_path, only(range(1, 9)))

    total = economy_table(town.access(), library).total

    assert (total.last_year, total.period_budget, total.period_variance) == (None, -tkr(8_000), 0)
    assert {row.cells[0] for row in operating(town, library).rows} == {None}


def test_a_whole_year_before_gives_its_season_for_the_same_months(town: Town, library: Occasion, tmp_path: Path):
    """Last year 500 a month until August, then 2 000: January–August without May is 3 500 of 12 000."""
    read_in(tmp_path, {month: 500 if month < 9 else 2_000 for month in range(1, 13)}, YEAR - 1)
    read_in(tmp_path, only([1, 2, 3, 4, 6, 7, 8]))

    total = economy_table(town.access(), library).total

    assert (total.last_year, total.period_budget) == (-tkr(12_000), -tkr(3_500))


def test_the_review_of_a_file_names_the_months_that_would_be_missing(
    town: Town, library: Occasion, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    read_in(tmp_path, only([1, 2]))
    assert "Utfall för" not in capsys.readouterr().err
    read_in(tmp_path, only([4, 7]))
    assert "Utfall för mars och maj–juni saknas." in capsys.readouterr().err
    read_in(tmp_path, only([3, 5, 6]))
    assert "Utfall för" not in capsys.readouterr().err
