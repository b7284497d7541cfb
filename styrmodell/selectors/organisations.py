"""The organisations as rows of a list, with what hangs on each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import Http404

from styrmodell.access import Access
from styrmodell.models import LedgerCode, Organisation, RoleAssignment, Slot
from styrmodell.rules.organisation_list import ListedOrganisation
from styrmodell.rules.tree import Tree
from styrmodell.rules.vocabulary import LabelledEnum, OrganisationKind
from styrmodell.rules.workflow import SlotStatus


class TieKind(LabelledEnum):
    """What can hang on an organisation when it is about to end."""

    REPORT = "rapport", "Rapport"
    OUTCOME = "utfall", "Utfall"
    ROLE = "roll", "Roll"
    GOAL = "mal", "Mål"


@dataclass(frozen=True, slots=True)
class Tie:
    """Something that hangs on an organisation: a report, its figures, a role, a goal.

    `holds_to` is a day that the organisation must be there on; None when it may end before."""

    organisation_id: int
    kind: TieKind
    name: str
    is_open: bool = True  # somebody has something left to do about it
    holds_to: date | None = None
    detail: str = ""  # which role


TieFinder = Callable[[Access, Collection[int], date], Sequence[Tie]]
_finders: list[TieFinder] = []


def add_tie_finder(finder: TieFinder) -> None:
    """Let an app above say what hangs on organisations that end with a day (one query), from its `AppConfig.ready`."""
    _finders.append(finder)


def find_ties(access: Access, ids: Collection[int], last_day: date) -> list[Tie]:
    """What hangs on the organisations if that is their last day (two queries, and one for each finder)."""
    if not ids:
        return []
    ties = [*_reports(access, ids, last_day), *_roles(access, ids, last_day)]
    for finder in _finders:
        ties += finder(access, ids, last_day)
    return ties


def _reports(access: Access, ids: Collection[int], last_day: date) -> list[Tie]:
    """Reports about a later day, decided ones too, and those that are not decided yet."""
    slots = Slot.objects.of(access).filter(organisation_id__in=ids).select_related("occasion")
    asked = slots.filter(~Q(status=SlotStatus.DECIDED.value) | Q(occasion__cutoff__gt=last_day))
    return [
        Tie(
            slot.organisation_id,
            TieKind.REPORT,
            slot.occasion.name,
            not slot.is_decided,
            slot.occasion.cutoff if slot.occasion.cutoff > last_day else None,
        )
        for slot in asked.order_by("occasion__cutoff", "pk")
    ]


def _roles(access: Access, ids: Collection[int], last_day: date) -> list[Tie]:
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)
    roles = RoleAssignment.objects.of(access).filter(still, organisation_id__in=ids).select_related("user")
    return [
        Tie(role.organisation_id, TieKind.ROLE, role.user.name, detail=role.get_role_display())
        for role in roles.order_by("user__name", "pk")
    ]


def listed_organisations(access: Access, rows: Mapping[int, Organisation]) -> dict[int, ListedOrganisation]:
    """Organisations by id as a list has them, a parent before what is under it (one query, for the ledger codes). Rows
    are counted from 1."""
    codes: dict[int, list[str]] = {}
    for owner, code in LedgerCode.objects.of(access).order_by("code").values_list("organisation_id", "code"):
        codes.setdefault(owner, []).append(code)
    order = Tree({pk: row.parent_id for pk, row in rows.items()}).in_order()
    return {pk: _listed(number, rows[pk], rows, tuple(codes.get(pk, ()))) for number, pk in enumerate(order, start=1)}


def _listed(
    number: int, row: Organisation, rows: Mapping[int, Organisation], codes: tuple[str, ...]
) -> ListedOrganisation:
    parent = rows.get(row.parent_id or 0)
    return ListedOrganisation(
        row=number,
        code=row.code,
        name=row.name,
        kind=OrganisationKind(row.kind),
        parent=parent.code if parent else "",
        short_name=row.short_name,
        ledger_codes=codes,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def tree_mark(listed: Mapping[int, ListedOrganisation]) -> str:
    """A mark of the whole tree: another as soon as anything in it is."""
    return hashlib.sha256(repr(list(listed.values())).encode()).hexdigest()


def organisation_or_404(access: Access, code: str) -> Organisation:
    """The organisation with the code, ended or planned ones too (no query)."""
    found = next((row for row in access.known.values() if row.code == code), None)
    if found is None:
        raise Http404
    return found
