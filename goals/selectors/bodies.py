"""Which bodies decide a goal: that of its level, found from its owner."""

from __future__ import annotations

from styrmodell.access import Access
from styrmodell.models import Level, Organisation

Kind = Organisation.Kind
MUNICIPALITYS = (Kind.ASSEMBLY, Kind.EXECUTIVE)  # there is one of each, whoever owns the goal
POLITICAL = (*MUNICIPALITYS, Kind.COMMITTEE, Kind.COMPANY)


def goal_bodies(access: Access, level: Level, organisation_id: int) -> list[Organisation]:
    """The bodies that can have decided a goal of the level for the owner (no query).

    «Nämnden» is the owner's own body: a nämnd, kommunstyrelsen or a company's board, never another nämnd. Where the
    steering model does not say who decides, it is the owner's own body or one above."""
    kind = level.decided_by_kind
    if kind in MUNICIPALITYS:
        return list(access.by_kind(kind))
    ever = access.ever
    if organisation_id not in ever.tree:
        return []
    way = [ever.organisations[pk] for pk in ever.tree.ancestors(organisation_id, include_self=True)]
    own = [body for body in way if body.kind in POLITICAL]
    if not kind:
        return own
    of_kind = [body for body in way if body.kind == kind]
    return (of_kind or own)[:1]
