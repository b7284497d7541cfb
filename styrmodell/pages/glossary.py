"""Words, levels, documents and instructions: how this municipality steers, in its own words (AL-7, AL-8, AN-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from styrmodell.access import Access
from styrmodell.models import DocumentType, Instruction, Level, SteeringModel, Term
from styrmodell.rules.vocabulary import Phase
from styrmodell.selectors.words import steering_model


@dataclass(frozen=True, slots=True)
class Letter:
    """The words on one letter."""

    letter: str
    terms: Sequence[Term]


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level: its word, who decides it and in which document, by its name."""

    singular: str
    decided_by: str
    decided_in: str


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """The page's contents."""

    model: SteeringModel
    letters: Sequence[Letter]
    levels: Sequence[LevelRow]
    documents: Sequence[DocumentType]


def glossary(access: Access) -> GlossaryPage:
    """The municipality's words with their meaning, its levels and its documents (four queries)."""
    model = steering_model(access)
    terms = sorted(
        Term.objects.of(access).filter(model=model).exclude(definition=""), key=lambda term: swedish_key(term.singular)
    )
    letters = [Letter(letter, list(group)) for letter, group in groupby(terms, lambda term: term.singular[:1].upper())]
    documents = list(DocumentType.objects.of(access).filter(model=model))
    names = {document.code: document.name for document in documents}
    levels = [
        LevelRow(level.singular, level.decided_by, names.get(level.decided_in, level.decided_in))
        for level in Level.objects.of(access).filter(model=model)
    ]
    return GlossaryPage(model, letters, levels, documents)


def instructions(access: Access) -> list[tuple[str, list[Instruction]]]:
    """The instructions in force, by the phase's word in the model's order (two queries)."""
    rows = list(Instruction.objects.of(access).filter(model=steering_model(access)))
    phases = list(dict.fromkeys(row.phase for row in rows))
    return [(Phase(phase).label, [row for row in rows if row.phase == phase]) for phase in phases]


def swedish_key(word: str) -> str:
    """A key that sorts å, ä, ö last, as in a Swedish dictionary."""
    return word.lower().translate({ord("å"): "{", ord("ä"): "|", ord("ö"): "}", ord("é"): "e"})
