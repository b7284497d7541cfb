"""What a municipality still lacks of money."""

from __future__ import annotations

from django.urls import reverse

from budget.models import BudgetLine, LedgerBatch
from styrmodell.access import Access
from styrmodell.pages.left import Left, LeftState


def money_left(access: Access) -> list[Left]:
    """Is there a budget, and has a file of outcome been read in (two queries)?"""
    url = reverse("budget:overview", args=[access.slug])
    has_budget, has_outcome = (kind.objects.of(access).exists() for kind in (BudgetLine, LedgerBatch))
    budget = (
        Left(50, "Budget", "Den är inläst.", LeftState.DONE, url)
        if has_budget
        else Left(50, "Budget", "Ingen är inläst. Utan den räknas inga avvikelser.", LeftState.LATER, url)
    )
    outcome = (
        Left(60, "Utfall", "Det första är inläst.", LeftState.DONE, url)
        if has_outcome
        else Left(60, "Utfall", "Läses in ur ekonomisystemet när årets första månad är stängd.", LeftState.LATER, url)
    )
    return [budget, outcome]
