"""What the house's own events of the log are about."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from accounts.models import User
from styrmodell.access import Access
from styrmodell.models import Job, RoleAssignment, RoleReview
from styrmodell.pages.log_things import Thing
from styrmodell.policies import can_edit_organisations


def steering_models_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Versions of the steering model, that the event itself names; they are read as the list of words (no query)."""
    return dict.fromkeys(ids, Thing("", reverse("styrmodell:glossary", args=[access.slug])))


def jobs_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Jobs, that have no page: by their number, and why they failed (one query)."""
    rows = Job.objects.of(access).filter(pk__any_of=ids).values_list("pk", "reason")
    return {pk: Thing(f"Jobb {pk}", about=reason) for pk, reason in rows}


def people_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """People with a role here at any time, by name (one query)."""
    found = User.objects.filter(pk__in=ids, role_assignments__municipality=access.municipality)
    return {pk: _person(access, pk, name) for pk, name in found.values_list("pk", "name").distinct()}


def roles_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Roles by whose they are, as older events tell of them (one query)."""
    rows = RoleAssignment.objects.of(access).filter(pk__any_of=ids).values_list("pk", "user_id", "user__name")
    return {pk: _person(access, user_id, name) for pk, user_id, name in rows}


def reviews_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Reviews of roles, by the part of the municipality (one query)."""
    rows = RoleReview.objects.of(access).filter(pk__any_of=ids).values_list("pk", "organisation_id")
    return {
        pk: Thing(access.known[where].name, reverse("styrmodell:review-record", args=[access.slug, pk]))
        for pk, where in rows
    }


def _person(access: Access, person_id: int, name: str) -> Thing:
    return Thing(name, reverse("styrmodell:person", args=[access.slug, person_id]))


def organisations_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Organisations by their names: to the tree for who may change it, else to their economy (no query)."""
    page = "styrmodell:organisation" if can_edit_organisations(access) else "budget:unit"
    rows = (access.known[pk] for pk in ids if pk in access.known)
    return {row.pk: Thing(row.name, reverse(page, args=[access.slug, row.code])) for row in rows}
