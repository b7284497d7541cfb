"""What the status board says of a report is what the report's own page says, and what stops it."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from followup.models import Section
from followup.pages.board import parts_of, read_board
from followup.pages.occasion_page import occasion_page
from followup.pages.slot_page import slot_page
from followup.selectors.missing import missing_parts
from followup.selectors.sections import DEPARTURE, headings_of, section_rows
from styrmodell.models import Occasion, Slot
from styrmodell.permissions import Role
from styrmodell.rules.vocabulary import Content
from tests import factories as make
from tests.access import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(db):
    return world.build()


@pytest.fixture
def see(home, access_of):
    """The controller's access, with the tree as it is when asked for."""
    return lambda: access_of(Role.CONTROLLER, home.top)


def part(access, slot, key):
    """The part as the board has it, after making sure that the report's page has the same."""
    slot = Slot.objects.select_related("occasion__rule", "organisation").get(pk=slot.pk)
    on_page = {row.key: row for row in parts_of(access, slot)}[key]
    rows = read_board(access, Occasion.objects.get(pk=slot.occasion_id)).rows
    on_board = next(row for row in rows if row.slot.pk == slot.pk)
    assert next(row for row in on_board.parts if row.key == key) == on_page
    return on_page


def test_a_line_without_money_wants_no_forecast(home, see):
    """A sub-committee without a budget is no line to wait for."""
    make.OrganisationFactory(municipality=home.kommun, parent=home.own.organisation, kind="verksamhet", name="Tom")
    found = part(see(), home.own.slot, "prognos")

    assert (found.done, found.wanted, found.word) == (1, 1, "Klar")
    assert [row for row in missing_parts(see(), home.own.slot) if row.part == "prognos"] == []


def test_a_line_with_money_and_no_forecast_is_waited_for(home, see):
    line = make.OrganisationFactory(
        municipality=home.kommun, parent=home.own.organisation, kind="verksamhet", name="Ny"
    )
    make.BudgetLineFactory(organisation=line, account_group=home.kommun.steering_models.get().accountgroups.get())
    found = part(see(), home.own.slot, "prognos")

    assert (found.done, found.wanted) == (1, 2)
    assert [row.text for row in missing_parts(see(), home.own.slot) if row.part == "prognos"] == [
        "Skriv en prognos för Ny"
    ]


def test_a_unit_without_goals_and_money_has_neither_in_its_report(home, see, client_for):
    company = make.OrganisationFactory(municipality=home.kommun, parent=home.top, kind="bolag", name="Bolaget")
    slot = make.SlotFactory(occasion=home.own.slot.occasion, organisation=company)

    assert not part(see(), slot, "mal").is_included
    assert not part(see(), slot, "prognos").is_included
    assert {row.part for row in missing_parts(see(), slot)} == {"text"}
    shown = client_for(Role.CONTROLLER, home.top).get(f"/{home.kommun.slug}/uppfoljning/{slot.pk}/").text
    assert "Inget att bedöma" in shown
    assert "Ingen budget" in shown
    assert "bedöms här" not in shown


def test_nothing_goes_on_in_a_report_that_is_handed_in(home, see):
    line = make.OrganisationFactory(municipality=home.kommun, parent=home.own.organisation, kind="verksamhet")
    make.BudgetLineFactory(organisation=line, account_group=home.kommun.steering_models.get().accountgroups.get())
    Slot.objects.filter(pk=home.own.slot.pk).update(status="inlamnad")
    assert part(see(), home.own.slot, "prognos").word == "Klar"


def test_the_whole_reports_own_goals_are_counted_for_who_sees_them(home, see, access_of):
    level = home.kommun.goals.first().level
    make.GoalFactory(
        level=level,
        municipality=home.kommun,
        organisation=home.top,
        title="Resultatet är två procent",
        decision=make.DecisionFactory(organisation=home.top),
    )
    make.GoalFactory(level=level, municipality=home.kommun, organisation=home.top, title="Inte beslutat än")
    occasion = home.own.slot.occasion

    seen = read_board(see(), occasion).own_goals
    assert (seen.done, seen.wanted) == (0, 1)
    assert read_board(access_of(Role.CONTROLLER, home.own.organisation), occasion).own_goals is None


def test_the_board_tells_a_unit_what_others_have_decided_and_nothing_else(home, client_for):
    client = client_for(Role.DEPARTMENT_HEAD, home.own.organisation)
    address = f"/{home.kommun.slug}/uppfoljning/"
    home.other.organisation.__class__.objects.filter(pk=home.other.organisation.pk).update(name="Grannnämnden")
    before = client.get(address).text
    assert "Grannnämnden" not in before
    assert "Beslutade rapporter" not in before

    world.decide(home.kommun)
    after = client.get(address).text
    assert "Beslutade rapporter" in after
    whole = Slot.objects.get(municipality=home.kommun, scope="helhet")
    for slot in (whole, home.other.slot):
        assert f'href="/{home.kommun.slug}/uppfoljning/{slot.pk}/rapport/"' in after
    assert (
        f'href="/{home.kommun.slug}/uppfoljning/{whole.pk}/rapport/"' in client.get(f"/{home.kommun.slug}/laget/").text
    )


def test_a_unit_manager_is_shown_to_the_own_part_of_the_report_above(home, client_for):
    """Nothing is said of what they do not see: neither an empty board nor that everybody has handed in."""
    client = client_for(Role.UNIT_MANAGER, home.own.line)
    shown = client.get(f"/{home.kommun.slug}/uppfoljning/").text
    assert f"Din del står i rapporten från {home.own.organisation.name}." in shown
    assert "Alla enheter har lämnat in" not in shown
    assert "Vem har gjort vad" not in shown

    forecast = f"/{home.kommun.slug}/budget/prognos/{home.own.slot.pk}/"
    assert f'href="{forecast}"' in shown
    assert client.get(forecast).status_code == 200


def test_a_section_that_is_some_units_only_is_asked_of_them_alone(home, see):
    """«Bolagens ställning och resultat» is the companies' to write; the whole's report has it too."""
    rule = home.own.slot.occasion.rule
    rule.sections = [{"kod": "bolagen", "rubrik": "Bolagens ställning", "fraga": "", "lamnas_av": ["bolag"]}]
    rule.save()
    company = make.OrganisationFactory(municipality=home.kommun, parent=home.top, kind="bolag")
    its_slot = make.SlotFactory(occasion=home.own.slot.occasion, organisation=company)
    whole = Slot.objects.get(municipality=home.kommun, scope="helhet")

    def asked(slot):
        slot = Slot.objects.select_related("occasion__rule", "organisation").get(pk=slot.pk)
        return [row.code for row in missing_parts(see(), slot) if row.is_section]

    assert asked(home.own.slot) == []
    assert asked(its_slot) == ["bolagen"]
    assert "bolagen" in asked(whole)
    rows = read_board(see(), Occasion.objects.get(pk=its_slot.occasion_id)).rows
    wanted = {row.slot.pk: part.wanted for row in rows for part in row.parts if part.key == Content.TEXT}
    assert (wanted[its_slot.pk], wanted[home.own.slot.pk]) == (1, 0)


@pytest.mark.parametrize(
    ("contents", "heading"), [(["uppdrag", "text"], "Uppdrag"), (["intern_kontroll", "text"], "Intern kontroll")]
)
def test_what_only_words_can_carry_is_a_section_to_write(home, see, contents, heading):
    """Strategi och plan: uppdragsstatus and internkontroll have no sections in the file, and are not done when empty."""
    occasion = home.own.slot.occasion
    occasion.rule.sections, occasion.rule.contents, occasion.contents = [], contents, contents
    occasion.rule.save()
    occasion.save()
    slot = Slot.objects.select_related("occasion__rule", "organisation").get(pk=home.own.slot.pk)

    assert [row.text for row in missing_parts(see(), slot)] == [f"Skriv avsnittet {heading}"]
    row = next(row for row in read_board(see(), slot.occasion).rows if row.slot.pk == slot.pk)
    assert (row.percent, row.is_ready) == (0, False)
    checks = occasion_page(see(), read_board(see(), slot.occasion)).checks
    assert "Enheternas texter är skrivna" not in [check.text for check in checks]


@pytest.mark.parametrize(
    ("section", "headings"),
    [
        ({"kod": "personal", "rubrik": "Personalläget"}, ["Personalläget", "Investeringar"]),
        ({"kod": "medarbetare", "rubrik": "Medarbetare", "innehall": "personal"}, ["Medarbetare", "Investeringar"]),
        ({"kod": "annat", "rubrik": "Annat"}, ["Annat", "Personal", "Investeringar"]),
        (
            {"kod": "personal", "rubrik": "Bolagets personal", "lamnas_av": ["bolag"]},
            ["Investeringar"],  # the file has said whose section it is
        ),
    ],
)
def test_a_content_with_a_section_of_its_own_gets_no_second_one(home, section, headings):
    rule = home.own.slot.occasion.rule
    rule.sections, rule.contents = [section], ["mal", "personal", "investeringar", "text"]
    assert [row.heading for row in headings_of(rule, "enhet", "namnd")] == headings


def test_staff_in_a_statutory_report_stands_under_the_heading_of_the_law(home):
    rule = home.own.slot.occasion.rule
    rule.sections, rule.contents, rule.is_statutory = [], ["personal", "uppdrag", "text"], True
    found = [row.heading for row in headings_of(rule, "helhet", "kommun")]
    assert len(found) == 10
    assert found[-1] == "Uppdrag"
    assert "Personal" not in found
    assert [row.heading for row in headings_of(rule, "enhet", "namnd")] == ["Personal", "Uppdrag"]


def test_that_the_frame_cannot_be_kept_is_written_only_when_there_is_reason_to(home, see):
    """Where a deficit obliges to measures the report has a section for what they do not meet; it stops nothing itself."""
    unit = home.own.slot
    own = unit.occasion.rule
    assert DEPARTURE not in headings_of(own, "enhet", "namnd")
    own.measures_when = ["prognosunderskott"]
    own.save()
    assert headings_of(own, "enhet", "namnd")[-1] is DEPARTURE
    assert DEPARTURE not in headings_of(own, "helhet", "kommun")

    slot = Slot.objects.select_related("occasion__rule", "organisation").get(pk=unit.pk)
    row = next(row for row in section_rows(see(), slot) if row.heading is DEPARTURE)
    assert not row.is_left
    slot.forecast_lines.update(amount=-100_000_000)
    assert [row.part for row in missing_parts(see(), slot) if "återstår" in row.text] == ["prognos"]
    make.SectionFactory(slot=slot, code=DEPARTURE.code, body="Ramen räcker inte: fler barn än budgeterat.")
    assert [row.text for row in missing_parts(see(), slot) if "återstår" in row.text] == []


def test_a_section_that_is_late_is_late_on_the_board_and_on_the_reports_page(home, see):
    """Handed in at the latest on 28 August; on 30 September the text that is not written is late in both places."""
    slot = Slot.objects.select_related("occasion__rule", "organisation").get(pk=home.own.slot.pk)
    Section.objects.filter(slot=slot).delete()
    for due, word in ((date(2026, 8, 28), "Försenad"), (date(2026, 10, 28), "Ej påbörjad")):
        Occasion.objects.filter(pk=slot.occasion_id).update(due=due)
        slot.occasion.due = due
        with time_machine.travel("2026-09-30T12:00:00+02:00", tick=False):
            rows = read_board(see(), Occasion.objects.get(pk=slot.occasion_id)).rows
            [row] = [row for row in rows if row.slot.pk == slot.pk]
            assert next(found for found in row.parts if found.key == Content.TEXT).word == word
            sections = slot_page(see(), slot).marked_sections
        assert {said for row, _, said in sections if row.is_left} == {word}
