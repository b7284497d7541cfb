"""The disk that files lie on: it can be full, closed, or away. Then nobody's file is to blame, and it passes."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

WAITS = (
    "Disken är full, eller går inte att nå. Arbetet görs om varje minut och går av sig självt när det blir ordnat. "
    "Säg till den som sköter driften."
)
LEAST_FREE = 10_000_000  # bytes: below it nothing of size can be kept
_FULL = {errno.ENOSPC, errno.EDQUOT}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EIO, errno.ESTALE}


class AwayError(OSError):
    """What was kept is not there: its folder is away."""


def is_full(error: OSError) -> bool:
    """Does the error say that there is no room left?"""
    return error.errno in _FULL


def is_at_fault(error: BaseException | None) -> bool:
    """Does the error say that the disk is full, cannot be written, or is away?"""
    return isinstance(error, AwayError) or (isinstance(error, OSError) and error.errno in _FULL | _CLOSED)


def is_well(folder: Path) -> bool:
    """Is the folder there, open for writing, with some room left?"""
    try:
        return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= LEAST_FREE
    except OSError:
        return False
