"""A list of people: what its rows say, every fault by row and column, and what it would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrmodell.permissions import Role
from styrmodell.rules.people import Tenure
from styrmodell.rules.people_list import (
    HEADINGS,
    HeldRole,
    ListedRole,
    RoleChangeKind,
    changes,
    read_table,
    read_text,
    rows_of,
    text_of,
)

TODAY = date(2026, 11, 30)


@dataclass(frozen=True)
class Org:
    code: str
    name: str
    short_name: str = ""


ORGANISATIONS = [
    Org("kf", "Kommunfullmäktige", "KF"),
    Org("bun", "Barn- och utbildningsnämnden", "BUN"),
    Org("san", "Socialnämnden"),
    Org("san-norr", "Hemtjänst"),
    Org("san-soder", "Hemtjänst"),
]
OPEN = {one.code for one in ORGANISATIONS}


def told(text: str) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column.label, fault.text) for fault in read_text(text, ORGANISATIONS).faults]


def test_a_list_from_a_spreadsheet_is_read_with_its_columns_in_any_order():
    text = (
        "Roll\tE-post\tNamn\tEnhet\tTill och med\tTelefon\n"
        "Controller\tAnna@Kommun.se\tAnna  Ek\tHela kommunen\t\t019\n"
        "\n"
        "nämndsekreterare\tbo@kommun.se\tBo Al\tbun\t2027-12-31\t\n"
    )

    found = read_text(text, ORGANISATIONS)

    assert found.faults == []
    assert found.unread == ["Telefon"]
    assert found.roles == [
        ListedRole(2, "anna@kommun.se", "Anna Ek", Role.CONTROLLER, "kf"),
        ListedRole(4, "bo@kommun.se", "Bo Al", Role.SECRETARY, "bun", None, date(2027, 12, 31)),
    ]


def test_without_headings_the_columns_stand_as_they_are_written():
    [role] = read_text("eva@kommun.se;Eva Eng;Revisor;KF;2027-01-01;", ORGANISATIONS).roles
    assert role == ListedRole(1, "eva@kommun.se", "Eva Eng", Role.AUDITOR, "kf", date(2027, 1, 1))


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("kanslichef(at)hallsberg;A;Politiker;KF", ("E-post", "kanslichef(at)hallsberg saknar @. Skriv adressen som namn@kommun.se.")),
        (";A;Politiker;KF", ("E-post", "Adressen saknas. Skriv den som namn@kommun.se.")),
        ("a@b;A;Politiker;KF", ("E-post", "a@b är ingen e-postadress. Skriv den som namn@kommun.se.")),
        ("a b@c.se;A;Politiker;KF", ("E-post", "a b@c.se är ingen e-postadress. Skriv den som namn@kommun.se.")),
        ("a@b.se;;Politiker;KF", ("Namn", "Namnet saknas. Skriv vad personen heter.")),
        ("a@b.se;A;Kung;KF", ("Roll", "Rollen Kung finns inte. Skriv Politiker, Nämndsekreterare, Enhetschef, Förvaltningschef, Controller, Kommunledning, Revisor eller Administratör.")),
        ("a@b.se;A;Politiker;", ("Organisation", "Organisationen saknas. Skriv namn eller kod, eller Hela kommunen.")),
        ("a@b.se;A;Politiker;Månen", ("Organisation", "Ingen organisation heter Månen eller har den koden. Rätta den, eller skriv Hela kommunen.")),
        ("a@b.se;A;Politiker;hemtjänst", ("Organisation", "hemtjänst kan vara san-norr eller san-soder. Skriv koden i stället för namnet.")),
        ("a@b.se;A;Politiker;KF;1 jan 2027", ("Från och med", "1 jan 2027 är ingen dag. Skriv datumet som 2026-12-01.")),
        ("a@b.se;A;Politiker;KF;2027-02-30", ("Från och med", "2027-02-30 är ingen dag. Skriv datumet som 2026-12-01.")),
        ("a@b.se;A;Politiker;KF;2027-02-01;2027-01-31", ("Till och med", "Sista dagen ligger före den första. Ändra en av dagarna.")),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_row_is_told_by_row_and_column(row: str, fault: tuple[str, str]):
    assert told(f"E-post;Namn;Roll;Organisation;Från;Till\n{row}") == [(2, *fault)]


def test_everything_that_is_wrong_is_told_at_once():
    assert [(row, column) for row, column, _ in told("E-post;Namn;Roll;Organisation\nx;;y;z\na@b.se;A;Revisor;q")] == [
        (2, "E-post"), (2, "Namn"), (2, "Organisation"), (2, "Roll"), (3, "Organisation"),
    ]  # fmt: skip


def test_the_same_person_twice_is_told():
    text = (
        "E-post;Namn;Roll;Organisation;Från;Till\n"
        "a@b.se;Anna;Controller;KF;;\n"
        "A@B.se;Anna;Controller;Kommunfullmäktige;2027-01-01;\n"
        "a@b.se;Anton;Revisor;KF;;\n"
        "a@b.se;Anna;Controller;BUN;2027-01-01;2027-12-31\n"
        "a@b.se;Anna;Controller;BUN;2028-01-01;\n"
    )
    assert told(text) == [
        (3, "Roll", "Samma roll för samma person står redan på rad 2. Ta bort den ena."),
        (4, "Namn", "a@b.se heter Anna på rad 2. En adress är en person."),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Listan är tom."),
        ("E-post;Namn;Roll;Organisation\n", "Listan är tom."),
        ("E-post;Namn\na@b.se;A", "Listan saknar Roll och Organisation."),
        ("E-post;Namn;Roll;Organisation\n" + "a@b.se;A;Revisor;KF\n" * 5001, "Högst 5000 rader läses."),
    ],
)
def test_what_is_no_list_is_told(text: str, said: str):
    [(row, _, reason)] = told(text)
    assert row == 0
    assert reason.startswith(said)


def held(pk: int, email: str, organisation: str, first: int, last: int | None = None, role=Role.CONTROLLER) -> HeldRole:
    return HeldRole(
        pk, email, email.split("@")[0], role, organisation, Tenure(on(first), None if last is None else on(last))
    )


def on(days: int) -> date:
    return TODAY + timedelta(days=days)


HELD = [
    held(1, "anna@k.se", "kf", -900),
    held(2, "bo@k.se", "bun", -900, 31),
    held(3, "cia@k.se", "san", 5),
    held(4, "dan@k.se", "san", -9, 9),
    held(5, "dan@k.se", "san", 20),
]


def moved(text: str, *, is_whole: bool = False) -> list[tuple[str, str, str, str]]:
    listed = read_text("E-post;Namn;Roll;Organisation;Från;Till\n" + text, ORGANISATIONS)
    assert listed.faults == []
    found, faults = changes(listed.roles, HELD, TODAY, open_to=OPEN, is_whole=is_whole)
    assert faults == []
    return [
        (
            change.kind.value,
            change.email,
            str(change.after and change.after.first),
            str(change.after and change.after.last),
        )
        for change in found
        if change.kind != RoleChangeKind.SAME
    ]


@pytest.mark.parametrize(
    ("row", "change"),
    [
        ("anna@k.se;Anna;controller;kf;;", []),
        ("anna@k.se;Någon annan;controller;kf;2024-06-13;", []),
        ("anna@k.se;Anna;controller;kf;;2026-12-31", [("andrad", "anna@k.se", "2024-06-13", "2026-12-31")]),
        ("anna@k.se;Anna;revisor;kf;;", [("ny", "anna@k.se", "2026-11-30", "None")]),
        ("anna@k.se;Anna;revisor;kf;2020-01-01;", [("ny", "anna@k.se", "2026-11-30", "None")]),  # today at the earliest
        ("bo@k.se;Bo;controller;bun;;", [("andrad", "bo@k.se", "2024-06-13", "None")]),
        ("cia@k.se;Cia;controller;san;2026-12-10;", [("andrad", "cia@k.se", "2026-12-10", "None")]),  # has not begun
        ("ny@k.se;Ny;controller;san;2027-01-01;", [("ny", "ny@k.se", "2027-01-01", "None")]),
        ("dan@k.se;Dan;controller;san;2026-12-20;\ndan@k.se;Dan;controller;san;2026-11-21;2026-12-09", []),
    ],
)
def test_what_a_row_would_change(row: str, change: list[tuple[str, str, str, str]]):
    assert moved(row) == change


def test_only_a_whole_list_ends_what_it_does_not_name():
    row = "anna@k.se;Anna;controller;kf;;"
    assert moved(row) == []
    assert [(kind, email) for kind, email, *_ in moved(row, is_whole=True)] == [
        ("avslutas", "bo@k.se"), ("avslutas", "cia@k.se"), ("avslutas", "dan@k.se"), ("avslutas", "dan@k.se"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("ny@k.se;Ny;controller;kf;;2026-11-29", "Sista dagen har redan varit. Skriv 2026-11-30 eller senare, eller ta bort raden."),
        ("anna@k.se;Anna;controller;kf;2026-12-01;", "Rollen gäller redan från 2024-06-13. Låt den dagen stå, eller lämna den tom."),
        ("cia@k.se;Cia;controller;san;;2026-12-01", "Rollen börjar 2026-12-05. Skriv en senare sista dag."),
        ("ny@k.se;Ny;controller;san-norr;;", "san-norr finns inte i dag. En ny roll ges där den finns."),
    ],
)  # fmt: skip
def test_what_cannot_be_changed_is_told_by_row(row: str, said: str):
    listed = read_text("E-post;Namn;Roll;Organisation;Från;Till\n" + row, ORGANISATIONS)
    found, faults = changes(listed.roles, HELD, TODAY, open_to=OPEN - {"san-norr"}, is_whole=False)
    assert found == []
    assert [(fault.row, fault.text) for fault in faults] == [(2, said)]


TENURES = st.builds(
    lambda first, length: Tenure(on(first), None if length is None else on(max(0, first + length))),
    st.integers(-900, 60),
    st.none() | st.integers(0, 60),
)
NAMES = st.text(st.characters(categories=["L"], max_codepoint=0x17F), min_size=1, max_size=20)


@st.composite
def registers(draw: st.DrawFn) -> list[HeldRole]:
    """What people hold: no two of the same role of the same person share a day."""
    rows: list[HeldRole] = []
    names: dict[str, str] = {}
    for pk, (who, role, where, days) in enumerate(
        draw(
            st.lists(
                st.tuples(
                    st.sampled_from(["a@k.se", "+b@k.se", "=c@k.se", "'d@k.se"]),
                    st.sampled_from(Role),
                    st.sampled_from(sorted(OPEN)),
                    TENURES,
                ),
                max_size=12,
            )
        )
    ):
        name = names.setdefault(who, draw(NAMES))
        same = [row for row in rows if (row.email, row.role, row.organisation) == (who, role, where)]
        if not any(row.days.meets(days) for row in same):
            rows.append(HeldRole(pk + 1, who, name, role, where, days))
    return rows


@given(registers(), st.booleans())
def test_what_is_written_and_read_again_changes_nothing(register: list[HeldRole], is_whole: bool):
    table = [HEADINGS, *rows_of(register, ORGANISATIONS)]
    listed = read_table(
        [[f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell for cell in row] for row in table], ORGANISATIONS
    )
    if not register:
        return
    assert listed.faults == []
    again = read_text(text_of(listed.roles), ORGANISATIONS)
    for roles in (listed.roles, again.roles):
        found, faults = changes(roles, register, TODAY, open_to=OPEN, is_whole=is_whole)
        assert faults == []
        assert {change.kind for change in found} == {RoleChangeKind.SAME}
        assert len(found) == len(register)


@given(registers(), registers())
def test_a_whole_list_leaves_what_it_says_and_nothing_else(register: list[HeldRole], other: list[HeldRole]):
    """Done again, it changes nothing: what is left is what the list says."""
    listed = read_table([HEADINGS, *rows_of(other, ORGANISATIONS)], ORGANISATIONS).roles
    found, faults = changes(listed, register, TODAY, open_to=OPEN, is_whole=True)
    if faults or not other:
        return
    left = [
        HeldRole(number, change.email, change.name, change.role, change.organisation, change.after)
        for number, change in enumerate(found, start=1)
        if change.after is not None
    ]
    again, faults = changes(listed, left, TODAY, open_to=OPEN, is_whole=True)
    told_twice = [fault.text for fault in faults if not fault.text.startswith("Rollen gäller redan från")]
    assert told_twice == []  # a first day that has been is today's: that the list still has it is told
    assert all(change.kind == RoleChangeKind.SAME for change in again) or faults
