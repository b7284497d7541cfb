"""What April's reports told of money stands in everything later, whatever has become of the budget. Tkr, by hand:

              April                                      in June              August
              budget    prognos     avvikelse            tilläggsbudget       budget
Hemtjänst    100 000    103 000      −3 000              +2 000               102 000
IFO           50 000     50 000           0                                    50 000
Färdtjänst         –          –           –              +1 000                 1 000
Socialn.     150 000    153 000      −3 000                                   153 000
Skolnämnden   80 000     80 000           0                                    80 000
Fullmäktige   20 000    (budget)          0                −500                19 500
Summa        250 000    253 000      −3 000 (1,2 %)      +2 500               252 500
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from budget.models import BudgetLine, HandedInFigures
from budget.pages.overview import overview_page
from budget.pages.unit import unit_page
from budget.selectors.economy import EconomyRow, economy_table
from budget.selectors.slot_lines import lines_of
from followup.actions.slots import DecisionInput, pass_step, return_slot, submit_slot
from followup.compose.report import document_of
from followup.document.table import Table
from followup.models import Section
from followup.pages.status import status_page
from followup.rendering.xlsx import render_xlsx
from styrmodell.models import Occasion, Organisation, Slot
from styrmodell.rules.workflow import SlotStatus
from tests.budget.conftest import YEAR, Town, client, tkr
from tests.factories import BudgetLineFactory, DecisionFactory, OccasionFactory, SlotFactory, StepFactory

pytestmark = pytest.mark.django_db
RAISED = "Sedan den förra prognosen har budgeten ökat med 2 500 tkr."


@dataclass
class Spring:
    """April's reports are handed in, as they are in life; August's are opened."""

    town: Town
    april: Occasion
    august: Occasion
    units: dict[str, Organisation]
    slots: dict[str, Slot]

    def __post_init__(self) -> None:
        self.access = self.town.access()

    def hand_in(self, *names: str) -> None:
        for name in names:
            self.slots[name] = submit_slot(slot=self.slots[name], access=self.access)

    def decide(self) -> None:
        """The assembly decides the whole, and with it the units."""
        decision = DecisionInput(self.town.assembly, timezone.localdate(), "98")
        self.slots["helhet"] = pass_step(slot=self.slots["helhet"], access=self.access, decision=decision)

    def raise_budget(self) -> None:
        """The assembly's supplementary budget in June."""
        self.supplement({self.units["Hemtjänst"]: 2_000, self.units["Färdtjänst"]: 1_000, self.town.assembly: -500})

    def supplement(self, changes: dict[Organisation, int]) -> None:
        decision = DecisionFactory(organisation=self.town.assembly, date=date(YEAR, 6, 15))
        for unit, amount in changes.items():
            BudgetLineFactory(
                organisation=unit,
                account_group=self.town.groups[0],
                year=YEAR,
                amount=-tkr(amount),
                kind=BudgetLine.Kind.SUPPLEMENTARY,
                decision=decision,
            )

    def forecast(self, **amounts: int) -> None:
        """August's drafts."""
        for name, amount in amounts.items():
            unit = self.units[name]
            top = self.town.school if unit == self.town.school else self.town.social
            self.town.forecast(unit, amount, self.town.slot(top, self.august))

    def rows(self, occasion: Occasion | None = None) -> dict[str, EconomyRow]:
        table = economy_table(self.access, occasion or self.august, children=True)
        lines = [line for row in table.rows for line in row.children]
        return {row.name: row for row in (*lines, *table.rows, table.total)}


@pytest.fixture
def spring(town: Town) -> Spring:
    rule = town.july.rule
    Occasion.objects.filter(rule=rule).delete()
    for scope, kind, body in (
        ("enhet", "lamna_in", ""),
        ("helhet", "lamna_in", ""),
        ("helhet", "besluta", "fullmaktige"),
    ):
        StepFactory(rule=rule, scope=scope, kind=kind, name=kind, body=body)
    Organisation.objects.filter(pk__in=[town.social.pk, town.school.pk]).update(kind=Organisation.Kind.COMMITTEE)
    units = {name: town.organisation(name, town.social) for name in ("Hemtjänst", "IFO", "Färdtjänst")}
    units["Skolnämnden"] = town.school
    for unit, budget in ((units["Hemtjänst"], 100_000), (units["IFO"], 50_000), (town.school, 80_000)):
        town.money(unit, budget=budget)
    town.money(town.assembly, budget=20_000)
    april, august = (
        OccasionFactory(rule=rule, year=YEAR, month=month, cutoff=date(YEAR, month, day), contents=["prognos"])
        for month, day in ((4, 30), (8, 31))
    )
    slots = {
        "Socialnämnden": SlotFactory(occasion=april, organisation=town.social),
        "Skolnämnden": SlotFactory(occasion=april, organisation=town.school),
        "helhet": SlotFactory(occasion=april, organisation=town.assembly, scope="helhet"),
    }
    for slot in slots.values():
        Section.objects.create(municipality=town.municipality, slot=slot, code="sammanfattning", body="Vi klarar det.")
    for unit, amount in ((units["Hemtjänst"], 103_000), (units["IFO"], 50_000)):
        town.forecast(unit, amount, slots["Socialnämnden"], cause="Fler timmar.")
    town.forecast(town.school, 80_000, slots["Skolnämnden"], account_group=town.groups[0])
    for unit in (town.social, town.school):
        town.slot(unit, august)
    SlotFactory(occasion=august, organisation=town.assembly, scope="helhet")
    town.july = august
    return Spring(town, april, august, units, slots)


@pytest.fixture
def raised(spring: Spring) -> Spring:
    """Handed in, and then the budget is raised."""
    spring.hand_in("Socialnämnden", "Skolnämnden", "helhet")
    spring.raise_budget()
    return spring


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u00a0", " ").split())


def test_the_previous_column_is_what_april_told(raised: Spring):
    rows = raised.rows()

    assert {name: row.before for name, row in rows.items()} == {
        "Hemtjänst": -tkr(103_000),
        "IFO": -tkr(50_000),
        "Färdtjänst": 0,
        "Socialnämnden": -tkr(153_000),
        "Personal": -tkr(80_000),
        "Skolnämnden": -tkr(80_000),
        "Kommunfullmäktige": -tkr(20_000),
        "Summa": -tkr(253_000),
    }
    assert {name: rows[name].previous_variance for name in ("Hemtjänst", "Socialnämnden", "Summa")} == dict.fromkeys(
        ("Hemtjänst", "Socialnämnden", "Summa"), -tkr(3_000)
    )
    assert rows["Summa"].budget == -tkr(252_500)


def test_the_pages_say_what_april_told(raised: Spring):
    browser, town = client(raised.town), raised.town
    overview = words(browser.get("/provkoping/budget/").text)
    grid = words(browser.get(reverse("budget:forecast", args=["provkoping", town.slot(town.social).pk])).text)
    unit = unit_page(raised.access, town.social)

    assert "Den förra pekade på ett underskott på 3 000 tkr, 1,2 % av budgeten." in overview
    assert RAISED in overview
    assert "Sedan den förra prognosen har budgeten ökat med 3 000 tkr." in grid
    assert "Summa Socialnämnden – – – 153 000 153 000 154 000 −1 000 −1 000" in grid
    assert unit is not None
    assert unit.total.previous == "153\u00a0000"
    assert {row.name: row.previous for row in unit.below.rows} == {
        "Hemtjänst": "103\u00a0000",
        "IFO": "50\u00a0000",
        "Färdtjänst": "–",
    }


def test_the_report_and_its_workbook_say_what_april_told(raised: Spring):
    raised.forecast(Hemtjänst=104_000, IFO=50_000, Färdtjänst=1_000)
    whole = Slot.objects.get(occasion=raised.august, scope="helhet")
    document = document_of(raised.access, whole)
    tables = [
        block
        for chapter in document.chapters
        for section in chapter.sections
        for block in section.blocks
        if isinstance(block, Table) and block.title == "Driftredovisning"
    ]
    place = next(i for i, col in enumerate(tables[0].cols) if col.label == "Prognos 30\u00a0april")

    assert {row.label: getattr(row.cells[place], "value", None) for row in tables[0].rows} == {
        "Kommunfullmäktige": None,
        "Socialnämnden": -tkr(153_000),
        "Skolnämnden": -tkr(80_000),
        "Summa": -tkr(253_000),
    }
    assert RAISED.replace(" tkr", "\u00a0tkr").replace("2 500", "2\u00a0500") in tables[0].notes
    assert _in_workbook(render_xlsx(document), "Summa", "Helår: Prognos 30\u00a0april") == -253_000


def _in_workbook(content: bytes, row: str, column: str) -> int:
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
        head = next((line for line in cells if column in line), None)
        if head is not None:
            found = next(line for line in cells if line[0] == row)
            return round(Decimal(str(found[head.index(column)])))
    raise AssertionError(column)


def test_the_changes_of_the_rows_are_that_of_the_sum(raised: Spring):
    """104 000 + 50 000 + 1 000 + 80 000 + 19 500 = 254 500, against 253 000."""
    raised.forecast(Hemtjänst=104_000, IFO=50_000, Färdtjänst=1_000)
    rows = raised.rows()

    assert rows["Summa"].forecast == -tkr(254_500)
    assert {name: rows[name].change for name in ("Socialnämnden", "Skolnämnden", "Kommunfullmäktige", "Summa")} == {
        "Socialnämnden": -tkr(2_000),
        "Skolnämnden": None,
        "Kommunfullmäktige": tkr(500),
        "Summa": -tkr(1_500),
    }
    assert {name: rows[name].change for name in ("Hemtjänst", "IFO", "Färdtjänst")} == {
        "Hemtjänst": -tkr(1_000),
        "IFO": 0,
        "Färdtjänst": -tkr(1_000),
    }


def test_a_line_without_a_forecast_counts_as_the_budget_of_today_and_then_of_then(raised: Spring):
    """Färdtjänst was nothing in April and is 1 000 now."""
    lines = lines_of(raised.access, raised.town.slot(raised.town.social))
    line = next(line for line in lines.lines if line.name == "Färdtjänst")
    grid = client(raised.town).get(
        reverse("budget:forecast", args=["provkoping", raised.town.slot(raised.town.social).pk])
    )

    assert (line.before, line.counted) == (0, -tkr(1_000))
    assert (lines.previous, lines.counted) == (-tkr(153_000), -tkr(154_000))
    assert 'data-old="0" data-standing="1000"' in grid.text


def test_a_unit_compares_with_its_own_report_and_the_whole_with_the_wholes(spring: Spring):
    """The budget is raised after the unit has handed in and before the whole has: each says what it said itself."""
    spring.town.forecast(spring.units["Färdtjänst"], 0, spring.slots["Socialnämnden"])
    spring.hand_in("Socialnämnden", "Skolnämnden")
    spring.raise_budget()
    spring.hand_in("helhet")

    lines = lines_of(spring.access, spring.town.slot(spring.town.social))
    assert lines.then is not None
    assert lines.then.budget == -tkr(150_000)
    assert spring.rows()["Socialnämnden"].budget_then == -tkr(153_000)


def test_what_is_decided_keeps_its_budget(spring: Spring):
    spring.hand_in("Socialnämnden", "Skolnämnden", "helhet")
    spring.decide()
    spring.raise_budget()

    table = economy_table(spring.access, spring.april, children=True)
    page = overview_page(spring.access, wanted=spring.april.pk)
    lines = lines_of(spring.access, spring.slots["Socialnämnden"])
    laget = status_page(spring.access)

    assert (table.total.budget, table.total.forecast, table.total.variance) == (
        -tkr(250_000),
        -tkr(253_000),
        -tkr(3_000),
    )
    assert sum(row.budget or 0 for row in table.rows) == table.total.budget
    assert table.budget_since == -tkr(2_500)
    assert page.table is not None
    assert page.table.total.budget == "250\u00a0000"
    assert "Sedan beslutet har budgeten ökat med 2\u00a0500\u00a0tkr." in page.table.notes
    assert (lines.amounts.budget, lines.variance) == (-tkr(150_000), -tkr(3_000))
    assert {line.name: line.amounts.budget for line in lines.lines}["Färdtjänst"] == 0
    assert laget.money.variance == -tkr(3_000)
    spring.forecast(Hemtjänst=105_000, IFO=50_000, Färdtjänst=1_000)
    under_way = status_page(spring.access, with_drafts=True)
    assert {row.name: (row.previous_variance, row.variance) for row in under_way.money.units}["Socialnämnden"] == (
        -tkr(3_000),
        -tkr(3_000),
    )
    assert spring.rows()["Summa"].previous == -tkr(253_000)


def test_what_is_decided_keeps_a_row_whose_budget_is_moved_away(spring: Spring):
    """The 20 000 that nobody reports are given to Skolnämnden after the decision."""
    spring.hand_in("Socialnämnden", "Skolnämnden", "helhet")
    spring.decide()
    spring.supplement({spring.town.assembly: -20_000, spring.town.school: 20_000})
    table = economy_table(spring.access, spring.april)

    assert {row.name: row.budget for row in table.rows} == {
        "Kommunfullmäktige": -tkr(20_000),
        "Socialnämnden": -tkr(150_000),
        "Skolnämnden": -tkr(80_000),
    }
    assert (table.total.budget, table.total.forecast, table.budget_since) == (-tkr(250_000), -tkr(253_000), 0)


def test_the_account_groups_of_what_is_decided_add_up_or_say_why_not(spring: Spring):
    """Skolnämnden's lines are its account groups, and are kept; those below Socialnämnden's verksamheter are not."""
    spring.hand_in("Socialnämnden", "Skolnämnden", "helhet")
    spring.decide()
    spring.raise_budget()
    spring.town.money(spring.town.school, budget=4_000, group=1)
    Occasion.objects.filter(pk=spring.august.pk).update(cutoff=date(YEAR + 1, 8, 31))  # April is the newest
    browser = client(spring.town)
    social, school = (
        words(browser.get(reverse("budget:unit", args=["provkoping", code])).text) for code in ("soc", "skola")
    )

    told = "Kontogrupperna räknas med dagens budget, tillsammans 153 000 tkr. Summan räknas med budgeten vid beslutet."
    assert told in social
    assert "bokförda rader för Personal – 80 000 Summa – – , alla bokförda rader – 80 000" in school
    assert "Sedan beslutet har budgeten ökat med 4 000 tkr." in school
    assert "Kontogrupperna räknas" not in school


def test_a_draft_follows_the_budget_until_it_is_decided(spring: Spring):
    spring.raise_budget()

    assert economy_table(spring.access, spring.april).total.budget == -tkr(252_500)
    assert spring.rows(spring.april)["Hemtjänst"].variance == -tkr(1_000)


def test_who_hands_in_anew_tells_anew(spring: Spring):
    """Returned after the budget was raised: what counts is what was handed in the last time."""
    spring.hand_in("Socialnämnden", "Skolnämnden")
    spring.raise_budget()
    returned = return_slot(slot=spring.slots["Socialnämnden"], access=spring.access, reason="Ny budget.")
    spring.town.forecast(spring.units["Färdtjänst"], 1_000, returned)
    spring.slots["Socialnämnden"] = returned
    spring.hand_in("Socialnämnden")

    row = spring.rows()["Socialnämnden"]
    assert (row.previous, row.budget_then, row.previous_variance) == (-tkr(154_000), -tkr(153_000), -tkr(1_000))


def test_a_unit_that_has_ended_counts_in_the_sum_of_then_and_not_now(raised: Spring):
    """Skolnämnden ends in July, and Socialnämnden forecasts its 80 000 too."""
    raised.town.school.valid_to = date(YEAR, 7, 31)
    raised.town.school.save()
    access = raised.access = raised.town.access()
    raised.forecast(Hemtjänst=183_000, IFO=50_000, Färdtjänst=1_000)
    rows = raised.rows()

    assert access.municipality == raised.town.municipality
    assert rows["Enheter som upphört"].previous == -tkr(80_000)
    assert rows["Summa"].previous == -tkr(253_000)
    listed = economy_table(access, raised.august).rows
    assert sum(row.before for row in listed) == -tkr(253_000)
    assert sum(row.change or 0 for row in listed) == rows["Summa"].change


def test_without_kept_figures_the_previous_sum_says_that_it_counts_todays_budget(spring: Spring):
    """As in a municipality that was moved here: the forecasts are there, what they were held against is not."""
    Slot.objects.filter(occasion=spring.april).update(status=SlotStatus.SUBMITTED.value)
    spring.raise_budget()
    table = overview_page(spring.access).table

    assert not HandedInFigures.objects.exists()
    assert table is not None
    assert table.total.previous == "253\u00a0500"  # with 1 000 for Färdtjänst and 19 500 for the assembly
    assert any(note.endswith("Den förra summan är räknad med dagens budget.") for note in table.notes)
