"""What must hold of every tree of organisations, whoever wrote it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from styrmodell.rules.organisation_list.rows import Column, ListedOrganisation, OrganisationFault
from styrmodell.rules.tree import find_circle
from styrmodell.rules.vocabulary import OrganisationKind as Kind
from ui.rules.swedish import DateForm, join_words, sv_date

ALLOWED_UNDER: dict[Kind, frozenset[Kind]] = {
    Kind.ASSEMBLY: frozenset({Kind.EXECUTIVE, Kind.COMMITTEE, Kind.SUBCOMMITTEE, Kind.COMPANY, Kind.AUDIT}),
    Kind.EXECUTIVE: frozenset({Kind.SUBCOMMITTEE, Kind.DEPARTMENT, Kind.ACTIVITY, Kind.UNIT}),
    Kind.COMMITTEE: frozenset({Kind.SUBCOMMITTEE, Kind.DEPARTMENT, Kind.ACTIVITY, Kind.UNIT}),
    Kind.SUBCOMMITTEE: frozenset(),
    Kind.DEPARTMENT: frozenset({Kind.ACTIVITY, Kind.UNIT}),
    Kind.ACTIVITY: frozenset({Kind.ACTIVITY, Kind.UNIT}),
    Kind.UNIT: frozenset({Kind.UNIT}),
    Kind.COMPANY: frozenset({Kind.ACTIVITY, Kind.UNIT}),
    Kind.AUDIT: frozenset(),
}

Faults = Iterator[OrganisationFault]


def find_faults(organisations: Sequence[ListedOrganisation]) -> list[OrganisationFault]:
    """Everything that keeps the organisations from being a municipality's tree, by row. They are the whole tree: those
    that have ended and those that are planned too."""
    by_code = {one.code: one for one in reversed(organisations)}
    circles = _in_circles(by_code)
    faults = [*_codes(organisations), *_ledger_codes(organisations), *_top(organisations)]
    for one in organisations:
        faults += _days(one)
        if one.code in circles:
            faults.append(_fault(one, Column.PARENT, circles[one.code]))
        elif one.parent:
            faults += _place(one, by_code.get(one.parent))
    return sorted(faults)


def _fault(one: ListedOrganisation, column: Column, text: str) -> OrganisationFault:
    return OrganisationFault(one.row, column, text)


def _codes(organisations: Iterable[ListedOrganisation]) -> Faults:
    seen: dict[str, ListedOrganisation] = {}
    for one in organisations:
        first = seen.setdefault(one.code, one)
        if first is not one:
            yield _fault(one, Column.CODE, f"Koden {one.code} hör redan till {first.name}. Skriv en annan kod.")


def _ledger_codes(organisations: Iterable[ListedOrganisation]) -> Faults:
    """A code of the ledger belongs to one organisation: what is posted on it is counted once."""
    owners: dict[str, ListedOrganisation] = {}
    for one in organisations:
        for code, count in Counter(one.ledger_codes).items():
            first = owners.setdefault(code, one)
            if first is not one:
                text = f"Ansvarskoden {code} hör redan till {first.name}. Ta bort den på ett av ställena."
                yield _fault(one, Column.LEDGER_CODES, text)
            elif count > 1:
                yield _fault(one, Column.LEDGER_CODES, f"Ansvarskoden {code} står två gånger. Ta bort den ena.")


def _top(organisations: Sequence[ListedOrganisation]) -> Faults:
    """One assembly with everything under it, and one executive."""
    tops = [one for one in organisations if not one.parent]
    assembly = next((one for one in tops if one.kind is Kind.ASSEMBLY), None)
    if assembly is None:
        yield OrganisationFault(0, Column.KIND, "Överst ska fullmäktige stå. Lägg till en rad av typen Fullmäktige.")
    for one in tops:
        if assembly is not None and one is not assembly:
            yield _fault(one, Column.PARENT, f"Bara fullmäktige står överst. Skriv vad {one.name} ligger under.")
    executives = [one for one in organisations if one.kind is Kind.EXECUTIVE]
    if not executives:
        yield OrganisationFault(0, Column.KIND, "Kommunstyrelsen saknas. Lägg till en rad av typen Styrelse.")
    for one in executives[1:]:
        text = f"Det finns en styrelse, och det är {executives[0].name}. Välj en annan typ."
        yield _fault(one, Column.KIND, text)


def _days(one: ListedOrganisation) -> Faults:
    if one.valid_from and one.valid_to and one.valid_to < one.valid_from:
        yield _fault(one, Column.VALID_TO, "Sista dagen ligger före den första. Ändra en av dagarna.")


def _place(one: ListedOrganisation, parent: ListedOrganisation | None) -> Faults:
    """What an organisation stands under is there, may hold it, and is there as long."""
    if parent is None:
        yield _fault(one, Column.PARENT, f"Ingen organisation har koden {one.parent}. Rätta koden eller lägg till den.")
        return
    if one.kind not in ALLOWED_UNDER[parent.kind]:
        yield _fault(one, Column.KIND, _not_under(one, parent))
    if parent.valid_from and (one.valid_from or date.min) < parent.valid_from and not _ends_before(one, parent):
        text = f"{parent.name} gäller först från {_day(parent.valid_from)}. Låt {one.name} börja då eller senare."
        yield _fault(one, Column.VALID_FROM, text)
    if parent.valid_to and (one.valid_to or date.max) > parent.valid_to:
        text = f"{parent.name} upphör {_day(parent.valid_to)}. Flytta {one.name}, eller låt den upphöra då eller före."
        yield _fault(one, Column.VALID_TO, text)


def _ends_before(one: ListedOrganisation, parent: ListedOrganisation) -> bool:
    """Was it gone before the one above began? Then its place says where its history is found."""
    return one.valid_to is not None and parent.valid_from is not None and one.valid_to < parent.valid_from


def _not_under(one: ListedOrganisation, parent: ListedOrganisation) -> str:
    above = [kind.label.lower() for kind, below in ALLOWED_UNDER.items() if one.kind in below]
    may = f"Den kan ligga under {join_words(above, 'eller')}." if above else "Den står överst."
    kinds = one.kind.label.lower(), parent.kind.label.lower()
    return f"{one.name} är {kinds[0]} och kan inte ligga under {parent.name}, som är {kinds[1]}. {may}"


def _in_circles(by_code: Mapping[str, ListedOrganisation]) -> dict[str, str]:
    """What is said of each organisation that, upwards, comes back to itself."""
    codes = list(by_code)
    numbers = {code: number for number, code in enumerate(codes)}
    parents = {numbers[one.code]: numbers.get(one.parent) for one in by_code.values()}
    told: dict[str, str] = {}
    while circle := find_circle(parents):
        ones = [by_code[codes[number]] for number in circle]
        first = min(range(len(ones)), key=lambda place: (not ones[place].row, ones[place].row))
        names = [one.name for one in (*ones[first:], *ones[:first])]
        text = f"Det går runt: {' ligger under '.join([*names, names[0]])}. Flytta en av dem."
        told |= dict.fromkeys((codes[number] for number in circle), text)
        parents |= dict.fromkeys(circle)
    return told


def _day(day: date) -> str:
    return sv_date(day, DateForm.FULL)
