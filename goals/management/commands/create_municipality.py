"""Make a municipality from nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from goals.actions.starting import Started, create_municipality, taken
from styrmodell.actions.inviting import link_days
from styrmodell.loader.read import SteeringFileError, read_bytes, read_steering_file
from styrmodell.loader.start import Start, parse_start_file
from styrmodell.loader.sync import ApplyError
from styrmodell.pages.left import LeftState, left
from ui import clock
from ui.rules.swedish import plural

PATTERNS = {path.stem: path for path in sorted((settings.BASE_DIR / "fixtures").glob("*.yaml"))}


class Command(BaseCommand):
    """`create_municipality --from MÖNSTER --file START.yaml [--check]`: everything or nothing."""

    help = "Skapar en kommun ur ett mönster och en fil med det som är dess eget. Allt eller inget."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="pattern", metavar="MÖNSTER", choices=sorted(PATTERNS), required=True)
        parser.add_argument("--file", type=Path, metavar="START.yaml", required=True)
        parser.add_argument("--check", action="store_true", help="granska filen, skapa inget")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            start = _read(options["file"], options["pattern"])
            lines = [*_told(start)] if options["check"] else [*_made(create_municipality(start=start), start)]
        except (SteeringFileError, ApplyError) as exc:
            raise CommandError(f"Inget är skapat.\n{exc}") from exc
        self.stdout.write("\n".join(lines))


def _read(path: Path, name: str) -> Start:
    pattern = read_steering_file(PATTERNS[name])
    return parse_start_file(read_bytes(path), path.name, pattern=pattern, today=clock.today(), taken=taken())


def _told(start: Start) -> Iterator[str]:
    yield f"Filen går att använda. {start.file.municipality.name} är inte skapad än."
    yield from _fitted(start)


def _fitted(start: Start) -> Iterator[str]:
    """What of the pattern there is nobody for."""
    if start.told:
        yield ""
        yield "Anpassat efter organisationen:"
        yield from (f"- {line}" for line in start.told)


def _made(started: Started, start: Start) -> Iterator[str]:
    access, count = started.access, len(started.access.known)
    yield f"{access.municipality.name} är skapad, med {plural(count, 'organisation', 'organisationer')}."
    yield f"Kommunens sidor: {settings.SITE_ADDRESS}/{access.slug}/laget/"
    yield from _fitted(start)
    yield from _to_do(started)
    yield from _links(started)


def _to_do(started: Started) -> Iterator[str]:
    for state in (LeftState.DEMANDED, LeftState.LATER):
        rows = [row for row in left(started.access) if row.state is state]
        if rows:
            yield ""
            yield "Kvar till den första planen:" if state is LeftState.DEMANDED else "Kan vänta:"
            yield from (f"- {row.name}: {row.said}" for row in rows)


def _links(started: Started) -> Iterator[str]:
    if settings.SENDS_MAIL:
        yield ""
        yield "Var och en av personerna får ett brev."
    if started.links:
        yield ""
        yield f"Länkar där var och en väljer lösenord, en gång, i {plural(link_days(), 'dag', 'dagar')}:"
        yield from (f"- {user.name}: {link}" for user, link in started.links)
