"""The year's result beside the goal that is about it: the outcome that is measured is last year's."""

from __future__ import annotations

from budget.rules.result_share import share_words, tells_result_share
from budget.selectors.economy import economy_table
from budget.selectors.occasions import newest_occasions
from budget.selectors.standing import standing
from budget.selectors.statement import Column
from followup.selectors.whole_result import whole_result
from styrmodell.access import Access
from styrmodell.selectors.shown import sees_whole
from ui.rules.swedish import DateForm, sv_date


def result_note(access: Access, name: str, unit: str) -> str:
    """What the result is expected to be as a share, at the occasion that stands on Läget; empty for other indicators, and
    for who does not see the whole municipality."""
    if not (tells_result_share(name, unit) and sees_whole(access)):
        return ""
    at = standing(newest_occasions(access)).shown
    whole = whole_result(access, economy_table(access, at.occasion, children=True)) if at else None
    if at is None or whole is None or whole.share is None:
        return ""
    words = share_words(whole.share, is_outcome=whole.column == Column.OUTCOME).removesuffix(".")
    return f"{words} ({at.occasion.name} per {sv_date(at.occasion.cutoff, DateForm.FULL)})."
