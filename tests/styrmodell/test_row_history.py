"""Row history: each change leaves one row, whoever writes and however, and what stood at any time can be read again."""

from __future__ import annotations

import random
from decimal import Decimal

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import F, QuerySet

from budget.models import ForecastLine
from goals.models import CarryChoice, CarryTarget
from tests import factories as make
from tests.access import world

pytestmark = pytest.mark.django_db

OURS = ("styrmodell", "goals", "budget", "followup")
KINDS = [
    model for app in OURS for model in apps.get_app_config(app).get_models() if hasattr(model, "pgh_tracked_model")
]


@pytest.fixture
def home(db: None) -> world.World:
    """A municipality with two open rows of every kind that has a history."""
    made = world.build()
    goals = made.kommun.goals.filter(decision=None)
    for unit, goal in zip((made.own, made.other), goals, strict=True):
        make.JudgementFactory(slot=unit.slot, goal=goal)
        make.StatementFigureFactory(municipality=made.kommun, year=2030 + goal.pk)
        choice = CarryChoice.objects.create(municipality=made.kommun, goal=goal, kind="kvar")
        indicator = goal.indicators.first()
        CarryTarget.objects.create(municipality=made.kommun, choice=choice, indicator=indicator, value=1)
    return made


def open_rows(kind: type[models.Model]) -> QuerySet[models.Model]:
    """Two rows of what is tracked, of those that are not decided."""
    rows = kind.pgh_tracked_model.objects.order_by("pk")
    decided = {"Goal": "decision__isnull", "IndicatorTarget": "indicator__goal__decision__isnull"}
    only = decided.get(kind.pgh_tracked_model.__name__)
    return rows.filter(pk__in=(rows.filter(**{only: True}) if only else rows).values("pk")[:2])


def number_of(kind: type[models.Model]) -> models.Field:
    """A column of numbers that the history keeps, to be changed."""
    numbers = (models.DecimalField, models.PositiveIntegerField, models.PositiveSmallIntegerField, models.IntegerField)
    names = ("amount", "value", "version", "expected_effect")
    return next(
        field for name in names for field in kind._meta.fields if field.name == name and isinstance(field, numbers)
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.pgh_tracked_model.__name__)
def test_each_row_that_changes_leaves_one_row_of_history(kind: type[models.Model], home: world.World):
    """Also when many are changed at once, by a query or in SQL."""
    rows, field = open_rows(kind), number_of(kind)
    keys = list(rows.values_list("pk", flat=True))
    assert len(keys) == 2
    table, column = kind.pgh_tracked_model._meta.db_table, field.column
    kept = kind.objects.filter(pgh_obj_id__in=keys)

    before = kept.count()
    rows.update(**{field.name: F(field.name) + 1})
    assert kept.count() == before + 2
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = {column} + 1 WHERE id = ANY(%s)", [keys])
    assert kept.count() == before + 4
    newest = dict(kept.order_by("pgh_id").values_list("pgh_obj_id", field.name))
    assert newest == dict(rows.values_list("pk", field.name))
    with pgtrigger.ignore():  # negative control: it is the triggers that write
        rows.update(**{field.name: F(field.name) + 1})
    assert kept.count() == before + 4


def test_what_stood_after_each_of_fifty_changes_can_be_read_again(home: world.World):
    chance, history = random.Random(7), ForecastLine.pgh_event_model
    remembered: list[tuple[int, dict[int, tuple[Decimal | None, str]]]] = []
    lines = list(ForecastLine.objects.order_by("pk"))
    for number in range(50):
        line = chance.choice(lines)
        amount = chance.choice([None, Decimal(chance.randrange(-(10**9), 10**9)) / 100])
        ForecastLine.objects.filter(pk=line.pk).update(
            amount=amount, comment=f"Ändring {number}", version=F("version") + 1
        )
        stands = {
            pk: (value, words) for pk, value, words in ForecastLine.objects.values_list("pk", "amount", "comment")
        }
        remembered.append((history.objects.order_by("-pgh_id").first().pgh_id, stands))

    for mark, stood in remembered:
        rows = history.objects.filter(pgh_id__lte=mark).order_by("pgh_id")
        assert {pk: (value, words) for pk, value, words in rows.values_list("pgh_obj_id", "amount", "comment")} == stood
