"""A role as a row of a list tells it, and what is wrong in a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from styrmodell.permissions import Role
from styrmodell.rules.vocabulary import LabelledEnum


class PersonColumn(LabelledEnum):
    """The columns of a list, in the order in which it is written."""

    EMAIL = "email", "E-post"
    NAME = "name", "Namn"
    ROLE = "role", "Roll"
    ORGANISATION = "organisation", "Organisation"
    FIRST = "first", "Från och med"
    LAST = "last", "Till och med"


class Named(Protocol):
    """An organisation as it can be named in a list: a row of the database, or of another list."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def short_name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ListedRole:
    """One role of somebody. `row` is where it stands in the list, from 1; `organisation` is a code. Without a first day
    the role begins today, or has the day it has."""

    row: int
    email: str
    name: str
    role: Role
    organisation: str
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class PersonFault:
    """What is wrong in a row, and how to put it right, in Swedish. Row 0 is the list itself."""

    row: int
    column: PersonColumn
    text: str


@dataclass(frozen=True, slots=True)
class PeopleList:
    """What a list says: its roles in its order, what is wrong, and the headings that were not read. With faults only the
    right rows are among the roles; whether they may be used is for the caller to decide."""

    roles: list[ListedRole] = field(default_factory=list)
    faults: list[PersonFault] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
