"""Why a report could not be moved: somebody else has moved it, or something is missing. Nothing was changed."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied

from followup.selectors.missing import Missing
from followup.selectors.moves import position_of
from styrmodell import policies
from styrmodell.access import Access
from styrmodell.models import Slot, Step
from styrmodell.permissions import Permission
from styrmodell.verdict import Verdict
from ui.rules.swedish import plural


class MovedError(PermissionDenied):
    """The report no longer stands where it stood when the page was opened (409)."""


class IncompleteError(PermissionDenied):
    """Something is left to do before the report can go on (422). `missing` says what."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(f"{plural(len(missing), 'sak', 'saker')} är kvar att göra.")
        self.missing = tuple(missing)


def ensure(
    access: Access, slot: Slot, permission: Permission, verdict: Verdict, seen: str = "", step: Step | None = None
) -> None:
    """Ask the right first, then whether the report stands where the user saw it (`seen` is the page's `position_of`).
    A role that the `step` names counts as the right.

    Raises PermissionDenied without the right, MovedError when the report has been moved meanwhile."""
    if not policies.may_take(access, slot, step, permission):
        verdict.require()
    if not verdict or seen not in ("", position_of(slot)):
        raise MovedError(verdict.reason or "Rapporten har ändrats sedan du öppnade sidan.")
