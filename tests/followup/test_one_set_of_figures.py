"""One set of figures per occasion: a nämnd's forecast moves årets resultat, balanskrav and the report, and nothing else
moves them. Every expected amount was added up by hand, in mnkr:

    budget     nämnderna −600 −400, centrala −50 → netto −1 050; +800 +280 +3 −8   = 25
    prognos    nämnderna −604 −401, centrala −48 → netto −1 053; +798 +281 +3 −9   = 20, balanskrav 20 − 2 = 18
    ny prognos nämnderna −604 −431, centrala −48 → netto −1 083; +798 +281 +3 −9   = −10, balanskrav −12
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from budget.actions.forecast import Typed, save_forecasts
from budget.models import BudgetLine, HandedInFigures, StatementFigure
from budget.selectors.amounts import LineKey
from budget.selectors.economy import economy_table
from budget.selectors.statement import statement_table
from followup.actions.freeze import freeze
from followup.compose import compose
from followup.compose.handed_in import keep_figures
from followup.compose.report import document_of
from followup.document.blocks import BalanceRequirementBlock, SummaryBlock
from followup.document.figures import Chart
from followup.document.table import Table
from followup.pages.status import status_page
from followup.selectors.whole_result import whole_result
from goals.models import Goal
from styrmodell.models import Level, Slot
from styrmodell.permissions import Role
from styrmodell.rules.workflow import SlotStatus
from tests.factories import (
    AccountGroupFactory,
    BudgetLineFactory,
    DecisionFactory,
    ForecastLineFactory,
    GoalFactory,
    IndicatorFactory,
    IndicatorTargetFactory,
    LevelFactory,
    OccasionFactory,
    OrganisationFactory,
    OutcomeFactory,
    SlotFactory,
    StatementFigureFactory,
)
from tests.fixtures import new_access

pytestmark = pytest.mark.django_db
BUDGET = {
    "verksamhetens_intakter": 100, "verksamhetens_kostnader": -1130, "avskrivningar": -20, "skatteintakter": 800,
    "generella_statsbidrag": 280, "finansiella_intakter": 3, "finansiella_kostnader": -8, "extraordinara_poster": 0,
}  # fmt: skip
CENTRAL = {
    "centrala_poster": -48, "skatteintakter": 798, "generella_statsbidrag": 281, "finansiella_intakter": 3,
    "finansiella_kostnader": -9,
}  # fmt: skip


def mnkr(amount: str | int) -> Decimal:
    return Decimal(amount) * 1_000_000


def enter(kommun, rows, occasion=None, **kwargs):
    for row, amount in rows.items():
        StatementFigureFactory(municipality=kommun, row=row, amount=mnkr(amount), occasion=occasion, **kwargs)


@pytest.fixture
def town(house) -> SimpleNamespace:
    """Two nämnder with budget, an occasion in May before that of July, and the budgeted statement of the year."""
    house.rule.contents = ["ekonomi", "prognos"]
    house.rule.save(update_fields=["contents"])
    house.occasion.contents = ["ekonomi", "prognos"]
    house.occasion.save(update_fields=["contents"])
    house.group = AccountGroupFactory(model=house.rule.model)
    for unit, amount in ((house.namnd, -600), (house.other, -400)):
        BudgetLineFactory(organisation=unit, account_group=house.group, year=2026, amount=mnkr(amount))
    enter(house.kommun, BUDGET)
    house.may = OccasionFactory(rule=house.rule, month=5, cutoff=date(2026, 5, 31), name="Månadsrapport")
    house.may_whole = SlotFactory(occasion=house.may, organisation=house.kf, scope="helhet")
    house.access = new_access(Role.CONTROLLER, house.kf)
    house.forecasts = lambda slots: [
        ForecastLineFactory(slot=slot, organisation=slot.organisation, account_group=house.group, amount=mnkr(amount))
        for slot, amount in slots
    ]
    return house


@pytest.fixture
def july(town) -> SimpleNamespace:
    """Everybody has forecast in July, the central items are entered, and so is what balanskravet leaves out."""
    town.lines = town.forecasts([(town.slot, -604), (town.other_slot, -401)])
    enter(town.kommun, CENTRAL, town.occasion)
    enter(town.kommun, {"realisationsvinster": -2}, town.occasion, statement="balanskrav")
    return town


def forecast_anew(town: SimpleNamespace, amount: int) -> None:
    """Socialnämnden forecasts anew, by the action that the grid runs."""
    key = LineKey(town.other.pk, town.group.pk)
    save_forecasts(access=town.access, slot_id=town.other_slot.pk, typed={key: Typed(mnkr(amount), 1)})


def result_at(town: SimpleNamespace, occasion=None):
    return whole_result(town.access, economy_table(town.access, occasion or town.occasion, children=True))


def decide(town: SimpleNamespace, slot: Slot | None = None) -> None:
    """The assembly decides the report, that of July unless another is given."""
    slot = slot or town.whole
    keep_figures(slot, at_decision=True)
    slot.status, slot.decision = SlotStatus.DECIDED.value, DecisionFactory(organisation=town.kf)
    slot.save(update_fields=["status", "decision"])


def blocks(document) -> list[object]:
    sections = [section for chapter in document.chapters for section in chapter.sections]
    return [block for owner in (*document.chapters, *sections) for block in owner.blocks]


def told(document) -> dict[str, object]:
    """What a report says of the result, wherever it does."""
    found = blocks(document)
    [summary] = [block for block in found if isinstance(block, SummaryBlock)]
    [income] = [block for block in found if isinstance(block, Table) and block.title == "Resultaträkning"]
    [way] = [
        block for block in found if isinstance(block, Chart) and block.title.startswith("Från budget till prognos")
    ]
    [balance] = [block for block in found if isinstance(block, BalanceRequirementBlock)]
    by_key = {row.key: [getattr(cell, "value", None) for cell in row.cells] for row in income.rows}
    figures = {figure.label: figure for figure in summary.figures}
    return {
        "key figure": figures["Årets resultat, prognos"].value,
        "bars": [bar.value for bar in figures["Årets resultat, prognos"].chart.figure.bars],
        "balance figure": figures["Balanskravsresultat, prognos"].value,
        "table": by_key["arets_resultat"],
        "net cost": by_key["verksamhetens_nettokostnader"],
        "way": [(step.label.replace("\u00ad", ""), step.value) for step in way.figure.steps],
        "balanskrav": balance.status.label,
    }


def test_a_forecast_moves_the_result_everywhere(july, client_for):
    forecast_anew(july, -431)

    result = result_at(july)
    assert (result.result, result.budget, result.balance) == (mnkr(-10), mnkr(25), mnkr(-12))
    assert told(compose(july.access, july.whole)) == {
        "key figure": mnkr(-10),
        "bars": [mnkr(25), mnkr(-10)],
        "balance figure": mnkr(-12),
        "table": [mnkr(25), mnkr(-10)],
        "net cost": [mnkr(-1050), mnkr(-1083)],
        "way": [
            ("Budget", mnkr(25)), ("Nämnderna", mnkr(-35)), ("Centrala poster", mnkr(2)),
            ("Skatteintäkter", mnkr(-2)), ("Generella bidrag", mnkr(1)), ("Finansnetto", mnkr(-1)), ("Prognos", mnkr(-10)),
        ],
        "balanskrav": "Balanskravet uppfylls inte",
    }  # fmt: skip
    page = client_for(Role.CONTROLLER, july.kf).get(
        reverse("budget:overview", args=[july.kommun.slug]) + "?vy=resultat"
    )
    assert "−10" in page.content.decode()


def test_a_budget_below_the_own_goal_is_said_where_it_is_shown(july, client_for):
    """100 − 1 130 − 20 + 800 + 280 + 3 − 8 = 25 of 1 080, which is 2,31 per cent. A draft is no goal yet."""
    level = LevelFactory(model=july.rule.model, sphere=Level.Sphere.WHAT)
    for target in ("3", "2.5"):
        goal = GoalFactory(level=level, organisation=july.kf)
        indicator = IndicatorFactory(goal=goal, name="Resultat som andel av skatt och generella statsbidrag")
        IndicatorTargetFactory(indicator=indicator, value=Decimal(target))
    Goal.objects.filter(pk=goal.pk).update(decision=DecisionFactory(organisation=july.kf))
    note = "Budgetens resultat är 2,31\u00a0% av skatt och generella bidrag. Målet för 2026 är minst 2,5\u00a0%."

    [income] = [
        row for row in blocks(compose(july.access, july.whole)) if getattr(row, "title", "") == "Resultaträkning"
    ]
    assert note in income.notes
    page = client_for(Role.CONTROLLER, july.kf).get(
        reverse("budget:overview", args=[july.kommun.slug]) + "?vy=resultat"
    )
    assert note in page.text
    assert note in status_page(july.access, with_drafts=True).money.whole.notes


def test_the_goal_of_the_result_says_what_the_decided_report_expects(july, client_for):
    """20 of 798 + 281 = 1 079, which is 1,85 per cent; a forecast under way is no news, nor is a part of the whole."""
    goal = GoalFactory(level=LevelFactory(model=july.rule.model), organisation=july.kf)
    IndicatorFactory(goal=goal, name="Resultat som andel av skatt och generella statsbidrag", unit="%")
    other = IndicatorFactory(goal=goal, name="Soliditet", unit="%")
    address = reverse("goals:detail", args=[july.kommun.slug, goal.pk])
    note = "Årets prognos: resultatet blir 1,85\u00a0% av skatt och generella bidrag (Delårsrapport per 31\u00a0juli 2026)."
    of_all, of_one = client_for(Role.CONTROLLER, july.kf), client_for(Role.CONTROLLER, july.namnd)
    assert note not in of_all.get(address).text

    decision = DecisionFactory(organisation=july.kf)
    freeze(slot=july.whole, decision=decision, access=july.access)
    Slot.objects.filter(pk=july.whole.pk).update(status=SlotStatus.DECIDED.value, decision=decision)
    page = of_all.get(address).text
    assert page.count(note) == 1
    assert page.index(note) < page.index(f"h-i{other.pk}")
    seen_by_one = of_one.get(address)
    assert seen_by_one.status_code == 404 or "resultatet blir" not in seen_by_one.text


def test_a_year_without_a_result_is_not_skipped_in_the_chart(july):
    for year, amount in ((2020, 9), (2023, 12), (2025, 14)):
        enter(july.kommun, {"skatteintakter": amount}, year=year, column="utfall")

    [summary] = [block for block in blocks(compose(july.access, july.whole)) if isinstance(block, SummaryBlock)]
    [figure] = [row for row in summary.figures if row.label == "Årets resultat, prognos"]
    assert [(bar.label, bar.value) for bar in figure.chart.figure.bars[:3]] == [
        ("2023", mnkr(12)), ("2024", None), ("2025", mnkr(14)),
    ]  # fmt: skip


def test_before_the_new_forecast_the_result_was_another(july):
    result = result_at(july)
    assert (result.result, result.balance) == (mnkr(20), mnkr(18))
    assert round(result.share, 3) == Decimal("1.854")  # 20 / (798 + 281)
    assert told(compose(july.access, july.whole))["balanskrav"] == "Balanskravet uppfylls"


def test_läget_tells_the_same_result(july):
    forecast_anew(july, -431)
    assert status_page(july.access, with_drafts=True).money.whole.result == mnkr(-10)


def test_a_decided_report_keeps_its_result(town):
    units = [SlotFactory(occasion=town.may, organisation=unit) for unit in (town.namnd, town.other)]
    town.forecasts([(units[0], -602), (units[1], -400)])
    enter(town.kommun, {**CENTRAL, "centrala_poster": -49}, town.may)
    decision = DecisionFactory(organisation=town.kf)
    freeze(slot=town.may_whole, decision=decision, access=town.access)
    for slot in (*units, town.may_whole):
        slot.status, slot.decision = SlotStatus.DECIDED.value, decision
        slot.save(update_fields=["status", "decision"])
    town.forecasts([(town.slot, -604), (town.other_slot, -431)])
    enter(town.kommun, CENTRAL, town.occasion)

    # −602 −400 −49 = −1 051; +798 +281 +3 −9 = 22
    assert told(document_of(town.access, town.may_whole))["key figure"] == mnkr(22)
    assert result_at(town, town.may).result == mnkr(22)
    assert result_at(town).result == mnkr(-10)


def test_a_decided_occasions_central_items_are_locked_in_the_database(july):
    july.whole.status, july.whole.decision = SlotStatus.DECIDED.value, DecisionFactory(organisation=july.kf)
    july.whole.save(update_fields=["status", "decision"])
    figure = july.occasion.statement_figures.first()
    for change in (
        lambda: StatementFigure.objects.filter(pk=figure.pk).update(amount=0),
        lambda: StatementFigure.objects.filter(pk=figure.pk).delete(),
        lambda: enter(july.kommun, {"extraordinara_poster": 1}, july.occasion),
    ):
        with pytest.raises(IntegrityError, match="beslutad"), transaction.atomic():
            change()


def test_who_has_not_forecast_is_named_and_counts_its_budget(town):
    town.forecasts([(town.slot, -604)])
    enter(town.kommun, CENTRAL, town.occasion)

    result = result_at(town)
    # −604 −400 −48 = −1 052; +798 +281 +3 −9 = 21
    assert result.result == mnkr(21)
    assert result.notes == ("Socialnämnden har inte lämnat prognos: budget används.",)
    [income] = [
        block for block in blocks(compose(town.access, town.whole)) if getattr(block, "title", "") == "Resultaträkning"
    ]
    assert income.notes == result.notes


def test_central_items_stand_from_the_occasion_before_until_they_are_entered(town):
    town.forecasts([(town.slot, -604), (town.other_slot, -401)])
    enter(town.kommun, {"centrala_poster": -45, "skatteintakter": 799}, town.may)

    result = result_at(town)
    # −604 −401 −45 = −1 050; +799 +280 +3 −8 = 24
    assert result.result == mnkr(24)
    assert result.notes == (
        "Ekonomikontoret har inte lagt in centrala poster och skatteintäkter: prognosen 31\u00a0maj används.",
        "Ekonomikontoret har inte lagt in generella statsbidrag och utjämning, finansiella intäkter och finansiella "
        "kostnader: budget används.",
    )


def test_there_is_no_result_before_the_first_forecast(town):
    enter(town.kommun, CENTRAL, town.occasion)
    assert result_at(town) is None
    table = statement_table(town.access, 2026, economy_table(town.access, town.occasion, children=True))
    assert table.notes == ("Ingen prognos är lämnad än, så årets resultat kan inte räknas fram.",)


def test_a_municipality_without_a_budgeted_statement_is_told_what_is_missing(town):
    StatementFigure.objects.filter(municipality=town.kommun).delete()
    town.forecasts([(town.slot, -604), (town.other_slot, -401)])
    enter(town.kommun, {row: amount for row, amount in CENTRAL.items() if row != "skatteintakter"}, town.occasion)
    table = statement_table(town.access, 2026, economy_table(town.access, town.occasion, children=True))
    assert not table.income
    assert table.notes[-1] == "Årets resultat kan inte räknas: skatteintäkter saknas."


def test_taxes_in_the_ledger_of_an_organisation_are_not_counted_twice(town):
    """Finansförvaltningen carries the taxes and forecasts them −2: the nämnder's net cost is still −1 005."""
    taxes = AccountGroupFactory(model=town.rule.model, statement_row="skatteintakter", name="Skatter")
    finance = OrganisationFactory(municipality=town.kommun, parent=town.kf, code="fin", name="Finansförvaltningen")
    BudgetLineFactory(organisation=finance, account_group=taxes, year=2026, amount=mnkr(800))
    BudgetLineFactory(organisation=finance, account_group=town.group, year=2026, amount=mnkr(-30))
    slot = SlotFactory(occasion=town.occasion, organisation=finance)
    town.forecasts([(town.slot, -604), (town.other_slot, -401), (slot, -30)])
    ForecastLineFactory(slot=slot, organisation=finance, account_group=taxes, amount=mnkr(798))
    access = new_access(Role.CONTROLLER, town.kf)

    result = whole_result(access, economy_table(access, town.occasion, children=True))
    # −604 −401 −30, centrala −20 → −1 055; 798 (budget 800, finansförvaltningen −2) +280 +3 −8 = 18
    assert result.result == mnkr(18)


@pytest.mark.parametrize(("carrier", "expected"), [("finansförvaltningen", -10), ("kommunfullmäktige", 20)])
def test_a_later_budget_of_taxes_does_not_move_a_decided_result(july, carrier, expected):
    """Finansförvaltningen reports −30 of its own and the taxes; the assembly only carries them, and reports nothing."""
    taxes = AccountGroupFactory(model=july.rule.model, statement_row="skatteintakter", name="Skatter")
    unit = july.kf
    if carrier == "finansförvaltningen":
        unit = OrganisationFactory(municipality=july.kommun, parent=july.kf, code="fin", name="Finansförvaltningen")
        BudgetLineFactory(organisation=unit, account_group=july.group, year=2026, amount=mnkr(-30))
        july.forecasts([(SlotFactory(occasion=july.occasion, organisation=unit), -30)])
    BudgetLineFactory(organisation=unit, account_group=taxes, year=2026, amount=mnkr(800))
    july.access = new_access(Role.CONTROLLER, july.kf)
    decide(july)
    more = DecisionFactory(organisation=july.kf)
    BudgetLineFactory(
        organisation=unit,
        account_group=taxes,
        year=2026,
        amount=mnkr(10),
        kind=BudgetLine.Kind.SUPPLEMENTARY,
        decision=more,
    )

    # −604 −401 −48 = −1 053, with finansförvaltningen −1 083; +798 +281 +3 −9
    assert result_at(july).result == mnkr(expected)
    assert status_page(july.access).money.whole.result == mnkr(expected)


BUDGET_EDITED = "Sedan beslutet har budgeten för resultat och balanskrav ändrats. Här räknas det som gällde då."


def edit_budget(kommun) -> None:
    """Taxes 800 → 810, the financial income of 3 emptied, and −5 set aside that nobody had entered."""
    budget = StatementFigure.objects.filter(municipality=kommun, column="budget")
    budget.filter(row="skatteintakter").update(amount=mnkr(810))
    budget.filter(row="finansiella_intakter").update(amount=None)
    enter(kommun, {"reservering": -5}, statement="balanskrav")


def decided_on_budget(town: SimpleNamespace) -> None:
    """Nothing central is entered in July, the budget leaves out gains of 3, and the report is decided."""
    town.forecasts([(town.slot, -604), (town.other_slot, -401)])
    enter(town.kommun, {"realisationsvinster": -3}, statement="balanskrav")
    decide(town)


def test_a_later_budgeted_statement_does_not_move_a_decided_result(town, client_for):
    """−604 −401 −50 = −1 055; +800 +280 +3 −8 = 20, balanskrav 20 − 3 = 17. Edited: +810 +280 −8 = 27, 27 − 3 − 5 = 19, and the
    budget itself 25 + 10 − 3 = 32."""
    decided_on_budget(town)
    assert BUDGET_EDITED not in result_at(town).notes
    edit_budget(town.kommun)
    BudgetLineFactory(
        organisation=town.namnd,
        account_group=town.group,
        year=2026,
        amount=mnkr(-7),
        kind=BudgetLine.Kind.SUPPLEMENTARY,
        decision=DecisionFactory(organisation=town.kf),
    )

    for result in (result_at(town), status_page(town.access).money.whole):
        assert (result.result, result.budget, result.balance) == (mnkr(20), mnkr(25), mnkr(17))
        assert BUDGET_EDITED in result.notes
    overview = reverse("budget:overview", args=[town.kommun.slug])
    for view in ("resultat", "balanskrav"):
        page = client_for(Role.CONTROLLER, town.kf).get(f"{overview}?vy={view}&tillfalle={town.occasion.pk}")
        assert page.text.count(BUDGET_EDITED) == 1
        assert page.text.count("Sedan beslutet har budgeten ökat med 7\u00a0000\u00a0tkr.") == 1
    assert statement_table(town.access, 2026).income.column(2026, "budget")["arets_resultat"] == mnkr(32)


def test_an_undecided_result_follows_the_budgeted_statement(town):
    """−604 −401 −50 = −1 055; +810 +280 −8 = 27, balanskrav 27 − 5 = 22."""
    town.forecasts([(town.slot, -604), (town.other_slot, -401)])
    keep_figures(town.whole)
    edit_budget(town.kommun)

    result = result_at(town)
    assert (result.result, result.budget, result.balance) == (mnkr(27), mnkr(32), mnkr(22))
    assert BUDGET_EDITED not in result.notes


def test_what_was_decided_before_the_statement_was_kept_follows_it(town):
    """As above, less gains of 3: 27 − 3 − 5 = 19."""
    decided_on_budget(town)
    kept = HandedInFigures.objects.get()
    HandedInFigures.objects.create(
        municipality=town.kommun, slot=town.whole, round=kept.round + 1, at_decision=True, figures=kept.figures
    )
    edit_budget(town.kommun)

    result = result_at(town)
    assert (result.result, result.balance) == (mnkr(27), mnkr(19))
    assert BUDGET_EDITED not in result.notes


def test_a_forecast_of_an_earlier_occasion_does_not_move_a_decided_result(town):
    """−604 −401 −45 = −1 050; +800 +280 +3 −8 = 25. With −40 it would be 30."""
    town.forecasts([(town.slot, -604), (town.other_slot, -401)])
    enter(town.kommun, {"centrala_poster": -45}, town.may)
    decide(town)
    StatementFigure.objects.filter(occasion=town.may).update(amount=mnkr(-40))

    result = result_at(town)
    assert result.result == mnkr(25)
    assert (
        "Sedan beslutet har en tidigare prognos för resultat och balanskrav ändrats. Här räknas det som gällde då."
        in result.notes
    )


@pytest.fixture
def year_end(town) -> SimpleNamespace:
    """The year's closing: Bildningsnämnden −606 booked over the year, Socialnämnden −396, and the entered outcome 25 − 4 = 21:
    +101 −1 137 −20 +801 +281 +3 −8 +0. A forecast of October stands from before."""
    town.forecasts([(town.slot, -604), (town.other_slot, -431)])
    town.december = OccasionFactory(
        rule=town.rule, month=12, cutoff=date(2026, 12, 31), name="Årsbokslut", contents=["ekonomi"]
    )
    town.units = [SlotFactory(occasion=town.december, organisation=unit) for unit in (town.namnd, town.other)]
    town.closing = SlotFactory(occasion=town.december, organisation=town.kf, scope="helhet")
    for unit, monthly in ((town.namnd, "-50.5"), (town.other, "-33")):
        for month in range(1, 13):
            OutcomeFactory(organisation=unit, account_group=town.group, year=2026, month=month, amount=mnkr(monthly))
    return town


OUTCOME = {
    "verksamhetens_intakter": 101, "verksamhetens_kostnader": -1137, "avskrivningar": -20, "skatteintakter": 801,
    "generella_statsbidrag": 281, "finansiella_intakter": 3, "finansiella_kostnader": -8, "extraordinara_poster": 0,
}  # fmt: skip


def test_a_year_end_tells_the_outcome_and_no_forecast(year_end):
    enter(year_end.kommun, OUTCOME, column="utfall")
    enter(year_end.kommun, {"realisationsvinster": -1}, column="utfall", statement="balanskrav")

    document = compose(year_end.access, year_end.closing)
    found = blocks(document)
    [summary] = [block for block in found if isinstance(block, SummaryBlock)]
    figures = {figure.label: figure.value for figure in summary.figures}
    assert figures == {
        "Årets resultat, utfall": mnkr(21),
        "Utfall mot budget": mnkr(-2),  # −606 −396 against −600 −400
        "Balanskravsresultat, utfall": mnkr(20),
    }
    assert summary.lead == "Årets utfall är sämre än budget. Störst är underskottet i Bildningsnämnden."
    [operating] = [block for block in found if getattr(block, "title", "") == "Driftredovisning"]
    assert [col.label for col in operating.cols] == ["Bokslut 2025", "Utfall", "Budget", "Avvikelse", "Läge"]
    assert [cell.value for cell in operating.rows[-1].cells[1:4]] == [mnkr(-1002), mnkr(-1000), mnkr(-2)]
    assert "prognos" not in str([document.chapters[0], *found]).lower()
    [way] = [block for block in found if getattr(block, "title", "").startswith("Från budget till utfall")]
    assert [step.value for step in way.figure.steps] == [
        mnkr(amount) for amount in (25, 1, -7, 1, 1, 21)
    ]  # intäkter +1, kostnader −7, skatt +1, bidrag +1


def test_a_year_end_without_an_entered_outcome_says_so(year_end):
    document = compose(year_end.access, year_end.closing)
    [income] = [block for block in blocks(document) if getattr(block, "title", "") == "Resultaträkning"]
    assert income.notes == ("Ekonomikontoret har inte lagt in årets utfall i resultaträkningen.",)
    assert [col.label for col in income.cols] == ["Budget 2026"]


def test_a_later_budget_does_not_move_what_a_decided_year_end_is_held_against(year_end):
    """25; as edited 25 + 10 − 3 = 32. The outcome is 21. No forecast counts at a year-end, so none is said to be edited."""
    enter(year_end.kommun, OUTCOME, column="utfall")
    enter(year_end.kommun, CENTRAL, year_end.occasion)
    decide(year_end, year_end.closing)
    edit_budget(year_end.kommun)
    StatementFigure.objects.filter(occasion=year_end.occasion).update(amount=0)

    result = result_at(year_end, year_end.december)
    assert (result.result, result.budget) == (mnkr(21), mnkr(25))
    assert result.notes[-1] == BUDGET_EDITED


def test_a_units_year_end_tells_its_outcome(year_end):
    document = compose(year_end.access, year_end.units[0])
    [summary] = [block for block in blocks(document) if isinstance(block, SummaryBlock)]
    assert [(figure.label, figure.value) for figure in summary.figures] == [("Utfall mot budget", mnkr(-6))]
