"""What is fetched is handed over in one way, whichever page it is."""

from __future__ import annotations

import io

import pytest

from styrmodell.http import FILE_TYPES, as_file


@pytest.mark.parametrize("kind", FILE_TYPES)
@pytest.mark.parametrize("content", [b"innehall", io.BytesIO(b"innehall")], ids=["at once", "in pieces"])
def test_no_browser_shows_it_and_nothing_keeps_it(content: bytes | io.BytesIO, kind: str) -> None:
    response = as_file(content, f"årsbokslut.{kind}", kind)
    assert response["Content-Type"] == FILE_TYPES[kind]
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%A5rsbokslut")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert set(response["Cache-Control"].split(", ")) == {"no-store", "private"}
