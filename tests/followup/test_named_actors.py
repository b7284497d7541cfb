"""Who a chain names for a step can take it, and who cannot hears who can."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from followup.actions.refusals import MovedError
from followup.actions.slots import DecisionInput, DocumentInput, pass_step, submit_slot
from followup.models import Section
from goals.policies import can_judge
from styrmodell.models import Slot, Step
from styrmodell.permissions import Role
from tests.factories import GoalFactory, LevelFactory, OrganisationFactory, StepFactory
from tests.followup.days import hand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(house, access_of):
    """The kommunchef compiles, a manager above walks a step of the unit's, the auditors judge; every text is written."""
    Step.objects.filter(rule=house.rule, scope="helhet", kind="lamna_in").update(roles=["kommunledning"])
    Step.objects.filter(rule=house.rule, scope="enhet", kind="besluta").update(position=9)
    review = {"kind": "dialog", "name": "Överordnad chef går igenom", "position": 1, "roles": ["forvaltningschef"]}
    StepFactory(rule=house.rule, scope="enhet", **review)
    Step.objects.filter(rule=house.rule, scope="helhet", kind="besluta").update(position=9)
    judged = {"kind": "informera", "name": "Revisorernas bedömning", "body": "revision", "position": 8}
    StepFactory(rule=house.rule, scope="helhet", roles=["revisor"], **judged)
    for slot in (house.slot, house.other_slot, house.whole):
        Section.objects.create(municipality=house.kommun, slot=slot, code="sammanfattning", body="Vi klarar det.")
    return house


def units_handed_in(house, access_of) -> None:
    for slot in (house.slot, house.other_slot):
        hand_in(slot, access_of(Role.CONTROLLER, house.kf))


def test_the_kommunchef_hands_in_what_the_kommunchef_compiles(chain, access_of, client_for):
    units_handed_in(chain, access_of)
    address = reverse("followup:submit", args=[chain.kommun.slug, chain.whole.pk])
    assert client_for(Role.MANAGEMENT, chain.kf).post(address).status_code == 302
    assert Slot.objects.get(pk=chain.whole.pk).status == "inlamnad"


def test_but_nobodys_elses_report_and_no_decision(chain, access_of):
    """The role's right is the step's: not a nämnd's hand-in, not fullmäktige's decision."""
    chief = access_of(Role.MANAGEMENT, chain.kf)
    with pytest.raises(PermissionDenied, match="behörighet att lämna in"):
        submit_slot(slot=chain.slot, access=chief)
    units_handed_in(chain, access_of)
    hand_in(chain.whole, chief)
    with pytest.raises(PermissionDenied, match="behörighet att anteckna"):
        pass_step(slot=chain.whole, access=chief, held_on=date(2026, 9, 8))


def test_without_the_name_in_the_chain_the_kommunchef_does_not(chain, access_of):
    Step.objects.filter(rule=chain.rule).update(roles=[])
    units_handed_in(chain, access_of)
    with pytest.raises(PermissionDenied, match="Sekreteraren eller ekonomikontoret kan göra det"):
        hand_in(chain.whole, access_of(Role.MANAGEMENT, chain.kf))


def test_a_manager_walks_the_step_of_the_own_unit_alone(chain, access_of):
    units_handed_in(chain, access_of)
    head = access_of(Role.DEPARTMENT_HEAD, chain.namnd)
    walked = pass_step(slot=chain.slot, access=head, held_on=date(2026, 9, 1))
    assert walked.passed_steps == 2
    with pytest.raises(PermissionDenied, match="behörighet"):
        pass_step(slot=chain.other_slot, access=head, held_on=date(2026, 9, 1))
    with pytest.raises(PermissionDenied, match="Nämndsekreteraren eller ekonomikontoret kan göra det"):
        pass_step(slot=chain.slot, access=head, decision=DecisionInput(chain.namnd, date(2026, 9, 2), "71"))


def test_the_auditor_hands_over_the_auditors_judgement(chain, access_of):
    OrganisationFactory(municipality=chain.kommun, parent=chain.kf, kind="revision", name="Revisorerna")
    units_handed_in(chain, access_of)
    hand_in(chain.whole, access_of(Role.CONTROLLER, chain.kf))
    auditor = access_of(Role.AUDITOR, chain.kf)
    with pytest.raises(PermissionDenied, match="behörighet"):
        pass_step(slot=chain.whole, access=auditor, held_on=date(2026, 9, 8))
    pass_step(slot=chain.whole, access=access_of(Role.CONTROLLER, chain.kf), held_on=date(2026, 9, 8))
    document = DocumentInput("bedomning.pdf", b"%PDF-1.7")
    judged = pass_step(slot=chain.whole, access=auditor, held_on=date(2026, 9, 25), document=document)
    assert judged.passages.last().by == auditor.user


def test_who_is_named_and_comes_too_late_hears_what_has_happened(chain, access_of):
    units_handed_in(chain, access_of)
    chief = access_of(Role.MANAGEMENT, chain.kf)
    hand_in(chain.whole, chief)
    with pytest.raises(MovedError):
        hand_in(chain.whole, chief)


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        ("fullmaktige", "Sekreteraren för "),
        ("styrelse", "Förvaltningschefen eller sekreteraren för "),
        ("namnd", "Förvaltningschefen eller nämndsekreteraren för "),
        ("bolag", "Bolagets ledning eller sekreteraren för "),
    ],
)
def test_who_cannot_judge_hears_of_roles_that_the_body_has(kind, who, house, access_of):
    body = OrganisationFactory(municipality=house.kommun, parent=house.kf, kind=kind, name="Organet")
    goal = GoalFactory(level=LevelFactory(model=house.rule.model), municipality=house.kommun, organisation=body)
    refused = can_judge(access_of(Role.POLITICIAN, house.kf), goal, house.slot)
    assert refused.reason == f"Du saknar behörighet att bedöma målet. {who}Organet kan göra det."
