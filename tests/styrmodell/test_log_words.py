"""Every event that the program can write has words and the way to what it is about, or says why not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import models
from django.test import Client

from budget.models import ClosedMonth
from styrmodell import audit
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Edition, Job, SteeringModel
from styrmodell.pages.log_rows import log_rows
from styrmodell.pages.log_words import ASKED, CHANGES, DECISIONS, DEEDS, FAILURES, OwnWords, Subject, types_of
from styrmodell.permissions import Role
from tests import factories as make
from tests.access import world
from tests.access.table import INSIDE
from tests.fixtures import new_access, new_client
from ui.rules.marks import SYMBOLS

pytestmark = pytest.mark.django_db

Type = AuditEvent.Type
Home = world.World


def slot(home: Home) -> models.Model:
    return home.own.slot


def goal(home: Home) -> models.Model:
    return make.Goal.objects.get(pk=home.own.kwargs["goal_id"])


def batch(home: Home) -> models.Model:
    return make.LedgerBatch.objects.get(pk=home.own.kwargs["batch_id"])


def town(home: Home) -> models.Model:
    return home.kommun


def month(home: Home) -> models.Model:
    return ClosedMonth.objects.create(municipality=home.kommun, year=2026, month=7)


def person(home: Home) -> models.Model:
    return make.RoleAssignmentFactory(organisation=home.top).user


def edition(home: Home) -> models.Model:
    return Edition.objects.get(municipality=home.kommun)


def assignment(home: Home) -> models.Model:
    return make.Assignment.objects.get(pk=home.own.kwargs["assignment_id"])


# What each kind of event is about.
ABOUT: dict[AuditEvent.Type, Callable[[Home], models.Model]] = {
    **dict.fromkeys([Type.GOAL_SAVED, Type.GOAL_DECIDED, Type.GOAL_ENDED, Type.GOAL_JUDGED, Type.CARRY_CHOSEN], goal),
    **dict.fromkeys([Type.REPORT_SUBMITTED, Type.REPORT_RETURNED, Type.REPORT_STEP, Type.REPORT_DECIDED], slot),
    **dict.fromkeys([Type.FORECAST_SAVED, Type.REPORT_EXPORTED], slot),
    **dict.fromkeys([Type.ASSIGNMENT_SAVED, Type.ASSIGNMENT_ANSWERED, Type.ASSIGNMENT_CLOSED], assignment),
    Type.REPORT_WRITTEN: lambda home: make.Section.objects.get(slot=home.own.slot),
    **dict.fromkeys([Type.LEDGER_IMPORTED, Type.LEDGER_UPLOADED, Type.LEDGER_CONFIRMED], batch),
    **dict.fromkeys([Type.LEDGER_REFUSED, Type.LEDGER_DISCARDED], batch),
    **dict.fromkeys([Type.PERIOD_CLOSED, Type.PERIOD_OPENED], month),
    **dict.fromkeys([Type.STATEMENT_SAVED, Type.GOALS_CARRIED, Type.GOALS_TAKEN_BACK], town),
    Type.OCCASION_OPENED: lambda home: home.own.slot.occasion,
    Type.STEERING_LOADED: lambda home: SteeringModel.objects.get(municipality=home.kommun),
    **dict.fromkeys([Type.STEERING_DRAFTED, Type.STEERING_DISCARDED], edition),
    **dict.fromkeys([Type.DATA_VERIFIED, Type.BACKUP_MADE, Type.BACKUP_RESTORED], town),
    **dict.fromkeys([Type.ROLE_GIVEN, Type.ROLE_CHANGED, Type.ROLE_ENDED], person),
    Type.ROLES_REVIEWED: lambda home: make.RoleReviewFactory(organisation=home.top),
    **dict.fromkeys([Type.PERSON_INVITED, Type.ACCOUNT_CLOSED], person),
    **dict.fromkeys(
        [Type.ORGANISATION_ADDED, Type.ORGANISATION_CHANGED, Type.ORGANISATION_CLOSED], lambda home: home.own.line
    ),
    Type.JOB_FAILED: lambda home: Job.objects.create(municipality=home.kommun, kind="prov", key="1"),
}
# Why some lead nowhere.
NO_WAY = {
    Type.GOAL_DELETED: "the goal is gone",
    Type.OCCASION_WITHDRAWN: "the occasion is gone",
    Type.STEERING_DRAFTED: "drafts are the administrators'",
    Type.STEERING_DISCARDED: "the draft is gone",
    Type.LEDGER_REFUSED: "nothing of the file was posted, and its review is the controller's",
    Type.LEDGER_UPLOADED: "the same",
    Type.LEDGER_CONFIRMED: "the same",
    Type.LEDGER_DISCARDED: "the same",
    Type.LEDGER_IMPORTED: "the file of the example is not posted",
    Type.JOB_FAILED: "jobs have no page",
    Type.SIGNED_IN: "about nothing but who came",
    Type.SIGNED_OUT: "about nothing but who left",
    Type.SIGN_IN_FAILED: "about nothing but who tried",
    Type.PASSWORD_CHANGED: "about nothing but who did",
    Type.REFUSED: "leads where the address led, tried below",
    Type.FILE_FETCHED: "leads where the address led, tried below",
}


@pytest.fixture
def home() -> Home:
    return world.build("HEMMA")


@pytest.fixture
def reader(home: Home) -> Access:
    return new_access(Role.AUDITOR, home.top)


@pytest.mark.parametrize("type_", Type)
def test_every_event_has_words_and_leads_to_what_it_is_about(type_: AuditEvent.Type, home: Home, reader: Access):
    words = OwnWords(reader)
    if type_ in ABOUT:
        audit.record(type_, target=ABOUT[type_](home), access=reader, summary="Så hette den", faults={})
    else:
        AuditEvent.objects.create(municipality=home.kommun, type=type_, summary="Så hette den")

    [row] = log_rows(reader, words, list(AuditEvent.objects.of(reader)))

    assert row.mark.label == words(DEEDS[type_].words)
    assert "{" not in row.mark.label
    assert row.mark.symbol in SYMBOLS
    assert bool(row.thing.address) is (type_ not in NO_WAY), NO_WAY.get(type_, "should lead somewhere")
    if row.thing.address:
        assert row.thing.name
        client = Client()
        client.force_login(reader.user)
        assert client.get(row.thing.address).status_code == 200


def test_every_kind_can_be_chosen_by_its_subject_and_has_an_outcome():
    assert set(DEEDS) == set(Type)
    assert frozenset.union(*(types_of(subject) for subject in Subject)) == set(Type)
    assert not CHANGES & DECISIONS
    assert not CHANGES & FAILURES


def test_every_page_that_can_be_refused_or_fetched_has_words():
    assert set(ASKED) == {route.name for route in INSIDE}


def test_the_words_are_the_municipalitys_own(home: Home):
    model = SteeringModel.objects.get(municipality=home.kommun)
    make.TermFactory(model=model, key="goal", singular="inriktning", plural="inriktningar")

    words = OwnWords(new_access(Role.AUDITOR, home.top))

    assert words(DEEDS[Type.GOAL_DECIDED].words) == "Fastställde inriktning"
    assert words(Subject.GOALS.label) == "Inriktningar"
    assert words(ASKED["goals:end"]) == "Avsluta inriktning"


# What the address named, and what stands there for the auditor.
NAMED = {
    "followup:submit": ("slot_id", "/uppfoljning/"),
    "goals:judge": ("goal_id", "/styrkedja/mal/"),
    "followup:attachment": ("attachment_id", "/uppfoljning/bilagor/"),
    "followup:withdraw": ("occasion_id", "/uppfoljning/?tillfalle="),
    "budget:measure-edit": ("measure_id", "/budget/"),
}


@pytest.mark.parametrize("route", NAMED)
def test_what_was_refused_or_fetched_leads_to_what_its_address_named(route: str, home: Home, reader: Access):
    name, way = NAMED[route]
    data = {"route": route, "ids": {name: home.own.kwargs[name], "format": "pdf"}, "status": 403}
    AuditEvent.objects.create(municipality=home.kommun, type=Type.REFUSED, summary="Din roll ger inte rätt.", data=data)

    [row] = log_rows(reader, OwnWords(reader), list(AuditEvent.objects.of(reader)))

    assert row.asked == OwnWords(reader)(ASKED[route])
    assert row.thing.address.startswith(f"/{home.kommun.slug}{way}")
    assert row.said == "Din roll ger inte rätt."


def test_a_file_leads_to_its_review_for_whoever_reads_files_in_and_to_its_rows_for_the_others(home: Home):
    file = make.LedgerBatchFactory(municipality=home.kommun, filename="juli.xlsx", state="inlast", year=2026)
    audit.record(Type.LEDGER_IMPORTED, target=file, access=new_access(Role.CONTROLLER, home.top), summary="juli.xlsx")
    ways = {}
    for held in (Role.CONTROLLER, Role.AUDITOR):
        access = new_access(held, home.top)
        [row] = log_rows(access, OwnWords(access), list(AuditEvent.objects.of(access)))
        ways[held] = row.thing.address
        assert new_client(held, home.top).get(row.thing.address).status_code == 200

    slug = home.kommun.slug
    assert ways[Role.CONTROLLER] == f"/{slug}/budget/utfall/{file.pk}/"
    assert ways[Role.AUDITOR] == f"/{slug}/budget/{home.top.code}/rader/?ar=2026&fil={file.pk}"
