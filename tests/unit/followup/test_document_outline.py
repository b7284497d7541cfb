"""Numbers, anchors and the contents."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings

from followup.document.blocks import Contents, Pair
from followup.document.figures import Bar, Chart, Columns
from followup.document.model import Chapter, Document, DocumentSection
from followup.document.outline import outline, slug
from followup.document.table import Col, Row, Table
from tests.golden.hallsberg import hallsberg, meta
from tests.unit.followup.strategies import documents


def a_table(title: str = "T") -> Table:
    return Table(title=title, unit="kr", cols=(Col(label="A"),), rows=(Row(label="r", cells=(Decimal(1),)),))


def a_chart() -> Chart:
    return Chart(title="D", figure=Columns(bars=(Bar(label="a", value=Decimal(1)),)))


def test_chapters_sections_tables_and_charts_are_counted() -> None:
    document = Document(
        meta=meta(),
        chapters=(
            Chapter(heading="Läget", numbered=False, blocks=(a_table(),)),
            Chapter(heading="Innehåll", numbered=False, blocks=(Contents(),)),
            Chapter(
                heading="Ett",
                sections=(DocumentSection(heading="A", blocks=(a_chart(), a_table())), DocumentSection(heading="B")),
            ),
            Chapter(
                heading="Två",
                sections=(DocumentSection(heading="C", blocks=(Pair(left=a_chart(), right=a_table()), a_chart())),),
            ),
        ),
    )

    found = outline(document)

    assert [chapter.number for chapter in found.chapters] == ["", "", "1", "2"]
    assert [section.number for chapter in found.chapters for section in chapter.sections] == ["1.1", "1.2", "2.1"]
    assert [table.number for table in found.tables()] == [1, 2, 3]
    charts = [chart.number for block in found.blocks() for chart in block.charts.values()]
    assert charts == [1, 0, 2]  # the one beside a table has no number of its own
    assert [entry.title for entry in found.entries()] == ["Läget", "Ett", "A", "B", "Två", "C"]


def test_the_same_heading_twice_gets_two_anchors() -> None:
    document = Document(meta=meta(), chapters=(Chapter(heading="Åtgärder"), Chapter(heading="Åtgärder")))

    assert [chapter.anchor for chapter in outline(document).chapters] == ["atgarder", "atgarder-2"]


def test_goals_can_be_referred_to_by_number() -> None:
    assert outline(hallsberg()).titles["mal-1-1"] == "1.1 Kommunens ekonomi ska klara en lågkonjunktur"


def test_words_become_anchors() -> None:
    assert slug("Så läser du: RAPPORTEN (2026)") == "sa-laser-du-rapporten-2026"
    assert slug("2026 års mål") == "a2026-ars-mal"
    assert slug("日本") == ""


@given(documents)
@settings(max_examples=60)
def test_anchors_and_sheet_names_are_never_used_twice(document: Document) -> None:
    found = outline(document)
    sheets = [table.sheet.lower() for table in found.tables()]

    assert len(set(sheets)) == len(sheets)
    assert all(0 < len(sheet) <= 31 and not set(sheet) & set("[]:*?/\\'") for sheet in sheets)
    assert len(set(found.titles)) == len(found.titles)
