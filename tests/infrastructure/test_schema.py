"""What the database itself says of its columns."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, models

pytestmark = pytest.mark.django_db

OURS = ("styrmodell", "goals", "budget", "followup")
INEXACT = """
    SELECT table_name || '.' || column_name FROM information_schema.columns
    WHERE table_schema = ANY(current_schemas(false)) AND data_type IN ('real', 'double precision', 'money') ORDER BY 1
"""


def inexact() -> list[str]:
    """The columns that cannot hold an amount exactly."""
    with connection.cursor() as cursor:
        cursor.execute(INEXACT)
        return [name for (name,) in cursor.fetchall()]


def test_no_column_holds_an_amount_that_is_not_exact():
    assert inexact() == []
    with connection.cursor() as cursor:  # negative control: one that is not would be found
        cursor.execute("CREATE TEMP TABLE inexact (amount double precision); SET LOCAL search_path = pg_temp, public")
    assert inexact() == ["inexact.amount"]


def test_kronor_are_kept_to_the_ore_everywhere():
    ours = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    money = [
        f for m in ours for f in m._meta.fields if isinstance(f, models.DecimalField) and "kr" in str(f.verbose_name)
    ]
    assert len(money) > 8
    assert {(field.max_digits, field.decimal_places) for field in money} == {(18, 2)}
