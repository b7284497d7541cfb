"""Reports and occasions as the log names them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from followup.models import Section
from followup.selectors.attachments import readable_attachments
from styrmodell.access import Access
from styrmodell.models import Occasion, Slot
from styrmodell.pages.log_things import Thing
from styrmodell.permissions import Permission
from styrmodell.policies import can_read


def slots_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Reports, each with its page for whoever may read it; for others it is closed (one query)."""
    own = access.ever.organisation_ids(Permission.VIEW)
    slots = Slot.objects.of(access).filter(pk__any_of=ids, organisation_id__any_of=own).with_around()
    return {slot.pk: _of_slot(access, slot) for slot in slots}


def sections_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Sections, each with its report's page (two queries)."""
    rows = Section.objects.of(access).filter(pk__any_of=ids).values_list("pk", "slot_id")
    slots = slots_in_log(access, {slot_id for _, slot_id in rows})
    return {pk: slots[slot_id] for pk, slot_id in rows if slot_id in slots}


def attachments_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Documents of the chain, each to be fetched (one query)."""
    rows = readable_attachments(access).filter(pk__any_of=ids).values_list("pk", "filename")
    return {pk: Thing(name, reverse("followup:attachment", args=[access.slug, pk])) for pk, name in rows}


def occasions_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Occasions, each with its board (one query)."""
    board = reverse("followup:board", args=[access.slug])
    rows = Occasion.objects.of(access).filter(pk__any_of=ids)
    return {row.pk: Thing(row.title, f"{board}?tillfalle={row.pk}") for row in rows}


def _of_slot(access: Access, slot: Slot) -> Thing:
    name, whose = slot.occasion.title, slot.organisation.name
    if not can_read(access, slot):
        return Thing(name, about=whose, is_closed=True)
    return Thing(name, reverse("followup:slot", args=[access.slug, slot.pk]), whose)
