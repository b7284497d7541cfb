"""The figures of reports that are handed in lie with the money, line by line. Those kept by row, in no release, go."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('followup', '0007_figures_as_handed_in'),
    ]

    operations = [
        migrations.DeleteModel(
            name='HandedInFigures',
        ),
    ]
