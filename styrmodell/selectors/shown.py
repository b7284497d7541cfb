"""What a user is shown: what stands, and what is under way to those who may see drafts."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from styrmodell import policies
from styrmodell.access import Access
from styrmodell.models import Occasion, Slot, Step
from styrmodell.permissions import Permission
from styrmodell.rules.workflow import SlotStatus
from styrmodell.selectors.slots import occasions

DECIDED = Q(status=SlotStatus.DECIDED.value)


def shown_occasions(access: Access, *, with_drafts: bool = False) -> QuerySet[Occasion]:
    """The occasions that are shown to the user, newest first (see `is_shown`)."""
    return occasions(access).filter(is_shown(access, with_drafts=with_drafts))


def is_shown(access: Access, *, with_drafts: bool = False) -> Q:
    """Are an occasion's figures and judgements shown to the user? All are to those with the right to see drafts
    (`with_drafts`: when it is held for what is shown), else those that stand."""
    return Q(pk__isnull=False) if with_drafts or policies.can_see_drafts(access) else stands(access)


def stands(access: Access) -> Q:
    """Is an occasion decided, as the user sees it? The whole municipality's decision makes everything stand. Where it
    reports nothing the units' own do, and so they do for whoever sees a part of it: that is final before the whole is."""
    slots = Slot.objects.of(access).filter(occasion_id=OuterRef("pk"))
    whole = slots.filter(scope=Step.Scope.WHOLE)
    units = slots.filter(scope=Step.Scope.UNIT, organisation_id__any_of=openable_units(access))
    by_units = Q(Exists(units)) & ~Q(Exists(units.exclude(DECIDED)))
    if sees_whole(access):
        by_units &= ~Q(Exists(whole))
    return Q(Exists(whole.filter(DECIDED))) | by_units


def sees_whole(access: Access) -> bool:
    """Does the user see the whole municipality, from the top of the tree?"""
    return all(access.has(Permission.VIEW, root) for root in access.tree.roots())


def openable_units(access: Access) -> set[int]:
    """The organisations whose figures the user may see, wholly or in part: those they read, and those above them (SV-7)."""
    seen = access.ever.organisation_ids(Permission.VIEW)
    return {pk for own in seen for pk in access.ever.tree.ancestors(own, include_self=True)}
