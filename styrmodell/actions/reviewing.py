"""Looking through who may do what, with a record."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from styrmodell import audit, policies
from styrmodell.access import Access
from styrmodell.actions.people import keep_administrator, lock_people, roles_held, set_last, yesterday
from styrmodell.models import AuditEvent, RoleAssignment, RoleReview
from styrmodell.models.versioned import Stale
from styrmodell.selectors.people import has_administrator_until
from styrmodell.selectors.reviewing import review_part_or_404
from ui.rules.swedish import plural


@transaction.atomic
def review_roles(*, access: Access, code: str, seen: Collection[int], ended: Collection[int]) -> RoleReview:
    """Record that the roles of a part (`seen`, as the page showed them) have been looked through, and end some of them.
    Raises Stale when other roles are held there since, and ValidationError when the municipality would be without an
    administrator."""
    lock_people(access)
    policies.can_manage_people(access).require()
    part = review_part_or_404(access, code)
    held = {row.holding.pk for row in part.held}
    if held != set(seen):
        raise Stale(part)
    sure_until = has_administrator_until(access)
    roles = roles_held(access).in_bulk(held)
    rows = [reviewed_row(roles[row.holding.pk], is_ended=row.holding.pk in ended) for row in part.held]
    for pk in ended:
        set_last(access, roles[pk], yesterday())
    keep_administrator(access, sure_until)
    review = RoleReview.objects.create(
        municipality=access.municipality, organisation=part.organisation, by=access.user, rows=rows
    )
    summary = f"{plural(len(rows), 'roll', 'roller')}, {sum(row['is_ended'] is True for row in rows)} avslutade"
    audit.record(AuditEvent.Type.ROLES_REVIEWED, target=review, access=access, summary=summary)
    return review


def reviewed_row(role: RoleAssignment, *, is_ended: bool) -> dict[str, object]:
    """A role as it stands in a record: by numbers, since names may be erased."""
    return {
        "role_id": role.pk,
        "person_id": role.user_id,
        "role": role.role,
        "organisation_id": role.organisation_id,
        "first": role.valid_from.isoformat(),
        "last": role.valid_to.isoformat() if role.valid_to else "",
        "is_ended": is_ended,
    }
