"""Whose goal it is, in events from before they said so; one that was deleted says it by its organisation's code."""

import pgtrigger
from django.db import connection, migrations

STANDING = """
    UPDATE styrmodell_auditevent e SET organisation_id = g.organisation_id FROM goals_goal g
     WHERE e.target_type = 'goals.goal' AND e.target_id = g.id AND e.municipality_id = g.municipality_id
"""
DELETED = """
    UPDATE styrmodell_auditevent e SET organisation_id = o.id FROM styrmodell_organisation o
     WHERE e.type = 'goal.deleted' AND e.municipality_id = o.municipality_id AND e.data->>'organisation' = o.code
"""


def say_whose(apps, schema_editor):
    with pgtrigger.ignore("styrmodell.AuditEvent:audit_is_append_only"), connection.cursor() as cursor:
        cursor.execute(STANDING)
        cursor.execute(DELETED)


class Migration(migrations.Migration):
    dependencies = [("goals", "0006_goals_that_follow_and_end"), ("styrmodell", "0023_units_of_the_log")]

    operations = [migrations.RunPython(say_whose, migrations.RunPython.noop)]
