"""A row that is moved out of a closed month changes it too."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('budget', '0004_moments_by_the_clock'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='outcome',
            name='outcome_month_is_open',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outcome',
            trigger=pgtrigger.compiler.Trigger(name='outcome_month_is_open', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM budget_closedmonth c\n        WHERE (c.municipality_id, c.year, c.month) = (NEW.municipality_id, NEW.year, NEW.month)\n           OR (c.municipality_id, c.year, c.month) = (OLD.municipality_id, OLD.year, OLD.month)\n    ) THEN\n        RAISE EXCEPTION 'Månaden är stängd.' USING ERRCODE = 'check_violation';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='faa66fdec446d60cea7f00fbfb012ae2dc85440c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_outcome_month_is_open_0368e', table='budget_outcome', when='BEFORE')),
        ),
    ]
