from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("styrmodell", "0021_log_by_type")]

    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to="styrmodell.organisation",
            ),
        ),
        migrations.RemoveIndex(model_name="auditevent", name="audit_by_time"),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["municipality", "-at", "-id"], include=["type", "user"], name="audit_by_time"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["municipality", "user", "-at", "-id"], name="audit_by_user"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["municipality", "organisation", "-at", "-id"], name="audit_by_organisation"),
        ),
        migrations.RemoveIndex(model_name="auditevent", name="audit_by_type"),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["municipality", "type", "-at", "-id"], name="audit_by_type"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=GinIndex(SearchVector("summary", config="simple"), name="audit_by_words"),
        ),
    ]
