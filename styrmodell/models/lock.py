"""Database lock for whatever hangs on a slot."""

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
