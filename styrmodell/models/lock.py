"""Database guards: the lock of whatever hangs on a slot, and decisions that are the municipality's own."""

from __future__ import annotations

import pgtrigger

_DECIDED_SLOT_SQL = """
    IF EXISTS (
        SELECT 1 FROM styrmodell_slot s
        WHERE s.status = 'beslutad' AND (s.id = NEW.slot_id OR s.id = OLD.slot_id)
    ) THEN
        RAISE EXCEPTION 'Rapporten är beslutad och kan inte ändras.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def decided_slot_lock(name: str) -> pgtrigger.Trigger:
    """Trigger for a table with `slot_id`: no row of a decided slot is written, changed or deleted, whoever tries."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_DECIDED_SLOT_SQL,
    )


_OWN_DECISION_SQL = """
    IF NOT EXISTS (
        SELECT 1 FROM styrmodell_decision d
        WHERE d.id = NEW.{column}_id AND d.municipality_id = NEW.municipality_id
    ) THEN
        RAISE EXCEPTION 'Beslutet är en annan kommuns.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def own_decision_guard(name: str, column: str = "decision") -> pgtrigger.Trigger:
    """Trigger for a table with `decision_id`, or another `column`: another municipality's decision decides nothing here, whoever writes."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=pgtrigger.Q(**{f"new__{column}__isnull": False}),
        func=_OWN_DECISION_SQL.format(column=column),
    )
