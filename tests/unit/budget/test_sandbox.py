"""The throw-away child: real files in, lines and totals out, and this process stays alive whatever comes."""

from __future__ import annotations

import csv
import io
import os
import random
import socket
import subprocess
import sys
import textwrap
import time
import zipfile
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import psutil
import pytest
import xlsxwriter

from budget.importers.contract import Sign
from budget.importers.sandbox import COLUMNS, ParsedUpload, parse_upload
from styrmodell.throwaway.contract import UploadError
from tests.unit.budget.real_figures import DATA
from tests.unit.budget.workbooks import (
    HEADINGS,
    RANGES,
    UNITS,
    far_cell,
    packed,
    parts,
    saved,
    sheet_with,
    sheet_xml,
    workbook,
)

ROOT = Path(__file__).parents[3]
D = Decimal
ROWS = [
    ("1010", "3130", 7, 1100.5),
    ("1020", "5010", 7, -200000.25),
    ("0305", "6010", 6, -4252),
]
GOOD = workbook([HEADINGS, *ROWS])
PATIENCE = 2.0  # seconds until a bad file is refused


def parse(path: Path, **changes: Any) -> ParsedUpload:
    asked: dict[str, Any] = {
        "filename": path.name,
        "year": 2026,
        "sign": Sign.INCOME_PLUS,
        "known_units": UNITS,
        "account_ranges": RANGES,
    }
    return parse_upload(path, **{**asked, "rows_path": path.with_suffix(".tsv"), **changes})


def lines(upload: ParsedUpload) -> list[dict[str, str]]:
    text = b"".join(upload.blocks()).decode("ascii")
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in text.splitlines()]


def refusal(path: Path, **changes: Any) -> str:
    """Why the file is refused; it must go quickly, leave no lines behind and no process."""
    others = children()
    started = time.monotonic()
    with pytest.raises(UploadError) as caught:
        parse(path, **changes)
    assert time.monotonic() - started < PATIENCE
    assert not path.with_suffix(".tsv").exists()
    assert not children() - others
    return str(caught.value)


def children() -> set[psutil.Process]:
    """The Python processes below this one; browsers and databases that other tests use come and go as they like."""
    return {child for child in psutil.Process().children(recursive=True) if "python" in child.name()}


def test_a_workbook_becomes_lines_and_control_totals(tmp_path: Path) -> None:
    upload = parse(saved(tmp_path, GOOD))
    assert upload.is_clean
    assert (upload.row_count, upload.read, upload.error_count) == (3, 3, 0)
    assert upload.total == D("-203151.75")
    assert upload.by_month() == {(2026, 6): D("-4252.00"), (2026, 7): D("-198899.75")}
    assert upload.sheet == "Utfall"
    assert len(upload.sha256) == 64
    assert lines(upload)[1] == {
        "organisation_id": "2",
        "account_group_id": "50",
        "year": "2026",
        "month": "7",
        "account": "5010",
        "amount": "-200000.25",
        "row_number": "3",
    }
    upload.discard()
    assert not upload.rows_path.exists()


def write_csv(path: Path, rows: Sequence[Sequence[object]], encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows(
            [[str(cell).replace(".", ",") if isinstance(cell, float) else cell for cell in row] for row in rows]
        )


def write_with_xlsxwriter(path: Path, rows: Sequence[Sequence[object]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Utfall")
        for number, row in enumerate(rows, start=2):  # the table does not start in A1
            sheet.write_row(number, 1, row)


def write_with_openpyxl(path: Path, rows: Sequence[Sequence[object]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(path)


def test_the_same_rows_give_the_same_totals_whoever_wrote_the_file(tmp_path: Path) -> None:
    chance = random.Random(7)
    rows: list[Sequence[object]] = [HEADINGS]
    for _ in range(300):
        amount = round(chance.uniform(-90_000, 90_000), 2)
        rows.append((chance.choice(list(UNITS)), chance.choice([3130, 5010, 6010]), chance.randint(1, 12), amount))
    write_with_xlsxwriter(tmp_path / "a.xlsx", rows)
    write_with_openpyxl(tmp_path / "b.xlsx", rows)
    write_csv(tmp_path / "c.csv", rows, "utf-8")
    write_csv(tmp_path / "d.csv", rows, "cp437")
    uploads = [parse(tmp_path / name) for name in ("a.xlsx", "b.xlsx", "c.csv", "d.csv")]
    expected = sum((D(str(row[3])) for row in rows[1:]), D(0))
    for upload in uploads:
        assert upload.is_clean
        assert upload.total == expected
        assert upload.totals == uploads[0].totals
    assert [line["row_number"] for line in lines(uploads[0])[:2]] == ["4", "5"]


def test_real_budgets_per_account_in_a_real_file(tmp_path: Path) -> None:
    """Simrishamn's swimming baths, in tkr: accounts 7 and 8 are whole classes and too short for one group. The file is
    a budget and refused as that; its figures are read when they are called outcome."""
    budget = DATA / "simrishamn_2026_badanlaggningar_budget_konto.csv"
    assert "Kolumnen budget2026_tkr är budget, inte periodens utfall" in refusal(
        saved(tmp_path, budget.read_bytes(), budget.name), month=1
    )
    path = saved(tmp_path, budget.read_bytes().replace(b"budget2026", b"utfall2026"), "utfall.csv")
    units = {"30013": 1, "30402": 2, "30032/30012": 3}
    target = {"filename": path.name, "month": 1, "known_units": units, "rows_path": None}
    with_classes = parse(
        path, **target, account_ranges=[(3000, 3999, 30), (6000, 6999, 60), (7000, 7999, 70), (8000, 8999, 80)]
    )
    assert with_classes.is_clean
    assert with_classes.row_count == 24
    per_unit: dict[str, Decimal] = {}
    for line in lines(with_classes):
        per_unit[line["organisation_id"]] = per_unit.get(line["organisation_id"], D(0)) + D(line["amount"])
    assert per_unit == {"1": -3_993_000, "2": -138_000, "3": -5_838_000}
    assert any("räknats om till kronor" in warning for warning in with_classes.warnings)
    split = parse(path, **target, account_ranges=RANGES)
    assert [error.row for error in split.errors] == [8, 9, 16, 17, 24, 25]
    assert {error.column for error in split.errors} == {"konto_eller_grupp"}
    assert split.total == sum(per_unit.values()) + 361_000 + 41_000
    with_classes.discard()
    split.discard()


def test_several_sheets_with_a_table_are_refused_and_the_one_named_is_read(tmp_path: Path) -> None:
    path = tmp_path / "blad.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Tomt")
        hidden, other = book.add_worksheet("Dolt"), book.add_worksheet("Juli")
        last = book.add_worksheet("Juni")
        hidden.hide()
        for sheet, amount in ((hidden, 1), (other, 7), (last, 6)):
            sheet.write_row(0, 0, HEADINGS)
            sheet.write_row(1, 0, ["1010", 3130, 7, amount])
        other.activate()
    assert refusal(path) == (
        "Filen har utfall på flera blad: Juli och Juni. Läs in ett blad i taget: spara varje blad som en egen fil, eller "
        "samla raderna på ett."
    )
    assert (parse(path, sheet="Juli").sheet, parse(path, sheet="juni ").total) == ("Juli", 6)
    assert refusal(path, sheet="Maj") == "Bladet Maj finns inte. Filen har Tomt, Juli och Juni."
    assert "finns inte" in refusal(path, sheet="Dolt")


def test_odd_cells_of_spreadsheets(tmp_path: Path) -> None:
    """Dates in both calendars, formulas with and without a value, errors, text amounts and merged cells."""
    path = tmp_path / "celler.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ["1010", 3130])
        sheet.write_datetime(1, 2, datetime.fromisoformat("2026-07-31T00:00"), day)
        sheet.write_formula(1, 3, "=100+1", value=101)
        sheet.write_row(2, 0, ["1010", 3130, 7, "−1 234,50"])
        sheet.write_row(3, 0, ["1010", 3130, 7])
        sheet.write_formula(3, 3, "=1/0", value="#DIV/0!")
        sheet.write_row(4, 0, ["1010", 3130, 7, True])
        sheet.write_row(5, 0, ["1010", 3130, 7, 1e-9])
        sheet.merge_range(6, 0, 7, 0, "1010")
        sheet.write_row(6, 1, [3130, 7, 5])
        sheet.write_row(7, 1, [3130, 7, 5])
    upload = parse(path)
    assert [(line["month"], line["amount"]) for line in lines(upload)] == [
        ("7", "101.00"),
        ("7", "-1234.50"),
        ("7", "0.00"),
        ("7", "5.00"),
    ]
    assert [(error.row, error.column) for error in upload.errors] == [(4, "Belopp"), (5, "Belopp"), (8, "Ansvar")]


def test_closed_months_and_unknown_codes_are_found_in_the_child(tmp_path: Path) -> None:
    path = saved(tmp_path, workbook([HEADINGS, *ROWS, ("9999", "3130", 7, 1)]))
    upload = parse(path, closed_months={(2026, 6)})
    assert [(error.row, error.column) for error in upload.errors] == [(4, "Månad"), (5, "Ansvar")]
    assert not upload.is_clean
    assert upload.row_count == 2


@pytest.mark.parametrize("place", ["XFD1048576", "CVB20000"])
def test_a_sparse_bomb(tmp_path: Path, place: str) -> None:
    assert "Tabellen är för stor" in refusal(saved(tmp_path, far_cell(place)))


def test_what_the_scan_lets_through_meets_the_memory_limit(tmp_path: Path) -> None:
    """Two cells span sixty million: allowed by each limit, too much together. The child dies, we do not."""
    before = psutil.Process().memory_info().rss
    assert "för mycket minne" in refusal(saved(tmp_path, far_cell("GR299999")))
    assert psutil.Process().memory_info().rss - before < 20_000_000


def test_a_zip_bomb(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts(sheet_with("")).items():
            archive.writestr(name, text)
        with archive.open("xl/sharedStrings.xml", "w") as part:
            for _ in range(200):
                part.write(b"x" * 1_000_000)
    assert refusal(saved(tmp_path, buffer.getvalue())).startswith("Filen ")


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    sheet = sheet_with(
        "<row r='1'><c r='A1'><v>&f;</v></c></row>", '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hosts">]>'
    )
    assert "XML-entiteter" in refusal(saved(tmp_path, packed(parts(sheet))))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("utfall.xls", b"\xd0\xcf\x11\xe0", "äldre formatet xls"),
        ("utfall.xlsm", GOOD, "makron"),
        ("utfall.XLSB", GOOD, "xlsb"),
        ("utfall.ods", GOOD, "ods"),
        ("utfall.pdf", b"%PDF", "måste vara xlsx eller csv"),
        ("utfall", GOOD, "måste vara xlsx eller csv"),
        ("utfall.xlsx.exe", GOOD, "måste vara xlsx eller csv"),
        ("utfall.csv", GOOD, "Excelfil trots namnet"),
        ("utfall.csv", b"%PDF-1.7\n1 0 obj", "Filen är en pdf"),
        ("utfall.xlsx", b"%PDF-1.7\n1 0 obj", "Filen är en pdf"),
        ("utfall.csv", b"\xd0\xcf\x11\xe0" + bytes(600), "äldre Excelfil"),
        ("utfall.csv", b"\x89PNG\r\n" + bytes(60), "ingen textfil"),
        ("utfall.xlsx", b"Ansvar;Konto", "ingen Excelfil"),
        ("utfall.xlsx", b"", "tom"),
        ("utfall.csv", b"", "tom"),
        ("utfall.csv", b"a;b\n1;2\n", "Hittar inga rubriker"),
        ("utfall.xlsx", packed(parts(sheet_with(""))), "inget blad med innehåll"),
        ("utfall.xlsx", packed(parts("<worksheet")), "skadad"),
    ],
)
def test_other_files_are_refused_with_a_reason(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    assert message in refusal(saved(tmp_path, content, name))


def test_a_child_that_takes_too_long_is_killed(tmp_path: Path) -> None:
    assert "för lång tid" in refusal(saved(tmp_path, GOOD), wall_seconds=0.001)


def test_a_child_that_is_killed_at_any_point_leaves_nothing(tmp_path: Path) -> None:
    """From its very start till it would have ended: words, no lines and no process that is left."""
    path, rows = saved(tmp_path, GOOD), tmp_path / "rader"
    others = children()
    began = time.perf_counter()
    parse(path, rows_path=rows)
    whole = time.perf_counter() - began
    rows.unlink()
    ended = set()
    for tenth in range(1, 10):
        try:
            parse(path, rows_path=rows, wall_seconds=whole * tenth / 20)
        except UploadError as error:
            ended.add(str(error))
            assert not rows.exists()
    assert ended == {"Filen tog för lång tid att läsa. Dela upp den eller spara den som csv."}
    assert not children() - others


@pytest.mark.parametrize("seed", range(12))
def test_mutated_workbooks_are_refused_or_read_with_right_totals(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(
        packed(parts(sheet_xml([HEADINGS, *ROWS])), zipfile.ZIP_STORED if seed % 2 else zipfile.ZIP_DEFLATED)
    )
    for _ in range(chance.randint(1, 6)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path = saved(tmp_path, bytes(content[: chance.choice([None, None, chance.randrange(len(content))])]))
    try:
        upload = parse(path)
    except UploadError as error:
        message = str(error)
        assert message.endswith(".")
        return
    assert sum((D(line["amount"]) for line in lines(upload)), D(0)) == upload.total
    assert upload.read == upload.row_count + upload.rejected + upload.skipped


def in_bounded_child(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process that has bounded itself as the parser does."""
    script = f"""
        import sys
        sys.path.insert(0, {str(ROOT)!r})
        from budget.importers import child
        cut_off = child.bound_process()
    """
    program = textwrap.dedent(script) + textwrap.dedent(code)
    return subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, timeout=30, check=False
    )


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', PORT), timeout=1)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "open('/tmp/skriven-av-barnet', 'w')",
        "import os; os.open('/tmp/skriven-av-barnet', os.O_CREAT | os.O_WRONLY)",
        "import ctypes; ctypes.CDLL(None)",
    ],
)
def test_the_child_cannot_reach_out(code: str) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        done = in_bounded_child(code.replace("PORT", str(server.getsockname()[1])))
    assert done.returncode != 0
    assert "PermissionError" in done.stderr


def test_native_code_has_no_network_where_the_system_allows_it() -> None:
    """In a network of its own the child sees only a loopback that is down."""
    done = in_bounded_child("import os\nprint(cut_off, os.readlink('/proc/self/ns/net'))")
    cut_off, network = done.stdout.split()
    assert (cut_off == "True") == (network != os.readlink("/proc/self/ns/net"))


def test_the_childs_memory_and_time_are_bounded() -> None:
    assert "MemoryError" in in_bounded_child("x = bytearray(600 * 1024 * 1024)").stderr
    done = in_bounded_child("import resource\nprint(*resource.getrlimit(resource.RLIMIT_CPU))")
    assert done.stdout.split() == ["30", "31"]


def test_the_parser_knows_nothing_of_django() -> None:
    done = in_bounded_child("print([name for name in sys.modules if name.startswith(('django', 'psycopg'))])")
    assert done.stdout.strip() == "[]"
