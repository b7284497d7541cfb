"""A step of a scale has a word about several, where it is another: one goal is uppfyllt, two are uppfyllda."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("styrmodell", "0010_what_happened")]

    operations = [
        migrations.AddField(
            model_name="scalestep",
            name="many",
            field=models.CharField(blank=True, max_length=60, verbose_name="ord om flera"),
        ),
    ]
