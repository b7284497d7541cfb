"""Plans and reports are the same kind of thing: no name says "report" where a plan will stand too."""

import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("styrmodell", "0001_initial"),
        # These point at the tables by their old names.
        ("goals", "0001_initial"),
        ("budget", "0002_fewer_indexes_on_ledger_rows"),
        ("followup", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.RemoveConstraint("reportingrule", "reporting_rule_code_once"),
        migrations.RemoveConstraint("reportingstep", "reporting_step_code_once"),
        pgtrigger.migrations.RemoveTrigger(
            model_name='reportingslot',
            name='decided_slot_is_final',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='reportingslot',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='reportingslot',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='reportingslotevent',
            name='append_only',
        ),
        migrations.RenameModel("ReportingRule", "OccasionRule"),
        migrations.RenameModel("ReportingOccasion", "Occasion"),
        migrations.RenameModel("ReportingSlot", "Slot"),
        migrations.RenameModel("ReportingSlotEvent", "SlotEvent"),
        migrations.RenameModel("ReportingStep", "Step"),
        migrations.RenameField("occasionrule", "report_type", "kind"),
        migrations.RenameField("occasionrule", "reporter_kinds", "organisation_kinds"),
        migrations.AlterField("occasionrule", "kind", models.CharField(max_length=30, verbose_name="slag")),
        migrations.AlterField(
            "occasionrule",
            "organisation_kinds",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12), blank=True, default=list, size=None, verbose_name="lämnas av"
            ),
        ),
        migrations.AlterModelOptions(
            "occasion", {"ordering": ["-cutoff", "pk"], "verbose_name": "tillfälle", "verbose_name_plural": "tillfällen"}
        ),
        migrations.AlterModelOptions(
            "occasionrule",
            {"ordering": ["position", "pk"], "verbose_name": "tillfällesregel", "verbose_name_plural": "tillfällesregler"},
        ),
        migrations.AlterModelOptions("slot", {"verbose_name": "plats", "verbose_name_plural": "platser"}),
        migrations.AddConstraint(
            "occasionrule", models.UniqueConstraint(fields=("model", "code"), name="occasion_rule_code_once")
        ),
        migrations.AddConstraint("step", models.UniqueConstraint(fields=("rule", "code"), name="step_code_once")),
        pgtrigger.migrations.AddTrigger(
            model_name='slot',
            trigger=pgtrigger.compiler.Trigger(name='decided_slot_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."status" = \'beslutad\')', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='44908f40f123e8df38a9b4ffbfcefb2c6eac80a3', operation='UPDATE OR DELETE', pgid='pgtrigger_decided_slot_is_final_2377b', table='styrmodell_slot', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='slot',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "styrmodell_slotevent" ("decision_id", "passed_steps", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "returned_reason", "status", "submitted_at", "submitted_by_id", "version") VALUES (NEW."decision_id", NEW."passed_steps", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."returned_reason", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."version"); RETURN NULL;', hash='bf81d7d43f7d880c27ea708c5662968eb7d70485', operation='INSERT', pgid='pgtrigger_insert_insert_f0683', table='styrmodell_slot', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='slot',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."decision_id" IS DISTINCT FROM (NEW."decision_id") OR OLD."passed_steps" IS DISTINCT FROM (NEW."passed_steps") OR OLD."returned_reason" IS DISTINCT FROM (NEW."returned_reason") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitted_by_id" IS DISTINCT FROM (NEW."submitted_by_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "styrmodell_slotevent" ("decision_id", "passed_steps", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "returned_reason", "status", "submitted_at", "submitted_by_id", "version") VALUES (NEW."decision_id", NEW."passed_steps", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."returned_reason", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."version"); RETURN NULL;', hash='bcfcf196439e24f50a8ef470d1294b547ae6772e', operation='UPDATE', pgid='pgtrigger_update_update_5b8ee', table='styrmodell_slot', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='slotevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d7c90c11272a9a23d1950bd0e8b62425042825cd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8d6be', table='styrmodell_slotevent', when='BEFORE')),
        ),
    ]
