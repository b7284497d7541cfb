"""What a list would change of the roles that are held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from styrmodell.permissions import Role
from styrmodell.rules.people import Tenure
from styrmodell.rules.people_list.rows import ListedRole, PersonColumn, PersonFault
from styrmodell.rules.vocabulary import LabelledEnum
from ui.rules.swedish import DateForm, sv_date


class RoleChangeKind(LabelledEnum):
    """What becomes of a role."""

    NEW = "ny", "Ny"
    CHANGED = "andrad", "Ändrad"
    ENDED = "avslutas", "Avslutas"
    SAME = "lika", "Lika"


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds today, or will; `organisation` is a code."""

    pk: int
    email: str
    name: str
    role: Role
    organisation: str
    days: Tenure


@dataclass(frozen=True, slots=True)
class RoleChange:
    """What becomes of one role: `before` is None for a new one, `after` for one that ends."""

    kind: RoleChangeKind
    email: str
    name: str
    role: Role
    organisation: str
    before: Tenure | None
    after: Tenure | None
    row: int = 0  # of the list; 0 when it is not there
    pk: int = 0  # of the role that is held; 0 for a new one


def changes(
    listed: Sequence[ListedRole], held: Sequence[HeldRole], today: date, *, open_to: Collection[str], is_whole: bool
) -> tuple[list[RoleChange], list[PersonFault]]:
    """What the list would change, in its order, and what cannot be. When the list `is_whole`, a role that it does not name
    ends; else it stays as it is. A role begins today at the earliest, in an organisation that is there today (`open_to`,
    by code); one that has begun keeps its first day."""
    waiting: dict[tuple[str, Role, str], list[HeldRole]] = defaultdict(list)
    for one in held:
        waiting[one.email, one.role, one.organisation].append(one)
    found, faults = list[RoleChange](), list[PersonFault]()
    for row in sorted(listed, key=lambda row: _how_sure(row, waiting[row.email, row.role, row.organisation])):
        mine = waiting[row.email, row.role, row.organisation]
        match = _match(row, mine)
        if match is not None:
            mine.remove(match)
        fault = _fault(row, match, today) or (None if match else _closed(row, open_to))
        if fault is not None:
            faults.append(fault)
        else:
            found.append(_change(row, match, today))
    found.sort(key=lambda change: change.row)
    if is_whole:
        left = (one for rows in waiting.values() for one in rows)
        found += [
            RoleChange(RoleChangeKind.ENDED, one.email, one.name, one.role, one.organisation, one.days, None, pk=one.pk)
            for one in left
        ]
    return found, sorted(faults)


def _how_sure(row: ListedRole, mine: Sequence[HeldRole]) -> int:
    """Those that begin on the day of a held role find theirs first, and those without a day take what is left."""
    if any(one.days.first == row.first for one in mine):
        return 0
    return 1 if row.first else 2


def _match(row: ListedRole, mine: Sequence[HeldRole]) -> HeldRole | None:
    """Which of the person's same roles there the row is about: the one that begins the same day, else the first."""
    same = (one for one in mine if one.days.first == row.first)
    return next(same, next(iter(mine), None))


def _fault(row: ListedRole, match: HeldRole | None, today: date) -> PersonFault | None:
    if row.last is not None and row.last < today:
        text = f"Sista dagen har redan varit. Skriv {sv_date(today, DateForm.ISO)} eller senare, eller ta bort raden."
        return PersonFault(row.row, PersonColumn.LAST, text)
    if match is not None and row.first not in {None, match.days.first} and match.days.first <= today:
        text = f"Rollen gäller redan från {sv_date(match.days.first, DateForm.ISO)}. Låt den dagen stå, eller lämna den tom."
        return PersonFault(row.row, PersonColumn.FIRST, text)
    if match is not None and row.first is None and row.last is not None and row.last < match.days.first:
        text = f"Rollen börjar {sv_date(match.days.first, DateForm.ISO)}. Skriv en senare sista dag."
        return PersonFault(row.row, PersonColumn.LAST, text)
    return None


def _closed(row: ListedRole, open_to: Collection[str]) -> PersonFault | None:
    if row.organisation in open_to:
        return None
    text = f"{row.organisation} finns inte i dag. En ny roll ges där den finns."
    return PersonFault(row.row, PersonColumn.ORGANISATION, text)


def _change(row: ListedRole, match: HeldRole | None, today: date) -> RoleChange:
    if match is None:
        days = Tenure(max(row.first or today, today), row.last)
        return RoleChange(RoleChangeKind.NEW, row.email, row.name, row.role, row.organisation, None, days, row.row)
    is_same = row.first in {None, match.days.first}
    days = Tenure(match.days.first if is_same else max(row.first or today, today), row.last)
    kind = RoleChangeKind.SAME if days == match.days else RoleChangeKind.CHANGED
    return RoleChange(kind, row.email, match.name, row.role, row.organisation, match.days, days, row.row, match.pk)
