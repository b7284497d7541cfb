"""Minutes of writing, reading in and ordering while parts of the program are killed, with the books kept.

Left out unless it is asked for: `make chaos MINUTES=10`."""

from __future__ import annotations

import itertools
import os
import re
import secrets
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import psycopg
import pytest

from config.sockets import DATABASE
from devserver.postgres import local_cluster
from tests.chaos.visitor import NoAnswer, Visitor
from tests.running_demo import Demo, start
from tests.waiting import until

pytestmark = pytest.mark.chaos_long
MINUTES = float(os.environ.get("CHAOS_MINUTES", "10"))
PARTS = ("granian", "celery worker", "valkey-server", "celery beat")
PAUSE = 18.0  # seconds between two deaths: each part lives longer than what the runner calls a quick death
WRITERS = 4


@dataclass
class Books:
    """What the program has answered yes to."""

    saved: list[str] = field(default_factory=list)  # texts
    ordered: int = 0  # PDFs
    uploaded: int = 0  # files
    unanswered: int = 0
    killed: list[str] = field(default_factory=list)


@dataclass
class Field:
    """A running demo and where in it something is done."""

    demo: Demo
    controller: str  # e-mail
    sections: list[str]  # addresses
    make: str
    upload: str
    code: str  # a unit's in the ledger
    account: int

    def connected(self, user: str = "styrmodell") -> psycopg.Connection[tuple[object, ...]]:
        """A connection to the demo's database."""
        return psycopg.connect(local_cluster(self.demo.var_dir).url(DATABASE, user))

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """Rows of the demo's database."""
        return self.demo.ask(question)


@pytest.fixture(scope="module")
def field_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Field]:
    """The demo of one municipality."""
    demo = start(tmp_path_factory.mktemp("kaos") / "var", examples="ange")
    try:
        demo.wait_for_page()
        until(lambda: "Styrmodell är igång" in demo.text(), demo.text())
        yield found_in(demo)
    finally:
        if demo.process.poll() is None:
            demo.stop()


def found_in(demo: Demo) -> Field:
    """A controller of the whole, the sections of an open report, and a code in the ledger."""
    place = Field(demo, "", [], "", "/ange/budget/utfall/", "", 0)
    [(place.controller,)] = place.ask(
        "SELECT u.email FROM accounts_user u JOIN styrmodell_roleassignment r ON r.user_id = u.id "
        "JOIN styrmodell_organisation o ON o.id = r.organisation_id "
        "WHERE r.role = 'controller' AND o.parent_id IS NULL LIMIT 1"
    )
    [(place.code, place.account)] = place.ask(
        "SELECT c.code, g.account_from FROM styrmodell_ledgercode c, styrmodell_accountgroup g "
        "WHERE g.account_from BETWEEN 4000 AND 7999 ORDER BY c.id LIMIT 1"
    )
    visitor = Visitor(demo.port, place.controller)
    for (slot,) in place.ask("SELECT id FROM styrmodell_slot WHERE status = 'utkast' ORDER BY id"):
        page = visitor.get(f"/ange/uppfoljning/{slot}/")
        place.sections = re.findall(rf'"(/ange/uppfoljning/{slot}/avsnitt/[^"/]+/)"', page)
        if len(place.sections) >= WRITERS:
            place.make = f"/ange/uppfoljning/{slot}/rapport/skapa/"
            return place
    raise AssertionError("no open report has sections enough")


def until_stopped(stop: threading.Event, books: Books, once: Callable[[], None]) -> None:
    """Do something again and again; no answer is what a killed server gives."""
    while not stop.is_set():
        try:
            once()
        except NoAnswer:
            books.unanswered += 1
            stop.wait(0.5)


def writes(place: Field, books: Books, section: str, number: int) -> Callable[[], None]:
    """Saves a new text in the section; a yes is noted when it has come."""
    visitor, counter = Visitor(place.demo.port, place.controller), itertools.count()

    def once() -> None:
        text = f"Skribent {number}, text {next(counter)}"
        if visitor.write(section, text) == 302:
            books.saved.append(text)

    return once


def orders(place: Field, books: Books, stop: threading.Event) -> Callable[[], None]:
    """Orders the report's PDF, whose values move all the time."""
    visitor = Visitor(place.demo.port, place.controller)

    def once() -> None:
        status = visitor.post(place.make, {})
        assert status in {302, 429}, status
        books.ordered += status == 302
        stop.wait(3)

    return once


def reads_in(place: Field, books: Books, stop: threading.Event) -> Callable[[], None]:
    """Chooses a file of December, and confirms those that have been reviewed."""
    visitor, counter = Visitor(place.demo.port, place.controller), itertools.count(1)

    def once() -> None:
        line = f"{place.code};{place.account};2026-12;-{next(counter)}"
        content = f"ansvar;konto;period;belopp\n{line}\n".encode()
        if visitor.post(place.upload, {"year": "2026", "month": "12", "sign": "intakt_plus"}, content) == 302:
            books.uploaded += 1
        for (batch,) in place.ask("SELECT id FROM budget_ledgerbatch WHERE state = 'granskas' AND row_count = 1"):
            visitor.post(f"/ange/budget/utfall/{batch}/las-in/", {})
        stop.wait(4)

    return once


def kills(place: Field, books: Books, stop: threading.Event) -> None:
    """Kills a part at a time, in turn; the runner starts it again."""
    for part in itertools.cycle(PARTS):
        if stop.wait(PAUSE):
            return
        victim = place.demo.oldest(part)
        if victim is not None:
            os.kill(victim, signal.SIGKILL)
            books.killed.append(part)


def lost(connection: psycopg.Connection[tuple[object, ...]], books: Books) -> list[str]:
    """Texts that were answered yes to and that the history has not."""
    known = {text for (text,) in connection.execute("SELECT body FROM followup_sectionevent")}
    return [text for text in books.saved if text not in known]


@pytest.fixture(scope="module")
def books(field_: Field) -> Books:
    """The books after the minutes are over and everything that waited has been done."""
    books, stop = Books(), threading.Event()
    writers = [writes(field_, books, section, n) for n, section in enumerate(field_.sections[:WRITERS])]
    players = [*writers, orders(field_, books, stop), reads_in(field_, books, stop)]
    threads = [threading.Thread(target=until_stopped, args=(stop, books, once)) for once in players]
    threads.append(threading.Thread(target=kills, args=(field_, books, stop)))
    for thread in threads:
        thread.start()
    stop.wait(MINUTES * 60)
    stop.set()
    for thread in threads:
        thread.join()
    waiting = "SELECT count(*) FROM styrmodell_job WHERE state IN ('koad', 'pagar')"
    until(lambda: field_.ask(waiting) == [(0,)], "jobs still wait", seconds=300)
    said = (
        f"{len(books.saved)} saved, {books.ordered} ordered, {books.uploaded} uploaded, {books.unanswered} unanswered"
    )
    sys.stdout.write(f"\n{said}\nkilled: {', '.join(books.killed)}\n")
    return books


def test_something_was_done_and_something_was_killed(books: Books) -> None:
    assert len(books.saved) > 20 * MINUTES
    assert books.ordered
    assert books.uploaded
    assert set(books.killed) >= set(PARTS[: int(MINUTES * 60 / PAUSE)][:4])


def test_no_acknowledged_save_is_lost(field_: Field, books: Books) -> None:
    with field_.connected() as connection:
        assert lost(connection, books) == []


def test_every_job_has_ended_in_its_result_or_in_words(field_: Field, books: Books) -> None:
    ended = field_.ask("SELECT kind, key, state, reason FROM styrmodell_job")
    assert [
        job for job in ended if job[2] not in {"klar", "misslyckad"} or (job[2] == "misslyckad" and not job[3])
    ] == []
    files = field_.ask("SELECT slot_id, document_sha256, count(*) FROM followup_draftfile GROUP BY 1, 2")
    assert {number for *_, number in files} <= {1}


def test_every_file_is_in_the_ledger_whole_or_not_at_all(field_: Field, books: Books) -> None:
    wrong = field_.ask(
        "SELECT b.id, b.state, b.total, count(r.id), coalesce(sum(r.amount), 0) FROM budget_ledgerbatch b "
        "LEFT JOIN budget_ledgerrow r ON r.batch_id = b.id WHERE b.row_count = 1 GROUP BY b.id "
        "HAVING (b.state = 'inlast') <> (count(r.id) = 1) OR b.state = 'inlast' AND sum(r.amount) <> b.total"
    )
    assert wrong == []
    posted = field_.ask("SELECT count(*) FROM budget_ledgerbatch WHERE state = 'inlast' AND row_count = 1")
    assert posted == [(1,)], "each file takes the place of the one before"


def test_the_books_would_tell_of_a_save_that_was_lost(field_: Field, books: Books) -> None:
    """The control: one that the program answered yes to is taken away behind its back, and put back again."""
    taken = secrets.choice(books.saved)
    with field_.connected("postgres") as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("DELETE FROM followup_sectionevent WHERE body = %s", [taken])
        assert lost(connection, books) == [taken]
        connection.rollback()
        assert lost(connection, books) == []
