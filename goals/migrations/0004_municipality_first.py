"""Every key and index of a tenant begins with the municipality, as every read does."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('goals', '0003_decisions_are_the_municipalitys_own'),
        ('styrmodell', '0007_municipality_first'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='goallink',
            name='goal_link_once',
        ),
        migrations.RemoveConstraint(
            model_name='indicatortarget',
            name='indicator_target_once',
        ),
        migrations.RemoveConstraint(
            model_name='indicatorvalue',
            name='indicator_value_once',
        ),
        migrations.RemoveConstraint(
            model_name='judgement',
            name='judgement_once_per_slot',
        ),
        migrations.RemoveConstraint(
            model_name='peervalue',
            name='peer_value_once',
        ),
        migrations.AddConstraint(
            model_name='goallink',
            constraint=models.UniqueConstraint(fields=('municipality', 'child', 'parent'), name='goal_link_once', violation_error_message='Målen är redan kopplade.'),
        ),
        migrations.AddConstraint(
            model_name='indicatortarget',
            constraint=models.UniqueConstraint(fields=('municipality', 'indicator', 'year'), name='indicator_target_once', violation_error_message='Indikatorn har redan ett målvärde för det året.'),
        ),
        migrations.AddConstraint(
            model_name='indicatorvalue',
            constraint=models.UniqueConstraint(fields=('municipality', 'indicator', 'year', 'gender'), name='indicator_value_once', violation_error_message='Indikatorn har redan ett värde för det året.'),
        ),
        migrations.AddConstraint(
            model_name='judgement',
            constraint=models.UniqueConstraint(fields=('municipality', 'goal', 'slot'), name='judgement_once_per_slot', violation_error_message='Målet är redan bedömt vid det här tillfället.'),
        ),
        migrations.AddConstraint(
            model_name='peervalue',
            constraint=models.UniqueConstraint(fields=('municipality', 'indicator', 'peer_code', 'year'), name='peer_value_once'),
        ),
    ]
