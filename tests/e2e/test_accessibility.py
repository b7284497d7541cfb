"""Every page that can be read: axe finds nothing, nothing scrolls sideways on a phone, no rule of the browser is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from budget.models import LedgerBatch
from goals.models import Assignment, Goal
from styrmodell.models import Edition, Level, RoleAssignment, RoleReview, Slot
from styrmodell.permissions import Permission as P
from tests.access import routes
from tests.access.table import INSIDE, OUTSIDE, Route
from tests.e2e.axe import faults_at_a_glance, faults_shown

pytestmark = pytest.mark.browser

AREAS = ["laget", "styrkedja", "budget", "uppfoljning", "rapport", "ovrigt"]
FILES = {
    "followup:attachment",
    "followup:download",
    "budget:import-errors",
    "budget:statement-template",
    "goals:model-edition-file",
    "goals:assignments-file",
    "goals:model-file",
    "livez",
    "metrics",
    "readyz",
    "styrmodell:brand-css",
    "styrmodell:brand-logo",
    "styrmodell:log-file",
    "styrmodell:organisation-file",
    "styrmodell:people-file",
}
PARTS = {"accounts:still-here", "followup:file-state", "budget:import-state"}  # answers to the script of a page
READERS = {
    P.GOAL_WRITE: "namndsekreterare.bildning",
    P.GOAL_EDIT: "namndsekreterare.bildning",
    P.GOAL_JUDGE: "namndsekreterare.bildning",
    P.REPORT_WRITE: "namndsekreterare.bildning",
    P.FORECAST_EDIT: "forvaltningschef.social",
    P.LOG_VIEW: "revisor",
    P.PEOPLE_VIEW: "administrator",
    P.PEOPLE_MANAGE: "administrator",
    P.ORGANISATION_EDIT: "administrator",
    P.CONFIGURE: "administrator",
}


def page_routes() -> list[Route]:
    """Routes that answer with a page of their own."""
    return [row for row in [*OUTSIDE, *INSIDE] if "GET" in row.methods and row.name not in FILES | PARTS]


def addresses() -> Iterator[tuple[str, str]]:
    """Who reads, and what: every page of Hallsberg's example, and its report in each state."""
    own = Slot.objects.filter(municipality__slug="hallsberg").order_by("occasion__cutoff")
    slots, plans = own.of_reports(), own.filter(occasion__line="plan")
    named = {slot.organisation.code: slot for slot in slots.filter(scope="enhet").select_related("organisation")}
    by_reader = {"forvaltningschef.social": named["san"], "namndsekreterare.bildning": named["bin"]}
    goal = Goal.objects.filter(organisation=named["bin"].organisation, level__is_judged=True).first()
    batch = LedgerBatch.objects.filter(municipality__slug="hallsberg").first()
    held = RoleAssignment.objects.filter(municipality__slug="hallsberg", role="revisor").first()
    review = RoleReview.objects.filter(municipality__slug="hallsberg").first()
    edition = Edition.objects.filter(municipality__slug="hallsberg").first()
    assignment = Assignment.objects.filter(decision__organisation=named["bin"].organisation, status="pagar").first()
    for route in page_routes():
        reader = READERS.get(route.needs, "controller") if route.needs else ""
        slot = by_reader.get(reader, named["bin"])
        values = {"kommun": "hallsberg", "slot_id": slot.pk, "goal_id": goal.pk, "batch_id": batch.pk}
        values |= {"person_id": held.user_id, "role_id": held.pk, "review_id": review.pk}
        values |= {"edition_id": edition.pk, "assignment_id": assignment.pk}
        values |= {"code": slot.organisation.code, **_line(slot), **route.example}
        if "code" in route.example and route.name == "followup:section":
            values["code"] = slot.occasion.rule.sections[0]["kod"]
        yield reader, routes.address(route.name, values, {})
    whole = slots.filter(scope="helhet").last()
    decided = slots.filter(status="beslutad", scope="helhet").last()
    for slot in (whole, decided, named["dsn"], named["ks"]):
        yield "controller", f"/hallsberg/uppfoljning/{slot.pk}/"
    for slot in (whole, decided):
        yield "controller", f"/hallsberg/uppfoljning/{slot.pk}/rapport/"
    yield "controller", f"/hallsberg/uppfoljning/{whole.pk}/rapport/pdf/"  # not made yet: the page that offers it
    for status in ("utkast", "inlamnad", "aterlamnad", "beslutad"):
        plan = plans.filter(status=status).last()
        yield "controller", f"/hallsberg/planering/{plan.pk}/"
    yield "controller", f"/hallsberg/uppfoljning/{plan.pk}/rapport/"
    section = plans.filter(status="utkast", sections__isnull=False).last()
    yield "controller", f"/hallsberg/uppfoljning/{section.pk}/avsnitt/{section.occasion.rule.sections[-1]['kod']}/"
    yield "politiker", "/hallsberg/planering/"
    yield "politiker", "/hallsberg/laget/"
    level = Level.objects.get(municipality__slug="hallsberg", code="namndmal")
    yield "namndsekreterare.bildning", f"/hallsberg/styrkedja/mal/nytt/?niva={level.pk}"
    yield "", "/konto/login/"


def _line(slot: Slot) -> dict[str, object]:
    line = slot.forecast_lines.first()
    measure = line.measures.first() if line else None
    other = slot.organisation.measures.filter(forecast_lines__isnull=False).first()  # not against a goal that fails
    return {
        "line": str(line.organisation_id) if line else "1",
        "measure_id": (measure or other).pk if measure or other else 1,
    }


def area_of(address: str) -> str:
    """The test that looks at an address: its area, reports apart since they are long."""
    if address.endswith("/rapport/"):
        return "rapport"
    part = address.removeprefix("/hallsberg/").split("/")[0]
    return part if part in AREAS else "ovrigt"


def faults(page: Page, address: str) -> list[str]:
    """What is wrong with a page, in words."""
    response = page.goto(address)
    assert response is not None
    found = [] if response.status == 200 else [f"{address}: {response.status}"]
    return found + faults_shown(page, address)


@pytest.mark.parametrize("area", AREAS)
def test_no_page_has_a_fault(area: str, page: Page, person: Callable[[str], User]):
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    found: list[str] = []
    signed_in = ""
    visits = [row for row in sorted(set(addresses())) if area_of(row[1]) == area]
    assert visits, "no page stands in this area any longer"
    for reader, address in visits:
        if reader and reader != signed_in:
            person(f"{reader}@hallsberg")
            signed_in = reader
        found += faults(page, address)
    assert [*found, *complaints] == []


COLOURED = ["laget", "styrkedja", "budget", "uppfoljning", "arshjul"]  # the own colours stand on these in every way
OTHERS = ["alingsas", "svenljunga", "strategiplan", "ange"]  # their colours, words and levels differ, the pages do not


def addresses_in(slug: str) -> list[str]:
    """One page of each kind in another municipality."""
    slot = Slot.objects.filter(municipality__slug=slug, scope="enhet", forecast_lines__isnull=False).first()
    goal = Goal.objects.filter(municipality__slug=slug, level__is_judged=True, indicators__isnull=False).first()
    places = ["laget", "styrkedja", "styrkedja/mal", f"styrkedja/mal/{goal.pk}", "budget"]
    places += [f"budget/{slot.organisation.code}", f"budget/prognos/{slot.pk}", "uppfoljning", f"uppfoljning/{slot.pk}"]
    return [f"/{slug}/{place}/" for place in (*places, "arshjul", "ordlista", "styrdokument", "anvisningar")]


@pytest.mark.parametrize("slug", OTHERS)
def test_no_page_of_another_municipality_has_a_fault(slug: str, page: Page, person: Callable[[str], User]):
    person(f"controller@{slug}")
    found = []
    for address in addresses_in(slug):
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, address
        found += faults_at_a_glance(page, address, colours=address.split("/")[2:-1] in [[area] for area in COLOURED])
    assert found == []


FORMS = [  # who, where, the button that sends the form empty
    ("namndsekreterare.bildning", "/hallsberg/styrkedja/mal/nytt/?niva={level}", "Spara nämndmålet"),
    ("controller", "/hallsberg/budget/utfall/", "Granska filen"),
    ("controller", "/hallsberg/uppfoljning/{dsn}/", "Lämna tillbaka för rättning"),
    ("controller", "/hallsberg/uppfoljning/{dsn}/", "Anteckna beslutet"),
]


@pytest.mark.parametrize(("reader", "address", "button"), FORMS, ids=[row[2] for row in FORMS])
def test_a_form_with_errors_has_no_fault(
    reader: str, address: str, button: str, page: Page, person: Callable[[str], User]
):
    person(f"{reader}@hallsberg")
    dsn = Slot.objects.get(
        municipality__slug="hallsberg", organisation__code="dsn", occasion__rule__code="delarsrapport"
    )
    level = Level.objects.get(municipality__slug="hallsberg", code="namndmal")
    page.goto(address.format(dsn=dsn.pk, level=level.pk))
    page.get_by_role("main").get_by_role("button", name=button).click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    assert faults_shown(page, button) == []
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true", "the link goes to the field"


def test_every_area_of_the_menu_is_looked_at(demo: None):
    assert {area_of(address) for _, address in addresses()} == set(AREAS)
