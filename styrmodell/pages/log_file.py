"""The log as a file: every event that is asked for, a row each, as csv or as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO

from styrmodell.access import Access
from styrmodell.pages.log_rows import LogRow, log_rows
from styrmodell.pages.log_words import OwnWords
from styrmodell.pages.sheets import WRITERS
from styrmodell.selectors.log import UNREAD, LogQuery, count_to, events_asked_for

MOST_ROWS = 20_000  # a file that somebody reads; the whole log is in the backup
AT_A_TIME = 2_000
IN_MEMORY = 2_000_000  # bytes; the rest of a file stands on the disk
HEADINGS = ("Tid", "Vem", "E-post", "Händelse", "Vad", "Sak", "Hör till", "Före", "Efter", "Anmärkning", "Begäran")
WIDTHS = (26, 28, 30, 30, 30, 44, 30, 24, 24, 50, 34)


class TooManyEvents(Exception):  # noqa: N818 - reads as what it says
    """More is asked for than one file holds."""


def log_file(access: Access, words: OwnWords, query: LogQuery, format_: str) -> IO[bytes]:
    """What is asked for as a file ("csv" or "xlsx"), the newest first, read and written some at a time. Raises
    TooManyEvents rather than leave anything out."""
    if count_to(events_asked_for(access, query), MOST_ROWS) > MOST_ROWS:
        raise TooManyEvents
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    WRITERS[format_](file, "Logg", WIDTHS, _lines(access, words, query))
    file.seek(0)
    return file


def _lines(access: Access, words: OwnWords, query: LogQuery) -> Iterator[tuple[str, ...]]:
    yield HEADINGS
    asked = events_asked_for(access, query).select_related("user").defer(*UNREAD)
    events = asked[:MOST_ROWS].iterator(AT_A_TIME)
    while some := list(islice(events, AT_A_TIME)):
        for row in log_rows(access, words, some):
            yield _line(access, row)


def _line(access: Access, row: LogRow) -> tuple[str, ...]:
    """The time as ISO 8601 with its distance from UTC: so each moment is written in one way, on every night."""
    event = row.event
    return (
        row.at.isoformat(timespec="seconds"),
        row.who,
        event.user.email if event.user else "",
        row.mark.label,
        row.asked,
        row.thing.name,
        access.known[event.organisation_id].name if event.organisation_id else row.thing.about,
        row.before,
        row.after,
        row.said,
        event.request_id,
    )
