"""An organisation as a row of a list tells it, and what is wrong in a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from styrmodell.rules.vocabulary import LabelledEnum, OrganisationKind


class Column(LabelledEnum):
    """The columns of a list, in the order in which it is written; a stored value is a form's field too."""

    CODE = "code", "Kod"
    NAME = "name", "Namn"
    SHORT_NAME = "short_name", "Kortnamn"
    KIND = "kind", "Typ"
    PARENT = "parent", "Ligger under"
    LEDGER_CODES = "ledger_codes", "Ansvarskoder"
    VALID_FROM = "valid_from", "Gäller från"
    VALID_TO = "valid_to", "Gäller till"
    LEVEL = "level", "Nivå"


@dataclass(frozen=True, slots=True)
class ListedOrganisation:
    """One organisation of a list. `row` is where it stands there, from 1; `parent` is a code, empty at the top.

    `proposed` are the columns that the list left out, and that were proposed from its name and place."""

    row: int
    code: str
    name: str
    kind: OrganisationKind
    parent: str = ""
    short_name: str = ""
    ledger_codes: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    proposed: frozenset[Column] = field(default=frozenset(), compare=False)

    def word(self, column: Column) -> str:
        """What stands in the column, as it is written in a list."""
        if column is Column.KIND:
            return self.kind.label
        value = getattr(self, column.value)
        return ", ".join(value) if isinstance(value, tuple) else str(value or "")


COLUMNS = tuple(column for column in Column if column is not Column.LEVEL)  # of a list that is written


@dataclass(frozen=True, slots=True, order=True)
class OrganisationFault:
    """What is wrong in a row, and how to put it right, in Swedish. Row 0 is the list itself."""

    row: int
    column: Column
    text: str


@dataclass(frozen=True, slots=True)
class OrganisationList:
    """What a list says: its organisations in its order, what is wrong, and the headings that were not read.

    With faults only the right rows are among the organisations; whether they may be used is for the caller to decide."""

    organisations: list[ListedOrganisation] = field(default_factory=list)
    faults: list[OrganisationFault] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def written(organisations: Iterable[ListedOrganisation]) -> str:
    """The list as text that reads the same again: headings, then a line each, with tabs between."""
    lines = [[column.label for column in COLUMNS], *([one.word(column) for column in COLUMNS] for one in organisations)]
    return "\n".join("\t".join(line) for line in lines)
