"""Which step of a chain makes a report decided."""

from __future__ import annotations

from collections.abc import Sequence

from styrmodell.access import Access
from styrmodell.models import Occasion, Step
from styrmodell.rules.vocabulary import UnitDemand


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
