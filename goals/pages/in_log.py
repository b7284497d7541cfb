"""Goals as the log names them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from goals.models import Goal
from styrmodell.access import Access
from styrmodell.pages.log_things import Thing


def goals_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Goals by their wording and level, each with its page (one query)."""
    rows = Goal.objects.visible_to(access).filter(pk__any_of=ids).values_list("pk", "title", "level__singular")
    return {pk: Thing(title, reverse("goals:detail", args=[access.slug, pk]), level) for pk, title, level in rows}
