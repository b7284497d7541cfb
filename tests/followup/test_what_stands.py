"""Läget never goes blank: what was decided last stands until the next is decided, and drafts are marked and only for
those who may see them. The tertial report of April is decided, the interim report of July under way. In mnkr, by hand:

    budget   Bildning 600, Social 400
    april    Bildning 602, Social 400        → −2,0 (decided by KF); Bildning's goal reached, Social's not: 1 of 2
    juli     Social 405 → −5,0 of 1 of 2; then also Bildning 601 → −6,0; both goals reached: 2 of 2
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.urls import reverse

from goals.models import Goal
from styrmodell.models import Level, Occasion, Organisation, Slot
from styrmodell.permissions import Role
from styrmodell.rules.workflow import SlotStatus
from tests import factories as make
from tests.fixtures import new_client

pytestmark = pytest.mark.django_db
DRAFTS = "?visa=pagaende"
STANDS = "Tertialrapport per 30 april 2026, beslutad av Kommunfullmäktige 2026-06-22 § 45"
SINCE_APRIL = "Prognosen pekar på ett underskott på 2,0 miljoner kronor mot budget."


@pytest.fixture
def town(house) -> SimpleNamespace:
    """April is decided for the whole, July is open and untouched."""
    contents = ["mal", "ekonomi", "prognos"]
    type(house.occasion).objects.filter(pk=house.occasion.pk).update(name="Delårsrapport", contents=contents)
    april = make.OccasionFactory(
        rule=house.rule, month=4, cutoff=date(2026, 4, 30), name="Tertialrapport", contents=contents
    )
    house.april = {
        "bin": make.SlotFactory(occasion=april, organisation=house.namnd),
        "son": make.SlotFactory(occasion=april, organisation=house.other),
        "kf": make.SlotFactory(occasion=april, organisation=house.kf, scope="helhet"),
    }
    house.july = {"bin": house.slot, "son": house.other_slot, "kf": house.whole}
    house.group = make.AccountGroupFactory(model=house.rule.model)
    scale = house.rule.model.scales.get()
    house.steps = {
        symbol: make.ScaleStepFactory(scale=scale, symbol=symbol, tone=tone, label=label)
        for symbol, tone, label in (("nas", "ok", "Nås"), ("nasinte", "bad", "Nås inte"))
    }
    house.level = make.LevelFactory(model=house.rule.model, kind=Level.Kind.GOAL, sphere=Level.Sphere.WHAT)
    house.decision = make.DecisionFactory(organisation=house.kf, date=date(2025, 11, 24), paragraph="99")
    house.goals = {
        "bin": goal(house, house.namnd, "Fler klarar skolan"),
        "son": goal(house, house.other, "Kort väntan"),
    }
    for unit, amount in ((house.namnd, 600), (house.other, 400)):
        make.BudgetLineFactory(organisation=unit, account_group=house.group, year=2026, amount=-amount * 1_000_000)
    write(house, house.april["bin"], 602, "nas")
    write(house, house.april["son"], 400, "nasinte")
    decide(house, house.april, date(2026, 6, 22), "45")
    return house


def goal(town: SimpleNamespace, unit: Organisation, title: str, **fields: object) -> Goal:
    return make.GoalFactory(level=town.level, organisation=unit, title=title, **{"decision": town.decision, **fields})


def write(town: SimpleNamespace, slot: Slot, forecast: int, step: str) -> None:
    """The unit's forecast, mnkr, and how it judges its goal."""
    make.ForecastLineFactory(
        slot=slot, organisation=slot.organisation, account_group=town.group, amount=-forecast * 1_000_000
    )
    make.JudgementFactory(
        slot=slot,
        goal=town.goals[slot.organisation.code],
        step=town.steps[step],
        judged_at=datetime(2026, 8, 20, 9, tzinfo=UTC),
    )


def hand_in(slot: Slot) -> None:
    Slot.objects.filter(pk=slot.pk).update(status=SlotStatus.SUBMITTED.value)


def decide(town: SimpleNamespace, slots: dict[str, Slot], day: date, paragraph: str) -> None:
    decision = make.DecisionFactory(organisation=town.kf, date=day, paragraph=paragraph)
    Slot.objects.filter(pk__in=[slot.pk for slot in slots.values()]).update(
        status=SlotStatus.DECIDED.value, decision=decision
    )


def told(
    town: SimpleNamespace, role: Role, where: Organisation, query: str = "", name: str = "followup:status-view"
) -> str:
    """What Läget, or another page, says, as text."""
    page = new_client(role, where).get(reverse(name, args=[town.kommun.slug]) + query)
    main = page.text[page.text.index("<main") : page.text.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\u00a0", " ").split()).replace(" .", ".").replace(" ,", ",")


def test_a_politician_sees_what_is_decided_at_every_move_until_the_next_decision(town):
    for move, handed_in in (
        (lambda: None, "0 av 2 har lämnat in"),
        (lambda: write(town, town.july["son"], 405, "nas"), "0 av 2 har lämnat in"),
        (lambda: hand_in(town.july["son"]), "1 av 2 har lämnat in"),
        (lambda: write(town, town.july["bin"], 601, "nas"), "1 av 2 har lämnat in"),
        (lambda: hand_in(town.july["bin"]), "alla 2 har lämnat in"),
    ):
        move()
        for query in ("", DRAFTS):  # what is under way is not for a politician, whatever the address says
            said = told(town, Role.POLITICIAN, town.kf, query)
            assert SINCE_APRIL in said
            assert "1 av 2 mål nås helt eller delvis" in said
            assert STANDS in said
            assert f"Delårsrapport per 31 juli pågår: {handed_in}." in said
            assert not re.search("Utkast|Inlämnad|Saknas|Visa pågående", said)

    decide(town, town.july, date(2026, 9, 28), "71")
    said = told(town, Role.POLITICIAN, town.kf)
    assert "Prognosen pekar på ett underskott på 6,0 miljoner kronor mot budget." in said
    assert "2 av 2 mål nås helt eller delvis" in said
    assert "Delårsrapport per 31 juli 2026, beslutad av Kommunfullmäktige 2026-09-28 § 71" in said
    assert "pågår" not in said
    assert "Ändrat sedan sist sedan 30 april 2026" in said
    assert "Prognosen för Socialnämnden har försämrats 0 −5 000 tkr Beslutad" in said
    assert "Målet Kort väntan bedöms nu nås" in said


def test_a_controller_switches_on_what_is_under_way_each_figure_with_its_mark(town):
    opened = told(town, Role.CONTROLLER, town.kf, DRAFTS)
    write(town, town.july["son"], 405, "nas")
    drafted = told(town, Role.CONTROLLER, town.kf, DRAFTS)
    hand_in(town.july["son"])
    handed_in = told(town, Role.CONTROLLER, town.kf, DRAFTS)
    write(town, town.july["bin"], 601, "nas")
    hand_in(town.july["bin"])
    all_in = told(town, Role.CONTROLLER, town.kf, DRAFTS)

    assert "Ingen prognos finns än." in opened
    assert "Bildningsnämnden Saknas" in opened
    assert "Summa av 0 av 2 –" in opened
    assert "Prognosen från 1 av 2 pekar på ett underskott på 5,0 miljoner kronor mot budget." in drafted
    assert "Socialnämnden Utkast −5 000" in drafted
    assert "Bildningsnämnden Saknas – 600 000" in drafted
    assert "Summa av 1 av 2 −5 000" in drafted
    assert "Inte beslutade än: 1 utkast." in drafted
    assert "Socialnämnden Inlämnad −5 000" in handed_in
    assert "Inte beslutade än: 1 inlämnad." in handed_in
    assert "Prognosen pekar på ett underskott på 6,0 miljoner kronor mot budget." in all_in
    assert "Summa −6 000" in all_in
    assert "Inte beslutade än: 2 inlämnade." in all_in
    for said in (opened, drafted, handed_in, all_in):
        assert "Pågår, inte beslutat" in said
        assert "Visa det senast beslutade" in said
    assert SINCE_APRIL in told(town, Role.CONTROLLER, town.kf)
    assert "Visa pågående" in told(town, Role.CONTROLLER, town.kf)


def test_a_manager_sees_the_own_unit_and_what_it_has_not_handed_in(town):
    before = told(town, Role.DEPARTMENT_HEAD, town.other)
    write(town, town.july["son"], 405, "nas")
    drafted = told(town, Role.DEPARTMENT_HEAD, town.other)
    shown = told(town, Role.DEPARTMENT_HEAD, town.other, DRAFTS)
    hand_in(town.july["son"])
    handed_in = told(town, Role.DEPARTMENT_HEAD, town.other)

    assert before == drafted
    assert "Delårsrapport per 31 juli pågår: Socialnämnden har inte lämnat in än." in before
    assert "Prognosen för Socialnämnden är lika med budgeten." in before
    assert "Prognosen för Socialnämnden pekar på ett underskott på 5,0 miljoner kronor mot budget." in shown
    assert "Delårsrapport per 31 juli pågår: Socialnämnden har lämnat in." in handed_in


def test_the_units_own_decision_stands_for_those_who_see_only_the_unit(town):
    write(town, town.july["son"], 405, "nas")
    decide(town, {"son": town.july["son"]}, date(2026, 9, 14), "12")

    assert "underskott på 5,0 miljoner" in told(town, Role.POLITICIAN, town.other)
    assert SINCE_APRIL in told(town, Role.POLITICIAN, town.kf)


def test_a_goal_that_has_come_since_is_not_in_the_decided_report(town):
    goal(town, town.namnd, "Nytt mål")
    assert "1 av 2 mål" in told(town, Role.POLITICIAN, town.kf)
    assert "0 av 3 mål" in told(town, Role.CONTROLLER, town.kf, DRAFTS)


def test_quality_factors_and_drafts_are_counted_apart(town):
    factor = make.LevelFactory(model=town.rule.model, kind=Level.Kind.FACTOR, plural="kritiska kvalitetsfaktorer")
    trust = make.GoalFactory(level=factor, organisation=town.namnd, title="Bemötande", decision=town.decision)
    make.JudgementFactory(
        slot=town.july["bin"], goal=trust, step=town.steps["nas"], judged_at=datetime(2026, 8, 20, 9, tzinfo=UTC)
    )
    goal(town, town.namnd, "Tanke", decision=None)

    said = told(town, Role.CONTROLLER, town.kf, DRAFTS)
    assert "0 av 2 mål" in said
    assert "Bedöms för sig, utanför målen: kritiska kvalitetsfaktorer: 1 nås." in said
    assert "1 mål är inte beslutat och räknas inte." in said


def test_the_term_of_office_that_has_ended_is_said(town):
    town.rule.model.valid_from, town.rule.model.valid_to = date(2022, 10, 15), date(2026, 10, 14)
    town.rule.model.save()
    with time_machine.travel("2026-11-29T12:00:00+01:00", tick=False):
        said = told(town, Role.POLITICIAN, town.kf)
    assert "Mandatperioden 2022–2026 är slut sedan 14 oktober 2026." in said


def test_the_economy_shows_drafts_only_to_those_who_may_see_them(town):
    write(town, town.july["son"], 405, "nas")
    july = f"?tillfalle={town.occasion.pk}"
    for view, decided, drafted in (
        ("", "underskott på 2 000 tkr", "underskott på 7 000 tkr"),  # Bildning, which has none, counts April's 602
        ("&vy=resultat", "Prognos per 30 april 2026 Visa", "Prognos per 31 juli 2026"),
    ):
        for role, seen, unseen in (
            (Role.POLITICIAN, decided, drafted),
            (Role.CONTROLLER, drafted, decided),
        ):
            said = told(town, role, town.kf, july + view, "budget:overview")
            assert seen in said
            assert unseen not in said
    said = told(town, Role.POLITICIAN, town.kf, name="budget:overview")
    assert "Delårsrapport per 31 juli pågår: 0 av 2 har lämnat in." in said


def test_the_page_of_a_unit_shows_a_draft_only_to_those_who_may_see_it(town):
    write(town, town.july["son"], 405, "nas")
    address = reverse("budget:unit", args=[town.kommun.slug, town.other.code])
    assert "5 000" in new_client(Role.CONTROLLER, town.kf).get(address).text.replace("\u00a0", " ")
    assert "5 000" not in new_client(Role.POLITICIAN, town.kf).get(address).text.replace("\u00a0", " ")


def test_before_the_first_decision_the_economy_says_what_is_under_way(town):
    Occasion.objects.filter(pk=town.april["kf"].occasion_id).update(year=2025, contents=["text"])
    said = told(town, Role.POLITICIAN, town.kf, name="budget:overview")
    assert "Inget är beslutat än" in said
    assert "Delårsrapport per 31 juli pågår: 0 av 2 har lämnat in." in said


def test_what_has_changed_is_counted_from_the_decision_before_and_not_from_a_report_in_between(town):
    june = make.OccasionFactory(
        rule=town.rule, month=6, cutoff=date(2026, 6, 30), name="Månadsrapport", contents=["mal", "ekonomi", "prognos"]
    )
    between = make.SlotFactory(occasion=june, organisation=town.other)
    make.SlotFactory(occasion=june, organisation=town.kf, scope="helhet")
    write(town, between, 410, "nas")
    hand_in(between)
    write(town, town.july["bin"], 602, "nas")
    write(town, town.july["son"], 405, "nas")
    decide(town, town.july, date(2026, 9, 28), "71")

    said = told(town, Role.POLITICIAN, town.kf)
    assert "Ändrat sedan sist sedan 30 april 2026" in said
    assert "Prognosen för Socialnämnden har försämrats 0 −5 000 tkr" in said
    assert "Målet Kort väntan bedöms nu nås" in said


def test_the_first_occasion_is_compared_with_nothing_and_last_years_is_not_this_years(town):
    for unit, month in ((town.namnd, 1), (town.other, 1)):
        make.OutcomeFactory(organisation=unit, account_group=town.group, year=2026, month=month, amount=-50_000_000)

    said = told(town, Role.POLITICIAN, town.kf, "")
    assert "Det finns inget tidigare tillfälle att jämföra med." in said
    assert "Hittills i år, jan" in said
    with time_machine.travel(datetime(2027, 1, 10, 9, tzinfo=UTC), tick=False):
        said = told(town, Role.POLITICIAN, town.kf, "")
    assert "Utfall 2026, jan" in said
    assert "Hittills i år" not in said
