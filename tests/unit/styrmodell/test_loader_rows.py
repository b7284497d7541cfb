"""Nothing of the file is lost on the way to a column: attributes are named as the columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from goals.models import Goal
from styrmodell import models
from styrmodell.loader import schema
from styrmodell.loader.read import read_steering_file
from styrmodell.loader.rows import columns_of
from styrmodell.rules.vocabulary import MoneyLimit

FILE = read_steering_file(Path(__file__).resolve().parents[3] / "fixtures" / "ange.yaml")
LIMIT = schema.LimitEntry(code="a", text="A.", about=MoneyLimit.FORECAST, maximum_kronor=0)
OURS = {"id", "position", "source", "is_example"}  # who owns the row and where it stands is no business of the part
REPORTED = {"is_statutory", "measures_when", "analyses_all"}  # of reports alone
# A part of the file, the model of its row, its attributes that are rows or share a column, and columns others fill.
PARTS = [
    (FILE.municipality, models.Municipality, {"insight"}, {"is_demo"}),
    (FILE.organisation[0], models.Organisation, {"ledger_codes", "children"}, {"version"}),
    (FILE.steering_model, models.SteeringModel, {"vision", "term_of_office"}, set()),
    (FILE.levels[0], models.Level, {"parents"}, set()),
    (LIMIT, models.Limit, {"levels", "per", "about", "maximum_kronor"}, set()),
    (FILE.perspectives[0], models.Perspective, set(), set()),
    (FILE.scales[0], models.Scale, {"steps"}, set()),
    (FILE.scales[0].steps[0], models.ScaleStep, set(), set()),
    (schema.DEFAULT_ACCOUNT_GROUPS[0], models.AccountGroup, set(), set()),
    (FILE.document_types[0], models.DocumentType, set(), set()),
    (FILE.instructions[0], models.Instruction, set(), set()),
    (FILE.occasion_rules[0], models.OccasionRule, {"steps"}, {"line", "about_years", "years", "readers"}),
    (
        FILE.plans[0],
        models.OccasionRule,
        {"document", "begins", "steps"},
        {"code", "name", "line", "kind", "cutoffs", *REPORTED},
    ),
    (FILE.occasion_rules[0].steps[0], models.Step, {"due"}, set()),
    (FILE.calendar[0], models.CalendarRule, set(), set()),
]


@pytest.mark.parametrize(("part", "model", "others", "left"), PARTS, ids=[row[1].__name__ for row in PARTS])
def test_every_attribute_has_its_column_and_every_column_its_attribute(part, model, others, left):
    columns = {field.name for field in model._meta.concrete_fields if not field.is_relation}
    filled = set(columns_of(part, model))
    assert set(type(part).model_fields) - filled == others
    assert columns - filled - OURS == left


def test_words_of_the_interface_and_of_the_glossary_share_a_table():
    columns = set(columns_of(FILE.terms[0], models.Term)) | set(columns_of(FILE.glossary[0], models.Term))
    assert columns == {"key", "singular", "plural", "definite", "definition", "source"}


def test_an_area_is_a_goal():
    assert set(schema.AreaEntry.model_fields) - set(columns_of(FILE.areas[0], Goal)) == {"level", "parent"}
