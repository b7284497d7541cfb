"""What the whole municipality's decision demands of the units, and units that are closed with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("styrmodell", "0007_municipality_first")]

    operations = [
        migrations.AddField(
            model_name="occasionrule",
            name="unit_demand",
            field=models.CharField(default="beslutade", max_length=12, verbose_name="krav på enheterna"),
        ),
        migrations.AddField(
            model_name="occasionrule",
            name="unit_demand_is_example",
            field=models.BooleanField(default=False, verbose_name="kravet är exempel"),
        ),
        migrations.AddField(
            model_name="slot",
            name="is_included",
            field=models.BooleanField(default=False, verbose_name="ingår i helhetens beslut"),
        ),
    ]
