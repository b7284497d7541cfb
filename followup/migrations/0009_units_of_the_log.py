"""Whose report a section belongs to, in events from before they said so."""

import pgtrigger
from django.db import connection, migrations

SECTIONS = """
    UPDATE styrmodell_auditevent e SET organisation_id = slot.organisation_id
      FROM followup_section s JOIN styrmodell_slot slot ON slot.id = s.slot_id
     WHERE e.target_type = 'followup.section' AND e.target_id = s.id AND e.municipality_id = s.municipality_id
"""


def say_whose(apps, schema_editor):
    with pgtrigger.ignore("styrmodell.AuditEvent:audit_is_append_only"), connection.cursor() as cursor:
        cursor.execute(SECTIONS)


class Migration(migrations.Migration):
    dependencies = [("followup", "0008_figures_moved_to_budget"), ("styrmodell", "0023_units_of_the_log")]

    operations = [migrations.RunPython(say_whose, migrations.RunPython.noop)]
