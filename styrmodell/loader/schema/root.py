"""The whole file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, WithJsonSchema

from styrmodell.loader.schema.base import FileModel
from styrmodell.loader.schema.documents import AccountGroup, DocumentType
from styrmodell.loader.schema.levels import Area, Level, Limit, Perspective, Scale, SteeringModel
from styrmodell.loader.schema.organisation import Municipality, OrganisationNode
from styrmodell.loader.schema.reporting import CalendarRule, OccasionRule
from styrmodell.loader.schema.words import GlossaryEntry, Instruction, Term

Format = Annotated[Literal["2"], PlainSerializer(int), WithJsonSchema({"enum": ["2", 2]})]


class SteeringFile(FileModel):
    """A municipality's steering model: organisation, levels, words, rules and calendar."""

    format: Format = Field(description="Filformatets version. En fil i format 1 går också att läsa in.")
    municipality: Municipality = Field(alias="kommun")
    organisation: list[OrganisationNode] = Field(min_length=1)
    steering_model: SteeringModel = Field(alias="styrmodell")
    levels: list[Level] = Field(alias="nivaer", min_length=1)
    areas: list[Area] = Field(default_factory=list, alias="omraden")
    limits: list[Limit] = Field(default_factory=list, alias="granser")
    perspectives: list[Perspective] = Field(default_factory=list, alias="perspektiv")
    scales: list[Scale] = Field(alias="skalor", min_length=1)
    terms: list[Term] = Field(default_factory=list, alias="termer")
    glossary: list[GlossaryEntry] = Field(default_factory=list, alias="ordlista")
    account_groups: list[AccountGroup] = Field(default_factory=list, alias="kontogrupper")
    occasion_rules: list[OccasionRule] = Field(alias="tillfallen", min_length=1)
    calendar: list[CalendarRule] = Field(alias="arshjul", min_length=1)
    document_types: list[DocumentType] = Field(default_factory=list, alias="dokumenttyper")
    instructions: list[Instruction] = Field(default_factory=list, alias="anvisningar")
