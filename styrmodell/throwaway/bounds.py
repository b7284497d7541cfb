"""What a throw-away process does to itself before it opens a file: it gives up memory, processor time, file size, network,
new processes, and writing but to the descriptor it was given. Nothing here may import Django."""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from collections.abc import Callable

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 30
FILE_BYTES = 256 * 1024 * 1024
OPEN_FILES = 64
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork", "ctypes.", "shutil.")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def bound_process() -> bool:
    """Give up memory, time, files and network. Returns whether the network is really out of reach of native code."""
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_FSIZE: FILE_BYTES,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in limits.items():
        resource.setrlimit(kind, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    is_cut_off = _leave_network()
    sys.addaudithook(_refuse)
    return is_cut_off


def _leave_network() -> bool:
    """Move into a network of its own, empty one, where the system allows it."""
    unshare: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "unshare", None)
    return unshare is not None and any(unshare(flags) == 0 for flags in (_NEW_NETWORK, _NEW_USER | _NEW_NETWORK))


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Stop Python code from reaching out, where the system did not."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
    if event == "open" and len(arguments) == 3 and isinstance(arguments[2], int) and arguments[2] & _WRITING:
        raise PermissionError(event)
