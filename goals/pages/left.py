"""What a municipality still lacks of goals."""

from __future__ import annotations

from django.urls import reverse

from goals.models import Goal
from styrmodell.access import Access
from styrmodell.pages.left import Left, LeftState


def goals_left(access: Access) -> list[Left]:
    """Are there any goals (one query)?"""
    url = reverse("goals:tree", args=[access.slug])
    if Goal.objects.of(access).exists():
        return [Left(30, "Mål", "De första är skrivna.", LeftState.DONE, url)]
    text = "Inga områden eller mål finns. Områdena står i styrmodellens fil, målen skrivs i styrkedjan."
    return [Left(30, "Mål", text, LeftState.DEMANDED, url)]
