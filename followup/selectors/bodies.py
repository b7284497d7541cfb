"""Which body decides at a step of the chain."""

from __future__ import annotations

from styrmodell.access import Access
from styrmodell.models import Organisation, Slot, Step

Kind = Organisation.Kind
MUNICIPALITYS = (Kind.ASSEMBLY, Kind.EXECUTIVE)  # there is one of each: whoever's report it is, it is theirs
POLITICAL = (*MUNICIPALITYS, Kind.COMMITTEE, Kind.COMPANY)


def deciding_bodies(access: Access, step: Step, slot: Slot) -> list[Organisation]:
    """The bodies that can have decided at a step (no query).

    On a unit's way «nämnden» is the unit's own body: a nämnd's report is decided by that nämnd, kommunstyrelsen's by
    kommunstyrelsen and a company's by its board, never by another nämnd. Where the chain names no body it may also
    be one above. On the way of the whole it is those of the
    step's kind, any political body when the municipality has none of the kind."""
    if step.scope == Step.Scope.UNIT and step.body not in MUNICIPALITYS:
        ever = access.ever
        way = [ever.organisations[pk] for pk in ever.tree.ancestors(slot.organisation_id, include_self=True)]
        of_kind = [body for body in way if body.kind == step.body]
        own = [body for body in way if body.kind in POLITICAL]
        if step.body:
            return (of_kind or own)[:1]
        return list(dict.fromkeys([*own, *access.by_kind(*MUNICIPALITYS)]))
    return list(access.by_kind(step.body) or access.by_kind(*POLITICAL))
