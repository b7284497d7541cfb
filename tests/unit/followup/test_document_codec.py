"""A stored report must be readable for ever, and its checksum must follow its values and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from followup.document.base import Status, canonical_decimal
from followup.document.codec import UnknownSchema, from_json, sha256, to_json
from followup.document.model import Chapter, Document, DocumentMunicipality, DocumentSection, Meta
from followup.document.table import Col, NumberCell, Row, Table
from tests.golden.hallsberg import hallsberg
from tests.unit.followup.strategies import documents, numbers

STORED = Path(__file__).resolve().parent.parent.parent / "golden" / "hallsberg-schema-1.json"
STORED_SHA256 = "68c364cbcc84c2734a99fcf0fa7688768416570172a0521a9beeb1e179339936"


def meta(**changes: object) -> Meta:
    values = {
        "municipality": DocumentMunicipality(name="Kommunen", slug="kommunen"), "report_type": "Rapport", "report_code": "rapport",
        "title": "Rapport", "period": "2026", "cutoff": date(2026, 8, 31), "frozen_at": datetime(2026, 9, 1, tzinfo=UTC),
    }  # fmt: skip
    return Meta(**{**values, **changes})


@given(documents)
@settings(max_examples=150)
def test_a_document_survives_storing(document: Document) -> None:
    text = to_json(document)

    again = from_json(text)

    assert again == document
    assert to_json(again) == text


@given(numbers, st.integers(0, 5))
def test_the_checksum_does_not_see_how_a_number_was_written(value: Decimal, zeros: int) -> None:
    longer = Decimal(f"{value:f}" + ("" if "." in f"{value:f}" else ".") + "0" * zeros) if zeros else value

    def with_number(number: Decimal) -> Document:
        table = Table(title="T", unit="kr", cols=(Col(label="A"),), rows=(Row(label="r", cells=(number,)),))
        return Document(meta=meta(), chapters=(Chapter(heading="K", blocks=(table,)),))

    assert sha256(with_number(value)) == sha256(with_number(longer))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("1.50", "1.5"),
        ("1E+3", "1000"),
        ("-0", "0"),
        ("-0.00", "0"),
        ("0.010", "0.01"),
        ("-12.0", "-12"),
        ("1E-7", "0.0000001"),
    ],
)
def test_a_number_is_written_in_one_way_only(value: str, written: str) -> None:
    assert canonical_decimal(Decimal(value)) == written


def test_the_checksum_follows_every_value() -> None:
    one = hallsberg()

    assert sha256(one) == sha256(hallsberg())
    assert sha256(one) != sha256(hallsberg(period="januari–augusti 2019"))


def test_the_time_of_freezing_is_the_same_moment_in_any_zone() -> None:
    there = datetime(2026, 9, 1, 14, 0, tzinfo=timezone(timedelta(hours=2)))

    assert meta(frozen_at=there) == meta(frozen_at=datetime(2026, 9, 1, 12, 0, tzinfo=UTC))
    with pytest.raises(ValidationError, match="time zone"):
        meta(frozen_at=datetime(2026, 9, 1, 14, 0))  # noqa: DTZ001


def test_a_report_stored_by_an_earlier_version_is_still_read() -> None:
    """This file is never made anew: if it cannot be read, reports already decided cannot be shown."""
    text = STORED.read_text(encoding="utf-8")

    document = from_json(text)

    assert document.meta.title == "Delårsrapport per 31 juli 2019"
    assert to_json(document) == text
    assert sha256(document) == STORED_SHA256


@pytest.mark.parametrize("text", ['{"schema_number":2}', "{}", "[]", "null", '{"schema_number":"1"}'])
def test_another_schema_is_refused(text: str) -> None:
    with pytest.raises(UnknownSchema):
        from_json(text)


def test_a_damaged_document_is_refused() -> None:
    data = json.loads(to_json(hallsberg()))
    data["chapters"][0]["unknown"] = 1

    with pytest.raises(ValueError, match="damaged"):
        from_json(json.dumps(data))
    with pytest.raises(ValueError, match=r"."):
        from_json("not json")


def test_nothing_can_be_changed_afterwards() -> None:
    document = hallsberg()

    with pytest.raises(ValidationError):
        document.meta.title = "Annat"  # type: ignore[misc]
    assert hash(document) == hash(hallsberg())


def test_floats_are_refused_where_money_stands() -> None:
    with pytest.raises(ValidationError, match="float"):
        NumberCell(value=0.1)
    with pytest.raises(ValidationError, match="float"):
        Row(label="r", cells=(0.1,))
    with pytest.raises(ValidationError):
        NumberCell(value=Decimal("NaN"))


def test_control_characters_are_dropped_from_texts() -> None:
    assert Status(label="N\x00å\x1bs\ud800").label == "Nås"
    assert DocumentSection(heading="Två\nrader").heading == "Två\nrader"


def test_an_anchor_can_be_used_once() -> None:
    with pytest.raises(ValidationError, match="anchors used twice"):
        Document(meta=meta(), chapters=(Chapter(id="malen", heading="A"), Chapter(id="malen", heading="B")))
