"""Every page that can be read: axe finds nothing, nothing scrolls sideways on a phone, no rule of the browser is broken."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from accounts.models import User
from budget.models import LedgerBatch
from goals.models import Goal
from styrmodell.models import ReportingSlot
from styrmodell.permissions import Permission as P
from tests.access import routes
from tests.access.table import INSIDE, OUTSIDE, Route

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]
FILES = {
    "followup:download",
    "budget:import-errors",
    "livez",
    "readyz",
    "styrmodell:brand-css",
    "styrmodell:brand-logo",
}
PARTS = {"followup:file-state", "budget:import-state"}  # answers for htmx; their page is among the others
READERS = {
    P.GOAL_WRITE: "namndsekreterare.bildning",
    P.GOAL_JUDGE: "namndsekreterare.bildning",
    P.REPORT_WRITE: "namndsekreterare.bildning",
    P.FORECAST_EDIT: "forvaltningschef.social",
}


def page_routes() -> list[Route]:
    """Routes that answer with a page of their own."""
    return [row for row in [*OUTSIDE, *INSIDE] if "GET" in row.methods and row.name not in FILES | PARTS]


def addresses() -> Iterator[tuple[str, str]]:
    """Who reads, and what: every page of Hallsberg's example, and its report in each state."""
    slots = ReportingSlot.objects.filter(municipality__slug="hallsberg").order_by("occasion__cutoff")
    named = {slot.organisation.code: slot for slot in slots.filter(scope="enhet").select_related("organisation")}
    by_reader = {"forvaltningschef.social": named["san"], "namndsekreterare.bildning": named["bin"]}
    goal = Goal.objects.filter(organisation=named["bin"].organisation, level__is_judged=True).first()
    batch = LedgerBatch.objects.filter(municipality__slug="hallsberg").first()
    for route in page_routes():
        reader = READERS.get(route.needs, "controller") if route.needs else ""
        slot = by_reader.get(reader, named["bin"])
        values = {"kommun": "hallsberg", "slot_id": slot.pk, "goal_id": goal.pk, "batch_id": batch.pk}
        values |= {"code": slot.organisation.code, **_line(slot), **route.example}
        if "code" in route.example and route.name == "followup:section":
            values["code"] = slot.occasion.rule.sections[0]["kod"]
        yield reader, routes.address(route.name, values, {})
    whole = slots.filter(scope="helhet").last()
    for slot in (whole, slots.filter(status="beslutad", scope="helhet").last(), named["dsn"], named["ks"]):
        yield "controller", f"/hallsberg/uppfoljning/{slot.pk}/"
        yield "controller", f"/hallsberg/uppfoljning/{slot.pk}/rapport/"
    yield "", "/konto/login/"


def _line(slot: ReportingSlot) -> dict[str, object]:
    line = slot.forecast_lines.first()
    measure = line.measures.first() if line else None
    other = slot.organisation.measures.first()
    return {
        "line": str(line.organisation_id) if line else "1",
        "measure_id": (measure or other).pk if measure or other else 1,
    }


def faults(page: Page, address: str) -> list[str]:
    """What is wrong with a page, in words."""
    response = page.goto(address)
    assert response is not None
    found = [] if response.status == 200 else [f"{address}: {response.status}"]
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    for violation in result.response["violations"]:
        where = "; ".join(node["html"][:140] for node in violation["nodes"][:2])
        found.append(f"{address}: {violation['id']} ({violation['help']}): {where}")
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
        found.append(f"{address}: scrolls sideways")
    return found


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_no_page_has_a_fault(theme: str, width: int, page: Page, person: Callable[[str], User]):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    found: list[str] = []
    signed_in = ""
    for reader, address in sorted(set(addresses()), key=lambda row: (row[0], row[1])):
        if reader and reader != signed_in:
            person(f"{reader}@hallsberg")
            signed_in = reader
        found += faults(page, address)
    assert found == []
