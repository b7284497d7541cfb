"""Background work as rows: the message broker only wakes somebody up to look here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F, Max, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, Now, RowNumber
from django.utils import timezone

from styrmodell.models.municipality import Municipality
from styrmodell.models.tenant import TenantModel, TenantQuerySet

MAX_ATTEMPTS = 3


def lease() -> timedelta:
    """How long a claim holds without a sign of life from whoever works."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


class JobQuerySet(TenantQuerySet["Job"]):
    """Jobs by what can be done with them. All times are the database's: workers' own clocks may differ."""

    def lost(self) -> Self:
        """Running without a sign of life: the worker is gone."""
        return self.filter(state=Job.State.RUNNING, lease_until__lt=Now())

    def claimable(self) -> Self:
        """Waiting, or lost by its worker, and neither tried too often nor put off till later."""
        lost = Q(state=Job.State.RUNNING, lease_until__lt=Now())
        waits = Q(state=Job.State.QUEUED) & (Q(lease_until=None) | Q(lease_until__lt=Now()))
        return self.filter(waits | lost, attempts__lt=MAX_ATTEMPTS)

    def under_way(self) -> Self:
        """Waiting or running."""
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])

    def in_turn(self) -> Self:
        """The municipality with the fewest at work first, then the one that was last served the longest ago; within
        it in the order they were ordered."""
        same = Job.objects.filter(municipality=OuterRef("municipality")).order_by().values("municipality")
        working = same.filter(state=Job.State.RUNNING, lease_until__gte=Now()).values(number=Count("pk"))
        return self.annotate(
            working=Coalesce(Subquery(working), 0), served=Subquery(same.values(at=Max("claimed_at")))
        ).order_by("working", F("served").asc(nulls_first=True), "created_at", "pk")

    def before(self, job: Job) -> int:
        """How many of these, that wait, come before the job when each municipality is served in turn (one query)."""
        turn = Window(RowNumber(), partition_by=[F("municipality")], order_by=["created_at", "pk"])
        places = {pk: place for pk, *place in self.annotate(turn=turn).values_list("pk", "turn", "created_at", "pk")}
        own = places.get(job.pk)
        return sum(place < own for place in places.values()) if own else 0

    def claim(self, kinds: Collection[str], message: str) -> Job | None:
        """Take the job whose turn it is, of the kinds, in the name of a message; its `fence` proves the claim later.

        Two at once take one each."""
        with transaction.atomic():
            rows = self.claimable().filter(kind__in=kinds).in_turn()
            job = rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).first()
            if job is None:
                return None
            self.filter(pk=job.pk).update(
                state=Job.State.RUNNING,
                lease_until=Now() + lease(),
                claimed_at=Now(),
                claimed_by=message,
                attempts=F("attempts") + 1,
                fence=F("fence") + 1,
            )
        return self.get(pk=job.pk)

    def renew(self) -> int:
        """A sign of life: hold the claim for one more lease. 0 when it is lost."""
        return self.filter(state=Job.State.RUNNING).update(lease_until=Now() + lease())

    def try_again(self, reason: str, *, after: timedelta) -> None:
        """Give back what went wrong, to be tried again after a pause."""
        self.update(state=Job.State.QUEUED, reason=reason, lease_until=Now() + after)

    def put_off(self, reason: str) -> None:
        """Give back what cannot be done for now, to be tried a minute later. It is not counted as tried."""
        self.try_again(reason, after=timedelta(minutes=1))
        self.update(attempts=F("attempts") - 1)

    def release(self, message: str) -> None:
        """Give back what was claimed in the message's name."""
        self.filter(state=Job.State.RUNNING, claimed_by=message).update(lease_until=Now())


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
    lease_until = models.DateTimeField("taget till", null=True, blank=True)  # while it waits: put off till then
    claimed_at = models.DateTimeField("taget", null=True, blank=True)
    claimed_by = models.CharField("taget för meddelande", max_length=64, blank=True, db_default="")
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField("försök", default=0)
    result = models.JSONField("resultat", default=dict, blank=True)
    reason = models.TextField("skäl", blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    request_id = models.CharField(max_length=32, blank=True, db_default="")  # of the request that ordered it last
    created_at = models.DateTimeField("beställd", default=timezone.now)  # anew when it is ordered again
    finished_at = models.DateTimeField("färdig", null=True, blank=True)

    objects: ClassVar = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "jobb"
        verbose_name_plural = "jobb"
        constraints = [models.UniqueConstraint(fields=["municipality", "kind", "key"], name="job_once")]
        indexes = [
            models.Index(fields=["state", "lease_until"], name="job_by_state"),
            models.Index(fields=["municipality", "claimed_at"], name="job_last_served"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_under_way(self) -> bool:
        """Does it wait, or is a worker at it?"""
        return self.state in {self.State.QUEUED, self.State.RUNNING}

    @property
    def is_lost(self) -> bool:
        """Has the worker that took it given no sign of life for a lease?"""
        return self.state == self.State.RUNNING and self.lease_until is not None and self.lease_until < timezone.now()

    @property
    def waited(self) -> int:
        """Seconds since it was ordered."""
        return int((timezone.now() - self.created_at).total_seconds())

    @property
    def failed(self) -> str:
        """Why it failed, in Swedish; empty unless it did."""
        return self.reason if self.state == self.State.FAILED else ""
