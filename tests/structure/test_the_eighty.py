"""The page of the eighty tests names what there is, and whatever it says can fail can still be made to fail."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.mutants import MUTANTS, Mutant
from tests.structure.test_house import ROOT

PAGE = ROOT / "docs/reference/tests.md"
STATES = {"whole", "part", "none"}
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@cache
def names_in(path: str) -> frozenset[str]:
    """The names of the tests in a file; none when there is no such file."""
    file = ROOT / path
    tree = ast.parse(file.read_text()) if file.is_file() else ast.Module(body=[], type_ignores=[])
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def rows(text: str) -> dict[int, list[str]]:
    """The rows of the table by their number: state, what is tried, tests, how they fail, and what is left out."""
    lines = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in text.splitlines()
        if re.match(r"\| \d+ ", line)
    ]
    return {int(cells[0]): [*cells[1:], ""][:5] for cells in lines}


def faults_of(text: str) -> Iterator[str]:
    """What is wrong with the page, in words."""
    table, known = rows(text), {mutant.name for mutant in MUTANTS}
    if sorted(table) != list(range(1, 81)):
        yield "the numbers are not those from 1 to 80"
    for number, (state, _, shown, fails, left) in table.items():
        if state not in STATES:
            yield f"{number}: {state} is no state"
        yield from (
            f"{number}: {path}::{name} is not there"
            for path, name in TEST.findall(shown + fails)
            if name not in names_in(path)
        )
        yield from (f"{number}: «{name}» is no guard" for name in re.findall("«([^»]+)»", fails) if name not in known)
        if state == "whole" and not (TEST.search(shown) and (TEST.search(fails) or "«" in fails)):
            yield f"{number}: whole without a test, or without having been seen to fail"
        if state != "whole" and not left:
            yield f"{number}: it is not said what is left out"


def test_every_named_test_is_there():
    assert list(faults_of(PAGE.read_text())) == []


def test_what_is_wrong_on_the_page_would_be_found():
    """Negative control."""
    wrong = """
| 1 | whole | a | `tests/structure/test_the_eighty.py::test_every_named_test_is_there` | – |
| 2 | whole | a | `tests/structure/test_the_eighty.py::test_that_is_not_there` | «no such guard» |
| 3 | almost | a | – | – | b |
| 4 | part | a | – | – | |
"""
    assert list(faults_of(wrong)) == [
        "the numbers are not those from 1 to 80",
        "1: whole without a test, or without having been seen to fail",
        "2: tests/structure/test_the_eighty.py::test_that_is_not_there is not there",
        "2: «no such guard» is no guard",
        "3: almost is no state",
        "4: it is not said what is left out",
    ]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_every_guard_can_still_be_taken_away(mutant: Mutant):
    """The line is there, once, and so is the test; that the test then fails is for `make mutants` to see."""
    path, _, name = mutant.test.partition("::")
    assert (ROOT / mutant.file).read_text().count(mutant.was) == 1
    assert name in names_in(path)
    assert mutant.becomes != mutant.was


def test_each_guard_has_a_name_of_its_own():
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
