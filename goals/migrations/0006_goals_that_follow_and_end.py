"""A goal follows another by decision, or ends before its years do; what is decided keeps its words in the database."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('goals', '0005_volumes_have_no_direction'),
        ('styrmodell', '0007_municipality_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='GoalEnding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_day', models.DateField(verbose_name='gäller till och med')),
                ('motive', models.TextField(blank=True, verbose_name='skäl')),
            ],
            options={
                'verbose_name': 'upphörande',
                'verbose_name_plural': 'upphöranden',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='goal',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='goal',
            name='update_update',
        ),
        migrations.AddField(
            model_name='goal',
            name='departure',
            field=models.TextField(blank=True, verbose_name='motiv till avsteg'),
        ),
        migrations.AddField(
            model_name='goal',
            name='lacks',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('formulering', 'en formulering som säger vad som ska bli bättre och för vem'), ('indikator', 'en indikator'), ('malvarde', 'målvärde för åren som det gäller'), ('koppling', 'koppling uppåt'), ('ansvarig', 'ansvarig roll')], max_length=12), blank=True, default=list, size=None, verbose_name='saknade'),
        ),
        migrations.AddField(
            model_name='goal',
            name='origin',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goals.goal', verbose_name='första lydelsen'),
        ),
        migrations.AddField(
            model_name='goal',
            name='predecessor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='goals.goal', verbose_name='följer på'),
        ),
        migrations.AddField(
            model_name='goal',
            name='succession',
            field=models.CharField(blank=True, choices=[('andrar', 'Ändrar'), ('ersatter', 'Ersätter')], max_length=8, verbose_name='hur det följer'),
        ),
        migrations.AddField(
            model_name='goalevent',
            name='departure',
            field=models.TextField(blank=True, verbose_name='motiv till avsteg'),
        ),
        migrations.AddField(
            model_name='goalevent',
            name='lacks',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('formulering', 'en formulering som säger vad som ska bli bättre och för vem'), ('indikator', 'en indikator'), ('malvarde', 'målvärde för åren som det gäller'), ('koppling', 'koppling uppåt'), ('ansvarig', 'ansvarig roll')], max_length=12), blank=True, default=list, size=None, verbose_name='saknade'),
        ),
        migrations.AddField(
            model_name='goalevent',
            name='origin',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='goals.goal', verbose_name='första lydelsen'),
        ),
        migrations.AddField(
            model_name='goalevent',
            name='predecessor',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='goals.goal', verbose_name='följer på'),
        ),
        migrations.AddField(
            model_name='goalevent',
            name='succession',
            field=models.CharField(blank=True, choices=[('andrar', 'Ändrar'), ('ersatter', 'Ersätter')], max_length=8, verbose_name='hur det följer'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='predecessor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='goals.indicator', verbose_name='följer på'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='goal',
            trigger=pgtrigger.compiler.Trigger(name='goal_keeps_what_is_decided', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."decision_id" IS NOT NULL)', func="\n    IF TG_OP = 'DELETE' THEN\n        RAISE EXCEPTION 'Målet är beslutat och ändras bara med ett nytt beslut.' USING ERRCODE = 'check_violation';\n    END IF;\n    IF ROW(OLD.title, OLD.description, OLD.motivation, OLD.year_from, OLD.year_to, OLD.organisation_id, OLD.level_id, OLD.decision_id, OLD.lacks, OLD.departure) IS DISTINCT FROM ROW(NEW.title, NEW.description, NEW.motivation, NEW.year_from, NEW.year_to, NEW.organisation_id, NEW.level_id, NEW.decision_id, NEW.lacks, NEW.departure) THEN\n        RAISE EXCEPTION 'Målet är beslutat och ändras bara med ett nytt beslut.' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='e8d00dad2c3b942651975f2ae84c45fafef45ae6', operation='UPDATE OR DELETE', pgid='pgtrigger_goal_keeps_what_is_decided_797f0', table='goals_goal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='goal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "goals_goalevent" ("code", "completion", "decision_id", "departure", "description", "id", "is_example", "lacks", "level_id", "motivation", "municipality_id", "organisation_id", "origin_id", "owner_role", "perspective_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "progress", "succession", "title", "version", "year_from", "year_to") VALUES (NEW."code", NEW."completion", NEW."decision_id", NEW."departure", NEW."description", NEW."id", NEW."is_example", NEW."lacks", NEW."level_id", NEW."motivation", NEW."municipality_id", NEW."organisation_id", NEW."origin_id", NEW."owner_role", NEW."perspective_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."predecessor_id", NEW."progress", NEW."succession", NEW."title", NEW."version", NEW."year_from", NEW."year_to"); RETURN NULL;', hash='d8000f70d94b0bdbe61bcb1964174e2bd2b20756', operation='INSERT', pgid='pgtrigger_insert_insert_feafb', table='goals_goal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='goal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."completion" IS DISTINCT FROM (NEW."completion") OR OLD."decision_id" IS DISTINCT FROM (NEW."decision_id") OR OLD."departure" IS DISTINCT FROM (NEW."departure") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_example" IS DISTINCT FROM (NEW."is_example") OR OLD."lacks" IS DISTINCT FROM (NEW."lacks") OR OLD."level_id" IS DISTINCT FROM (NEW."level_id") OR OLD."motivation" IS DISTINCT FROM (NEW."motivation") OR OLD."municipality_id" IS DISTINCT FROM (NEW."municipality_id") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."origin_id" IS DISTINCT FROM (NEW."origin_id") OR OLD."owner_role" IS DISTINCT FROM (NEW."owner_role") OR OLD."perspective_id" IS DISTINCT FROM (NEW."perspective_id") OR OLD."predecessor_id" IS DISTINCT FROM (NEW."predecessor_id") OR OLD."progress" IS DISTINCT FROM (NEW."progress") OR OLD."succession" IS DISTINCT FROM (NEW."succession") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."year_from" IS DISTINCT FROM (NEW."year_from") OR OLD."year_to" IS DISTINCT FROM (NEW."year_to"))', func='INSERT INTO "goals_goalevent" ("code", "completion", "decision_id", "departure", "description", "id", "is_example", "lacks", "level_id", "motivation", "municipality_id", "organisation_id", "origin_id", "owner_role", "perspective_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "progress", "succession", "title", "version", "year_from", "year_to") VALUES (NEW."code", NEW."completion", NEW."decision_id", NEW."departure", NEW."description", NEW."id", NEW."is_example", NEW."lacks", NEW."level_id", NEW."motivation", NEW."municipality_id", NEW."organisation_id", NEW."origin_id", NEW."owner_role", NEW."perspective_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."predecessor_id", NEW."progress", NEW."succession", NEW."title", NEW."version", NEW."year_from", NEW."year_to"); RETURN NULL;', hash='361ee513824ec5b50008d78066537cb0ba8c390f', operation='UPDATE', pgid='pgtrigger_update_update_97a4d', table='goals_goal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='indicator_keeps_what_is_decided', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (SELECT 1 FROM goals_goal g WHERE g.id = OLD.goal_id AND g.decision_id IS NOT NULL) THEN\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    END IF;\n    IF TG_OP = 'DELETE' THEN\n        RAISE EXCEPTION 'Målet är beslutat och ändras bara med ett nytt beslut.' USING ERRCODE = 'check_violation';\n    END IF;\n    IF ROW(OLD.goal_id, OLD.kind, OLD.name, OLD.unit, OLD.direction, OLD.baseline, OLD.baseline_year) IS DISTINCT FROM ROW(NEW.goal_id, NEW.kind, NEW.name, NEW.unit, NEW.direction, NEW.baseline, NEW.baseline_year) THEN\n        RAISE EXCEPTION 'Målet är beslutat och ändras bara med ett nytt beslut.' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='f6978220041a939d9ac5fe45f50e3372072fb718', operation='UPDATE OR DELETE', pgid='pgtrigger_indicator_keeps_what_is_decided_c6103', table='goals_indicator', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicatortarget',
            trigger=pgtrigger.compiler.Trigger(name='target_keeps_what_is_decided', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (SELECT 1 FROM goals_goal g JOIN goals_indicator i ON i.goal_id = g.id WHERE i.id = OLD.indicator_id AND g.decision_id IS NOT NULL) THEN\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    END IF;\n    IF TG_OP = 'DELETE' THEN\n        RAISE EXCEPTION 'Målet är beslutat och ändras bara med ett nytt beslut.' USING ERRCODE = 'check_violation';\n    END IF;\n    IF ROW(OLD.indicator_id, OLD.year, OLD.value) IS DISTINCT FROM ROW(NEW.indicator_id, NEW.year, NEW.value) THEN\n        RAISE EXCEPTION 'Målet är beslutat och ändras bara med ett nytt beslut.' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='a463af7ab12be3dbdb1f19ac16de6fa700e8c665', operation='UPDATE OR DELETE', pgid='pgtrigger_target_keeps_what_is_decided_d5651', table='goals_indicatortarget', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin__isnull', True), ('predecessor__isnull', True), ('succession', '')), models.Q(('origin__isnull', False), ('predecessor__isnull', False), models.Q(('succession', ''), _negated=True)), _connector='OR'), name='goal_follows_wholly_or_not'),
        ),
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.CheckConstraint(condition=models.Q(('predecessor', models.F('pk')), _negated=True), name='goal_follows_another'),
        ),
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.CheckConstraint(condition=models.Q(('lacks', []), models.Q(('departure', ''), _negated=True), _connector='OR'), name='goal_departure_has_motive', violation_error_message='Skriv varför målet fastställs trots det som saknas.'),
        ),
        migrations.AddField(
            model_name='goalending',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='styrmodell.decision', verbose_name='beslut'),
        ),
        migrations.AddField(
            model_name='goalending',
            name='goal',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ending', to='goals.goal', verbose_name='mål'),
        ),
        migrations.AddField(
            model_name='goalending',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='styrmodell.municipality'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='goalending',
            trigger=pgtrigger.compiler.Trigger(name='goal_ending_decision_is_own', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."decision_id" IS NOT NULL)', func="\n    IF NOT EXISTS (\n        SELECT 1 FROM styrmodell_decision d\n        WHERE d.id = NEW.decision_id AND d.municipality_id = NEW.municipality_id\n    ) THEN\n        RAISE EXCEPTION 'Beslutet är en annan kommuns.' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='47736834781e517d9d877399c425c7de57b781be', operation='INSERT OR UPDATE', pgid='pgtrigger_goal_ending_decision_is_own_0225d', table='goals_goalending', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='goalending',
            trigger=pgtrigger.compiler.Trigger(name='goal_ending_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='42ef002622f6d1f8958c285f16ba1c32750b9a61', operation='UPDATE OR DELETE', pgid='pgtrigger_goal_ending_is_final_1fb23', table='goals_goalending', when='BEFORE')),
        ),
    ]
