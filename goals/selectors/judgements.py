"""Which judgements a user may see."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from goals.models import Judgement
from styrmodell import policies
from styrmodell.access import Access
from styrmodell.models import Slot, Step
from styrmodell.permissions import Permission
from styrmodell.rules.workflow import SlotStatus


def every_judgement(access: Access) -> QuerySet[Judgement]:
    """Every judgement that is given, decided or under way: what a report is composed from."""
    return Judgement.objects.of(access).filter(judged_at__isnull=False)


def shown_judgements(access: Access) -> QuerySet[Judgement]:
    """The given judgements that the user may see on a page: all with the right to see drafts, else what is decided, and
    what is under way in the organisations where they hold the right."""
    given = every_judgement(access)
    if policies.can_see_drafts(access):
        return given
    own = access.ever.organisation_ids(Permission.DRAFT_VIEW)
    return given.filter(are_decided(access) | Q(goal__organisation_id__any_of=own))


def are_decided(access: Access) -> Q:
    """Do judgements stand in a decided report: their unit's, or the whole municipality's, after which none can change?"""
    whole = Slot.objects.of(access).filter(scope=Step.Scope.WHOLE, status=SlotStatus.DECIDED.value)
    return Q(slot__status=SlotStatus.DECIDED.value) | Q(Exists(whole.filter(occasion=OuterRef("slot__occasion"))))
