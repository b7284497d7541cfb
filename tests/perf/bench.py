"""`make bench`: what the large municipality's pages cost. Prints a table; `--write` puts it in the documentation.

The data lies in its own database under VAR_DIR/bench and is kept between runs. Figures are never asserted in tests:
machines differ. Compare runs on the same machine, p50 before p95."""

import argparse
import io
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from config import env

BENCH = env.var_dir() / "bench"
ROUNDS = 15
START, END = "<!-- figures -->", "<!-- end -->"


@dataclass
class Figure:
    """One line of the table. Times are milliseconds."""

    work: str
    queries: int | None
    p50: float
    p95: float
    kilobytes: float | None
    goal: str


@contextmanager
def database() -> Iterator[None]:
    """A durable PostgreSQL of the bench's own, with the large municipality in it."""
    from config.embedded import local_cluster, shared_server

    os.environ["VAR_DIR"] = str(BENCH)
    os.environ["ALLOWED_HOSTS"] = "testserver"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with shared_server(local_cluster(BENCH)):
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("seed_storkommun")
        yield


def timed(work: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Milliseconds per run after one warm-up."""
    work()
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return sorted(found)


def figure(work: str, goal: str, call: Callable[[], object], rounds: int = ROUNDS) -> Figure:
    """Measure a page or a piece of work with its queries."""
    from django.db import connection

    asked = 0

    def count(execute: Callable[..., object], *given: object) -> object:
        nonlocal asked
        asked += 1
        return execute(*given)

    call()
    with connection.execute_wrapper(count):
        answer = call()
    times = timed(call, rounds)
    size = len(answer.content) / 1000 if hasattr(answer, "content") else None
    p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
    return Figure(work, asked, statistics.median(times), p95, size, goal)


def pages() -> Iterator[Figure]:
    """The pages that performance.md names, signed in, without a cache."""
    from django.test import Client
    from django.urls import reverse

    from accounts.models import User
    from budget.selectors.lines import line_units
    from goals.models import Goal
    from styrmodell.access import system_access
    from styrmodell.models import Municipality, ReportingSlot

    kommun = Municipality.objects.get(slug="storkommun")
    access = system_access(kommun)
    client = Client()
    client.force_login(
        User.objects.filter(role_assignments__municipality=kommun, role_assignments__role="controller").first()
    )
    slots = ReportingSlot.objects.filter(municipality=kommun, occasion__contents__contains=["prognos"]).select_related(
        "organisation"
    )
    units = list(slots.filter(scope="enhet", status="utkast").order_by("-occasion__cutoff"))
    largest = max(units, key=lambda slot: len(line_units(access, slot.organisation_id)))
    usual = min(units, key=lambda slot: abs(len(line_units(access, slot.organisation_id)) - 40))
    whole = ReportingSlot.objects.filter(municipality=kommun, scope="helhet").order_by("-occasion__cutoff").first()
    goal = Goal.objects.filter(municipality=kommun, indicators__isnull=False).first()

    def get(name: str, *args: object, **query: object) -> Callable[[], object]:
        address = reverse(name, args=["storkommun", *args])
        return lambda: client.get(address, query)

    yield figure("Läget", "40 ms, ≤ 12 frågor, ≤ 80 kB", get("followup:status-view"))
    yield figure("Mållista, 300 mål", "45 ms, ≤ 10, ≤ 150 kB", get("goals:list"))
    yield figure("Röda tråden, första vyn", "30 ms, ≤ 10, ≤ 60 kB", get("goals:tree"))
    yield figure("Målsida", "30 ms, ≤ 12", get("goals:detail", goal.pk))
    yield figure(
        f"Prognos, {len(line_units(access, largest.organisation_id))} rader",
        "80 ms, ≤ 10, ≤ 250 kB",
        get("budget:forecast", largest.pk),
    )
    yield figure(
        f"Prognos, {len(line_units(access, usual.organisation_id))} rader",
        "20 ms, ≤ 10",
        get("budget:forecast", usual.pk),
    )
    yield figure("Ekonomi per nämnd", "30 ms, ≤ 8", get("budget:overview"))
    yield figure(
        "Bokförda rader, 50 av en miljon",
        "25 ms, ≤ 8",
        get("budget:ledger", largest.organisation.code, ar=largest.occasion.year),
    )
    yield figure("Statustavla, 600 enheter", "80 ms, ≤ 8", get("followup:board", tillfalle=largest.occasion_id))
    yield figure("Årshjul", "–", get("styrmodell:calendar"))
    yield from reports(access, whole)


def reports(access: object, slot: object) -> Iterator[Figure]:
    """The whole municipality's report: composed, as Excel, as PDF."""
    from followup.compose import compose
    from followup.document.codec import to_json
    from followup.rendering.pdf import render_pdf
    from followup.rendering.xlsx import render_xlsx

    document = compose(access, slot)
    yield figure("Rapport: komponera och skriva som värden", "500 ms, ≤ 40", lambda: to_json(compose(access, slot)), 3)
    yield figure("Rapport: Excel", "300 ms", lambda: render_xlsx(document), 3)
    start = time.perf_counter()
    content = render_pdf(document)
    took = (time.perf_counter() - start) * 1000
    import pikepdf

    count = len(pikepdf.open(io.BytesIO(content)).pages)
    yield Figure(f"Rapport: PDF, {count} sidor", None, took, took, len(content) / 1000, "8 000 ms för 60 sidor, ≤ 1 MB")


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = ["| arbete | frågor | p50 ms | p95 ms | kB | mål |", "|---|---|---|---|---|---|"]
    for row in figures:
        queries = "" if row.queries is None else str(row.queries)
        size = "" if row.kilobytes is None else f"{row.kilobytes:.0f}"
        lines.append(f"| {row.work} | {queries} | {row.p50:.0f} | {row.p95:.0f} | {size} | {row.goal} |")
    return "\n".join(lines)


def write(text: str) -> None:
    """Put the table between the marks of docs/reference/performance.md."""
    path = Path(__file__).parents[2] / "docs" / "reference" / "performance.md"
    page = path.read_text(encoding="utf-8")
    before, after = page.split(START)[0], page.split(END)[1]
    path.write_text(f"{before}{START}\n{text}\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the table to docs/reference/performance.md")
    options = parser.parse_args()
    with database():
        figures = list(pages())
    day = datetime.now(UTC).date().isoformat()
    text = f"Measured {day} on {os.cpu_count()} cores.\n\n{table(figures)}"
    sys.stdout.write(text + "\n")
    if options.write:
        write(text)


if __name__ == "__main__":
    main()
