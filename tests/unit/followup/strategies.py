"""Documents made up by hypothesis: every kind of block, every kind of cell, any text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from followup.document.base import Status
from followup.document.blocks import (
    Box,
    ChainBlock,
    ChainLevel,
    Colophon,
    Contents,
    DocumentTerm,
    Fact,
    Finding,
    GlossaryBlock,
    GoalTally,
    HeadingBlock,
    KeyFigure,
    Margin,
    Pair,
    Points,
    SummaryBlock,
    Text,
)
from followup.document.figures import (
    Bar,
    Chart,
    Columns,
    Deviation,
    Diverging,
    StackPart,
    TrendFigure,
    Waterfall,
    WaterfallStep,
)
from followup.document.goals import GoalBlock, GoalGroup, GoalLine, GoalOverview, IndicatorRow, Narrative
from followup.document.model import (
    Chapter,
    Document,
    DocumentDecision,
    DocumentMunicipality,
    DocumentOrganisation,
    DocumentSection,
    Meta,
)
from followup.document.richtext import Paragraph, Span
from followup.document.table import (
    Col,
    NumberCell,
    ProgressCell,
    Row,
    SparkCell,
    StatusCell,
    Table,
    TextCell,
    VerdictCell,
)
from ui.rules.marks import Tone

texts = st.text(max_size=30)
titles = st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40)
amounts = st.decimals(min_value=-(10**15), max_value=10**15, places=2, allow_nan=False, allow_infinity=False)
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12)
decimals = st.none() | st.integers(0, 6)
statuses = st.builds(
    Status, label=texts, tone=st.sampled_from(Tone), symbol=st.sampled_from(["nas", "i-nar", "", "ny"])
)
instants = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1))

cells = {
    "amount": st.none() | st.builds(NumberCell, value=amounts, decimals=decimals, mark=texts),
    "number": st.none() | st.builds(NumberCell, value=numbers),
    "text": st.builds(TextCell, text=texts),
    "status": st.none() | st.builds(StatusCell, status=statuses),
    "verdict": st.builds(VerdictCell, label=texts, side=st.sampled_from(["better", "worse", "same"])),
    "progress": st.builds(ProgressCell, percent=st.decimals(-50, 150, places=1)),
    "spark": st.builds(
        SparkCell,
        name=texts,
        labels=st.just(("2024", "2025", "2026")),
        values=st.tuples(*[st.none() | amounts] * 3),
        target=st.none() | amounts,
        forecast_last=st.booleans(),
    ),
}
cols = st.builds(
    Col,
    label=texts,
    kind=st.sampled_from(sorted(cells)),
    signed=st.booleans(),
    width=st.none() | st.integers(6, 160),
    group=texts,
    tolerance=st.just(Decimal(0)),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table whose cells suit its columns."""
    columns = draw(st.lists(cols, min_size=1, max_size=4))
    kinds = st.sampled_from(["item", "sub", "sum", "total", "memo"])
    rows = [
        Row(
            label=draw(texts), kind=draw(kinds), key=f"r{place}", level=draw(st.integers(0, 3)),
            cells=tuple(draw(cells[col.kind]) for col in columns),
        )
        for place in range(draw(st.integers(0, 4)))
    ]  # fmt: skip
    if draw(st.booleans()):
        rows.insert(0, Row(label=draw(texts), kind="group"))
    return Table(
        title=draw(titles), corner=draw(texts), unit=draw(st.sampled_from(["kr", "tkr", "mnkr"])), cols=tuple(columns),
        rows=tuple(rows), notes=tuple(draw(st.lists(texts, max_size=2))), source=draw(texts), splits=draw(st.booleans()),
    )  # fmt: skip


figures = st.one_of(
    st.builds(Columns, bars=st.lists(st.builds(Bar, label=texts, value=amounts), min_size=1, max_size=4).map(tuple)),
    st.builds(
        Waterfall,
        steps=st.lists(
            st.builds(WaterfallStep, label=texts, value=amounts, total=st.booleans()), min_size=1, max_size=4
        ).map(tuple),
    ),
    st.builds(
        Diverging, rows=st.lists(st.builds(Deviation, label=texts, value=amounts), min_size=1, max_size=4).map(tuple)
    ),
    st.builds(
        TrendFigure,
        labels=st.just(("a", "b", "c")),
        values=st.tuples(*[st.none() | amounts] * 3),
        target=st.none() | amounts,
    ),
)
charts = st.builds(Chart, title=titles, unit=st.sampled_from(["mnkr", "%", ""]), figure=figures, note=texts)
spans = st.builds(Span, text=texts, strong=st.booleans(), em=st.booleans(), href=texts)
paragraphs = st.lists(
    st.builds(
        Paragraph, spans=st.lists(spans, max_size=3).map(tuple), style=st.sampled_from(["p", "h4", "bullet", "number"])
    ),
    max_size=3,
).map(tuple)
indicators = st.builds(IndicatorRow, name=texts, unit=texts, outcome=st.none() | numbers, status=st.none() | statuses)
goals = st.builds(
    GoalBlock,
    number=texts,
    title=titles,
    status=statuses,
    texts=st.lists(st.builds(Narrative, label=texts, text=texts), max_size=4).map(tuple),
    indicators=st.lists(indicators, max_size=2).map(tuple),
    chart=st.none() | charts,
    reason=texts,
)
summaries = st.builds(
    SummaryBlock,
    lead=texts,
    figures=st.lists(
        st.builds(KeyFigure, label=texts, value=st.none() | amounts, unit=st.just("tkr"), chart=st.none() | charts),
        max_size=3,
    ).map(tuple),
    goals=st.none()
    | st.builds(GoalTally, heading=titles, parts=st.just((StackPart(label="Nås", count=1, tone=Tone.OK),))),
    good=st.lists(
        st.builds(Finding, status=statuses, text=texts, ref=st.sampled_from(["", "finns-inte"])), max_size=3
    ).map(tuple),
    decisions=st.none() | st.builds(Points, heading=titles, items=st.lists(texts, max_size=2).map(tuple)),
)
blocks = st.one_of(
    st.builds(Text, paragraphs=paragraphs, style=st.sampled_from(["body", "lead", "full"])),
    st.builds(HeadingBlock, text=titles),
    st.builds(Margin, title=texts, text=texts),
    st.builds(Box, title=titles, status=st.none() | statuses, paragraphs=paragraphs),
    st.builds(Pair, left=charts, right=tables()),
    tables(),
    charts,
    goals,
    st.builds(
        GoalOverview,
        title=titles,
        groups=st.lists(
            st.builds(
                GoalGroup,
                name=texts,
                goals=st.lists(st.builds(GoalLine, title=titles, now=st.none() | statuses), max_size=2).map(tuple),
            ),
            max_size=2,
        ).map(tuple),
    ),
    summaries,
    st.just(Contents()),
    st.builds(ChainBlock, levels=st.lists(st.builds(ChainLevel, name=titles), min_size=1, max_size=3).map(tuple)),
    st.builds(GlossaryBlock, terms=st.lists(st.builds(DocumentTerm, word=texts, meaning=texts), max_size=2).map(tuple)),
    st.builds(Colophon, intro=texts, facts=st.lists(st.builds(Fact, label=texts, value=texts), max_size=2).map(tuple)),
)
sections = st.builds(
    DocumentSection,
    heading=titles,
    blocks=st.lists(blocks, max_size=2).map(tuple),
    landscape=st.booleans(),
    quote=texts,
)
chapters = st.builds(
    Chapter, heading=titles, numbered=st.booleans(), blocks=st.lists(blocks, max_size=2).map(tuple),
    sections=st.lists(sections, max_size=2).map(tuple),
)  # fmt: skip
metas = st.builds(
    Meta,
    municipality=st.builds(
        DocumentMunicipality, name=titles, slug=st.just("kommun"), brand=st.sampled_from(["#17507F", "#FFD200"])
    ),
    organisation=st.none() | st.builds(DocumentOrganisation, name=titles, slug=st.just("namnden")),
    report_type=titles,
    report_code=st.just("delarsrapport"),
    title=titles,
    period=texts,
    cutoff=days,
    months_covered=st.integers(0, 12),
    status=st.sampled_from(["utkast", "beslutad"]),
    decisions=st.lists(st.builds(DocumentDecision, body=titles, date=days, paragraph=texts), max_size=2).map(tuple),
    frozen_at=instants,
)
documents = st.builds(Document, meta=metas, chapters=st.lists(chapters, max_size=3).map(tuple))
