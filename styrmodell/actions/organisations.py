"""Changing the tree of organisations: one at a time by hand, or many from a list. One way to write, the same rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import F

from styrmodell import audit, policies
from styrmodell.access import Access, read_organisations
from styrmodell.models import AuditEvent, LedgerCode, Municipality, Organisation
from styrmodell.models.versioned import Stale
from styrmodell.rules.organisation_list import (
    COLUMNS,
    Column,
    ListedOrganisation,
    OrganisationFault,
    code_from,
    find_faults,
)
from styrmodell.rules.tree import Tree
from styrmodell.selectors.organisations import Tie, TieKind, find_ties, listed_organisations, tree_mark
from ui.rules.swedish import DateForm, sv_date

FIELDS = ("name", "short_name", "kind", "valid_from", "valid_to")


class TreeRefused(Exception):  # noqa: N818 - reads as what it says
    """The tree cannot be so; `faults` say why, by the rows that were given (0 is another organisation)."""

    def __init__(self, faults: Sequence[OrganisationFault]) -> None:
        super().__init__("Organisationen kan inte se ut så.")
        self.faults = faults


@transaction.atomic
def save_organisation(
    *, access: Access, given: ListedOrganisation, version: int | None = None, with_below: bool = False
) -> Organisation:
    """Add the organisation, or with a `version` change the one that has its code; `with_below` lets what is under it end
    no later. Without a code it gets one of its name; sent twice it is added once. Locks the municipality's row.

    Raises PermissionDenied, TreeRefused when the tree cannot be so, Stale when the version is not the newest, and when
    what was to be added is there already."""
    rows = _locked_rows(access)
    if not given.code:
        before = listed_organisations(access, rows)
        sent = next((pk for pk, one in before.items() if replace(one, code="", row=given.row) == given), None)
        if sent is not None:
            return rows[sent]
        given = replace(given, code=code_from(given.name, {row.code for row in rows.values()}))
    was = next((row for row in rows.values() if row.code == given.code), None)
    if was is not None and version is None:
        raise TreeRefused(
            [OrganisationFault(given.row, Column.CODE, f"Koden hör redan till {was.name}. Välj en annan.")]
        )
    if was is not None:
        was.ensure_seen(version or 0)
    listed = [given]
    if was is not None and with_below and given.valid_to:
        listed += _ending_below(access, was, rows, given.valid_to)
    _write(access, rows, listed)
    return Organisation.objects.of(access).get(code=given.code)


@transaction.atomic
def save_organisations(*, access: Access, given: Sequence[ListedOrganisation], seen: str) -> int:
    """Make the organisations as a list says, all or none; those that it does not name stay. The number that changed.

    `seen` is the mark of the tree when the list was looked through. Raises PermissionDenied, Stale when it is another now,
    and TreeRefused when it cannot be so. Locks the municipality's row."""
    rows = _locked_rows(access)
    if tree_mark(listed_organisations(access, rows)) != seen:
        raise Stale(None)
    return _write(access, rows, given)


@transaction.atomic
def place_ledger_codes(*, access: Access, places: Mapping[str, int]) -> int:
    """Let ledger codes that belong to no organisation belong to those of today with the ids; how many did not already.
    Locks the municipality's row. Raises PermissionDenied, and TreeRefused when a code has got another place meanwhile."""
    policies.can_place_codes(access).require()
    Municipality.objects.select_for_update(no_key=True).get(pk=access.municipality.pk)
    taken = dict(LedgerCode.objects.of(access).filter(code__in=places).values_list("code", "organisation_id"))
    elsewhere = [code for code, pk in places.items() if taken.get(code, pk) != pk]
    if elsewhere:
        texts = [
            f"Ansvarskoden {code} har redan fått en plats, {access.known[taken[code]].name}." for code in elsewhere
        ]
        raise TreeRefused([OrganisationFault(0, Column.LEDGER_CODES, text) for text in texts])
    fresh = {code: access.organisations[pk] for code, pk in places.items() if code not in taken}
    LedgerCode.objects.bulk_create(
        LedgerCode(municipality=access.municipality, organisation=row, code=code) for code, row in fresh.items()
    )
    rows = Organisation.objects.of(access).filter(pk__in={row.pk for row in fresh.values()})
    rows.update(version=F("version") + 1)
    for code, row in fresh.items():
        after = f"{Column.LEDGER_CODES.label}: {code}"
        audit.record(AuditEvent.Type.ORGANISATION_CHANGED, target=row, access=access, summary=row.name, after=after)
    return len(fresh)


def faults_of(access: Access, given: Sequence[ListedOrganisation]) -> list[OrganisationFault]:
    """What would keep the organisations of a list from being saved."""
    before = {one.code: one for one in listed_organisations(access, access.known).values()}
    return _faults(access, before, given, {row.code: pk for pk, row in access.known.items()})


def _locked_rows(access: Access) -> dict[int, Organisation]:
    """The whole tree, that nobody else changes until the transaction ends."""
    policies.can_edit_organisations(access).require()
    Municipality.objects.select_for_update(no_key=True).get(pk=access.municipality.pk)
    return read_organisations(access.municipality)


def _ending_below(
    access: Access, above: Organisation, rows: Mapping[int, Organisation], last_day: date
) -> list[ListedOrganisation]:
    """What is under the organisation and would be there after the day, ending with it."""
    listed = listed_organisations(access, rows)
    below = Tree({pk: row.parent_id for pk, row in rows.items()}).descendants(above.pk)
    return [replace(listed[pk], row=0, valid_to=last_day) for pk in below if (rows[pk].valid_to or date.max) > last_day]


def _write(access: Access, rows: dict[int, Organisation], given: Sequence[ListedOrganisation]) -> int:
    """Hold the tree as it would be against the rules, then write what differs; the number of organisations that did."""
    before = {one.code: one for one in listed_organisations(access, rows).values()}
    ids = {row.code: pk for pk, row in rows.items()}
    changed = [one for one in given if replace(one, row=0) != _without_row(before.get(one.code))]
    if faults := _faults(access, before, given, ids):
        raise TreeRefused(faults)
    for one in changed:
        row = rows.get(ids.get(one.code, 0)) or _new(access, one.code, rows)
        for name in FIELDS:
            setattr(row, name, getattr(one, name))
        row.version += 1
        row.save()
        ids[one.code], rows[row.pk] = row.pk, row
    _move(changed, rows, ids)
    _write_ledger_codes(access, changed, before, ids)
    _renumber(access, rows, [ids[one.code] for one in given])
    for one in changed:
        _record(access, rows[ids[one.code]], before.get(one.code), one)
    return len(changed)


def _new(access: Access, code: str, rows: Mapping[int, Organisation]) -> Organisation:
    """An organisation that stands last until the tree is numbered."""
    last = max((row.position for row in rows.values()), default=-1)
    return Organisation(municipality=access.municipality, code=code, version=0, position=last + 1)


def _without_row(one: ListedOrganisation | None) -> ListedOrganisation | None:
    return replace(one, row=0) if one else None


def _faults(
    access: Access,
    before: Mapping[str, ListedOrganisation],
    given: Sequence[ListedOrganisation],
    ids: Mapping[str, int],
) -> list[OrganisationFault]:
    """What the change breaks, of the tree's rules and of what hangs on those that it ends. What was wrong before is not
    its fault."""
    named = {one.code for one in given}
    kept = [replace(one, row=0) for one in before.values() if one.code not in named]
    known = set(find_faults([replace(one, row=0) for one in before.values()]))
    faults = [fault for fault in find_faults([*kept, *given]) if replace(fault, row=0) not in known]
    return sorted([*faults, *_still_needed(access, before, given, ids)])


def _still_needed(
    access: Access,
    before: Mapping[str, ListedOrganisation],
    given: Sequence[ListedOrganisation],
    ids: Mapping[str, int],
) -> list[OrganisationFault]:
    """What keeps organisations from ending so early: a report about a later day, or what is posted after it."""
    ending = {
        ids[one.code]: (one.valid_to, one)
        for one in given
        if one.code in before and one.valid_to and one.valid_to < (before[one.code].valid_to or date.max)
    }
    first = min((last for last, _ in ending.values()), default=date.max)
    ties = [(*ending[tie.organisation_id], tie) for tie in find_ties(access, list(ending), first)]
    return [_held(one, tie) for last, one, tie in ties if tie.holds_to and tie.holds_to > last]


def _held(one: ListedOrganisation, tie: Tie) -> OrganisationFault:
    """Why an organisation cannot end so early, and what to do."""
    day = sv_date(tie.holds_to, DateForm.FULL)
    if tie.kind is TieKind.OUTCOME:
        text = f"{one.name} har bokfört utfall till och med {day}. Välj den dagen eller en senare."
    elif tie.is_open:
        text = (
            f"{one.name} ska lämna {tie.name} per {day}. Välj den dagen eller en senare, eller ta tillbaka tillfället."
        )
    else:
        text = f"{one.name} är med i {tie.name} per {day}, som är beslutad. Välj den dagen eller en senare."
    return OrganisationFault(one.row, Column.VALID_TO, text)


def _move(changed: Sequence[ListedOrganisation], rows: Mapping[int, Organisation], ids: Mapping[str, int]) -> None:
    """Hang each under what it stands under, now that all are there."""
    for one in changed:
        row, parent = rows[ids[one.code]], ids.get(one.parent)
        if row.parent_id != parent:
            row.parent_id = parent
            row.save(update_fields=["parent"])


def _write_ledger_codes(
    access: Access,
    changed: Sequence[ListedOrganisation],
    before: Mapping[str, ListedOrganisation],
    ids: Mapping[str, int],
) -> None:
    """Codes first leave those that had them, so that two can change with each other."""
    had = {one.code: set(before[one.code].ledger_codes) if one.code in before else set() for one in changed}
    gone = [code for one in changed for code in had[one.code].difference(one.ledger_codes)]
    LedgerCode.objects.of(access).filter(code__in=gone).delete()
    LedgerCode.objects.bulk_create(
        LedgerCode(municipality=access.municipality, organisation_id=ids[one.code], code=code)
        for one in changed
        for code in one.ledger_codes
        if code not in had[one.code]
    )


def _renumber(access: Access, rows: Mapping[int, Organisation], named: Sequence[int]) -> None:
    """Keep the order of the tree: those that a list names in its own, the others where they were; a new one last."""
    places = {pk: row.position for pk, row in rows.items()}
    if len(named) > 1:
        places |= dict(zip(named, sorted(places[pk] for pk in named), strict=True))
    order = sorted(rows, key=lambda pk: (places[pk], pk))
    tree = Tree({pk: rows[pk].parent_id for pk in order})
    if tree.in_order() == order == sorted(rows, key=lambda pk: (rows[pk].position, pk)):
        return
    moved = []
    for place, pk in enumerate(tree.in_order()):
        if rows[pk].position != place:
            rows[pk].position = place
            moved.append(rows[pk])
    Organisation.objects.of(access).bulk_update(moved, ["position"], batch_size=500)


def _record(access: Access, row: Organisation, was: ListedOrganisation | None, one: ListedOrganisation) -> None:
    if was is None:
        kind = AuditEvent.Type.ORGANISATION_ADDED
    elif one.valid_to and one.valid_to != was.valid_to:
        kind = AuditEvent.Type.ORGANISATION_CLOSED
    else:
        kind = AuditEvent.Type.ORGANISATION_CHANGED
    before, after = _told(was, one)
    audit.record(kind, target=row, access=access, summary=one.name, before=before, after=after)


def _told(was: ListedOrganisation | None, one: ListedOrganisation) -> tuple[str, str]:
    """What was changed, before and after, in words; nothing before what is new."""
    differing = [column for column in COLUMNS if (was.word(column) if was else "") != one.word(column)]
    return _words(was, differing) if was else "", _words(one, differing)


def _words(one: ListedOrganisation, columns: Sequence[Column]) -> str:
    return ", ".join(f"{column.label}: {one.word(column) or 'tomt'}" for column in columns)
