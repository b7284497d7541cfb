"""The PDF: readable aloud, fit for the archive, and the same bytes every time."""

from __future__ import annotations

import io
import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import openpyxl
import pikepdf
import pytest
from weasyprint import HTML

from followup.document.blocks import Box, Margin, Pair, Text
from followup.document.figures import Chart, Deviation, Diverging
from followup.document.goals import Narrative
from followup.document.model import Chapter, Document, DocumentSection
from followup.document.richtext import parse_plain, plain
from followup.document.table import Col, Row, Table
from followup.rendering.html import render_html
from followup.rendering.pdf import DataOnly, FatalURLFetchingError, css_string, lay_out, read_print, render_pdf
from followup.rendering.pdf_tree import kids, walk
from followup.rendering.widths import PORTRAIT, column_widths
from tests.golden.hallsberg import hallsberg, meta
from tests.golden.hallsberg_goals import goals
from tests.golden.layout import layout_faults
from tests.golden.pdf_check import check_pdf, fonts
from ui.drawing.letters import text_width

pytestmark = pytest.mark.pdf


def text_of(content: bytes, tmp_path: Path, *options: str) -> str:
    path = tmp_path / "text.pdf"
    path.write_bytes(content)
    return subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, check=True, text=True).stdout


def small(blocks: tuple[object, ...], **changes: object) -> Document:
    """A report with one section."""
    sections = (DocumentSection(heading="Avsnitt", blocks=blocks),)
    return Document(meta=meta(**changes), chapters=(Chapter(heading="Kapitel", sections=sections),))


def test_a_pdf_ua_checker_finds_nothing(pdf_path: Path) -> None:
    result = pdf_path.with_suffix(".json")
    checker = Path(sys.executable).with_name("outloud")

    subprocess.run([checker, "--quiet", "--json", str(result), str(pdf_path)], capture_output=True, check=False)

    (report,) = json.loads(result.read_text())["results"]
    assert report["error"] is None
    assert report["findings"] == []
    assert report["counts"] == {"error": 0, "warning": 0, "info": 0}


def test_our_own_assertions_hold(pdf: bytes) -> None:
    assert check_pdf(pdf) == []


def test_nothing_is_wider_than_the_page_and_no_page_is_nearly_empty(report: Document) -> None:
    faults = layout_faults(lay_out(report, render_html(report, page="print")))

    assert faults == []


def test_two_renders_give_the_same_bytes(report: Document, pdf: bytes) -> None:
    assert render_pdf(hallsberg()) == pdf


def test_another_document_gives_another_file(pdf: bytes) -> None:
    assert render_pdf(hallsberg(title="Delårsrapport, rättad")) != pdf


def test_the_archive_marks_title_language_and_bookmarks(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        metadata = file.open_metadata()
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Delårsrapport per 31 juli 2019"
        assert str(file.Root.Lang) == "sv"
        with file.open_outline() as marks:
            chapters = [item.title for item in marks.root[0].children]
        assert [title.split(" ", 1)[-1] for title in chapters] == [
            "på en sida", "Innehåll", "Målen", "Ekonomi", "Förvaltningsberättelse", "Ord och uppgifter",
        ]  # fmt: skip


def test_every_font_is_ours_and_embedded(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        names = {name.partition("+")[2] for name in fonts(file)}

    assert names == {"Rapport", "Rapport-Bold", "Rapport-Italic", "Rapport-Light", "Rapport-Semi-Bold"}


def test_the_tables_are_attached_as_one_workbook(pdf: bytes, xlsx: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert list(file.attachments) == ["hallsberg_delarsrapport_2019-07-31.xlsx"]
        attached = file.attachments["hallsberg_delarsrapport_2019-07-31.xlsx"]
        content = attached.get_file().read_bytes()
        assert [str(entry.AFRelationship) for entry in file.Root.AF] == ["/Data"]

    assert content == xlsx
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0] == "Innehåll"


def test_without_attachments_there_is_none() -> None:
    with pikepdf.open(io.BytesIO(render_pdf(small(()), attachments=False))) as file:
        assert list(file.attachments) == []
        assert "/AF" not in file.Root


def test_every_picture_has_a_description(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        figures = [element for element in walk(file.Root.StructTreeRoot) if str(element.get("/S", "")) == "/Figure"]
        described = [str(figure.Alt) for figure in figures]

    assert len(figures) > 25
    assert any(words.startswith("Liggande stapeldiagram över avvikelse mot budget") for words in described)


def test_every_page_has_artifacts_and_all_other_marked_content_is_in_the_tree(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        told = sum(
            len([kid for kid in kids(element) if isinstance(kid, int)]) for element in walk(file.Root.StructTreeRoot)
        )
        starts = [
            [row.operands for row in pikepdf.parse_content_stream(page) if str(row.operator) == "BDC"]
            for page in file.pages
        ]
    marked = [row for page in starts for row in page if row[0] != pikepdf.Name.Artifact]
    assert all(any(row[0] == pikepdf.Name.Artifact for row in page) for page in starts[1:])  # not on the cover
    assert len(marked) == told > 1000


def test_a_draft_says_so_on_every_page_and_is_not_for_the_archive(tmp_path: Path) -> None:
    draft = render_pdf(hallsberg(status="utkast"))

    with pikepdf.open(io.BytesIO(draft)) as file:
        metadata = file.Root.Metadata.read_bytes().decode()
        pages = len(file.pages)
    assert "pdfaid:part>" not in metadata
    assert "<pdfuaid:part>1" in metadata
    assert check_pdf(draft) == []
    words = text_of(draft, tmp_path)
    assert len(re.findall(r"Hallsbergs kommun · Utkast", words)) == pages - 1
    assert "Utkast · Exempelsiffror" in words


def test_a_decided_report_is_not_called_a_draft(pdf_text: str) -> None:
    assert "Utkast" not in pdf_text


def test_checksum_decisions_and_freezing_stand_in_the_colophon(pdf_text: str) -> None:
    assert "13 september 2019 kl. 16.00" in pdf_text.replace("\u00a0", " ")
    assert "Kommunfullmäktige 30 september" in pdf_text.replace("\u00a0", " ")


def test_page_references_are_right(pdf: bytes, tmp_path: Path) -> None:
    """The page that the contents give for Driftredovisning is the page it stands on."""
    pages = text_of(pdf, tmp_path).split("\f")
    lines = text_of(pdf, tmp_path, "-layout").splitlines()  # a heading and its page stand in one line
    given = int(next(line for line in lines if re.match(r"\s*2\.3\s+Driftredovisning", line)).split()[-1])

    assert "2.3 Driftredovisning" in pages[given - 1]


def test_the_servers_files_and_the_network_are_out_of_reach() -> None:
    for address in (
        "https://example.org/",
        "http://127.0.0.1:1/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "/etc/passwd",
    ):
        with pytest.raises(FatalURLFetchingError):
            DataOnly().fetch(address)
    assert DataOnly().fetch("data:text/plain,hej").read() == b"hej"


@pytest.fixture
def spy() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine: its address, and what it has been asked for."""
    asked: list[str] = []

    class Spy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Spy)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_markup_that_did_reach_the_layout_would_still_fetch_nothing(spy: tuple[str, list[str]]) -> None:
    """That the library's own fetcher asks the server shows that it could have been asked (negative control)."""
    address, asked = spy
    page = f"""<link rel=stylesheet href='{address}/a.css'><img src='{address}/b.png'><style>@import '{address}/c.css';
    body {{ background: url({address}/d.png) }} @font-face {{ font-family: x; src: url({address}/e.woff) }} * {{ font-family: x }}
    </style><object data='{address}/f.png'></object><svg><image href='{address}/g.png' width=1 height=1 /></svg>"""
    with pytest.raises(FatalURLFetchingError):
        HTML(string=page, url_fetcher=DataOnly()).render()
    assert asked == []

    HTML(string=page).render()
    assert {"/a.css", "/b.png", "/c.css", "/d.png", "/f.png"} <= set(asked)


def test_a_report_is_rendered_without_any_network(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def refuse(*arguments: object, **more: object) -> None:
        asked.append(arguments)
        raise OSError("no network here")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    chart = Chart(title="Avvikelse", unit="mnkr", figure=Diverging(rows=(Deviation(label="Skola", value=1),)), note="")

    assert render_pdf(small((Text.plain("Vi klarar det."), chart))).startswith(b"%PDF")
    assert asked == []
    with pytest.raises(OSError, match="no network"):  # negative control: who asks is refused, and seen
        socket.create_connection(("127.0.0.1", 9))
    assert len(asked) == 1


CANARY = (
    "</p><img src='https://example.org/spion.png'><link rel=stylesheet href='file:///etc/passwd'><script>1</script>"
)


def test_text_cannot_fetch_inject_or_break_the_report(tmp_path: Path) -> None:
    """Every text a person can write holds markup, addresses and CSS; they all end up as words."""
    css = '"}@page{background:url(https://example.org/x)}'
    blocks = (
        Text(paragraphs=parse_plain(f"Före <img src=x> {CANARY} efter")),
        Text.plain(CANARY),
        Table(
            title=CANARY,
            unit="kr",
            cols=(Col(label=CANARY, kind="text"),),
            rows=(Row(label=CANARY, cells=(CANARY,)),),
            notes=(CANARY,),
        ),
        Chart(title=CANARY, unit=CANARY, figure=Diverging(rows=(Deviation(label=CANARY, value=1),)), note=CANARY),
    )
    document = small(blocks, title=css + CANARY, report_type=CANARY, period=css, example_note=CANARY, subject=CANARY)

    content = render_pdf(document)

    words = text_of(content, tmp_path).replace("\n", " ")
    assert "spion.png" in words
    assert check_pdf(content) == []
    web = render_html(document, page="web")
    assert "<img" not in web
    assert "<script" not in web
    assert "<link" not in web


def test_a_css_string_cannot_end_early() -> None:
    assert css_string('a"\\\n}é') == '"a\\000022 \\00005C \\00000A \\00007D é"'


def test_long_words_and_words_twice_as_long_survive() -> None:
    word = "Arbetsmarknadsintegrationsutvecklingsnämndens"
    long = " ".join([word] * 4)
    rows = tuple(Row(label=long, cells=(long, 123_456_789_012, -123_456_789_012, long)) for _ in range(3))
    table = Table(
        title=long, unit="kr", rows=rows, notes=(word * 4,),
        cols=(Col(label=word, kind="text"), Col(label=word), Col(label=word, signed=True), Col(label=word, kind="text")),
    )  # fmt: skip
    chart = Chart(
        title=long, unit="kr", figure=Diverging(rows=tuple(Deviation(label=long, value=n) for n in (1, -2, 0)))
    )
    document = small((Text.plain(word * 6), table, chart), report_type=word, title=long, period=long)

    layout = lay_out(document, render_html(document, page="print"))

    assert [fault for fault in layout_faults(layout) if "too wide" in fault and "<p>" not in fault] == []
    assert check_pdf(render_pdf(document)) == []


def test_the_layout_never_breaks_a_very_long_word_itself() -> None:
    """Its time grows with the square of the word: 4,000 letters took minutes. So no word comes to it longer than 50,
    wherever somebody wrote it; words of a language keep their letters together."""
    word = "x" * 4000
    goal = goals()[0][0].model_copy(update={"title": word, "texts": (Narrative(label="Resultat", text=word),)})
    row = Row(label=word, cells=(word,))
    blocks = (Text.plain(word), goal, Table(title=word, unit="kr", cols=(Col(label="A", kind="text"),), rows=(row,)))
    own = "Arbetsmarknadsintegrationsutvecklingsnämndens"

    root = read_print(render_html(small((*blocks, Text.plain(own))), page="print"))

    texts = [text for text in root.itertext() if text]
    assert max(len(part) for text in texts for part in re.split(r"[\s\u200b]", text)) <= 50
    assert sum(text.count("x") for text in texts) >= 5 * 4000
    assert own in texts


def test_a_title_without_a_space_leaves_the_other_columns_their_words() -> None:
    rows = (Row(label="m" * 200, cells=("Kommunstyrelsen", "Delvis uppfyllt")), Row(label="Kort", cells=("Nej", "Ja")))
    cols = (Col(label="Ansvarig", kind="text"), Col(label="Bedömning", kind="text"))
    table = Table(title="Målen i översikt", unit="", cols=cols, rows=rows)

    label, responsible, judged = column_widths(table, PORTRAIT)

    assert label + responsible + judged <= PORTRAIT
    assert responsible >= text_width("Kommunstyrelsen", 8.7) * 25.4 / 72
    assert judged >= text_width("Bedömning", 7.9, 700) * 25.4 / 72


def counted(count: int, letter: str) -> str:
    """Words that can be counted: a0 a1 a2 …"""
    return " ".join(f"{letter}{number}" for number in range(count))


LONG_GOAL = goals()[0][0].model_copy(
    update={"texts": (Narrative(label="Resultat", text=counted(900, "z")), Narrative(label="Orsak", text="Kort."))}
)
LONG_ROW = Table(
    title="T", unit="kr", cols=(Col(label="Text", kind="text"), Col(label="Belopp")),
    rows=(Row(label="Rad", cells=(counted(1800, "z"), 1)), Row(label="Nästa", cells=("kort", 2))),
)  # fmt: skip
MANY_ROWS = Table(
    title="T", unit="kr", cols=(Col(label="A"),), rows=tuple(Row(label=f"z{number}", cells=(number,)) for number in range(150))
)  # fmt: skip


@pytest.mark.parametrize(
    ("block", "count"),
    [
        (LONG_GOAL, 900),
        (LONG_GOAL.model_copy(update={"texts": (), "reason": counted(900, "z")}), 900),
        (LONG_ROW, 1800),
        (LONG_ROW.model_copy(update={"splits": True}), 1800),
        (MANY_ROWS, 150),
        (Box(title="B", paragraphs=(plain(counted(1500, "z")),)), 1500),
        (Pair(left=LONG_GOAL.chart, right=MANY_ROWS), 150),
        (Margin(title="M", text=counted(700, "z")), 700),
    ],
)
def test_what_is_longer_than_a_page_continues_on_the_next(block: object, count: int, tmp_path: Path) -> None:
    content = render_pdf(small((block,)))

    found = set(re.findall(r"\bz\d+\b", text_of(content, tmp_path)))
    assert len(found) == count
    assert check_pdf(content) == []


@pytest.mark.parametrize("characters", ["≥ ≤ → ▲ ✓ − – … “”", "Ŋŋ Ŧŧ Šš Áá", "Łódź Ærø Ðað", "Ωμέγα Привет"])
def test_signs_and_neighbours_languages_are_in_our_fonts(characters: str) -> None:
    with pikepdf.open(io.BytesIO(render_pdf(small((Text.plain(characters),))))) as file:
        assert all("Rapport" in name for name in fonts(file))


def test_a_report_without_anything_can_be_rendered() -> None:
    empty = Document(meta=meta(decisions=(), diary_number="", terms=(), keywords=(), contact="", example_note=""))

    assert render_pdf(empty).startswith(b"%PDF")
    assert "Delårsrapport" in render_html(empty)


def test_the_time_in_the_file_is_the_reports(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        created = file.open_metadata()["xmp:CreateDate"]

    assert datetime.fromisoformat(str(created)) == datetime(2019, 9, 13, 14, 0, tzinfo=UTC)
