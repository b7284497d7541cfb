"""What the environment may say, and when the program refuses to start."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from config import env

GOOD_SECRET = "vT4-0pZ8_kQmW2xYb7NcR5sJdLh9GfAeU3iOoPzXtSqMw6n1KyBvC-rE"
VARIABLES = (
    "DEBUG",
    "DATABASE_URL",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "HTTPS",
    "PORT",
    "VAR_DIR",
    "CELERY_BROKER_URL",
    "EMAIL_URL",
    "EMAIL_FROM",
    "DEMO_MODE",
    "EXAMPLE_DAY",
)


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("DATABASE_URL", "postgres://u@db/name")
    monkeypatch.setenv("SECRET_KEY", GOOD_SECRET)
    monkeypatch.setenv("ALLOWED_HOSTS", "styrning.example")
    return monkeypatch


def test_a_machine_without_settings_is_local(tmp_path: Path) -> None:
    assert not env.is_production()
    assert not env.debug()
    assert env.allowed_hosts() == ["localhost", "127.0.0.1", "[::1]"]
    assert env.database()["HOST"] == str(tmp_path / "postgres")
    assert env.broker_url() == f"redis+socket://{tmp_path}/broker/broker.sock"


def test_the_local_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first = env.secret_key()
    assert len(first) >= env.SECRET_KEY_LENGTH
    assert env.secret_key() == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_processes_started_together_agree_on_the_local_secret(tmp_path: Path) -> None:
    program = "from config import env; print(env.secret_key())"
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=env.ROOT,
            env={**kept, "VAR_DIR": str(tmp_path)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    assert len({process.communicate(timeout=60)[0] for process in started}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_commands_log_is_not_mixed_with_its_answer(tmp_path: Path) -> None:
    program = "import logging; logging.getLogger('styrmodell').warning('en rad'); print('ett svar')"
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    ran = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", program],
        cwd=env.ROOT,
        env={**kept, "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.stdout == "ett svar\n"
    assert "en rad" in ran.stderr


@pytest.mark.parametrize("variable", ["DEBUG", "DATABASE_URL"])
def test_setting_debug_off_or_a_database_means_production(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, {"DEBUG": "0", "DATABASE_URL": "postgres://db/name"}[variable])
    assert env.is_production()
    assert env.https()
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY saknas"):
        env.secret_key()
    with pytest.raises(ImproperlyConfigured, match="ALLOWED_HOSTS saknas"):
        env.allowed_hosts()


def test_a_real_secret_and_a_named_host_are_accepted(production: pytest.MonkeyPatch) -> None:
    assert env.secret_key() == GOOD_SECRET
    assert env.allowed_hosts() == ["styrning.example"]


@pytest.mark.parametrize(
    ("secret", "reason"),
    [
        ("", "saknas"),
        ("   ", "saknas"),
        (GOOD_SECRET[:49], "för kort"),
        ("a" * 80, "för enkel"),
        ("django-insecure-" + GOOD_SECRET, "exempelvärde"),
        ("changeme-" + GOOD_SECRET, "exempelvärde"),
        ("Byt-mig-" + GOOD_SECRET, "exempelvärde"),
    ],
)
def test_production_refuses_a_weak_secret(production: pytest.MonkeyPatch, secret: str, reason: str) -> None:
    production.setenv("SECRET_KEY", secret)
    with pytest.raises(ImproperlyConfigured, match=reason):
        env.secret_key()


def test_production_demands_a_broker(production: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match="CELERY_BROKER_URL saknas"):
        env.broker_url()
    production.setenv("CELERY_BROKER_URL", "redis://broker:6379/0")
    assert env.broker_url() == "redis://broker:6379/0"


def test_production_refuses_to_answer_every_host(production: pytest.MonkeyPatch) -> None:
    production.setenv("ALLOWED_HOSTS", "styrning.example, *")
    with pytest.raises(ImproperlyConfigured, match="får inte vara"):
        env.allowed_hosts()


def test_the_whole_program_refuses_to_start_without_a_secret() -> None:
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    result = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=env.ROOT,
        env={**kept, "DEBUG": "0", "ALLOWED_HOSTS": "styrning.example"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert "SECRET_KEY saknas" in result.stderr


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "http://localhost:8000"),
        ({"PORT": "8511"}, "http://localhost:8511"),
        (
            {"DATABASE_URL": "postgres://a:b@c/d", "ALLOWED_HOSTS": "styr.kommunen.se,annat.se"},
            "https://styr.kommunen.se",
        ),
        (
            {"DATABASE_URL": "x", "ALLOWED_HOSTS": "inre", "CSRF_TRUSTED_ORIGINS": "https://styr.kommunen.se:8443"},
            "https://styr.kommunen.se:8443",
        ),
    ],
)
def test_the_sites_address_is_where_people_find_it(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], address: str
) -> None:
    for name in ("DEBUG", "DATABASE_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "PORT", "HTTPS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert env.site_address() == address


@pytest.mark.parametrize("word", ["ture", "2", "avstängd"])
def test_a_misspelt_flag_is_refused(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("DEBUG", word)
    with pytest.raises(ImproperlyConfigured, match="DEBUG ska vara 1 eller 0"):
        env.debug()


@pytest.mark.parametrize("port", ["0", "65536", "åtta"])
def test_an_impossible_port_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(ImproperlyConfigured, match="PORT ska vara"):
        env.port()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://u:p%40s@h:5433/n?sslmode=require", {"HOST": "h", "PORT": "5433", "PASSWORD": "p@s"}),
        ("postgresql:///n?host=/run/pg&user=u", {"HOST": "/run/pg", "USER": "u", "OPTIONS": {}}),
        ("postgres://u@%2Frun%2Fpg/n", {"HOST": "/run/pg", "USER": "u"}),
        ("postgres://u@[::1]:5432/n", {"HOST": "::1", "PORT": "5432"}),
        ("postgres://u@[::1]/n", {"HOST": "::1", "PORT": ""}),
    ],
)
def test_database_addresses(url: str, expected: dict[str, object]) -> None:
    settings = env.database_from_url(url)
    assert settings["NAME"] == "n"
    assert {name: settings[name] for name in expected} == expected


words = st.text(st.characters(min_codepoint=33, max_codepoint=0x17F), min_size=1, max_size=12)


@given(user=words, password=words, name=words)
def test_any_name_and_password_survive_the_address(user: str, password: str, name: str) -> None:
    """The same address means the same to us as to PostgreSQL's own parser."""
    from urllib.parse import quote

    url = f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@db.example:5432/{quote(name, safe='')}"
    ours, theirs = env.database_from_url(url), conninfo_to_dict(url)
    assert (ours["USER"], ours["PASSWORD"], ours["NAME"]) == (theirs["user"], theirs["password"], theirs["dbname"])


@pytest.mark.parametrize(("url", "reason"), [("sqlite:///x", "kräver PostgreSQL"), ("postgres://u@h/", "saknar")])
def test_other_databases_and_missing_names_are_refused(url: str, reason: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=reason):
        env.database_from_url(url)


def test_mail_goes_where_the_address_says_and_never_to_a_log_in_production(production: pytest.MonkeyPatch) -> None:
    assert env.mail() == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    production.setenv("EMAIL_URL", "smtp://ut%40kommunen:hem%3Aligt@post.kommunen.se:2525")
    production.setenv("ALLOWED_HOSTS", "styrning.kommunen.se")
    given = env.mail()
    assert (given["EMAIL_HOST"], given["EMAIL_PORT"]) == ("post.kommunen.se", 2525)
    assert (given["EMAIL_HOST_USER"], given["EMAIL_HOST_PASSWORD"]) == ("ut@kommunen", "hem:ligt")
    assert (given["EMAIL_USE_TLS"], given["EMAIL_USE_SSL"]) == (True, False)
    assert given["DEFAULT_FROM_EMAIL"] == "styrmodell@styrning.kommunen.se"
    production.setenv("EMAIL_URL", "smtps://post.kommunen.se")
    assert (env.mail()["EMAIL_PORT"], env.mail()["EMAIL_USE_TLS"], env.mail()["EMAIL_USE_SSL"]) == (465, False, True)


@pytest.mark.parametrize("url", ["http://post.kommunen.se", "post.kommunen.se", "smtp://"])
def test_an_impossible_mail_address_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        env.mail()


def test_nobody_signs_in_without_a_password_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_MODE", "1")
    assert env.demo_mode()
    monkeypatch.setenv("DATABASE_URL", "postgres://db/name")
    with pytest.raises(ImproperlyConfigured, match="DEMO_MODE"):
        env.demo_mode()
    monkeypatch.setenv("DEMO_MODE", "0")
    assert not env.demo_mode()


def test_the_settings_refuse_the_demo_in_production(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    production = {
        "DATABASE_URL": "postgres://u@db/name",
        "SECRET_KEY": GOOD_SECRET,
        "ALLOWED_HOSTS": "styrning.example",
        "CELERY_BROKER_URL": "redis://localhost:6379/0",
        "VAR_DIR": str(tmp_path),
    }

    def starts(**more: str) -> subprocess.CompletedProcess[str]:
        environment = kept | production | more
        command = [sys.executable, "-c", "import config.settings"]
        return subprocess.run(command, cwd=env.ROOT, env=environment, capture_output=True, text=True, check=False)

    assert starts().returncode == 0
    refused = starts(DEMO_MODE="1")
    assert refused.returncode != 0
    assert "DEMO_MODE" in refused.stderr


ASK_IN_PRODUCTION = """
import django, json
django.setup()
from django.test import Client
from django.conf import settings
from django.contrib.auth.hashers import make_password
client = Client(raise_request_exception=False, headers={"host": "styrning.example"})
alive, plain = client.get("/livez", headers={"X-Forwarded-Proto": "https"}), client.get("/konto/login/")
print(json.dumps({
    "hsts": alive.headers.get("Strict-Transport-Security"),
    "password": make_password("ett långt och lagom lösenord").split("$")[:2],
    "plain": [plain.status_code, plain.headers["Location"]],
    "cookies": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME],
    "kept": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY, settings.DEBUG],
    "sent with": [settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE],
}))
"""


def test_production_is_spoken_to_over_https_only(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    production = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "SECRET_KEY": GOOD_SECRET,
        "ALLOWED_HOSTS": "styrning.example",
        "CELERY_BROKER_URL": "redis://localhost:6379/0",
        "VAR_DIR": str(tmp_path),
    }
    command = [sys.executable, "-c", ASK_IN_PRODUCTION]
    done = subprocess.run(command, cwd=env.ROOT, env=kept | production, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "hsts": "max-age=31536000; includeSubDomains; preload",
        "password": ["argon2", "argon2id"],
        "plain": [301, "https://styrning.example/konto/login/"],
        "cookies": ["__Host-sessionid", "__Host-csrftoken"],
        "kept": [True, True, True, False],
        "sent with": ["Lax", "Lax"],
    }


def test_the_examples_may_stand_on_a_day_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.example_day() is None
    monkeypatch.setenv("EXAMPLE_DAY", "2026-09-09")
    with pytest.raises(ImproperlyConfigured, match="bara till för exemplen"):
        env.example_day()
    monkeypatch.setenv("DEMO_MODE", "1")
    assert env.example_day() == date(2026, 9, 9)
    monkeypatch.setenv("EXAMPLE_DAY", "2026-02-31")
    with pytest.raises(ImproperlyConfigured, match="skrivas som 2026-09-09"):
        env.example_day()
