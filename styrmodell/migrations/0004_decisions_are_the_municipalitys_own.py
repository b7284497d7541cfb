"""A decision that makes a row final is of the row's own municipality."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('styrmodell', '0003_moments_by_the_clock'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='slot',
            trigger=pgtrigger.compiler.Trigger(name='slot_decision_is_own', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."decision_id" IS NOT NULL)', func="\n    IF NOT EXISTS (\n        SELECT 1 FROM styrmodell_decision d\n        WHERE d.id = NEW.decision_id AND d.municipality_id = NEW.municipality_id\n    ) THEN\n        RAISE EXCEPTION 'Beslutet är en annan kommuns.' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='fbc7b3bfc44c050e9bc5b07fd08ef276dd3b7b5e', operation='INSERT OR UPDATE', pgid='pgtrigger_slot_decision_is_own_77373', table='styrmodell_slot', when='BEFORE')),
        ),
    ]
