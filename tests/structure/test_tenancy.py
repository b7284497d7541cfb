"""Every read of a tenant's table begins with whose rows they are, and so do its keys."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Index, UniqueConstraint

from styrmodell.models.tenant import TenantModel
from tests.structure.test_house import ROOT, modules, relative

GLOBAL = {"User", "Municipality"}
BEGINS = {"of", "visible_to", "none"}  # the last reads nothing
WRITES = {"create", "bulk_create"}
NAMES_IT = {"get_or_create", "update_or_create"}  # with the municipality among what is looked up

# Where there is no access yet, or many municipalities are meant.
WITHOUT = {
    "styrmodell/access.py": "makes the access",
    "styrmodell/jobs.py": "takes whatever job waits, whoever's it is",
    "budget/importers/stray.py": "removes what no import refers to, in any municipality",
    "styrmodell/selectors/demo.py": "shows who can sign in, in every example municipality",
}
BY_SOMETHING_ELSE = {
    "job_by_state",  # workers take whatever waits
    "role_user_municipality",  # who signs in, before the municipality is known
    "audit_by_words",  # an index of words has no order; the municipality is asked for beside it
}
WITHOUT_ROOMS = (
    "/loader/",  # a file is read in for a municipality
    "/models/",  # the managers themselves
)


def unscoped(path: Path) -> Iterator[str]:
    """What a module reads without saying whose."""
    yield from (f"{relative(path)}:{line}" for line in unscoped_in(path.read_text()))


def unscoped_in(code: str) -> Iterator[str]:
    """`Model.objects.…` that does not begin with whose rows they are."""
    tree = ast.parse(code)
    names_it = {
        id(call.func)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and {word.arg for word in call.keywords} & {"municipality", "municipality_id"}
    }
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=method, value=ast.Attribute(attr="objects", value=ast.Name(id=model))):
                is_scoped = method in BEGINS | WRITES or (method in NAMES_IT and id(node) in names_it)
                if model not in GLOBAL and not is_scoped:
                    yield f"{node.lineno} {model}.objects.{method}"


def test_every_read_begins_with_whose_rows_they_are():
    rooms = [path for path in modules("styrmodell", "goals", "budget", "followup") if relative(path) not in WITHOUT]
    read = [path for path in rooms if not any(room in f"/{relative(path)}" for room in WITHOUT_ROOMS)]
    assert [line for path in read for line in unscoped(path)] == []


@pytest.mark.parametrize(
    ("code", "is_found"),
    [
        ("Goal.objects.filter(pk=1)", True),
        ("Goal.objects.all()", True),
        ("Goal.objects.get_or_create(code='a')", True),
        ("Goal.objects.of(access).filter(pk=1)", False),
        ("Goal.objects.visible_to(access)", False),
        ("Goal.objects.get_or_create(municipality=kommun, code='a')", False),
        ("User.objects.get(pk=1)", False),
    ],
)
def test_a_read_that_does_not_say_whose_would_be_found(code: str, is_found: bool):
    """Negative control."""
    assert bool(list(unscoped_in(code))) is is_found


def test_who_reads_without_still_has_to():
    assert [name for name in WITHOUT if not list(unscoped(ROOT / name))] == []


def test_keys_and_indexes_begin_with_the_municipality():
    """Row-level security and every read ask for the municipality first; a foreign key's own index is PostgreSQL's need."""
    models = [
        model
        for app in ("styrmodell", "goals", "budget", "followup")
        for model in apps.get_app_config(app).get_models()
    ]
    keys = [
        (key.name, next(iter(key.fields), ""))
        for model in models
        if issubclass(model, TenantModel)
        for key in (*model._meta.indexes, *model._meta.constraints)
        if isinstance(key, Index | UniqueConstraint)
    ]
    assert len(keys) > 20
    assert {name for name, first in keys if first != "municipality"} == BY_SOMETHING_ELSE
