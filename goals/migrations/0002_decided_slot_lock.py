"""The lock of a decided slot reads the table by its new name."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("styrmodell", "0002_occasions_of_plans_and_reports"),
        ('goals', '0001_initial'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='judgement',
            name='judgement_is_decided',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='judgement',
            trigger=pgtrigger.compiler.Trigger(name='judgement_is_decided', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM styrmodell_slot s\n        WHERE s.status = 'beslutad' AND (s.id = NEW.slot_id OR s.id = OLD.slot_id)\n    ) THEN\n        RAISE EXCEPTION 'Rapporten är beslutad och kan inte ändras.' USING ERRCODE = 'check_violation';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='6b6b3c0d3a602dc595e87923ea970d508cf97af5', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_judgement_is_decided_7c4f4', table='goals_judgement', when='BEFORE')),
        ),
    ]
