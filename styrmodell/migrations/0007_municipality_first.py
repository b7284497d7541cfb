"""Every key and index of a tenant begins with the municipality, as every read does."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('styrmodell', '0006_log_of_slots'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='accountgroup',
            name='account_group_code_once',
        ),
        migrations.RemoveConstraint(
            model_name='calendarrule',
            name='calendar_rule_code_once',
        ),
        migrations.RemoveConstraint(
            model_name='documenttype',
            name='document_type_code_once',
        ),
        migrations.RemoveConstraint(
            model_name='instruction',
            name='instruction_code_once',
        ),
        migrations.RemoveConstraint(
            model_name='level',
            name='level_code_once',
        ),
        migrations.RemoveConstraint(
            model_name='limit',
            name='limit_code_once',
        ),
        migrations.RemoveConstraint(
            model_name='occasionrule',
            name='occasion_rule_code_once',
        ),
        migrations.RemoveConstraint(
            model_name='perspective',
            name='perspective_code_once',
        ),
        migrations.RemoveConstraint(
            model_name='scale',
            name='scale_code_once',
        ),
        migrations.RemoveConstraint(
            model_name='scalestep',
            name='scale_step_code_once',
        ),
        migrations.RemoveConstraint(
            model_name='slot',
            name='slot_once',
        ),
        migrations.RemoveConstraint(
            model_name='slotpassage',
            name='slot_passage_once',
        ),
        migrations.RemoveConstraint(
            model_name='step',
            name='step_code_once',
        ),
        migrations.RemoveConstraint(
            model_name='term',
            name='term_key_once',
        ),
        migrations.RemoveIndex(
            model_name='auditevent',
            name='audit_by_target',
        ),
        migrations.AddIndex(
            model_name='auditevent',
            index=models.Index(fields=['municipality', 'target_type', 'target_id'], name='audit_by_target'),
        ),
        migrations.AddConstraint(
            model_name='accountgroup',
            constraint=models.UniqueConstraint(fields=('municipality', 'model', 'code'), name='account_group_code_once'),
        ),
        migrations.AddConstraint(
            model_name='calendarrule',
            constraint=models.UniqueConstraint(fields=('municipality', 'model', 'code'), name='calendar_rule_code_once'),
        ),
        migrations.AddConstraint(
            model_name='documenttype',
            constraint=models.UniqueConstraint(fields=('municipality', 'model', 'code'), name='document_type_code_once'),
        ),
        migrations.AddConstraint(
            model_name='instruction',
            constraint=models.UniqueConstraint(fields=('municipality', 'model', 'code'), name='instruction_code_once'),
        ),
        migrations.AddConstraint(
            model_name='level',
            constraint=models.UniqueConstraint(fields=('municipality', 'model', 'code'), name='level_code_once'),
        ),
        migrations.AddConstraint(
            model_name='limit',
            constraint=models.UniqueConstraint(fields=('municipality', 'model', 'code'), name='limit_code_once'),
        ),
        migrations.AddConstraint(
            model_name='occasionrule',
            constraint=models.UniqueConstraint(fields=('municipality', 'model', 'code'), name='occasion_rule_code_once'),
        ),
        migrations.AddConstraint(
            model_name='perspective',
            constraint=models.UniqueConstraint(fields=('municipality', 'model', 'code'), name='perspective_code_once'),
        ),
        migrations.AddConstraint(
            model_name='scale',
            constraint=models.UniqueConstraint(fields=('municipality', 'model', 'code'), name='scale_code_once'),
        ),
        migrations.AddConstraint(
            model_name='scalestep',
            constraint=models.UniqueConstraint(fields=('municipality', 'scale', 'code'), name='scale_step_code_once'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.UniqueConstraint(fields=('municipality', 'occasion', 'organisation', 'scope'), name='slot_once'),
        ),
        migrations.AddConstraint(
            model_name='slotpassage',
            constraint=models.UniqueConstraint(fields=('municipality', 'slot', 'step', 'round'), name='slot_passage_once'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(fields=('municipality', 'rule', 'code'), name='step_code_once'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('municipality', 'model', 'key'), name='term_key_once'),
        ),
    ]
