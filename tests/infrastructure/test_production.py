"""The container files: they cannot be started without Docker, but what they say can be checked."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose
from granian.cli import cli as granian_command

from config import bodies
from config.celery import app as celery_app
from config.env import ROOT

PROGRAM = ("migrate", "backup", "web", "worker", "beat")
DEMANDED = {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_PASSWORD", "DATABASE_OWNER_PASSWORD", "POSTGRES_PASSWORD"}
VARIABLE = re.compile(r"\$\{(\w+)(?::([?-])([^}]*))?\}")


def compose_file() -> dict[str, Any]:
    """The file with its variables filled in, as Compose does before it reads it."""
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    filled: dict[str, Any] = yaml.safe_load(VARIABLE.sub(lambda m: m[3] if m[2] == "-" and m[3] else "abc", text))
    return filled


def services() -> dict[str, Any]:
    found: dict[str, Any] = compose_file()["services"]
    return found


def dockerfile() -> list[str]:
    """Its instructions, continued lines joined, comments left out."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    return [line for line in lines.replace("\\\n", " ").splitlines() if line.strip()]


def start_of_web() -> list[str]:
    command: list[str] = json.loads(dockerfile()[-1].removeprefix("CMD "))
    return command


def test_the_compose_file_follows_the_specification() -> None:
    PyCompose.from_json(json.dumps(compose_file())).validate()


@pytest.mark.parametrize("where", ["service", "healthcheck"])
def test_a_misspelt_key_would_be_found(where: str) -> None:
    wrong = deepcopy(compose_file())
    place = wrong["services"]["web"] if where == "service" else wrong["services"]["web"]["healthcheck"]
    place["intervall"] = "3s"
    with pytest.raises(ValueError, match="intervall"):
        PyCompose.from_json(json.dumps(wrong)).validate()


def test_secrets_are_demanded_and_have_no_default() -> None:
    uses = VARIABLE.findall((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert {name for name, sign, _ in uses if sign == "?"} == DEMANDED
    assert not {name for name, sign, _ in uses if sign != "?" and name in DEMANDED}


def test_every_lasting_service_has_a_health_check_and_starts_again() -> None:
    for name, service in services().items():
        if name in {"migrate", "backup"}:
            continue
        assert service["healthcheck"]["test"][0] == "CMD", name
        assert service["restart"] == "unless-stopped", name


@pytest.mark.parametrize("name", PROGRAM)
def test_the_program_runs_with_as_little_as_possible(name: str) -> None:
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["environment"]["DEBUG"] == "0"


def test_only_the_web_is_reached_from_outside_and_only_through_the_proxy() -> None:
    published = {name: service["ports"] for name, service in services().items() if "ports" in service}
    assert list(published) == ["proxy"]
    assert all(port.startswith("127.0.0.1:") for port in published["proxy"])
    assert services()["database"]["networks"] == ["inside"]
    assert services()["broker"]["networks"] == ["inside"]
    assert compose_file()["networks"]["inside"]["internal"] is True


def test_only_what_changes_tables_or_copies_them_knows_the_owner() -> None:
    told = {name for name, service in services().items() if "DATABASE_OWNER_URL" in service.get("environment", {})}
    assert told == {"migrate", "backup"}
    for name in PROGRAM:
        assert "//styrmodell_program:" in services()[name]["environment"]["DATABASE_URL"]


def test_the_proxy_takes_bodies_whole_as_large_as_the_program_does_and_waits_for_nobody() -> None:
    text = (ROOT / "docker" / "proxy.conf").read_text(encoding="utf-8")
    said = dict(line.split(maxsplit=1) for line in re.findall(r"^ +(\w+ [^;#]+);", text, re.MULTILINE))
    assert said["client_max_body_size"] == f"{bodies.LARGE // 1_000_000}m"
    assert (said["proxy_request_buffering"], said["proxy_buffering"]) == ("on", "on")
    for wait in ("client_header_timeout", "client_body_timeout", "send_timeout", "keepalive_timeout"):
        assert int(said[wait].removesuffix("s")) <= 30, wait
    assert services()["proxy"]["volumes"] == ["./docker/proxy.conf:/etc/nginx/conf.d/default.conf:ro"]


def test_the_proxy_believes_no_visitors_id_and_finds_a_web_that_has_moved() -> None:
    text = (ROOT / "docker" / "proxy.conf").read_text(encoding="utf-8")
    sets = dict(re.findall(r"^ +proxy_set_header (\S+) ([^;]+);", text, re.MULTILINE))
    assert sets["X-Request-ID"] == "$request_id"
    assert services()["proxy"]["depends_on"] == {"web": {"condition": "service_healthy", "restart": True}}


def test_there_is_room_for_the_files_that_are_taken_at_once() -> None:
    [place] = services()["web"]["tmpfs"]
    assert place.endswith(":size=1g")
    processes = granian_command.make_context("granian", start_of_web()[1:]).params["workers"]
    assert processes * bodies.LARGE_AT_ONCE * 2 * bodies.LARGE < 2**30, "as it came, and as Django keeps it"


def test_the_broker_keeps_its_messages() -> None:
    command = services()["broker"]["command"]
    assert command[command.index("--appendonly") + 1] == "yes"
    assert command[command.index("--maxmemory-policy") + 1] == "noeviction"


def test_the_start_commands_are_understood_by_the_programs() -> None:
    granian = start_of_web()
    assert granian[0] == "granian"
    parsed = granian_command.make_context("granian", granian[1:])
    assert parsed.params["app"] == "config.asgi:application"
    assert parsed.params["websockets"] is False
    yielding, worker = services()["worker"]["command"][:3], services()["worker"]["command"][3:]
    assert yielding == ["nice", "-n", "10"], "pages come before reports"
    for command in (worker, services()["beat"]["command"]):
        assert command[:3] == ["celery", "-A", celery_app.main and "config.celery"]
        result = subprocess.run(
            [sys.executable, "-m", *command, "--help"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stderr


def test_the_dockerfile_has_no_lint() -> None:
    linter = Path(sys.executable).with_name("hadolint")
    result = subprocess.run([linter, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_the_image_runs_as_an_ordinary_user_and_keeps_no_secret() -> None:
    lines = dockerfile()
    assert [line for line in lines if line.startswith("USER")] == ["USER 10001"]
    kept = [line for line in lines if line.startswith(("ENV", "ARG"))]
    assert not any(word in line for line in kept for word in ("SECRET", "PASSWORD", "DATABASE_URL"))
    assert any("collectstatic" in line for line in lines)


def test_everything_the_program_reads_is_let_into_the_image() -> None:
    let_in = {
        line.removeprefix("!").rstrip("/")
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    apps = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "scripts", "devserver"}
    assert apps | {"templates", "static", "fixtures", "requirements", "manage.py"} <= let_in
    assert not {"var", ".venv", ".git", "tests"} & let_in


def test_the_database_script_is_sound_shell() -> None:
    script = ROOT / "docker" / "database.sh"
    subprocess.run(["sh", "-n", script], check=True)
    assert shlex.split(script.read_text(encoding="utf-8").splitlines()[3]) == ["set", "-eu"]
    assert "SUPERUSER" not in script.read_text(encoding="utf-8")
