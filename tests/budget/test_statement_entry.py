"""Ekonomikontoret enters budget, outcome and central items: by hand, pasted, or from a file."""

from __future__ import annotations

import io
from contextlib import nullcontext
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from openpyxl import Workbook

from budget.actions.forecast import Typed
from budget.actions.statements import save_statement
from budget.models import StatementFigure
from budget.selectors.economy import economy_table
from budget.selectors.statement import statement_table
from styrmodell.models import AuditEvent, Organisation
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Role
from tests.budget.conftest import YEAR, Town, client, tkr
from tests.factories import DecisionFactory, OccasionFactory, SlotFactory, StatementFigureFactory

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"
BUDGET = {
    "verksamhetens_intakter": "100 000", "verksamhetens_kostnader": "−1 130 000", "avskrivningar": "-20000",
    "skatteintakter": "800000", "generella_statsbidrag": "280 000", "finansiella_intakter": "3000",
    "finansiella_kostnader": "-8000", "extraordinara_poster": "0",
}  # fmt: skip


def address(column: str, name: str = "statement") -> str:
    return reverse(f"budget:{name}", args=["provkoping", column])


def sent(rows: dict[str, str], version: int = 0, **more: str) -> dict[str, str]:
    return {f"c{row}": text for row, text in rows.items()} | {f"v{row}": str(version) for row in rows} | more


def stored(town: Town, column: str = "budget") -> dict[str, Decimal | None]:
    rows = StatementFigure.objects.filter(municipality=town.municipality, column=column)
    return dict(rows.values_list("row", "amount"))


def test_a_budget_is_entered_and_its_result_is_counted(town: Town):
    answer = client(town).post(address("budget-2026"), sent(BUDGET, source="Budget 2026, KF § 120"), follow=True)

    table = statement_table(town.access(), YEAR)
    assert table.income.column(YEAR, "budget")["arets_resultat"] == tkr(25_000)  # 100 −1 130 −20 +800 +280 +3 −8
    assert table.income.sources == ("Budget 2026, KF § 120",)
    assert "Budget 2026 är sparad." in answer.content.decode().replace(NBSP, " ")
    event = AuditEvent.objects.get(type=AuditEvent.Type.STATEMENT_SAVED)
    assert event.summary == "Budget 2026"


@pytest.mark.parametrize(
    ("row", "text", "says"),
    [
        ("skatteintakter", "800x", "Skatteintäkter"),
        ("verksamhetens_kostnader", "1 130 000", "Verksamhetens kostnader: Kostnader skrivs med minus."),
        ("skatteintakter", "-800000", "Skatteintäkter: Intäkter skrivs utan minus."),
        ("avskrivningar", "", "Avskrivningar: Fyll i raden. Skriv 0 om inget finns."),
        ("reservering", "5", "Raden minskar resultatet. Skriv beloppet med minus."),
    ],
)
def test_what_is_wrong_stands_at_its_cell_and_nothing_is_saved(town: Town, row: str, text: str, says: str):
    answer = client(town).post(address("budget-2026"), sent({**BUDGET, row: text}))
    page = answer.content.decode().replace(NBSP, " ")
    assert answer.status_code == 422
    assert says in page
    assert f'id="c{row}_error"' in page
    assert stored(town) == {}


def test_the_central_items_of_an_occasion_are_those_of_that_occasion_only(town: Town):
    client(town).post(address("budget-2026"), sent(BUDGET))
    for occasion, central in ((town.may, "-49000"), (town.july, "-48000")):
        town.forecast(town.social, 400_000, town.slot(town.social, occasion), account_group=town.groups[0])
        client(town).post(address(f"prognos-{occasion.pk}"), sent({"centrala_poster": central}))

    def result(occasion):
        table = statement_table(town.access(), YEAR, economy_table(town.access(), occasion, children=True))
        return table.income.column(YEAR, "prognos")["arets_resultat"]

    # −400 −49 +800 +280 +3 −8 = 626, and with −48 627
    assert (result(town.may), result(town.july)) == (tkr(626_000), tkr(627_000))


def test_an_emptied_cell_counts_as_before_again(town: Town):
    save = {"access": town.access(), "key": f"prognos-{town.july.pk}", "source": ""}
    save_statement(**save, typed={"centrala_poster": Typed(tkr(-48_000), 0)})
    save_statement(**save, typed={"centrala_poster": Typed(None, 1)})
    assert stored(town, "prognos") == {"centrala_poster": None}


def test_who_comes_late_sees_both_values_and_overwrites_nothing(town: Town):
    client(town).post(address("budget-2026"), sent(BUDGET))
    late = {**BUDGET, "skatteintakter": "801 000"}
    client(town).post(address("budget-2026"), sent({**BUDGET, "skatteintakter": "805 000"}, version=1))

    answer = client(town).post(address("budget-2026"), sent(late, version=1))

    page = answer.content.decode().replace(NBSP, " ")
    assert answer.status_code == 409
    assert "ändrade samma sak" in page
    assert 'value="801 000"' in page
    assert stored(town)["skatteintakter"] == tkr(805_000)
    again = client(town).post(address("budget-2026"), sent(late, version=1) | {"vskatteintakter": "2"})
    assert again.status_code == 302
    assert stored(town)["skatteintakter"] == tkr(801_000)


def test_a_save_that_comes_late_is_refused_by_the_action(town: Town):
    save = {"access": town.access(), "key": "utfall-2025", "source": ""}
    save_statement(**save, typed={"skatteintakter": Typed(tkr(1), 0)})
    with pytest.raises(Stale):
        save_statement(**save, typed={"skatteintakter": Typed(tkr(2), 0)})


def whole_slot(town: Town, occasion, status: str):
    decision = DecisionFactory(organisation=town.assembly) if status == "beslutad" else None
    return SlotFactory(occasion=occasion, organisation=town.assembly, scope="helhet", status=status, decision=decision)


@pytest.mark.parametrize("status", ["inlamnad", "beslutad"])
def test_what_is_handed_in_stands_still(town: Town, status: str):
    whole_slot(town, town.july, status)
    browser = client(town)
    assert browser.post(address(f"prognos-{town.july.pk}"), sent({"centrala_poster": "-1"})).status_code == 403
    assert 'name="ccentrala_poster"' not in browser.get(address(f"prognos-{town.july.pk}")).content.decode().replace(
        NBSP, " "
    )
    assert browser.post(address(f"prognos-{town.may.pk}"), sent({"centrala_poster": "-1"})).status_code == 302


def test_the_outcome_stands_still_when_the_year_end_is_decided(town: Town):
    year_end = OccasionFactory(rule=town.july.rule, month=12, cutoff="2026-12-31", contents=["mal", "ekonomi"])
    whole_slot(town, year_end, "beslutad")
    assert client(town).post(address("utfall-2026"), sent(BUDGET)).status_code == 403
    assert client(town).post(address("utfall-2025"), sent(BUDGET)).status_code == 302
    assert client(town).post(address("budget-2026"), sent(BUDGET)).status_code == 302
    for year, is_locked in ((2026, True), (2025, False)):  # and past the actions, in the database
        row = {"municipality": town.municipality, "year": year, "column": "utfall", "row": "realisationsvinster"}
        expected = pytest.raises(IntegrityError, match="beslutad") if is_locked else nullcontext()
        with expected, transaction.atomic():
            StatementFigureFactory(**row, statement="balanskrav")


@pytest.mark.parametrize(
    "column", ["budget-1999", "utfall-0", "prognos-0", "prognos-999999999999999999", "annat-2026", "budget-"]
)
def test_a_column_that_is_none_is_not_found(town: Town, column: str):
    assert client(town).get(f"/provkoping/budget/uppstallningar/{column}/").status_code == 404


def test_another_municipalitys_occasion_is_not_found(town: Town):
    elsewhere = OccasionFactory()
    assert client(town).get(address(f"prognos-{elsewhere.pk}")).status_code == 404


def test_only_ekonomikontoret_enters(town: Town):
    key, typed = "budget-2026", {"skatteintakter": Typed(tkr(1), 0)}
    with pytest.raises(PermissionDenied, match="ekonomikontoret"):
        save_statement(access=town.access(Role.CONTROLLER, town.social), key=key, typed=typed, source="")
    with pytest.raises(Http404):
        save_statement(access=town.access(), key=key, typed={"arets_resultat": Typed(tkr(1), 0)}, source="")
    assert client(town, Role.DEPARTMENT_HEAD, town.social).get(address(key)).status_code == 403


@pytest.mark.parametrize("name", ["statement", "statement-template"])
def test_a_controller_of_one_namnd_does_not_read_what_is_entered_for_all(town: Town, name: str):
    key = f"prognos-{town.july.pk}"
    assert client(town).get(address(key, name)).status_code == 200
    assert client(town, Role.CONTROLLER, town.social).get(address(key, name)).status_code == 403


def test_a_source_without_an_amount_is_not_said_to_be_saved(town: Town):
    answer = client(town).post(address("budget-2026"), {"source": "KF § 120"})
    assert answer.status_code == 422
    assert "Källan sparas med beloppen. Fyll i minst en rad." in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Skatteintäkter\t801 000 000 kr", "801 000"),
        ("Tkr\t\nSkatteintäkter\t801 000", "801 000"),
        ("Kkr\t\nSkatteintäkter\t801 000", "801 000"),
        ("Skatteintäkter\t1 310 900 000 kronor", "1 310 900"),
        ("Kronor\t\nSkatteintäkter\t1 310 900 000", "1 310 900"),
        ('"Skatte-\nintäkter"\t1\nSkatteintäkter\t801 000', "801 000"),
        ("Avskrivningar\t(31 000)", "−31 000"),
        ("Avskrivningar\t31 000-", "−31 000"),
    ],
)
def test_amounts_are_read_as_those_of_a_forecast(town: Town, text: str, shown: str):
    page = client(town).post(address("budget-2026", "statement-read"), {"text": text}).content.decode()
    assert f'value="{shown}"' in page.replace(NBSP, " ")


def workbook(rows: list[list[object]]) -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("resultatbudget.xlsx", file.getvalue())


SHEET = [
    ["Resultatbudget", None, None],
    ["Mnkr", "Bokslut 2025", "Budget 2026"],
    ["Verksamhetens intäkter", 98.5, 100],
    ["Verksamhetens kostnader", -1101.2, -1130],
    ["Av- och nedskrivningar", -19, -20],
    ["Verksamhetens nettokostnader", -1021.7, -1050],
    ["Skatteintäkter", 780.1, 800],
    ["Generella statsbidrag och utjämning", 270, 280],
    ["Finansiella intäkter", 3, 3],
    ["Finansiella kostnader", -7.5, -8],
    ["Extraordinära poster", 0, "-"],
    ["Årets resultat", 23.9, 26],
    ["Soliditet, procent", 40, 41],
]


def test_a_workbook_is_read_for_review_and_saved_by_the_form(town: Town):
    browser = client(town)
    answer = browser.post(address("budget-2026", "statement-read"), {"file": workbook(SHEET)})

    page = answer.content.decode().replace(NBSP, " ")
    assert answer.status_code == 200
    assert "8 rader är lästa i mnkr" in page
    assert 'value="−1 130 000"' in page  # tkr in the form
    assert (
        "Årets resultat är 26 mnkr i underlaget, men raderna blir 25 mnkr." not in page
    )  # within the print's rounding
    assert "”Soliditet, procent” finns inte i uppställningen" in page
    assert stored(town) == {}


def test_a_sum_that_differs_is_told(town: Town):
    rows = [[*row] for row in SHEET]
    rows[11][2] = 31
    page = (
        client(town)
        .post(address("budget-2026", "statement-read"), {"file": workbook(rows)})
        .content.decode()
        .replace(NBSP, " ")
    )
    assert "Årets resultat är 31 mnkr i underlaget, men raderna blir 25 mnkr." in page


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Skatteintäkter\t798\t801", "Flera kolumner har belopp"),
        ("Rad\tUtfall 2025\nSkatteintäkter\t798", "Ingen kolumn är budget 2026. Rubriken säger utfall 2025."),
        ("Hyra\t798", "Ingen rad känns igen."),
        ("Skatteintäkter\t#REF!\nFinansiella intäkter\t#REF!", "Det finns inga belopp bredvid raderna"),
        ("", "Välj en fil, eller klistra in listan här."),
    ],
)
def test_a_table_that_cannot_be_read_says_why(town: Town, text: str, says: str):
    answer = client(town).post(address("budget-2026", "statement-read"), {"text": text})
    assert answer.status_code == 422
    assert says in answer.content.decode().replace(NBSP, " ")


def test_pasted_rows_keep_what_is_stored_in_the_others(town: Town):
    client(town).post(address("budget-2026"), sent(BUDGET))
    text = "Skatteintäkter\t801 000\nGenerella bidrag\t#REF!"
    page = (
        client(town).post(address("budget-2026", "statement-read"), {"text": text}).content.decode().replace(NBSP, " ")
    )
    assert 'value="801 000"' in page
    assert "Sparat: 800 000" in page
    assert 'value="280 000"' in page
    assert "Rad 2: ”#REF!” är inget belopp." in page
    assert "eftersom underlaget inte säger någon enhet" in page


def test_a_file_that_is_no_workbook_is_refused(town: Town):
    file = SimpleUploadedFile("budget.xlsx", b"inget kalkylblad")
    answer = client(town).post(address("budget-2026", "statement-read"), {"file": file})
    assert answer.status_code == 422
    assert "Filen" in answer.content.decode().replace(NBSP, " ")


def test_the_template_can_be_read_back(town: Town):
    client(town).post(address("budget-2026"), sent(BUDGET))
    browser = client(town)
    file = browser.get(address("budget-2026", "statement-template"))
    text = file.content.decode("utf-8-sig")
    assert text.startswith("Rad;Budget 2026, tkr\r\n")
    assert "Verksamhetens kostnader;-1130000\r\n" in text
    back = SimpleUploadedFile("mall.csv", file.content)
    page = browser.post(address("budget-2026", "statement-read"), {"file": back}).content.decode().replace(NBSP, " ")
    assert "8 rader är lästa i tkr" in page
    assert "Sparat:" not in page


def test_a_municipality_without_an_occasion_can_enter_its_budget(town: Town):
    SlotFactory._meta.model.objects.all().delete()
    town.may.delete()
    town.july.delete()
    page = (
        client(town)
        .get(reverse("budget:overview", args=["provkoping"]) + "?vy=resultat&ar=2026")
        .content.decode()
        .replace(NBSP, " ")
    )
    assert address("budget-2026") in page


@pytest.mark.parametrize("size", [2, 8])
def test_the_page_asks_as_much_whatever_the_rows(town: Town, size: int, django_assert_num_queries):
    for number in range(size):
        unit = town.organisation(f"Verksamhet {number}", town.social, Organisation.Kind.ACTIVITY)
        town.money(unit, budget=100)
        town.forecast(unit, 100, town.slot(town.social))
        StatementFigureFactory(municipality=town.municipality, row=list(BUDGET)[number % 8], occasion=town.july)
    browser, url = client(town), address(f"prognos-{town.july.pk}")
    browser.get(url)
    with django_assert_num_queries(15):
        assert browser.get(url).status_code == 200
