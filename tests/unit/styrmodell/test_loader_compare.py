"""What differs between two files is told in words, thing by thing, and no raw key is ever shown."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from styrmodell.loader import schema
from styrmodell.loader.compare import compare
from styrmodell.loader.labels import LABELS, beside
from styrmodell.loader.read import parse_steering_file
from styrmodell.loader.schema import FileModel, SteeringFile

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
HALLSBERG = (FIXTURES / "hallsberg.yaml").read_text(encoding="utf-8")
APART = {"SteeringFile", "Deadline", "CoreValueEntry"}  # told part by part, or as one value


def told(*pairs: tuple[str, str]) -> list[str]:
    text = HALLSBERG
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    old_file = parse_steering_file(HALLSBERG.encode(), "hallsberg.yaml")
    return [row.sentence for row in compare(old_file, parse_steering_file(text.encode(), "hallsberg.yaml"))]


def test_the_same_file_differs_in_nothing():
    assert told() == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("tidsrymd: budgetår\n", "tidsrymd: två år\n", "Nämndmål, tidsrymd: budgetår → två år"),
        ("farg: ", 'farg: "#123456" # ', "Hallsberg, färg: "),
        ("dagar_efter: 21", "dagar_efter: 22", "Månadsrapport: Nämnden fattar de beslut som behövs, senast: "
         "21 dagar efter brytdagen → 22 dagar efter brytdagen"),
        ("namn: Förskola\n", "namn: Förskolan\n", "Förskolan, namn: Förskola → Förskolan"),
        ("till: 2026-10-14", "till: 2026-12-31", "Styrmodellen, mandatperiod: 2022-10-15–2026-10-14 → 2022-10-15–2026-12-31"),
    ],
)  # fmt: skip
def test_a_change_is_one_sentence(old, new, sentence):
    sentences = told((old, new))
    assert len(sentences) == 1, sentences
    assert sentences[0].startswith(sentence)


def test_a_word_is_told_with_its_three_forms():
    own = "singular: nämndmål, plural: nämndmål, bestamd: nämndmålet"
    assert told((own, "singular: mål, plural: mål, bestamd: målet")) == [
        "Nämndmål, ord: nämndmål · nämndmål · nämndmålet → mål · mål · målet"
    ]


def test_a_new_name_of_what_is_above_is_no_change_of_what_is_below():
    assert told(("    singular: vision\n", "    singular: målbild\n")) == ["Målbild, ett: vision → målbild"]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("kort", "kortare", ("kort", "kortare")),
        ("ord " * 100 + "slutet", "ord " * 100 + "slutet och mer", ("… " + "ord " * 9 + "slutet", "… " + "ord " * 9 + "slutet och mer")),
        ("a" + " ord" * 100, "b" + " ord" * 100, ("a" + " ord" * 59 + " or …", "b" + " ord" * 59 + " or …")),
    ],
    ids=["short", "at the end", "at the start"],
)  # fmt: skip
def test_long_texts_are_shown_where_they_part(old: str, new: str, shown: tuple[str, str]):
    assert beside(old, new) == shown


def test_every_attribute_of_the_file_has_a_word_that_people_read():
    kinds = [
        kind
        for kind in vars(schema).values()
        if inspect.isclass(kind) and issubclass(kind, FileModel) and kind.__name__ not in APART
    ]
    small = {"vision", "insight"}  # their own attributes are told in their place
    without = [
        f"{kind.__name__}.{name}" for kind in kinds for name in kind.model_fields if name not in LABELS.keys() | small
    ]
    assert SteeringFile not in kinds
    assert without == []
