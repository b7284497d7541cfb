"""What is measured: the pages, the forecast's cell, the reports and the imports of the large municipality."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from budget.importers.apply import apply, folder, stage
from budget.models import LedgerBatch, LedgerRow
from budget.selectors.line import SlotLines
from budget.selectors.slot_lines import lines_of
from followup.compose import compose
from followup.document.codec import to_json
from followup.document.model import Document
from followup.rendering.html import render_html
from followup.rendering.pdf import render_pdf
from followup.rendering.xlsx import render_xlsx
from goals.models import Goal as GoalRow
from goals.models import Indicator
from styrmodell.access import Access, access_for
from styrmodell.models import LedgerCode, Municipality, Organisation, Slot, Step
from styrmodell.rules.workflow import SlotStatus
from tests.perf.log import log
from tests.perf.measure import Figure, Goal, Size, measure, measure_once, spaced, undone

SLUG = "storkommun"
OPEN_MONTH = 9  # no rows are posted in it, and it is not closed
ACCOUNT = 5010


class Large:
    """The large municipality seen by its controller, and what of it the measurements look at."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.kommun = Municipality.objects.get(slug=SLUG)
        # Its own: the economist that the examples share is a controller here too.
        user = User.objects.get(email__endswith=f"@{SLUG}.example", role_assignments__role="controller")
        self.access: Access = access_for(user, self.kommun)
        self.client = Client()
        self.client.force_login(user)
        open_units = Slot.objects.filter(
            municipality=self.kommun,
            scope=Step.Scope.UNIT,
            status=SlotStatus.DRAFT,
            occasion__contents__contains=["prognos"],
        ).order_by("-occasion__cutoff", "pk")
        newest = open_units[0].occasion_id
        slots = open_units.filter(occasion=newest).select_related("occasion__rule", "organisation")
        self.lines: dict[Slot, SlotLines] = {slot: lines_of(self.access, slot) for slot in slots}
        self.whole = Slot.objects.select_related("occasion__rule", "organisation").get(
            occasion=newest, scope=Step.Scope.WHOLE
        )

    def measure(self, work: str, goal: Goal, call: Callable[[], Any], rounds: int | None = None) -> Figure:
        """The work by the clock, `rounds` times unless the size says fewer."""
        return measure(work, goal, call, min(rounds or self.size.rounds, self.size.rounds))

    def slot_with(self, lines: int) -> Slot:
        """The newest open slot whose forecast has the number of lines, or nearly."""
        return min(self.lines, key=lambda slot: abs(len(self.lines[slot].lines) - lines))

    def get(self, name: str, *args: object, **query: object) -> Callable[[], Any]:
        """A page."""
        address = reverse(name, args=[SLUG, *args])
        return lambda: self.client.get(address, query)

    def save_cell(self, slot: Slot) -> Callable[[], Any]:
        """The forecast of one line, saved as the grid's script does it, and then undone."""
        line = next(line for line in self.lines[slot].lines if not line.is_closed)
        address = reverse("budget:forecast-cell", args=[SLUG, slot.pk, str(line.key)])
        data = {f"c{line.key}": "12 345", f"v{line.key}": line.saved.version}
        return undone(lambda: self.client.post(address, data, headers={"HX-Request": "true"}))


def pages(large: Large) -> Iterator[Figure]:
    """The pages, signed in, without a cache."""
    kommun, get = large.kommun, large.get
    goals = GoalRow.objects.filter(municipality=kommun)
    indicators = Indicator.objects.filter(goal__municipality=kommun)
    most = max(goals, key=lambda goal: goal.indicators.count())
    yield large.measure("Läget", Goal(40, 12, 80), get("followup:status-view"))
    yield large.measure(
        f"Mållista, {goals.count()} mål, {indicators.count()} indikatorer", Goal(45, 10, 150), get("goals:list")
    )
    yield large.measure("Röda tråden, första vyn", Goal(30, 10, 60), get("goals:tree"))
    yield large.measure(f"Målsida, {most.indicators.count()} indikatorer", Goal(30, 12), get("goals:detail", most.pk))
    yield large.measure("Ekonomi per nämnd", Goal(30, 8), get("budget:overview"))
    yield from forecasts(large)
    yield from board(large)
    yield large.measure("Årshjul", Goal(), get("styrmodell:calendar"))


def forecasts(large: Large) -> Iterator[Figure]:
    """The grids, a cell of the largest, and the rows behind."""
    for wanted, goal in ((10_000, Goal(80, 10, 250)), (10, Goal(20, 10))):
        slot = large.slot_with(wanted)
        count = len(large.lines[slot].lines)
        yield large.measure(f"Prognos, {count} rader", goal, large.get("budget:forecast", slot.pk))
    largest = large.slot_with(10_000)
    count = len(large.lines[largest].lines)
    yield large.measure(f"Spara en cell av {count}", Goal(10, 8, 2), large.save_cell(largest))
    below = large.access.tree.descendants(largest.organisation_id, include_self=True)
    rows = LedgerRow.objects.filter(organisation_id__in=below, year=largest.occasion.year).count()
    name = f"Bokförda rader, 50 av {spaced(rows)}"
    code, year = largest.organisation.code, largest.occasion.year
    yield large.measure(name, Goal(25, 8), large.get("budget:ledger", code, ar=year))


def board(large: Large) -> Iterator[Figure]:
    """The status board with most units."""
    slots = Slot.objects.filter(municipality=large.kommun, scope=Step.Scope.UNIT)
    units, occasion = max(
        (slots.filter(occasion=pk).count(), pk) for pk in set(slots.values_list("occasion", flat=True))
    )
    yield large.measure(f"Statustavla, {units} enheter", Goal(80, 8), large.get("followup:board", tillfalle=occasion))


def reports(large: Large) -> Iterator[Figure]:
    """The whole municipality's report: composed, as a page, as Excel, as PDF."""
    document: Document = compose(large.access, large.whole)
    yield large.measure("Rapport: sätta samman", Goal(500, 40), lambda: to_json(compose(large.access, large.whole)), 5)
    yield large.measure("Rapport: Excel", Goal(300), lambda: render_xlsx(document), 5)
    yield large.measure("Rapport: förhandsgranska", Goal(700), lambda: render_html(document), 5)
    yield pdf(document.model_copy(update={"chapters": document.chapters[: large.size.chapters]}))


def pdf(document: Document) -> Figure:
    """The goal of 60 pages in 8 s, for as many pages as there are."""
    import pikepdf

    found, content = measure_once("", Goal(), lambda: render_pdf(document))
    count = len(pikepdf.open(io.BytesIO(content)).pages)
    return Figure(f"Rapport: PDF, {count} sidor", Goal(8000 * count / 60), found.p50, found.p95, None, found.kilobytes)


def imports(large: Large) -> Iterator[Figure]:
    """Files of outcome: checked in a child process, posted and summed; then undone."""
    for name, rows, goal in (
        ("utfall.xlsx", large.size.short_file, Goal(1_000, 40)),
        ("utfall.xlsx", large.size.long_file, Goal(6_000)),
        ("utfall.csv", large.size.longest_file, Goal(12_000)),
    ):
        with tempfile.TemporaryDirectory() as place, override_settings(MEDIA_ROOT=place):
            work = f"Läsa in {spaced(rows)} rader, {name.partition('.')[2]}"
            read = undone(partial(_import, large, name, outcome_file(large, name, rows)))
            yield large.measure(work, goal, read, 3) if goal.queries else measure_once(work, goal, read)[0]


def outcome_file(large: Large, name: str, rows: int) -> bytes:
    """A file with rows of every unit for the open month."""
    import xlsxwriter

    codes = list(LedgerCode.objects.filter(municipality=large.kommun).values_list("code", flat=True))
    year = large.whole.occasion.year
    lines = ([codes[n % len(codes)], ACCOUNT, f"{year}-{OPEN_MONTH:02d}", -(n % 997) - 1] for n in range(rows))
    head = ["ansvar", "konto", "period", "belopp"]
    if name.endswith(".csv"):
        return "\n".join(";".join(map(str, line)) for line in (head, *lines)).encode()
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet()
    for place, line in enumerate((head, *lines)):
        sheet.write_row(place, 0, line)
    book.close()
    return target.getvalue()


def _import(large: Large, name: str, content: bytes) -> LedgerBatch:
    (folder() / name).write_bytes(content)
    batch = LedgerBatch.objects.create(
        municipality=large.kommun,
        year=large.whole.occasion.year,
        filename=name,
        sha256="",
        sign="intakt_plus",
        staged_path=name,
    )
    stage(batch, large.access, None)
    assert batch.row_count, batch.report
    return apply(batch, large.access)


def everything(size: Size) -> Iterator[Figure]:
    """All of it, the quick first."""
    assert Organisation.objects.filter(municipality__slug=SLUG).count() >= size.organisations
    large = Large(size)
    yield from pages(large)
    yield from reports(large)
    yield from imports(large)
    yield from log(large.access, size)
