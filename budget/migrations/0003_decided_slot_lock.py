"""The lock of a decided slot reads the table by its new name."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("styrmodell", "0002_occasions_of_plans_and_reports"),
        ('budget', '0002_fewer_indexes_on_ledger_rows'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='forecastline',
            name='forecast_line_is_decided',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='forecastline',
            trigger=pgtrigger.compiler.Trigger(name='forecast_line_is_decided', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM styrmodell_slot s\n        WHERE s.status = 'beslutad' AND (s.id = NEW.slot_id OR s.id = OLD.slot_id)\n    ) THEN\n        RAISE EXCEPTION 'Rapporten är beslutad och kan inte ändras.' USING ERRCODE = 'check_violation';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='2d32dd12de369c50a77df6da5cecde6cd208e83b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_forecast_line_is_decided_e7051', table='budget_forecastline', when='BEFORE')),
        ),
    ]
