"""Where the embedded servers of a local installation listen: on sockets in the data folder, never on the network.

Settings read these addresses when the environment names no server; `devserver` starts the servers there.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import quote, urlencode

OWNER = "styrmodell"  # owns the tables, and alone may change them
PROGRAM = "styrmodell_program"  # what the program is in the database: it may change what stands in the tables
DATABASE = "styrmodell"
PATH_LIMIT = 90  # bytes; the kernel takes 107, ".s.PGSQL.5432" is added


def socket_folder(folder: Path) -> Path:
    """The server's own folder, or a short path in /tmp when that would be too long, or has a comma, which to
    PostgreSQL is the end of an address."""
    if len(os.fsencode(folder)) <= PATH_LIMIT and "," not in str(folder):
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"styrmodell-{os.getuid()}-{digest}"


def postgres_folder(var_dir: Path) -> Path:
    """The embedded PostgreSQL's folder."""
    return var_dir / "postgres"


def broker_folder(var_dir: Path) -> Path:
    """The embedded broker's folder."""
    return var_dir / "broker"


def broker_socket(folder: Path) -> Path:
    """The socket of the broker in a folder."""
    return socket_folder(folder) / "broker.sock"


def broker_url(folder: Path) -> str:
    """The address of the broker in a folder, as ``CELERY_BROKER_URL`` writes it."""
    return f"redis+socket://{quote(str(broker_socket(folder)))}"


def postgres_url(folder: Path, database: str = DATABASE, user: str = OWNER) -> str:
    """The address of one database of the PostgreSQL in a folder, as ``DATABASE_URL`` writes it."""
    return f"postgresql:///{database}?{urlencode({'host': str(socket_folder(folder)), 'user': user}, quote_via=quote)}"
