"""Every key and index of a tenant begins with the municipality, as every read does."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budget', '0005_closed_month_keeps_what_is_moved'),
        ('styrmodell', '0007_municipality_first'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='forecastline',
            name='forecast_line_once',
        ),
        migrations.AddConstraint(
            model_name='forecastline',
            constraint=models.UniqueConstraint(fields=('municipality', 'slot', 'organisation', 'account_group'), name='forecast_line_once', nulls_distinct=False, violation_error_message='Raden har redan en prognos vid det här tillfället.'),
        ),
    ]
