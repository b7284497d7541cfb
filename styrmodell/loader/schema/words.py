"""The municipality's own words: terms in the interface, glossary and instructions."""

from __future__ import annotations

from pydantic import Field

from styrmodell.loader.schema.base import Code, FileModel, Item, Prose, Source, Sourced, Word
from styrmodell.rules.terms import TermKey
from styrmodell.rules.vocabulary import Phase


class TermEntry(FileModel):
    """The municipality's word for a concept."""

    key: TermKey = Field(alias="nyckel", description="Begreppet i systemet.")
    singular: Word
    plural: Word
    definite: Word = Field(alias="bestamd", description="Bestämd form singular.")


class GlossaryEntry(Sourced):
    """A word with its explanation, shown where the word is used."""

    singular: Word = Field(alias="ord")
    definition: Prose = Field(alias="forklaring")


class InstructionEntry(Item):
    """An instruction for a phase, shown where the work is done."""

    code: Code = Field(alias="kod")
    phase: Phase = Field(alias="fas")
    title: Source = Field(alias="rubrik")
    text: Prose
