"""After the decision: whatever anybody sends, nothing of what was decided changes, and the page says so."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.serializers import serialize
from django.db import DatabaseError, transaction
from django.test import Client

from budget.models import ForecastLine
from followup.compose import document_of
from followup.models import Section, Snapshot
from goals.models import Judgement
from styrmodell.access import access_for
from styrmodell.models import Measure, ScaleStep, Slot, SlotPassage
from styrmodell.permissions import Role
from tests import factories as make
from tests.access import routes, world
from tests.access.table import INSIDE

pytestmark = pytest.mark.django_db

OPEN = ("followup:section", "budget:forecast", "budget:forecast-line", "budget:measure-add", "goals:judge")
POSTS = [route for route in INSIDE if "POST" in route.methods]


@pytest.fixture
def home(db):
    """A municipality where everything is decided, each slot with a text, a forecast, a judgement and a measure."""
    home = world.build("HEMMA")
    goal = home.own.slot.municipality.goals.get(pk=home.own.kwargs["goal_id"])
    step = ScaleStep.objects.get(scale__model__municipality=home.kommun, position=1)
    Judgement.objects.create(
        municipality=home.kommun,
        goal=goal,
        slot=home.own.slot,
        step=step,
        result="Målet nås.",
        judged_at="2026-08-20T10:00Z",
    )
    world.decide(home.kommun)
    return home


@pytest.fixture
def everything(home):
    """Somebody who holds every role there is."""
    user = make.UserFactory()
    for role in Role:
        make.RoleAssignmentFactory(role=role.value, organisation=home.top, user=user)
    return user


def decided_rows(home):
    """Everything that hangs on the decided slots, as it stands in the database."""
    slots = Slot.objects.filter(municipality=home.kommun)
    hanging = [
        kind.objects.filter(slot__in=slots) for kind in (Section, Judgement, ForecastLine, SlotPassage, Snapshot)
    ]
    through = ForecastLine.measures.through.objects.filter(forecastline__slot__in=slots)
    measures = Measure.objects.filter(forecast_lines__slot__in=slots).distinct()
    return [serialize("json", rows.order_by("pk")) for rows in (slots, *hanging, through, measures)]


def sent_to(home):
    """What a page of an open report would send: every field of every form, filled in."""
    line, slot = home.own.kwargs["line"], home.own.slot
    step = ScaleStep.objects.get(scale__model__municipality=home.kommun, position=1)
    return {
        "seen": f"{slot.status}-{slot.version}-{slot.passed_steps}",
        "body": "Ändrat i efterhand.",
        "version": "1",
        "reason": "Ändrat i efterhand.",
        "date": "2026-10-01",
        "paragraph": "99",
        "step": str(step.pk),
        "result": "Ändrat i efterhand.",
        f"c{line}": "11 000",
        f"v{line}": "1",
        "comment": "Ändrat i efterhand.",
        "cause": "Ändrat i efterhand.",
        "consequence": "Ändrat i efterhand.",
        "title": "Ändrat i efterhand",
        "responsible": "Ändrat i efterhand",
        "lines": [line],
        "start": "2026-10-01",
        "status": "klar",
        "expected_effect": "900",
        "what": "1-2026-7",
    }


@pytest.mark.parametrize("route", POSTS, ids=lambda route: route.name)
def test_no_address_changes_what_is_decided(route, home, everything):
    client = Client(raise_request_exception=False)
    client.force_login(everything)
    stood = decided_rows(home)
    for version in ("0", "1", "2"):
        for special in ({}, {"code": "sammanfattning"}):
            url = routes.address(route.name, home.own.kwargs, {**route.example, **special})
            response = client.post(url, {**sent_to(home), "version": version})
            assert response.status_code < 500, url
    assert decided_rows(home) == stood


def test_the_same_addresses_do_change_what_is_open(everything, home):
    """Negative control: what is sent above reaches the database while the report is open."""
    rule = home.own.slot.occasion.rule
    occasion = make.OccasionFactory(rule=rule, month=10, cutoff=date(2026, 9, 30), due=date(2026, 10, 20))
    slot = make.SlotFactory(occasion=occasion, organisation=home.own.organisation)
    make.ForecastLineFactory(slot=slot, organisation=home.own.line)
    section = make.SectionFactory(slot=slot, code="sammanfattning", body="Före")
    client = Client()
    client.force_login(everything)
    changed = set()
    for name in OPEN:
        url = routes.address(name, home.own.kwargs, {"slot_id": slot.pk, "code": "sammanfattning"})
        before = written_in(slot)
        for version in (str(section.version), "0", "1", "2"):
            client.post(url, {**sent_to(home), "version": version})
        if written_in(slot) != before:
            changed.add(name)
    assert changed == set(OPEN)


def written_in(slot):
    """The slot's texts, forecast lines with their measures, and judgements."""
    lines = ForecastLine.objects.filter(slot=slot).order_by("pk")
    return (
        list(Section.objects.filter(slot=slot).values_list("body", flat=True)),
        list(lines.values_list("amount", "comment", "cause", "measures__title")),
        list(Judgement.objects.filter(slot=slot).values_list("step", "result")),
    )


@pytest.mark.parametrize("kind", [Section, Judgement, ForecastLine])
def test_the_database_refuses_what_hangs_on_a_decided_slot(kind, home):
    rows = kind.objects.filter(slot=home.own.slot)
    assert rows.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(slot=home.own.slot)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()


def test_a_measure_lives_on_but_the_decided_report_does_not_follow_it(home, everything):
    """A measure has a status after the decision too; the frozen report says what was decided."""
    access = access_for(everything, home.kommun)
    slot = Slot.objects.get(pk=home.own.slot.pk)
    before = document_of(access, slot)
    Measure.objects.filter(organisation=home.own.organisation).update(title="En helt annan åtgärd", expected_effect=1)
    assert document_of(access, slot) == before


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.SECRETARY, Role.POLITICIAN])
def test_the_page_says_what_was_decided_and_offers_no_form(role, home):
    response = home.client(role).get(routes.address("followup:slot", home.own.kwargs, {}))
    decision = Slot.objects.get(pk=home.own.slot.pk).decision
    assert "Går inte att ändra." in response.text
    assert f"av {decision.organisation.name}, §&nbsp;{decision.paragraph}." in response.text
    main = response.text.split("<main")[1]
    for move in ("lamna-in/", "lamna-tillbaka/", "steg/"):
        assert move not in main
