"""Reads the environment. Every setting that differs between installations comes through here.

Three situations, told apart without a mode variable of their own:

* **Local** (the demo, a developer): neither ``DATABASE_URL`` nor ``DEBUG`` is set. The embedded servers under ``VAR_DIR``
  are used, a random secret is kept there, and only this machine's own names are answered.
* **Debug**: ``DEBUG=1``. Like local, with Django's error pages.
* **Production**: everything else. Then a real ``SECRET_KEY`` and named ``ALLOWED_HOSTS`` are demanded.
"""

from __future__ import annotations

import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import sockets

ROOT = Path(__file__).resolve().parent.parent
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
SECRET_KEY_LENGTH = 50
METRICS_TOKEN_LENGTH = 32
WEAK_SECRETS = ("django-insecure", "changeme", "change-me", "byt-mig", "hemlig", "secret", "example", "exempel")

_TRUE = frozenset({"1", "true", "yes", "on", "ja"})
_FALSE = frozenset({"0", "false", "no", "off", "nej"})


def text(name: str, default: str = "") -> str:
    """The variable without surrounding space; ``default`` when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """A yes/no variable (1/0, true/false, ja/nej).

    Raises ImproperlyConfigured for any other word, so that a misspelling never means "off" in silence.
    """
    value = text(name).lower()
    if not value:
        return default
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} ska vara 1 eller 0, men är ”{value}”.")


def integer(name: str, default: int) -> int:
    """A whole number. Raises ImproperlyConfigured when the text is not one."""
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} ska vara ett heltal, men är ”{value}”.") from error


def positive(name: str, default: int) -> int:
    """A whole number of at least 1. Raises ImproperlyConfigured for another."""
    number = integer(name, default)
    if number < 1:
        raise ImproperlyConfigured(f"{name} ska vara minst 1, men är {number}.")
    return number


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A comma-separated list without empty items."""
    return [item.strip() for item in text(name).split(",") if item.strip()] or list(default)


def var_dir() -> Path:
    """The folder for everything the program writes (``VAR_DIR``, else ``var/`` in the project)."""
    return Path(text("VAR_DIR", str(ROOT / "var"))).expanduser().resolve()


def port() -> int:
    """The web server's port (``PORT``, else 8000). Raises ImproperlyConfigured outside 1-65535."""
    number = integer("PORT", 8000)
    if not 0 < number < 65536:
        raise ImproperlyConfigured(f"PORT ska vara ett tal mellan 1 och 65535, men är {number}.")
    return number


def debug() -> bool:
    """Whether Django's debug mode is asked for (``DEBUG=1``). Off unless asked for."""
    return flag("DEBUG")


def is_production() -> bool:
    """True unless this is a developer's machine: debug off, and ``DEBUG`` or ``DATABASE_URL`` set."""
    return not debug() and bool(text("DEBUG") or text("DATABASE_URL"))


def example_day() -> date | None:
    """The day on which the examples stand (``EXAMPLE_DAY``, as 2026-09-09); the machine's own day without it.

    Raises ImproperlyConfigured for a day that does not exist, and without ``DEMO_MODE``: elsewhere days pass.
    """
    value = text("EXAMPLE_DAY")
    if not value:
        return None
    if not demo_mode():
        raise ImproperlyConfigured("EXAMPLE_DAY är bara till för exemplen. Ta bort den.")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"EXAMPLE_DAY ska skrivas som 2026-09-09, men är ”{value}”.") from error


def demo_mode() -> bool:
    """Whether anybody may sign in as an example person without a password (``DEMO_MODE``). Off unless asked for.

    Raises ImproperlyConfigured in production: there it would open every door."""
    asked_for = flag("DEMO_MODE")
    if asked_for and is_production():
        raise ImproperlyConfigured("DEMO_MODE låter vem som helst logga in och är bara till för exemplen. Ta bort den.")
    return asked_for


def metrics_token() -> str:
    """What whoever watches the service must show to see its figures (``METRICS_TOKEN``); without it nobody sees them.

    Raises ImproperlyConfigured for one that could be guessed."""
    token = text("METRICS_TOKEN")
    if token and len(token) < METRICS_TOKEN_LENGTH:
        raise ImproperlyConfigured(f"METRICS_TOKEN ska ha minst {METRICS_TOKEN_LENGTH} slumpade tecken.")
    return token


def https() -> bool:
    """Whether visitors come over https (``HTTPS``; on in production, off locally)."""
    return flag("HTTPS", default=is_production())


def secret_key() -> str:
    """Django's secret.

    Production demands ``SECRET_KEY`` with at least 50 characters that is no sample text. Locally a random one is made
    once and kept in ``VAR_DIR``, readable by its owner only. Raises ImproperlyConfigured.
    """
    value = text("SECRET_KEY")
    if is_production():
        _refuse_weak_secret(value)
        return value
    return value or _local_secret(var_dir() / "secret_key")


def _refuse_weak_secret(value: str) -> None:
    advice = "Skapa en med: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
    if not value:
        raise ImproperlyConfigured(f"SECRET_KEY saknas. {advice}")
    if len(value) < SECRET_KEY_LENGTH or len(set(value)) < 10:
        raise ImproperlyConfigured(
            f"SECRET_KEY är för kort eller för enkel. Den ska ha minst {SECRET_KEY_LENGTH} slumpade tecken. {advice}"
        )
    if value.lower().startswith(WEAK_SECRETS):
        raise ImproperlyConfigured(f"SECRET_KEY är ett exempelvärde. Byt till en egen. {advice}")


def _local_secret(path: Path) -> str:
    """Read the secret, or make it. Exclusive creation, so that processes started together agree on one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64), encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def allowed_hosts() -> list[str]:
    """Host names that are answered (``ALLOWED_HOSTS``, separated by commas).

    Raises ImproperlyConfigured in production when the list is empty or holds ``*``.
    """
    hosts = words("ALLOWED_HOSTS")
    if not is_production():
        return hosts or [*LOCAL_HOSTS]
    if not hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS saknas. Ange webbplatsens namn, t.ex. styrning.kommunen.se.")
    if "*" in hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS får inte vara ”*”. Ange webbplatsens namn.")
    return hosts


def trusted_origins() -> list[str]:
    """Origins that may post forms (``CSRF_TRUSTED_ORIGINS``), for a proxy that ends https on another port."""
    return words("CSRF_TRUSTED_ORIGINS")


def site_address() -> str:
    """Where people find the site, for a link that no visit asks for: a proxy's own origin, else the first host name; on
    a developer's machine with the web server's port."""
    origin = next(iter(trusted_origins()), "")
    if origin and "*" not in origin:
        return origin
    host = f"{'https' if https() else 'http'}://{next(iter(allowed_hosts()), 'localhost')}"
    return host if is_production() else f"{host}:{port()}"


def database() -> dict[str, Any]:
    """Django's settings for the database: ``DATABASE_URL``, or the embedded PostgreSQL under ``VAR_DIR``."""
    return database_from_url(text("DATABASE_URL") or _local_database(sockets.PROGRAM))


def database_owner() -> dict[str, Any] | None:
    """The same database as the role that owns the tables: ``DATABASE_OWNER_URL``, or the embedded one's.

    None when only ``DATABASE_URL`` is set, as it is for every process that has no business with the tables."""
    url = text("DATABASE_OWNER_URL")
    if not url and text("DATABASE_URL"):
        return None
    return database_from_url(url or _local_database(sockets.OWNER))


def _local_database(role: str) -> str:
    return sockets.postgres_url(sockets.postgres_folder(var_dir()), user=role)


def database_from_url(url: str) -> dict[str, Any]:
    """Translate a PostgreSQL address to Django's settings.

    Understands ``postgres://user:pw@host:5432/name``, a socket folder as ``?host=/run/postgresql`` or written
    ``%2Frun%2Fpostgresql`` in the host's place, and further libpq parameters (``?sslmode=require``).
    Raises ImproperlyConfigured for another kind of database or a missing name.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL ska börja med postgres://. Styrmodell kräver PostgreSQL.")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured("DATABASE_URL saknar databasens namn: postgres://användare:lösenord@värd:5432/namn")
    options = dict(parse_qsl(parts.query))
    netloc_host = parts.netloc.rpartition("@")[2].rpartition(":")[0] if parts.port else parts.netloc.rpartition("@")[2]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": options.pop("user", unquote(parts.username or "")),
        "PASSWORD": options.pop("password", unquote(parts.password or "")),
        "HOST": options.pop("host", unquote(netloc_host).strip("[]")),
        "PORT": options.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def mail() -> dict[str, Any]:
    """Django's settings for mail from ``EMAIL_URL`` (``smtp://user:pw@host:587``, or ``smtps://`` for TLS from the start).

    Without it a local machine writes mail to the terminal, and production sends none: a link that lets somebody in
    must never stand in a log. Raises ImproperlyConfigured for another kind of address."""
    url = text("EMAIL_URL")
    if not url:
        kind = "dummy" if is_production() else "console"
        return {"EMAIL_BACKEND": f"django.core.mail.backends.{kind}.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL ska se ut som smtp://användare:lösenord@värd:587 eller smtps://värd:465.")
    return {
        "EMAIL_BACKEND": "accounts.mail.Outbox",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname not in LOCAL_HOSTS,
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": text("EMAIL_FROM", f"styrmodell@{(allowed_hosts() or ['localhost'])[0]}"),
    }


def broker_url() -> str:
    """Celery's broker: ``CELERY_BROKER_URL``, or locally the embedded one under ``VAR_DIR``.

    Raises ImproperlyConfigured in production without one: jobs would be ordered, and never done.
    """
    url = text("CELERY_BROKER_URL")
    if not url and is_production():
        raise ImproperlyConfigured("CELERY_BROKER_URL saknas. Ange en Redis, t.ex. redis://localhost:6379/0.")
    return url or sockets.broker_url(sockets.broker_folder(var_dir()))
