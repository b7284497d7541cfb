"""Other municipalities' published budgets and outcomes: read in as a file, shown as their documents print them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import call_command

from budget.selectors.economy import EconomyTable, economy_table
from config.env import ROOT
from styrmodell.access import system_access
from styrmodell.models import AccountGroup, Municipality, Organisation
from tests.budget.conftest import spread
from tests.factories import (
    AccountGroupFactory,
    BudgetLineFactory,
    LedgerCodeFactory,
    MunicipalityFactory,
    OccasionFactory,
    OccasionRuleFactory,
    OrganisationFactory,
    SlotFactory,
    SteeringModelFactory,
)

pytestmark = pytest.mark.django_db
DATA = ROOT / "fixtures" / "data"
MNKR, TKR = Decimal(1_000_000), Decimal(1_000)
INCOME_ACCOUNT, COST_ACCOUNT = 3100, 5100
Kind = Organisation.Kind


@dataclass(frozen=True)
class Printed:
    """A row as the document has it, in kronor; `level` is namnd or del."""

    level: str
    name: str
    income: Decimal
    cost: Decimal
    budget: Decimal
    variance: Decimal


def vastervik() -> Iterator[Printed]:
    with (DATA / "vastervik_2020_driftredovisning.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            amounts = (Decimal(row[name]) * MNKR for name in ("intakt", "kostnad", "budget", "avvikelse"))
            yield Printed(row["niva"], row["verksamhet"], *amounts)


def simrishamn() -> Iterator[Printed]:
    with (DATA / "simrishamn_2025_kfn_driftredovisning.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            net, budget, left = (Decimal(row[key] or 0) * TKR for key in ("utfall2025", "budget2025", "aterstar"))
            level = "namnd" if row["verksamhet"] == "SUMMA" else "del"
            yield Printed(level, row["verksamhet"], max(net, Decimal(0)), min(net, Decimal(0)), budget, left)


class Place:
    """A municipality with the document's nämnder and verksamheter, its budget, and a file with its outcome, which the
    document prints for the year and the file has month by month."""

    def __init__(self, rows: list[Printed], year: int) -> None:
        self.rows, self.year = rows, year
        self.municipality: Municipality = MunicipalityFactory(slug="verklig")
        model = SteeringModelFactory(municipality=self.municipality)
        AccountGroupFactory(model=model, name="Intäkter", account_from=3000, account_to=3999)
        self.costs: AccountGroup = AccountGroupFactory(
            model=model, name="Kostnader", account_from=4000, account_to=8999
        )
        self.occasion = OccasionFactory(
            rule=OccasionRuleFactory(model=model), year=year, month=12, cutoff=date(year, 12, 31)
        )
        self.top = OrganisationFactory(municipality=self.municipality, kind=Kind.ASSEMBLY)
        self.posted = list(self._organisations())

    def _organisations(self) -> Iterator[tuple[str, Printed]]:
        """Make everything; yields the ledger code and the row of whatever has no parts."""
        committee = self.top
        for number, row in enumerate(self.rows):
            if row.level == "namnd":
                committee = OrganisationFactory(municipality=self.municipality, name=row.name, parent=self.top)
                SlotFactory(occasion=self.occasion, organisation=committee)
                if self.rows[number + 1 : number + 2] and self.rows[number + 1].level == "del":
                    continue
            unit = committee
            if row.level == "del":
                unit = OrganisationFactory(
                    municipality=self.municipality, name=row.name, parent=committee, kind=Kind.ACTIVITY
                )
            LedgerCodeFactory(organisation=unit, code=f"{1000 + number}")
            BudgetLineFactory(organisation=unit, account_group=self.costs, year=self.year, amount=row.budget)
            yield f"{1000 + number}", row

    def file(self, folder: Path) -> Path:
        path = folder / "utfall.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["ansvar", "konto", "period", "belopp"])
            lines = [
                (code, account, f"{self.year}-{month:02d}", float(part))
                for code, row in self.posted
                for account, amount in ((INCOME_ACCOUNT, row.income), (COST_ACCOUNT, row.cost))
                for month, part in enumerate(spread(amount, 12) if amount else [], start=1)
            ]
            for at, line in enumerate(lines, 1):
                sheet.write_row(at, 0, line)
        return path

    def read_in(self, folder: Path) -> EconomyTable:
        """Import the file by the command, and look at the economy."""
        call_command("import_ledger", "verklig", self.file(folder), year=self.year)
        return economy_table(system_access(self.municipality), self.occasion, children=True)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def test_vasterviks_committees_as_the_annual_report_prints_them(tmp_path):
    """2020, six committees with sixteen parts. The printed sums are rounded: within 0.2 mnkr of ours."""
    rows = list(vastervik())
    printed = {row.name: row for row in rows if row.level == "namnd"}

    table = Place(rows, 2020).read_in(tmp_path)

    assert [row.name for row in table.rows] == list(printed)
    for row in table.rows:
        document = printed[row.name]
        assert row.to_date == pytest.approx(document.income + document.cost, abs=MNKR / 5), row.name
        assert row.budget == pytest.approx(document.budget, abs=MNKR / 5), row.name
        assert row.period_variance == pytest.approx(document.variance, abs=MNKR / 5), row.name
        if row.children:
            assert row.period_variance == sum(part.period_variance for part in row.children)
    assert table.total.to_date == sum(row.to_date for row in table.rows)


def test_simrishamns_culture_and_leisure_sums_to_what_its_rows_say(tmp_path, capsys):
    """2025: the rows add to −62 051 tkr; the document prints −62 049. We show the sum of the rows."""
    rows = list(simrishamn())
    whole = next(row for row in rows if row.level == "namnd")
    parts = [row for row in rows if row.level == "del"]
    place = Place([Printed("namnd", "Kultur- och fritidsnämnden", *[Decimal(0)] * 4), *parts], 2025)

    table = place.read_in(tmp_path)

    (committee,) = table.rows
    assert committee.to_date == Decimal(-62_051) * TKR
    assert whole.income + whole.cost - committee.to_date == 2 * TKR
    assert committee.budget == sum(row.budget for row in parts)
    assert {child.name: child.period_variance for child in committee.children if child.budget} == pytest.approx(
        {row.name: row.variance for row in parts if row.budget}, abs=TKR
    )


def test_the_command_says_what_it_read(tmp_path, capsys):
    place = Place(list(vastervik()), 2020)
    call_command("import_ledger", "verklig", place.file(tmp_path), year=2020, json=True)
    said = json.loads(capsys.readouterr().out)
    assert Decimal(said["summa"]) == sum((row.income + row.cost for _, row in place.posted), Decimal(0))
