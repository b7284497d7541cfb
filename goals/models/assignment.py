"""The register of assignments: what a body has asked for, who answers for it, and what is said of it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, Value, When

from goals.rules.assignments import months_after
from goals.rules.vocabulary import AssignmentKind, AssignmentStatus, Urgency
from styrmodell.access import Access
from styrmodell.models import Decision, Municipality, Organisation
from styrmodell.models.lock import own_decision_guard
from styrmodell.models.tenant import InMunicipality, TenantModel, TenantQuerySet
from styrmodell.models.versioned import Versioned
from styrmodell.permissions import Permission
from ui import clock
from ui.rules.marks import MARKS, Mark, Tone

_SYMBOLS = {AssignmentStatus.NOT_STARTED: "a-ej", AssignmentStatus.STARTED: "a-pag", AssignmentStatus.DONE: "a-klar"}
_ORDER = list(Urgency)


class AssignmentQuerySet(TenantQuerySet["Assignment"]):
    """Assignments by what they mean."""

    def visible_to(self, access: Access) -> Self:
        """Those that an organisation where the user may read answers for or has given."""
        readable = access.ever.organisation_ids(Permission.VIEW)
        is_theirs = Q(organisation__in=readable) | Q(decision__organisation__in=readable)
        return self.of(access).filter(is_theirs)

    def with_urgency(self, today: date) -> Self:
        """Each with its group in the register (`place`, the group's number among `Urgency`), the first to look at first."""
        places = Case(
            When(closing__isnull=False, then=Value(_ORDER.index(Urgency.CLOSED))),
            When(status=AssignmentStatus.DONE.value, then=Value(_ORDER.index(Urgency.DONE))),
            When(due__lt=today, then=Value(_ORDER.index(Urgency.LATE))),
            When(due__lte=months_after(today, 1), then=Value(_ORDER.index(Urgency.SOON))),
            default=Value(_ORDER.index(Urgency.LATER)),
            output_field=models.IntegerField(),
        )
        return self.annotate(place=places).order_by("place", "due", "pk")

    def with_latest_note(self, access: InMunicipality) -> Self:
        """Each with the words and day of its latest note, in the same query."""
        newest = AssignmentNote.objects.of(access).filter(assignment=OuterRef("pk")).order_by("-day", "-pk")
        return self.annotate(
            latest_words=Subquery(newest.values("words")[:1]), latest_day=Subquery(newest.values("day")[:1])
        )


@pghistory.track()
class Assignment(TenantModel, Versioned):
    """Uppdrag: what a body has decided that somebody is to do, or a motion or proposal that is to be answered (SH-12,
    SH-13). A motion's decision is the meeting at which it was raised. `closing` is the decision that ends it."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    kind = models.CharField("slag", max_length=16, choices=AssignmentKind.choices())
    title = models.CharField("rubrik", max_length=200)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+", verbose_name="beslut")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="ansvarig")
    responsible = models.CharField("ansvarig roll", max_length=120, blank=True)
    due = models.DateField("klart senast")
    status = models.CharField(
        "läge", max_length=12, choices=AssignmentStatus.choices(), default=AssignmentStatus.NOT_STARTED.value
    )
    answer = models.TextField("svar", blank=True)
    reported = models.DateField("anmält till fullmäktige", null=True, blank=True)  # KL 5 kap. 35 §
    closing = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="avslutat genom"
    )
    is_example = models.BooleanField("exempel", default=False)

    objects: ClassVar = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "uppdrag"
        verbose_name_plural = "uppdrag"
        indexes = [models.Index(fields=["municipality", "organisation"], name="assignment_by_organisation")]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "decision", "title"], name="assignment_once"),
        ]
        triggers = [
            own_decision_guard("assignment_decision_is_own"),
            own_decision_guard("assignment_closing_is_own", "closing"),
            pgtrigger.Protect(
                name="closed_assignment_is_final",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__closing__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_closed(self) -> bool:
        """Has a body decided that it is over?"""
        return self.closing_id is not None

    def mark(self, today: date) -> Mark:
        """How it stands: closed, late, else how far it has come."""
        if self.is_closed:
            return Mark("las", Tone.NONE, "Avslutat")
        if self.due < today and self.status != AssignmentStatus.DONE:
            return MARKS["a-sen"]
        return MARKS[_SYMBOLS[AssignmentStatus(self.status)]]


class AssignmentNote(TenantModel):
    """Besked: what was said of an assignment on a day. It stands as it was written."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="notes")
    day = models.DateField("dag")
    words = models.TextField("besked")
    status = models.CharField("läge då", max_length=12, choices=AssignmentStatus.choices())
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField("skrivet", default=clock.now, editable=False)

    class Meta:
        verbose_name = "besked"
        verbose_name_plural = "besked"
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["municipality", "assignment", "-day", "-id"], name="note_of_assignment")]
        triggers = [pgtrigger.Protect(name="assignment_note_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.assignment_id}"
