"""The trigger that keeps a closed month names itself as the constraint of its error."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('budget', '0006_municipality_first'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='outcome',
            name='outcome_month_is_open',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outcome',
            trigger=pgtrigger.compiler.Trigger(name='outcome_month_is_open', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM budget_closedmonth c\n        WHERE (c.municipality_id, c.year, c.month) = (NEW.municipality_id, NEW.year, NEW.month)\n           OR (c.municipality_id, c.year, c.month) = (OLD.municipality_id, OLD.year, OLD.month)\n    ) THEN\n        RAISE EXCEPTION 'Månaden är stängd.'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'outcome_month_is_open';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='07d52342ff3ebba8bb611e5d204700c1edd5d1a8', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_outcome_month_is_open_0368e', table='budget_outcome', when='BEFORE')),
        ),
    ]
