"""Workbooks made to harm or mislead are refused before anything parses them."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrmodell.throwaway.contract import UploadError
from styrmodell.throwaway.prescan import MAX_MEMBERS, scan_workbook
from tests.unit.budget.workbooks import (
    HEADINGS,
    far_cell,
    packed,
    parts,
    saved,
    sheet_with,
    sheet_xml,
    with_lying_sizes,
    with_many_members,
    workbook,
)

GOOD = workbook([HEADINGS, ("1010", "3130", 7, 1234.5)])
HARMLESS = parts(sheet_xml([HEADINGS]))
ENTITY = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'


def refused(tmp_path: Path, content: bytes) -> str:
    with pytest.raises(UploadError) as caught:
        scan_workbook(saved(tmp_path, content))
    return str(caught.value)


def test_a_good_workbook_passes(tmp_path: Path) -> None:
    scan_workbook(saved(tmp_path, GOOD))
    scan_workbook(saved(tmp_path, packed(HARMLESS, zipfile.ZIP_STORED)))


@pytest.mark.parametrize("place", ["XFD1048576", "CVB20000", "XFD1", "A1048576", "GS1", "A300000"])
def test_a_far_cell_in_a_small_file(tmp_path: Path, place: str) -> None:
    content = far_cell(place)
    assert len(content) < 2000
    assert f"Tabellen är för stor: {place}" in refused(tmp_path, content)


@pytest.mark.parametrize("place", ["GR1", "A299999", "GR299999", "FZ200000"])
def test_the_last_cell_that_is_allowed(tmp_path: Path, place: str) -> None:
    scan_workbook(saved(tmp_path, far_cell(place)))


@pytest.mark.parametrize(
    "cell",
    [
        '<c s="1" r="XFD1"><v>1</v></c>',
        "<c r='XFD1'><v>1</v></c>",
        '<c\nr = "XFD1"><v>1</v></c>',
        '<x:c xmlns:x="urn:x" r="XFD1"><v>1</v></x:c>',
    ],
)
def test_a_reference_cannot_be_hidden_by_its_spelling(tmp_path: Path, cell: str) -> None:
    content = packed(parts(sheet_with(f'<row r="1"><c r="A1"/>{cell}</row>')))
    assert "Tabellen är för stor: XFD1 ligger" in refused(tmp_path, content)


@pytest.mark.parametrize("place", ["&#88;FD1", "a1", "A0", "", "1A", "A99999999999", "ABCD1"])
def test_a_reference_that_is_none_is_damage(tmp_path: Path, place: str) -> None:
    assert "skadad" in refused(tmp_path, packed(parts(sheet_with(f'<row r="1"><c r="{place}"/></row>'))))


def test_rows_cannot_be_far_away_either_and_cells_may_lack_a_reference(tmp_path: Path) -> None:
    far = packed(parts(sheet_with('<row spans="1:1" r="1048576"><c><v>1</v></c></row>')))
    assert "Tabellen är för stor: 1048576" in refused(tmp_path, far)
    scan_workbook(saved(tmp_path, packed(parts(sheet_with('<row><c><v>1</v></c><c t="s"><v>1</v></c></row>')))))


def test_a_reference_split_between_two_blocks_is_found(tmp_path: Path) -> None:
    """The scanner reads a megabyte at a time; the far cell is moved over the border byte by byte."""
    head = sheet_with("").index("<sheetData>") + len("<sheetData>")
    for shift in range(0, 24, 3):
        filler = f"<!--{'x' * ((1 << 20) - head - len('<!---->') - shift)}-->"
        content = packed(parts(sheet_with(f'{filler}<row r="1"><c r="XFD1048576"/></row>')), zipfile.ZIP_STORED)
        assert "XFD1048576" in refused(tmp_path, content)


@pytest.mark.parametrize(
    ("text", "message"), [(b"x" * 1_000_000, "mer än en miljon tecken"), (b"<t>xxxx</t>" * 90_000, "växer orimligt")]
)
def test_a_small_zip_with_a_200_mb_string(tmp_path: Path, text: bytes, message: str) -> None:
    """About 200 kB that become 200 MB: refused by what really comes out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in HARMLESS.items():
            archive.writestr(name, content)
        with archive.open("xl/sharedStrings.xml", "w") as part:
            for _ in range(201):
                part.write(text)
    assert len(buffer.getvalue()) < 600_000
    assert message in refused(tmp_path, buffer.getvalue())


@pytest.mark.parametrize("size", [1, 100, 2**31])
def test_sizes_that_lie(tmp_path: Path, size: int) -> None:
    content = with_lying_sizes(GOOD, size)
    assert content != GOOD
    assert "skadad" in refused(tmp_path, content)


def test_a_hundred_thousand_members_are_refused_before_they_are_listed(tmp_path: Path) -> None:
    content = with_many_members(100_000)
    with zipfile.ZipFile(io.BytesIO(with_many_members(300))) as archive:
        assert len(archive.infolist()) == 300
    assert f"fler än {MAX_MEMBERS} delar" in refused(tmp_path, content)


def test_a_count_of_members_that_lies(tmp_path: Path) -> None:
    content = bytearray(with_many_members(5_000))
    struct.pack_into("<HH", content, content.rfind(b"PK\x05\x06") + 8, 5, 5)
    assert "delar" in refused(tmp_path, bytes(content))


ZIP64 = (Path(__file__).parent / "cases" / "zip64_fran_POI.xlsx").read_bytes()


def test_the_record_of_a_large_file_is_believed_no_more_than_the_small_one(tmp_path: Path) -> None:
    """Its place in the file, the number of parts and the length of their table are bounded before zipfile reads it."""
    record, locator = ZIP64.rfind(b"PK\x06\x06"), ZIP64.rfind(b"PK\x06\x07")
    scan_workbook(saved(tmp_path, ZIP64))
    for place, value, message in (
        (record + 32, 100_000, "delar"),
        (record + 40, 10_000_000, "delar"),
        (locator + 8, 2**40, "skadad"),
        (locator + 8, 1, "skadad"),
    ):
        content = bytearray(ZIP64)
        struct.pack_into("<Q", content, place, value)
        assert message in refused(tmp_path, bytes(content))


@pytest.mark.parametrize("change", [("xl\\workbook.xml", "xl/workbook.xml"), ("_rels\\.rels", "xl\\vbaProject.bin")])
def test_names_with_backslashes_are_looked_through_as_the_others(tmp_path: Path, change: tuple[str, str]) -> None:
    """A part cannot come twice under two spellings, and a macro is one by either."""
    names = {name.replace("/", "\\"): content for name, content in HARMLESS.items() if "[" not in name}
    members = {"[Content_Types].xml": HARMLESS["[Content_Types].xml"], **names}
    scan_workbook(saved(tmp_path, packed(members)))
    with zipfile.ZipFile(io.BytesIO(packed(members))) as archive:
        assert change[0] in archive.namelist()
    assert refused(tmp_path, packed({**members, change[1]: members[change[0]]}))


def test_members_on_top_of_each_other(tmp_path: Path) -> None:
    """Two entries that point at the same bytes."""
    content = bytearray(packed({**HARMLESS, "xl/worksheets/sheet2.xml": HARMLESS["xl/worksheets/sheet1.xml"]}))
    first = content.find(b"PK\x01\x02", content.find(b"PK\x01\x02"))
    places = []
    at = first
    while at >= 0:
        places.append(at)
        at = content.find(b"PK\x01\x02", at + 4)
    content[places[-1] + 42 : places[-1] + 46] = content[places[-2] + 42 : places[-2] + 46]
    assert "skadad" in refused(tmp_path, bytes(content))


@pytest.mark.parametrize("doctype", [ENTITY, EXTERNAL])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_entities(tmp_path: Path, doctype: str, part: str) -> None:
    members = dict(HARMLESS)
    head, rest = members[part].split("?>", 1)
    members[part] = f"{head}?>{doctype}{rest}"
    assert "XML-entiteter" in refused(tmp_path, packed(members))


def test_xml_in_another_encoding_cannot_hide_anything(tmp_path: Path) -> None:
    members: dict[str, str | bytes] = dict(HARMLESS)
    members["xl/worksheets/sheet1.xml"] = HARMLESS["xl/worksheets/sheet1.xml"].encode("utf-16")
    assert "skadad" in refused(tmp_path, packed(members))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Filen är tom"),
        (b"Ansvar;Konto", "ingen Excelfil"),
        (b"PK\x03\x04", "skadad"),
        (b"PK\x03\x04" + b"x" * 100, "skadad"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "äldre formatet xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "lösenord"),
        (packed({"a.txt": "hej"}), "ingen Excelfil"),
        (
            packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
            "ingen Excelfil",
        ),
        (packed({**HARMLESS, "xl/vbaProject.bin": b"\xd0\xcf"}), "makron"),
        (packed(HARMLESS, zipfile.ZIP_LZMA), "skadad"),
        (GOOD[:-30], "skadad"),
        (GOOD[:200], "skadad"),
    ],
)
def test_other_files(tmp_path: Path, content: bytes, message: str) -> None:
    assert message in refused(tmp_path, content)


def test_a_file_of_20_mb_and_one_byte_more(tmp_path: Path) -> None:
    without = len(packed({**HARMLESS, "xl/media/bild.png": b""}, zipfile.ZIP_STORED))
    noise = random.Random(1).randbytes(20_000_000 - without + 1)
    for count, is_allowed in ((len(noise) - 1, True), (len(noise), False)):
        content = packed({**HARMLESS, "xl/media/bild.png": noise[:count]}, zipfile.ZIP_STORED)
        if is_allowed:
            scan_workbook(saved(tmp_path, content))
        else:
            assert "större än 20 MB" in refused(tmp_path, content)


def test_a_member_with_a_password(tmp_path: Path) -> None:
    content = bytearray(GOOD)
    for magic, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(magic)
        content[at + offset] |= 1
    assert "lösenord" in refused(tmp_path, bytes(content))


def test_a_broken_stream(tmp_path: Path) -> None:
    content = bytearray(GOOD)
    start = content.find(b"xl/worksheets/sheet1.xml") + len(b"xl/worksheets/sheet1.xml")
    content[start : start + 8] = b"\xff" * 8
    with pytest.raises(zlib.error):
        zlib.decompress(bytes(content[start:]), -15)
    assert "skadad" in refused(tmp_path, bytes(content))


@given(
    seed=st.integers(0, 2**32),
    flips=st.integers(1, 12),
    cut=st.none() | st.integers(0, len(GOOD)),
)
def test_any_damage_is_a_clean_refusal_or_a_pass(
    tmp_path_factory: pytest.TempPathFactory, seed: int, flips: int, cut: int | None
) -> None:
    chance = random.Random(seed)
    content = bytearray(GOOD)
    for _ in range(flips):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path = saved(tmp_path_factory.mktemp("skadad"), bytes(content[:cut]))
    try:
        scan_workbook(path)
    except UploadError as error:
        message = str(error)
        assert message.startswith(("Filen", "Tabellen"))
