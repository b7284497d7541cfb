"""A list of organisations: what it would change, and the tree as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO

import xlsxwriter

from styrmodell.access import Access
from styrmodell.actions.organisations import faults_of
from styrmodell.rules.organisation_list import (
    COLUMNS,
    Column,
    ListedOrganisation,
    OrganisationFault,
    OrganisationList,
    written,
)
from styrmodell.selectors.organisations import listed_organisations, tree_mark
from ui.rules.cells import cell_text

SHOWN_FAULTS = 200
WIDTHS = (26, 44, 16, 14, 26, 22, 14, 14)


@dataclass(frozen=True, slots=True)
class ListedChange:
    """An organisation that the list adds or changes: what it becomes, column by column."""

    row: int
    name: str
    code: str
    word: str  # "ny", "ändrad" or "upphör"
    details: tuple[tuple[str, str, str], ...]  # the column, what stood there, what will
    proposed: str  # the columns that the list left out and that are proposed


@dataclass(frozen=True, slots=True)
class ListPreview:
    """What a list would do to the tree. `text` is the list as it was read, `mark` the tree that it was held against."""

    changes: tuple[ListedChange, ...]
    faults: tuple[OrganisationFault, ...]
    fault_count: int
    unread: tuple[str, ...]
    unchanged: int
    unnamed: int  # organisations that the list does not name
    text: str
    mark: str

    @property
    def can_save(self) -> bool:
        """Is everything right, and does anything change?"""
        return not self.fault_count and bool(self.changes)


def preview(access: Access, listed: OrganisationList) -> ListPreview:
    """Hold the list against the tree, and tell every change (one query, and those of `find_ties` when something ends)."""
    now = listed_organisations(access, access.known)
    before = {one.code: one for one in now.values()}
    faults = listed.faults or faults_of(access, listed.organisations)
    changes = [change for one in listed.organisations if (change := _change(before.get(one.code), one)) is not None]
    named = {one.code for one in listed.organisations}
    return ListPreview(
        changes=tuple(changes),
        faults=tuple(faults[:SHOWN_FAULTS]),
        fault_count=len(faults),
        unread=tuple(listed.unread),
        unchanged=len(listed.organisations) - len(changes),
        unnamed=len(before.keys() - named),
        text=written(listed.organisations),
        mark=tree_mark(now),
    )


def _change(was: ListedOrganisation | None, one: ListedOrganisation) -> ListedChange | None:
    if was is not None and replace(was, row=0) == replace(one, row=0):
        return None
    columns = [column for column in COLUMNS if (was.word(column) if was else "") != one.word(column)]
    details = tuple((column.label, was.word(column) if was else "", one.word(column)) for column in columns)
    ends = was is not None and Column.VALID_TO in columns and one.valid_to is not None
    word = "ny" if was is None else "upphör" if ends else "ändrad"
    proposed = ", ".join(column.label.lower() for column in COLUMNS if column in one.proposed) if was is None else ""
    return ListedChange(one.row, one.name, one.code, word, details, proposed)


def workbook(access: Access) -> BytesIO:
    """The whole tree as a workbook, ended and planned organisations too (one query). Read in again it changes nothing."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Organisation")
    head, body = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    rows: Sequence[ListedOrganisation] = list(listed_organisations(access, access.known).values())
    for place, (column, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, column.label, head)
        for number, one in enumerate(rows, start=1):
            sheet.write_string(number, place, cell_text(one.word(column)), body)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
    book.close()
    file.seek(0)
    return file
