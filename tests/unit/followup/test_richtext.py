"""Markup stops at the door: a document holds spans of text, whatever was pasted into the editor."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.document.richtext import Paragraph, Span, parse_html, parse_plain, plain


def texts(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs]


def test_paragraphs_emphasis_and_links() -> None:
    (paragraph,) = parse_html(
        '<p>Läs <strong>mer <em>här</em></strong> på <a href="https://example.org">sidan</a>.</p>'
    )

    assert paragraph.spans == (
        Span(text="Läs "),
        Span(text="mer ", strong=True),
        Span(text="här", strong=True, em=True),
        Span(text=" på "),
        Span(text="sidan", href="https://example.org"),
        Span(text="."),
    )


def test_lists_keep_their_kind_and_headings_their_place() -> None:
    paragraphs = parse_html("<h4>Orsak</h4><ul><li>ett</li><li>två</li></ul><ol><li>först</li></ol><p>Slut</p>")

    assert [(paragraph.style, paragraph.text) for paragraph in paragraphs] == [
        ("h4", "Orsak"), ("bullet", "ett"), ("bullet", "två"), ("number", "först"), ("p", "Slut"),
    ]  # fmt: skip


def test_text_outside_tags_and_broken_tags_is_kept_as_text() -> None:
    assert texts(parse_html("Utan taggar")) == ["Utan taggar"]
    assert texts(parse_html("<p>Ett<p>Två <b>fet")) == ["Ett", "Två fet"]
    assert texts(parse_html("5 < 6 &amp; 7 &gt; 2")) == ["5 < 6 & 7 > 2"]


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        '<img src="https://example.org/spion.png">',
        '<iframe src="https://example.org"></iframe>',
        "<svg><text>bild</text></svg>",
        "<!-- dolt -->",
        "",
        "<p> </p>",
    ],
)
def test_what_is_not_text_leaves_nothing(html: str) -> None:
    assert parse_html(html) == ()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", " javascript:x", "//example.org"]
)
def test_a_link_that_is_not_http_or_mail_is_only_words(address: str) -> None:
    (paragraph,) = parse_html(f'<p><a href="{address}">ord</a></p>')

    assert paragraph.spans == (Span(text="ord"),)


def test_a_reference_to_a_place_in_the_document() -> None:
    (paragraph,) = parse_html('<p>Se <a href="#malen">kapitlet</a>, <a href="#INTE ok">annat</a>.</p>')

    assert paragraph.spans[1] == Span(text="kapitlet", ref="malen")
    assert "annat" in paragraph.text


@given(st.text(max_size=200))
def test_any_text_at_all_can_be_parsed(text: str) -> None:
    for paragraph in (*parse_html(text), *parse_plain(text)):
        assert paragraph.text.strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = ""

    def handle_data(self, data: str) -> None:
        self.found += data


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<ul>", "<li>", "</li>", "</ul>", "a", "b c", " "]), max_size=30
    )
)
def test_no_word_is_lost(parts: list[str]) -> None:
    html = "".join(parts)
    words = _Words()
    words.feed(html)
    words.close()

    assert "".join("".join(texts(parse_html(html))).split()) == "".join(words.found.split())


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
