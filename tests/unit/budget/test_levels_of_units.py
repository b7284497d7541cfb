"""Files with several levels of units: what is proved to be a sum is booked once, and nothing else is left out.

The tree of most files here, with the codes that the ledger has for each; every sum is added up by hand:

    Socialnämnden  SOC 9000
        Omsorg     O-1
            1010, 1020, 1030
        IFO        2010
    Skolnämnden    3010
"""

from __future__ import annotations

import re
from decimal import Decimal as D
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from budget.importers import uppers
from budget.importers.contract import ImportSpec, Sign, Summary
from budget.importers.ledger import Ledger
from budget.importers.sandbox import parse_upload
from tests.unit.budget.workbooks import HEADINGS, RANGES

UNITS = {"9000": 1, "SOC 9000": 1, "O-1": 2, "1010": 3, "1020": 4, "1030": 5, "2010": 6, "3010": 7}
ABOVE = {2: 1, 3: 2, 4: 2, 5: 2, 6: 1, 1: 100, 7: 100}
NB = "\u00a0"


def spec(units: dict[str, int] = UNITS, above: dict[int, int] = ABOVE) -> ImportSpec:
    return ImportSpec(2026, None, Sign.INCOME_PLUS, units, RANGES, above=above)


def read(body: str, asked: ImportSpec | None = None, head: str = "Ansvar;Konto;Period;Belopp") -> Summary:
    """Rows as "1010;5010;202607;-1", parted by " / "."""
    rows = [line.split(";") for line in f"{head} / {body}".split(" / ")]
    return Ledger(asked or spec(), lambda _: None).read(rows)


def july(body: str) -> str:
    """ "SOC 9000 -600, 1010 -100" on one account, or "1010/6010 -100" on another."""
    rows = [re.fullmatch(r"(.+?)(?:/(\d+))? (\S+)", row.strip()) for row in body.split(",")]
    return " / ".join(f"{row[1]};{row[2] or 5010};202607;{row[3]}" for row in rows if row)


def told(found: Summary) -> str:
    return " ".join([*found.warnings, *found.checks]).replace(NB, " ")


@pytest.mark.parametrize(
    ("body", "total", "sums"),
    [
        ("SOC 9000 -600, 1010 -100, 1020 -200, 1030 -300", -600, 1),
        ("1010 -100, 1020 -200, 1030 -300, SOC 9000 -600", -600, 1),
        ("1010 -100, SOC 9000 -600, 1020 -200, 1030 -300", -600, 1),
        ("SOC 9000 -650, O-1 -600, 1010 -100, 1020 -200, 1030 -300, 2010 -50", -650, 2),
        ("1010 -100, 1020 -200, 1030 -300, O-1 -600, 2010 -50, SOC 9000 -650", -650, 2),
        ("SOC 9000 -650, O-1 -600, 2010 -50", -650, 1),  # the middle level is the lowest in the file
        ("SOC 9000 -300, SOC 9000/6010 -7, 1010 -100, 1010/6010 -7, 1020 -200", -300 - 7, 2),
        ("SOC 9000 -300, 1010 -100, 1020 -200, SOC 9000/6010 -7, 1010/6010 -4, 1020/6010 -3", -307, 2),
        ("SOC 9000 -300, 1010 -100, 1020 -200, 3010 -300", -600, 1),  # another nämnd with the same amount
        ("SOC 9000 -5, SOC 9000/3010 5, 1010 -5, 1010/3010 5", 0, 2),  # a lone unit, and two amounts
        ("9000 Socialnämnden -300, 1010 Hem -100, 1020 -200", -300, 1),
        ("SOC 9000 -200, SOC 9000 -100, 1010 -100, 1020 -200", -300, 2),  # the sum in two rows
    ],
)
def test_a_unit_that_is_the_sum_of_those_below_it_is_booked_once(body: str, total: int, sums: int) -> None:
    found = read(july(body))

    assert (found.total, found.errors, found.skipped) == (total, [], sums)
    assert "har på varje konto och månad vad ansvaren under har tillsammans" in told(found)
    assert "två gånger" not in told(found)


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        ("SOC 9000;5010;-3;-6 / 1010;5010;-1;-2 / 1020;5010;-2;-4", -9),
        ("1010;5010;-1;-2 / 1020;5010;-2;-4 / SOC 9000;5010;-3;-6", -9),
        ("SOC 9000;5010;-3; / 1010;5010;-1;0 / 1020;5010;-2;-", -3),
    ],
)
def test_every_month_of_a_wide_file_says_that_it_is_a_sum(rows: str, total: int) -> None:
    assert read(rows, head="Ansvar;Konto;Jun;Jul").total == total


def test_the_same_sum_over_the_months_is_no_sum_when_the_months_differ() -> None:
    found = read("SOC 9000;5010;-9;0 / 1010;5010;-1;-2 / 1020;5010;-2;-4", head="Ansvar;Konto;Jun;Jul")
    assert (found.total, found.skipped) == (-18, 0)


@pytest.mark.parametrize(
    ("body", "total"),
    [
        ("SOC 9000 -20, 1010 -20", -40),  # one amount of one unit may be the same by chance
        ("SOC 9000 -300, 1010 -100, 1020 -200, 1020/6010 -5", -605),  # what is below has more
        ("SOC 9000 -300, SOC 9000/6010 -9, 1010 -100, 1020 -200", -609),  # it has more than what is below
        ("SOC 9000 -301, 1010 -100, 1020 -200", -601),  # a krona is missing, or rounded away
        ("SOC 9000 -296, 1010 -100, 1020 -200", -596),
    ],
)
def test_what_may_be_a_sum_is_booked_and_asked_about(body: str, total: int) -> None:
    found = read(july(body))

    assert (found.total, found.errors, found.skipped) == (total, [], 0)
    assert "Ansvar SOC 9000 (rad 2) är −" in told(found)
    assert "bokförs den två gånger: ta då bort dess rader ur filen." in told(found)


@pytest.mark.parametrize(
    ("body", "total"),
    [
        ("SOC 9000 -35, 1010 -100, 1020 -200", -335),  # the nämnd's own costs
        ("SOC 9000/6010 -300, 1010 -100, 1020 -200", -600),  # on another account
        ("SOC 9000 300, 1010 -100, 1020 -200", 0),
        ("SOC 9000 0, 1010 0, 1020 0", 0),
        ("1010 0, SOC 9000 -5, 1020 0", -5),
        ("1010 -20, 1020 -20", -40),
        ("3010 -20, SOC 9000 -20", -40),
        ("SOC 9000 -20, SOC 9000 -20, 3010 -40", -80),
    ],
)
def test_what_is_no_sum_is_booked_without_a_word(body: str, total: int) -> None:
    found = read(july(body))
    assert (found.total, found.errors, found.skipped, told(found)) == (total, [], 0, "")


def test_the_question_names_both_rows_and_both_figures() -> None:
    found = read(july("3010 -1, SOC 9000 -301, 1010 -100, 1020 -200"))
    assert (
        "Ansvar SOC 9000 (rad 3) är −301,00 kr, och 1010 och 1020 (från rad 4) är tillsammans −300,00 kr. Är SOC 9000 summan "
        "av dem bokförs den två gånger: ta då bort dess rader ur filen." in told(found)
    )


FLAT = dict.fromkeys(ABOVE, 100)


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("SOC 9000 -600, 1010 -100, 1020 -200, 1030 -300", ["SOC 9000"]),
        ("1010 -100, 1020 -200, 1030 -300, SOC 9000 -600", ["SOC 9000"]),
        ("SOC 9000 -650, O-1 -600, 1010 -100, 1020 -200, 1030 -300, 2010 -50", ["SOC 9000", "O-1"]),
        ("1010 -100, 1020 -200, O-1 -300, 2010 -50, SOC 9000 -350", ["O-1", "SOC 9000"]),
        ("SOC 9000 -3, 1010 -1, 1020 -2, SOC 9000/6010 -7, 1010/6010 -3, 1020/6010 -4", ["SOC 9000"]),
        ("9000 -3, 1010 -1, SOC 9000 -2", ["9000"]),  # two codes of one nämnd
    ],
)
def test_where_the_tree_says_nothing_the_amounts_are_asked_about(body: str, codes: list[str]) -> None:
    """No unit stands above another in the organisation: the sum may be chance, so nothing is left out."""
    found = read(july(body), spec(above=FLAT))

    assert (found.total, found.skipped) == (sum(int(row.split()[-1]) for row in body.split(",")), 0)
    assert re.findall(r"Är (\S+(?: \d+)?) summan av dem", told(found)) == codes


def test_the_files_own_sum_is_held_against_what_is_booked() -> None:
    body = july("SOC 9000 -300, 1010 -100, 1020 -200")
    assert "Summaraden på rad 5 stämmer med raderna: −300,00 kr." in told(read(f"{body} / Summa;;;-300"))
    own = july("SOC 9000 -35, 1010 -100, 1020 -200")
    assert "Summaraden på rad 5 stämmer med raderna: −335,00 kr." in told(read(f"{own} / Summa;;;-335"))


def test_groups_of_accounts_above_the_units_accounts_are_booked_once() -> None:
    """The nämnd's rows are sums of units, and one of them a sum of the nämnd's accounts."""
    body = july("SOC 9000/50 -300, SOC 9000/5010 -300, 1010/50 -100, 1010/5010 -100, 1020/50 -200, 1020/5010 -200")
    asked = ImportSpec(2026, None, Sign.INCOME_PLUS, UNITS, [(5000, 5999, 50)], above=ABOVE)
    found = read(body, asked)
    assert (found.total, found.errors, found.skipped) == (-300, [], 4)


def test_a_file_with_more_such_rows_than_can_be_held_is_booked_and_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uppers, "MOST_HELD", 2)
    rows = july("SOC 9000 -100, SOC 9000 -100, SOC 9000 -100, 1010 -100, 1020 -200")
    found = read(rows)
    assert (found.total, found.row_count) == (-600, 5)
    assert "Är SOC 9000 summan av dem" in told(found)


def test_the_program_reads_it_in_its_own_process(tmp_path: Path) -> None:
    path = tmp_path / "utfall.csv"
    rows = [";".join(HEADINGS), *july("SOC 9000 -600, 1010 -100, 1020 -200, 1030 -300").split(" / ")]
    path.write_text("\n".join(rows))
    found = parse_upload(
        path,
        filename=path.name,
        year=2026,
        sign=Sign.INCOME_PLUS,
        known_units=UNITS,
        account_ranges=RANGES,
        above=ABOVE,
        rows_path=tmp_path / "rader.tsv",
    )
    assert (found.total, found.skipped) == (-600, 1)
    assert [line.split("\t")[0] for line in found.rows_path.read_text().splitlines()] == ["3", "4", "5"]


ORE = st.integers(-(10**7), 10**7).filter(bool)


@st.composite
def trees(draw: st.DrawFn) -> tuple[dict[int, int], dict[int, dict[int, int]]]:
    """A random tree: each unit's parent, and the leaves' öre by account. Every unit above others has two or more."""
    above: dict[int, int] = {}
    leaves, waiting, last = list[int](), [(1, 0)], 1
    while waiting:
        unit, depth = waiting.pop()
        count = draw(st.integers(2, 4)) if depth == 0 or (depth < 3 and draw(st.booleans())) else 0
        for _ in range(count):
            last += 1
            above[last] = unit
            waiting.append((last, depth + 1))
        if not count:
            leaves.append(unit)
    accounts = draw(st.lists(st.sampled_from([3010, 5010, 5020, 6010]), min_size=1, unique=True))
    return above, {leaf: {account: draw(ORE) for account in accounts} for leaf in leaves}


@settings(deadline=None, max_examples=60)
@given(trees(), st.randoms(use_true_random=False), st.booleans())
def test_of_any_tree_the_leaves_are_booked(
    tree: tuple[dict[int, int], dict[int, dict[int, int]]], chance, is_shuffled: bool
) -> None:
    above, leaves = tree
    sums: dict[int, dict[int, int]] = {unit: dict(amounts) for unit, amounts in leaves.items()}
    for leaf, amounts in leaves.items():
        unit = leaf
        while unit in above:
            unit = above[unit]
            for account, ore in amounts.items():
                sums.setdefault(unit, {})[account] = sums.get(unit, {}).get(account, 0) + ore
    codes = {
        unit: f"{chance.choice(['A', 'K ', ''])}{7_000_000 + chance.randrange(10**6) * 100 + unit}" for unit in sums
    }
    rows = [
        f"{codes[unit]};{account};202607;{D(ore) / 100}" for unit in sorted(sums) for account, ore in sums[unit].items()
    ]
    if is_shuffled:
        chance.shuffle(rows)

    found = read(" / ".join(rows), spec({code: unit for unit, code in codes.items()}, above))

    assert found.errors == []
    assert found.total == D(sum(sum(amounts.values()) for amounts in leaves.values())) / 100


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(sorted(UNITS)), st.sampled_from([5010, 6010]), st.integers(-9, 9))))
@example([("9000", 5010, 3), ("1010", 5010, 1), ("1020", 5010, 2)])
@example([("1010", 5010, 0), ("1020", 5010, 0), ("1030", 5010, 0)])
def test_of_a_flat_list_nothing_is_left_out(rows: list[tuple[str, int, int]]) -> None:
    """Small amounts, so that sums by chance are many; no unit stands above another."""
    if rows:
        found = read(
            " / ".join(f"{code};{account};202607;{amount}" for code, account, amount in rows), spec(above=FLAT)
        )
        assert (found.total, found.skipped, found.errors) == (sum(amount for *_, amount in rows), 0, [])
