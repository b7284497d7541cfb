"""A volume has no wanted direction (HA-6); an indicator has one (AL-3)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("goals", "0004_municipality_first")]

    operations = [
        migrations.AlterField(
            model_name="indicator",
            name="direction",
            field=models.CharField(
                blank=True,
                choices=[("upp", "Högre är bättre"), ("ner", "Lägre är bättre")],
                max_length=3,
                verbose_name="önskad riktning",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction", ""), ("kind", "indikator"), _negated=True),
                name="indicator_has_direction",
                violation_error_message="En indikator har en önskad riktning. Välj den, eller ett annat slag.",
            ),
        ),
    ]
