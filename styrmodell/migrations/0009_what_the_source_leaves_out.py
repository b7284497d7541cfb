"""An occasion tells that its day to hand in is an example, and the steering model what its phases are called."""

from django.db import migrations, models

MARK = """
    UPDATE styrmodell_occasion AS occasion SET due_is_example = true
    WHERE coalesce((
        SELECT step.is_example FROM styrmodell_step AS step
        WHERE step.rule_id = occasion.rule_id AND step.scope = 'enhet'
        ORDER BY step.position, step.id LIMIT 1
    ), true);
"""


class Migration(migrations.Migration):
    dependencies = [("styrmodell", "0008_units_decide_for_themselves")]

    operations = [
        migrations.AddField(
            model_name="occasion",
            name="due_is_example",
            field=models.BooleanField(default=False, verbose_name="datumet är exempel"),
        ),
        migrations.AddField(
            model_name="steeringmodel",
            name="phases",
            field=models.JSONField(blank=True, default=list, verbose_name="faser"),
        ),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]
