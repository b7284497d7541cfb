"""Whose the thing is, in events from before they said so. What they say happened stays as it was written.

`goals` and `followup` do the same for theirs."""

import pgtrigger
from django.db import connection, migrations

OWN = """
    UPDATE styrmodell_auditevent e SET organisation_id = t.organisation_id FROM {table} t
     WHERE e.target_type = %s AND e.target_id = t.id AND e.municipality_id = t.municipality_id
"""
TABLES = ["styrmodell.slot", "styrmodell.measure", "styrmodell.roleassignment"]


def say_whose(apps, schema_editor):
    with pgtrigger.ignore("styrmodell.AuditEvent:audit_is_append_only"), connection.cursor() as cursor:
        for label in TABLES:
            cursor.execute(OWN.format(table=label.replace(".", "_")), [label])


class Migration(migrations.Migration):
    dependencies = [("styrmodell", "0022_log_page")]

    operations = [migrations.RunPython(say_whose, migrations.RunPython.noop)]
