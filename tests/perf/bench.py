"""`make bench`: what the large municipality's pages, reports and imports cost. Prints a table; `--write` puts it in the
documentation. `--smoke` does everything once with a small municipality, only to see that all of it works.

The large one's data lies in its own database under VAR_DIR/bench and is kept between runs; the small one's lies in a
database like the tests'. Figures are never asserted: machines differ. Compare runs on the same machine, p50 before
p95."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from config import env
from tests.perf.measure import LARGE, SMALL, Figure, Size, table

BENCH = env.var_dir() / "bench"
START, END = "<!-- figures -->", "<!-- end -->"


@contextmanager
def large() -> Iterator[None]:
    """A PostgreSQL of the bench's own with the large municipality in it, and the program as the web server loads it."""
    from devserver.postgres import local_cluster
    from tests.shared_server import shared_server

    os.environ["VAR_DIR"] = str(BENCH)
    os.environ["ALLOWED_HOSTS"] = "testserver"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with shared_server(local_cluster(BENCH)):
        from django.core.management import call_command

        import config.wsgi  # noqa: F401 - loads everything and sets it aside for the garbage collector

        call_command("migrate", verbosity=0)
        call_command("seed_storkommun")
        yield


@contextmanager
def small() -> Iterator[None]:
    """A database like the tests' with a small such municipality, gone afterwards."""
    import tests.plugin  # noqa: F401 - the tests' environment

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import config.wsgi  # noqa: F401
    from demo.storkommun import load_storkommun
    from demo.storkommun_tree import organisation
    from tests.database import cloned_database
    from tests.quick import quick_settings

    with quick_settings(), cloned_database():
        load_storkommun(900, organisation(largest=4, others=19))
        yield


def figures(size: Size) -> Iterator[Figure]:
    """Every figure, shown as it comes."""
    from tests.perf.work import everything

    for figure in everything(size):
        sys.stderr.write(f"{figure.work}: {figure.p50:.0f} ms\n")
        yield figure


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
    parser.add_argument("--smoke", action="store_true", help="a small municipality, everything once")
    options = parser.parse_args()
    with small() if options.smoke else large():
        found = list(figures(SMALL if options.smoke else LARGE))
    day = datetime.now(UTC).date().isoformat()
    text = f"Measured {day} on {os.cpu_count()} cores.\n\n{table(found)}"
    sys.stdout.write(text + "\n")
    if options.write:
        write(text)


if __name__ == "__main__":
    main()
