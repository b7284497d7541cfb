"""What is the same in every run, and the command that is not."""

from __future__ import annotations

import subprocess
import sys

import hypothesis
import pytest

from config.env import ROOT

CLAIM = "tests/infrastructure/false_claim.py"


def fuzz(*arguments: str) -> tuple[int, str]:
    command = [sys.executable, "scripts/fuzz.py", *arguments, "-n0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_run_draws_the_same_cases_in_the_same_order_every_time(pytestconfig: pytest.Config) -> None:
    assert hypothesis.settings().derandomize
    assert pytestconfig.getoption("randomly_seed", 2026) == 2026


def test_a_round_that_fails_tells_the_case_and_how_to_run_it_again() -> None:
    code, told = fuzz(CLAIM)

    assert code == 1
    assert "number=1000" in told
    assert "@example" in told
    seed = told.splitlines()[0].removeprefix("Seed ")
    assert seed.isdigit()
    assert told.splitlines()[-1] == f"The same round again: make fuzz SEED={seed}"


def test_a_round_without_a_find_says_so() -> None:
    code, told = fuzz("tests/unit/ui/test_addresses.py", "--seed", "1")

    assert (code, told.splitlines()[0]) == (0, "Seed 1")
    assert told.splitlines()[-1] == "Nothing found. Random rounds: 1."


def test_a_round_without_tests_is_no_success() -> None:
    assert fuzz("tests/infrastructure/test_env.py", "-k", "no_such_test")[0] == 1
