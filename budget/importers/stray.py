"""What a killed process, or a save that was taken back, has left in the folder of uploads."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from pathlib import Path

from budget.importers.apply import folder, rows_path
from budget.models import LedgerBatch
from ui import clock

KEPT_REFUSED = timedelta(days=7)  # how long a refused file waits for its codes to have a place
A_DAY = 24 * 60 * 60  # seconds; nothing that goes on takes as long
_log = logging.getLogger(__name__)


def remove_stray() -> int:
    """Remove the files that no import in any municipality refers to; answers with how many. A file that was written
    within a day stays: what refers to it may not be there yet. So does one whose moment has not come, after a clock that
    went wrong; and all of them in a database without imports, which may be another's (two queries)."""
    old = [path for path in folder().iterdir() if _is_old(path)]
    used = _used()  # asked afterwards, so that nothing has come between
    stray = [path for path in old if path.name not in used] if used else []
    for path in stray:
        path.unlink(missing_ok=True)
        _log.info("removed %s, which no import refers to", path.name)
    return len(stray)


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > A_DAY
    except FileNotFoundError:  # somebody else took it away in this moment
        return False


def _used() -> set[str]:
    """The names of the files that imports have: uploads, and the lines of those that wait to be used."""
    waiting = LedgerBatch.objects.filter(state=LedgerBatch.State.STAGED)
    week_ago = clock.now() - KEPT_REFUSED
    used = LedgerBatch.objects.exclude(state=LedgerBatch.State.REFUSED, created_at__lt=week_ago)
    return {*used.values_list("staged_path", flat=True), *(rows_path(batch).name for batch in waiting)}
