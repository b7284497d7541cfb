"""The one workflow of the house: how a slot moves from draft to decided.

The table `TRANSITIONS` is the whole truth: actions, buttons, tests and the page
docs/reference/workflow.md (`python -m styrmodell.rules.workflow`) all read it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from styrmodell.rules.vocabulary import LabelledEnum


class SlotStatus(LabelledEnum):
    """Where a slot stands. The values are stored."""

    DRAFT = "utkast", "Utkast"
    SUBMITTED = "inlamnad", "Inlämnad"
    RETURNED = "aterlamnad", "Återlämnad"
    DECIDED = "beslutad", "Beslutad"

    @property
    def is_open(self) -> bool:
        """Tell whether goals, forecasts and texts may still change in this status."""
        return self in _OPEN


_OPEN = frozenset({SlotStatus.DRAFT, SlotStatus.RETURNED})


class SlotAction(StrEnum):
    """What can be done to a slot."""

    SUBMIT = "submit"
    RETURN = "return"
    PASS_STEP = "pass_step"  # noqa: S105 - a step of the chain, no password
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class Transition:
    """A move that is allowed: from a status, by an action, to a status; `verb` is the button's text."""

    source: SlotStatus
    action: SlotAction
    target: SlotStatus
    verb: str


TRANSITIONS: Sequence[Transition] = (
    Transition(SlotStatus.DRAFT, SlotAction.SUBMIT, SlotStatus.SUBMITTED, "Lämna in"),
    Transition(SlotStatus.SUBMITTED, SlotAction.RETURN, SlotStatus.RETURNED, "Lämna tillbaka"),
    Transition(SlotStatus.RETURNED, SlotAction.SUBMIT, SlotStatus.SUBMITTED, "Lämna in igen"),
    Transition(SlotStatus.SUBMITTED, SlotAction.PASS_STEP, SlotStatus.SUBMITTED, "Anteckna steget"),
    Transition(SlotStatus.SUBMITTED, SlotAction.DECIDE, SlotStatus.DECIDED, "Anteckna beslutet"),
)
_BY_SOURCE_AND_ACTION = {(move.source, move.action): move for move in TRANSITIONS}


class TransitionError(ValueError):
    """The status does not allow the action; the message says so in Swedish."""


_REFUSALS = {
    SlotStatus.DRAFT: "Rapporten är ett utkast. Den måste lämnas in först.",
    SlotStatus.SUBMITTED: "Rapporten är redan inlämnad.",
    SlotStatus.RETURNED: "Rapporten är återlämnad. Den måste lämnas in igen först.",
    SlotStatus.DECIDED: "Rapporten är beslutad och kan inte ändras.",
}


def advance(status: SlotStatus, action: SlotAction) -> SlotStatus:
    """Return the status after the action. Raises TransitionError when the table does not allow it."""
    move = _BY_SOURCE_AND_ACTION.get((status, action))
    if move is None:
        raise TransitionError(_REFUSALS[status])
    return move.target


def allowed_moves(status: SlotStatus) -> list[Transition]:
    """List the moves out of a status, in the table's order. A decided slot has none."""
    return [move for move in TRANSITIONS if move.source == status]


def mermaid() -> str:
    """Draw the workflow as the text of a mermaid state diagram."""
    names = [f'    state "{status.label}" as {status.value}' for status in SlotStatus]
    moves = [f"    {move.source.value} --> {move.target.value}: {move.verb}" for move in TRANSITIONS]
    ends = [f"    {status.value} --> [*]" for status in SlotStatus if not allowed_moves(status)]
    return "\n".join(["stateDiagram-v2", *names, f"    [*] --> {SlotStatus.DRAFT.value}", *moves, *ends])


def reference_page() -> str:
    """Write docs/reference/workflow.md: the diagram and the table, straight from `TRANSITIONS`."""
    rows = [
        f"| {move.source.label} | {move.verb} | {move.target.label} | {'ja' if move.target.is_open else 'nej'} |"
        for move in TRANSITIONS
    ]
    return "\n".join([_PAGE_HEAD, "```mermaid", mermaid(), "```", "", _TABLE_HEAD, *rows, ""])


_PAGE_HEAD = """# Rapportens väg från utkast till beslut

Sidan skrivs av `python -m styrmodell.rules.workflow > docs/reference/workflow.md`. Ändra tabellen
`TRANSITIONS` i `styrmodell/rules/workflow.py`, inte den här filen; ett test jämför dem.
"""
_TABLE_HEAD = "| Från | Vad som görs | Till | Kan ändras efteråt |\n|---|---|---|---|"

if __name__ == "__main__":
    sys.stdout.write(reference_page())
