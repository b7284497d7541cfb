"""A decision that makes a row final is of the row's own municipality."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('goals', '0002_decided_slot_lock'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='goal',
            trigger=pgtrigger.compiler.Trigger(name='goal_decision_is_own', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."decision_id" IS NOT NULL)', func="\n    IF NOT EXISTS (\n        SELECT 1 FROM styrmodell_decision d\n        WHERE d.id = NEW.decision_id AND d.municipality_id = NEW.municipality_id\n    ) THEN\n        RAISE EXCEPTION 'Beslutet är en annan kommuns.' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='d013cfe4d6cc9c73cd6c3572b346a569bcea54c1', operation='INSERT OR UPDATE', pgid='pgtrigger_goal_decision_is_own_882d7', table='goals_goal', when='BEFORE')),
        ),
    ]
