"""`make load MINUTES=5`: fifty who read and twenty who write in the large municipality at once, then the same beside one
heavy exporter. Prints what each kind of request took, how many failed, and how many acknowledged saves are lost.

The demo with the large municipality lies under VAR_DIR/load and is kept between runs. Figures are never asserted;
a lost save or a failed request is: then the command fails."""

from __future__ import annotations

import itertools
import os
import random
import re
import secrets
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings

from config import env
from config.env import ROOT
from config.sockets import broker_folder, broker_url
from demo.storkommun_content import SLUG
from devserver.postgres import local_cluster
from tests.chaos.visitor import NoAnswer, Visitor
from tests.running_demo import Demo, start
from tests.waiting import until

FOLDER = env.var_dir() / "load"
READERS, WRITERS = 50, 20
AREAS = 30  # of the addresses: the pages of the menu, so many times each
THINK = (3.0, 7.0)  # seconds a reader looks at a page, and a writer writes
READ, SAVE, EXPORT = "läsa en sida", "öppna och spara en text", "hämta en hel rapport, sida eller Excel"


@dataclass
class Seen:
    """What happened while it lasted."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # seconds
    failed: list[str] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)  # texts that were acknowledged


@dataclass(frozen=True)
class Town:
    """The large municipality in a running demo."""

    demo: Demo

    def people(self) -> list[str]:
        """E-mails of those who hold a role there."""
        rows = self.demo.ask(
            "SELECT DISTINCT u.email FROM accounts_user u JOIN styrmodell_roleassignment r ON r.user_id = u.id "
            f"JOIN styrmodell_municipality m ON m.id = r.municipality_id WHERE m.slug = '{SLUG}' ORDER BY 1"
        )
        return [str(row[0]) for row in rows]

    def controller(self) -> str:
        """The e-mail of who may write in every report."""
        return next(person for person in self.people() if person.startswith("controller"))

    def open_slots(self) -> list[tuple[int, str]]:
        """The latest occasion's open reports, with the code of the body whose head writes in it."""
        rows = self.demo.ask(
            "SELECT s.id, o.code FROM styrmodell_slot s JOIN styrmodell_organisation o ON o.id = s.organisation_id "
            "JOIN styrmodell_occasion c ON c.id = s.occasion_id JOIN styrmodell_municipality m ON m.id = s.municipality_id "
            f"WHERE m.slug = '{SLUG}' AND s.status = 'utkast' AND s.scope = 'enhet' "
            f"AND c.id = (SELECT max(id) FROM styrmodell_occasion WHERE municipality_id = m.id) ORDER BY s.id"
        )
        return [(int(str(pk)), str(code)) for pk, code in rows]


@contextmanager
def town() -> Iterator[Town]:
    """The demo at work, with the large municipality in it."""
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    demo = start(FOLDER, examples="ange")
    try:
        demo.wait_for_page(300)
        until(lambda: "Styrmodell är igång" in demo.text(), demo.text())
        seed()
        yield Town(demo)
    finally:
        demo.stop()


def seed() -> None:
    """Put the large municipality in, unless it is there."""
    url = local_cluster(FOLDER).url()
    environment = os.environ | {
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url,
        "VAR_DIR": str(FOLDER),
        "CELERY_BROKER_URL": broker_url(broker_folder(FOLDER)),
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "localhost",
        "HTTPS": "0",
    }
    subprocess.run([sys.executable, "manage.py", "seed_storkommun"], env=environment, cwd=ROOT, check=True)


def addresses(place: Town) -> list[str]:
    """What is read: the pages of every area, of several units and goals."""
    goals = place.demo.ask(
        f"SELECT g.id FROM goals_goal g JOIN styrmodell_municipality m ON m.id = g.municipality_id WHERE m.slug = '{SLUG}' "
        "ORDER BY g.id LIMIT 30"
    )
    slots = place.open_slots()
    pages = ["laget/", "styrkedja/", "styrkedja/mal/", "budget/", "uppfoljning/", "arshjul/"] * (AREAS // 6)
    pages += [f"styrkedja/mal/{pk}/" for (pk,) in goals]
    pages += [page for pk, code in slots for page in (f"uppfoljning/{pk}/", f"budget/prognos/{pk}/", f"budget/{code}/")]
    return [f"/{SLUG}/{page}" for page in pages]


def timed(seen: Seen, kind: str, work: Callable[[], int]) -> int:
    """Do it once and answer with its status, 0 for none; anything but a page, or a yes to what is saved, has failed. Who
    is told to come back later does so."""
    began = time.monotonic()
    try:
        status = work()
    except NoAnswer as error:
        seen.failed.append(f"{kind}: {error}")
        return 0
    if status == 429 and kind == EXPORT:
        return status
    seen.took[kind].append(time.monotonic() - began)
    if status != (302 if kind == SAVE else 200):
        seen.failed.append(f"{kind}: {status}")
    return status


def reader(place: Town, seen: Seen, number: int, pages: list[str]) -> Callable[[], None]:
    """Somebody who goes from page to page: those who see every report to all of them, the others to the areas."""
    people = place.people()
    person = people[number % len(people)]
    visitor, chance = Visitor(place.demo.port, person), random.Random(number)
    visitor.get(f"/{SLUG}/laget/")  # signed in before the time is taken
    mine = pages if reads_drafts(person) else pages[:AREAS]

    def once() -> None:
        page = chance.choice(mine)
        timed(seen, READ, lambda: len(visitor.get(page)) and 200)

    return once


def reads_drafts(person: str) -> bool:
    """Does the e-mail's role read every report of the whole municipality while it is written?"""
    return person.partition("@")[0] in {"controller", "kommunledning", "revisor"}


def writers(place: Town, seen: Seen) -> Iterator[Callable[[], None]]:
    """So many who write, each signed in apart, as the one who may write in all reports, and in a section of its own."""
    sections: list[str] = []
    for pk, _ in place.open_slots():
        page = Visitor(place.demo.port, place.controller()).get(f"/{SLUG}/uppfoljning/{pk}/")
        sections += sorted(set(re.findall(rf'"(/{SLUG}/uppfoljning/{pk}/avsnitt/[^"/]+/)"', page)))
        if len(sections) >= WRITERS:
            break
    for number, section in enumerate(sections[:WRITERS]):
        yield writer(place, seen, section, number)


def writer(place: Town, seen: Seen, section: str, number: int) -> Callable[[], None]:
    """Somebody who opens the section and saves a new text in it now and then; opening and saving are timed together."""
    visitor, counter = Visitor(place.demo.port, place.controller()), itertools.count()

    def once() -> None:
        text = f"Skribent {number}, text {next(counter)}, {time.monotonic_ns()}"
        if timed(seen, SAVE, lambda: visitor.write(section, text)) == 302:
            seen.saved.append(text)

    return once


def lost(place: Town, seen: Seen) -> list[str]:
    """Texts that were answered yes to and that the history has not."""
    known = {text for (text,) in place.demo.ask("SELECT body FROM followup_sectionevent")}
    return [text for text in seen.saved if text not in known]


def exporter(place: Town, seen: Seen) -> Callable[[], None]:
    """Somebody who fetches the heaviest there is, again and again."""
    visitor = Visitor(place.demo.port, place.controller())
    slot = place.open_slots()[0]
    heavy = itertools.cycle([f"/{SLUG}/uppfoljning/{slot[0]}/rapport/", f"/{SLUG}/uppfoljning/{slot[0]}/rapport/xlsx/"])

    def once() -> None:
        timed(seen, EXPORT, lambda: visitor.fetch(next(heavy)))

    return once


def during(seconds: float, players: list[Callable[[], None]], eager: Callable[[], None] | None = None) -> None:
    """Let all go on beside each other; `eager` makes no pause."""
    stop, chance = threading.Event(), random.Random(1)
    threads = [threading.Thread(target=_play, args=(stop, once, chance)) for once in players]
    if eager:
        threads.append(threading.Thread(target=_play, args=(stop, eager, None)))
    for thread in threads:
        thread.start()
    stop.wait(seconds)
    stop.set()
    for thread in threads:
        thread.join()


def _play(stop: threading.Event, once: Callable[[], None], chance: random.Random | None) -> None:
    while not stop.wait(chance.uniform(*THINK) if chance else 0):
        once()


def line(kind: str, alone: list[float], beside: list[float]) -> str:
    """One row of the table, milliseconds."""
    shown = [f"{len(row)} | {point(row, 0.5)} | {point(row, 0.95)}" for row in (alone, beside)]
    return f"| {kind} | {' | '.join(shown)} |"


def point(seconds: list[float], share: float) -> str:
    """The time below which that share stays."""
    if len(seconds) < 2:
        return "–"
    return f"{statistics.quantiles(seconds, n=100)[int(share * 100) - 1] * 1000:.0f}"


def main(minutes: float) -> int:
    """Measure and print; 1 when something failed or was lost."""
    settings.configure()  # the visitors write their forms with Django's encoder
    with town() as place:
        pages, alone, beside = addresses(place), Seen(), Seen()
        for seen, seconds in ((alone, minutes * 60), (beside, minutes * 30)):
            players = [*(reader(place, seen, n, pages) for n in range(READERS)), *writers(place, seen)]
            during(seconds, players, exporter(place, seen) if seen is beside else None)
        gone = lost(place, alone) + lost(place, beside)
    failed = alone.failed + beside.failed
    sys.stdout.write("| | antal | p50 ms | p95 ms | bredvid en som hämtar: antal | p50 ms | p95 ms |\n")
    sys.stdout.write("|---|---|---|---|---|---|---|\n")
    sys.stdout.writelines(f"{line(kind, alone.took[kind], beside.took[kind])}\n" for kind in (READ, SAVE, EXPORT))
    sys.stdout.write(f"{len(failed)} misslyckade, {len(gone)} förlorade\n" + "".join(f"{row}\n" for row in failed[:20]))
    return 1 if failed or gone else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 5.0))
