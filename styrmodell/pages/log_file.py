"""The log as a file: every event that is asked for, a row each, as csv or as a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO

import xlsxwriter

from styrmodell.access import Access
from styrmodell.pages.log_rows import LogRow, log_rows
from styrmodell.pages.log_words import OwnWords
from styrmodell.selectors.log import UNREAD, LogQuery, count_to, events_asked_for
from ui.rules.cells import cell_text, csv_text

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
    _WRITERS[format_](file, _lines(access, words, query))
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


def _write_csv(file: IO[bytes], lines: Iterable[tuple[str, ...]]) -> None:
    """Semicolons and a mark of UTF-8, as Swedish Excel expects."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([csv_text(cell) for cell in line] for line in lines)
    text.detach()


def _write_xlsx(file: IO[bytes], lines: Iterable[tuple[str, ...]]) -> None:
    """Every cell is text, and a row is on the disk before the next is made."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet("Logg")
    head, body = book.add_format({"bold": True, "bottom": 1}), book.add_format({"valign": "top"})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    last = 0
    for last, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write_string(last, column, cell_text(cell), body if last else head)
    sheet.autofilter(0, 0, last, len(HEADINGS) - 1)
    book.close()


_WRITERS: dict[str, Callable[[IO[bytes], Iterable[tuple[str, ...]]], None]] = {"csv": _write_csv, "xlsx": _write_xlsx}
