"""The whole municipality's report is not handed in with holes: units, its own goals, its written sections."""

from __future__ import annotations

from datetime import date

import pytest

from followup.actions.refusals import IncompleteError, MovedError
from followup.actions.sections import write_section
from followup.actions.slots import DecisionInput, pass_step, return_slot
from followup.selectors.missing import missing_parts
from followup.selectors.sections import section_rows
from goals.actions.judging import JudgementInput, judge_goal
from styrmodell.actions.occasions import open_occasion
from styrmodell.models import ScaleStep, Slot
from styrmodell.permissions import Role
from tests.factories import DecisionFactory, GoalFactory, LevelFactory, OrganisationFactory, ScaleStepFactory
from tests.followup.days import hand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def controller(house, access_of):
    return access_of(Role.CONTROLLER, house.kf)


@pytest.fixture
def registry(house, access_of):
    return access_of(Role.SECRETARY, house.kf)


def with_goals(house):
    """The occasion holds goals too; fullmäktige and the nämnd have one each."""
    model = house.rule.model
    ScaleStepFactory(scale=model.scales.get())
    level = LevelFactory(model=model)
    house.occasion.contents = ["mal", "text"]
    house.occasion.save(update_fields=["contents"])
    decided = {"level": level, "municipality": house.kommun, "decision": DecisionFactory(organisation=house.kf)}
    own = GoalFactory(organisation=house.kf, title="Resultatet är två procent", **decided)
    theirs = GoalFactory(organisation=house.namnd, title="Eleverna når målen", **decided)
    return own, theirs


def write(slot, access, body="Vi håller budgeten."):
    for row in section_rows(access, slot):
        write_section(slot=slot, access=access, code=row.heading.code, body=body, version=row.version)


def hand_in_units(house, access):
    for slot in (house.slot, house.other_slot):
        write(slot, access)
        hand_in(slot, access)


def judge(goal, slot, access):
    given = JudgementInput(step=ScaleStep.objects.get(), result="Målet nås.", reason="Se analysen.")
    judge_goal(goal=goal, slot=slot, access=access, given=given, version=0)


def test_everything_that_is_left_is_named_and_tied_to_its_place(house, controller):
    own, _ = with_goals(house)
    left = missing_parts(controller, house.whole)

    assert [(part.part, part.text) for part in left] == [
        ("enheter", "Bildningsnämnden har inte lämnat in"),
        ("enheter", "Socialnämnden har inte lämnat in"),
        ("mal", "Bedöm Resultatet är två procent"),
        ("text", "Skriv avsnittet Sammanfattning"),
    ]
    assert [part.slot_id for part in left[:2]] == [house.slot.pk, house.other_slot.pk]
    assert (left[2].goal_id, left[3].code) == (own.pk, "sammanfattning")


@pytest.mark.parametrize("hole", ["unit", "goal", "section"])
def test_one_hole_is_enough_to_stop_it(hole, house, controller, registry):
    own, theirs = with_goals(house)
    judge(theirs, house.slot, registry)
    write(house.slot, controller)
    write(house.other_slot, controller)
    for slot in (house.slot, house.other_slot) if hole != "unit" else (house.slot,):
        hand_in(slot, controller)
    if hole != "goal":
        judge(own, house.whole, registry)
    if hole != "section":
        write(house.whole, controller)

    with pytest.raises(IncompleteError, match="är kvar att göra") as stopped:
        hand_in(house.whole, controller)
    assert [part.part for part in stopped.value.missing] == [
        {"unit": "enheter", "goal": "mal", "section": "text"}[hole]
    ]
    assert Slot.objects.get(pk=house.whole.pk).status == "utkast"


def test_without_holes_it_is_handed_in(house, controller, registry):
    own, theirs = with_goals(house)
    judge(theirs, house.slot, registry)
    hand_in_units(house, controller)
    judge(own, house.whole, registry)
    write(house.whole, controller)

    assert hand_in(house.whole, controller).status == "inlamnad"


@pytest.mark.parametrize(("body", "is_left"), [("Inget att rapportera.", False), (" \n\t ", True), ("", True)])
def test_a_section_may_say_that_there_is_nothing_to_say_but_not_be_empty(body, is_left, house, controller):
    hand_in_units(house, controller)
    write(house.whole, controller, body=body)
    assert bool(missing_parts(controller, house.whole)) is is_left


def test_a_statutory_report_wants_the_nine_headings_too(house, controller):
    house.rule.is_statutory = True
    house.rule.save(update_fields=["is_statutory"])
    slot = Slot.objects.select_related("occasion__rule", "organisation").get(pk=house.whole.pk)
    wanted = [part.text for part in missing_parts(controller, slot) if part.part == "text"]
    assert len(wanted) == 10
    assert "Skriv avsnittet Balanskravsresultat" in wanted


@pytest.mark.parametrize(
    ("body", "is_left"),
    [
        ("Inget att rapportera.", True),
        ("  inget särskilt att rapportera", True),
        ("Inget att rapportera: inga händelser efter periodens slut.", False),
    ],
)
def test_what_the_law_asks_for_is_not_emptied_without_a_reason(body, is_left, house, controller):
    house.rule.is_statutory = True
    house.rule.save(update_fields=["is_statutory"])
    slot = Slot.objects.select_related("occasion__rule", "organisation").get(pk=house.whole.pk)
    for row in section_rows(controller, slot):
        write_section(slot=slot, access=controller, code=row.heading.code, body=body, version=0)
    texts = [part for part in missing_parts(controller, slot) if part.part == "text"]
    assert len(texts) == (9 if is_left else 0)


def test_the_page_stops_it_and_links_to_each_thing(house, client_for):
    own, _ = with_goals(house)
    page = f"/{house.kommun.slug}/uppfoljning/{house.whole.pk}/"
    response = client_for(Role.CONTROLLER, house.kf).post(f"{page}lamna-in/")

    assert response.status_code == 422
    assert "Rapporten kan inte lämnas in än" in response.text
    for link in (
        f"/{house.kommun.slug}/uppfoljning/{house.slot.pk}/",
        f"/{house.kommun.slug}/uppfoljning/{house.other_slot.pk}/",
        f"/{house.kommun.slug}/styrkedja/mal/{own.pk}/",
        f"{page}avsnitt/sammanfattning/",
    ):
        assert f'href="{link}"' in response.text
    assert Slot.objects.get(pk=house.whole.pk).status == "utkast"


def test_a_unit_is_not_given_back_from_under_a_report_that_is_handed_in(house, controller):
    """What the whole is composed from stands still; the whole must be given back first."""
    hand_in_units(house, controller)
    write(house.whole, controller)
    hand_in(house.whole, controller)
    with pytest.raises(MovedError, match="Hela kommunens rapport är inlämnad"):
        return_slot(slot=house.slot, access=controller, reason="Skriv om.")

    return_slot(slot=house.whole, access=controller, reason="Socialnämnden ska rätta.")
    assert return_slot(slot=house.slot, access=controller, reason="Skriv om.").status == "aterlamnad"


def test_a_unit_that_came_late_stops_the_decision(house, controller):
    hand_in_units(house, controller)
    write(house.whole, controller)
    hand_in(house.whole, controller)
    pass_step(slot=house.whole, access=controller, held_on=date(2026, 9, 8))
    OrganisationFactory(municipality=house.kommun, parent=house.kf, code="mbn", name="Miljönämnden")
    later = type(controller)(
        controller.user, house.kommun, {row.pk: row for row in house.kommun.organisations.all()}, controller.roles
    )
    open_occasion(access=later, rule=house.rule, year=house.occasion.year, month=house.occasion.month)

    with pytest.raises(IncompleteError) as stopped:
        pass_step(slot=house.whole, access=later, decision=DecisionInput(house.kf, date(2026, 9, 28), "112"))
    assert "Miljönämnden har inte lämnat in" in [part.text for part in stopped.value.missing]
    assert Slot.objects.get(pk=house.whole.pk).status == "inlamnad"
