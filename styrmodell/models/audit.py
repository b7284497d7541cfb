"""The audit log: append only."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from styrmodell.models.municipality import Municipality
from styrmodell.models.organisation import Organisation
from styrmodell.models.tenant import TenantModel
from ui import clock

WORDS = SearchVector("summary", config="simple")  # names and numbers as they were written, in no language


class AuditEvent(TenantModel):
    """Händelselogg: who did what, when, to what. Rows can be neither changed nor deleted."""

    class Type(models.TextChoices):
        LEDGER_IMPORTED = "ledger.imported", "Utfall importerat"
        LEDGER_REFUSED = "ledger.refused", "Import avvisad"
        PERIOD_CLOSED = "period.closed", "Månad stängd"
        PERIOD_OPENED = "period.opened", "Månad öppnad"
        FORECAST_SAVED = "forecast.saved", "Prognos ändrad"
        STATEMENT_SAVED = "statement.saved", "Uppställning ändrad"
        GOAL_SAVED = "goal.saved", "Mål ändrat"
        GOAL_DECIDED = "goal.decided", "Mål fastställt"
        GOAL_ENDED = "goal.ended", "Mål avslutat"
        GOAL_DELETED = "goal.deleted", "Mål borttaget"
        GOAL_JUDGED = "goal.judged", "Mål bedömt"
        CARRY_CHOSEN = "goal.carry.chosen", "Val inför nästa period"
        GOALS_CARRIED = "goals.carried", "Mål förda vidare"
        GOALS_TAKEN_BACK = "goals.taken.back", "Förda mål tagna tillbaka"
        ASSIGNMENT_SAVED = "assignment.saved", "Uppdrag ändrat"
        ASSIGNMENT_ANSWERED = "assignment.answered", "Besked om uppdrag"
        ASSIGNMENT_CLOSED = "assignment.closed", "Uppdrag avslutat"
        REPORT_WRITTEN = "report.written", "Text ändrad"
        REPORT_SUBMITTED = "report.submitted", "Rapport inlämnad"
        REPORT_RETURNED = "report.returned", "Rapport återlämnad"
        REPORT_STEP = "report.step", "Steg i kedjan klart"
        REPORT_DECIDED = "report.decided", "Rapport beslutad"
        REPORT_EXPORTED = "report.exported", "Rapport hämtad"
        OCCASION_OPENED = "occasion.opened", "Tillfälle öppnat"
        OCCASION_WITHDRAWN = "occasion.withdrawn", "Tillfälle taget tillbaka"
        STEERING_LOADED = "steering.loaded", "Styrmodell inläst"
        STEERING_DRAFTED = "steering.drafted", "Utkast till styrmodell sparat"
        STEERING_DISCARDED = "steering.discarded", "Utkast till styrmodell kastat"
        ROLE_GIVEN = "role.given", "Roll given"
        DATA_VERIFIED = "data.verified", "Uppgifterna kontrollerade"
        BACKUP_MADE = "backup.made", "Säkerhetskopia tagen"
        BACKUP_RESTORED = "backup.restored", "Säkerhetskopia återläst"
        SIGNED_IN = "signed.in", "Inloggad"
        SIGN_IN_FAILED = "signed.failed", "Misslyckad inloggning"
        SIGNED_OUT = "signed.out", "Utloggad"
        PASSWORD_CHANGED = "password.changed", "Lösenord bytt"
        REFUSED = "access.refused", "Nekad"
        FILE_FETCHED = "file.fetched", "Fil hämtad"
        LEDGER_UPLOADED = "ledger.uploaded", "Utfallsfil uppladdad"
        LEDGER_CONFIRMED = "ledger.confirmed", "Utfallsfil godkänd"
        LEDGER_DISCARDED = "ledger.discarded", "Utfallsfil kastad"
        JOB_FAILED = "job.failed", "Jobb misslyckat"
        ROLE_ENDED = "role.ended", "Roll avslutad"
        ACCOUNT_CLOSED = "account.closed", "Konto stängt"
        ROLE_CHANGED = "role.changed", "Roll ändrad"
        PERSON_INVITED = "person.invited", "Person inbjuden"
        ROLES_REVIEWED = "roles.reviewed", "Behörigheter genomgångna"
        ORGANISATION_ADDED = "organisation.added", "Organisation tillagd"
        ORGANISATION_CHANGED = "organisation.changed", "Organisation ändrad"
        ORGANISATION_CLOSED = "organisation.closed", "Organisation avslutad"

    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    type = models.CharField("händelse", max_length=30, choices=Type.choices)
    at = models.DateTimeField("när", default=clock.now, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")  # whose the thing is
    request_id = models.CharField(max_length=32, blank=True)
    target_type = models.CharField(max_length=60)
    target_id = models.BigIntegerField(null=True)
    summary = models.CharField("sammanfattning", max_length=300, blank=True)
    data = models.JSONField("uppgifter", default=dict, blank=True)

    class Meta:
        verbose_name = "händelse i loggen"
        verbose_name_plural = "händelser i loggen"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["municipality", "-at", "-id"], include=["type", "user"], name="audit_by_time"),
            models.Index(fields=["municipality", "user", "-at", "-id"], name="audit_by_user"),
            models.Index(fields=["municipality", "organisation", "-at", "-id"], name="audit_by_organisation"),
            models.Index(fields=["municipality", "target_type", "target_id"], name="audit_by_target"),
            models.Index(fields=["municipality", "type", "-at", "-id"], name="audit_by_type"),
            GinIndex(WORDS, name="audit_by_words"),
        ]
        triggers = [pgtrigger.Protect(name="audit_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.type} {self.target_type} {self.target_id}"
