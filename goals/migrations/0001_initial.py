"""Goals, indicators and judgements, with the history of every change. Triggers stand with their table."""

from django.conf import settings
from django.db import migrations, models
from pgtrigger.compiler import Trigger, UpsertTriggerSql


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("pghistory", "0007_auto_20250421_0444"), ("styrmodell", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="goals", to="styrmodell.municipality")),
                ("level", models.ForeignKey(on_delete=models.PROTECT, related_name="goals", to="styrmodell.level", verbose_name="nivå")),
                ("organisation", models.ForeignKey(on_delete=models.PROTECT, related_name="goals", to="styrmodell.organisation", verbose_name="ägare")),
                ("code", models.SlugField(max_length=60, verbose_name="kod")),
                ("title", models.CharField(max_length=300, verbose_name="formulering")),
                ("description", models.TextField(blank=True, verbose_name="beskrivning")),
                ("motivation", models.TextField(blank=True, verbose_name="motivering")),
                ("perspective", models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="goals", to="styrmodell.perspective")),
                ("year_from", models.PositiveSmallIntegerField(verbose_name="från år")),
                ("year_to", models.PositiveSmallIntegerField(verbose_name="till och med år")),
                ("owner_role", models.CharField(blank=True, max_length=120, verbose_name="ansvarig roll")),
                ("decision", models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="goals", to="styrmodell.decision")),
                (
                    "progress",
                    models.CharField(
                        blank=True,
                        choices=[("a-ej", "Ej påbörjad"), ("a-pag", "Pågår"), ("a-klar", "Klar"), ("a-sen", "Försenad"), ("a-avbr", "Avbruten")],
                        max_length=7,
                        verbose_name="läge",
                    ),
                ),
                ("completion", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="färdiggrad, %")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="ordning")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
                ("measures", models.ManyToManyField(blank=True, related_name="goals", to="styrmodell.measure", verbose_name="åtgärder")),
            ],
            options={
                "verbose_name": "mål",
                "verbose_name_plural": "mål",
                "ordering": ["position", "pk"],
                "indexes": [models.Index(fields=["municipality", "organisation", "level"], name="goal_by_organisation")],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "code"), name="goal_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(("year_to__gte", models.F("year_from"))),
                        name="goal_year_from_before_to",
                        violation_error_message="Målets sista år ligger före det första.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("completion__isnull", True), ("completion__lte", 100), _connector="OR"),
                        name="goal_completion_percent",
                        violation_error_message="Färdiggraden är mellan 0 och 100 procent.",
                    ),
                ],
                "triggers": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='INSERT INTO "goals_goalevent" ("code", "completion", "decision_id", "description", "id", "is_example", "level_id", "motivation", "municipality_id", "organisation_id", "owner_role", "perspective_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "progress", "title", "version", "year_from", "year_to") VALUES (NEW."code", NEW."completion", NEW."decision_id", NEW."description", NEW."id", NEW."is_example", NEW."level_id", NEW."motivation", NEW."municipality_id", NEW."organisation_id", NEW."owner_role", NEW."perspective_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."progress", NEW."title", NEW."version", NEW."year_from", NEW."year_to"); RETURN NULL;',
                            hash="75c4ecba03c1923d992d44d19a76dd1b00ebafe0",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_feafb",
                            table="goals_goal",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."completion" IS DISTINCT FROM (NEW."completion") OR OLD."decision_id" IS DISTINCT FROM (NEW."decision_id") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_example" IS DISTINCT FROM (NEW."is_example") OR OLD."level_id" IS DISTINCT FROM (NEW."level_id") OR OLD."motivation" IS DISTINCT FROM (NEW."motivation") OR OLD."municipality_id" IS DISTINCT FROM (NEW."municipality_id") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."owner_role" IS DISTINCT FROM (NEW."owner_role") OR OLD."perspective_id" IS DISTINCT FROM (NEW."perspective_id") OR OLD."progress" IS DISTINCT FROM (NEW."progress") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."year_from" IS DISTINCT FROM (NEW."year_from") OR OLD."year_to" IS DISTINCT FROM (NEW."year_to"))',
                            func='INSERT INTO "goals_goalevent" ("code", "completion", "decision_id", "description", "id", "is_example", "level_id", "motivation", "municipality_id", "organisation_id", "owner_role", "perspective_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "progress", "title", "version", "year_from", "year_to") VALUES (NEW."code", NEW."completion", NEW."decision_id", NEW."description", NEW."id", NEW."is_example", NEW."level_id", NEW."motivation", NEW."municipality_id", NEW."organisation_id", NEW."owner_role", NEW."perspective_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."progress", NEW."title", NEW."version", NEW."year_from", NEW."year_to"); RETURN NULL;',
                            hash="03facb3a3fb5e223055e6ea904ecb1c2e518bd2d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_97a4d",
                            table="goals_goal",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_obj", models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name="events", to="goals.goal")),
                ("pgh_context", models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name="+", to="pghistory.context")),
                ("id", models.BigIntegerField()),
                (
                    "municipality",
                    models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name="+", related_query_name="+", to="styrmodell.municipality"),
                ),
                (
                    "level",
                    models.ForeignKey(
                        db_constraint=False, on_delete=models.DO_NOTHING, related_name="+", related_query_name="+", to="styrmodell.level", verbose_name="nivå"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=models.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="styrmodell.organisation",
                        verbose_name="ägare",
                    ),
                ),
                ("code", models.SlugField(db_index=False, max_length=60, verbose_name="kod")),
                ("title", models.CharField(max_length=300, verbose_name="formulering")),
                ("description", models.TextField(blank=True, verbose_name="beskrivning")),
                ("motivation", models.TextField(blank=True, verbose_name="motivering")),
                (
                    "perspective",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=models.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="styrmodell.perspective",
                    ),
                ),
                ("year_from", models.PositiveSmallIntegerField(verbose_name="från år")),
                ("year_to", models.PositiveSmallIntegerField(verbose_name="till och med år")),
                ("owner_role", models.CharField(blank=True, max_length=120, verbose_name="ansvarig roll")),
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
                (
                    "progress",
                    models.CharField(
                        blank=True,
                        choices=[("a-ej", "Ej påbörjad"), ("a-pag", "Pågår"), ("a-klar", "Klar"), ("a-sen", "Försenad"), ("a-avbr", "Avbruten")],
                        max_length=7,
                        verbose_name="läge",
                    ),
                ),
                ("completion", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="färdiggrad, %")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    Trigger(
                        name="append_only",
                        sql=UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="6aa5265f000526a6bb27709b630a35339f227ed5",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_5909d",
                            table="goals_goalevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("child", models.ForeignKey(on_delete=models.CASCADE, related_name="links_up", to="goals.goal")),
                ("parent", models.ForeignKey(on_delete=models.PROTECT, related_name="links_down", to="goals.goal")),
            ],
            options={
                "verbose_name": "koppling",
                "verbose_name_plural": "kopplingar",
                "constraints": [
                    models.UniqueConstraint(fields=("child", "parent"), name="goal_link_once", violation_error_message="Målen är redan kopplade."),
                    models.CheckConstraint(
                        condition=models.Q(("child", models.F("parent")), _negated=True),
                        name="goal_link_not_itself",
                        violation_error_message="Ett mål kan inte bidra till sig självt.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="indicators", to="styrmodell.municipality")),
                ("goal", models.ForeignKey(on_delete=models.PROTECT, related_name="indicators", to="goals.goal")),
                (
                    "kind",
                    models.CharField(
                        choices=[("indikator", "Indikator"), ("nyckeltal", "Nyckeltal"), ("verksamhetsmatt", "Verksamhetsmått")],
                        default="indikator",
                        max_length=16,
                        verbose_name="slag",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="namn")),
                ("unit", models.CharField(max_length=40, verbose_name="enhet")),
                ("decimals", models.PositiveSmallIntegerField(default=0, verbose_name="decimaler")),
                ("direction", models.CharField(choices=[("upp", "Högre är bättre"), ("ner", "Lägre är bättre")], max_length=3, verbose_name="önskad riktning")),
                ("baseline", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="ingångsvärde")),
                ("baseline_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ingångsår")),
                ("source", models.CharField(blank=True, max_length=160, verbose_name="källa")),
                ("source_code", models.CharField(blank=True, max_length=20, verbose_name="källans kod")),
                ("measured_next", models.DateField(blank=True, null=True, verbose_name="mäts nästa gång")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="ordning")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
            ],
            options={"verbose_name": "indikator", "verbose_name_plural": "indikatorer", "ordering": ["position", "pk"]},
        ),
        migrations.CreateModel(
            name="IndicatorTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("indicator", models.ForeignKey(on_delete=models.CASCADE, related_name="targets", to="goals.indicator")),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                ("value", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="målvärde")),
            ],
            options={
                "verbose_name": "målvärde",
                "verbose_name_plural": "målvärden",
                "ordering": ["year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "year"), name="indicator_target_once", violation_error_message="Indikatorn har redan ett målvärde för det året."
                    )
                ],
                "triggers": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='INSERT INTO "goals_indicatortargetevent" ("id", "indicator_id", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value", "year") VALUES (NEW."id", NEW."indicator_id", NEW."municipality_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."value", NEW."year"); RETURN NULL;',
                            hash="f852eb3d6e849268b2ca399ffdef226a51587625",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8b2fe",
                            table="goals_indicatortarget",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "goals_indicatortargetevent" ("id", "indicator_id", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value", "year") VALUES (NEW."id", NEW."indicator_id", NEW."municipality_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."value", NEW."year"); RETURN NULL;',
                            hash="c57fcfd5bf89e946770c39a0f5530aae97a927a0",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e1e82",
                            table="goals_indicatortarget",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorTargetEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_obj", models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name="events", to="goals.indicatortarget")),
                ("pgh_context", models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name="+", to="pghistory.context")),
                ("id", models.BigIntegerField()),
                (
                    "municipality",
                    models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name="+", related_query_name="+", to="styrmodell.municipality"),
                ),
                (
                    "indicator",
                    models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name="+", related_query_name="+", to="goals.indicator"),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                ("value", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="målvärde")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    Trigger(
                        name="append_only",
                        sql=UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="fb61994ecd4a769b833a7bbc45671349e90303b5",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_8745c",
                            table="goals_indicatortargetevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("indicator", models.ForeignKey(on_delete=models.CASCADE, related_name="values", to="goals.indicator")),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                ("gender", models.CharField(choices=[("T", "Totalt"), ("K", "Kvinnor"), ("M", "Män")], default="T", max_length=1, verbose_name="kön")),
                ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="värde")),
                ("is_preliminary", models.BooleanField(default=False, verbose_name="preliminärt")),
            ],
            options={
                "verbose_name": "utfall",
                "verbose_name_plural": "utfall",
                "ordering": ["year", "gender"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "year", "gender"),
                        name="indicator_value_once",
                        violation_error_message="Indikatorn har redan ett värde för det året.",
                    )
                ],
                "triggers": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='INSERT INTO "goals_indicatorvalueevent" ("gender", "id", "indicator_id", "is_preliminary", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value", "year") VALUES (NEW."gender", NEW."id", NEW."indicator_id", NEW."is_preliminary", NEW."municipality_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."value", NEW."year"); RETURN NULL;',
                            hash="a9fda2b3106d189832e2a985a340a3d7d6bdc8c8",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ac690",
                            table="goals_indicatorvalue",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "goals_indicatorvalueevent" ("gender", "id", "indicator_id", "is_preliminary", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value", "year") VALUES (NEW."gender", NEW."id", NEW."indicator_id", NEW."is_preliminary", NEW."municipality_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."value", NEW."year"); RETURN NULL;',
                            hash="5c14821e60832c265f863143f0ee07174620e839",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f3fbd",
                            table="goals_indicatorvalue",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorValueEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_obj", models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name="events", to="goals.indicatorvalue")),
                ("pgh_context", models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name="+", to="pghistory.context")),
                ("id", models.BigIntegerField()),
                (
                    "municipality",
                    models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name="+", related_query_name="+", to="styrmodell.municipality"),
                ),
                (
                    "indicator",
                    models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name="+", related_query_name="+", to="goals.indicator"),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                ("gender", models.CharField(choices=[("T", "Totalt"), ("K", "Kvinnor"), ("M", "Män")], default="T", max_length=1, verbose_name="kön")),
                ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="värde")),
                ("is_preliminary", models.BooleanField(default=False, verbose_name="preliminärt")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    Trigger(
                        name="append_only",
                        sql=UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="15eea680ada1f151b8882e87742d6ff1b382d14b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4f03f",
                            table="goals_indicatorvalueevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="styrmodell.municipality")),
                ("goal", models.ForeignKey(on_delete=models.PROTECT, related_name="judgements", to="goals.goal")),
                ("slot", models.ForeignKey(on_delete=models.PROTECT, related_name="judgements", to="styrmodell.reportingslot")),
                (
                    "step",
                    models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="styrmodell.scalestep", verbose_name="bedömning"),
                ),
                ("result", models.TextField(blank=True, verbose_name="resultat")),
                ("cause", models.TextField(blank=True, verbose_name="orsak")),
                ("action", models.TextField(blank=True, verbose_name="åtgärd")),
                ("effect", models.TextField(blank=True, verbose_name="effekt")),
                ("reason", models.TextField(blank=True, verbose_name="skäl när bedömningen skiljer sig från indikatorerna")),
                ("judged_at", models.DateTimeField(blank=True, null=True, verbose_name="bedömd")),
                ("judged_by", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
            ],
            options={
                "verbose_name": "bedömning",
                "verbose_name_plural": "bedömningar",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("goal", "slot"), name="judgement_once_per_slot", violation_error_message="Målet är redan bedömt vid det här tillfället."
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("judged_at__isnull", True), ("step__isnull", False), _connector="OR"), name="judgement_judged_has_step"
                    ),
                ],
                "triggers": [
                    Trigger(
                        name="judgement_is_decided",
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
                            hash="865213162492ac872db50eb0abe6d7073c8a7d81",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_judgement_is_decided_7c4f4",
                            table="goals_judgement",
                            when="BEFORE",
                        ),
                    ),
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='INSERT INTO "goals_judgementevent" ("action", "cause", "effect", "goal_id", "id", "is_example", "judged_at", "judged_by_id", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "result", "slot_id", "step_id", "version") VALUES (NEW."action", NEW."cause", NEW."effect", NEW."goal_id", NEW."id", NEW."is_example", NEW."judged_at", NEW."judged_by_id", NEW."municipality_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."result", NEW."slot_id", NEW."step_id", NEW."version"); RETURN NULL;',
                            hash="003971f17d664f9212247244b713be726dff3083",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_233f9",
                            table="goals_judgement",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "goals_judgementevent" ("action", "cause", "effect", "goal_id", "id", "is_example", "judged_at", "judged_by_id", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "result", "slot_id", "step_id", "version") VALUES (NEW."action", NEW."cause", NEW."effect", NEW."goal_id", NEW."id", NEW."is_example", NEW."judged_at", NEW."judged_by_id", NEW."municipality_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."result", NEW."slot_id", NEW."step_id", NEW."version"); RETURN NULL;',
                            hash="98518d310dcc2c32fed6d40ab9fa7ca3a6ae3b0c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b0b0f",
                            table="goals_judgement",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JudgementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_obj", models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name="events", to="goals.judgement")),
                ("pgh_context", models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name="+", to="pghistory.context")),
                ("id", models.BigIntegerField()),
                (
                    "municipality",
                    models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name="+", related_query_name="+", to="styrmodell.municipality"),
                ),
                ("goal", models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name="+", related_query_name="+", to="goals.goal")),
                (
                    "slot",
                    models.ForeignKey(
                        db_constraint=False, on_delete=models.DO_NOTHING, related_name="+", related_query_name="+", to="styrmodell.reportingslot"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=models.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="styrmodell.scalestep",
                        verbose_name="bedömning",
                    ),
                ),
                ("result", models.TextField(blank=True, verbose_name="resultat")),
                ("cause", models.TextField(blank=True, verbose_name="orsak")),
                ("action", models.TextField(blank=True, verbose_name="åtgärd")),
                ("effect", models.TextField(blank=True, verbose_name="effekt")),
                ("reason", models.TextField(blank=True, verbose_name="skäl när bedömningen skiljer sig från indikatorerna")),
                ("judged_at", models.DateTimeField(blank=True, null=True, verbose_name="bedömd")),
                (
                    "judged_by",
                    models.ForeignKey(
                        db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name="+", related_query_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    Trigger(
                        name="append_only",
                        sql=UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3c46c4c18b7671f6a58d77a3c27505087a32d096",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_904b3",
                            table="goals_judgementevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PeerValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality")),
                ("indicator", models.ForeignKey(on_delete=models.CASCADE, related_name="peer_values", to="goals.indicator")),
                ("peer_code", models.CharField(max_length=4, verbose_name="kommunkod")),
                ("peer_name", models.CharField(max_length=80, verbose_name="kommun")),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                ("value", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="värde")),
            ],
            options={
                "verbose_name": "jämförelsevärde",
                "verbose_name_plural": "jämförelsevärden",
                "ordering": ["peer_code", "year"],
                "constraints": [models.UniqueConstraint(fields=("indicator", "peer_code", "year"), name="peer_value_once")],
            },
        ),
        migrations.AddField(
            model_name="goal",
            name="parents",
            field=models.ManyToManyField(related_name="children", through="goals.GoalLink", through_fields=("child", "parent"), to="goals.goal"),
        ),
    ]
