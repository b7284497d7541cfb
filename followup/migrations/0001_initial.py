"""The written sections with history, drafts, and the decided reports which nothing may change. Triggers stand with their table."""

from django.conf import settings
from django.db import migrations, models
from pgtrigger.compiler import Trigger, UpsertTriggerSql


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("pghistory", "0007_auto_20250421_0444"), ("styrmodell", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="styrmodell.municipality")),
                ("slot", models.ForeignKey(on_delete=models.PROTECT, related_name="sections", to="styrmodell.reportingslot")),
                ("code", models.SlugField(max_length=60, verbose_name="kod")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="ändrad")),
                ("updated_by", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
            ],
            options={
                "verbose_name": "avsnitt",
                "verbose_name_plural": "avsnitt",
                "constraints": [models.UniqueConstraint(fields=("slot", "code"), name="section_once")],
                "triggers": [
                    Trigger(
                        name="section_is_decided",
                        sql=UpsertTriggerSql(
                            func="""
    IF EXISTS (
        SELECT 1 FROM styrmodell_reportingslot s
        WHERE s.status = 'beslutad' AND (s.id = NEW.slot_id OR s.id = OLD.slot_id)
    ) THEN
        RAISE EXCEPTION 'Rapporten är beslutad och kan inte ändras.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
""",
                            hash="feef56096a271faec9473a4c168e498c95ba60a2",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_section_is_decided_1520b",
                            table="followup_section",
                            when="BEFORE",
                        ),
                    ),
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='INSERT INTO "followup_sectionevent" ("body", "code", "id", "is_example", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slot_id", "updated_at", "updated_by_id", "version") VALUES (NEW."body", NEW."code", NEW."id", NEW."is_example", NEW."municipality_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slot_id", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;',
                            hash="7c5a30bab32cbbc02037f05b90ef72244278ff6f",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_42538",
                            table="followup_section",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "followup_sectionevent" ("body", "code", "id", "is_example", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slot_id", "updated_at", "updated_by_id", "version") VALUES (NEW."body", NEW."code", NEW."id", NEW."is_example", NEW."municipality_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slot_id", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;',
                            hash="600e24f29b4c522a73daa76fab1209710e191778",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_30fa3",
                            table="followup_section",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_obj", models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name="events", to="followup.section")),
                ("pgh_context", models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name="+", to="pghistory.context")),
                ("id", models.BigIntegerField()),
                (
                    "municipality",
                    models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name="+", related_query_name="+", to="styrmodell.municipality"),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        db_constraint=False, on_delete=models.DO_NOTHING, related_name="+", related_query_name="+", to="styrmodell.reportingslot"
                    ),
                ),
                ("code", models.SlugField(db_index=False, max_length=60, verbose_name="kod")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="ändrad")),
                (
                    "updated_by",
                    models.ForeignKey(
                        db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name="+", related_query_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    Trigger(
                        name="append_only",
                        sql=UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="5fd8089c7489c98a13c058713af12123e2d20923",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b8dc4",
                            table="followup_sectionevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="snapshots", to="styrmodell.municipality")),
                ("slot", models.OneToOneField(on_delete=models.PROTECT, related_name="snapshot", to="styrmodell.reportingslot")),
                ("decision", models.ForeignKey(on_delete=models.PROTECT, related_name="snapshots", to="styrmodell.decision")),
                ("schema", models.PositiveSmallIntegerField()),
                ("document", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="fryst")),
            ],
            options={
                "verbose_name": "fryst rapport",
                "verbose_name_plural": "frysta rapporter",
                "triggers": [
                    Trigger(
                        name="snapshot_is_final",
                        sql=UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ddda1987dfd6e861e74b9a6d8cf63e8e443d9731",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_snapshot_is_final_a5b72",
                            table="followup_snapshot",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SnapshotFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="styrmodell.municipality")),
                ("snapshot", models.ForeignKey(on_delete=models.PROTECT, related_name="files", to="followup.snapshot")),
                ("format", models.CharField(max_length=5, verbose_name="format")),
                ("filename", models.CharField(max_length=200, verbose_name="filnamn")),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="skapad")),
            ],
            options={
                "verbose_name": "fil",
                "verbose_name_plural": "filer",
                "constraints": [models.UniqueConstraint(fields=("snapshot", "format"), name="snapshot_file_once")],
                "triggers": [
                    Trigger(
                        name="snapshot_file_is_final",
                        sql=UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b06aca7406af0cff830dd6f86dd2bbbefef0ffd4",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_snapshot_file_is_final_1c894",
                            table="followup_snapshotfile",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("slot", models.ForeignKey(on_delete=models.CASCADE, related_name="draft_files", to="styrmodell.reportingslot")),
                ("format", models.CharField(max_length=5, verbose_name="format")),
                ("document_sha256", models.CharField(max_length=64)),
                ("filename", models.CharField(max_length=200, verbose_name="filnamn")),
                ("content", models.BinaryField()),
                ("created_at", models.DateTimeField(auto_now=True, verbose_name="skapad")),
            ],
            options={
                "verbose_name": "utkastfil",
                "verbose_name_plural": "utkastfiler",
                "constraints": [models.UniqueConstraint(fields=("slot", "format"), name="draft_file_once")],
            },
        ),
    ]
