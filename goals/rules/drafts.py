"""Which goals a body decides, and which of them are drafts until it has."""

from __future__ import annotations

from styrmodell.rules.vocabulary import LevelKind, LevelSphere, OrganisationKind

# Whose quality factors are decided: KF's and KS's (Ånge, section 2), and those of each styrelse, nämnd and company, which
# stand in the verksamhetsplan it adopts (Strategisk handlingsplan, section 3). What a förvaltning or a verksamhet keeps
# track of is its own.
DECIDING = frozenset(
    {
        OrganisationKind.ASSEMBLY.value,
        OrganisationKind.EXECUTIVE.value,
        OrganisationKind.COMMITTEE.value,
        OrganisationKind.COMPANY.value,
    }
)


def is_decided_on(sphere: str, kind: str, owner_kind: str) -> bool:
    """Does a body decide goals of the sphere and kind for an owner of that kind? Areas come with the steering model,
    HOW is only planned. `GoalQuerySet.without_drafts` says the same."""
    if sphere != LevelSphere.WHAT.value:
        return False
    return kind == LevelKind.GOAL.value or (kind == LevelKind.FACTOR.value and owner_kind in DECIDING)
