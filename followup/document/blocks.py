"""The blocks of a section. Every block has a `kind`, is frozen, and holds values, never markup."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from followup.document.base import Anchor, Decimals, Exact, Frozen, Plain, Status
from followup.document.figures import Chart, StackPart
from followup.document.goals import GoalBlock, GoalOverview
from followup.document.richtext import Paragraph, parse_plain
from followup.document.table import Table, VerdictCell
from styrmodell.rules.levels import MOST_LEVELS


class Text(Frozen):
    """Running text. `lead` is the larger opening paragraph, `full` uses the whole width, `body` leaves a margin."""

    kind: Literal["text"] = "text"
    paragraphs: tuple[Paragraph, ...]
    style: Literal["body", "lead", "full"] = "body"

    @classmethod
    def plain(cls, text: str, style: Literal["body", "lead", "full"] = "body") -> Text:
        """Make a text from plain text; blank lines part the paragraphs."""
        return cls(paragraphs=parse_plain(text), style=style)


class HeadingBlock(Frozen):
    """A heading inside a section; "Nämnderna överskrider ramarna" says more than "Avvikelser"."""

    kind: Literal["heading"] = "heading"
    id: Anchor = ""
    text: Plain


class Margin(Frozen):
    """A term or a method explained in at most 35 words, in the margin."""

    kind: Literal["margin"] = "margin"
    title: Plain
    text: Plain


class Box(Frozen):
    """A tinted box for a conclusion or a check; `place` is a dashed box that waits for something."""

    kind: Literal["box"] = "box"
    title: Plain
    status: Status | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    style: Literal["fact", "place"] = "fact"


class Pair(Frozen):
    """Two things side by side on paper, in order on a narrow screen."""

    kind: Literal["pair"] = "pair"
    left: Annotated[Chart | Table, Field(discriminator="kind")]
    right: Annotated[Chart | Table, Field(discriminator="kind")]
    wide_left: bool = False


class KeyFigure(Frozen):
    """A large number with what it is compared with. With unit kr, tkr or mnkr the value is kronor.

    `of` completes a count ("11 av 11"). `verdict` or `status` stands first among the lines that follow.
    """

    label: Plain
    value: Exact | None
    unit: Plain = ""
    decimals: Decimals | None = None
    signed: bool = False
    verdict: VerdictCell | None = None
    status: Status | None = None
    comparison: Plain = ""
    lines: tuple[Plain, ...] = ()
    chart: Chart | None = None


class GoalTally(Frozen):
    """How many goals stand at each step, and the overall judgement if there is one."""

    heading: Plain
    status: Status | None = None
    after: Plain = ""
    parts: tuple[StackPart, ...] = ()


class Finding(Frozen):
    """One of the three greens or reds: a few bold words, the fact, and where it stands (`ref`, an anchor)."""

    status: Status
    text: Plain
    ref: Anchor = ""


class Points(Frozen):
    """A heading and its points: changes since last time, or the decisions wanted."""

    heading: Plain
    items: tuple[Plain, ...]
    note: Plain = ""


class SummaryBlock(Frozen):
    """Läget på en sida. Whoever stops there has understood. Every part may be left out."""

    kind: Literal["summary"] = "summary"
    lead: Plain = ""
    figures: Annotated[tuple[KeyFigure, ...], Field(max_length=3)] = ()
    goals: GoalTally | None = None
    good_heading: Plain = "Tre saker som går bra"
    good: Annotated[tuple[Finding, ...], Field(max_length=3)] = ()
    bad_heading: Plain = "Tre saker som kräver åtgärd"
    bad: Annotated[tuple[Finding, ...], Field(max_length=3)] = ()
    changes: Points | None = None
    decisions: Points | None = None
    example: Plain = ""


class Contents(Frozen):
    """Table of contents, and Så läser du rapporten. `reading` adds paragraphs to the latter."""

    kind: Literal["contents"] = "contents"
    reading: tuple[Paragraph, ...] = ()


class BalanceRequirementBlock(Frozen):
    """Balanskravsutredning (LKBR 11 kap. 10 §): all rows even when zero, the way from result to result, the reserve.

    `table` has the rows of the law in order; `chart` is a waterfall; `reserve` tests the reservation.
    """

    kind: Literal["balanskrav"] = "balanskrav"
    table: Table
    status: Status | None = None
    conclusion: Plain = ""
    chart: Chart | None = None
    reserve: Table | None = None


class ChainLevel(Frozen):
    """A level of the steering chain: its name, who decides it, and in which document it stands."""

    name: Plain
    decided_by: Plain = ""
    document: Plain = ""


class ChainBlock(Frozen):
    """The red thread from vision to activity."""

    kind: Literal["chain"] = "chain"
    id: Anchor = ""
    title: Plain = "Den röda tråden: vem beslutar, och var det står"
    levels: Annotated[tuple[ChainLevel, ...], Field(min_length=1, max_length=MOST_LEVELS)]


class DocumentTerm(Frozen):
    """A word and what it means here."""

    word: Plain
    meaning: Plain


class GlossaryBlock(Frozen):
    """The words used in this report. Shown in alphabetical order."""

    kind: Literal["glossary"] = "glossary"
    terms: tuple[DocumentTerm, ...]


class Fact(Frozen):
    """A row of Om rapporten."""

    label: Plain
    value: Plain


class Colophon(Frozen):
    """Om rapporten. Decisions, freezing time, checksum and data are filled in from the document; `facts` add to them."""

    kind: Literal["colophon"] = "colophon"
    intro: Plain = ""
    facts: tuple[Fact, ...] = ()


Block = Annotated[
    Text
    | HeadingBlock
    | Margin
    | Box
    | Pair
    | Table
    | Chart
    | GoalBlock
    | GoalOverview
    | SummaryBlock
    | Contents
    | BalanceRequirementBlock
    | ChainBlock
    | GlossaryBlock
    | Colophon,
    Field(discriminator="kind"),
]
