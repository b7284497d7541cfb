"""The municipality, its steering model, its year, its people's roles, decisions, jobs and the audit log. Triggers stand with their table."""

import django.contrib.postgres.fields
import django.core.validators
from django.conf import settings
from django.db import migrations, models
from pgtrigger.compiler import Trigger, UpsertTriggerSql


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("pghistory", "0007_auto_20250421_0444")]

    operations = [
        migrations.CreateModel(
            name="Municipality",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=40, unique=True, verbose_name="adressnamn")),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        help_text="SCB:s kommunkod. Tom när källan inte säger vilken kommunen är.",
                        max_length=4,
                        validators=[django.core.validators.RegexValidator("^\\d{4}$", "Kommunkoden har fyra siffror, till exempel 1861.")],
                        verbose_name="kommunkod",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                ("short_name", models.CharField(max_length=60, verbose_name="kortnamn")),
                (
                    "brand_colour",
                    models.CharField(
                        default="#17507F",
                        max_length=7,
                        validators=[django.core.validators.RegexValidator("^#[0-9A-Fa-f]{6}$", "Skriv färgen som #17507F.")],
                        verbose_name="färg",
                    ),
                ),
                ("logo_svg", models.TextField(blank=True, verbose_name="logotyp")),
                ("unit", models.CharField(choices=[("tkr", "tkr"), ("mnkr", "mnkr")], default="tkr", max_length=4, verbose_name="enhet")),
                ("description", models.TextField(blank=True, verbose_name="beskrivning")),
                ("is_demo", models.BooleanField(default=False, verbose_name="exempelkommun")),
            ],
            options={"verbose_name": "kommun", "verbose_name_plural": "kommuner", "ordering": ["name"]},
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="organisations", to="styrmodell.municipality")),
                ("code", models.SlugField(max_length=60, verbose_name="kod")),
                ("name", models.CharField(max_length=160, verbose_name="namn")),
                ("short_name", models.CharField(blank=True, max_length=60, verbose_name="kortnamn")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("fullmaktige", "Fullmäktige"),
                            ("styrelse", "Styrelse"),
                            ("namnd", "Nämnd"),
                            ("utskott", "Utskott"),
                            ("forvaltning", "Förvaltning"),
                            ("verksamhet", "Verksamhet"),
                            ("enhet", "Enhet"),
                            ("bolag", "Bolag"),
                            ("revision", "Revision"),
                        ],
                        max_length=12,
                        verbose_name="typ",
                    ),
                ),
                ("parent", models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="children", to="styrmodell.organisation")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="ordning")),
                ("governing_document", models.TextField(blank=True, verbose_name="reglemente eller ägardirektiv")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="gäller från")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gäller till")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisation",
                "ordering": ["municipality_id", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "code"),
                        name="organisation_code_once",
                        violation_error_message="Koden används redan av en annan enhet i kommunen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_from__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="organisation_valid_from_before_to",
                        violation_error_message="Enheten måste gälla minst en dag: till-datum ligger före från-datum.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="decisions", to="styrmodell.municipality")),
                ("organisation", models.ForeignKey(on_delete=models.PROTECT, related_name="decisions", to="styrmodell.organisation", verbose_name="organ")),
                ("date", models.DateField(verbose_name="beslutsdatum")),
                ("paragraph", models.CharField(max_length=20, verbose_name="paragraf")),
                ("diary_number", models.CharField(blank=True, max_length=40, verbose_name="diarienummer")),
                ("title", models.CharField(max_length=200, verbose_name="ärende")),
                ("recorded_by", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="antecknat")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
            ],
            options={
                "verbose_name": "beslut",
                "verbose_name_plural": "beslut",
                "ordering": ["-date", "-pk"],
                "indexes": [models.Index(fields=["municipality", "-date"], name="decision_by_date")],
                "triggers": [
                    Trigger(
                        name="decision_is_final",
                        sql=UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="4c59983f612107e8c65c9cf897a1f71154a19a46",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_decision_is_final_ef510",
                            table="styrmodell_decision",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SteeringModel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="steering_models", to="styrmodell.municipality")),
                ("name", models.CharField(max_length=160, verbose_name="namn")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("valid_from", models.DateField(verbose_name="gäller från")),
                ("valid_to", models.DateField(verbose_name="gäller till")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="källa")),
                ("vision_title", models.CharField(blank=True, max_length=200, verbose_name="visionens namn")),
                ("vision_text", models.TextField(blank=True, verbose_name="visionens text")),
                ("slogan", models.CharField(blank=True, max_length=200, verbose_name="slogan")),
                ("value_words", models.JSONField(blank=True, default=list, verbose_name="värdeord")),
                (
                    "smart",
                    models.CharField(
                        blank=True, choices=[("", "Inget krav"), ("SMART", "SMART"), ("SMARTA", "SMARTA")], max_length=6, verbose_name="krav på målformulering"
                    ),
                ),
                ("decision", models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="styrmodell.decision")),
            ],
            options={
                "verbose_name": "styrmodell",
                "verbose_name_plural": "styrmodeller",
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "version"), name="steering_model_version_once"),
                    models.CheckConstraint(condition=models.Q(("valid_to__gt", models.F("valid_from"))), name="steering_model_from_before_to"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.ForeignKey(on_delete=models.CASCADE, related_name="%(class)ss", to="styrmodell.steeringmodel")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("code", models.SlugField(max_length=60, verbose_name="kod")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="ordning")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="källa")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
                ("singular", models.CharField(max_length=80, verbose_name="singular")),
                ("plural", models.CharField(max_length=80, verbose_name="plural")),
                ("definite", models.CharField(max_length=80, verbose_name="bestämd form")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("vision", "Vision"),
                            ("omrade", "Område"),
                            ("mal", "Mål"),
                            ("strategi", "Strategi"),
                            ("faktor", "Kvalitetsfaktor"),
                            ("aktivitet", "Aktivitet"),
                        ],
                        max_length=10,
                        verbose_name="slag",
                    ),
                ),
                (
                    "sphere",
                    models.CharField(
                        choices=[("vad", "VAD (politiken)"), ("hur", "HUR (förvaltningen)")], default="vad", max_length=3, verbose_name="vad eller hur"
                    ),
                ),
                ("decided_by", models.CharField(blank=True, max_length=160, verbose_name="beslutas av")),
                ("decided_by_kind", models.CharField(blank=True, max_length=12, verbose_name="beslutsorgan")),
                ("decided_in", models.CharField(blank=True, max_length=160, verbose_name="beslutas i")),
                (
                    "owner_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None, verbose_name="ägare"
                    ),
                ),
                ("span", models.CharField(blank=True, max_length=80, verbose_name="tidsrymd")),
                ("is_judged", models.BooleanField(default=False, verbose_name="bedöms")),
                ("has_indicators", models.BooleanField(default=False, verbose_name="har indikatorer")),
                ("needs_targets", models.BooleanField(default=False, verbose_name="målvärden krävs")),
                (
                    "smart",
                    models.CharField(
                        blank=True, choices=[("", "Inget krav"), ("SMART", "SMART"), ("SMARTA", "SMARTA")], max_length=6, verbose_name="krav på formulering"
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="beskrivning")),
                ("parents", models.ManyToManyField(blank=True, related_name="children", to="styrmodell.level")),
            ],
            options={
                "verbose_name": "nivå",
                "verbose_name_plural": "nivåer",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("model", "code"), name="level_code_once")],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="measures", to="styrmodell.municipality")),
                ("organisation", models.ForeignKey(on_delete=models.PROTECT, related_name="measures", to="styrmodell.organisation")),
                ("title", models.CharField(max_length=200, verbose_name="åtgärd")),
                ("responsible", models.CharField(blank=True, max_length=120, verbose_name="ansvarig roll")),
                ("start", models.DateField(verbose_name="start")),
                ("due", models.DateField(blank=True, null=True, verbose_name="klart senast")),
                (
                    "status",
                    models.CharField(
                        choices=[("planerad", "Ej påbörjad"), ("pagar", "Pågår"), ("klar", "Klar"), ("avbruten", "Avbruten")],
                        default="planerad",
                        max_length=10,
                        verbose_name="läge",
                    ),
                ),
                ("expected_effect", models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name="väntad effekt, kr")),
                ("realised_effect", models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="effekt hittills, kr")),
                ("consequence", models.TextField(blank=True, verbose_name="konsekvens för verksamheten")),
                ("decision", models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="styrmodell.decision")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
            ],
            options={
                "verbose_name": "åtgärd",
                "verbose_name_plural": "åtgärder",
                "ordering": ["start", "pk"],
                "indexes": [models.Index(fields=["municipality", "organisation"], name="measure_by_organisation")],
            },
        ),
        migrations.CreateModel(
            name="LedgerCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("organisation", models.ForeignKey(on_delete=models.CASCADE, related_name="ledger_codes", to="styrmodell.organisation")),
                ("code", models.CharField(max_length=20, verbose_name="kod")),
            ],
            options={
                "verbose_name": "ansvarskod",
                "verbose_name_plural": "ansvarskoder",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "code"), name="ledger_code_once", violation_error_message="Ansvarskoden hör redan till en annan enhet."
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportingRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.ForeignKey(on_delete=models.CASCADE, related_name="%(class)ss", to="styrmodell.steeringmodel")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("code", models.SlugField(max_length=60, verbose_name="kod")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="ordning")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="källa")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
                ("name", models.CharField(max_length=160, verbose_name="namn")),
                ("report_type", models.CharField(max_length=30, verbose_name="rapporttyp")),
                ("is_statutory", models.BooleanField(default=False, verbose_name="lagstadgad delårsrapport")),
                ("cutoffs", models.JSONField(default=list, verbose_name="per")),
                (
                    "contents",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), blank=True, default=list, size=None, verbose_name="innehåll"
                    ),
                ),
                (
                    "reporter_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None, verbose_name="rapporterar"
                    ),
                ),
                ("sections", models.JSONField(blank=True, default=list, verbose_name="avsnitt")),
                (
                    "measures_when",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name="åtgärder lämnas vid"
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="beskrivning")),
            ],
            options={
                "verbose_name": "rapportregel",
                "verbose_name_plural": "rapportregler",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("model", "code"), name="reporting_rule_code_once")],
            },
        ),
        migrations.CreateModel(
            name="ReportingOccasion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="occasions", to="styrmodell.municipality")),
                ("rule", models.ForeignKey(on_delete=models.PROTECT, related_name="occasions", to="styrmodell.reportingrule")),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                ("month", models.PositiveSmallIntegerField(verbose_name="månad")),
                ("name", models.CharField(max_length=200, verbose_name="namn")),
                ("cutoff", models.DateField(verbose_name="per")),
                ("due", models.DateField(verbose_name="lämnas senast")),
                (
                    "contents",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None, verbose_name="innehåll"),
                ),
            ],
            options={
                "verbose_name": "rapporttillfälle",
                "verbose_name_plural": "rapporttillfällen",
                "ordering": ["-cutoff", "pk"],
                "constraints": [models.UniqueConstraint(fields=("municipality", "rule", "year", "month"), name="occasion_once")],
            },
        ),
        migrations.CreateModel(
            name="ReportingSlot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="styrmodell.municipality")),
                ("occasion", models.ForeignKey(on_delete=models.PROTECT, related_name="slots", to="styrmodell.reportingoccasion")),
                ("organisation", models.ForeignKey(on_delete=models.PROTECT, related_name="slots", to="styrmodell.organisation")),
                ("scope", models.CharField(choices=[("enhet", "Enheten"), ("helhet", "Hela kommunen")], default="enhet", max_length=6, verbose_name="gäller")),
                (
                    "status",
                    models.CharField(
                        choices=[("utkast", "Utkast"), ("inlamnad", "Inlämnad"), ("aterlamnad", "Återlämnad"), ("beslutad", "Beslutad")],
                        default="utkast",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("passed_steps", models.PositiveSmallIntegerField(default=0, verbose_name="klara steg")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="inlämnad")),
                ("submitted_by", models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("returned_reason", models.TextField(blank=True, verbose_name="skäl till återlämning")),
                ("decision", models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="slots", to="styrmodell.decision")),
            ],
            options={
                "verbose_name": "rapportplats",
                "verbose_name_plural": "rapportplatser",
                "indexes": [models.Index(fields=["municipality", "occasion", "status"], name="slot_by_status")],
                "constraints": [
                    models.UniqueConstraint(fields=("occasion", "organisation", "scope"), name="slot_once"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("status", "beslutad"), _negated=True), ("decision__isnull", False), _connector="OR"),
                        name="slot_decided_has_decision",
                    ),
                ],
                "triggers": [
                    Trigger(
                        name="decided_slot_is_final",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.\"status\" = 'beslutad')",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7b3f1ab02239f26fa84665eabce1e2086a60c2fc",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_decided_slot_is_final_2920d",
                            table="styrmodell_reportingslot",
                            when="BEFORE",
                        ),
                    ),
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='INSERT INTO "styrmodell_reportingslotevent" ("decision_id", "passed_steps", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "returned_reason", "status", "submitted_at", "submitted_by_id", "version") VALUES (NEW."decision_id", NEW."passed_steps", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."returned_reason", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."version"); RETURN NULL;',
                            hash="0a8c66a2a95d8d9fcf6d4a62ab29572190967947",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_72b77",
                            table="styrmodell_reportingslot",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            condition='WHEN (OLD."decision_id" IS DISTINCT FROM (NEW."decision_id") OR OLD."passed_steps" IS DISTINCT FROM (NEW."passed_steps") OR OLD."returned_reason" IS DISTINCT FROM (NEW."returned_reason") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitted_by_id" IS DISTINCT FROM (NEW."submitted_by_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "styrmodell_reportingslotevent" ("decision_id", "passed_steps", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "returned_reason", "status", "submitted_at", "submitted_by_id", "version") VALUES (NEW."decision_id", NEW."passed_steps", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."returned_reason", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."version"); RETURN NULL;',
                            hash="5332455a9c803a0a69c7238b2e46e7dce7620248",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_713e0",
                            table="styrmodell_reportingslot",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportingSlotEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=models.DO_NOTHING,
                        related_name="status_passed_steps_version_submitted_at_submitted_by_returned_reason_decision_events",
                        to="styrmodell.reportingslot",
                    ),
                ),
                ("pgh_context", models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name="+", to="pghistory.context")),
                (
                    "status",
                    models.CharField(
                        choices=[("utkast", "Utkast"), ("inlamnad", "Inlämnad"), ("aterlamnad", "Återlämnad"), ("beslutad", "Beslutad")],
                        default="utkast",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("passed_steps", models.PositiveSmallIntegerField(default=0, verbose_name="klara steg")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="inlämnad")),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=models.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("returned_reason", models.TextField(blank=True, verbose_name="skäl till återlämning")),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=models.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="styrmodell.decision",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    Trigger(
                        name="append_only",
                        sql=UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a0451d5bf2d69cec03c4b7357625c2f1cf2b3cfe",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_2f95c",
                            table="styrmodell_reportingslotevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportingStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.ForeignKey(on_delete=models.CASCADE, related_name="steps", to="styrmodell.reportingrule")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("code", models.SlugField(max_length=60, verbose_name="kod")),
                ("position", models.PositiveIntegerField(verbose_name="ordning")),
                ("name", models.CharField(max_length=200, verbose_name="namn")),
                ("scope", models.CharField(choices=[("enhet", "Enheten"), ("helhet", "Hela kommunen")], max_length=6, verbose_name="gäller")),
                (
                    "kind",
                    models.CharField(
                        choices=[("lamna_in", "Lämna in"), ("dialog", "Dialog"), ("besluta", "Besluta"), ("informera", "Informera")],
                        max_length=10,
                        verbose_name="slag",
                    ),
                ),
                ("body", models.CharField(blank=True, max_length=160, verbose_name="organ")),
                ("actor", models.CharField(blank=True, max_length=160, verbose_name="aktör")),
                ("due_month", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="senast månad")),
                ("due_day", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="senast dag")),
                ("due_days_after", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="dagar efter")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="källa")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
            ],
            options={
                "verbose_name": "steg",
                "verbose_name_plural": "steg",
                "ordering": ["position", "pk"],
                "constraints": [models.UniqueConstraint(fields=("rule", "code"), name="reporting_step_code_once")],
            },
        ),
        migrations.CreateModel(
            name="RoleAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("organisation", models.ForeignKey(on_delete=models.CASCADE, related_name="role_assignments", to="styrmodell.organisation")),
                ("user", models.ForeignKey(on_delete=models.CASCADE, related_name="role_assignments", to=settings.AUTH_USER_MODEL)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("politiker", "Politiker"),
                            ("namndsekreterare", "Nämndsekreterare"),
                            ("enhetschef", "Enhetschef"),
                            ("forvaltningschef", "Förvaltningschef"),
                            ("controller", "Controller, ekonomikontoret"),
                            ("kommunledning", "Kommunledning"),
                            ("revisor", "Revisor"),
                            ("administrator", "Administratör"),
                        ],
                        max_length=20,
                        verbose_name="roll",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="från och med")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="till och med")),
            ],
            options={
                "verbose_name": "rolltilldelning",
                "verbose_name_plural": "rolltilldelningar",
                "indexes": [models.Index(fields=["user", "municipality"], name="role_user_municipality")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                        name="role_valid_from_before_to",
                        violation_error_message="Rollen måste gälla minst en dag: till-datum ligger före från-datum.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Scale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.ForeignKey(on_delete=models.CASCADE, related_name="%(class)ss", to="styrmodell.steeringmodel")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("code", models.SlugField(max_length=60, verbose_name="kod")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="ordning")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="källa")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                (
                    "kind",
                    models.CharField(
                        choices=[("mal", "Mål"), ("indikator", "Indikator"), ("aktivitet", "Aktivitet"), ("risk", "Risk")], max_length=10, verbose_name="slag"
                    ),
                ),
            ],
            options={
                "verbose_name": "skala",
                "verbose_name_plural": "skalor",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("model", "code"), name="scale_code_once")],
            },
        ),
        migrations.CreateModel(
            name="ScaleStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scale", models.ForeignKey(on_delete=models.CASCADE, related_name="steps", to="styrmodell.scale")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("code", models.SlugField(max_length=40, verbose_name="kod")),
                ("label", models.CharField(max_length=60, verbose_name="ord")),
                ("symbol", models.CharField(max_length=20, verbose_name="tecken")),
                ("tone", models.CharField(max_length=5, verbose_name="ton")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="ordning")),
                ("threshold", models.DecimalField(blank=True, decimal_places=4, max_digits=10, null=True, verbose_name="tröskel")),
            ],
            options={
                "verbose_name": "skalsteg",
                "verbose_name_plural": "skalsteg",
                "ordering": ["position", "pk"],
                "constraints": [models.UniqueConstraint(fields=("scale", "code"), name="scale_step_code_once")],
            },
        ),
        migrations.CreateModel(
            name="SlotPassage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="styrmodell.municipality")),
                ("slot", models.ForeignKey(on_delete=models.PROTECT, related_name="passages", to="styrmodell.reportingslot")),
                ("step", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="styrmodell.reportingstep")),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="omgång")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="när")),
                ("by", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="hölls")),
                ("decision", models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="passages", to="styrmodell.decision")),
                ("note", models.TextField(blank=True, verbose_name="anteckning")),
            ],
            options={
                "verbose_name": "passerat steg",
                "verbose_name_plural": "passerade steg",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("slot", "step", "round"), name="slot_passage_once"),
                    models.CheckConstraint(condition=models.Q(("round__gte", 1)), name="slot_passage_round"),
                ],
                "triggers": [
                    Trigger(
                        name="passage_is_final",
                        sql=UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="53b3e07866afe93cdbc928883bafe42439f1fa02",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_passage_is_final_fd31c",
                            table="styrmodell_slotpassage",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Perspective",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.ForeignKey(on_delete=models.CASCADE, related_name="%(class)ss", to="styrmodell.steeringmodel")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("code", models.SlugField(max_length=60, verbose_name="kod")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="ordning")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="källa")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
                ("name", models.CharField(max_length=160, verbose_name="namn")),
                ("description", models.TextField(blank=True, verbose_name="beskrivning")),
            ],
            options={
                "verbose_name": "perspektiv",
                "verbose_name_plural": "perspektiv",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("model", "code"), name="perspective_code_once")],
            },
        ),
        migrations.CreateModel(
            name="Limit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.ForeignKey(on_delete=models.CASCADE, related_name="%(class)ss", to="styrmodell.steeringmodel")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("code", models.SlugField(max_length=60, verbose_name="kod")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="ordning")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="källa")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
                ("text", models.CharField(max_length=300, verbose_name="regel")),
                ("per_kind", models.CharField(max_length=12, verbose_name="per")),
                ("maximum", models.PositiveIntegerField(verbose_name="högst")),
                ("levels", models.ManyToManyField(related_name="limits", to="styrmodell.level")),
            ],
            options={
                "verbose_name": "gräns",
                "verbose_name_plural": "gränser",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("model", "code"), name="limit_code_once")],
            },
        ),
        migrations.CreateModel(
            name="Instruction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.ForeignKey(on_delete=models.CASCADE, related_name="%(class)ss", to="styrmodell.steeringmodel")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("code", models.SlugField(max_length=60, verbose_name="kod")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="ordning")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="källa")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
                ("phase", models.CharField(max_length=60, verbose_name="fas")),
                ("title", models.CharField(max_length=200, verbose_name="rubrik")),
                ("text", models.TextField(verbose_name="text")),
            ],
            options={
                "verbose_name": "anvisning",
                "verbose_name_plural": "anvisningar",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("model", "code"), name="instruction_code_once")],
            },
        ),
        migrations.CreateModel(
            name="DocumentType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.ForeignKey(on_delete=models.CASCADE, related_name="%(class)ss", to="styrmodell.steeringmodel")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("code", models.SlugField(max_length=60, verbose_name="kod")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="ordning")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="källa")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
                ("name", models.CharField(max_length=160, verbose_name="namn")),
                ("decided_by", models.CharField(blank=True, max_length=160, verbose_name="beslutas av")),
                ("description", models.TextField(blank=True, verbose_name="beskrivning")),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="typiska ord")),
                (
                    "chapters",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name="kapitel"
                    ),
                ),
                ("month", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="månad")),
            ],
            options={
                "verbose_name": "dokumenttyp",
                "verbose_name_plural": "dokumenttyper",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("model", "code"), name="document_type_code_once")],
            },
        ),
        migrations.CreateModel(
            name="CalendarRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.ForeignKey(on_delete=models.CASCADE, related_name="%(class)ss", to="styrmodell.steeringmodel")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("code", models.SlugField(max_length=60, verbose_name="kod")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="ordning")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="källa")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
                ("title", models.CharField(max_length=200, verbose_name="rubrik")),
                ("month", models.PositiveSmallIntegerField(verbose_name="månad")),
                ("day", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="dag")),
                ("is_last_day", models.BooleanField(default=False, verbose_name="sista dagen i månaden")),
                ("to_month", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="till månad")),
                ("to_day", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="till dag")),
                ("actor", models.CharField(blank=True, max_length=160, verbose_name="vem")),
                (
                    "ring",
                    models.CharField(
                        choices=[("kf", "Fullmäktige"), ("ks", "Styrelsen"), ("namnd", "Nämnd"), ("forvaltning", "Förvaltning"), ("bolag", "Bolag")],
                        max_length=12,
                        verbose_name="organ",
                    ),
                ),
                (
                    "row",
                    models.CharField(
                        choices=[("plan", "Årlig plan och budget"), ("aterrapportering", "Återrapportering"), ("bolag", "Bolagen")],
                        max_length=16,
                        verbose_name="rad i översikten",
                    ),
                ),
                ("phase", models.CharField(blank=True, max_length=16, verbose_name="fas")),
                (
                    "years",
                    models.CharField(
                        choices=[("varje", "Varje år"), ("valar", "Valår"), ("efter_val", "Året efter val")], default="varje", max_length=10, verbose_name="år"
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="beskrivning")),
            ],
            options={
                "verbose_name": "årshjulsregel",
                "verbose_name_plural": "årshjulsregler",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("model", "code"), name="calendar_rule_code_once"),
                    models.CheckConstraint(condition=models.Q(("month__gte", 1), ("month__lte", 12)), name="calendar_rule_month"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.ForeignKey(on_delete=models.CASCADE, related_name="%(class)ss", to="styrmodell.steeringmodel")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("code", models.SlugField(max_length=60, verbose_name="kod")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="ordning")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="källa")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                ("account_from", models.PositiveIntegerField(verbose_name="från konto")),
                ("account_to", models.PositiveIntegerField(verbose_name="till konto")),
                ("statement_row", models.CharField(max_length=40, verbose_name="rad i resultaträkningen")),
            ],
            options={
                "verbose_name": "kontogrupp",
                "verbose_name_plural": "kontogrupper",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("model", "code"), name="account_group_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(("account_to__gte", models.F("account_from"))),
                        name="account_group_from_before_to",
                        violation_error_message="Kontogruppens sista konto ligger före det första.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.ForeignKey(on_delete=models.CASCADE, related_name="terms", to="styrmodell.steeringmodel")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("key", models.CharField(blank=True, max_length=60, verbose_name="nyckel")),
                ("singular", models.CharField(max_length=120, verbose_name="ord")),
                ("plural", models.CharField(blank=True, max_length=120, verbose_name="plural")),
                ("definite", models.CharField(blank=True, max_length=120, verbose_name="bestämd form")),
                ("definition", models.TextField(blank=True, verbose_name="förklaring")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="källa")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="ordning")),
            ],
            options={
                "verbose_name": "term",
                "verbose_name_plural": "termer",
                "ordering": ["position", "pk"],
                "constraints": [models.UniqueConstraint(condition=models.Q(("key", ""), _negated=True), fields=("model", "key"), name="term_key_once")],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="jobs", to="styrmodell.municipality")),
                ("kind", models.CharField(max_length=40, verbose_name="slag")),
                ("key", models.CharField(max_length=200, verbose_name="nyckel")),
                (
                    "state",
                    models.CharField(
                        choices=[("koad", "Köad"), ("pagar", "Pågår"), ("klar", "Klar"), ("misslyckad", "Misslyckad")],
                        default="koad",
                        max_length=10,
                        verbose_name="läge",
                    ),
                ),
                ("lease_until", models.DateTimeField(blank=True, null=True, verbose_name="taget till")),
                ("fence", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="försök")),
                ("result", models.JSONField(blank=True, default=dict, verbose_name="resultat")),
                ("reason", models.TextField(blank=True, verbose_name="skäl")),
                ("requested_by", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="skapad")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="färdig")),
            ],
            options={
                "verbose_name": "jobb",
                "verbose_name_plural": "jobb",
                "indexes": [models.Index(fields=["state", "lease_until"], name="job_by_state")],
                "constraints": [models.UniqueConstraint(fields=("municipality", "kind", "key"), name="job_once")],
            },
        ),
        migrations.CreateModel(
            name="CalendarEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="calendar_events", to="styrmodell.municipality")),
                ("rule", models.ForeignKey(on_delete=models.CASCADE, related_name="events", to="styrmodell.calendarrule")),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                ("date_from", models.DateField(verbose_name="datum")),
                ("date_to", models.DateField(blank=True, null=True, verbose_name="till och med")),
                ("is_exact", models.BooleanField(default=False, verbose_name="dagen är bestämd")),
            ],
            options={
                "verbose_name": "händelse",
                "verbose_name_plural": "händelser",
                "ordering": ["date_from", "pk"],
                "constraints": [models.UniqueConstraint(fields=("municipality", "rule", "year"), name="calendar_event_once_a_year")],
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to="styrmodell.municipality")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("ledger.imported", "Utfall importerat"),
                            ("ledger.refused", "Import avvisad"),
                            ("period.closed", "Månad stängd"),
                            ("period.opened", "Månad öppnad"),
                            ("forecast.saved", "Prognos ändrad"),
                            ("goal.saved", "Mål ändrat"),
                            ("goal.judged", "Mål bedömt"),
                            ("report.written", "Text ändrad"),
                            ("report.submitted", "Rapport inlämnad"),
                            ("report.returned", "Rapport återlämnad"),
                            ("report.step", "Steg i kedjan klart"),
                            ("report.decided", "Rapport beslutad"),
                            ("report.exported", "Rapport hämtad"),
                            ("steering.loaded", "Styrmodell inläst"),
                            ("role.given", "Roll given"),
                        ],
                        max_length=30,
                        verbose_name="händelse",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="när")),
                ("user", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("request_id", models.CharField(blank=True, max_length=32)),
                ("target_type", models.CharField(max_length=60)),
                ("target_id", models.BigIntegerField(null=True)),
                ("summary", models.CharField(blank=True, max_length=300, verbose_name="sammanfattning")),
                ("data", models.JSONField(blank=True, default=dict, verbose_name="uppgifter")),
            ],
            options={
                "verbose_name": "händelse i loggen",
                "verbose_name_plural": "händelser i loggen",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["municipality", "-at"], name="audit_by_time"),
                    models.Index(fields=["target_type", "target_id"], name="audit_by_target"),
                ],
                "triggers": [
                    Trigger(
                        name="audit_is_append_only",
                        sql=UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="61e241bd7b2efabde4df02ce3e3e464197848fee",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_audit_is_append_only_2a85c",
                            table="styrmodell_auditevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
