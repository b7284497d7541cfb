"""Reading a file in a throw-away child process: whatever the file does, this process goes on.

The child is bounded to 512 MB of memory, 30 s of processor time and 256 MB of output, has no network where the system
lets it leave it (user or network namespaces; else Python code is still refused sockets), and is killed after a minute.
Its answer is JSON; nothing is unpickled."""

from __future__ import annotations

import errno
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, TypeVar

from styrmodell.throwaway.contract import NO_ROOM, UploadError, refusal_from_json

WALL_SECONDS = 60.0
_MAX_ANSWER = 4_000_000
_TOO_SLOW = "Filen tog för lång tid att läsa. Dela upp den eller spara den som csv."
_TOO_LARGE = "Filen kräver för mycket minne. Dela upp den eller spara den som csv."
_UNREADABLE = "Filen gick inte att läsa. Öppna den i Excel, spara den på nytt som xlsx eller csv och försök igen."
_REASONS = {
    -signal.SIGXCPU: _TOO_SLOW,
    -signal.SIGKILL: _TOO_SLOW,
    -signal.SIGABRT: _TOO_LARGE,
    -signal.SIGSEGV: _TOO_LARGE,
}
_log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


def ask_child(
    script: Path, question: str, rows: IO[bytes], read: Callable[[bytes], Answer], wall_seconds: float = WALL_SECONDS
) -> Answer:
    """Start the script as a child that may write to `rows`, give it the question, wait for it to end, and `read` its
    answer. Raises UploadError with a Swedish message when the file cannot be read; OSError when there is no room for its
    rows, which is no fault of the file."""
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaints:
        command = [sys.executable, "-I", str(script), str(rows.fileno())]
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and script; nothing from the user is in the command
            command,
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=complaints,
            pass_fds=[rows.fileno()],
            env={"LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        with child:
            try:
                child.communicate(question.encode(), timeout=wall_seconds)
            except subprocess.TimeoutExpired as error:
                raise UploadError(_TOO_SLOW) from error
            finally:
                child.kill()
        return _read_answer(child.returncode, answer, complaints, read)


def _read_answer(code: int, answer: IO[bytes], complaints: IO[bytes], read: Callable[[bytes], Answer]) -> Answer:
    answer.seek(0)
    text = answer.read(_MAX_ANSWER + 1)
    if code == NO_ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if code != 0 or len(text) > _MAX_ANSWER:
        complaints.seek(0)
        _log.warning("upload parser ended with %s: %s", code, complaints.read(4000).decode("utf-8", "replace")[-1000:])
        raise UploadError(_REASONS.get(code, _UNREADABLE))
    try:
        refused = refusal_from_json(text)
        if not refused:
            return read(text)
    except (ValueError, KeyError, TypeError) as error:
        raise UploadError(_UNREADABLE) from error
    raise UploadError(refused)  # the child's own reason
