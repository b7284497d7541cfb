"""Workbooks built by hand, so that the tests can build wrong ones too."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from budget.importers.contract import ImportSpec, Sign

UNITS = {"1010": 1, "1020": 2, "0305": 3}
RANGES = [(3000, 3999, 30), (4000, 4999, 40), (5000, 5999, 50), (6000, 7899, 60), (7900, 7999, 79)]
HEADINGS = ("Ansvar", "Konto", "Månad", "Belopp")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Cell = str | int | float | None


def spec(
    month: int | None = None, sign: Sign = Sign.INCOME_PLUS, closed: frozenset[tuple[int, int]] = frozenset()
) -> ImportSpec:
    """What most tests check rows against."""
    return ImportSpec(2026, month, sign, UNITS, RANGES, closed)


def reference(row: int, column: int) -> str:
    """The name of a cell, both counted from 1: (3, 28) is AB3."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def cell_xml(row: int, column: int, value: Cell) -> str:
    """One cell as XML."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{reference(row, column)}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{reference(row, column)}"><v>{value}</v></c>'


def sheet_xml(rows: Sequence[Sequence[Cell]]) -> str:
    """A whole sheet as XML."""
    body = "".join(
        f'<row r="{number}">{"".join(cell_xml(number, column, cell) for column, cell in enumerate(row, start=1))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    return sheet_with(body)


def sheet_with(body: str, before: str = "") -> str:
    """A sheet around rows given as XML."""
    head = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{before}'
    return f'{head}<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'


def parts(sheet: str) -> dict[str, str]:
    """The parts of a smallest possible workbook with one sheet."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": f'{head}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">'
        '<sheets><sheet name="Utfall" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }


def packed(members: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Zip the members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def workbook(rows: Sequence[Sequence[Cell]]) -> bytes:
    """A good workbook with the rows in its only sheet."""
    return packed(parts(sheet_xml(rows)))


def far_cell(place: str) -> bytes:
    """A workbook of 1.4 kB with one cell far away."""
    row = "".join(filter(str.isdigit, place))
    body = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{place}"><v>1</v></c></row>'
    return packed(parts(sheet_with(body)))


def with_lying_sizes(content: bytes, size: int) -> bytes:
    """The same workbook, whose tables of contents say that every part is `size` bytes when unpacked."""
    changed = bytearray(content)
    for magic, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = changed.find(magic)
        while at >= 0:
            struct.pack_into("<I", changed, at + offset, size)
            at = changed.find(magic, at + 4)
    return bytes(changed)


def with_many_members(count: int) -> bytes:
    """A zip whose table of contents names an empty member so many times."""
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 33, 0, 0, 0, 1, 0) + b"x"
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"x"
    contents = entry * count
    shown = min(count, 0xFFFF)
    return local + contents + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, shown, shown, len(contents), len(local), 0)


def saved(folder: Path, content: bytes, name: str = "utfall.xlsx") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(content)
    return path
