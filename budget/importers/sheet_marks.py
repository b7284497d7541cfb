"""What a sheet's XML says that its values do not: cells with errors, formulas without a value, hidden rows.

calamine gives such cells as empty. Call `prescan.scan_workbook` first: it has bounded every part and refused entities.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from styrmodell.throwaway.cells import NO_VALUE
from styrmodell.throwaway.contract import UploadError
from styrmodell.throwaway.prescan import part_name

_BLOCK = 1 << 20
_MOST_FAULTS = 10_000
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"

_P = rb"(?:\w+:)?"
_HIDDEN_ROW = re.compile(rb"<" + _P + rb"row\s([^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]*)>")
_IS_ERROR = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_ERROR = re.compile(rb"<" + _P + rb"c\s([^>]*\bt\s*=\s*[\"']e[\"'][^>]*)(?<!/)>(.*?)</" + _P + rb"c>", re.DOTALL)
_NO_RESULT = re.compile(
    rb"<" + _P + rb"c(\s[^>]*)?>\s*<" + _P + rb"f\b[^>]*(?:/>|>[^<]*</" + _P + rb"f>)\s*"
    rb"(?:<" + _P + rb"v\s*/>|<" + _P + rb"v\s*>\s*</" + _P + rb"v>)?\s*</" + _P + rb"c>"
)  # fmt: skip
_TEXT_RESULT = re.compile(rb"\bt\s*=\s*[\"']str[\"']")
_VALUE = re.compile(rb"<" + _P + rb"v\s*>([^<]*)</")
_PLACE = re.compile(rb"(?:^|\s)r\s*=\s*[\"']([A-Z]{0,3})([0-9]+)[\"']")


@dataclass(slots=True)
class SheetMarks:
    """Cells that hold no value, as row and column from 0 with what stands there, and rows that are hidden (from 0)."""

    faults: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    hidden_somewhere: int = 0  # hidden rows that do not say which they are


def marks_of(path: Path, sheet: str) -> SheetMarks:
    """Read the XML of the sheet called so. Raises UploadError when it cannot be found, or has faults without a place."""
    marks = SheetMarks()
    with zipfile.ZipFile(path) as archive:
        parts = {part_name(member).casefold(): member for member in archive.infolist()}
        part = parts.get(_part_of(archive, parts, sheet).casefold())
        if part is None:
            raise UploadError("Filen är skadad. Öppna den i Excel, spara den på nytt som xlsx och försök igen.")
        for rows in _whole_rows(archive, part):
            _mark(marks, rows, sheet)
    return marks


def _part_of(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], sheet: str) -> str:
    """The name of the part that holds the sheet; empty when the workbook does not say."""
    relation = ""
    for element in _elements(archive, parts, _WORKBOOK):
        if element.tag.endswith("}sheet") and element.get("name") == sheet:
            relation = next((value for key, value in element.items() if key.endswith("}id")), "")
    for element in _elements(archive, parts, _RELATIONS):
        if element.get("Id") == relation:
            target = element.get("Target", "").replace("\\", "/")
            return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
    return ""


def _elements(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], name: str) -> Iterator[ElementTree.Element]:
    part = parts.get(name)
    if part is None:
        return iter(())
    try:
        return ElementTree.fromstring(archive.read(part)).iter()  # noqa: S314 - the scan has refused entities
    except ElementTree.ParseError:
        return iter(())


def _whole_rows(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part in pieces that end with a row's end, so that no cell is cut in two."""
    rest = b""
    with archive.open(part) as file:
        while block := file.read(_BLOCK):
            cut = max(block.rfind(b"/row>"), block.rfind(b":row>")) + 1
            if cut:
                yield rest + block[:cut]
                rest = block[cut:]
            else:
                rest += block
    yield rest


def _mark(marks: SheetMarks, rows: bytes, sheet: str) -> None:
    for match in _HIDDEN_ROW.finditer(rows):
        place = _PLACE.search(match[1])
        if place:
            marks.hidden.add(int(place[2]) - 1)
        else:
            marks.hidden_somewhere += 1
    for match in _ERROR.finditer(rows) if _IS_ERROR.search(rows) else ():
        value = _VALUE.search(match[2])
        _put(marks, match[1], value[1].decode("utf-8", "replace") if value else "#", sheet)
    for match in _NO_RESULT.finditer(rows):
        if not _TEXT_RESULT.search(match[1] or b""):
            _put(marks, match[1] or b"", NO_VALUE, sheet)


def _put(marks: SheetMarks, attributes: bytes, text: str, sheet: str) -> None:
    place = _PLACE.search(attributes)
    if place is None or len(marks.faults) >= _MOST_FAULTS:
        raise UploadError(
            f"Bladet {sheet[:60]} har celler med fel ({text[:40].lower() if text == NO_VALUE else text[:40]}). "
            "Rätta dem i Excel, spara filen på nytt och försök igen."
        )
    marks.faults.setdefault(int(place[2]) - 1, {})[_column(place[1])] = text


def _column(letters: bytes) -> int:
    """The column from 0: A is 0, AB is 27."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1
