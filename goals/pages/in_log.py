"""Goals as the log names them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from goals.models import Assignment, Goal
from goals.rules.vocabulary import AssignmentKind
from styrmodell.access import Access
from styrmodell.models import Edition
from styrmodell.pages.log_things import Thing
from styrmodell.policies import can_configure


def goals_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Goals by their wording and level, each with its page (one query)."""
    rows = Goal.objects.visible_to(access).filter(pk__any_of=ids).values_list("pk", "title", "level__singular")
    return {pk: Thing(title, reverse("goals:detail", args=[access.slug, pk]), level) for pk, title, level in rows}


def editions_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Editions of the steering model by their version, each with its page for who may change the model (one query)."""
    rows = Edition.objects.of(access).filter(pk__any_of=ids).defer("text", "content", "changes")
    may = bool(can_configure(access))
    return {
        row.pk: Thing(row.name, reverse("goals:model-edition", args=[access.slug, row.pk]) if may else "", row.filename)
        for row in rows
    }


def assignments_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Assignments by their title and kind, each with its page (one query)."""
    rows = Assignment.objects.visible_to(access).filter(pk__in=ids).values_list("pk", "title", "kind")
    return {
        pk: Thing(title, reverse("goals:assignment", args=[access.slug, pk]), AssignmentKind(kind).label)
        for pk, title, kind in rows
    }
