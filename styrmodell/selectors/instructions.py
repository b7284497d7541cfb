"""How nämnder and companies are to read the steering model, phase by phase (AL-7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from styrmodell.access import Access
from styrmodell.models import Instruction
from styrmodell.rules.vocabulary import Phase
from styrmodell.selectors.words import steering_model

WHILE_REPORTING = (Phase.ANALYSIS, Phase.FOLLOWUP)


@dataclass(frozen=True, slots=True)
class PhaseOfInstructions:
    """A phase of the municipality's cycle, by its own word, with its instructions."""

    code: str
    name: str
    rows: Sequence[Instruction]


def instructions(access: Access, phases: Collection[Phase] = tuple(Phase)) -> list[PhaseOfInstructions]:
    """The instructions of the phases, in the order of the municipality's own cycle (two queries)."""
    model = steering_model(access)
    rows = list(Instruction.objects.of(access).filter(model=model, phase__in=phases))
    grouped = [
        PhaseOfInstructions(code, name, [row for row in rows if row.phase == code])
        for code, name in model.phase_names.items()
    ]
    return [phase for phase in grouped if phase.rows]
