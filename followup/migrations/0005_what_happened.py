"""Documents that are handed over in a step of the chain."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import ui.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('followup', '0004_municipality_first'),
        ('styrmodell', '0010_what_happened'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filename', models.CharField(max_length=200, verbose_name='filnamn')),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(default=ui.clock.now, editable=False, verbose_name='bifogad')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='styrmodell.municipality')),
                ('passage', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='attachment', to='styrmodell.slotpassage')),
            ],
            options={
                'verbose_name': 'bilaga',
                'verbose_name_plural': 'bilagor',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='attachment_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2f0b0f0cd851f0ac70d838dacb96b054488f2eca', operation='UPDATE OR DELETE', pgid='pgtrigger_attachment_is_final_ad572', table='followup_attachment', when='BEFORE')),
        ),
    ]
