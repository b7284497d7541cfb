"""Where somebody belongs."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import User
from styrmodell.models import Municipality
from ui import clock


def municipalities_of(user: User | AnonymousUser) -> list[Municipality]:
    """The municipalities where the user holds a role today, by name (one query)."""
    if not user.is_authenticated:
        return []
    today = clock.today()
    in_force = Q(organisations__role_assignments__valid_to__isnull=True) | Q(
        organisations__role_assignments__valid_to__gte=today
    )
    held = Municipality.objects.filter(
        in_force,
        organisations__role_assignments__user=user,
        organisations__role_assignments__valid_from__lte=today,
    )
    return list(held.distinct().order_by("name"))


def municipality_left(user: User | AnonymousUser, slug: str) -> Municipality | None:
    """The municipality of an address, when the user once held a role there (one query)."""
    if not user.is_authenticated:
        return None
    return Municipality.objects.filter(slug=slug, pk__in=user.role_assignments.values("municipality")).first()
