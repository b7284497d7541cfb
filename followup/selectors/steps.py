"""The chain of a report: which step decides it, and what is asked when the next one is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from followup.rules.step_dates import Before
from followup.selectors.bodies import POLITICAL, deciding_bodies
from followup.selectors.moves import step_before
from styrmodell.access import Access
from styrmodell.models import Occasion, Organisation, Slot, Step
from styrmodell.rules.vocabulary import UnitDemand


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step to be written down, and what is asked about it.

    When it `decides`, body, day and § are; when it `locks`, nothing of the report changes afterwards. The day is held
    against the figures' (`cutoff`), the hand-in's and the step's `before`. The auditors' judgement is a document."""

    step: Step
    decides: bool
    locks: bool
    bodies: Sequence[Organisation]
    cutoff: date
    handed_in: date | None
    before: Before | None

    @property
    def wants_paragraph(self) -> bool:
        """Has the decision a §? What an official decides has none: it is in no minutes."""
        return any(body.kind in POLITICAL for body in self.bodies)

    @property
    def wants_document(self) -> bool:
        """Is a document handed over in the step? The auditors judge in writing (KL 12:2)."""
        return self.step.body == Organisation.Kind.AUDIT


def next_step(access: Access, slot: Slot, chain: Sequence[Step]) -> NextStep | None:
    """The first step of the slot's chain that is not taken, None when all are (one query)."""
    if slot.passed_steps >= len(chain):
        return None
    step, last = chain[slot.passed_steps], deciding_step(chain)
    return NextStep(
        step=step,
        decides=step == last or step.kind == Step.Kind.DECIDE,
        locks=step == last,
        bodies=deciding_bodies(access, step, slot),
        cutoff=slot.occasion.cutoff,
        handed_in=timezone.localtime(slot.submitted_at).date() if slot.submitted_at else None,
        before=step_before(access, slot),
    )


def deciding_step(chain: Sequence[Step]) -> Step | None:
    """The step that makes the report decided: the last that decides.

    The whole municipality's report is decided at its last step when none decides. A unit's is then not decided by
    itself at all: the whole's decision closes it."""
    deciding = [step for step in chain if step.kind == Step.Kind.DECIDE]
    if deciding:
        return deciding[-1]
    return chain[-1] if chain and chain[-1].scope == Step.Scope.WHOLE else None


def units_decide(access: Access, occasion: Occasion) -> bool:
    """Does each unit's own body decide its report? (one query)"""
    steps = Step.objects.of(access).filter(rule_id=occasion.rule_id, scope=Step.Scope.UNIT)
    return steps.filter(kind=Step.Kind.DECIDE.value).exists()


def waits_for_decisions(access: Access, occasion: Occasion) -> bool:
    """Does the whole wait for the units' own decisions, or only for their handing in? (at most one query)"""
    return occasion.rule.unit_demand == UnitDemand.DECIDED and units_decide(access, occasion)
