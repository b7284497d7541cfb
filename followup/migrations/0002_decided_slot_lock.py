"""The lock of a decided slot reads the table by its new name."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("styrmodell", "0002_occasions_of_plans_and_reports"),
        ('followup', '0001_initial'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='section',
            name='section_is_decided',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='section_is_decided', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM styrmodell_slot s\n        WHERE s.status = 'beslutad' AND (s.id = NEW.slot_id OR s.id = OLD.slot_id)\n    ) THEN\n        RAISE EXCEPTION 'Rapporten är beslutad och kan inte ändras.' USING ERRCODE = 'check_violation';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='ca98e72f1a15668911131b605d87556bf7470f78', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_section_is_decided_1520b', table='followup_section', when='BEFORE')),
        ),
    ]
