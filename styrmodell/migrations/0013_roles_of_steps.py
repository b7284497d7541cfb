"""The roles that the steering model names for a step."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('styrmodell', '0012_event_of_statements'),
    ]

    operations = [
        migrations.AddField(
            model_name='step',
            name='roles',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name='roller'),
        ),
    ]
