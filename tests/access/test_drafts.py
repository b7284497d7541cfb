"""Who sees what is written before it is decided (ADR 0025): words and a figure are planted in a nämnd's report and looked
for in every answer, for each role that may not see them yet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client

from followup.actions.files import order_file
from followup.models import Section
from goals.models import Goal
from styrmodell import audit, jobs, policies
from styrmodell.access import system_access
from styrmodell.models import AuditEvent, Job, Municipality, Organisation, RoleAssignment, ScaleStep, Slot
from styrmodell.permissions import Permission, Role
from styrmodell.rules.queues import Queue
from styrmodell.rules.vocabulary import Insight
from styrmodell.rules.workflow import SlotStatus
from tests import factories as make
from tests.access import routes, world
from tests.access.table import INSIDE
from tests.fixtures import new_access, new_client
from ui import clock

pytestmark = pytest.mark.django_db

WORDS = "Kanariefågeln"  # in each text of the report
FIGURE = "98\u00a0765"  # tkr: the forecast, which is told nowhere else
REASON = "Rättelsen gäller"  # why it was returned
DRAFT, RETURNED, SUBMITTED, DECIDED = SlotStatus.DRAFT, SlotStatus.RETURNED, SlotStatus.SUBMITTED, SlotStatus.DECIDED
STATUSES = (DRAFT, RETURNED, SUBMITTED, DECIDED)

# Role and where it is held, and the first of these statuses in which it sees the own nämnd's report.
SEES: list[tuple[Role, str, SlotStatus]] = [
    (Role.SECRETARY, "own", DRAFT),
    (Role.DEPARTMENT_HEAD, "own", DRAFT),
    (Role.CONTROLLER, "top", DRAFT),
    (Role.MANAGEMENT, "top", DRAFT),
    (Role.AUDITOR, "top", DRAFT),
    (Role.POLITICIAN, "own", SUBMITTED),
    (Role.POLITICIAN, "top", DECIDED),
    (Role.POLITICIAN, "other", DECIDED),
    (Role.ADMINISTRATOR, "top", DECIDED),
    (Role.SECRETARY, "other", DECIDED),
    (Role.UNIT_MANAGER, "other", DECIDED),
    (Role.CONTROLLER, "other", DECIDED),
]
UNSEEN = [
    (role, where, status)
    for role, where, first in SEES
    for status in ((SUBMITTED,) if where == "other" else STATUSES[: STATUSES.index(first)])  # elsewhere: as any draft
]
HISTORY = {Role.SECRETARY, Role.DEPARTMENT_HEAD, Role.CONTROLLER, Role.MANAGEMENT, Role.AUDITOR, Role.ADMINISTRATOR}


@pytest.fixture
def town(db: None) -> world.World:
    """The own nämnd's report has the words and the figure in all that can be written in it."""
    town = world.build()
    slot, line = town.own.slot, town.own.line
    Section.objects.filter(slot=slot).update(body=f"{WORDS} i avsnittet")
    slot.forecast_lines.update(
        comment=f"{WORDS} i kommentaren", cause=f"{WORDS} i orsaken", amount=Decimal("-98765432")
    )
    goal = Goal.objects.get(pk=town.own.kwargs["goal_id"])
    step = ScaleStep.objects.filter(municipality=town.kommun).first()
    make.JudgementFactory(slot=slot, goal=goal, step=step, result=f"{WORDS} i bedömningen", judged_at=clock.now())
    measure = make.MeasureFactory(organisation=line, title=f"{WORDS} i åtgärden")
    slot.forecast_lines.get().measures.add(measure)
    goal.measures.add(measure)
    event = AuditEvent.Type.REPORT_RETURNED
    audit.record(event, target=slot, access=system_access(town.kommun), summary=f"{REASON} prognosen")
    return town


def put(town: world.World, status: SlotStatus) -> None:
    """Have the own nämnd's report come so far, and all when it is decided."""
    if status == DECIDED:
        world.decide(town.kommun)
        return
    reason = f"{REASON} prognosen" if status == RETURNED else ""
    Slot.objects.filter(pk=town.own.slot.pk).update(status=status.value, returned_reason=reason)


def place(town: world.World, where: str) -> Organisation:
    """Where a role is held."""
    return {"top": town.top, "own": town.own.organisation, "other": town.other.organisation}[where]


def answers(client: Client, town: world.World) -> Iterator[tuple[str, str]]:
    """What is said at every address of the own unit and of the whole municipality's report, as text."""
    whole = Slot.objects.get(municipality=town.kommun, scope="helhet")
    for route in INSIDE:
        for slot_id in (town.own.slot.pk, whole.pk) if route.unit == "slot" else (town.own.slot.pk,):
            for format_ in ("pdf", "xlsx", "json") if route.name == "followup:download" else ("",):
                special = {**route.values(town.own.kwargs), "slot_id": slot_id}
                address = routes.address(
                    route.name, town.own.kwargs, {**special, **({"format": format_} if format_ else {})}
                )
                if "GET" in route.methods:
                    yield address, text_of(client.get(address))
    shown = routes.address("followup:status-view", town.own.kwargs, {})
    yield "under way", text_of(client.get(f"{shown}?visa=pagaende"))


def text_of(response) -> str:
    """The answer's text, that of a workbook too."""
    content = response.getvalue()
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return " ".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return content.decode(errors="replace")


def told(client: Client, town: world.World, *markers: str) -> dict[str, str]:
    """The addresses that tell a marker, and which."""
    return {address: marker for address, text in answers(client, town) for marker in markers if marker in text}


@pytest.mark.parametrize(("role", "where", "status"), UNSEEN)
def test_a_report_is_in_no_answer_to_who_may_not_see_it_yet(town, role, where, status):
    put(town, status)

    assert told(new_client(role, place(town, where)), town, WORDS, FIGURE, "98765432", REASON) == {}


@pytest.mark.parametrize(("role", "where", "first"), SEES)
def test_a_report_is_read_from_the_status_that_the_role_sees(town, role, where, first):
    client = new_client(role, place(town, where))
    addresses = [routes.address(name, town.own.kwargs, {}) for name in ("followup:preview", "followup:slot")]
    seen = {}
    for status in STATUSES:
        put(town, status)
        seen[status] = [client.get(address).status_code for address in addresses]

    assert seen == {
        status: [200, 200] if STATUSES.index(status) >= STATUSES.index(first) else [404, 404] for status in STATUSES
    }
    assert WORDS in client.get(addresses[0]).text


@pytest.mark.parametrize(("role", "where"), [(role, where) for role, where, _ in SEES if where != "other"])
def test_why_it_was_returned_is_told_to_who_works_with_it_or_reads_the_log(town, role, where):
    put(town, DECIDED)

    page = new_client(role, place(town, where)).get(routes.address("followup:slot", town.own.kwargs, {})).text

    assert (REASON in page) == (role in HISTORY)


def test_the_board_says_how_far_a_report_has_come_and_why_it_is_not_read(town):
    put(town, RETURNED)

    page = new_client(Role.POLITICIAN, town.own.organisation).get(routes.address("followup:board", town.own.kwargs, {}))

    assert "Återlämnad" in page.text
    assert "Du läser en rapport när den är inlämnad." in page.text
    assert routes.address("followup:slot", town.own.kwargs, {}) not in page.text


def test_the_log_says_that_a_report_was_returned_but_not_why_until_it_is_read(town):
    client = new_client(Role.ADMINISTRATOR, town.top)
    address = routes.address("styrmodell:log", town.own.kwargs, {})
    before = client.get(address).text
    put(town, DECIDED)
    after = client.get(address).text

    assert ("Lämnade tillbaka" in before, REASON in before) == (True, False)
    assert ("Lämnade tillbaka" in after, REASON in after) == (True, True)


def test_the_log_tells_no_judgement_and_no_measure_of_a_report_until_it_is_read(town):
    """It says that they were written, and the judgement is not found by its words either."""
    goal = Goal.objects.get(pk=town.own.kwargs["goal_id"])
    measure = town.own.slot.forecast_lines.get().measures.get(title__startswith=WORDS)
    for_goal = make.MeasureFactory(organisation=town.own.line, title="Kanariefågeln för målet")
    access, types = system_access(town.kommun), AuditEvent.Type
    label = {"slot": town.own.slot.pk, "before": "Ännu inget", "after": "Kanariefågeln når inte fram"}
    audit.record(types.GOAL_JUDGED, target=goal, access=access, summary=f"{goal.title}: {label['after']}", **label)
    audit.record(types.GOAL_SAVED, target=goal, access=access, summary=f"Åtgärd: {for_goal.title}", measure=for_goal.pk)
    audit.record(types.FORECAST_SAVED, target=measure, access=access, summary=f"Åtgärd: {measure.title}")
    log, file = (
        routes.address(f"styrmodell:{name}", town.own.kwargs, {"format": "csv"}) for name in ("log", "log-file")
    )
    asked = {"fran": "", "till": ""}

    def rows(role: Role, **more: str) -> tuple[str, str, int]:
        client = new_client(role, town.top)
        page = client.get(log, {**asked, **more})
        found = [row for day in page.context["page"].days for row in day.rows]
        return page.text, text_of(client.get(file, {**asked, **more})), len(found)

    page, csv, _ = rows(Role.ADMINISTRATOR)
    seen = rows(Role.AUDITOR)[0]
    found = [rows(role, sak="når fram", handelse="goal.judged")[2] for role in (Role.ADMINISTRATOR, Role.AUDITOR)]
    put(town, DECIDED)
    later = rows(Role.ADMINISTRATOR)[0]

    assert (WORDS in page, WORDS in csv) == (False, False)
    assert goal.title in page
    assert "Ändrade prognos" in page
    assert found == [0, 1]
    for said in (label["after"], measure.title):
        assert (said in seen, said in later) == (True, True)


def test_the_assembly_reads_the_whole_report_when_that_is_handed_in(town):
    whole = Slot.objects.filter(municipality=town.kommun, scope="helhet")
    make.SectionFactory(slot=whole.get(), code="sammanfattning", body="Hela kommunens ord")
    address = routes.address("followup:preview", town.own.kwargs, {"slot_id": whole.get().pk})
    client = new_client(Role.POLITICIAN, town.top)

    before = client.get(address).status_code
    Slot.objects.filter(municipality=town.kommun).update(status=SUBMITTED.value)
    after = client.get(address)

    assert (before, after.status_code) == (404, 200)
    assert "Hela kommunens ord" in after.text
    assert client.get(routes.address("followup:preview", town.own.kwargs, {})).status_code == 404


@pytest.mark.parametrize(
    ("insight", "first"),
    [(Insight.DECIDED, DECIDED), (Insight.OWN, DECIDED), (Insight.SUBMITTED, SUBMITTED), (Insight.DRAFTS, DRAFT)],
)
@pytest.mark.parametrize("role", [Role.POLITICIAN, Role.AUDITOR, Role.ADMINISTRATOR])
def test_the_municipality_chooses_what_those_who_only_read_see(town, role, insight, first):
    column = {Role.POLITICIAN: "politician", Role.AUDITOR: "auditor", Role.ADMINISTRATOR: "administrator"}[role]
    Municipality.objects.filter(pk=town.kommun.pk).update(**{f"{column}_insight": insight.value})
    client, address = new_client(role, town.top), routes.address("followup:preview", town.own.kwargs, {})
    seen = []
    for status in STATUSES:
        put(town, status)
        seen += [status] if client.get(address).status_code == 200 else []

    assert seen[0] == first


def test_what_is_handed_in_to_a_nämnd_is_read_in_its_utskott_but_not_in_another_body_below(town):
    inside = make.OrganisationFactory(municipality=town.kommun, parent=town.own.organisation, kind="utskott")
    body = make.OrganisationFactory(municipality=town.kommun, parent=town.own.organisation, kind="bolag")
    slots = [make.SlotFactory(occasion=town.own.slot.occasion, organisation=unit) for unit in (inside, body)]
    Slot.objects.filter(pk__in=[slot.pk for slot in slots]).update(status=SUBMITTED.value)
    client = new_client(Role.POLITICIAN, town.own.organisation)

    seen = [client.get(routes.address("followup:preview", town.own.kwargs, {"slot_id": slot.pk})) for slot in slots]

    assert [response.status_code for response in seen] == [200, 404]


def test_who_manages_a_part_and_is_elected_for_the_whole_sees_the_draft_of_the_part_only(town):
    other = make.OrganisationFactory(municipality=town.kommun, parent=town.own.organisation, kind="verksamhet")
    make.BudgetLineFactory(organisation=other)
    make.ForecastLineFactory(slot=town.own.slot, organisation=other, comment="Grannens ord", amount=Decimal("-7654000"))
    assignment = make.RoleAssignmentFactory(role=Role.POLITICIAN.value, organisation=town.top)
    RoleAssignment.objects.create(
        municipality=town.kommun,
        organisation=town.own.line,
        user=assignment.user,
        role=Role.UNIT_MANAGER.value,
        valid_from=assignment.valid_from,
    )
    client = Client()
    client.force_login(assignment.user)

    page = client.get(routes.address("budget:forecast", town.own.kwargs, {})).text
    neighbour = client.get(routes.address("budget:forecast-line", town.own.kwargs, {"line": str(other.pk)}))

    assert town.own.line.name in page
    assert "7\u00a0654" not in page
    assert neighbour.status_code == 404


def test_a_worker_makes_no_file_of_a_report_that_its_orderer_may_not_read_any_longer(town):
    put(town, SUBMITTED)
    access = new_access(Role.POLITICIAN, town.own.organisation)
    job = order_file(slot=Slot.objects.with_around().get(pk=town.own.slot.pk), access=access)
    put(town, RETURNED)

    jobs.work(Queue.REPORTS, "")

    job.refresh_from_db()
    assert (job.state, job.reason) == (Job.State.FAILED, "Du har inte längre rätt att hämta rapporten.")


def test_the_test_notices_a_right_too_many(town, monkeypatch):
    """Negative control: with drafts for whoever reads, the words are found."""
    monkeypatch.setitem(policies.SIGHT, DRAFT.value, Permission.VIEW)

    found = told(new_client(Role.POLITICIAN, town.top), town, WORDS, FIGURE, "98765432")

    assert {address.rsplit("/", 2)[-2] for address in found} >= {"rapport", "json", "xlsx"}
