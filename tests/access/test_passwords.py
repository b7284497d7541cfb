"""How passwords are kept: Argon2id that takes little memory, however many sign in at once."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.contrib.auth import hashers
from django.test import Client
from django.urls import reverse

import config.settings
from accounts.hashers import AT_ONCE, Argon2PasswordHasher
from accounts.models import User
from config.env import ROOT
from tests.factories import UserFactory

PASSWORD = "ett långt och lagom lösenord"
OURS = "accounts.hashers.Argon2PasswordHasher"
DJANGOS = "django.contrib.auth.hashers.Argon2PasswordHasher"
A_HASH = Argon2PasswordHasher.memory_cost  # KiB
SLACK = 12 * 1024  # KiB: threads, and what the library itself takes
TOGETHER = r"""
import re, sys
from pathlib import Path
from concurrent.futures import ThreadPoolExecutor
from django.conf import settings
settings.configure()
from django.utils.module_loading import import_string
hasher = import_string(sys.argv[1])()
def peak():
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])
import argon2
before = peak()
with ThreadPoolExecutor(4) as pool:
    kept = list(pool.map(lambda number: hasher.encode("lösenord", f"salt{number}" * 3), range(int(sys.argv[2]))))
    assert all(pool.map(lambda encoded: hasher.verify("lösenord", encoded), kept))
print(peak() - before)
"""


def memory_of(people: int, hasher: str) -> int:
    """KiB that so many passwords at once take, hashed and then looked at."""
    command = [sys.executable, "-c", TOGETHER, hasher, str(people)]
    return int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def test_four_who_sign_in_at_once_take_the_memory_of_two() -> None:
    bound = AT_ONCE * A_HASH + SLACK
    assert memory_of(4, OURS) < bound
    assert memory_of(1, DJANGOS) > bound, "the control: what is measured would tell"


def test_passwords_are_kept_as_owasp_advises() -> None:
    assert config.settings.PASSWORD_HASHERS == [OURS]
    kept = Argon2PasswordHasher().encode(PASSWORD, "saltsaltsalt")
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert Argon2PasswordHasher().verify(PASSWORD, kept)
    assert not Argon2PasswordHasher().verify(f"{PASSWORD}!", kept)


@pytest.mark.django_db
def test_a_password_that_was_kept_in_another_way_is_kept_in_this_when_its_owner_signs_in(settings) -> None:
    settings.PASSWORD_HASHERS = [OURS]
    before = hashers.Argon2PasswordHasher().encode(PASSWORD, "saltsaltsalt")
    user = UserFactory(email="chef@example.org", password=before)

    def sign_in(password: str) -> str:
        Client().post(reverse("account_login"), {"login": user.email, "password": password})
        return User.objects.values_list("password", flat=True).get(pk=user.pk)

    assert sign_in("fel") == before
    assert sign_in(PASSWORD).startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
