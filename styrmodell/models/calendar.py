"""The yearly wheel and the occasions with their chain of steps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from styrmodell.models.decision import Decision
from styrmodell.models.lock import own_decision_guard
from styrmodell.models.municipality import Municipality
from styrmodell.models.organisation import Organisation
from styrmodell.models.steering import ModelPart
from styrmodell.models.tenant import TenantModel, TenantQuerySet
from styrmodell.rules.dates import day_of_month
from styrmodell.rules.vocabulary import (
    CalendarRing,
    CalendarRow,
    CalendarYears,
    Content,
    OccasionLine,
    PlanYears,
    Readers,
    StepKind,
    StepScope,
    UnitDemand,
)
from styrmodell.rules.workflow import SlotStatus
from ui import clock
from ui.rules.swedish import DateForm, sv_date, year_period


class CalendarRule(ModelPart):
    """Årshjulsregel: something that happens every year, with actor and body (HA-12, SH-18)."""

    title = models.CharField("rubrik", max_length=200)
    month = models.PositiveSmallIntegerField("månad")
    day = models.PositiveSmallIntegerField("dag", null=True, blank=True)  # empty: some time in the month
    is_last_day = models.BooleanField("sista dagen i månaden", default=False)
    to_month = models.PositiveSmallIntegerField("till månad", null=True, blank=True)
    to_day = models.PositiveSmallIntegerField("till dag", null=True, blank=True)
    actor = models.CharField("vem", max_length=160, blank=True)
    ring = models.CharField("organ", max_length=12, choices=CalendarRing.choices())
    row = models.CharField("rad i översikten", max_length=16, choices=CalendarRow.choices())
    phase = models.CharField("fas", max_length=16, blank=True)
    years = models.CharField("år", max_length=10, choices=CalendarYears.choices(), default=CalendarYears.EVERY.value)
    description = models.TextField("beskrivning", blank=True)

    class Meta(ModelPart.Meta):
        verbose_name = "årshjulsregel"
        verbose_name_plural = "årshjulsregler"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "model", "code"], name="calendar_rule_code_once"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="calendar_rule_month"),
        ]

    def __str__(self) -> str:
        return self.title


class CalendarEvent(TenantModel):
    """Händelse i årshjulet: a rule in a given year, with its own date when the year differs."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="calendar_events")
    rule = models.ForeignKey(CalendarRule, models.CASCADE, related_name="events")
    year = models.PositiveSmallIntegerField("år")
    date_from = models.DateField("datum")
    date_to = models.DateField("till och med", null=True, blank=True)
    is_exact = models.BooleanField("dagen är bestämd", default=False)

    class Meta:
        verbose_name = "händelse"
        verbose_name_plural = "händelser"
        ordering = ["date_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "rule", "year"], name="calendar_event_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.date_from.isoformat()}"


class OccasionRule(ModelPart):
    """Tillfällesregel: a kind of report, when it is cut off, what it holds and who hands in (SV-6, SH-8, HA-7, AN-6)."""

    name = models.CharField("namn", max_length=160)
    kind = models.CharField("slag", max_length=30)
    is_statutory = models.BooleanField("lagstadgad delårsrapport", default=False)
    cutoffs = models.JSONField("per", default=list)  # [{"manad": 7, "dag": 31}]; "dag" may be "sista"
    contents = ArrayField(models.CharField(max_length=30), verbose_name="innehåll", default=list, blank=True)
    organisation_kinds = ArrayField(models.CharField(max_length=12), verbose_name="lämnas av", default=list, blank=True)
    sections = models.JSONField("avsnitt", default=list, blank=True)  # [{"kod", "rubrik", "fraga"}]
    measures_when = ArrayField(  # prognosunderskott, malbrist, budgetavvikelse (SH-9, HA-11, SV-8)
        models.CharField(max_length=20), verbose_name="åtgärder lämnas vid", default=list, blank=True
    )
    analyses_all = models.BooleanField("varje bedömning analyseras", default=False)  # AL-4
    unit_demand = models.CharField("krav på enheterna", max_length=12, default=UnitDemand.DECIDED.value)
    unit_demand_is_example = models.BooleanField("kravet är exempel", default=False)
    description = models.TextField("beskrivning", blank=True)
    # Of a plan alone. Its code is that of its type of document, which gives name and chapters.
    line = models.CharField("linje", max_length=16, choices=OccasionLine.choices(), default=OccasionLine.REPORT.value)
    about_years = models.CharField("gäller", max_length=12, choices=PlanYears.choices(), blank=True)
    years = models.CharField("år", max_length=10, choices=CalendarYears.choices(), default=CalendarYears.EVERY.value)
    readers = models.CharField("läses av", max_length=13, choices=Readers.choices(), default=Readers.ALL.value)

    class Meta(ModelPart.Meta):
        verbose_name = "tillfällesregel"
        verbose_name_plural = "tillfällesregler"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "model", "code"], name="occasion_rule_code_once"),
            models.CheckConstraint(
                condition=~Q(line=OccasionLine.PLAN.value) | ~Q(about_years=""), name="occasion_rule_plan_has_years"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_plan(self) -> bool:
        """Does it look ahead?"""
        return self.line == OccasionLine.PLAN

    @property
    def is_internal(self) -> bool:
        """Does what it makes stay with the administration?"""
        return self.readers == Readers.ADMINISTRATION


class Step(TenantModel):
    """Steg i kedjan: hand in, dialogue, decide or inform (AL-6). Steps of scope `enhet` are walked by each reporting
    unit's slot, steps of scope `helhet` by the slot of the whole municipality."""

    Scope = StepScope
    Kind = StepKind

    rule = models.ForeignKey(OccasionRule, models.CASCADE, related_name="steps")
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    code = models.SlugField("kod", max_length=60)
    position = models.PositiveIntegerField("ordning")
    name = models.CharField("namn", max_length=200)
    scope = models.CharField("gäller", max_length=6, choices=Scope.choices())
    kind = models.CharField("slag", max_length=10, choices=Kind.choices())
    body = models.CharField("organ", max_length=160, blank=True)  # organisation kind, or words
    actor = models.CharField("aktör", max_length=160, blank=True)
    roles = ArrayField(models.CharField(max_length=20), verbose_name="roller", default=list, blank=True)
    due_month = models.PositiveSmallIntegerField("senast månad", null=True, blank=True)
    due_day = models.PositiveSmallIntegerField("senast dag", null=True, blank=True)
    due_days_after = models.PositiveSmallIntegerField("dagar efter", null=True, blank=True)
    source = models.CharField("källa", max_length=200, blank=True)
    is_example = models.BooleanField("exempel", default=False)  # the source gives no date or body

    class Meta:
        verbose_name = "steg"
        verbose_name_plural = "steg"
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["municipality", "rule", "code"], name="step_code_once")]

    def __str__(self) -> str:
        return self.name

    def due_after(self, cutoff: date) -> date | None:
        """Latest day of the step: days after the figures' day, or the first such day from it on; None when the source is
        silent."""
        if self.due_days_after is not None:
            return cutoff + timedelta(days=self.due_days_after)
        if not self.due_month or not self.due_day:
            return None
        days = (day_of_month(year, self.due_month, self.due_day) for year in (cutoff.year, cutoff.year + 1))
        return next(day for day in days if day >= cutoff)


class OccasionQuerySet(TenantQuerySet["Occasion"]):
    """Occasions by what they are for."""

    def reports(self) -> Self:
        """Those that give an account."""
        return self.filter(line=OccasionLine.REPORT.value)

    def plans(self) -> Self:
        """Those that look ahead."""
        return self.filter(line=OccasionLine.PLAN.value)


class Occasion(TenantModel):
    """Tillfälle: a rule in a given year and month. `cutoff` is the day the figures stand; a plan, which is about the
    years `year_from` to `year_to`, is begun that day."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="occasions")
    rule = models.ForeignKey(OccasionRule, models.PROTECT, related_name="occasions")
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    name = models.CharField("namn", max_length=200)
    cutoff = models.DateField("per")
    due = models.DateField("lämnas senast")
    due_is_example = models.BooleanField("datumet är exempel", default=False)  # the source gives no such day
    contents = ArrayField(models.CharField(max_length=30), verbose_name="innehåll", default=list)
    line = models.CharField("linje", max_length=16, choices=OccasionLine.choices(), default=OccasionLine.REPORT.value)
    year_from = models.PositiveSmallIntegerField("gäller från år", null=True, blank=True)  # of a plan alone
    year_to = models.PositiveSmallIntegerField("gäller till och med år", null=True, blank=True)

    objects: ClassVar = OccasionQuerySet.as_manager()

    class Meta:
        verbose_name = "tillfälle"
        verbose_name_plural = "tillfällen"
        ordering = ["-cutoff", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "rule", "year", "month"], name="occasion_once"),
            models.CheckConstraint(
                condition=Q(line=OccasionLine.REPORT.value, year_from=None, year_to=None)
                | Q(line=OccasionLine.PLAN.value, year_from__isnull=False, year_to__gte=models.F("year_from")),
                name="occasion_plan_has_years",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_plan(self) -> bool:
        """Does it look ahead?"""
        return self.line == OccasionLine.PLAN

    @property
    def noun(self) -> str:
        """What is made at it, in running text; both words are followed by «den»."""
        return "planen" if self.is_plan else "rapporten"

    @property
    def day(self) -> date:
        """The day whose organisations and goals it is about: the first of a plan, the one when a report's figures stand."""
        return date(self.year_from, 1, 1) if self.year_from else self.cutoff

    @property
    def title(self) -> str:
        """The name with the time it is about: "Delårsrapport per 31 juli 2026", "Verksamhetsplan 2027–2029"."""
        if self.year_from and self.year_to:
            return f"{self.name} {year_period(self.year_from, self.year_to)}"
        return f"{self.name} per {sv_date(self.cutoff, DateForm.FULL)}"

    @property
    def asks_for_forecast(self) -> bool:
        """Does it look ahead? Else its reports tell the outcome."""
        return Content.FORECAST in self.contents

    @property
    def is_year_end(self) -> bool:
        """Is it the year's closing, that tells the whole year's outcome?"""
        is_last_day = (self.cutoff.month, self.cutoff.day) == (12, 31)
        return is_last_day and Content.ECONOMY in self.contents and not self.asks_for_forecast


class SlotQuerySet(TenantQuerySet["Slot"]):
    """Slots, and the way to lock them."""

    def of_reports(self) -> Self:
        """Those of reports, and not of plans."""
        return self.filter(occasion__line=OccasionLine.REPORT.value)

    def with_around(self) -> Self:
        """With occasion, rule, organisation and decision at hand."""
        return self.select_related("occasion__rule", "organisation", "decision")

    def locked(self) -> Self:
        """The rows are locked until the transaction ends, so that nobody moves them meanwhile; rows that point to them
        can still be written."""
        return self.select_for_update(no_key=True, of=("self",))


@pghistory.track(
    fields=["status", "passed_steps", "version", "submitted_at", "submitted_by", "returned_reason", "decision"],
    model_name="SlotEvent",
)
class Slot(TenantModel):
    """Plats: one organisation at one occasion. Its status is the lock on goals, forecasts and texts below it.

    A unit that no body of its own decides is closed with the whole municipality's report (`is_included`).
    `passed_steps` counts the steps of the chain that are done. A decided slot can never change (trigger)."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    occasion = models.ForeignKey(Occasion, models.PROTECT, related_name="slots")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="slots")
    scope = models.CharField("gäller", max_length=6, choices=StepScope.choices(), default=StepScope.UNIT.value)
    status = models.CharField("status", max_length=12, choices=SlotStatus.choices(), default=SlotStatus.DRAFT.value)
    passed_steps = models.PositiveSmallIntegerField("klara steg", default=0)
    version = models.PositiveIntegerField("version", default=1)
    submitted_at = models.DateTimeField("inlämnad", null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    returned_reason = models.TextField("skäl till återlämning", blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="slots")
    is_included = models.BooleanField("ingår i helhetens beslut", default=False)  # no decision of its own body

    objects: ClassVar = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = "plats"
        verbose_name_plural = "platser"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "occasion", "organisation", "scope"], name="slot_once"),
            models.CheckConstraint(
                condition=~Q(status=SlotStatus.DECIDED.value) | Q(decision__isnull=False),
                name="slot_decided_has_decision",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "occasion", "status"], name="slot_by_status")]
        triggers = [
            pgtrigger.Protect(
                name="decided_slot_is_final",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status=SlotStatus.DECIDED.value),
            ),
            own_decision_guard("slot_decision_is_own"),
        ]

    def __str__(self) -> str:
        return f"{self.occasion_id}/{self.organisation_id}"

    @property
    def is_open(self) -> bool:
        """May its input still change?"""
        return self.is_draft or self.is_returned

    @property
    def is_draft(self) -> bool:
        """Has it never been handed in?"""
        return self.status == SlotStatus.DRAFT

    @property
    def is_submitted(self) -> bool:
        """Does it wait for the rest of its chain?"""
        return self.status == SlotStatus.SUBMITTED

    @property
    def is_returned(self) -> bool:
        """Has it come back to be changed?"""
        return self.status == SlotStatus.RETURNED

    @property
    def is_decided(self) -> bool:
        """Is it final?"""
        return self.status == SlotStatus.DECIDED

    @property
    def status_word(self) -> str:
        """Where it stands, in a word: a unit that the whole's decision has closed is not said to be decided itself."""
        return "Ingår i helhetens beslut" if self.is_included else SlotStatus(self.status).label

    @property
    def is_whole(self) -> bool:
        """Is it the whole municipality's, and no unit's?"""
        return self.scope == StepScope.WHOLE


class SlotPassage(TenantModel):
    """Passerat steg: a step of the chain that a slot has walked, with its decision or date."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="passages")
    step = models.ForeignKey(Step, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField("omgång", default=1)  # a returned report walks the chain anew
    at = models.DateTimeField("när", default=clock.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    held_on = models.DateField("hölls", null=True, blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="passages")
    note = models.TextField("anteckning", blank=True)
    early_reason = models.TextField("varför dagen är före inlämningen", blank=True)

    class Meta:
        verbose_name = "passerat steg"
        verbose_name_plural = "passerade steg"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "slot", "step", "round"], name="slot_passage_once"),
            models.CheckConstraint(condition=Q(round__gte=1), name="slot_passage_round"),
        ]
        triggers = [
            pgtrigger.Protect(name="passage_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.step_id}"
