"""Words for the person at the terminal: what goes on, and what went wrong on this machine."""

from __future__ import annotations

import errno
import os
import sys

REASONS = {
    errno.EACCES: "det är inte tillåtet",
    errno.EPERM: "det är inte tillåtet",
    errno.EADDRINUSE: "ett annat program har den",
    errno.EEXIST: "det finns en fil med det namnet",
    errno.ENOTDIR: "en del av sökvägen är en fil",
    errno.ENOSPC: "disken är full",
    errno.EROFS: "disken går bara att läsa",
}


class DevserverError(Exception):
    """The program cannot run here. The text is Swedish and says what to do."""


def say(text: str) -> None:
    """Tell the person at the terminal, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def reason(error: OSError) -> str:
    """Why the system said no, in Swedish where it is one of the usual reasons."""
    return REASONS.get(error.errno or 0) or os.strerror(error.errno or 0)


def unwritable(folder: object, error: OSError) -> DevserverError:
    """The error to raise when a folder cannot be written."""
    return DevserverError(
        f"Det går inte att skriva i {folder}: {reason(error)}. Ändra rättigheterna eller välj mapp med VAR_DIR."
    )
