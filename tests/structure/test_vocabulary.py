"""A word that is stored has one enum in the whole house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from itertools import combinations
from pathlib import Path

from django.apps import apps
from django.db.models import TextChoices

from budget.rules.statements import ENTERED
from styrmodell.rules.vocabulary import AccountRow, Content, LabelledEnum

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ("demo", "followup", "budget", "goals", "styrmodell", "ui", "accounts")


def read_every_module() -> None:
    for name in HOUSE:
        for path in sorted((ROOT / name).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts and parts[-1] != "__main__":
                import_module(".".join(part for part in parts if part != "__init__"))


def below(kind: type) -> Iterator[type]:
    for inner in kind.__subclasses__():
        yield inner
        yield from below(inner)


def enums() -> list[type[StrEnum] | type[TextChoices]]:
    read_every_module()
    found = {*below(StrEnum), *below(TextChoices)}
    return sorted((kind for kind in found if kind.__module__.split(".")[0] in HOUSE and len(kind)), key=repr)


def test_no_two_enums_have_the_same_values():
    same = [(a, b) for a, b in combinations(enums(), 2) if {str(word) for word in a} == {str(word) for word in b}]
    assert same == []


def test_every_word_that_is_shown_has_its_word_for_people():
    labelled = [word for kind in enums() if issubclass(kind, LabelledEnum) for word in kind]
    assert labelled
    assert [word for word in labelled if not word.label] == []


def test_templates_ask_what_something_is_and_compare_with_no_stored_word():
    shown = [kind for kind in enums() if issubclass(kind, LabelledEnum | TextChoices | Content)]
    stored = {str(word) for kind in shown for word in kind}
    compared = {
        f"{path.name}: {match[0]}"
        for path in (ROOT / "templates").rglob("*.html")
        for match in re.finditer(
            r"""\b(?:status|scope|state|kind|part|key|ring|phase) ?[!=]= ?["'](\w+)["']""",
            path.read_text(encoding="utf-8"),
        )
        if match[1] in stored
    }
    assert compared == set()


def test_accounts_belong_to_the_rows_that_are_entered():
    assert {row.value for row in AccountRow} == {row.value for row in ENTERED}


def test_a_field_offers_what_its_enum_has():
    field = apps.get_model("styrmodell", "Organisation")._meta.get_field("kind")
    assert ("namnd", "Nämnd") in field.choices
