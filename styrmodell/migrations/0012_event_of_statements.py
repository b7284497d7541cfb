"""Saving a statement is an event of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('styrmodell', '0011_words_about_several'),
    ]

    operations = [
        migrations.AlterField(
            model_name='auditevent',
            name='type',
            field=models.CharField(choices=[('ledger.imported', 'Utfall importerat'), ('ledger.refused', 'Import avvisad'), ('period.closed', 'Månad stängd'), ('period.opened', 'Månad öppnad'), ('forecast.saved', 'Prognos ändrad'), ('statement.saved', 'Uppställning ändrad'), ('goal.saved', 'Mål ändrat'), ('goal.judged', 'Mål bedömt'), ('report.written', 'Text ändrad'), ('report.submitted', 'Rapport inlämnad'), ('report.returned', 'Rapport återlämnad'), ('report.step', 'Steg i kedjan klart'), ('report.decided', 'Rapport beslutad'), ('report.exported', 'Rapport hämtad'), ('occasion.opened', 'Tillfälle öppnat'), ('occasion.withdrawn', 'Tillfälle taget tillbaka'), ('steering.loaded', 'Styrmodell inläst'), ('role.given', 'Roll given')], max_length=30, verbose_name='händelse'),
        ),
    ]
