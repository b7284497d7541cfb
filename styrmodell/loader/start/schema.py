"""Schema of the start file: what a new municipality says of itself, where the pattern does not hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from styrmodell.loader.schema import FileModel, MunicipalityEntry, PeriodEntry, TermEntry
from styrmodell.loader.schema.base import Code, Line, Short


def _pasted(value: object) -> object:
    if not isinstance(value, str):
        text = "Skriv | efter kolonet och listan på raderna under, en rad för varje, med indrag."
        raise ValueError(text)  # noqa: TRY004 - what pydantic hears
    return value


Pasted = Annotated[str, BeforeValidator(_pasted), Field(min_length=1, max_length=1_000_000)]
"""A list as it was pasted: its lines are read by the reader of such lists."""


class RenamedLevel(FileModel):
    """What one of the pattern's levels is called here."""

    code: Code = Field(alias="kod", description="Nivåns kod i mönstret.")
    singular: Short
    plural: Short
    definite: Short = Field(alias="bestamd")


class StartFile(FileModel):
    """What a new municipality starts with."""

    municipality: MunicipalityEntry = Field(alias="kommun")
    term_of_office: PeriodEntry = Field(alias="mandatperiod")
    model_name: Line | None = Field(default=None, alias="styrmodell")
    organisation: Pasted
    people: Pasted = Field(alias="personer")
    terms: list[TermEntry] = Field(default_factory=list, alias="termer")
    levels: list[RenamedLevel] = Field(default_factory=list, alias="nivaer")

    @property
    def name_of_model(self) -> str:
        """What the steering model is called, said or not."""
        name = self.municipality.name
        return self.model_name or f"Styrmodell för {name}"
