"""Sentences in every municipality's own words: number and gender agree. The sentences are written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from goals.rules.words import counted_in_words, judged_in_words, reached_as
from styrmodell.loader.read import read_steering_file
from styrmodell.loader.schema import SteeringFile
from styrmodell.rules.terms import DEFAULT_TERMS
from ui.rules.marks import MARKS, Mark
from ui.rules.money import NBSP
from ui.rules.swedish import uncapitalised

ROOT = Path(__file__).resolve().parents[3]
FILES = {path.stem: read_steering_file(path) for path in sorted((ROOT / "fixtures").glob("*.yaml"))}


def steps_of(file: SteeringFile) -> list[Mark]:
    """The scale of goals: reached, partly, not, not judged."""
    scale = next(scale for scale in file.scales if scale.kind == "mal")
    return [Mark(step.symbol.value, step.tone.value, step.label, step.many or "") for step in scale.steps]


USUAL = {
    "five": "2 av 5 mål nås och 1 nås delvis. Ett mål är inte bedömt.",
    "four": "1 av 4 mål nås och 2 nås delvis. Ett mål är inte bedömt.",
    "none": "Inget av 3 mål är bedömt än.",
    "counted": "2 nås, 1 nås delvis, 2 ej bedömda",
    "several": "nås eller nås delvis",
    "one": "nås eller nås delvis",
}
SENTENCES = {
    "hallsberg": USUAL,
    "ange": USUAL,
    "strategiplan": USUAL,
    "alingsas": {
        "five": "Av 5 mål bedöms 2 som uppnådda, 1 som delvis uppnått och 1 som inte uppnått. Ett mål är inte bedömt.",
        "four": "Av 4 mål bedöms 1 som uppnått och 2 som delvis uppnådda. Ett mål är inte bedömt.",
        "none": "Inget av 3 mål är bedömt än.",
        "counted": "2 uppnådda, 1 delvis uppnått, 2 ej bedömda",
        "several": "uppnådda eller delvis uppnådda",
        "one": "uppnått eller delvis uppnått",
    },
    "svenljunga": {
        "five": "Av 5 mål bedöms 2 som uppfyllda, 1 som delvis uppfyllt och 1 som inte uppfyllt. Ett mål är inte bedömt.",
        "four": "Av 4 mål bedöms 1 som uppfyllt och 2 som delvis uppfyllda. Ett mål är inte bedömt.",
        "none": "Inget av 3 mål är bedömt än.",
        "counted": "2 uppfyllda, 1 delvis uppfyllt, 2 ej bedömda",
        "several": "uppfyllda eller delvis uppfyllda",
        "one": "uppfyllt eller delvis uppfyllt",
    },
}


@pytest.mark.parametrize(
    ("judged", "said"),
    [(["nasinte"] * 3, "0 av 3 mål nås."), (["nas", "nasinte", "ejbed"], "1 av 3 mål nås. Ett mål är inte bedömt.")],
)
def test_no_step_is_named_that_no_goal_stands_at(judged: list[str], said: str) -> None:
    assert judged_in_words([MARKS[symbol] for symbol in judged]).replace(NBSP, " ") == said


@pytest.mark.parametrize("slug", SENTENCES)
def test_how_goals_are_judged(slug: str) -> None:
    reached, partly, failed, unjudged = steps_of(FILES[slug])
    by_tone = {mark.tone: mark for mark in (reached, partly, failed)}

    said = {
        "five": judged_in_words([reached, reached, partly, failed, None]),
        "four": judged_in_words([partly, reached, partly, unjudged]),
        "none": judged_in_words([None, unjudged, None]),
        "counted": counted_in_words([partly, reached, reached, None, unjudged]),
        "several": reached_as(by_tone, 3),
        "one": reached_as(by_tone, 1),
    }
    assert {key: text.replace(NBSP, " ") for key, text in said.items()} == SENTENCES[slug]


@pytest.mark.parametrize("slug", FILES)
def test_who_decides_stands_in_the_middle_of_a_sentence(slug: str) -> None:
    """«Beslutas av respektive nämnd», «Beslutas av KSAU»: a name of somebody, no sentence of its own."""
    file = FILES[slug]
    deciders = [row.decided_by for row in (*file.levels, *file.document_types) if row.decided_by]
    assert [words for words in deciders if "." in words or not uncapitalised(words)[0].islower()] == []


COMMON = {"en", "ny", "din", "ingen", "någon", "den", "egen", "denna", "varje ny"}
NEUTER = {"ett", "nytt", "ditt", "inget", "något", "det", "eget", "detta"}
BEFORE_A_TERM = re.compile(r"""(\w+)\s+\{% term ["'](\w+)["']([^%]*)%\}""")


def words_before_terms() -> Iterator[tuple[str, str, str]]:
    """(template, word, key) where a word with a gender stands before a municipality's own word."""
    for path in (ROOT / "templates").rglob("*.html"):
        for word, key, how in BEFORE_A_TERM.findall(path.read_text(encoding="utf-8")):
            if word.lower() in COMMON | NEUTER and "plural" not in how and "definite" not in how:
                yield path.name, word.lower(), key


@pytest.mark.parametrize("slug", FILES)
def test_a_word_before_a_term_has_its_gender(slug: str) -> None:
    """The definite form tells the gender: målet is ett mål, prognosen is en prognos."""
    definite = {key.value: forms[2] for key, forms in DEFAULT_TERMS.items()}
    definite |= {term.key.value: term.definite for term in FILES[slug].terms}
    wrong = [
        f"{template}: {word} {key}"
        for template, word, key in words_before_terms()
        if definite[key].endswith("t") != (word in NEUTER)
    ]
    assert wrong == []
    assert list(words_before_terms()), "the templates have such words"
