"""Looking through a workbook before anything parses it: sizes as they really are, far cells, entities, macros. Pure.

Nothing is believed: the table of contents is bounded before it is read, every part is unpacked while it is counted,
and cell references are read from the XML itself. Raises UploadError with what to do instead.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from styrmodell.throwaway.contract import UploadError

MAX_PACKED = 20_000_000
MAX_UNPACKED = 200_000_000
MAX_RATIO = 100
MAX_MEMBERS = 200
MAX_ROWS = 299_999
MAX_COLUMNS = 200  # column GR
_RATIO_FROM = 10_000_000  # unpacked bytes under which the ratio does no harm
_MAX_CONTENTS = 64_000  # bytes of the zip's table of contents
_BLOCK = 1 << 20
_MAX_TAG = 1 << 20

_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x07"
_RECORD_64 = b"PK\x06\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_REF = rb"(?:[A-F]?[A-Z]|G[A-R])(?:[1-9][0-9]{0,4}|[12][0-9]{5})"
_ROW = rb"(?:[1-9][0-9]{0,4}|[12][0-9]{5})"
_ODD_CELL = re.compile(rb"<c(?=\s)(?! r=\"" + _REF + rb"\")")
_ODD_ROW = re.compile(rb"<row(?=\s)(?! r=\"" + _ROW + rb"\")")
_PREFIXED = re.compile(rb"<\w+:(?:c|row)\s")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_ANY_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_SHAPE = re.compile(rb"[A-Z]{0,3}[1-9][0-9]{0,9}")
_REFERENCE = re.compile(rb"(?:^|\s)r\s*=\s*[\"']([^\"']*)[\"']")

IS_PDF = "Filen är en pdf. Hämta tabellen ur ekonomisystemet som xlsx eller csv i stället."
_DAMAGED = "Filen är skadad. Öppna den i Excel, spara den på nytt som xlsx och försök igen."
_NO_XLSX = "Filen är ingen Excelfil i formatet xlsx. Spara den som xlsx eller csv och försök igen."


def scan_workbook(path: Path) -> None:
    """Refuse a file that is no xlsx, or that could harm whoever parses it."""
    size = path.stat().st_size
    with path.open("rb") as file:
        _check_kind(file, size)
        _check_contents_size(file, size)
        try:
            with zipfile.ZipFile(file) as archive:
                members = archive.infolist()
        except (zipfile.BadZipFile, ValueError, struct.error, OverflowError, NotImplementedError, EOFError) as error:
            raise UploadError(_DAMAGED) from error
        _check_members(members, size)
        _check_parts(file, members, size)


def part_name(member: zipfile.ZipInfo) -> str:
    """The part's name; some programs write it with backslashes."""
    return member.filename.replace("\\", "/")


def _check_kind(file: BinaryIO, size: int) -> None:
    if size == 0:
        raise UploadError("Filen är tom. Välj en annan fil.")
    if size > MAX_PACKED:
        raise UploadError("Filen är större än 20 MB. Dela upp den eller spara den som csv.")
    start = file.read(8)
    if start.startswith(b"%PDF"):
        raise UploadError(IS_PDF)
    if start == _OLE:
        file.seek(0)
        if _ENCRYPTED in file.read():
            raise UploadError("Filen har lösenord. Ta bort lösenordet i Excel och försök igen.")
        raise UploadError("Filen är i det äldre formatet xls. Spara den som xlsx och försök igen.")
    if not start.startswith(b"PK\x03\x04"):
        raise UploadError(_NO_XLSX)


def _check_contents_size(file: BinaryIO, size: int) -> None:
    """Bound the zip's table of contents before zipfile reads it."""
    file.seek(max(0, size - 66_000))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        raise UploadError(_DAMAGED)
    count, contents = struct.unpack_from("<HI", tail, at + 10)
    if tail[max(0, at - 20) : at].startswith(_END_64):  # some programs write the record of a large file in every file
        larger = _larger_contents(file, tail[at - 20 : at], size)
        count, contents = max(count % 0xFFFF, larger[0]), max(contents % 0xFFFFFFFF, larger[1])
    if count > MAX_MEMBERS or contents > _MAX_CONTENTS:
        raise UploadError(f"Filen innehåller fler än {MAX_MEMBERS} delar och läses inte. Spara tabellen i en ny fil.")


def _larger_contents(file: BinaryIO, locator: bytes, size: int) -> tuple[int, int]:
    """How many parts there are and how long the table of contents is, in the record of zip64 that the locator names."""
    (at,) = struct.unpack_from("<Q", locator, 8)
    if at > size - 56 - len(locator):
        raise UploadError(_DAMAGED)
    file.seek(at)
    record = file.read(56)
    if not record.startswith(_RECORD_64):
        raise UploadError(_DAMAGED)
    count, contents = struct.unpack_from("<QQ", record, 32)
    return count, contents


def _check_members(members: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse what is no plain workbook: passwords, macros, other formats, parts on top of each other."""
    names = {part_name(member) for member in members}
    if len(members) > MAX_MEMBERS or len(names) < len(members):
        raise UploadError(_DAMAGED)
    if any(member.flag_bits & 1 for member in members):
        raise UploadError("Filen har lösenord. Ta bort lösenordet i Excel och försök igen.")
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise UploadError("Filen innehåller makron (xlsm). Spara den som xlsx utan makron och försök igen.")
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise UploadError(_NO_XLSX)
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise UploadError(_DAMAGED)
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end or member.header_offset + member.compress_size > size:
            raise UploadError(_DAMAGED)
        end = member.header_offset + 30 + member.compress_size


def _check_parts(file: BinaryIO, members: list[zipfile.ZipInfo], size: int) -> None:
    """Unpack every part, count what really comes out, and look through the XML."""
    unpacked = 0
    for member in members:
        is_xml = part_name(member).casefold().endswith((".xml", ".rels", ".vml"))
        scan = _XmlScan() if is_xml else None
        own = 0
        for block in _unpack(file, member):
            own += len(block)
            unpacked += len(block)
            if unpacked > MAX_UNPACKED or (unpacked > _RATIO_FROM and unpacked > MAX_RATIO * size):
                raise UploadError("Filen växer orimligt mycket när den packas upp och läses inte. Spara den som csv.")
            if scan is not None:
                scan.feed(block)
        if own != member.file_size:
            raise UploadError(_DAMAGED)


def _unpack(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's bytes, block by block, whatever its headers say about its size."""
    file.seek(member.header_offset)
    header = file.read(30)
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        raise UploadError(_DAMAGED)
    name, extra = struct.unpack_from("<HH", header, 26)
    file.seek(name + extra, 1)
    left = member.compress_size
    if member.compress_type == zipfile.ZIP_STORED:
        while left and (packed := file.read(min(left, _BLOCK))):
            left -= len(packed)
            yield packed
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while not inflater.eof:
            packed = inflater.unconsumed_tail
            if not packed:
                packed = file.read(min(left, _BLOCK))
                left -= len(packed)
            if not packed:
                raise UploadError(_DAMAGED)
            yield inflater.decompress(packed, _BLOCK)
    except zlib.error as error:
        raise UploadError(_DAMAGED) from error


class _XmlScan:
    """Looks through one XML part as it comes, tag by tag."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, block: bytes) -> None:
        """Look at the whole tags so far. Raises UploadError."""
        data = self._rest + block
        cut = data.rfind(b">") + 1
        whole, self._rest = data[:cut], data[cut:]
        if b"\0" in block:
            raise UploadError(_DAMAGED)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise UploadError("Filen innehåller XML-entiteter och läses inte. Spara tabellen i en ny fil.")
        if len(self._rest) > _MAX_TAG:
            raise UploadError("Filen har en cell med mer än en miljon tecken. Rätta filen.")
        if _ODD_CELL.search(whole) or _ODD_ROW.search(whole) or _PREFIXED.search(whole):
            _check_references(whole)


def _check_references(tags: bytes) -> None:
    """Read every reference in cells and rows that are not written the usual way."""
    for pattern, wanted in ((_ANY_CELL, _REF), (_ANY_ROW, _ROW)):
        for attributes in pattern.findall(tags):
            reference = _REFERENCE.search(attributes)
            if reference is not None and not re.fullmatch(wanted, reference[1]):
                if not _SHAPE.fullmatch(reference[1]):
                    raise UploadError(_DAMAGED)
                place = reference[1].decode("ascii")
                raise UploadError(
                    f"Tabellen är för stor: {place} ligger utanför {MAX_ROWS} rader och {MAX_COLUMNS} kolumner. "
                    "Kopiera bara de rader som ska läsas in till en ny fil."
                )
