"""Load the example municipalities."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.load import EXAMPLES, LoadedExample, load_example
from styrmodell.models import Municipality


class Command(BaseCommand):
    """`load_demo [KOMMUN …]`: the five example municipalities, or those named; what is there already is left alone."""

    help = "Läser in fem exempelkommuner med exempelsiffror, eller de som nämns. Det som redan finns rörs inte."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kommuner", nargs="*", metavar="KOMMUN", help=f"någon av {', '.join(EXAMPLES)}")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_real_municipalities()
        loud = options["verbosity"] > 0
        for slug in wanted(options["kommuner"]):
            start = time.monotonic()
            loaded = load_example(slug)
            if loud:
                self.stdout.write(_report(slug, loaded, time.monotonic() - start))


def wanted(named: list[str]) -> list[str]:
    """The examples to load: those that are named, all when none is. Raises CommandError for one that is not there."""
    unknown = [slug for slug in named if slug not in EXAMPLES]
    if unknown:
        raise CommandError(f"Exempelkommunen {unknown[0]} finns inte. Välj bland {', '.join(EXAMPLES)}.")
    return named or list(EXAMPLES)


def refuse_real_municipalities() -> None:
    """Examples are never mixed with a municipality's own work. Raises CommandError."""
    real = list(Municipality.objects.filter(is_demo=False).values_list("name", flat=True))
    if real:
        raise CommandError(
            f"Databasen innehåller {', '.join(real)}, som inte är en exempelkommun. "
            "Läs in exemplen i en egen databas, till exempel med make demo."
        )


def _report(slug: str, loaded: LoadedExample | None, seconds: float) -> str:
    if loaded is None:
        return f"{slug}: finns redan."
    return (
        f"{loaded.name}: {loaded.people} användare, {loaded.goals} mål, {loaded.rows} bokförda rader, "
        f"{loaded.decided} beslutade rapporter ({seconds:.1f} s)."
    )
