"""Budget, posted rows and their sums, forecasts with history, and closed months. Triggers stand with their table."""

from django.conf import settings
from django.db import migrations, models
from pgtrigger.compiler import Trigger, UpsertTriggerSql


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("pghistory", "0007_auto_20250421_0444"), ("styrmodell", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="styrmodell.municipality")),
                ("organisation", models.ForeignKey(on_delete=models.PROTECT, related_name="budget_lines", to="styrmodell.organisation")),
                ("account_group", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="styrmodell.accountgroup")),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                (
                    "kind",
                    models.CharField(
                        choices=[("ursprunglig", "Ursprunglig budget"), ("tillagg", "Tilläggsbudget")],
                        default="ursprunglig",
                        max_length=12,
                        verbose_name="slag",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="belopp, kr")),
                ("decision", models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="budget_lines", to="styrmodell.decision")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
            ],
            options={
                "verbose_name": "budgetrad",
                "verbose_name_plural": "budgetrader",
                "indexes": [models.Index(fields=["municipality", "year", "organisation"], name="budget_line_by_year")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "year", "organisation", "account_group", "kind", "decision"), name="budget_line_once", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosedMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="styrmodell.municipality")),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                ("month", models.PositiveSmallIntegerField(verbose_name="månad")),
                ("closed_by", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("closed_at", models.DateTimeField(auto_now_add=True, verbose_name="stängd")),
            ],
            options={
                "verbose_name": "stängd månad",
                "verbose_name_plural": "stängda månader",
                "ordering": ["year", "month"],
                "constraints": [models.UniqueConstraint(fields=("municipality", "year", "month"), name="closed_month_once")],
                "triggers": [
                    Trigger(
                        name="closed_month_is_not_edited",
                        sql=UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="f16ca70c91110ee309e683f3877f63a9da30099d",
                            operation="UPDATE",
                            pgid="pgtrigger_closed_month_is_not_edited_9789c",
                            table="budget_closedmonth",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ForecastLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="styrmodell.municipality")),
                ("slot", models.ForeignKey(on_delete=models.PROTECT, related_name="forecast_lines", to="styrmodell.reportingslot")),
                ("organisation", models.ForeignKey(on_delete=models.PROTECT, related_name="forecast_lines", to="styrmodell.organisation")),
                ("account_group", models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="styrmodell.accountgroup")),
                ("amount", models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="prognos, kr")),
                ("comment", models.TextField(blank=True, verbose_name="kommentar")),
                ("cause", models.TextField(blank=True, verbose_name="orsak")),
                ("consequence", models.TextField(blank=True, verbose_name="konsekvens om inget görs")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="ändrad")),
                ("updated_by", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
                ("measures", models.ManyToManyField(blank=True, related_name="forecast_lines", to="styrmodell.measure")),
            ],
            options={
                "verbose_name": "prognosrad",
                "verbose_name_plural": "prognosrader",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("slot", "organisation", "account_group"),
                        name="forecast_line_once",
                        nulls_distinct=False,
                        violation_error_message="Raden har redan en prognos vid det här tillfället.",
                    )
                ],
                "triggers": [
                    Trigger(
                        name="forecast_line_is_decided",
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
                            hash="a669beaa780fb51c391b5c32ca20b28039748606",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_forecast_line_is_decided_e7051",
                            table="budget_forecastline",
                            when="BEFORE",
                        ),
                    ),
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='INSERT INTO "budget_forecastlineevent" ("account_group_id", "amount", "cause", "comment", "consequence", "id", "is_example", "municipality_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slot_id", "updated_at", "updated_by_id", "version") VALUES (NEW."account_group_id", NEW."amount", NEW."cause", NEW."comment", NEW."consequence", NEW."id", NEW."is_example", NEW."municipality_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slot_id", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;',
                            hash="5e22e52d80c725a1a7bd0deb93123d1f25ff6778",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_bf276",
                            table="budget_forecastline",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "budget_forecastlineevent" ("account_group_id", "amount", "cause", "comment", "consequence", "id", "is_example", "municipality_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slot_id", "updated_at", "updated_by_id", "version") VALUES (NEW."account_group_id", NEW."amount", NEW."cause", NEW."comment", NEW."consequence", NEW."id", NEW."is_example", NEW."municipality_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slot_id", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;',
                            hash="ffee88129b9c3e4a90855b8e48f8f0f8259e97a1",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e7de9",
                            table="budget_forecastline",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ForecastLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_obj", models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name="events", to="budget.forecastline")),
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
                (
                    "organisation",
                    models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name="+", related_query_name="+", to="styrmodell.organisation"),
                ),
                (
                    "account_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=models.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="styrmodell.accountgroup",
                    ),
                ),
                ("amount", models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="prognos, kr")),
                ("comment", models.TextField(blank=True, verbose_name="kommentar")),
                ("cause", models.TextField(blank=True, verbose_name="orsak")),
                ("consequence", models.TextField(blank=True, verbose_name="konsekvens om inget görs")),
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
                            hash="83a5b5e9e33b39172c218313a5789f3155f68ee6",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ae026",
                            table="budget_forecastlineevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="ledger_batches", to="styrmodell.municipality")),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                ("months", models.JSONField(default=list, verbose_name="månader")),
                ("filename", models.CharField(max_length=200, verbose_name="fil")),
                ("sha256", models.CharField(max_length=64)),
                ("sign", models.CharField(max_length=12, verbose_name="teckenregel")),
                (
                    "state",
                    models.CharField(
                        choices=[("granskas", "Granskas"), ("avvisad", "Avvisad"), ("inlast", "Inläst"), ("ersatt", "Ersatt"), ("kastad", "Kastad")],
                        default="granskas",
                        max_length=10,
                        verbose_name="läge",
                    ),
                ),
                ("row_count", models.PositiveIntegerField(default=0, verbose_name="rader")),
                ("total", models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name="summa, kr")),
                ("report", models.JSONField(default=dict, verbose_name="granskning")),
                ("staged_path", models.CharField(blank=True, max_length=200)),
                ("job", models.ForeignKey(blank=True, null=True, on_delete=models.SET_NULL, related_name="+", to="styrmodell.job")),
                ("created_by", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="inläst")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="använd")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
            ],
            options={"verbose_name": "import", "verbose_name_plural": "importer", "ordering": ["-pk"]},
        ),
        migrations.CreateModel(
            name="LedgerRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(db_constraint=False, on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("batch", models.ForeignKey(db_constraint=False, on_delete=models.CASCADE, related_name="rows", to="budget.ledgerbatch")),
                ("organisation", models.ForeignKey(db_constraint=False, on_delete=models.PROTECT, related_name="+", to="styrmodell.organisation")),
                ("account_group", models.ForeignKey(db_constraint=False, on_delete=models.PROTECT, related_name="+", to="styrmodell.accountgroup")),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                ("month", models.PositiveSmallIntegerField(verbose_name="månad")),
                ("account", models.PositiveIntegerField(verbose_name="konto")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="belopp, kr")),
                ("row_number", models.PositiveIntegerField(verbose_name="rad i filen")),
            ],
            options={
                "verbose_name": "bokförd rad",
                "verbose_name_plural": "bokförda rader",
                "indexes": [models.Index(fields=["municipality", "organisation", "year", "month", "id"], name="ledger_row_drill_down")],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("organisation", models.ForeignKey(on_delete=models.PROTECT, related_name="outcomes", to="styrmodell.organisation")),
                ("account_group", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="styrmodell.accountgroup")),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                ("month", models.PositiveSmallIntegerField(verbose_name="månad")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="belopp, kr")),
                ("batch", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="outcomes", to="budget.ledgerbatch")),
            ],
            options={
                "verbose_name": "utfall",
                "verbose_name_plural": "utfall",
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "year", "month", "organisation", "account_group"), name="outcome_once"),
                    models.CheckConstraint(condition=models.Q(("month__gte", 1), ("month__lte", 12)), name="outcome_month"),
                ],
                "triggers": [
                    Trigger(
                        name="outcome_month_is_open",
                        sql=UpsertTriggerSql(
                            func="""
    IF EXISTS (
        SELECT 1 FROM budget_closedmonth c
        WHERE c.municipality_id = COALESCE(NEW.municipality_id, OLD.municipality_id)
          AND c.year = COALESCE(NEW.year, OLD.year) AND c.month = COALESCE(NEW.month, OLD.month)
    ) THEN
        RAISE EXCEPTION 'Månaden är stängd.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
""",
                            hash="adee47addcf6f0f8b90d654980f1f4809e1896d5",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_outcome_month_is_open_0368e",
                            table="budget_outcome",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="styrmodell.municipality")),
                (
                    "statement",
                    models.CharField(
                        choices=[("resultatrakning", "Resultaträkning"), ("balanskrav", "Balanskravsutredning")], max_length=16, verbose_name="uppställning"
                    ),
                ),
                ("row", models.CharField(max_length=60, verbose_name="rad")),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                ("column", models.CharField(choices=[("utfall", "Utfall"), ("budget", "Budget"), ("prognos", "Prognos")], max_length=8, verbose_name="kolumn")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="belopp, kr")),
                ("source", models.CharField(max_length=200, verbose_name="källa")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
            ],
            options={
                "verbose_name": "uppgift i uppställning",
                "verbose_name_plural": "uppgifter i uppställningar",
                "constraints": [models.UniqueConstraint(fields=("municipality", "statement", "row", "year", "column"), name="statement_figure_once")],
            },
        ),
    ]
