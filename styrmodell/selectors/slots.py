"""Occasions and slots as the pages need them."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, prefetch_related_objects

from styrmodell.access import Access
from styrmodell.models import Occasion, Slot, Step
from styrmodell.models.calendar import SlotQuerySet
from styrmodell.permissions import Permission
from styrmodell.policies import SIGHT
from styrmodell.rules.vocabulary import PlanYears, Readers
from styrmodell.rules.workflow import SlotStatus
from ui import clock

WITHDRAWN = "Tillfället är taget tillbaka, och rapporten finns inte längre. Inget är sparat."


def occasions(access: Access) -> QuerySet[Occasion]:
    """The municipality's occasions of reports with their rule, newest first."""
    return Occasion.objects.of(access).reports().select_related("rule").order_by("-cutoff", "-pk")


def plan_occasions(access: Access, year: int) -> QuerySet[Occasion]:
    """The occasions of the plans for a year, in the steering model's order: a plan for several years is the first one's, a
    plan for a term of office each of its years'."""
    rows = (
        Occasion.objects.of(access)
        .plans()
        .filter(Q(year_from=year) | Q(rule__about_years=PlanYears.TERM.value, year_from__lte=year, year_to__gte=year))
    )
    return rows.select_related("rule").order_by("rule__position", "cutoff", "pk")


def planned_years(access: Access) -> list[int]:
    """The first years of the plans that are opened (one query)."""
    rows = Occasion.objects.of(access).plans().order_by("year_from").values_list("year_from", flat=True)
    return [year for year in rows.distinct() if year is not None]


def current_occasion(access: Access, content: str = "") -> Occasion | None:
    """The newest occasion whose cut-off has passed (with the content, when given), else the newest of all (one query)."""
    asked = [row for row in occasions(access) if not content or content in row.contents]
    passed = [row for row in asked if row.cutoff <= clock.today()]
    return next(iter(passed or asked), None)


def previous_occasion(access: Access, occasion: Occasion, content: str) -> Occasion | None:
    """The occasion before this one in the same year that holds the content (one query)."""
    earlier = occasions(access).filter(cutoff__lt=occasion.cutoff, year=occasion.year, contents__contains=[content])
    return earlier.first()


def visible_slots(access: Access) -> SlotQuerySet:
    """Slots of the user's own organisations that they see the inside of, as far as each has come (`policies.SIGHT`)."""
    return Slot.objects.of(access).filter(_in_sight(access), _known_to(access)).with_around()


def readable_slots(access: Access) -> SlotQuerySet:
    """Slots whose report the user may read (`policies.can_read`): those they see the inside of, and what is decided."""
    read = _in_sight(access) | Q(status=SlotStatus.DECIDED.value)
    return Slot.objects.of(access).filter(read, _known_to(access)).with_around()


def _in_sight(access: Access) -> Q:
    of = {status: access.ever.organisation_ids(needed) for status, needed in SIGHT.items()}
    return Q(*((Q(status=status, organisation_id__any_of=own)) for status, own in of.items()), _connector=Q.OR)


def _known_to(access: Access) -> Q:
    """As `policies.can_know_of`: what stays with the administration is seen there."""
    inside = access.ever.organisation_ids(Permission.INTERNAL_VIEW)
    return Q(occasion__rule__readers=Readers.ALL.value) | Q(organisation_id__any_of=inside)


def locked_occasion(access: Access, occasion_id: int) -> Occasion | None:
    """The occasion's row, locked until the transaction ends, before its slots (one query): nobody takes it back
    meanwhile. None when somebody has."""
    rows = Occasion.objects.of(access).select_for_update(no_key=True, of=("self",))
    return rows.filter(pk=occasion_id).first()


def locked_slot(access: Access, slot_id: int) -> Slot:
    """The slot's row, locked until the transaction ends (one query). Whoever changes something that hangs on a slot
    begins here and asks the policy with this row: nobody hands it in meanwhile. Raises PermissionDenied when its
    occasion has been taken back since the page was opened."""
    return _existing(Slot.objects.of(access).with_around().locked(), slot_id)


def current_slot(access: Access, slot_id: int) -> Slot:
    """The slot's row as it is now, for whoever must know something of it before the locks (one query). Raises as
    `locked_slot`, which is asked again when the locks are held."""
    return _existing(Slot.objects.of(access).with_around(), slot_id)


def _existing(slots: SlotQuerySet, slot_id: int) -> Slot:
    slot = slots.filter(pk=slot_id).first()
    if slot is None:
        raise PermissionDenied(WITHDRAWN)
    return slot


def slots_of(access: Access, occasion: Occasion) -> list[Slot]:
    """Every slot of the occasion in the organisations' order, also those the user may not read (one query). What the
    request has read already, the occasion and the organisations, is handed to the slots, not read again."""
    rows = Slot.objects.of(access).filter(occasion=occasion).select_related("decision__organisation")
    slots = list(rows.order_by("organisation__position", "pk"))
    for slot in slots:
        slot.occasion = occasion
        if slot.organisation_id in access.ever.organisations:
            slot.organisation = access.ever.organisations[slot.organisation_id]
    ceased = [slot for slot in slots if slot.organisation_id not in access.ever.organisations]
    prefetch_related_objects(ceased, "organisation")
    return slots


def governing_slots(access: Access, occasion: Occasion) -> dict[int, Slot]:
    """The slot that governs each organisation: its own, that of the nearest organisation above it, else that of the
    whole municipality (one query). Also those the user may not read: a lock holds for everybody."""
    return governing_among(access, slots_of(access, occasion))


def governing_among(access: Access, slots: Sequence[Slot]) -> dict[int, Slot]:
    """As `governing_slots`, among all slots of an occasion that have been read."""
    own = {slot.organisation_id: slot for slot in slots if not slot.is_whole}
    whole = next((slot for slot in slots if slot.is_whole), None)
    governing_of: dict[int, Slot] = {}
    tree = access.ever.tree
    for pk in tree.in_order():
        parent = tree.parent(pk)
        governing = own.get(pk) or (governing_of.get(parent) if parent is not None else None) or whole
        if governing is not None:
            governing_of[pk] = governing
    return governing_of


def steps_of(access: Access, slot: Slot) -> list[Step]:
    """The steps that the slot walks, in order (one query)."""
    return list(Step.objects.of(access).filter(rule=slot.occasion.rule, scope=slot.scope).order_by("position", "pk"))
