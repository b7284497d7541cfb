"""The workflow of a slot."""

from __future__ import annotations

from pathlib import Path

import pytest

from styrmodell.rules import workflow
from styrmodell.rules.workflow import SlotAction, SlotStatus, TransitionError, advance, allowed_moves

ALLOWED = {
    ("utkast", "submit"): "inlamnad",
    ("aterlamnad", "submit"): "inlamnad",
    ("inlamnad", "return"): "aterlamnad",
    ("inlamnad", "pass_step"): "inlamnad",
    ("inlamnad", "decide"): "beslutad",
}


@pytest.mark.parametrize("status", list(SlotStatus))
@pytest.mark.parametrize("action", list(SlotAction))
def test_only_listed_moves_succeed(status: SlotStatus, action: SlotAction) -> None:
    expected = ALLOWED.get((status.value, action.value))
    if expected is None:
        with pytest.raises(TransitionError, match="Rapporten är"):
            advance(status, action)
    else:
        assert advance(status, action) == SlotStatus(expected)


def test_a_decided_report_stays_decided() -> None:
    assert allowed_moves(SlotStatus.DECIDED) == []
    with pytest.raises(TransitionError, match="beslutad och kan inte ändras"):
        advance(SlotStatus.DECIDED, SlotAction.RETURN)


def test_work_is_open_in_draft_and_after_it_was_given_back() -> None:
    assert [status for status in SlotStatus if status.is_open] == [SlotStatus.DRAFT, SlotStatus.RETURNED]


def test_every_status_has_a_word_and_can_be_reached() -> None:
    assert {status.label for status in SlotStatus} == {"Utkast", "Inlämnad", "Återlämnad", "Beslutad"}
    reached = {SlotStatus.DRAFT}
    for _ in SlotStatus:
        reached |= {move.target for status in reached for move in allowed_moves(status)}
    assert reached == set(SlotStatus)


def test_every_move_has_a_verb_of_its_own_and_is_drawn() -> None:
    verbs = [move.verb for move in workflow.TRANSITIONS]
    assert len(set(verbs)) == len(verbs)
    drawing = workflow.mermaid()
    assert all(verb in drawing for verb in verbs)


def test_the_reference_page_is_current() -> None:
    """Run `python -m styrmodell.rules.workflow > docs/reference/workflow.md` when this fails."""
    page = Path(__file__).parents[3] / "docs/reference/workflow.md"
    assert page.read_text(encoding="utf-8") == workflow.reference_page()
