"""Loaded by pytest before Django's settings (``-p tests.plugin``): gives every test process an environment of its own.

Each process gets its own database name and its own folder for files, so several runs, and xdist's workers, can go on
beside each other. No server is started here; that waits until the first test that needs a database.
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from config import env
from config.sockets import broker_folder, broker_url
from tests.database import address_of, database_name

_INHERITED = ("DEBUG", "DATABASE_OWNER_URL", "CSRF_TRUSTED_ORIGINS", "DJANGO_ALLOW_ASYNC_UNSAFE")


def _own_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="styrmodell-test-"))
    owner = os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return folder


def _prepare_environment() -> None:
    os.environ.setdefault("TEST_POSTGRES_DIR", str(env.var_dir() / "test-postgres"))
    for name in _INHERITED:
        os.environ.pop(name, None)
    folder = _own_folder()
    os.environ.update(
        VAR_DIR=str(folder),
        CELERY_BROKER_URL=broker_url(broker_folder(folder)),
        DATABASE_URL=address_of(database_name()),
        SECRET_KEY=secrets.token_urlsafe(64),
        ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
        HTTPS="0",
        EMAIL_URL="smtp://localhost:1025",  # pytest-django keeps what is sent in memory
    )


_prepare_environment()
