"""Every check that needs no running program: style, types, layers, templates, migrations, deployment, advisories.

All are run even when one fails, so that one run tells everything. Exit code 1 when any failed.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
UNREACHABLE = ("connectionerror", "serviceerror", "timed out", "timeout", "max retries", "connection reset")
WARNING = """
WARNING: known vulnerabilities were NOT CHECKED: nobody could be asked from here.
         Run `make audit` where the advisory service can be reached: it fails until somebody answers.
"""


def commands() -> Iterator[tuple[str, list[str]]]:
    """Name and command of each check."""
    manage = [sys.executable, "manage.py"]
    yield "ruff check", [str(BIN / "ruff"), "check", "."]
    yield "ruff format", [str(BIN / "ruff"), "format", "--check", "."]
    yield "mypy --strict", [str(BIN / "mypy"), "."]
    yield "import layers", [str(BIN / "lint-imports")]
    yield "djangofmt", [str(BIN / "djangofmt"), "--check", "templates"]
    yield "djlint", [str(BIN / "djlint"), "templates", "--lint", "--quiet"]
    yield "dead code", [sys.executable, "scripts/dead_code.py"]
    yield "migrations are made", [*manage, "makemigrations", "--check", "--dry-run"]
    yield "deployment settings", [*manage, "check", "--deploy", "--fail-level", "WARNING"]


def production_environment() -> dict[str, str]:
    """An environment as in production, with a made-up site and secret; nothing connects to the database."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DEBUG", "HTTPS", "DEMO_MODE"}}
    return {
        **kept,
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "styrning.example",
        "PYTHONWARNINGS": "ignore:Got an error checking a consistent migration history:RuntimeWarning",
    }


def check(name: str, command: list[str]) -> bool:
    """Run one check, tell how it went, and show its output when it failed."""
    started = time.monotonic()
    result = subprocess.run(
        command,
        cwd=ROOT,
        env=production_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = result.returncode == 0
    tell(name, "ok" if passed else "FAILED", time.monotonic() - started)
    if not passed:
        sys.stdout.write(result.stdout.rstrip() + "\n")
    return passed


def tell(name: str, verdict: str, seconds: float) -> None:
    """One line per check."""
    sys.stdout.write(f"{name:24} {verdict}  ({seconds:.1f} s)\n")
    sys.stdout.flush()


class Audit(Enum):
    """What asking about known vulnerabilities ended in. The value is the exit status of `--audit`."""

    NONE_KNOWN = 0
    FAILED = 1
    NOT_ASKED = 2  # of all packages, or of some


def audit() -> Audit:
    """Known vulnerabilities in the locked packages. What could not be asked about is never called clean."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        options = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "-f", "json", "-o", str(report)]
        result = subprocess.run(
            [str(BIN / "pip-audit"), "-r", "requirements/base.txt", *options],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        text = report.read_text(encoding="utf-8") if report.exists() else ""
    answer, verdict, details = judge_audit(text, result.stderr)
    tell("known vulnerabilities", verdict, time.monotonic() - started)
    if details:
        sys.stdout.write(details + "\n")
    return answer


def judge_audit(report: str, errors: str) -> tuple[Audit, str, str]:
    """The answer, the verdict in words, and details; from pip-audit's report and what it said besides."""
    if not report:
        if any(word in errors.lower() for word in UNREACHABLE):
            return Audit.NOT_ASKED, "NOT CHECKED: the advisory service cannot be reached from here", ""
        return Audit.FAILED, "FAILED", errors.strip()
    packages: list[dict[str, Any]] = json.loads(report)["dependencies"]
    vulnerable = [p for p in packages if p.get("vulns")]
    unknown = [p for p in packages if "skip_reason" in p]
    if vulnerable:
        lines = [f"{p['name']} {p['version']}: {', '.join(v['id'] for v in p['vulns'])}" for p in vulnerable]
        return Audit.FAILED, "FAILED", "\n".join(lines)
    if len(unknown) == len(packages):
        return (
            Audit.NOT_ASKED,
            f"NOT CHECKED: the advisory service answered for none of {len(packages)} packages",
            "",
        )
    if unknown:
        return Audit.NOT_ASKED, f"ok for {len(packages) - len(unknown)} packages, {len(unknown)} NOT CHECKED", ""
    return Audit.NONE_KNOWN, f"ok, {len(packages)} packages", ""


def main(arguments: list[str]) -> int:
    """Run all checks. Exit status 1 when any failed.

    Where no advisory service can be reached (as where changes are tried without a network) the checks pass, and the last
    line says what nobody was asked. With `--audit` only that is asked, and the exit status is the answer: 2 when unknown."""
    if arguments == ["--audit"]:
        return audit().value
    results = [check(name, command) for name, command in commands()]
    answer = audit()
    if answer is Audit.NOT_ASKED:
        sys.stdout.write(WARNING)
    return 0 if all(results) and answer is not Audit.FAILED else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
