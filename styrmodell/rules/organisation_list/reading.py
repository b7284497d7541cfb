"""Reading a list of organisations: cells in, a tree and its faults out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from styrmodell.rules.organisation_list.checks import find_faults
from styrmodell.rules.organisation_list.draft import Draft
from styrmodell.rules.organisation_list.guesses import LONGEST_CODE, code_from, kind_from
from styrmodell.rules.organisation_list.headings import Headings, find_headings
from styrmodell.rules.organisation_list.rows import Column, ListedOrganisation, OrganisationFault, OrganisationList
from styrmodell.rules.vocabulary import OrganisationKind
from ui.rules.swedish import join_words

MOST_ROWS = 5_000
_TAB = 8  # as many spaces as a tab is worth at the beginning of a line
_CODE = re.compile(r"[a-z0-9][a-z0-9-]*")
_BULLET = re.compile(r"^[-•*–·]\s+")
_KINDS = {word: kind for kind in OrganisationKind for word in (kind.value, kind.label.casefold())}
_KINDS["kommunstyrelse"] = OrganisationKind.EXECUTIVE
_KINDS["kommunfullmäktige"] = OrganisationKind.ASSEMBLY


def read_text(text: str, known: Sequence[ListedOrganisation] = ()) -> OrganisationList:
    """Read what was pasted: from a spreadsheet, a csv file, or names that are indented."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    separator = next((sign for sign in ("\t", ";") if any(sign in line.strip() for line in lines)), None)
    return read_table([line.split(separator) if separator else [line] for line in lines], known)


def read_table(table: Sequence[Sequence[str]], known: Sequence[ListedOrganisation] = ()) -> OrganisationList:
    """Read the cells of a list, its first row on. Rows are counted from 1, empty ones too, as in the file.

    `known` are the organisations that the municipality has: a row with the code of one says how it shall be, and what
    the list has no column for stays. Those that the list does not name stay too."""
    headings = find_headings(table)
    drafts = _listed(table, headings) if headings else _indented(table)
    columns = frozenset(headings.places) if headings else frozenset({Column.NAME})
    unread = headings.unread if headings else []
    if not drafts or len(drafts) > MOST_ROWS:
        return OrganisationList(faults=[_no_list(len(drafts))], unread=unread)
    _find_codes(drafts, known)
    if Column.PARENT in columns:
        _find_named_above(drafts, known)
    elif not known or headings is None or Column.LEVEL in columns or any(draft.depth for draft in drafts):
        _find_above(drafts, by_level=Column.LEVEL in columns)
    by_code = {one.code: one for one in known}
    organisations = [_organisation(draft, by_code.get(draft.code)) for draft in _with_kinds(drafts, by_code)]
    organisations = _with_days(organisations, by_code)
    return _checked(organisations, [fault for draft in drafts for fault in draft.faults], known, unread)


def _checked(
    organisations: Sequence[ListedOrganisation],
    faults: Sequence[OrganisationFault],
    known: Sequence[ListedOrganisation],
    unread: list[str],
) -> OrganisationList:
    """Hold the list against what a tree must be. What was wrong before, and is not in the list, is not the list's
    fault; nor is a column told twice."""
    listed = {one.code for one in organisations}
    kept = [replace(one, row=0) for one in known if one.code not in listed]
    before = set(find_faults([replace(one, row=0) for one in known])) if known else set()
    told = {(fault.row, fault.column) for fault in faults}
    new = [
        fault
        for fault in find_faults([*kept, *organisations])
        if (fault.row, fault.column) not in told and replace(fault, row=0) not in before
    ]
    wrong = {fault.row for fault in [*faults, *new]}
    right = [one for one in organisations if one.row not in wrong]
    return OrganisationList(right, sorted([*faults, *new]), unread)


def _no_list(count: int) -> OrganisationFault:
    if count:
        return OrganisationFault(0, Column.NAME, f"Listan har {count} rader. Högst {MOST_ROWS} läses. Dela upp den.")
    return OrganisationFault(0, Column.NAME, "Listan är tom. Skriv en organisation på varje rad, överst fullmäktige.")


def _listed(table: Sequence[Sequence[str]], headings: Headings) -> list[Draft]:
    """The rows below the headings. How far in a name stands counts where no column tells what it is under."""
    drafts = []
    for number, row in enumerate(table[headings.row + 1 :], start=headings.row + 2):
        raw = {column: row[place] for column, place in headings.places.items() if place < len(row)}
        cells = {column: " ".join(cell.split()) for column, cell in raw.items()}
        if any(cells.values()):
            drafts.append(Draft(number, cells, _indent(raw.get(Column.NAME, ""))))
    return drafts


def _indented(table: Sequence[Sequence[str]]) -> list[Draft]:
    """Names alone: as many empty cells or spaces before each as it stands in. After the name its kind and codes may
    stand."""
    drafts = []
    for number, row in enumerate(table, start=1):
        place = next((place for place, cell in enumerate(row) if cell.strip()), None)
        if place is None:
            continue
        rest = [" ".join(cell.split()) for cell in row[place + 1 :] if cell.strip()]
        kinds = [cell for cell in rest if cell.casefold() in _KINDS]
        cells = {
            Column.NAME: _BULLET.sub("", " ".join(row[place].split())),
        }
        if kinds:
            cells[Column.KIND] = kinds[0]
        if codes := [cell for cell in rest if cell not in kinds]:
            cells[Column.LEDGER_CODES] = " ".join(codes)
        drafts.append(Draft(number, cells, place * _TAB + _indent(row[place])))
    return drafts


def _indent(cell: str) -> int:
    return sum(_TAB if sign == "\t" else 1 for sign in cell[: len(cell) - len(cell.lstrip())])


def _find_above(drafts: Sequence[Draft], *, by_level: bool) -> None:
    """Under what each row stands, by its level or by how far in it is."""
    above: list[Draft] = []
    for draft in drafts:
        if by_level:
            level = draft.cells.get(Column.LEVEL, "")
            if level.isascii() and level.isdigit() and len(level) < _TAB:
                draft.depth = int(level)
            else:
                draft.say(Column.LEVEL, "Nivån är ett heltal. Skriv 1 överst, 2 under den och så vidare.")
        while above and above[-1].depth >= draft.depth:
            above.pop()
        draft.above = above[-1] if above else None
        draft.parent = draft.above.code if draft.above else ""
        above.append(draft)


def _find_codes(drafts: Sequence[Draft], known: Sequence[ListedOrganisation]) -> None:
    """The code that each row says; else that of the one known by its name, else a new one."""
    taken = {draft.cells.get(Column.CODE, "").casefold() for draft in drafts} | {one.code for one in known}
    names = _codes_by_name((one.name, one.code) for one in known)
    for draft in drafts:
        draft.code = draft.cells.get(Column.CODE, "").casefold()
        if not draft.name and draft.code not in taken.intersection(one.code for one in known):
            draft.say(Column.NAME, "Namnet saknas. Skriv vad organisationen heter.")
        draft.check_texts()
        if not draft.code:
            _propose_code(draft, names.get(draft.name.casefold(), []), taken)
        elif not _CODE.fullmatch(draft.code) or len(draft.code) > LONGEST_CODE:
            text = f"Koden är högst {LONGEST_CODE} tecken: a–z, siffror och bindestreck, till exempel bin-forskola."
            draft.say(Column.CODE, text)


def _propose_code(draft: Draft, named: Sequence[str], taken: set[str]) -> None:
    if len(named) > 1:
        draft.say(Column.CODE, _several(draft.name, named))
    draft.code = named[0] if named else code_from(draft.name, taken)
    draft.proposed.add(Column.CODE)
    taken.add(draft.code)


def _codes_by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for name, code in pairs:
        if name:
            names.setdefault(name.casefold(), []).append(code)
    return names


def _several(name: str, codes: Sequence[str]) -> str:
    return f"Flera heter {name[:60]}. Skriv koden i stället: {join_words(codes[:5], 'eller')}."


def _find_named_above(drafts: Sequence[Draft], known: Sequence[ListedOrganisation]) -> None:
    """What each row stands under, which the list names by code or by name; with an empty cell it stands where it did."""
    by_code = {draft.code: draft for draft in drafts}
    places = {one.code: one.parent for one in known}
    kept = [one for one in known if one.code not in by_code]
    codes = by_code.keys() | {one.code for one in kept}
    pairs = [(draft.name, draft.code) for draft in drafts] + [(one.name, one.code) for one in kept]
    names = _codes_by_name(pairs)
    for draft in drafts:
        said = draft.cells.get(Column.PARENT, "").casefold() or places.get(draft.code, "")
        named = names.get(said, [])
        if said and said not in codes and len(named) > 1:
            draft.say(Column.PARENT, _several(draft.cells[Column.PARENT], named))
        elif said and said not in codes and not named:
            text = f"Ingen har koden eller namnet {draft.cells[Column.PARENT][:60]}. Rätta det, eller lägg till raden."
            draft.say(Column.PARENT, text)
        draft.parent = said if said in codes or not named else named[0]
        draft.above = by_code.get(draft.parent)


def _with_kinds(drafts: Sequence[Draft], known: Mapping[str, ListedOrganisation]) -> Sequence[Draft]:
    """The rows with the kind that each says; else what it is already, else one that its name and place tell of."""
    for draft in drafts:
        word = draft.cells.get(Column.KIND, "")
        draft.kind = _KINDS.get(word.casefold())
        if word and draft.kind is None:
            may = join_words([kind.label for kind in OrganisationKind], "eller")
            draft.say(Column.KIND, f"”{word[:40]}” är ingen typ. Skriv {may}.")
        if draft.kind is None and draft.code in known:
            draft.kind = known[draft.code].kind
    for draft in drafts:
        _propose_kinds(draft, known)
    return drafts


def _propose_kinds(draft: Draft, known: Mapping[str, ListedOrganisation]) -> None:
    """Propose a kind for the row and for those above it, from above and downwards; a circle is broken somewhere."""
    waiting: list[Draft] = []
    step: Draft | None = draft
    while step is not None and step.kind is None and step not in waiting:
        waiting.append(step)
        step = step.above
    for one in reversed(waiting):
        above = one.above.kind if one.above else known[one.parent].kind if one.parent in known else None
        one.kind = kind_from(one.name, above or OrganisationKind.UNIT if one.parent else None)
        one.proposed.add(Column.KIND)


def _organisation(draft: Draft, was: ListedOrganisation | None) -> ListedOrganisation:
    """The row as an organisation; what the list has no column for is as it was."""
    assert draft.kind is not None
    tells_place = Column.PARENT in draft.cells or draft.above is not None
    return ListedOrganisation(
        row=draft.row,
        code=draft.code,
        name=draft.name or (was.name if was else ""),
        kind=draft.kind,
        parent=was.parent if was and not tells_place else draft.parent,
        short_name=draft.cells.get(Column.SHORT_NAME, was.short_name if was else ""),
        ledger_codes=was.ledger_codes if was and Column.LEDGER_CODES not in draft.cells else draft.ledger_codes(),
        valid_from=was.valid_from if was and Column.VALID_FROM not in draft.cells else draft.day(Column.VALID_FROM),
        valid_to=was.valid_to if was and Column.VALID_TO not in draft.cells else draft.day(Column.VALID_TO),
        proposed=frozenset(draft.proposed),
    )


def _with_days(
    organisations: Sequence[ListedOrganisation], known: Mapping[str, ListedOrganisation]
) -> list[ListedOrganisation]:
    """A new organisation without days has those of what it stands under."""
    by_code = {**known, **{one.code: one for one in organisations}}
    return [one if one.code in known else _as_long(one, by_code) for one in organisations]


def _as_long(one: ListedOrganisation, by_code: Mapping[str, ListedOrganisation]) -> ListedOrganisation:
    first, last, proposed = one.valid_from, one.valid_to, set(one.proposed)
    seen, above = {one.code}, by_code.get(one.parent)
    while above is not None and above.code not in seen:
        if first is None and above.valid_from:
            first = above.valid_from
            proposed.add(Column.VALID_FROM)
        if last is None and above.valid_to:
            last = above.valid_to
            proposed.add(Column.VALID_TO)
        seen.add(above.code)
        above = by_code.get(above.parent)
    return replace(one, valid_from=first, valid_to=last, proposed=frozenset(proposed))
