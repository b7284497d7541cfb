"""The municipality and its organisation tree."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from styrmodell.loader.schema.base import Code, FileModel, LedgerCode, Line, Prose, Short, Word, YesNo
from styrmodell.permissions import Role
from styrmodell.rules.vocabulary import Insight, MoneyUnit, OrganisationKind

ScbCode = Annotated[
    str,
    BeforeValidator(str),
    Field(pattern=r"^[0-9]{4}$"),
    WithJsonSchema({"type": ["string", "integer"]}),
]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
_NOT_IN_A_LOGO = re.compile(
    r"<\s*(script|foreignObject|iframe|image|use|animate|set|style)\b|\bon\w+\s*=|href\s*=|<!|<\?|url\(", re.IGNORECASE
)


def _drawn_only(value: object) -> object:
    """A mark is shapes: nothing in it runs, fetches or refers."""
    found = _NOT_IN_A_LOGO.search(value) if isinstance(value, str) else None
    if found:
        raise ValueError(f"Loggan får bara innehålla former och färger. Ta bort {found[0]} ur filen.")
    return value


Logo = Annotated[str, BeforeValidator(_drawn_only), Field(min_length=1, max_length=20_000, pattern=r"^<svg")]


class InsightEntry(FileModel):
    """What the roles that only read see of reports before they are decided. Whoever works with a report sees it always."""

    politician_insight: Insight | None = Field(default=None, alias="politiker", description="Utelämnad: eget.")
    auditor_insight: Insight | None = Field(
        default=None, alias="revisor", description="Utelämnad: utkast (kommunallagen 12 kap. 9 §)."
    )
    administrator_insight: Insight | None = Field(
        default=None, alias="administrator", description="Utelämnad: beslutat."
    )

    def of(self, role: Role) -> Insight | None:
        """What is chosen for the role; None when nothing is, or the role works with reports."""
        chosen = {
            Role.POLITICIAN: self.politician_insight,
            Role.AUDITOR: self.auditor_insight,
            Role.ADMINISTRATOR: self.administrator_insight,
        }
        return chosen.get(role)


class MunicipalityEntry(FileModel):
    """Who the file is about."""

    slug: Slug = Field(description="Namnet i webbadressen, till exempel hallsberg.")
    code: ScbCode | None = Field(
        default=None, alias="scb_kod", description="SCB:s kommunkod, fyra siffror. Utelämnas om den inte är känd."
    )
    name: Word = Field(alias="namn", description="Hela namnet, till exempel Hallsbergs kommun.")
    short_name: Short = Field(alias="kortnamn", description="Namnet i löpande text och i sidhuvudet.")
    brand_colour: Colour = Field(
        alias="farg", description="Kommunens färg, #RRGGBB. Systemet justerar den så att text går att läsa."
    )
    unit: MoneyUnit = Field(alias="enhet", description="tkr eller mnkr i tabeller.")
    logo_svg: Logo | None = Field(default=None, alias="logga", description="Loggan som SVG, kvadratisk, högst 20 kB.")
    description: Prose | None = Field(
        default=None, alias="beskrivning", description="Några meningar om kommunens sätt att styra."
    )
    insight: InsightEntry | None = Field(
        default=None,
        alias="insyn",
        description="Vad politiker, revisorer och administratörer ser av rapporter som inte är beslutade.",
    )
    two_people: YesNo = Field(
        default=False,
        alias="tva_personer",
        description="ja = den som lämnade in en rapport antecknar inte beslutet om den.",
    )


class OrganisationEntry(FileModel):
    """One organisation; its parts stand under it."""

    code: Code = Field(alias="kod", description="Kort fast namn. Ändra det aldrig: mål och pengar hänger på det.")
    name: Line = Field(alias="namn")
    short_name: Short | None = Field(default=None, alias="kortnamn", description="Förkortning, till exempel KS.")
    kind: OrganisationKind = Field(alias="typ")
    ledger_codes: list[LedgerCode] = Field(
        default_factory=list, alias="koder", description="Koder i ekonomisystemet (ansvar) som hör hit."
    )
    governing_document: Prose | None = Field(
        default=None, alias="styrdokument", description="Reglemente, ägardirektiv eller bolagsordning, i korthet."
    )
    valid_from: date | None = Field(default=None, alias="giltig_fran", description="Första dagen, ÅÅÅÅ-MM-DD.")
    valid_to: date | None = Field(default=None, alias="giltig_till", description="Sista dagen, ÅÅÅÅ-MM-DD.")
    is_example: YesNo = Field(
        default=False, alias="exempel", description="ja = finns inte i källdokumentet. Visas som Exempel."
    )
    children: list[OrganisationEntry] = Field(default_factory=list, alias="under", description="Delarna under den.")
