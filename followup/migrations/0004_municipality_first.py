"""Every key and index of a tenant begins with the municipality, as every read does."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('followup', '0003_moments_by_the_clock'),
        ('styrmodell', '0007_municipality_first'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='draftfile',
            name='draft_file_once',
        ),
        migrations.RemoveConstraint(
            model_name='section',
            name='section_once',
        ),
        migrations.RemoveConstraint(
            model_name='snapshotfile',
            name='snapshot_file_once',
        ),
        migrations.AddConstraint(
            model_name='draftfile',
            constraint=models.UniqueConstraint(fields=('municipality', 'slot', 'format'), name='draft_file_once'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.UniqueConstraint(fields=('municipality', 'slot', 'code'), name='section_once'),
        ),
        migrations.AddConstraint(
            model_name='snapshotfile',
            constraint=models.UniqueConstraint(fields=('municipality', 'snapshot', 'format'), name='snapshot_file_once'),
        ),
    ]
