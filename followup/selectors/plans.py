"""The plans of a year: their rules, the slots that the user knows of, and how far each has come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from followup.models import Section
from styrmodell.access import Access
from styrmodell.models import Occasion, OccasionRule, Slot, Step
from styrmodell.permissions import Permission
from styrmodell.policies import can_know_of, can_read
from styrmodell.rules.vocabulary import OccasionLine
from styrmodell.selectors.slots import plan_occasions
from styrmodell.selectors.words import steering_model
from ui import clock


@dataclass(frozen=True, slots=True)
class YearsPlans:
    """What the overview is made from. `rules` are those of the opened plans and of the steering model in force; `written`
    counts the sections that have a text, by slot, of plans that are open."""

    rules: Sequence[OccasionRule]
    occasions: Sequence[Occasion]
    slots: Sequence[Slot]
    chains: Mapping[tuple[int, str], Sequence[Step]]  # by rule and scope
    written: Mapping[int, int]


def years_plans(access: Access, year: int) -> YearsPlans:
    """The plans of a year (five queries)."""
    occasions = list(plan_occasions(access, year))
    rules = _rules(access, occasions)
    slots = _slots(access, occasions)
    chains: dict[tuple[int, str], list[Step]] = defaultdict(list)
    for step in Step.objects.of(access).filter(rule__in=rules).order_by("position", "pk"):
        chains[step.rule_id, step.scope].append(step)
    opened = [slot.pk for slot in slots if slot.is_open]
    texts = Section.objects.of(access).filter(slot__any_of=opened).exclude(body="")
    written = dict(texts.values_list("slot_id").annotate(count=Count("pk")))
    return YearsPlans(rules, occasions, slots, chains, written)


def _rules(access: Access, occasions: Sequence[Occasion]) -> list[OccasionRule]:
    """The rules of the plans, in order: those of the occasions, then what the model in force asks for besides."""
    opened = [row.rule for row in occasions]
    codes = {rule.code for rule in opened}
    in_force = OccasionRule.objects.of(access).filter(
        Q(model=steering_model(access, clock.today().year), line=OccasionLine.PLAN.value)
    )
    rules = opened + [rule for rule in in_force if rule.code not in codes]
    known = [rule for rule in rules if not rule.is_internal or access.has(Permission.INTERNAL_VIEW)]
    return sorted({rule.pk: rule for rule in known}.values(), key=lambda rule: rule.position)


def _slots(access: Access, occasions: Sequence[Occasion]) -> list[Slot]:
    """The slots that the user knows of: of organisations that they see, or decided."""
    by_id = {row.pk: row for row in occasions}
    rows = Slot.objects.of(access).filter(occasion__in=by_id).select_related("organisation", "decision__organisation")
    slots = list(rows.order_by("organisation__position", "pk"))
    for slot in slots:
        slot.occasion = by_id[slot.occasion_id]
    return [slot for slot in slots if _is_known(access, slot)]


def _is_known(access: Access, slot: Slot) -> bool:
    if not can_know_of(access, slot):
        return False
    return access.has(Permission.VIEW, slot.organisation_id) or bool(can_read(access, slot))
