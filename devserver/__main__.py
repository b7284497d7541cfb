"""``python -m devserver`` starts the program here, ``--reset`` from empty data; ``url`` prints the database's address.

Starts the embedded broker and PostgreSQL, brings the schema up to date, loads the demo into an empty database, and then runs web,
worker and beat until Ctrl-C; one that dies is started again. Every child ends with this process, even when it is killed.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import env
from devserver.postgres import local_cluster
from devserver.runner import PREPARING, Runner
from devserver.sole import refuse_busy_port, sole_runner
from devserver.terminal import DevserverError, say


def reset(var_dir: Path) -> None:
    """Delete the demo's data, its files and its queue; what was downloaded stays."""
    cluster = local_cluster(var_dir)
    cluster.remove()
    for name in ("media", "broker", "log", PREPARING, "beat-schedule"):
        path = var_dir / name
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    say(f"Demons data i {var_dir} är borttagna.")


def run(*, from_empty: bool) -> None:
    """Hold the folder and the port, and run until told to stop. Raises DevserverError or ImproperlyConfigured."""
    var_dir, port = env.var_dir(), env.port()
    with sole_runner(var_dir) as was_killed:
        refuse_busy_port(port, after_kill=was_killed)
        if from_empty:
            reset(var_dir)
        Runner(var_dir, port).run()


def main(arguments: list[str]) -> int:
    """Exit code 0 when stopped by somebody, 1 when it could not run, 2 for words it does not know."""
    if arguments == ["url"]:
        sys.stdout.write(local_cluster(env.var_dir()).url() + "\n")
        return 0
    if arguments not in ([], ["--reset"]):
        sys.stderr.write("Användning: python -m devserver [--reset | url]\n")
        return 2
    try:
        run(from_empty=bool(arguments))
    except (DevserverError, ImproperlyConfigured) as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    say("\nStyrmodell är stoppad. Data finns kvar till nästa start.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
