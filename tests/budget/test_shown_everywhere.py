"""Page, grid, report, print, Excel and Läget show the same figure for the same thing. Counted by hand:

| tkr        | budget | jan–apr, jun–jul | six twelfths | May's forecast | July's forecast  |
|------------|-------:|-----------------:|-------------:|---------------:|-----------------:|
| Hemtjänst  | 12 000 |            6 100 |        6 000 |         12 400 |           12 700 |
| Omsorg     |  4 000 |            1 900 |        2 000 |              – |            4 100 |
| Grundskola |  6 000 |            2 700 |        3 000 |              – |                – |
| Summa      | 22 000 |           10 700 |       11 000 |         22 400 |           22 800 |

May's outcome is missing, and Skolnämnden has no forecast: it counts its budget, then and now."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from followup.compose import document_of
from followup.document.model import Document
from followup.document.outline import outline
from followup.document.table import NumberCell, Table
from followup.rendering.html import render_html
from followup.rendering.xlsx import render_xlsx
from styrmodell.models import Slot, Step
from styrmodell.rules.workflow import SlotStatus
from tests.budget.conftest import YEAR, Town, client, grid_url, tkr
from tests.factories import DecisionFactory, OutcomeFactory, SlotFactory

pytestmark = pytest.mark.django_db
MONTHS = (1, 2, 3, 4, 6, 7)
MISSING = "Utfall för maj saknas. Utfall och periodbudget gäller januari–april och juni–juli."
RULE = "Rader utan prognos räknas i summan som den förra prognosen, annars som budget."

# Bokslut, utfall, periodbudget, avvikelse, årsbudget, förra prognosen, prognos, avvikelse, ändring: plus is better.
SOCIAL = (None, -8_000, -8_000, 0, -16_000, -16_400, -16_800, -800, -400)
SCHOOL = (None, -2_700, -3_000, 300, -6_000, None, None, None, None)
TOTAL = (None, -10_700, -11_000, 300, -22_000, -22_400, -22_800, -800, -400)
HOME = (None, -6_100, -6_000, -100, -12_000, -12_400, -12_700, -700, -300)
CARE = (None, -1_900, -2_000, 100, -4_000, None, -4_100, -100, -100)


@pytest.fixture
def reported(town: Town) -> Town:
    """The table above."""
    home, care = town.organisation("Hemtjänst", town.social), town.organisation("Omsorg", town.social)
    school = town.organisation("Grundskola", town.school)
    for unit, budget, booked in ((home, 12_000, 6_100), (care, 4_000, 1_900), (school, 6_000, 2_700)):
        town.money(unit, budget=budget)
        for month in MONTHS:
            amount = -tkr(booked) + 5 * tkr(100) if month == 7 else -tkr(100)
            OutcomeFactory(organisation=unit, account_group=town.groups[0], year=YEAR, month=month, amount=amount)
    town.forecast(home, 12_400, town.slot(town.social, town.may))
    town.forecast(home, 12_700, town.slot(town.social))
    town.forecast(care, 4_100, town.slot(town.social))
    town.slot(town.school)
    return town


def whole(town: Town) -> Slot:
    """The municipality's own slot in July."""
    return SlotFactory(occasion=town.july, organisation=town.assembly, scope=Step.Scope.WHOLE)


def operating(document: Document) -> Table:
    """The report's driftredovisning."""
    return next(one.table for one in outline(document).tables() if one.table.title == "Driftredovisning")


def amounts(table: Table) -> dict[str, tuple[int | None, ...]]:
    """Its rows in tkr."""
    return {
        row.label: tuple(int(cell.value / 1000) if isinstance(cell, NumberCell) else None for cell in row.cells[:9])
        for row in table.rows
    }


def shown_rows(page: str, heading: str) -> dict[str, list[str]]:
    """The rows of the first table after a heading as they are read, without what only a screen reader is told."""
    table = page.partition(heading)[2].partition("</table>")[0]
    table = re.sub(r'<span class="vh">[^<]*</span>', "", table)
    rows = re.findall(r"<tr.*?</tr>", table, re.S)
    cells = [re.findall(r"<t[hd].*?</t[hd]>", row, re.S) for row in rows]
    words = [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]
    return {row[0]: row[1:] for row in words if row}


def cost(amount: int | None) -> str:
    """As the pages write a net cost."""
    return "–" if amount is None else f"{-amount:,}".replace(",", " ")


def deviation(amount: int | None) -> str:
    """As the pages write a deviation."""
    return "–" if amount is None else "0" if not amount else f"{amount:+,}".replace(",", " ").replace("-", "−")


def test_the_reports_show_the_figures_and_what_is_missing(reported: Town):
    table = operating(document_of(reported.access(), whole(reported)))
    own = operating(document_of(reported.access(), reported.slot(reported.social)))

    assert amounts(table) == {"Socialnämnden": SOCIAL, "Skolnämnden": SCHOOL, "Summa": TOTAL}
    assert amounts(own) == {"Hemtjänst": HOME, "Omsorg": CARE, "Summa": SOCIAL}
    for shown in (table, own):
        assert shown.cols[1].group == "Januari–april och juni–juli"
        assert shown.cols[5].label == "Prognos 31\u00a0maj"
        assert shown.notes[1:] == (MISSING, f"{RULE} Den förra summan är räknad med dagens budget.")


def test_print_and_excel_show_what_the_document_holds(reported: Town):
    document = document_of(reported.access(), whole(reported))
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(document)))
    sheet = book[next(one.sheet for one in outline(document).tables() if one.table.title == "Driftredovisning")]
    cells = {row[0]: row[1:10] for row in sheet.iter_rows(values_only=True) if row[0] in {"Summa", "Skolnämnden"}}

    for page in (render_html(document, page="print"), render_html(document, page="web")):
        text = " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u00a0", " ").split())
        assert MISSING in text
        assert RULE in text
        assert "Summa – −10 700 −11 000 +300 −22 000 −22 400 −22 800 −800 −400" in text
        assert "Skolnämnden – −2 700 −3 000 +300 −6 000 – – – –" in text
    assert [None if value in {None, "–"} else Decimal(str(value)) for value in cells["Summa"]] == list(TOTAL)
    assert [None if value in {None, "–"} else Decimal(str(value)) for value in cells["Skolnämnden"]] == list(SCHOOL)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (["budget:overview", "provkoping"], {"Summa": TOTAL}),
        (["budget:unit", "provkoping", "soc"], {"Hemtjänst": HOME, "Omsorg": CARE, "Summa": SOCIAL}),
    ],
)
def test_the_pages_show_them(reported: Town, address: list[str], expected: dict[str, tuple[int | None, ...]]):
    page = client(reported).get(reverse(address[0], args=address[1:])).content.decode()
    rows = shown_rows(page, 'id="h-ekonomi"')

    for name, (last, to_date, _, period, budget, previous, forecast, variance, change) in expected.items():
        assert rows[name][:3] == [cost(last), cost(to_date), deviation(period)]
        assert rows[name][3:6] == [cost(budget), cost(previous), cost(forecast)]
        assert rows[name][6].startswith(deviation(variance))
        assert rows[name][8] == deviation(change)
    assert MISSING in " ".join(page.split())
    assert RULE in " ".join(page.split())


def test_the_grid_shows_them(reported: Town):
    page = client(reported).get(grid_url(reported)).content.decode()
    rows = shown_rows(page, "<table")

    total = rows["Summa Socialnämnden"]
    assert total[:5] == ["–", "8 000", "8 000", "16 000", "16 400"]
    assert (total[5], total[6], total[8]) == ("16 800", "−800", "−400")
    assert rows["Omsorg"][8] == "−100"  # since it counted its budget
    assert len(re.findall(r'<span id="n\d+" data-chg', page)) == 2  # each line's change follows what is typed
    assert MISSING in " ".join(page.split())


def test_läget_shows_them(reported: Town):
    """July is under way, May is decided."""
    in_may = Slot.objects.filter(occasion=reported.may)
    in_may.update(status=SlotStatus.DECIDED.value, decision=DecisionFactory(organisation=reported.assembly))
    page = " ".join(
        client(reported).get("/provkoping/laget/?visa=pagaende").content.decode().replace("\u00a0", " ").split()
    )

    assert "Hittills i år, jan–apr, jun–jul" in page
    assert MISSING in page
    text = re.sub(r"<[^>]+>", " ", page)
    text = " ".join(text.split())
    assert "Utfall, nettokostnad 10 700 tkr" in text
    assert "Mot periodens budget +300 tkr" in text
    assert "Ändring av prognosen sedan maj −400 tkr" in text
