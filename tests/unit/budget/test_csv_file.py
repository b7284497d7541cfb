"""Csv files as they really come: separators, encodings and damage."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.importers import csv_file
from styrmodell.throwaway.contract import UploadError
from styrmodell.throwaway.encoding import Encoding, guess_encoding
from tests.unit.budget.workbooks import saved, spec

ROWS = [["Ansvar", "Konto", "Månad", "Belopp", "Text"], ["1010", "3130", "juli", "1 234,50", "Förskolan Ängen på Ö"]]


def read(path: Path) -> list[list[str]]:
    rows, warnings = csv_file.rows_of(path, spec())
    assert warnings == []
    return list(rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp437", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_letters_come_out_right_whatever_the_encoding(tmp_path: Path, encoding: str, separator: str) -> None:
    text = "\r\n".join(separator.join(row) for row in ROWS)
    assert read(saved(tmp_path, text.encode(encoding), "utfall.csv")) == ROWS


def test_commas_separate_when_decimal_commas_are_quoted(tmp_path: Path) -> None:
    text = 'Ansvar,Konto,Månad,Belopp\n1010,3130,7,"1234,50"\n'
    assert read(saved(tmp_path, text.encode(), "utfall.csv"))[1] == ["1010", "3130", "7", "1234,50"]


def test_lines_before_the_headings_do_not_confuse(tmp_path: Path) -> None:
    text = "sep=;\nUtfall, hela kommunen, 2026\n\nAnsvar;Konto;Månad;Belopp\n1010;3130;7;5,00\n"
    assert read(saved(tmp_path, text.encode(), "utfall.csv"))[-1] == ["1010", "3130", "7", "5,00"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Ansvar;Konto\x00;M\xe5nad", "ingen textfil"),
        (b"Ansvar;Konto;M\xc3\xa5nad;Belopp\n" + b'"' + b"x" * 200_000, "citattecken kan saknas"),
        (b"\xff\xfe\x00\xd8" * 3, "tecken går inte att läsa"),
    ],
)
def test_what_is_no_csv_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(UploadError, match=message):
        read(saved(tmp_path, content, "utfall.csv"))


def test_a_letter_split_between_two_blocks_is_still_utf8(tmp_path: Path) -> None:
    content = b"x" * ((1 << 20) - 1) + "å\n".encode()
    assert guess_encoding(saved(tmp_path, content, "utfall.csv")) == Encoding("utf-8-sig")
    assert guess_encoding(saved(tmp_path, content[:-2], "utfall.csv")) == Encoding("cp1252")


def test_one_damaged_letter_does_not_spoil_the_others(tmp_path: Path) -> None:
    content = ";".join(ROWS[0]).encode() + b"\n1010;3130;7;5,00;F\xf6rskolan p\xc3\xa5 \xc3\x84ngen\n"
    rows, warnings = csv_file.rows_of(saved(tmp_path, content, "utfall.csv"), spec())
    assert list(rows)[1][4] == "F\ufffdrskolan på Ängen"
    assert "tecken som inte går att läsa" in warnings[0]


@given(content=st.binary(max_size=400))
def test_any_bytes_are_rows_or_an_explained_refusal(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = saved(tmp_path_factory.mktemp("csv"), content, "utfall.csv")
    try:
        rows = list(csv_file.rows_of(path, spec())[0])
    except UploadError as error:
        message = str(error)
        assert message.startswith("Filen")
        return
    assert all(isinstance(cell, str) for row in rows for cell in row)
