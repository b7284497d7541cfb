"""Health checks for containers: ``python -m config.probe web|worker|beat`` ends with 0 when that part is well."""

from __future__ import annotations

import os
import sys
import time
from http.client import HTTPConnection, HTTPException

from kombu.exceptions import OperationalError

from config import env

BEAT_SILENCE = 10 * 60  # seconds; beat writes its schedule at least every third minute
TIMEOUT = 10


def web() -> bool:
    """The web server in this container answers /readyz for the site's own name."""
    connection = HTTPConnection("127.0.0.1", env.port(), timeout=TIMEOUT)
    try:
        connection.request("GET", "/readyz", headers={"Host": env.allowed_hosts()[0].lstrip(".")})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def worker() -> bool:
    """A worker with this container's name answers through the broker."""
    from config.celery import app

    try:
        return bool(app.control.ping(destination=[f"celery@{os.uname().nodename}"], timeout=TIMEOUT))
    except OperationalError:
        return False


def beat() -> bool:
    """Beat has written its schedule lately."""
    written = max((path.stat().st_mtime for path in env.var_dir().glob("beat-schedule*")), default=0.0)
    return time.time() - written < BEAT_SILENCE


def main(arguments: list[str]) -> int:
    """Exit code 0 when well, 1 when not, 2 for an unknown part."""
    parts = {"web": web, "worker": worker, "beat": beat}
    if len(arguments) != 1 or arguments[0] not in parts:
        sys.stderr.write("Användning: python -m config.probe web|worker|beat\n")
        return 2
    return 0 if parts[arguments[0]]() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
