"""Writing the roles that are held as a list that reads the same again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from styrmodell.rules.people_list.changes import HeldRole
from styrmodell.rules.people_list.reading import codes_of
from styrmodell.rules.people_list.rows import ListedRole, Named, PersonColumn
from ui.rules.swedish import DateForm, sv_date

HEADINGS = tuple(column.label for column in PersonColumn)


def rows_of(held: Iterable[HeldRole], organisations: Sequence[Named]) -> list[tuple[str, ...]]:
    """A row of cells for each role, under `HEADINGS`. An organisation stands by its name, and by its code where another is
    called so too."""
    codes = codes_of(organisations)
    words = {one.code: one.name if codes[one.name.casefold()] == {one.code} else one.code for one in organisations}
    return [
        (one.email, one.name, one.role.label, words[one.organisation], _day(one.days.first), _day(one.days.last))
        for one in held
    ]


def text_of(listed: Iterable[ListedRole]) -> str:
    """What a list says, as text to be sent once more: headings, then a line each, with tabs between."""
    lines = [(one.email, one.name, one.role.value, one.organisation, _day(one.first), _day(one.last)) for one in listed]
    return "\n".join("\t".join(line) for line in [HEADINGS, *lines])


def _day(day: date | None) -> str:
    return sv_date(day, DateForm.ISO) if day else ""
