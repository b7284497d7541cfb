"""Numbers from addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.rules.addresses import whole_number


@given(st.integers(0, 10**18 - 1))
def test_a_plain_number_is_read(number: int) -> None:
    assert whole_number(str(number)) == number


@pytest.mark.parametrize(
    "text", [None, "", "-1", "+1", "1.0", " 1", "1_0", "²", "٣٤", "２０２６", "9" * 19, "9" * 5000, "a"]
)
def test_anything_else_is_no_number(text: str | None) -> None:
    assert whole_number(text) is None


@given(st.text())
def test_no_text_raises(text: str) -> None:
    found = whole_number(text)
    assert found is None or str(found) == text.lstrip("0") or found == 0


def test_bounds_are_included() -> None:
    assert [whole_number(text, least=2000, most=2100) for text in ("1999", "2000", "2100", "2101")] == [
        None,
        2000,
        2100,
        None,
    ]
