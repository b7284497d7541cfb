"""Words, levels and scales: how this municipality steers, in its own words (AL-8, HA-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from styrmodell.access import Access
from styrmodell.models import DocumentType, Level, Limit, Perspective, Scale, SteeringModel, Term
from styrmodell.selectors.words import steering_model


@dataclass(frozen=True, slots=True)
class Letter:
    """The words on one letter."""

    letter: str
    terms: Sequence[Term]


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level: its word, who decides it and in which document, by its name."""

    level: Level
    decided_in: str


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """The page's contents."""

    model: SteeringModel
    letters: Sequence[Letter]
    levels: Sequence[LevelRow]
    perspectives: Sequence[Perspective]
    scales: Sequence[Scale]
    limits: Sequence[Limit]


def glossary(access: Access) -> GlossaryPage:
    """The municipality's words with their meaning, its levels, perspectives, scales and limits (eight queries)."""
    model = steering_model(access)
    terms = sorted(
        Term.objects.of(access).filter(model=model).exclude(definition=""), key=lambda term: swedish_key(term.singular)
    )
    letters = [Letter(letter, list(group)) for letter, group in groupby(terms, lambda term: term.singular[:1].upper())]
    names = dict(DocumentType.objects.of(access).filter(model=model).values_list("code", "name"))
    levels = [
        LevelRow(level, names.get(level.decided_in, level.decided_in))
        for level in Level.objects.of(access).filter(model=model)
    ]
    return GlossaryPage(
        model=model,
        letters=letters,
        levels=levels,
        perspectives=list(Perspective.objects.of(access).filter(model=model)),
        scales=list(Scale.objects.of(access).filter(model=model).prefetch_related("steps")),
        limits=list(Limit.objects.of(access).filter(model=model)),
    )


def swedish_key(word: str) -> str:
    """A key that sorts å, ä, ö last, as in a Swedish dictionary."""
    return word.lower().translate({ord("å"): "{", ord("ä"): "|", ord("ö"): "}", ord("é"): "e"})
