"""A list of people, pasted or from a file: a row for each role that somebody holds. Pure.

`read_text` and `read_table` say what the rows mean, and every fault by row and column; `changes` holds what they say
against the roles that are held, and tells what would become of each.
"""

from __future__ import annotations

from styrmodell.rules.people_list.changes import HeldRole, RoleChange, RoleChangeKind, changes
from styrmodell.rules.people_list.reading import read_table, read_text
from styrmodell.rules.people_list.rows import ListedRole, PeopleList, PersonColumn, PersonFault
from styrmodell.rules.people_list.writing import HEADINGS, rows_of, text_of

__all__ = [
    "HEADINGS",
    "HeldRole",
    "ListedRole",
    "PeopleList",
    "PersonColumn",
    "PersonFault",
    "RoleChange",
    "RoleChangeKind",
    "changes",
    "read_table",
    "read_text",
    "rows_of",
    "text_of",
]
