"""The year of each municipality, from its own steering model."""

from __future__ import annotations

from datetime import date

import pytest

from styrmodell.access import system_access
from styrmodell.models import CalendarEvent, CalendarRule, DocumentType, Instruction, Municipality
from styrmodell.pages.glossary import glossary, swedish_key
from styrmodell.pages.year import coming, year_page
from styrmodell.selectors.instructions import instructions
from tests.factories import LevelFactory, MunicipalityFactory, SteeringModelFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kommun(db):
    model = SteeringModelFactory()

    def rule(code, **fields):
        given = {"title": code, "ring": "kf", "row": "plan", "month": 6, **fields}
        return CalendarRule.objects.create(model=model, municipality=model.municipality, code=code, **given)

    rule("ramar", day=8)
    rule("bokslut", month=1, is_last_day=True, row="aterrapportering")
    rule("budget", month=11)
    return model.municipality


def test_a_rule_without_a_day_is_shown_by_its_month(kommun):
    year = year_page(system_access(kommun), 2026, today=date(2026, 6, 1))
    november = year.months[10]
    assert [row.when for row in november.happenings] == ["nov"]
    assert [event.has_day for event in year.wheel.events if event.day.month == 11] == [False]


def test_a_date_fixed_for_the_year_replaces_the_rule(kommun):
    rule = CalendarRule.objects.get(code="budget")
    CalendarEvent.objects.create(municipality=kommun, rule=rule, year=2026, date_from=date(2026, 11, 23))

    assert year_page(system_access(kommun), 2026).months[10].happenings[0].when == "mån 23"
    assert year_page(system_access(kommun), 2027).months[10].happenings[0].when == "nov"


def test_what_has_been_is_past_and_the_rest_is_coming(kommun):
    year = year_page(system_access(kommun), 2026, today=date(2026, 6, 9))
    assert [row.rule.code for month in year.months for row in month.happenings if row.is_past] == ["bokslut", "ramar"]
    assert [row.rule.code for row in coming(system_access(kommun), date(2026, 6, 9), 2)] == ["budget", "bokslut"]


def test_work_of_several_months_stands_in_each_of_them_and_counts_once(kommun):
    model = kommun.steering_models.get()
    CalendarRule.objects.create(
        model=model, municipality=kommun, code="arbete", title="arbete", ring="namnd", row="plan", month=8, to_month=10
    )
    year = year_page(system_access(kommun), 2026)

    assert [month.number for month in year.months if "arbete" in [row.rule.code for row in month.happenings]] == [
        8,
        9,
        10,
    ]
    assert year.count == 4
    assert [period.text for period in year.wheel.periods] == ["arbete"]


def test_the_overview_has_three_rows_and_twelve_months(kommun):
    overview = year_page(system_access(kommun), 2026).overview
    assert [line.label for line in overview] == ["Årlig plan och budget", "Återrapportering", "Bolagen"]
    assert [len(line.cells) for line in overview] == [12, 12, 12]


@pytest.mark.parametrize("rules", [3, 30])
def test_the_year_is_read_in_a_fixed_number_of_queries(rules, kommun, django_assert_num_queries):
    model = kommun.steering_models.get()
    for number in range(rules):
        CalendarRule.objects.create(
            model=model, municipality=kommun, code=f"r{number}", title="Möte", ring="ks", row="plan", month=3, day=1
        )
    access = system_access(Municipality.objects.get(pk=kommun.pk))
    with django_assert_num_queries(1):
        year_page(access, 2026)


def test_swedish_letters_come_last():
    assert sorted(["Ärende", "Zon", "Åtgärd", "Öppen", "Anslag"], key=swedish_key) == [
        "Anslag",
        "Zon",
        "Åtgärd",
        "Ärende",
        "Öppen",
    ]


def test_the_glossary_shows_only_words_with_a_meaning(db):
    model = SteeringModelFactory(municipality=MunicipalityFactory())
    model.terms.create(municipality=model.municipality, singular="anslag", definition="Pengar för ett ändamål.")
    model.terms.create(municipality=model.municipality, singular="nämndmål", key="goal")
    found = glossary(system_access(model.municipality))
    assert [term.singular for letter in found.letters for term in letter.terms] == ["anslag"]


def test_the_glossary_names_the_document_a_level_is_decided_in(db):
    model = SteeringModelFactory()
    DocumentType.objects.create(
        model=model, municipality=model.municipality, code="mal-och-budget", name="Mål och budget"
    )
    for position, decided_in in enumerate(("mal-och-budget", "muntligt")):
        LevelFactory(model=model, code=f"niva-{position}", position=position, decided_in=decided_in)
    found = glossary(system_access(model.municipality))
    assert [level.decided_in for level in found.levels] == ["Mål och budget", "muntligt"]


def test_the_instructions_stand_under_words_not_codes(db):
    model = SteeringModelFactory()
    Instruction.objects.create(
        model=model, municipality=model.municipality, code="a", phase="uppfoljning", title="Avvikelser", text="Meddela."
    )
    assert [phase.name for phase in instructions(system_access(model.municipality))] == ["Uppföljning"]
