"""Mail that waits for the mail server."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.JSONField(verbose_name="innehåll")),
                ("created_at", models.DateTimeField(db_default=Now(), verbose_name="skapat")),
                ("due_at", models.DateTimeField(db_default=Now(), verbose_name="skickas")),
            ],
            options={"verbose_name": "brev", "verbose_name_plural": "brev"},
        ),
    ]
