"""The disk that files lie on: it can be full, or away."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

FULL = (
    "Disken är full, så det gick inte att spara. Säg till den som sköter driften, och försök igen när det finns plats."
)
WAITS = "Disken är full. Arbetet görs om varje minut och går av sig självt när det finns plats. Säg till den som sköter driften."
LEAST_FREE = 10_000_000  # bytes: below it nothing of size can be kept
_FULL_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def is_full(error: BaseException | None) -> bool:
    """Does the error say that there is no room left?"""
    return isinstance(error, OSError) and error.errno in _FULL_ERRORS


def has_room(folder: Path) -> bool:
    """Is the folder there, with some room left?"""
    try:
        return shutil.disk_usage(folder).free >= LEAST_FREE
    except OSError:
        return False
