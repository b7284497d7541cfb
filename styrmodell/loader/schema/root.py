"""The whole file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from styrmodell.loader.schema.base import FileModel
from styrmodell.loader.schema.documents import AccountGroupEntry, DocumentTypeEntry
from styrmodell.loader.schema.levels import (
    AreaEntry,
    LevelEntry,
    LimitEntry,
    PerspectiveEntry,
    ScaleEntry,
    SteeringModelEntry,
)
from styrmodell.loader.schema.organisation import MunicipalityEntry, OrganisationEntry
from styrmodell.loader.schema.reporting import CalendarRuleEntry, OccasionRuleEntry, PlanEntry
from styrmodell.loader.schema.words import GlossaryEntry, InstructionEntry, TermEntry

Format = Annotated[Literal["2"], BeforeValidator(str), PlainSerializer(int), WithJsonSchema({"enum": ["2", 2]})]


class SteeringFile(FileModel):
    """A municipality's steering model: organisation, levels, words, rules and calendar."""

    format: Format = Field(description="Filformatets version. En fil i format 1 går också att läsa in.")
    municipality: MunicipalityEntry = Field(alias="kommun")
    organisation: list[OrganisationEntry] = Field(min_length=1)
    steering_model: SteeringModelEntry = Field(alias="styrmodell")
    levels: list[LevelEntry] = Field(alias="nivaer", min_length=1)
    areas: list[AreaEntry] = Field(default_factory=list, alias="omraden")
    limits: list[LimitEntry] = Field(default_factory=list, alias="granser")
    perspectives: list[PerspectiveEntry] = Field(default_factory=list, alias="perspektiv")
    scales: list[ScaleEntry] = Field(alias="skalor", min_length=1)
    terms: list[TermEntry] = Field(default_factory=list, alias="termer")
    glossary: list[GlossaryEntry] = Field(default_factory=list, alias="ordlista")
    account_groups: list[AccountGroupEntry] = Field(default_factory=list, alias="kontogrupper")
    occasion_rules: list[OccasionRuleEntry] = Field(alias="tillfallen", min_length=1)
    plans: list[PlanEntry] = Field(default_factory=list, alias="planer")
    calendar: list[CalendarRuleEntry] = Field(alias="arshjul", min_length=1)
    document_types: list[DocumentTypeEntry] = Field(default_factory=list, alias="dokumenttyper")
    instructions: list[InstructionEntry] = Field(default_factory=list, alias="anvisningar")
