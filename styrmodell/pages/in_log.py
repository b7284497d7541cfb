"""What the house's own events of the log are about."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from styrmodell.access import Access
from styrmodell.models import Job
from styrmodell.pages.log_things import Thing


def steering_models_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Versions of the steering model, that the event itself names; they are read as the list of words (no query)."""
    return dict.fromkeys(ids, Thing("", reverse("styrmodell:glossary", args=[access.slug])))


def jobs_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Jobs, that have no page: by their number, and why they failed (one query)."""
    rows = Job.objects.of(access).filter(pk__any_of=ids).values_list("pk", "reason")
    return {pk: Thing(f"Jobb {pk}", about=reason) for pk, reason in rows}
