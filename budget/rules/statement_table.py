"""A statement from a spreadsheet: which row is which, which column is meant, in which unit. Pure.

Nothing is guessed: several columns of amounts want a heading that says which, and a row that is not known is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budget.rules.pasted.amounts import UNITS, read_amount
from ui.rules.money import AmountError, Unit, number
from ui.rules.swedish import join_words

MOST_ROWS = 500
_WORDS = {"utfall": "utfall", "bokslut": "utfall", "budget": "budget", "prognos": "prognos"}
_NOT_AMOUNTS = ("not", "noter", "ref")
_ZERO = ("-", "–", "—", "\u2212")
_ALIASES = {
    "årets resultat enligt resultaträkningen": "arets_resultat",
    "av- och nedskrivningar": "avskrivningar",
    "generella statsbidrag": "generella_statsbidrag",
    "generella bidrag": "generella_statsbidrag",
    "kommunal utjämning och generella statsbidrag": "generella_statsbidrag",
    "realisationsvinster": "realisationsvinster",
    "reservering till resultatreserv": "reservering",
    "reservering till resultatutjämningsreserv": "reservering",
    "användning av resultatreserv": "anvandning_av_reserv",
    "användning av resultatutjämningsreserv": "anvandning_av_reserv",
}


class StatementTableError(ValueError):
    """Nothing can be made of the table; the message says in Swedish what to change."""


@dataclass(frozen=True, slots=True)
class WantedColumn:
    """The column that is entered: its word (utfall, budget, prognos) and year, and the unit where the table says none."""

    word: str
    year: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class ReadTable:
    """Kronor by row, the unit they were read in, whether the table said it, sums as the table has them, and what was
    not read."""

    amounts: Mapping[str, Decimal]
    unit: Unit
    is_unit_given: bool
    sums: Mapping[str, Decimal]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: Sequence[str]
    label: str
    key: str  # empty when the label is no row's


def read_table(
    rows: Iterable[Sequence[str]], entered: Mapping[str, str], sums: Mapping[str, str], wanted: WantedColumn
) -> ReadTable:
    """Read the cells of a sheet or of what was pasted. `entered` and `sums` are labels by row. Raises
    StatementTableError."""
    table = [[" ".join(cell.replace("\u00a0", " ").split()) for cell in row] for row in rows]
    known = _known(entered, sums)
    listed = [_row(place, cells, known) for place, cells in enumerate(table[:MOST_ROWS], start=1) if any(cells)]
    first = next((row.number for row in listed if row.key), None)
    if first is None:
        raise StatementTableError(
            f"Ingen rad känns igen. Raderna ska heta som i formuläret, till exempel {_names(entered)}."
        )
    above, body = [row for row in listed if row.number < first], [row for row in listed if row.number >= first]
    unit = _unit(above)
    column = _column(above, body, wanted)
    return _read(body, column, sums, unit, wanted.unit)


def _names(entered: Mapping[str, str]) -> str:
    return join_words([f"”{label}”" for label in list(entered.values())[:2]])


def _known(entered: Mapping[str, str], sums: Mapping[str, str]) -> Mapping[str, str]:
    aliases = {alias: key for alias, key in _ALIASES.items() if key in entered or key in sums}
    return {**aliases, **{label.casefold(): key for key, label in (*sums.items(), *entered.items())}}


def _row(place: int, cells: Sequence[str], known: Mapping[str, str]) -> _Row:
    """The row with its label: the first cell that is known, else its first words."""
    for cell in cells:
        plain = cell.strip(" *:=+–-").casefold()
        if plain in known:
            return _Row(place, cells, cell, known[plain])
    return _Row(place, cells, next((cell for cell in cells if cell and not _is_amount(cell)), ""), "")


def _unit(above: Iterable[_Row]) -> Unit | None:
    """The unit that is written above the figures. Raises StatementTableError when there are two."""
    words = [word for row in above for cell in row.cells for word in re.findall(r"\w+", cell.casefold())]
    found = list(dict.fromkeys(UNITS[word] for word in words if word in UNITS))
    if len(found) > 1:
        names = join_words([unit.word for unit in found])
        raise StatementTableError(f"Ovanför beloppen står både {names}. Skriv en enhet.")
    return found[0] if found else None


def _column(above: Sequence[_Row], body: Sequence[_Row], wanted: WantedColumn) -> int:
    """Where the amounts stand. Raises StatementTableError when it cannot be told, or is another column than is entered."""
    width = max(len(row.cells) for row in body)
    heads = {place: _head(above, place) for place in range(width)}
    places = [
        place
        for place in range(width)
        if any(row.key and place < len(row.cells) and _is_amount(row.cells[place]) for row in body)
        and not set(heads[place].split()) & set(_NOT_AMOUNTS)
    ]
    named = f"{wanted.word} {wanted.year}"
    if not places:
        raise StatementTableError("Det finns inga belopp bredvid raderna. Skriv dem i en kolumn.")
    fits = [place for place in places if _fit(heads[place], wanted) is not False]
    if not fits:
        raise StatementTableError(
            f"Ingen kolumn är {named}. Rubriken säger {join_words([heads[at] for at in places])}."
        )
    exact = [place for place in fits if _fit(heads[place], wanted)]
    if len(exact or fits) > 1:
        raise StatementTableError(
            f"Flera kolumner har belopp och det går inte att säga vilken som är {named}. Ta bort de andra kolumnerna."
        )
    return (exact or fits)[0]


def _head(above: Sequence[_Row], place: int) -> str:
    cells = [row.cells[place] for row in above if place < len(row.cells)]
    return " ".join(cell for cell in cells if cell).casefold()


def _fit(head: str, wanted: WantedColumn) -> bool | None:
    """Does the heading say the column (True), another one (False), or nothing (None)?"""
    words = {_WORDS[word] for word in re.findall(r"[^\W\d]+", head) if word in _WORDS}
    years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", head)}
    if (words and wanted.word not in words) or (years and wanted.year not in years):
        return False
    return True if words or years else None


def _is_amount(text: str) -> bool:
    try:
        read_amount(text, Unit.MNKR, Unit.KRONOR)  # in which unit it is written is not known yet: let none be too large
    except AmountError:
        return text in _ZERO
    return True


def _read(body: Sequence[_Row], column: int, sums: Mapping[str, str], given: Unit | None, typed: Unit) -> ReadTable:
    unit = given or typed
    amounts, summed, problems = dict[str, Decimal](), dict[str, Decimal](), list[str]()
    for row in body:
        text = row.cells[column] if column < len(row.cells) else ""
        if not text:
            continue
        target = summed if row.key in sums else amounts
        if not row.key:
            problems.append(f"Rad {row.number}: ”{row.label[:60]}” finns inte i uppställningen. Raden är inte läst.")
        elif row.key in target:
            if target is amounts:
                problems.append(f"Rad {row.number}: ”{row.label[:60]}” står redan tidigare. Raden är inte läst.")
        else:
            try:
                target[row.key] = Decimal(0) if text in _ZERO else read_amount(text, typed, unit).scaleb(typed.exponent)
            except AmountError as error:
                problems.append(f"Rad {row.number}: {error} Raden är inte läst.")
    return ReadTable(amounts, unit, given is not None, summed, tuple(problems))


def sum_problems(read: ReadTable, counted: Mapping[str, Decimal], labels: Mapping[str, str]) -> list[str]:
    """Sums of the table that differ from what the rows add up to, by more than the print's own rounding."""
    step = Decimal(1).scaleb(read.unit.exponent)
    return [
        f"{labels[key]} är {_shown(amount, read.unit)} i underlaget, men raderna blir {_shown(counted[key], read.unit)}."
        for key, amount in read.sums.items()
        if key in counted and abs(amount - counted[key]) > step
    ]


def _shown(amount: Decimal, unit: Unit) -> str:
    shown = amount.scaleb(-unit.exponent).normalize()
    exponent = shown.as_tuple().exponent
    return f"{number(shown, max(0, -exponent) if isinstance(exponent, int) else 0)} {unit.word}"
