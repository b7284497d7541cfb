"""What is final cannot change, whoever writes: every trigger that says so, asked in SQL."""

from __future__ import annotations

from datetime import date

import pgtrigger
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from budget.models import ClosedMonth, HandedInFigures
from followup.models import Snapshot, SnapshotFile
from goals.models import Assignment, CarryChoice, CarryTarget, GoalEnding
from styrmodell.models import AuditEvent, Decision, Edition, Municipality, Organisation, SlotPassage
from tests import factories as make
from tests.access import world

pytestmark = pytest.mark.django_db

STATEMENTS = {
    "update": "UPDATE {table} SET {key} = {key} WHERE {key} = %s",
    "delete": "DELETE FROM {table} WHERE {key} = %s",
}


@pytest.fixture
def everything(db: None) -> world.World:
    """A municipality where all is decided, with a row of every kind that is final."""
    home = world.build()
    own = home.own.slot
    make.JudgementFactory(slot=own, goal=home.kommun.goals.get(pk=home.own.kwargs["goal_id"]))
    SlotPassage.objects.create(municipality=home.kommun, slot=own, step=own.occasion.rule.steps.first())
    make.StatementFigureFactory(municipality=home.kommun, occasion=own.occasion)
    world.decide(home.kommun)
    snapshot = Snapshot.objects.get(slot=own)
    SnapshotFile.objects.create(
        municipality=home.kommun, snapshot=snapshot, format="pdf", filename="r.pdf", content=b"%PDF", sha256="0" * 64
    )
    HandedInFigures.objects.create(municipality=home.kommun, slot=own, round=own.version, figures={})
    ClosedMonth.objects.create(municipality=home.kommun, year=2026, month=6)
    AuditEvent.objects.create(municipality=home.kommun, type=AuditEvent.Type.ROLE_GIVEN)
    make.RoleReviewFactory(organisation=home.top)
    ended = home.kommun.goals.get(pk=home.own.kwargs["decided_id"])
    GoalEnding.objects.create(
        municipality=home.kommun, goal=ended, decision=ended.decision, last_day=date(2030, 6, 30), motive="Uppnått"
    )
    Edition.objects.update(number=1, loaded_at=ended.decision.recorded_at)
    Assignment.objects.update(closing=ended.decision)
    choice = CarryChoice.objects.create(municipality=home.kommun, goal=ended, kind="kvar")
    indicator = make.IndicatorFactory(municipality=home.kommun, goal=ended)
    CarryTarget.objects.create(municipality=home.kommun, choice=choice, indicator=indicator, value=1)
    return home


def first(model: type[Model]) -> Model:
    """A row of the kind that belongs to what is decided."""
    rows = model._default_manager.order_by("pk")
    row = (rows.filter(status="beslutad").first() if hasattr(model, "status") else None) or rows.first()
    assert row is not None, f"nothing here is a {model.__name__}: the trigger is not tried"
    return row


def answer(model: type[Model], operation: str) -> str:
    """What the database says to an operation on a final row."""
    row, table, key = first(model), model._meta.db_table, model._meta.pk.column
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if operation == "insert":
                row.pk = None
                row.save(force_insert=True)
            else:
                cursor.execute(STATEMENTS[operation].format(table=table, key=key), [row.pk])
    except DatabaseError as error:
        return str(error)
    return "done"


def test_no_final_row_is_changed_or_deleted(everything: world.World):
    protected = [
        (model, trigger) for model, trigger in pgtrigger.registered() if isinstance(trigger, pgtrigger.Protect)
    ]
    tried = {
        (model.__name__, operation): answer(model, operation)
        for model, trigger in protected
        for operation in STATEMENTS
        if operation in str(trigger.operation).lower()
    }
    assert {("AuditEvent", "delete"), ("Decision", "delete"), ("Snapshot", "update"), ("GoalEvent", "update")} <= set(
        tried
    )
    assert [key for key, said in tried.items() if not said.startswith("pgtrigger: Cannot")] == []


def test_without_the_triggers_they_do_change(everything: world.World):
    """Negative control: it is the triggers that refuse, and the statements above do reach a row."""
    protected = {model for model, trigger in pgtrigger.registered() if isinstance(trigger, pgtrigger.Protect)}
    with pgtrigger.ignore():
        assert {answer(model, "update") for model in protected} == {"done"}


def test_nothing_is_written_changed_or_deleted_on_a_decided_slot(everything: world.World):
    hanging = [model for model, trigger in pgtrigger.registered() if "Rapporten är beslutad" in (trigger.func or "")]
    tried = {
        (model.__name__, operation): answer(model, operation)
        for model in hanging
        for operation in ("insert", *STATEMENTS)
    }
    assert len(hanging) == 4
    assert [key for key, said in tried.items() if not said.startswith("Rapporten är beslutad")] == []


def test_a_decision_cannot_be_changed_or_deleted():
    kommun = Municipality.objects.create(slug="prov", name="Provköping", short_name="Prov")
    body = Organisation.objects.create(municipality=kommun, code="kf", name="Kommunfullmäktige", kind="fullmaktige")
    decision = Decision.objects.create(
        municipality=kommun, organisation=body, date=date(2026, 6, 16), paragraph="98", title="Ramar"
    )

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(paragraph="99")
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).delete()


@pytest.mark.parametrize("factory", [make.GoalFactory, make.SlotFactory])
def test_another_municipalitys_decision_decides_nothing_here_whoever_writes(factory: type[make.GoalFactory]):
    row = factory()
    own, foreign = make.DecisionFactory(organisation=row.organisation), make.DecisionFactory()
    statement = f"UPDATE {row._meta.db_table} SET decision_id = %s"

    with pytest.raises(DatabaseError, match="en annan kommuns"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [foreign.pk])
    with connection.cursor() as cursor:
        cursor.execute(statement, [own.pk])
        assert cursor.rowcount == 1
