"""Opening occasions, and taking one back that was opened by mistake."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError

from styrmodell import audit, policies
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Occasion, OccasionRule, Organisation, Slot, Step
from styrmodell.rules.plan_years import plan_years
from styrmodell.rules.vocabulary import OccasionLine, PlanYears, StepScope
from styrmodell.rules.workflow import SlotStatus
from styrmodell.selectors.openable import openable
from styrmodell.selectors.slots import locked_occasion
from ui.rules.swedish import MONTHS

DEFAULT_DAYS_TO_HAND_IN = 28
GONE = "Tillfället är redan taget tillbaka."
BEGUN = "Någon har börjat skriva i tillfället. Det kan inte tas tillbaka."


@transaction.atomic
def open_occasion(*, access: Access, rule: OccasionRule, year: int, month: int) -> Occasion:
    """Open a rule's occasion in a month: the occasion, a slot per reporting unit and one for the whole municipality.

    Opening again changes nothing that exists; units that have come since get their slot. The units
    are those of the cut-off's day, a plan's those of its first day. Raises PermissionDenied without the right, and to somebody who opens what the
    steering model does not ask for now; a command on the server may open any."""
    policies.can_open_occasions(access).require()
    steps = list(rule.steps.all())
    cutoff = cutoff_of(rule, year, month)
    if access.user is not None and not _is_asked_for(access, rule, year, month):
        raise PermissionDenied(f"{rule.name} {MONTHS[month - 1]} {year} går inte att öppna nu.")
    rows = Occasion.objects.of(access).select_for_update(no_key=True, of=("self",))
    occasion, is_new = rows.get_or_create(
        municipality=access.municipality,
        rule=rule,
        year=year,
        month=month,
        defaults={
            "name": rule.name,
            "cutoff": cutoff,
            "due": due_of(steps, cutoff),
            "due_is_example": is_example_due(steps),
            "contents": rule.contents,
            **_years(rule, year),
        },
    )
    then = access.at(occasion.day)
    for organisation in then.by_kind(*rule.organisation_kinds):
        _slot(occasion, organisation, Step.Scope.UNIT)
    if any(step.scope == Step.Scope.WHOLE for step in steps):
        _slot(occasion, top_body(then), Step.Scope.WHOLE)
    if is_new:
        audit.record(AuditEvent.Type.OCCASION_OPENED, target=occasion, access=access, summary=occasion.title)
    return occasion


@transaction.atomic
def withdraw_occasion(*, access: Access, occasion: Occasion) -> None:
    """Take back an occasion that was opened by mistake, with its slots, while nothing hangs on it.

    Locks the occasion and its slots, so that nobody begins to write meanwhile: who was about to finds no slot. Raises
    PermissionDenied."""
    policies.can_open_occasions(access).require()
    if locked_occasion(access, occasion.pk) is None:
        raise PermissionDenied(GONE)
    slots = Slot.objects.of(access).filter(occasion=occasion)
    if any(slot.status != SlotStatus.DRAFT for slot in slots.order_by("-scope", "pk").locked()):
        raise PermissionDenied(BEGUN)
    audit.record(AuditEvent.Type.OCCASION_WITHDRAWN, target=occasion, access=access, summary=occasion.title)
    try:
        slots.delete()
        occasion.delete()
    except ProtectedError as error:
        raise PermissionDenied(BEGUN) from error


def _is_asked_for(access: Access, rule: OccasionRule, year: int, month: int) -> bool:
    """Does the steering model ask for the occasion now, or is it opened already?"""
    if Occasion.objects.of(access).filter(rule=rule, year=year, month=month).exists():
        return True
    asked = openable(access, OccasionLine(rule.line))
    return any((row.rule, row.year, row.month) == (rule, year, month) for row in asked)


def _years(rule: OccasionRule, year: int) -> dict[str, object]:
    """The line, and the years that a plan is about."""
    if not rule.is_plan:
        return {}
    first, last = plan_years(PlanYears(rule.about_years), year)
    return {"line": rule.line, "year_from": first, "year_to": last}


def cutoff_of(rule: OccasionRule, year: int, month: int) -> date:
    """The day the figures stand: the rule's day in the month, the month's last when it names none."""
    days = {int(cutoff["manad"]): cutoff.get("dag") for cutoff in rule.cutoffs}
    last = calendar.monthrange(year, month)[1]
    day = days.get(month)
    return date(year, month, min(int(day), last) if isinstance(day, int) else last)


def due_of(steps: list[Step], cutoff: date) -> date:
    """When the units hand in: the first step's own date or number of days, else four weeks."""
    first = _hand_in(steps)
    due = first.due_after(cutoff) if first else None
    return due or cutoff + timedelta(days=DEFAULT_DAYS_TO_HAND_IN)


def is_example_due(steps: list[Step]) -> bool:
    """Is the day to hand in made up, because the municipality's own document names none?"""
    first = _hand_in(steps)
    return first is None or first.is_example


def _hand_in(steps: list[Step]) -> Step | None:
    """The units' first step; the whole municipality's where no unit takes any."""
    return min(steps, key=lambda step: (step.scope != Step.Scope.UNIT, step.position), default=None)


def top_body(access: Access) -> Organisation:
    """The body that decides for the whole municipality: fullmäktige, else the top of the tree."""
    assemblies = access.by_kind(Organisation.Kind.ASSEMBLY)
    return assemblies[0] if assemblies else access.organisations[next(iter(access.tree.in_order()))]


def _slot(occasion: Occasion, organisation: Organisation, scope: StepScope) -> None:
    Slot.objects.get_or_create(
        municipality=occasion.municipality, occasion=occasion, organisation=organisation, scope=scope
    )
