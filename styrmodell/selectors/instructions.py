"""How nämnder and companies are to read the steering model, phase by phase (AL-7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Subquery

from styrmodell.access import Access
from styrmodell.models import Instruction
from styrmodell.rules.vocabulary import Phase
from styrmodell.selectors.words import steering_models
from ui import clock

WHILE_REPORTING = (Phase.ANALYSIS, Phase.FOLLOWUP)


@dataclass(frozen=True, slots=True)
class PhaseOfInstructions:
    """A phase of the municipality's cycle, by its own word, with its instructions."""

    code: str
    name: str
    rows: Sequence[Instruction]


def instructions(access: Access, phases: Collection[Phase] = tuple(Phase)) -> list[PhaseOfInstructions]:
    """The instructions of the phases, in the order of the municipality's own cycle (one query)."""
    in_force = steering_models(access, clock.today().year).values("pk")[:1]
    of_model = Instruction.objects.of(access).filter(model=Subquery(in_force), phase__in=phases)
    rows = list(of_model.select_related("model"))
    names = rows[0].model.phase_names if rows else {}
    grouped = [
        PhaseOfInstructions(code, name, [row for row in rows if row.phase == code]) for code, name in names.items()
    ]
    return [phase for phase in grouped if phase.rows]
