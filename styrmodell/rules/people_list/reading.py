"""Reading a list of people: cells in, roles and faults out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from styrmodell.permissions import Role
from styrmodell.rules.people import Tenure
from styrmodell.rules.people_list.rows import ListedRole, Named, PeopleList, PersonColumn, PersonFault
from ui.drawing.letters import shape_problem
from ui.rules.swedish import join_words

MOST_ROWS = 5_000
LONGEST_NAME, LONGEST_EMAIL = 120, 254
WHOLE = "hela kommunen"
FIRST_YEAR, LAST_YEAR = 1900, 2199
_HEADINGS = {
    PersonColumn.EMAIL: {"e-post", "epost", "e-postadress", "epostadress", "mejl", "mail", "email", "e-mail", "adress"},
    PersonColumn.NAME: {"namn", "person", "för- och efternamn"},
    PersonColumn.ROLE: {"roll", "behörighet"},
    PersonColumn.ORGANISATION: {"organisation", "enhet", "nämnd", "var", "kod", "organisationskod", "förvaltning"},
    PersonColumn.FIRST: {"från och med", "från", "from", "fr.o.m.", "gäller från", "start"},
    PersonColumn.LAST: {"till och med", "till", "tom", "t.o.m.", "gäller till", "slut"},
}
_COLUMNS = {word: column for column, words in _HEADINGS.items() for word in words}
_NEEDED = (PersonColumn.EMAIL, PersonColumn.NAME, PersonColumn.ROLE, PersonColumn.ORGANISATION)
_EMAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+"
)
_ROLES = {
    word: role for role in Role for word in (role.value, role.label.casefold(), role.label.split(",")[0].casefold())
}
_KEPT_FROM_FORMULA = ("'=", "'+", "'-", "'@")

Cells = Mapping[PersonColumn, str]


class _Wrong(Exception):  # noqa: N818 - reads as what it says
    """What a cell says cannot be."""

    def __init__(self, column: PersonColumn, text: str) -> None:
        super().__init__(text)
        self.column, self.text = column, text


def read_text(text: str, organisations: Sequence[Named]) -> PeopleList:
    """Read what was pasted: from a spreadsheet or a csv file."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    separator = next((sign for sign in ("\t", ";", ",") if any(sign in line.strip() for line in lines)), "\t")
    return read_table([line.split(separator) for line in lines], organisations)


def read_table(table: Sequence[Sequence[str]], organisations: Sequence[Named]) -> PeopleList:
    """Read the cells of a list, its first row on. Rows are counted from 1, empty ones too, as in the file. The
    organisations are those that can be named, the whole municipality first; the columns stand in any order, and without
    headings as `PersonColumn` has them."""
    start, places, unread = _headings(table)
    rows = [(number, _cells(row, places)) for number, row in enumerate(table[start:], start=start + 1) if _has(row)]
    if missing := [column.label for column in _NEEDED if column not in places]:
        text = f"Listan saknar {join_words(missing)}. Överst ska rubrikerna stå: E-post, Namn, Roll, Organisation."
        return PeopleList(faults=[PersonFault(0, PersonColumn.EMAIL, text)], unread=unread)
    if not rows or len(rows) > MOST_ROWS:
        text = (
            "Listan är tom. Skriv en rad för varje roll."
            if not rows
            else f"Högst {MOST_ROWS} rader läses. Dela upp den."
        )
        return PeopleList(faults=[PersonFault(0, PersonColumn.EMAIL, text)], unread=unread)
    codes = codes_of(organisations)
    roles, faults = list[ListedRole](), list[PersonFault]()
    for number, cells in rows:
        read, wrong = _role(number, cells, codes)
        roles += read
        faults += wrong
    faults += _told_twice(roles)
    wrong_rows = {fault.row for fault in faults}
    return PeopleList([role for role in roles if role.row not in wrong_rows], sorted(faults), unread)


def _has(row: Sequence[str]) -> bool:
    return any(cell.strip() for cell in row)


def _cells(row: Sequence[str], places: Mapping[PersonColumn, int]) -> dict[PersonColumn, str]:
    return {column: _words(row[place]) if place < len(row) else "" for column, place in places.items()}


def _words(cell: str) -> str:
    """A cell's words, without the sign that keeps a spreadsheet from taking them for a formula."""
    words = " ".join(cell.split())
    return words[1:] if words.startswith(_KEPT_FROM_FORMULA) else words


def _headings(table: Sequence[Sequence[str]]) -> tuple[int, dict[PersonColumn, int], list[str]]:
    """How many rows stand before the first role, where each column is, and which headings were not read."""
    first = next((number for number, row in enumerate(table) if _has(row)), 0)
    words = [" ".join(cell.split()) for cell in table[first]] if table else []
    if any("@" in word for word in words) or not any(word.casefold() in _COLUMNS for word in words):
        return first, dict(zip(PersonColumn, range(len(PersonColumn)), strict=True)), []
    places: dict[PersonColumn, int] = {}
    unread = []
    for place, word in enumerate(words):
        column = _COLUMNS.get(word.casefold())
        if column is None or column in places:
            unread += [word] if word else []
        else:
            places[column] = place
    return first + 1, places, unread


def codes_of(organisations: Sequence[Named]) -> dict[str, set[str]]:
    """What an organisation can be called, and the codes of those that are called so. A code is its own."""
    called: dict[str, set[str]] = {WHOLE: {organisations[0].code}} if organisations else {}
    for one in organisations:
        for word in filter(None, {one.name.casefold(), one.short_name.casefold()}):
            called.setdefault(word, set()).add(one.code)
    return called | {one.code.casefold(): {one.code} for one in organisations}


def _role(number: int, cells: Cells, codes: Mapping[str, set[str]]) -> tuple[list[ListedRole], list[PersonFault]]:
    """The role of a row, or everything that is wrong in it."""
    faults: list[PersonFault] = []
    read: dict[PersonColumn, object] = {}
    for column, reader in _READERS.items():
        try:
            read[column] = reader(column, cells.get(column, ""))
        except _Wrong as wrong:
            faults.append(PersonFault(number, wrong.column, wrong.text))
    try:
        read[PersonColumn.ORGANISATION] = _organisation(cells[PersonColumn.ORGANISATION], codes)
    except _Wrong as wrong:
        faults.append(PersonFault(number, wrong.column, wrong.text))
    if faults:
        return [], faults
    role = ListedRole(number, **{column.value: value for column, value in read.items()})  # type: ignore[arg-type]
    if role.first and role.last and role.last < role.first:
        text = "Sista dagen ligger före den första. Ändra en av dagarna."
        return [], [PersonFault(number, PersonColumn.LAST, text)]
    return [role], []


def _email(column: PersonColumn, cell: str) -> str:
    if not cell:
        raise _Wrong(column, "Adressen saknas. Skriv den som namn@kommun.se.")
    if "@" not in cell:
        raise _Wrong(column, f"{cell[:60]} saknar @. Skriv adressen som namn@kommun.se.")
    if len(cell) > LONGEST_EMAIL or not _EMAIL.fullmatch(cell.lower()):
        raise _Wrong(column, f"{cell[:60]} är ingen e-postadress. Skriv den som namn@kommun.se.")
    return cell.lower()


def _name(column: PersonColumn, cell: str) -> str:
    if not cell:
        raise _Wrong(column, "Namnet saknas. Skriv vad personen heter.")
    if len(cell) > LONGEST_NAME:
        raise _Wrong(column, f"Namnet är längre än {LONGEST_NAME} tecken. Korta det.")
    if problem := shape_problem(cell):
        raise _Wrong(column, problem)
    return cell


def _which_role(column: PersonColumn, cell: str) -> Role:
    if role := _ROLES.get(cell.casefold()):
        return role
    names = join_words([role.label.split(",")[0] for role in Role], "eller")
    said = f"Rollen {cell[:60]} finns inte." if cell else "Rollen saknas."
    raise _Wrong(column, f"{said} Skriv {names}.")


def _organisation(cell: str, codes: Mapping[str, set[str]]) -> str:
    found = codes.get(cell.casefold(), set())
    if len(found) == 1:
        return next(iter(found))
    if found:
        text = f"{cell[:60]} kan vara {join_words(sorted(found), 'eller')}. Skriv koden i stället för namnet."
    elif cell:
        text = f"Ingen organisation heter {cell[:60]} eller har den koden. Rätta den, eller skriv Hela kommunen."
    else:
        text = "Organisationen saknas. Skriv namn eller kod, eller Hela kommunen."
    raise _Wrong(PersonColumn.ORGANISATION, text)


def _day(column: PersonColumn, cell: str) -> date | None:
    if not cell:
        return None
    try:
        day = date.fromisoformat(cell) if re.fullmatch(r"\d{4}-\d\d-\d\d", cell, re.ASCII) else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _Wrong(column, f"{cell[:60]} är ingen dag. Skriv datumet som 2026-12-01.")
    return day


_READERS = {
    PersonColumn.EMAIL: _email,
    PersonColumn.NAME: _name,
    PersonColumn.ROLE: _which_role,
    PersonColumn.FIRST: _day,
    PersonColumn.LAST: _day,
}


def _told_twice(roles: Sequence[ListedRole]) -> Iterator[PersonFault]:
    """The same role of the same person on the same days, and one address with two names."""
    names: dict[str, ListedRole] = {}
    seen: dict[tuple[str, Role, str], list[ListedRole]] = {}
    for role in roles:
        first = names.setdefault(role.email, role)
        if first.name.casefold() != role.name.casefold():
            text = f"{role.email} heter {first.name} på rad {first.row}. En adress är en person."
            yield PersonFault(role.row, PersonColumn.NAME, text)
        same = seen.setdefault((role.email, role.role, role.organisation), [])
        for other in same:
            if _days(other).meets(_days(role)):
                text = f"Samma roll för samma person står redan på rad {other.row}. Ta bort den ena."
                yield PersonFault(role.row, PersonColumn.ROLE, text)
                break
        same.append(role)


def _days(role: ListedRole) -> Tenure:
    return Tenure(role.first or date.min, role.last)
