"""The document: what is frozen when a body decides a report, and what page, PDF and Excel are made from.

A composer builds it bottom up: `Document(meta=Meta(…), chapters=(Chapter(heading="Målen", sections=(…)), …))`.
Everything is optional except the meta; see `followup.document.blocks` for the blocks. Numbers of chapters, sections,
tables and charts are not written here: `followup.document.outline` counts them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from followup.document.base import GOAL_SCALE, INDICATOR_SCALE, Anchor, Colour, Frozen, Plain, Status
from followup.document.blocks import Block, DocumentTerm
from ui.rules.swedish import DateForm, sv_date

SCHEMA = 1

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


class DocumentMunicipality(Frozen):
    """Whose report it is. `brand` is the municipality's one colour."""

    name: Plain
    slug: Slug
    code: Annotated[str, Field(pattern=r"^(\d{4})?$")] = ""
    brand: Colour = "#17507F"


class DocumentOrganisation(Frozen):
    """The body that hands the report in. Left out when the report is the whole municipality's."""

    name: Plain
    slug: Slug


class DocumentDecision(Frozen):
    """What a body decided: date, § and diary number."""

    body: Plain
    date: date
    paragraph: Plain = ""
    diary_number: Plain = ""

    @property
    def when(self) -> str:
        """The day, and the § when there is one: «13 september 2019, § 98»."""
        paragraph = f", §\u00a0{self.paragraph}" if self.paragraph else ""
        return f"{sv_date(self.date, DateForm.FULL)}{paragraph}"


class Words(Frozen):
    """The municipality's own words, for the headings that renderers write themselves."""

    goal: Plain = "mål"
    goals: Plain = "mål"
    indicator: Plain = "indikator"
    indicators: Plain = "indikatorer"


class Meta(Frozen):
    """What the report is, whose, for which period, and what has been decided about it.

    `report_type` is the word on the cover (Delårsrapport) and `report_code` the part of the file name
    (delarsrapport). `months_covered` fills the year's ring. A `utkast` is marked on the cover and in the foot and
    never claims to be an archive file. `version` above 1 is a corrected report.
    """

    municipality: DocumentMunicipality
    organisation: DocumentOrganisation | None = None
    report_type: Plain
    report_code: Slug
    title: Plain
    period: Plain
    cutoff: date
    months_covered: Annotated[int, Field(ge=0, le=12)] = 12
    year_in_name: bool = False
    status: Literal["utkast", "beslutad"] = "utkast"
    version: Annotated[int, Field(ge=1, le=99)] = 1
    decisions: tuple[DocumentDecision, ...] = ()
    diary_number: Plain = ""
    unit: Literal["kr", "tkr", "mnkr"] = "mnkr"
    language: Literal["sv"] = "sv"
    frozen_at: datetime
    composed_from: Plain = ""
    example_note: Plain = ""
    changed_after_decision: tuple[Plain, ...] = ()
    subject: Plain = ""
    keywords: tuple[Plain, ...] = ()
    contact: Plain = ""
    words: Words = Words()
    terms: tuple[DocumentTerm, ...] = ()
    goal_scale: tuple[Status, ...] = GOAL_SCALE
    indicator_scale: tuple[Status, ...] = INDICATOR_SCALE

    @field_validator("frozen_at")
    @classmethod
    def _with_zone(cls, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise ValueError("frozen_at needs a time zone")
        return value.astimezone(UTC).replace(microsecond=0)

    @property
    def is_draft(self) -> bool:
        """True until the report is decided."""
        return self.status == "utkast"


class DocumentSection(Frozen):
    """A numbered section of a chapter. `landscape` gives it pages of its own on the side, `new_page` begins one.

    With a `quote` or a `summary` it opens with a coloured band: the strategic area's own words and the state of its
    goals. A section of a decided report that has no blocks says that no text was written.
    """

    id: Anchor = ""
    heading: Plain
    blocks: tuple[Block, ...] = ()
    landscape: bool = False
    new_page: bool = False
    quote: Plain = ""
    summary: Plain = ""

    @property
    def is_area(self) -> bool:
        """True when the section opens with the coloured band."""
        return bool(self.quote or self.summary)


class Chapter(Frozen):
    """A chapter begins a new page. Without `numbered` it has no number: Läget på en sida, Innehåll, Ordlista."""

    id: Anchor = ""
    heading: Plain
    numbered: bool = True
    blocks: tuple[Block, ...] = ()
    sections: tuple[DocumentSection, ...] = ()


class Document(Frozen):
    """A whole report."""

    schema_number: Literal[1] = 1
    meta: Meta
    chapters: tuple[Chapter, ...] = ()

    @model_validator(mode="after")
    def _anchors_once(self) -> Self:
        given = [chapter.id for chapter in self.chapters if chapter.id]
        given += [section.id for chapter in self.chapters for section in chapter.sections if section.id]
        twice = {name for name in given if given.count(name) > 1}
        if twice:
            raise ValueError(f"anchors used twice: {', '.join(sorted(twice))}")
        return self


# The nine headings of RKR R15 in their order; second-hand, to be checked before a template is called statutory.
STATUTORY_HEADINGS = (
    "Översikt över verksamhetens utveckling",
    "Den kommunala koncernen",
    "Viktiga förhållanden för resultat och ekonomisk ställning",
    "Händelser av väsentlig betydelse",
    "Styrning och uppföljning av den kommunala verksamheten",
    "God ekonomisk hushållning och ekonomisk ställning",
    "Balanskravsresultat",
    "Väsentliga personalförhållanden",
    "Förväntad utveckling",
)
