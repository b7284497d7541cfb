"""The log names a table as it is called now: what was written about a slot before its table was renamed is found again."""

from django.db import migrations

RENAME = """
    ALTER TABLE styrmodell_auditevent DISABLE TRIGGER USER;
    UPDATE styrmodell_auditevent SET target_type = '{now}' WHERE target_type = '{before}';
    ALTER TABLE styrmodell_auditevent ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("styrmodell", "0005_measure_version")]

    operations = [
        migrations.RunSQL(
            RENAME.format(now="styrmodell.slot", before="styrmodell.reportingslot"),
            RENAME.format(now="styrmodell.reportingslot", before="styrmodell.slot"),
        )
    ]
