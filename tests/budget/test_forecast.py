"""The forecast grid: one cell, the whole column, words and measures, and everything that must be refused."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budget.actions.forecast import Typed, save_forecasts
from budget.models import ForecastLine
from budget.selectors.amounts import LineKey
from budget.selectors.forecast_slots import forecast_slots
from budget.selectors.measures import measures_of, slot_measures
from budget.selectors.missing import missing_in_forecast
from styrmodell.access import access_for
from styrmodell.models import AuditEvent, Limit, Measure, Organisation, RoleAssignment, Slot
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Role
from styrmodell.rules.vocabulary import MoneyLimit
from styrmodell.rules.workflow import SlotStatus
from tests.budget.conftest import Town, client, grid_url, questions, tkr
from tests.factories import DecisionFactory, MeasureFactory, RoleAssignmentFactory

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def home(town: Town) -> Organisation:
    """Hemtjänst in Socialnämnden: budget 12 000 tkr, 7 000 booked, 12 000 last year, previous forecast 12 100."""
    unit = town.organisation("Hemtjänst", town.social)
    town.money(unit, budget=12_000, booked=7_000, last_year=12_000)
    town.forecast(unit, 12_100, town.slot(town.social, town.may))
    town.slot(town.social)
    return unit


def cell_url(town: Town, unit: Organisation) -> str:
    return reverse("budget:forecast-cell", args=["provkoping", town.slot(town.social).pk, unit.pk])


def save(browser: Client, town: Town, unit: Organisation, text: str, version: int = 0, **headers: str):
    data = {f"c{unit.pk}": text, f"v{unit.pk}": version}
    return browser.post(cell_url(town, unit), data, **(headers or HTMX))


def stored(town: Town, unit: Organisation) -> ForecastLine | None:
    return ForecastLine.objects.filter(slot=town.slot(town.social), organisation=unit).first()


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("11 100", tkr(-11_100)),
        ("1 234,5", Decimal("-1234500")),
        ("-50", tkr(50)),
        ("\u221250", tkr(50)),
        ("0", Decimal(0)),
    ],
)
def test_net_cost_is_typed_as_a_positive_number_of_tkr(town: Town, home: Organisation, typed: str, amount: Decimal):
    answer = save(client(town), town, home, typed)

    assert answer.status_code == 200
    assert stored(town, home).amount == amount


def test_a_saved_cell_answers_with_the_cell_its_row_and_the_sums_only(town: Town, home: Organisation):
    care = town.organisation("Omsorg", town.social)
    town.money(care, budget=5_000)
    browser = client(town)
    browser.get(grid_url(town))

    with CaptureQueriesContext(connection) as captured:
        answer = save(browser, town, home, "12 400")

    text = answer.content.decode()
    assert questions(captured) <= 8
    assert len(answer.content) <= 2048
    assert 'value="12\u00a0400"' in text
    assert f'name="v{home.pk}" value="1"' in text
    assert text.count("\u2212400") == 2  # the row's variance and the sum's
    assert "\u2212300" in text  # since May
    assert "17\u00a0400" in text  # with Omsorg's budget, which has no forecast yet
    assert "Sparat" in text
    assert "1\u00a0rad kvar" in text


def test_the_same_number_of_queries_for_a_cell_among_many_lines(town: Town, home: Organisation):
    browser = client(town)
    counts = []
    for size in (1, 25):
        for number in range(size):
            town.money(town.organisation(f"Enhet {size}-{number}", town.social), budget=100, booked=50)
        with CaptureQueriesContext(connection) as captured:
            assert save(browser, town, home, str(12_000 + size), version=len(counts)).status_code == 200
        counts.append(questions(captured))

    assert counts[0] == counts[1] == 8  # the money and the stored forecasts are a question each


@pytest.mark.parametrize("typed", ["tolv", "1.234", "12 000 tkr", "9" * 30, "1,2345678"])
def test_what_is_no_amount_is_kept_in_the_cell_and_not_saved(town: Town, home: Organisation, typed: str):
    answer = save(client(town), town, home, typed)

    assert answer.status_code == 422
    assert stored(town, home) is None
    text = answer.content.decode()
    assert f'value="{typed}"' in text
    assert 'aria-invalid="true"' in text
    assert "Inte sparat: Skriv" in text or "Inte sparat: Talet" in text


def test_a_cell_that_somebody_else_changed_shows_both_values(town: Town, home: Organisation):
    browser, other = client(town), client(town)
    save(other, town, home, "12 500")

    answer = save(browser, town, home, "11 900", version=0)

    assert answer.status_code == 409
    assert stored(town, home).amount == tkr(-12_500)
    text = answer.content.decode()
    assert "11 900" in text
    assert "12\u00a0500" in text
    assert "Handläggare" in text
    assert f'name="v{home.pk}" value="1"' in text  # saving again is a choice, not an accident


def test_an_emptied_cell_takes_the_forecast_away_and_keeps_the_comment(town: Town, home: Organisation):
    town.forecast(home, 12_400, town.slot(town.social), comment="Fler timmar.")

    save(client(town), town, home, "", version=1)

    line = stored(town, home)
    assert (line.amount, line.comment, line.version) == (None, "Fler timmar.", 2)


def test_every_change_leaves_a_row_of_history_with_who_and_which_request(town: Town, home: Organisation):
    browser = client(town)
    save(browser, town, home, "12 400")
    answer = save(browser, town, home, "12 600", version=1)

    events = ForecastLine.pgh_event_model.objects.order_by("pgh_id")
    assert [event.amount for event in events if event.slot_id == town.slot(town.social).pk] == [
        tkr(-12_400),
        tkr(-12_600),
    ]
    assert events.last().pgh_context.metadata["request_id"] == answer["X-Request-ID"]


@pytest.mark.parametrize("status", [SlotStatus.SUBMITTED, SlotStatus.DECIDED])
def test_a_slot_that_is_handed_in_is_locked(town: Town, home: Organisation, status: SlotStatus):
    slot = town.slot(town.social)
    decision = DecisionFactory(organisation=town.assembly) if status is SlotStatus.DECIDED else None
    Slot.objects.filter(pk=slot.pk).update(status=status.value, decision=decision)
    browser = client(town)

    answer = save(browser, town, home, "12 400")
    page = browser.get(grid_url(town)).content.decode()

    assert answer.status_code == 403
    assert stored(town, home) is None
    assert "data-cell" not in page
    assert "Rapporten är" in page


def test_a_decided_slot_refuses_whoever_writes(town: Town, home: Organisation):
    slot = town.slot(town.social)
    town.forecast(home, 12_000, slot)
    Slot.objects.filter(pk=slot.pk).update(
        status=SlotStatus.DECIDED.value, decision=DecisionFactory(organisation=town.assembly)
    )

    with pytest.raises(DatabaseError, match="beslutad"):
        ForecastLine.objects.filter(slot=slot).update(amount=0)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SECRETARY])
def test_readers_see_the_grid_and_cannot_change_it(town: Town, home: Organisation, role: Role):
    browser = client(town, role)

    page = browser.get(grid_url(town))

    assert page.status_code == 200
    assert "data-cell" not in page.content.decode()
    assert save(browser, town, home, "12 400").status_code == 403
    assert browser.post(grid_url(town), {f"c{home.pk}": "12 400"}).status_code == 403
    assert stored(town, home) is None


def test_a_unit_manager_changes_their_own_line_and_no_other(town: Town, home: Organisation):
    care = town.organisation("Omsorg", town.social)
    browser = client(town, Role.UNIT_MANAGER, home)

    page = browser.get(grid_url(town)).content.decode()

    assert "Hemtjänst" in page
    assert "Omsorg" not in page
    assert save(browser, town, home, "12 400").status_code == 200
    assert save(browser, town, care, "1").status_code == 404
    assert stored(town, care) is None


def test_a_line_of_another_unit_is_not_found(town: Town, home: Organisation):
    school = town.organisation("Grundskola", town.school)
    browser = client(town)

    assert save(browser, town, school, "1").status_code == 404
    for line in ("abc", "0", "99999999999999999999", f"{home.pk}-1"):
        url = reverse("budget:forecast-cell", args=["provkoping", town.slot(town.social).pk, line])
        assert browser.post(url, {f"c{line}": "1"}, **HTMX).status_code in {404, 422}
    assert not ForecastLine.objects.filter(slot=town.slot(town.social)).exists()


def test_the_whole_column_saves_all_or_nothing_without_script(town: Town, home: Organisation):
    care = town.organisation("Omsorg", town.social)
    browser = client(town)
    wrong = {f"c{home.pk}": "12 400", f"v{home.pk}": 0, f"c{care.pk}": "två", f"v{care.pk}": 0}

    answer = browser.post(grid_url(town), wrong)

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Det finns ett fel att rätta" in text
    assert f'href="#c{care.pk}"' in text
    assert 'value="två"' in text
    assert 'value="12 400"' in text
    assert "Fel: " in text
    assert not ForecastLine.objects.filter(slot=town.slot(town.social)).exists()

    answer = browser.post(grid_url(town), {**wrong, f"c{care.pk}": "2 000"})

    assert answer.status_code == 302
    assert stored(town, home).amount == tkr(-12_400)
    assert stored(town, care).amount == tkr(-2_000)
    assert AuditEvent.objects.filter(type=AuditEvent.Type.FORECAST_SAVED).count() == 1


def test_the_column_keeps_what_was_typed_when_somebody_else_saved(town: Town, home: Organisation):
    care = town.organisation("Omsorg", town.social)
    save(client(town), town, home, "12 500")

    answer = client(town).post(
        grid_url(town), {f"c{home.pk}": "11 900", f"v{home.pk}": 0, f"c{care.pk}": "2 000", f"v{care.pk}": 0}
    )

    assert answer.status_code == 409
    assert "11 900" in answer.content.decode()
    assert stored(town, home).amount == tkr(-12_500)
    assert stored(town, care) is None


def test_a_zero_forecast_is_questioned_until_it_is_changed_or_explained(town: Town, home: Organisation):
    town.book(home, 8450 - 7000)
    browser = client(town)
    save(browser, town, home, "12 000")

    page = browser.get(grid_url(town)).content.decode()
    assert "Prognosen är lika med budget, men utfallet ligger 1\u00a0450\u00a0tkr över" in page
    assert "Använd motprognosen 14\u00a0486" in page

    answer = save(browser, town, home, "14\u00a0486", version=1)
    assert f'id="varn{home.pk}" hx-swap-oob="delete"' in answer.content.decode()
    assert "Förklara nollprognos" not in browser.get(grid_url(town)).content.decode()


def test_the_counter_forecast_can_be_used_without_script(town: Town, home: Organisation):
    town.book(home, 8450 - 7000)
    browser = client(town)
    save(browser, town, home, "12 000")

    browser.post(grid_url(town), {f"c{home.pk}": "12 000", f"v{home.pk}": 1, "forslag": suggested(browser, town)[0]})

    assert stored(town, home).amount == tkr(-14_486)


def suggested(browser: Client, town: Town) -> list[str]:
    """What the buttons of the page's warnings send."""
    page = browser.get(grid_url(town)).content.decode()
    return re.findall(r'name="forslag" value="([^"]+)"', page)


def test_a_likely_slip_is_saved_and_asked_about_beside_the_cell(town: Town, home: Organisation):
    answer = save(client(town), town, home, "-500")

    assert answer.status_code == 200
    assert stored(town, home).amount == tkr(500)  # a warning is no stop
    text = answer.content.decode().replace("\u00a0", " ")
    assert f'hx-swap-oob="afterend:#r{home.pk}"' in text
    assert "Du skrev −500. Menade du avvikelsen −500, alltså 12 500?" in text
    assert "Ändra till 12 500" in text
    assert "Kontrollera beloppet" in text
    assert "Kontrollera beloppet för Hemtjänst" in text  # said aloud
    assert f'<a href="{grid_url(town)}#r{home.pk}">1 belopp att kontrollera</a>' in text


def test_a_slip_after_a_slip_is_asked_about_anew_and_a_right_amount_ends_it(town: Town, home: Organisation):
    browser = client(town)
    save(browser, town, home, "-500")

    again = save(browser, town, home, "12000000", version=1).content.decode().replace("\u00a0", " ")
    right = save(browser, town, home, "12 000", version=2).content.decode()

    assert f'id="varn{home.pk}" hx-swap-oob="true"' in again
    assert "Du skrev 12 000 000. Menade du 12 000?" in again
    assert f'id="varn{home.pk}" hx-swap-oob="delete"' in right
    assert "att kontrollera" not in right


def test_a_slip_is_asked_about_and_put_right_without_script(town: Town, home: Organisation):
    browser = client(town)
    data = {f"c{home.pk}": "500", f"v{home.pk}": 0}
    page = browser.post(grid_url(town), data, follow=True).content.decode().replace("\u00a0", " ")

    assert "Menade du en avvikelse, alltså 12 500 eller 11 500?" in page
    assert "hx-post" in page
    higher = suggested(browser, town)[0]
    browser.post(grid_url(town), {f"c{home.pk}": "500", f"v{home.pk}": 1, "forslag": higher})

    assert stored(town, home).amount == tkr(-12_500)
    assert suggested(browser, town) == []


def test_a_suggestion_for_a_line_that_is_not_sent_changes_nothing(town: Town, home: Organisation):
    browser = client(town)
    for forged in (f"{home.pk + 99999}=1", "=", f"{home.pk}=mycket", "x"):
        answer = browser.post(grid_url(town), {f"c{home.pk}": "12 000", f"v{home.pk}": 0, "forslag": forged})
        assert answer.status_code in {302, 422}
    assert stored(town, home).amount == tkr(-12_000)


def test_a_comment_explains_an_amount_far_from_everything(town: Town, home: Organisation):
    browser = client(town)
    save(browser, town, home, "20 000")
    assert "ligger långt från budget, tidigare prognos och takt" in browser.get(grid_url(town)).content.decode()

    town.slot(town.social).forecast_lines.update(comment="Två nya boenden från augusti.")

    page = browser.get(grid_url(town)).content.decode()
    assert "ligger långt från" not in page
    assert "att kontrollera" not in page


def test_whoever_only_reads_sees_the_question_but_no_buttons(town: Town, home: Organisation):
    save(client(town), town, home, "-500")

    page = client(town, Role.AUDITOR).get(grid_url(town)).content.decode()

    assert "Menade du avvikelsen" in page
    assert 'name="forslag"' not in page


def test_the_words_on_a_line_are_saved_and_shown_beside_the_forecast(town: Town, home: Organisation):
    browser = client(town)
    url = reverse("budget:forecast-line", args=["provkoping", town.slot(town.social).pk, home.pk])
    assert browser.get(url).status_code == 200

    answer = browser.post(url, {"comment": "Fler beviljade timmar.", "cause": "", "consequence": "", "version": 0})

    assert answer.status_code == 302
    assert "Fler beviljade timmar." in browser.get(grid_url(town)).content.decode()
    late = browser.post(url, {"comment": "Annat.", "cause": "", "consequence": "", "version": 0})
    assert late.status_code == 409
    assert stored(town, home).comment == "Fler beviljade timmar."
    assert "Kommentar ändrad" in browser.get(url).content.decode()


def test_a_line_shows_what_its_forecast_is_held_against(town: Town, home: Organisation):
    url = reverse("budget:forecast-line", args=["provkoping", town.slot(town.social).pk, home.pk])

    page = client(town).get(url).content.decode().replace("\u00a0", " ")
    table = re.sub(r"<[^>]+>", "|", page.partition('id="h-stod"')[2].partition("</section>")[0])
    cells = [cell.strip() for cell in table.split("|") if cell.strip()]

    assert cells[cells.index("Utfall 2026") + 1 :][:4] == [
        "7 000",
        ", bokförda rader",
        "12 000",
        "i samma takt hela året",
    ]
    assert cells[cells.index("Budget 2026") + 1 :][:2] == ["7 000", "12 000"]
    assert cells[cells.index("Förra året, 2025") + 1 :][:4] == ["7 000", ", bokförda rader", "12 000", "bokslut"]
    assert cells[cells.index("Förra prognosen, maj") + 2] == "12 100"
    assert cells[cells.index("Motprognos") + 2] == "12 000"
    assert "/rader/?ar=2026&amp;tom=7" in page


def test_a_measure_belongs_to_lines_and_changes_the_result_after_measures(town: Town, home: Organisation):
    town.forecast(home, 13_000, town.slot(town.social))
    browser = client(town)
    url = reverse("budget:measure-add", args=["provkoping", town.slot(town.social).pk])
    given = {
        "title": "Samordnad bemanning",
        "lines": [str(home.pk)],
        "responsible": "Verksamhetschef",
        "start": "2026-07-01",
        "status": "planerad",
        "expected_effect": "600",
        "version": 0,
    }

    assert browser.post(url, {**given, "start": "i juli", "expected_effect": "mycket"}).status_code == 422
    assert browser.post(url, {**given, "due": "2026-06-01"}).status_code == 422
    assert browser.post(url, given).status_code == 302

    measure = Measure.objects.get()
    assert measure.expected_effect == tkr(600)
    assert measure.organisation == home
    page = browser.get(grid_url(town)).content.decode()
    assert "Samordnad bemanning" in page
    assert "\u2212400" in page  # −1 000 before, +600
    edit = reverse("budget:measure-edit", args=["provkoping", town.slot(town.social).pk, measure.pk])
    assert 'value="600"' in browser.get(edit).content.decode()
    assert browser.post(edit, {**given, "expected_effect": "700", "version": 1}).status_code == 302
    measure.refresh_from_db()
    assert measure.expected_effect == tkr(700)


def test_the_effect_so_far_is_not_counted_once_more_after_measures(town: Town, home: Organisation):
    """−1 000 against budget. Of 600 and 200 have 250 and 300 shown so far, 0 of 100; a cancelled one counts nothing."""
    town.forecast(home, 13_000, town.slot(town.social))
    for expected, realised, status in (
        (600, 250, "pagar"),
        (200, 300, "klar"),
        (100, None, "planerad"),
        (900, 50, "avbruten"),
    ):
        measure = MeasureFactory(
            organisation=home, status=status, expected_effect=tkr(expected),
            realised_effect=None if realised is None else tkr(realised),
        )  # fmt: skip
        town.slot(town.social).forecast_lines.get().measures.add(measure)

    answer = client(town).get(grid_url(town))

    grid = answer.context["grid"]
    assert grid.measures.remaining.text == "+450"
    assert grid.measures.after.text == "\u2212550"
    assert grid.effect == "450"
    page = " ".join(answer.content.decode().split())
    assert "Effekten hittills finns redan i utfallet. Det som återstår, +450 tkr, läggs till." in page
    assert "4 åtgärder, +450 tkr återstår" in page.replace("Fyra", "4").replace("fyra", "4")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"expected_effect": "0"}, "Skriv vad åtgärden förbättrar resultatet med"),
        ({"expected_effect": "-600"}, "Skriv vad åtgärden förbättrar resultatet med"),
        ({"expected_effect": "600000"}, "mer än tio gånger radernas budget. Menade du 600,0?"),
        ({"start": "2027-02-01"}, "Åtgärden börjar efter 2026"),
        ({"lines": ["999999"]}, "Gäller"),
        ({"title": ""}, "Åtgärd"),
    ],
)
def test_a_measure_that_cannot_be_right_is_sent_back(town: Town, home: Organisation, wrong: dict, message: str):
    url = reverse("budget:measure-add", args=["provkoping", town.slot(town.social).pk])
    given = {"title": "Bemanning", "lines": [str(home.pk)], "start": "2026-07-01", "status": "planerad", "version": 0}

    answer = client(town).post(url, {**given, "expected_effect": "600", **wrong})

    assert answer.status_code == 422
    assert message in answer.content.decode().replace("\u00a0", " ")
    assert not Measure.objects.exists()


def test_two_who_edit_the_same_measure_see_both_and_lose_nothing(town: Town, home: Organisation):
    town.forecast(home, 13_000, town.slot(town.social))
    measure = MeasureFactory(organisation=home, title="Bemanning", expected_effect=tkr(100), responsible="Enhetschef")
    town.slot(town.social).forecast_lines.get().measures.add(measure)
    edit = reverse("budget:measure-edit", args=["provkoping", town.slot(town.social).pk, measure.pk])
    given = {"title": "Bemanning", "lines": [str(home.pk)], "start": "2026-07-01", "status": "planerad", "version": 1}
    first, second = client(town), client(town)
    assert 'name="version" value="1"' in first.get(edit).content.decode()

    assert first.post(edit, {**given, "responsible": "Enhetschef", "expected_effect": "500"}).status_code == 302
    late = second.post(edit, {**given, "responsible": "Verksamhetschef", "expected_effect": "100"})

    page = late.content.decode()
    who = RoleAssignment.objects.filter(municipality=town.municipality).first().user.name
    measure.refresh_from_db()
    assert late.status_code == 409
    assert (measure.expected_effect, measure.responsible) == (tkr(500), "Enhetschef")
    assert f"{who} ändrade samma sak i\u00a0dag" in page
    assert re.findall(r"<dt>(.+?)</dt>\s*<dd>Ditt: <b>(.*?)</b></dd>\s*<dd>Sparat: <b>(.*?)</b>", page) == [
        ("Ansvarig roll", "Verksamhetschef", "Enhetschef"),
        ("Väntad effekt 2026", "100", "500"),
    ]
    assert 'value="Verksamhetschef"' in page
    assert 'name="version" value="2"' in page

    again = {**given, "responsible": "Verksamhetschef", "expected_effect": "500", "version": 2}
    assert second.post(edit, again).status_code == 302
    measure.refresh_from_db()
    assert (measure.expected_effect, measure.responsible, measure.version) == (tkr(500), "Verksamhetschef", 3)


def test_a_measure_follows_to_the_next_occasion_and_is_changed_there(town: Town, home: Organisation):
    town.forecast(home, 13_000, town.slot(town.social))
    measure = MeasureFactory(organisation=home, title="Samordnad bemanning", expected_effect=tkr(600))
    may = town.slot(town.social, town.may)
    may.forecast_lines.get().measures.add(measure)
    decided = {"status": SlotStatus.DECIDED.value, "decision": DecisionFactory(organisation=town.assembly)}
    Slot.objects.filter(pk=may.pk).update(**decided)
    browser = client(town)

    assert "Samordnad bemanning" in browser.get(grid_url(town)).content.decode()
    edit = reverse("budget:measure-edit", args=["provkoping", town.slot(town.social).pk, measure.pk])
    assert f'value="{home.pk}" checked' in browser.get(edit).content.decode().replace(' id="id_lines_0"', "")
    given = {"title": "Bemanning", "lines": [str(home.pk)], "responsible": "Enhetschef", "start": "2026-07-01"}
    given["status"] = "avbruten"
    assert browser.post(edit, {**given, "expected_effect": "0", "version": 1}).status_code == 302

    measure.refresh_from_db()
    assert measure.status == "avbruten"
    assert measure.forecast_lines.count() == 2
    assert [row.pk for row in slot_measures(town.access(), town.slot(town.social))] == [measure.pk]
    assert [row.pk for row in slot_measures(town.access(), town.slot(town.school))] == []


def test_a_later_measure_is_no_part_of_an_earlier_report(town: Town, home: Organisation):
    town.forecast(home, 13_000, town.slot(town.social))
    town.slot(town.social).forecast_lines.get().measures.add(MeasureFactory(organisation=home))

    assert measures_of(town.access(), town.may) == []
    assert len(measures_of(town.access(), town.july)) == 1


def test_a_cancelled_measure_meets_no_deficit(town: Town, home: Organisation):
    town.july.rule.measures_when = ["budgetavvikelse"]
    town.july.rule.save()
    town.forecast(home, 13_000, town.slot(town.social), cause="Fler timmar.")
    measure = MeasureFactory(organisation=home, status="avbruten", expected_effect=tkr(600))
    town.slot(town.social).forecast_lines.get().measures.add(measure)
    slot = Slot.objects.get(pk=town.slot(town.social).pk)

    assert missing_in_forecast(town.access(), slot) == [
        "Möt hela underskottet med åtgärder, eller skriv att ramen inte kan hållas: 1\xa0000\xa0tkr återstår"
    ]
    assert "Underskottet ska mötas med åtgärder" in client(town).get(grid_url(town)).content.decode()


def test_saving_what_is_already_stored_changes_nothing(town: Town, home: Organisation):
    slot = town.slot(town.social)
    town.forecast(home, 12_400, slot)

    saved = save_forecasts(access=town.access(), slot_id=slot.pk, typed={LineKey(home.pk): Typed(tkr(-12_400), 0)})

    assert saved.lines.forecast == tkr(-12_400)
    assert stored(town, home).version == 1


def test_two_who_save_the_first_forecast_of_a_line_do_not_overwrite_each_other(town: Town, home: Organisation):
    slot, key = town.slot(town.social), LineKey(home.pk)
    save_forecasts(access=town.access(), slot_id=slot.pk, typed={key: Typed(tkr(-1), 0)})

    with pytest.raises(Stale):
        save_forecasts(access=town.access(), slot_id=slot.pk, typed={key: Typed(tkr(-2), 0)})


def test_a_grid_of_432_lines_is_paged_and_its_sum_is_of_all(town: Town):
    for number in range(432):
        town.money(town.organisation(f"Verksamhet {number}", town.social), budget=100, booked=60)
    browser = client(town)
    browser.get(grid_url(town))

    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(grid_url(town))

    assert questions(captured) <= 11
    assert len(answer.content) <= 250_000
    text = answer.content.decode()
    assert text.count("data-cell") == 120
    assert "43\u00a0200" in text
    assert 'data-base-budget="31200"' in text
    assert f'hx-post="{cell_url(town, Organisation.objects.get(name="Verksamhet 7"))}"' in text
    last = browser.get(grid_url(town) + "?sida=4").content.decode()
    assert last.count("data-cell") == 72


def test_the_forecast_slots_are_the_municipalitys_own(town: Town):
    slot, stranger = town.slot(town.social), RoleAssignmentFactory(role=Role.CONTROLLER.value)
    access = access_for(stranger.user, stranger.municipality)

    assert forecast_slots(town.access()).get() == slot
    assert not forecast_slots(access).exists()


def test_the_programs_limit_is_called_the_programs_and_an_example_an_example(town: Town, home: Organisation):
    """Without a limit of the steering model's, 500 tkr is nobody's but the program's."""
    town.forecast(home, 13_000, town.slot(town.social))
    browser = client(town)
    before = browser.get(grid_url(town)).content.decode().replace("\u00a0", " ")
    common = {"model": town.july.rule.model, "municipality": town.municipality, "per_kind": MoneyLimit.FORECAST_LINE}
    Limit.objects.create(**common, code="rad", maximum=0, text="Varje underskott ska förklaras.", is_example=True)
    after = browser.get(grid_url(town)).content.decode()

    program = "Underskott på minst 500 tkr ska förklaras. Gränsen är programmets: styrmodellen anger ingen."
    assert program in before
    assert "programmets" not in after
    assert re.search(r"Varje underskott ska förklaras\.\s*<span class=\"tag\">Exempel</span>", after)


def test_nothing_is_summed_where_nobody_has_forecast_anything(town: Town):
    """The sums are «–» until there is a forecast; then lines without one count as their budget: 12 000 + 5 300."""
    town.money(town.organisation("Hemtjänst", town.social), budget=12_000)
    other = town.organisation("Omsorg", town.social)
    town.money(other, budget=5_000)
    slot, browser = town.slot(town.social), client(town)
    address = reverse("budget:forecast", args=["provkoping", slot.pk])

    def summed() -> list[str]:
        page = browser.get(address).text
        return [
            found.replace("\u00a0", " ")
            for found in re.findall(r"<span data-sum(?:dev)?(?: [^>]*)?>([^<]*)</span>", page)
        ]

    assert set(summed()) == {"–"}
    town.forecast(other, 5_300, slot, cause="Fler timmar.")
    assert set(summed()) == {"17 300", "−300"}
