"""Folders for one owner alone."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from devserver.terminal import unwritable


def make_private(folder: Path, owner: pwd.struct_passwd | None = None) -> None:
    """Create the folder for its owner alone: this user, or the one named. Raises DevserverError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        folder.chmod(0o700)
    except OSError as error:
        raise unwritable(folder, error) from error
