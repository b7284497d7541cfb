"""A statement's forecast belongs to an occasion, and what can be counted is not stored."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import ui.clock
from django.conf import settings
from django.db import migrations, models


# Nobody could enter a forecast, so those there are came with the examples, and their rows cannot be told apart by
# occasion. Årets resultat of a balance requirement is counted from the income statement.
COUNTED = """
    DELETE FROM budget_statementfigure
    WHERE "column" = 'prognos' OR (statement = 'balanskrav' AND row = 'arets_resultat')
"""


class Migration(migrations.Migration):

    dependencies = [
        ('budget', '0007_closed_month_says_its_name'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('styrmodell', '0007_municipality_first'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
        migrations.CreateModel(
            name='StatementFigureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('statement', models.CharField(choices=[('resultatrakning', 'Resultaträkning'), ('balanskrav', 'Balanskravsutredning')], max_length=16, verbose_name='uppställning')),
                ('row', models.CharField(max_length=60, verbose_name='rad')),
                ('year', models.PositiveSmallIntegerField(verbose_name='år')),
                ('column', models.CharField(choices=[('utfall', 'Utfall'), ('budget', 'Budget'), ('prognos', 'Prognos')], max_length=8, verbose_name='kolumn')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='belopp, kr')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='källa')),
                ('updated_at', models.DateTimeField(default=ui.clock.now, editable=False, verbose_name='ändrad')),
                ('is_example', models.BooleanField(default=False, verbose_name='exempel')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RemoveConstraint(
            model_name='statementfigure',
            name='statement_figure_once',
        ),
        migrations.AddField(
            model_name='statementfigure',
            name='occasion',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statement_figures', to='styrmodell.occasion'),
        ),
        migrations.AddField(
            model_name='statementfigure',
            name='updated_at',
            field=models.DateTimeField(default=ui.clock.now, editable=False, verbose_name='ändrad'),
        ),
        migrations.AddField(
            model_name='statementfigure',
            name='updated_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='statementfigure',
            name='version',
            field=models.PositiveIntegerField(default=1, verbose_name='version'),
        ),
        migrations.AlterField(
            model_name='statementfigure',
            name='amount',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='belopp, kr'),
        ),
        migrations.AlterField(
            model_name='statementfigure',
            name='source',
            field=models.CharField(blank=True, max_length=200, verbose_name='källa'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statementfigure',
            trigger=pgtrigger.compiler.Trigger(name='statement_figure_is_decided', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF EXISTS (\n        SELECT 1 FROM styrmodell_slot s JOIN styrmodell_occasion o ON o.id = s.occasion_id\n        WHERE s.status = \'beslutad\' AND s.scope = \'helhet\' AND (\n            o.id = NEW.occasion_id OR o.id = OLD.occasion_id\n            OR \'ekonomi\' = ANY(o.contents) AND NOT \'prognos\' = ANY(o.contents) AND (\n                NEW."column" = \'utfall\' AND o.municipality_id = NEW.municipality_id AND o.cutoff = make_date(NEW.year, 12, 31)\n                OR OLD."column" = \'utfall\' AND o.municipality_id = OLD.municipality_id AND o.cutoff = make_date(OLD.year, 12, 31)\n            )\n        )\n    ) THEN\n        RAISE EXCEPTION \'Rapporten är beslutad och kan inte ändras.\' USING ERRCODE = \'check_violation\';\n    END IF;\n    IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF;\n    RETURN NEW;\n', hash='190b50d6ea05d8ec6954cae01e93aa5b746a4292', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_statement_figure_is_decided_ec1ac', table='budget_statementfigure', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statementfigure',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "budget_statementfigureevent" ("amount", "column", "id", "is_example", "municipality_id", "occasion_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "row", "source", "statement", "updated_at", "updated_by_id", "version", "year") VALUES (NEW."amount", NEW."column", NEW."id", NEW."is_example", NEW."municipality_id", NEW."occasion_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."row", NEW."source", NEW."statement", NEW."updated_at", NEW."updated_by_id", NEW."version", NEW."year"); RETURN NULL;', hash='e5ee8f92679fd89dc6f5d7d8b30dae8750440383', operation='INSERT', pgid='pgtrigger_insert_insert_e5ac4', table='budget_statementfigure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statementfigure',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "budget_statementfigureevent" ("amount", "column", "id", "is_example", "municipality_id", "occasion_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "row", "source", "statement", "updated_at", "updated_by_id", "version", "year") VALUES (NEW."amount", NEW."column", NEW."id", NEW."is_example", NEW."municipality_id", NEW."occasion_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."row", NEW."source", NEW."statement", NEW."updated_at", NEW."updated_by_id", NEW."version", NEW."year"); RETURN NULL;', hash='f35888c4b74dfab3a5dfe1b82069c163ed0c554f', operation='UPDATE', pgid='pgtrigger_update_update_5beb9', table='budget_statementfigure', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='statementfigure',
            constraint=models.UniqueConstraint(fields=('municipality', 'statement', 'row', 'year', 'column', 'occasion'), name='statement_figure_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='statementfigure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('column', 'prognos'), ('occasion__isnull', False)), models.Q(models.Q(('column', 'prognos'), _negated=True), ('occasion__isnull', True)), _connector='OR'), name='statement_forecast_has_occasion'),
        ),
        migrations.AddField(
            model_name='statementfigureevent',
            name='municipality',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='styrmodell.municipality'),
        ),
        migrations.AddField(
            model_name='statementfigureevent',
            name='occasion',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='styrmodell.occasion'),
        ),
        migrations.AddField(
            model_name='statementfigureevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='statementfigureevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='budget.statementfigure'),
        ),
        migrations.AddField(
            model_name='statementfigureevent',
            name='updated_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statementfigureevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='426cadad0ca29ddbba9df8bd8a1827a1d343a376', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f0ada', table='budget_statementfigureevent', when='BEFORE')),
        ),
    ]
