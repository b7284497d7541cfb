"""A list of people: what it would change, and the roles that are held as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from accounts.models import User
from styrmodell.access import Access
from styrmodell.pages.people import days
from styrmodell.pages.sheets import WRITERS
from styrmodell.rules.people_list import (
    HEADINGS,
    PeopleList,
    PersonFault,
    RoleChange,
    RoleChangeKind,
    changes,
    rows_of,
    text_of,
)
from styrmodell.selectors.people import NO_PASSWORD, held_roles, mark_of, organisations_named
from ui import clock
from ui.rules.marks import Mark, Tone
from ui.rules.swedish import join_words, plural

MOST_SHOWN = 200
WIDTHS = (34, 34, 28, 40, 14, 14)
MARKS = {
    RoleChangeKind.NEW: Mark("plus", Tone.INFO, RoleChangeKind.NEW.label),
    RoleChangeKind.CHANGED: Mark("r-pag", Tone.INFO, RoleChangeKind.CHANGED.label),
    RoleChangeKind.ENDED: Mark("a-avbr", Tone.NONE, RoleChangeKind.ENDED.label),
}
WORDS = {
    RoleChangeKind.SAME: ("roll är lika", "roller är lika"),
    RoleChangeKind.NEW: ("är ny", "är nya"),
    RoleChangeKind.CHANGED: ("är ändrad", "är ändrade"),
    RoleChangeKind.ENDED: ("saknas i listan och avslutas", "saknas i listan och avslutas"),
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What becomes of a role, in words."""

    mark: Mark
    name: str
    email: str
    role: str
    where: str
    before: str
    after: str
    becomes: str


@dataclass(frozen=True, slots=True)
class PeoplePreview:
    """What a list says: its faults, else what it would change, the first of them."""

    lead: str
    rows: Sequence[ChangeRow]
    count: int
    faults: Sequence[PersonFault]
    fault_count: int
    unread: str
    text: str
    mark: str

    @property
    def can_save(self) -> bool:
        """Is there anything to save, and nothing wrong?"""
        return bool(self.count) and not self.fault_count


def preview(access: Access, listed: PeopleList, *, is_whole: bool) -> PeoplePreview:
    """What the list would change (two queries)."""
    held = held_roles(access)
    open_to = {row.code for row in access.organisations.values()}
    found, more = changes(listed.roles, held, clock.today(), open_to=open_to, is_whole=is_whole)
    faults = sorted([*listed.faults, *more])
    moved = [change for change in found if change.kind != RoleChangeKind.SAME]
    have_come = _have_come_in({change.email for change in moved})
    names = {row.code: row.name for row in access.known.values()}
    return PeoplePreview(
        lead=_lead(found),
        rows=[_row(change, names, is_in=change.email in have_come) for change in moved[:MOST_SHOWN]],
        count=len(moved),
        faults=faults[:MOST_SHOWN],
        fault_count=len(faults),
        unread=join_words([f"”{heading[:40]}”" for heading in listed.unread]),
        text=text_of(listed.roles),
        mark=mark_of(held),
    )


def _have_come_in(emails: set[str]) -> set[str]:
    known = User.objects.filter(email__in=emails).exclude(password__startswith=NO_PASSWORD, is_demo=False)
    return set(known.values_list("email", flat=True))


def _lead(found: Sequence[RoleChange]) -> str:
    """How many roles become what."""
    counts = {kind: sum(change.kind == kind for change in found) for kind in WORDS}
    said = [plural(counts[kind], *words) for kind, words in WORDS.items() if counts[kind]]
    return f"{join_words(said)}. Allt sparas, eller inget." if said else ""


def _row(change: RoleChange, names: dict[str, str], *, is_in: bool) -> ChangeRow:
    becomes = {
        RoleChangeKind.NEW: "Får rollen" if is_in else "Bjuds in",
        RoleChangeKind.CHANGED: "Rollens dagar ändras",
        RoleChangeKind.ENDED: "Står inte i listan. Rollen slutar genast",
    }
    return ChangeRow(
        mark=MARKS[change.kind],
        name=change.name,
        email=change.email,
        role=change.role.label,
        where=names[change.organisation],
        before=days(change.before) if change.before else "",
        after=days(change.after) if change.after else "",
        becomes=becomes[change.kind],
    )


def people_file(access: Access, format_: str) -> BytesIO:
    """The roles that are held as a file ("csv" or "xlsx"). Read in again it changes nothing (one query)."""
    file = BytesIO()
    rows = rows_of(held_roles(access), organisations_named(access))
    WRITERS[format_](file, "Personer", WIDTHS, [HEADINGS, *rows])
    file.seek(0)
    return file
