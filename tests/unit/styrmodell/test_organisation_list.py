"""Lists of organisations: pasted, indented, from a spreadsheet; what is wrong in them is told by row and column."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrmodell.rules.organisation_list import (
    Column,
    ListedOrganisation,
    OrganisationFault,
    OrganisationList,
    find_faults,
    read_table,
    read_text,
    written,
)
from styrmodell.rules.vocabulary import OrganisationKind as Kind

HEADINGS = "Kod;Namn;Kortnamn;Typ;Ligger under;Ansvarskoder;Gäller från;Gäller till"
WHOLE = f"""{HEADINGS}
kf;Kommunfullmäktige;KF;Fullmäktige;;;;
ks;Kommunstyrelsen;KS;Styrelse;kf;;;
bin;Bildningsnämnden;BIN;Nämnd;Kommunfullmäktige;;2023-01-01;tills vidare
bif;Bildningsförvaltningen;;Förvaltning;bin;;2023-01-01;
bin-forskola;Förskola;;verksamhet;Bildningsförvaltningen;2020, 2021;2023-01-01;2026-12-31"""
KNOWN = read_text(WHOLE).organisations


def row(text: str, headings: str = HEADINGS) -> OrganisationList:
    """One more row in the list above; the row is the seventh."""
    return read_text(f"{WHOLE}\n{text}" if headings == HEADINGS else f"{headings}\n{text}")


def told(listed: OrganisationList) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column.label, fault.text.replace("\u00a0", " ")) for fault in listed.faults]


def test_a_list_with_headings_becomes_a_tree() -> None:
    listed = read_text(WHOLE)

    assert listed.faults == []
    assert listed.organisations == [
        ListedOrganisation(2, "kf", "Kommunfullmäktige", Kind.ASSEMBLY, short_name="KF"),
        ListedOrganisation(3, "ks", "Kommunstyrelsen", Kind.EXECUTIVE, "kf", "KS"),
        ListedOrganisation(4, "bin", "Bildningsnämnden", Kind.COMMITTEE, "kf", "BIN", (), date(2023, 1, 1)),
        ListedOrganisation(5, "bif", "Bildningsförvaltningen", Kind.DEPARTMENT, "bin", valid_from=date(2023, 1, 1)),
        ListedOrganisation(
            6,
            "bin-forskola",
            "Förskola",
            Kind.ACTIVITY,
            "bif",
            ledger_codes=("2020", "2021"),
            valid_from=date(2023, 1, 1),
            valid_to=date(2026, 12, 31),
        ),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Kommunfullmäktige\n\tKommunstyrelsen\n\tBildningsnämnden\n\t\tBildningsförvaltningen\n\t\t\tFörskola\t2020\t2021",
        "Kommunfullmäktige\n  Kommunstyrelsen\n  Bildningsnämnden\n    Bildningsförvaltningen\n       Förskola;2020 2021",
        "Kommunfullmäktige\r\n  - Kommunstyrelsen\r\n  - Bildningsnämnden\r\n\r\n"
        "     • Bildningsförvaltningen\r\n       • Förskola;Verksamhet;2020;2021",
        "Nivå\tNamn\tAnsvar\n1\tKommunfullmäktige\n2\tKommunstyrelsen\n2\tBildningsnämnden\n3\tBildningsförvaltningen\n"
        "4\tFörskola\t2020,2021",
        "Enhet\tTillhör\tAnsvar\nFörskola\tBildningsförvaltningen\t2020 2021\nKommunfullmäktige\t\nKommunstyrelsen\t"
        "Kommunfullmäktige\nBildningsnämnden\tkommunfullmäktige\nBildningsförvaltningen\tBildningsnämnden",
    ],
    ids=["tabs", "spaces", "bullets", "levels", "names"],
)
def test_names_and_their_places_are_enough(text: str) -> None:
    listed = read_text(text)

    assert listed.faults == []
    assert {(one.code, one.kind, one.parent, one.ledger_codes) for one in listed.organisations} == {
        ("kommunfullmaktige", Kind.ASSEMBLY, "", ()),
        ("kommunstyrelsen", Kind.EXECUTIVE, "kommunfullmaktige", ()),
        ("bildningsnamnden", Kind.COMMITTEE, "kommunfullmaktige", ()),
        ("bildningsforvaltningen", Kind.DEPARTMENT, "bildningsnamnden", ()),
        ("forskola", Kind.ACTIVITY, "bildningsforvaltningen", ("2020", "2021")),
    }
    assert all(Column.CODE in one.proposed for one in listed.organisations)


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        (";Kultur;;Verksamhet;bof;;;", "Ligger under", "Ingen har koden eller namnet bof. Rätta det, eller lägg till raden."),
        ("ks;Kultur;;Verksamhet;bif;;;", "Kod", "Koden ks hör redan till Kommunstyrelsen. Skriv en annan kod."),
        ("Ö k;Kultur;;Verksamhet;bif;;;", "Kod", "Koden är högst 60 tecken: a–z, siffror och bindestreck, till exempel bin-forskola."),
        ("kultur;;;Verksamhet;bif;;;", "Namn", "Namnet saknas. Skriv vad organisationen heter."),
        (f"kultur;{'K' * 161};;Verksamhet;bif;;;", "Namn", "Namnet är 161 tecken. Högst 160 får plats."),
        ("kultur;Kultur;;Avdelning;bif;;;", "Typ", "”Avdelning” är ingen typ. Skriv Fullmäktige, Styrelse, Nämnd, Utskott, Förvaltning, Verksamhet, Enhet, Bolag eller Revision."),
        ("kultur;Kultur;;Nämnd;bif;;;", "Typ", "Kultur är nämnd och kan inte ligga under Bildningsförvaltningen, som är förvaltning. Den kan ligga under fullmäktige."),
        ("kultur;Kultur;;Verksamhet;;;;", "Ligger under", "Bara fullmäktige står överst. Skriv vad Kultur ligger under."),
        ("kultur;Kultur;;Styrelse;kf;;;", "Typ", "Det finns en styrelse, och det är Kommunstyrelsen. Välj en annan typ."),
        ("kultur;Kultur;;Verksamhet;bif;2060, 2021;2023-01-01;", "Ansvarskoder", "Ansvarskoden 2021 hör redan till Förskola. Ta bort den på ett av ställena."),
        ("kultur;Kultur;;Verksamhet;bif;2060 2060;2023-01-01;", "Ansvarskoder", "Ansvarskoden 2060 står två gånger. Ta bort den ena."),
        ("kultur;Kultur;;Verksamhet;bif;2060–2069;2023-01-01;", "Ansvarskoder", "”2060–2069” är ingen ansvarskod. Skriv koderna som i ekonomisystemet, skilda med komma."),
        ("kultur;Kultur;;Verksamhet;bif;;1/1 2027;", "Gäller från", "”1/1 2027” är ingen dag. Skriv den som 2027-01-01, eller lämna rutan tom."),
        ("kultur;Kultur;;Verksamhet;bif;;2027-02-29;", "Gäller från", "”2027-02-29” är ingen dag. Skriv den som 2027-01-01, eller lämna rutan tom."),
        ("kultur;Kultur;;Verksamhet;bif;;2027-01-01;2026-12-31", "Gäller till", "Sista dagen ligger före den första. Ändra en av dagarna."),
        ("kultur;Kultur;;Enhet;bin-forskola;;2023-01-01;2027-01-01", "Gäller till", "Förskola upphör 31 december 2026. Flytta Kultur, eller låt den upphöra då eller före."),
        ("kultur;Kultur;;Enhet;bin-forskola;;2022-01-01;2026-12-31", "Gäller från", "Förskola gäller först från 1 januari 2023. Låt Kultur börja då eller senare."),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_row_and_column(text: str, column: str, said: str) -> None:
    listed = row(text)

    assert told(listed) == [(7, column, said)]
    assert [one.row for one in listed.organisations] == [2, 3, 4, 5, 6]


def test_a_circle_is_told_of_each_that_is_in_it() -> None:
    listed = read_text(
        "Kod;Namn;Typ;Under\nkf;Fullmäktige;Fullmäktige;\nks;Styrelsen;Styrelse;kf\n"
        "a;Norr;Enhet;b\nb;Söder;Enhet;c\nc;Väster;Enhet;a\nd;Öster;Enhet;a"
    )

    circle = "Det går runt: Norr ligger under Söder ligger under Väster ligger under Norr. Flytta en av dem."
    assert told(listed) == [(number, "Ligger under", circle) for number in (4, 5, 6)]


def test_a_name_that_several_have_is_no_place() -> None:
    listed = read_text(
        "Kod;Namn;Typ;Under\nkf;Fullmäktige;Fullmäktige;\nks;Styrelsen;Styrelse;kf\na;Ledning;Verksamhet;ks\n"
        "b;Ledning;Verksamhet;ks\nc;Kansli;Enhet;Ledning"
    )

    assert told(listed) == [(6, "Ligger under", "Flera heter Ledning. Skriv koden i stället: a eller b.")]


@pytest.mark.parametrize("text", ["", " \n\t\n", HEADINGS])
def test_a_list_without_rows_says_what_to_write(text: str) -> None:
    assert told(read_text(text)) == [
        (0, "Namn", "Listan är tom. Skriv en organisation på varje rad, överst fullmäktige.")
    ]


def test_a_list_without_assembly_and_executive_says_so() -> None:
    assert told(read_text("Kod;Namn;Typ\nbin;Bildningsnämnden;Nämnd")) == [
        (0, "Typ", "Kommunstyrelsen saknas. Lägg till en rad av typen Styrelse."),
        (0, "Typ", "Överst ska fullmäktige stå. Lägg till en rad av typen Fullmäktige."),
    ]


def test_headings_below_a_title_are_found_and_strange_ones_are_told() -> None:
    listed = read_table([["Organisation 2026"], [], ["Telefon", "Namn", "Nivå"], ["1", "Kommunfullmäktige", "1"],
                         ["2", "Kommunstyrelsen", "2"]])  # fmt: skip

    assert listed.unread == ["Telefon"]
    assert [(one.row, one.name, one.parent) for one in listed.organisations] == [
        (4, "Kommunfullmäktige", ""),
        (5, "Kommunstyrelsen", "kommunfullmaktige"),
    ]


def test_a_list_that_names_some_leaves_the_others_and_what_it_has_no_column_for() -> None:
    listed = read_text("Kod;Namn;Ansvar\nbin-forskola;Förskolor;2025\n;Bildningsnämnden;", KNOWN)

    assert listed.faults == []
    assert listed.organisations == [
        ListedOrganisation(
            2,
            "bin-forskola",
            "Förskolor",
            Kind.ACTIVITY,
            "bif",
            ledger_codes=("2025",),
            valid_from=date(2023, 1, 1),
            valid_to=date(2026, 12, 31),
        ),
        ListedOrganisation(3, "bin", "Bildningsnämnden", Kind.COMMITTEE, "kf", "BIN", (), date(2023, 1, 1)),
    ]


def test_an_empty_cell_for_the_place_of_a_known_one_leaves_it_where_it_is() -> None:
    listed = read_text("Kod;Namn;Under\nbin-forskola;Förskolor;\n;Kultur;bif", KNOWN)

    assert listed.faults == []
    assert [(one.code, one.parent) for one in listed.organisations] == [("bin-forskola", "bif"), ("kultur", "bif")]


def test_a_change_that_breaks_what_the_list_leaves_alone_is_told() -> None:
    listed = read_text("Kod;Namn;Till\nbif;Bildningsförvaltningen;2025-12-31", KNOWN)

    text = "Bildningsförvaltningen upphör 31 december 2025. Flytta Förskola, eller låt den upphöra då eller före."
    assert told(listed) == [(0, "Gäller till", text)]


def test_what_was_wrong_before_is_not_the_lists_fault() -> None:
    odd = [one for one in KNOWN if one.code != "ks"]

    assert find_faults(odd) == [
        OrganisationFault(0, Column.KIND, "Kommunstyrelsen saknas. Lägg till en rad av typen Styrelse.")
    ]
    assert read_text("Kod;Namn\nbif;Förvaltningen", odd).faults == []


def test_a_new_organisation_without_days_is_there_as_long_as_what_it_stands_under() -> None:
    listed = row("kultur;Kultur;;Enhet;bin-forskola;;;")

    assert listed.faults == []
    new = listed.organisations[-1]
    assert (new.valid_from, new.valid_to) == (date(2023, 1, 1), date(2026, 12, 31))
    assert new.proposed == {Column.VALID_FROM, Column.VALID_TO}


@given(st.text(alphabet="abåÄ;\t\n -•0123456789", max_size=300))
def test_any_text_is_read_or_told(text: str) -> None:
    listed = read_text(text, KNOWN)

    assert listed.organisations or listed.faults


@given(st.integers(1, 60), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_change_the_tree(size: int, random: object) -> None:
    lines = ["kf;Fullmäktige;Fullmäktige;", "ks;Styrelsen;Styrelse;kf"]
    lines += [f"e{number};Enhet {number};Enhet;{'ks' if not number else f'e{number // 2}' if number > 1 else 'e0'}"
              for number in range(size)]  # fmt: skip
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    trees = [read_text("\n".join(["Kod;Namn;Typ;Under", *some])) for some in (lines, shuffled)]

    assert [listed.faults for listed in trees] == [[], []]
    assert {(one.code, one.parent) for one in trees[0].organisations} == {
        (one.code, one.parent) for one in trees[1].organisations
    }


@st.composite
def trees(draw: st.DrawFn) -> list[ListedOrganisation]:
    """A municipality with units in any depth, names that several have, codes and days."""
    names = st.text(alphabet="abåÄ -–;'\"=+(),", min_size=1, max_size=12).map(
        lambda text: " ".join(text.split()) or "A"
    )
    rows = [
        ListedOrganisation(1, "kf", "Fullmäktige", Kind.ASSEMBLY),
        ListedOrganisation(2, "ks", draw(names), Kind.EXECUTIVE, "kf"),
    ]
    for number in range(draw(st.integers(0, 25))):
        under = draw(st.sampled_from(rows[1:])).code
        first = draw(st.none() | st.dates(date(2000, 1, 1), date(2010, 1, 1)))
        codes = tuple(f"{number}{letter}" for letter in draw(st.sets(st.sampled_from("abc"))))
        rows.append(ListedOrganisation(number + 3, f"e{number}", draw(names), Kind.UNIT, under, "", codes, first, None))
    return rows


@given(trees())
def test_a_list_that_is_written_reads_the_same_again(tree: list[ListedOrganisation]) -> None:
    known = [replace(one, row=0) for one in tree]

    listed = read_text(written(tree), known)

    assert [replace(one, row=0) for one in listed.organisations] == known
    assert listed.faults == []
