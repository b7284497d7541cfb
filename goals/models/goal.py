"""Goals on any configured level, linked upward."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from goals.models.guards import decided_goal_guard
from goals.rules.drafts import DECIDING
from goals.rules.vocabulary import Demand
from styrmodell.access import Access
from styrmodell.models import Decision, Level, Measure, Municipality, Organisation, Perspective
from styrmodell.models.lock import own_decision_guard
from styrmodell.models.tenant import TenantModel, TenantQuerySet
from styrmodell.models.versioned import Versioned
from styrmodell.permissions import Permission
from ui.rules.swedish import year_period


class GoalQuerySet(TenantQuerySet["Goal"]):
    """Goals by what they mean."""

    def visible_to(self, access: Access) -> Self:
        """The goals of organisations where the user may read, and of those above them: what is decided above concerns
        everybody below, and the chain is followed from the unit to the vision (SV-1)."""
        readable = access.ever.organisation_ids(Permission.VIEW)
        above = {upper for pk in readable for upper in access.ever.tree.ancestors(pk)}
        return self.of(access).filter(organisation_id__any_of=above.union(readable))

    def without_drafts(self) -> Self:
        """All but what politics still has to decide (see `goals.rules.drafts.is_decided_on`)."""
        factor = Q(level__kind=Level.Kind.FACTOR, organisation__kind__in=sorted(DECIDING))
        is_decided_on = Q(level__sphere=Level.Sphere.WHAT) & (Q(level__kind=Level.Kind.GOAL) | factor)
        return self.exclude(is_decided_on, decision__isnull=True)

    def in_force(self, day: dt.date) -> Self:
        """Goals that are in force on the day. One that follows another waits as long as that one is in force, drafts too."""
        rows = self.filter(year_from__lte=day.year, year_to__gte=day.year)
        is_kept = Q(ending__isnull=True) | Q(ending__last_day__gte=day)
        still_before = Q(predecessor__ending__isnull=True) | Q(predecessor__ending__last_day__gte=day)
        follows = Q(predecessor__isnull=False, predecessor__year_to__gte=day.year)
        return rows.filter(is_kept).exclude(follows & still_before)


@pghistory.track(exclude=["position"])
class Goal(TenantModel, Versioned):
    """Mål: a node of the chain on one level: area, goal, strategy, quality factor or activity (SV-1, HA-1)."""

    class Progress(models.TextChoices):
        NOT_STARTED = "a-ej", "Ej påbörjad"
        STARTED = "a-pag", "Pågår"
        DONE = "a-klar", "Klar"
        LATE = "a-sen", "Försenad"
        CANCELLED = "a-avbr", "Avbruten"

    class Succession(models.TextChoices):
        CHANGES = "andrar", "Ändrar"
        REPLACES = "ersatter", "Ersätter"
        CONTINUES = "fortsatt", "Fortsätter"  # in the next period, when the first one's years are over

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="goals")
    level = models.ForeignKey(Level, models.PROTECT, related_name="goals", verbose_name="nivå")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="goals", verbose_name="ägare")
    code = models.SlugField("kod", max_length=60)
    title = models.CharField("formulering", max_length=300)
    description = models.TextField("beskrivning", blank=True)
    motivation = models.TextField("motivering", blank=True)
    perspective = models.ForeignKey(Perspective, models.PROTECT, null=True, blank=True, related_name="goals")
    year_from = models.PositiveSmallIntegerField("från år")
    year_to = models.PositiveSmallIntegerField("till och med år")
    owner_role = models.CharField("ansvarig roll", max_length=120, blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="goals")
    lacks = ArrayField(
        models.CharField(max_length=12, choices=Demand.choices()), verbose_name="saknade", default=list, blank=True
    )
    departure = models.TextField("motiv till avsteg", blank=True)  # why it was decided although it lacked something
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name="följer på"
    )
    succession = models.CharField("hur det följer", max_length=8, choices=Succession.choices, blank=True)
    origin = models.ForeignKey(  # the first of the row of predecessors, so that all of them are read at once
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="första lydelsen"
    )
    parents = models.ManyToManyField(
        "self", symmetrical=False, related_name="children", through="GoalLink", through_fields=("child", "parent")
    )
    measures = models.ManyToManyField(Measure, related_name="goals", verbose_name="åtgärder", blank=True)  # HA-11
    progress = models.CharField("läge", max_length=7, choices=Progress.choices, blank=True)  # activities only
    completion = models.PositiveSmallIntegerField("färdiggrad, %", null=True, blank=True)  # activities only
    position = models.PositiveIntegerField("ordning", default=0)
    is_example = models.BooleanField("exempel", default=False)

    objects: ClassVar = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = "mål"
        verbose_name_plural = "mål"
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["municipality", "organisation", "level"], name="goal_by_organisation")]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="goal_code_once"),
            models.CheckConstraint(
                condition=Q(year_to__gte=F("year_from")),
                name="goal_year_from_before_to",
                violation_error_message="Målets sista år ligger före det första.",
            ),
            models.CheckConstraint(
                condition=Q(completion__isnull=True) | Q(completion__lte=100),
                name="goal_completion_percent",
                violation_error_message="Färdiggraden är mellan 0 och 100 procent.",
            ),
            models.CheckConstraint(
                condition=Q(predecessor__isnull=True, origin__isnull=True, succession="")
                | Q(predecessor__isnull=False, origin__isnull=False) & ~Q(succession=""),
                name="goal_follows_wholly_or_not",
            ),
            models.CheckConstraint(condition=~Q(predecessor=F("pk")), name="goal_follows_another"),
            models.CheckConstraint(
                condition=Q(lacks=[]) | ~Q(departure=""),
                name="goal_departure_has_motive",
                violation_error_message="Skriv varför målet fastställs trots det som saknas.",
            ),
        ]
        triggers = [own_decision_guard("goal_decision_is_own"), decided_goal_guard("goal_keeps_what_is_decided")]

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> str:
        """The years that it is written for: "2027–2029"."""
        return year_period(self.year_from, self.year_to)


class GoalLink(TenantModel):
    """Koppling uppåt: the child contributes to the parent; a goal may contribute to several."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    child = models.ForeignKey(Goal, models.CASCADE, related_name="links_up")
    parent = models.ForeignKey(Goal, models.PROTECT, related_name="links_down")

    class Meta:
        verbose_name = "koppling"
        verbose_name_plural = "kopplingar"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "child", "parent"],
                name="goal_link_once",
                violation_error_message="Målen är redan kopplade.",
            ),
            models.CheckConstraint(
                condition=~Q(child=F("parent")),
                name="goal_link_not_itself",
                violation_error_message="Ett mål kan inte bidra till sig självt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} → {self.parent_id}"
