"""Who signs in, and the table of the cache where login limits live."""

from django.db import migrations, models

# The table of Django's database cache (login limits live there), made here so that `migrate` is all an
# installation runs.
CREATE_CACHE_TABLE = """
CREATE TABLE IF NOT EXISTS django_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX IF NOT EXISTS django_cache_expires ON django_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-postadress")),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                ("is_active", models.BooleanField(default=True, verbose_name="aktiv")),
                ("is_demo", models.BooleanField(default=False, verbose_name="demokonto")),
                ("date_joined", models.DateTimeField(auto_now_add=True, verbose_name="skapad")),
            ],
            options={"verbose_name": "användare", "verbose_name_plural": "användare"},
        ),
        migrations.RunSQL(CREATE_CACHE_TABLE, "DROP TABLE IF EXISTS django_cache"),
    ]
