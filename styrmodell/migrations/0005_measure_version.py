"""A measure counts its saves, so that two who change it do not overwrite each other."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('styrmodell', '0004_decisions_are_the_municipalitys_own'),
    ]

    operations = [
        migrations.AddField(
            model_name='measure',
            name='version',
            field=models.PositiveIntegerField(default=1, verbose_name='version'),
        ),
    ]
