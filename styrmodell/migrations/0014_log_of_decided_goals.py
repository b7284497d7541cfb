"""The log says that a goal was decided, ended or taken away."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('styrmodell', '0013_roles_of_steps'),
    ]

    operations = [
        migrations.AlterField(
            model_name='auditevent',
            name='type',
            field=models.CharField(choices=[('ledger.imported', 'Utfall importerat'), ('ledger.refused', 'Import avvisad'), ('period.closed', 'Månad stängd'), ('period.opened', 'Månad öppnad'), ('forecast.saved', 'Prognos ändrad'), ('statement.saved', 'Uppställning ändrad'), ('goal.saved', 'Mål ändrat'), ('goal.decided', 'Mål fastställt'), ('goal.ended', 'Mål avslutat'), ('goal.deleted', 'Mål borttaget'), ('goal.judged', 'Mål bedömt'), ('report.written', 'Text ändrad'), ('report.submitted', 'Rapport inlämnad'), ('report.returned', 'Rapport återlämnad'), ('report.step', 'Steg i kedjan klart'), ('report.decided', 'Rapport beslutad'), ('report.exported', 'Rapport hämtad'), ('occasion.opened', 'Tillfälle öppnat'), ('occasion.withdrawn', 'Tillfälle taget tillbaka'), ('steering.loaded', 'Styrmodell inläst'), ('role.given', 'Roll given')], max_length=30, verbose_name='händelse'),
        ),
    ]
