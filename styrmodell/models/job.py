"""Background work as rows: the message broker only wakes somebody up to look here."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from styrmodell.models.municipality import Municipality
from styrmodell.models.tenant import TenantModel, TenantQuerySet

LEASE = timedelta(minutes=12)  # longer than the worker's hard time limit (600 s)
MAX_ATTEMPTS = 3


class JobQuerySet(TenantQuerySet["Job"]):
    """Jobs by what can be done with them."""

    def claimable(self) -> Self:
        """Waiting, or running with a lease that has run out, and not tried too often."""
        expired = Q(state=Job.State.RUNNING, lease_until__lt=timezone.now())
        return self.filter(Q(state=Job.State.QUEUED) | expired, attempts__lt=MAX_ATTEMPTS)

    def claim(self, job_id: int, kind: str) -> int | None:
        """Take the job if it is of the kind and free; the fence number proves the claim when the job is finished."""
        lease = timezone.now() + LEASE
        taken = self.claimable().filter(pk=job_id, kind=kind)
        if not taken.update(
            state=Job.State.RUNNING, lease_until=lease, attempts=F("attempts") + 1, fence=F("fence") + 1
        ):
            return None
        return self.values_list("fence", flat=True).get(pk=job_id)


class Job(TenantModel):
    """Jobb: what is to be done, for whom, how far it has come and what came of it."""

    class State(models.TextChoices):
        QUEUED = "koad", "Köad"
        RUNNING = "pagar", "Pågår"
        DONE = "klar", "Klar"
        FAILED = "misslyckad", "Misslyckad"

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="jobs")
    kind = models.CharField("slag", max_length=40)
    key = models.CharField("nyckel", max_length=200)
    state = models.CharField("läge", max_length=10, choices=State.choices, default=State.QUEUED)
    lease_until = models.DateTimeField("taget till", null=True, blank=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField("försök", default=0)
    result = models.JSONField("resultat", default=dict, blank=True)
    reason = models.TextField("skäl", blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("skapad", auto_now_add=True)
    finished_at = models.DateTimeField("färdig", null=True, blank=True)

    objects: ClassVar = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "jobb"
        verbose_name_plural = "jobb"
        constraints = [models.UniqueConstraint(fields=["municipality", "kind", "key"], name="job_once")]
        indexes = [models.Index(fields=["state", "lease_until"], name="job_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
