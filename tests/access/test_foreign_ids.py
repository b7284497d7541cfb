"""Ids of another municipality or another unit inside what is posted: nothing is written there, nothing points there."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from budget.models import ForecastLine
from goals.models import GoalLink
from styrmodell.permissions import Role
from styrmodell.rules.workflow import SlotStatus
from tests import factories as make
from tests.access import nasty, world
from tests.access.test_nasty import everything, forms_on_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(db):
    return furnished("HEMMA")


@pytest.fixture
def abroad(home):
    """Made after home: its ids are not home's, and alike in every table, so that a few numbers name everything."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 + max(last_value) FROM pg_sequences")
        [beginning] = cursor.fetchone()
        cursor.execute("SELECT setval(format('%%I.%%I', schemaname, sequencename), %s) FROM pg_sequences", [beginning])
    return furnished("CANARY-B")


def furnished(name: str) -> world.World:
    """A municipality with something to choose in every list of the forms."""
    made = world.build(name)
    goal = make.Goal.objects.get(pk=made.own.kwargs["goal_id"])
    above = make.LevelFactory(model=goal.level.model, singular="fullmäktigemål")
    above.children.add(goal.level)
    parent = make.GoalFactory(level=above, organisation=made.top, municipality=made.kommun)
    GoalLink.objects.create(municipality=made.kommun, child=goal, parent=parent)
    decision = make.DecisionFactory(organisation=made.own.organisation)
    made.own.kwargs |= {"parent_id": parent.pk, "decision_id": decision.pk, "step_id": make.ScaleStep.objects.last().pk}
    return made


def crossings() -> list[str]:
    """Every reference from a row of one municipality to a row of another."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(_questions()))
        return [f"{table}.{field} of {pk}" for table, field, pk in cursor.fetchall()]


@cache
def _questions() -> list[str]:
    """One for each reference between tables that belong to a municipality."""
    ours = [model for app in nasty.APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    pairs = [(model, field) for model in ours for field in model._meta.fields if isinstance(field, models.ForeignKey)]
    return [_question(*pair) for pair in pairs if _has_tenant(pair[1].related_model) and _tenant_of(pair[0])]


def _has_tenant(model: type[models.Model]) -> bool:
    return any(field.attname == "municipality_id" for field in model._meta.fields)


def _tenant_of(model: type[models.Model]) -> str:
    """Where the row's municipality stands; a table that only joins two others asks its first end."""
    if _has_tenant(model):
        return "a.municipality_id"
    ends = [field for field in model._meta.fields if isinstance(field, models.ForeignKey)]
    if not model._meta.auto_created or not _has_tenant(ends[0].related_model):
        return ""
    return f'(SELECT municipality_id FROM "{ends[0].related_model._meta.db_table}" c WHERE c.id = a."{ends[0].column}")'


def _question(model: type[models.Model], field: models.ForeignKey) -> str:
    here, there = model._meta.db_table, field.related_model._meta.db_table
    return (
        f"SELECT '{here}', '{field.name}', a.{model._meta.pk.column} FROM \"{here}\" a JOIN \"{there}\" b "
        f'ON b.id = a."{field.column}" WHERE b.municipality_id <> {_tenant_of(model)}'
    )


def test_the_search_for_crossings_finds_one(home, abroad):
    """Negative control, for a plain reference and for a table that joins two others."""
    assert crossings() == []
    goal = make.Goal.objects.get(pk=home.own.kwargs["goal_id"])
    goal.measures.add(abroad.own.kwargs["measure_id"])
    assert crossings() == [f"goals_goal_measures.measure of {goal.measures.through.objects.get().pk}"]
    type(goal).objects.filter(pk=goal.pk).update(organisation_id=abroad.own.kwargs["organisation_id"])
    assert f"goals_goal.organisation of {goal.pk}" in crossings()


def test_an_id_of_another_municipality_in_any_field_reaches_nothing_there(home, abroad):
    client, before = everything(home), nasty.fingerprint(abroad.kommun.pk)
    by_hand = {"followup:open": {"what"}, "budget:forecast": {"motprognos"}}
    ids = {str(value) for key, value in abroad.own.kwargs.items() if key not in {"kommun", "code"}}
    assert len(ids) < 6, ids
    for name, form in forms_on_pages(home, client, SlotStatus.DRAFT):
        for field in form.chosen | by_hand.get(name, set()):
            for number in ids:
                with transaction.atomic(), nasty.writes() as writes:
                    client.post(form.action, {**form.fields, field: number})
                    assert not writes or crossings() == [], f"{name} {field}={number}"
                    assert not writes or nasty.fingerprint(abroad.kommun.pk) == before, f"{name} {field}={number}"
                    transaction.set_rollback(True)


def test_a_line_that_is_not_on_the_page_is_left_alone(home, abroad):
    """A grid names its cells by line: those of another unit or municipality are not the sender's to fill in."""
    slot, line = home.own.kwargs["slot_id"], home.own.kwargs["line"]
    client = home.client(Role.DEPARTMENT_HEAD)
    for other in (home.other.kwargs["line"], abroad.own.kwargs["line"]):
        before = nasty.fingerprint()
        cell = {f"c{other}": "1", f"v{other}": "1"}
        grid = f"/{home.kommun.slug}/budget/prognos/{slot}/"
        assert client.post(f"{grid}cell/{other}/", cell).status_code in {403, 404}
        assert client.post(f"{grid}cell/{line}/", cell).status_code == 422
        assert client.post(f"{grid}rad/{other}/", {"comment": "Hej", "version": "1"}).status_code in {403, 404}
        assert nasty.fingerprint() == before
        assert client.post(grid, cell).status_code in {302, 422}
        assert ForecastLine.objects.get(organisation_id=other).amount == Decimal("-12000000")


def test_a_goal_cannot_be_given_to_another_unit(home):
    """The owner is chosen among those where the user may write."""
    client = home.client(Role.SECRETARY)
    [form] = [form for name, form in forms_on_pages(home, client, SlotStatus.DRAFT) if name == "goals:edit"]
    response = client.post(form.action, {**form.fields, "organisation": str(home.other.organisation.pk)})
    assert response.status_code == 422
    assert make.Goal.objects.get(pk=home.own.kwargs["goal_id"]).organisation_id == home.own.organisation.pk


def test_a_measure_cannot_be_put_on_a_line_of_another_unit(home):
    client = home.client(Role.DEPARTMENT_HEAD)
    [form] = [form for name, form in forms_on_pages(home, client, SlotStatus.DRAFT) if name == "budget:measure-add"]
    response = client.post(form.action, {**form.fields, "lines": [home.other.kwargs["line"]]})
    assert response.status_code == 422
