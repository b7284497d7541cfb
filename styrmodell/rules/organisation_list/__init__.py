"""A list of organisations, pasted or from a file: rows of cells become a tree, and every row that cannot is told. Pure.

The list has headings (Kod, Namn, Typ, Ligger under …, in any order), or it is names alone, indented. `read_text` and
`read_table` say what the rows mean; `find_faults` holds any list against what a tree must be, also one that somebody
has changed in a form.
"""

from __future__ import annotations

from styrmodell.rules.organisation_list.checks import ALLOWED_UNDER, find_faults
from styrmodell.rules.organisation_list.draft import ledger_codes_in
from styrmodell.rules.organisation_list.guesses import code_from
from styrmodell.rules.organisation_list.reading import read_table, read_text
from styrmodell.rules.organisation_list.rows import (
    COLUMNS,
    Column,
    ListedOrganisation,
    OrganisationFault,
    OrganisationList,
    written,
)

__all__ = [
    "ALLOWED_UNDER",
    "COLUMNS",
    "Column",
    "ListedOrganisation",
    "OrganisationFault",
    "OrganisationList",
    "code_from",
    "find_faults",
    "ledger_codes_in",
    "read_table",
    "read_text",
    "written",
]
