"""A document holds spans of text: whatever was pasted into a field stays words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.document.richtext import Paragraph, Span, parse_plain, plain


def texts(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", " javascript:x", "//example.org"]
)
def test_a_link_that_is_not_http_or_mail_is_only_words(address: str) -> None:
    assert Span(text="ord", href=address) == Span(text="ord")


@given(st.text(max_size=200))
def test_any_text_at_all_can_be_parsed(text: str) -> None:
    for paragraph in parse_plain(text):
        assert paragraph.text.strip()


@given(st.text(alphabet="ab -•\n", max_size=60))
def test_no_word_is_lost(text: str) -> None:
    assert [word for paragraph in texts(parse_plain(text)) for word in paragraph.split() if word not in "-•"] == [
        word for word in text.split() if word not in "-•"
    ]


def test_plain_text_has_paragraphs_and_lists() -> None:
    paragraphs = parse_plain("Första\nraden\n\n- ett\n- två\n\nSlut")

    assert [(paragraph.style, paragraph.text) for paragraph in paragraphs] == [
        ("p", "Första\nraden"), ("bullet", "ett"), ("bullet", "två"), ("p", "Slut"),
    ]  # fmt: skip


def test_a_paragraph_with_bold_words_and_a_page_reference() -> None:
    assert plain("ökar", strong="Soliditeten", ref="mal-1-1").spans == (
        Span(text="Soliditeten ", strong=True), Span(text="ökar"), Span(text=", "),
        Span(text="sidan", ref="mal-1-1"), Span(text="."),
    )  # fmt: skip
