"""Which lines a reporting unit's forecast has, and what each line covers. No queries: the tree is in `Access`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from styrmodell.access import Access
from styrmodell.models import Organisation

BODIES = frozenset(
    {
        Organisation.Kind.ASSEMBLY.value,
        Organisation.Kind.EXECUTIVE.value,
        Organisation.Kind.COMMITTEE.value,
        Organisation.Kind.SUBCOMMITTEE.value,
    }
)
# Bodies and departments are there to be answered for by what is below them; they are a line only when nothing is.
_PASSED_THROUGH = BODIES | {Organisation.Kind.DEPARTMENT.value}


@dataclass(frozen=True, slots=True)
class LineUnit:
    """An organisation that is a line: whose money the line counts, and whether it only catches what is booked
    directly on a body or department that passes everything else to the lines below it."""

    organisation_id: int
    covers: tuple[int, ...]
    is_remainder: bool = False


def reporting_units(access: Access, units: Collection[int]) -> Mapping[int, int]:
    """Which of the `units` answers for each organisation: itself or the nearest above it. Others are left out."""
    answers_for: dict[int, int] = {}
    for pk in access.tree.in_order():
        parent = access.tree.parent(pk)
        if pk in units:
            answers_for[pk] = pk
        elif parent in answers_for:
            answers_for[pk] = answers_for[parent]
    return answers_for


def has_lines(access: Access, unit_id: int, units: Collection[int]) -> bool:
    """Is there anything below the unit that no other of the `units` answers for? Then it has lines."""
    return any(child not in units for child in access.tree.children(unit_id))


def line_units(access: Access, unit_id: int, units: Collection[int] = ()) -> list[LineUnit]:
    """The lines of a unit in the tree's order, its own remainder first; empty when nothing is below the unit.

    `units` are the other reporting units: what they answer for is theirs. Every organisation that the unit answers
    for is covered by exactly one line."""
    tree, lines = access.tree, list[LineUnit]()
    waiting = [unit_id]
    while waiting:
        pk = waiting.pop()
        below = [child for child in tree.children(pk) if child not in units]
        if pk == unit_id or (below and access.organisations[pk].kind in _PASSED_THROUGH):
            if below or pk != unit_id:
                lines.append(LineUnit(pk, (pk,), is_remainder=True))
            waiting += reversed(below)
        else:
            lines.append(LineUnit(pk, tuple(answered_for(access, pk, units))))
    return lines


def answered_for(access: Access, pk: int, units: Collection[int]) -> list[int]:
    """The organisation and everything below it that no other of the `units` answers for."""
    covered, waiting = list[int](), [pk]
    while waiting:
        step = waiting.pop()
        covered.append(step)
        waiting += [child for child in access.tree.children(step) if child not in units]
    return covered
