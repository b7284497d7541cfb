"""Steering model files: the five validate, and broken ones say in Swedish what to do, with file, place and line."""

from __future__ import annotations

import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from styrmodell.loader import reference
from styrmodell.loader.read import FileError, SteeringFileError, parse_steering_file, read_steering_file
from styrmodell.loader.schema import (
    DEFAULT_ACCOUNT_GROUPS,
    OrganisationEntry,
)
from styrmodell.loader.schema.checks import term_years, walk
from styrmodell.loader.write import json_schema, write_steering_file
from styrmodell.rules.terms import DEFAULT_TERMS, TermKey
from styrmodell.rules.vocabulary import LevelKind, MoneyLimit, OrganisationKind, StepKind

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "fixtures").glob("*.yaml"))
HALLSBERG = (ROOT / "fixtures" / "hallsberg.yaml").read_text(encoding="utf-8")


def test_the_five_are_there():
    assert [path.stem for path in FILES] == ["alingsas", "ange", "hallsberg", "strategiplan", "svenljunga"]


def test_a_level_more_than_a_report_has_room_for_is_refused():
    file = parse_steering_file(HALLSBERG.encode(), "hallsberg.yaml")
    last = file.levels[-1]
    more = [
        last.model_copy(update={"code": f"niva{number}", "position": 50 + number, "parents": []})
        for number in range(len(file.levels), 13)
    ]

    def loaded(levels: int) -> int:
        text = write_steering_file(file.model_copy(update={"levels": [*file.levels, *more][:levels]}))
        return len(parse_steering_file(text.encode(), "hallsberg.yaml").levels)

    assert loaded(12) == 12
    with pytest.raises(SteeringFileError, match=r"nivaer › 13 \(niva12\): Nivåerna är fler än 12"):
        loaded(13)


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request) -> Path:
    return request.param


def test_file_validates_and_survives_being_written(path):
    file = read_steering_file(path)
    assert file.municipality.slug == path.stem
    assert parse_steering_file(write_steering_file(file).encode(), path.name) == file


def below(node: OrganisationEntry, kind: OrganisationKind) -> list[OrganisationEntry]:
    return [found for _, found in walk([node]) if found.kind is kind]


def test_file_has_what_a_municipality_needs_to_run(path):
    file = read_steering_file(path)
    committees = [node for _, node in walk(file.organisation) if node.kind is OrganisationKind.COMMITTEE]
    assert len(committees) >= 2
    for committee in committees:
        coded = [node for node in below(committee, OrganisationKind.ACTIVITY) if node.ledger_codes]
        assert len(coded) >= 2, committee.name
    assert {level.kind for level in file.levels} >= {
        LevelKind.VISION,
        LevelKind.AREA,
        LevelKind.GOAL,
        LevelKind.ACTIVITY,
    }
    assert {event.month for event in file.calendar}
    assert any(rule.is_statutory for rule in file.occasion_rules)
    assert file.glossary
    assert file.areas


def test_file_names_no_path_of_its_source(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\.txt|\.pdf|(^|\s)/\w", text)


def test_hallsberg_has_three_committees_with_enough_below():
    file = read_steering_file(ROOT / "fixtures" / "hallsberg.yaml")
    sizes = [
        len([part for part in below(node, OrganisationKind.ACTIVITY) if part.ledger_codes])
        for _, node in walk(file.organisation)
        if node.kind is OrganisationKind.COMMITTEE
    ]
    assert len([size for size in sizes if 3 <= size <= 8]) >= 3


def test_hallsberg_follows_its_yearly_wheel():
    file = read_steering_file(ROOT / "fixtures" / "hallsberg.yaml")
    assert {event.month for event in file.calendar} == set(range(1, 13))
    monthly = next(rule for rule in file.occasion_rules if rule.code == "manadsrapport")
    assert [day.month for day in monthly.cutoffs] == [2, 3, 5, 9, 10, 11, 12]


def test_alingsas_decides_in_three_steps():
    file = read_steering_file(ROOT / "fixtures" / "alingsas.yaml")
    assert len(file.occasion_rules) == 3
    for rule in file.occasion_rules:
        said = [step for step in rule.steps if step.kind is not StepKind.SUBMIT]
        of_the_law = [step.code for step in said if (step.source or "").startswith("Kommunallagen")]
        own = [step.kind for step in said if step.code not in of_the_law]
        assert own == [StepKind.DECIDE, StepKind.DIALOGUE, StepKind.DECIDE], "the nine boxes of the source"
        assert of_the_law == (["ks", "revision"] if rule.is_statutory else [])
        last = OrganisationKind.EXECUTIVE if rule.code == "fordjupad-manadsuppfoljning" else OrganisationKind.ASSEMBLY
        assert rule.steps[-1].body is last


def test_strategiplan_allows_seven_goals():
    file = read_steering_file(ROOT / "fixtures" / "strategiplan.yaml")
    assert {(limit.per, limit.maximum) for limit in file.limits if limit.about is None} == {
        (OrganisationKind.COMMITTEE, 7),
        (OrganisationKind.EXECUTIVE, 7),
    }


def test_strategiplan_wants_measures_at_any_deficit():
    file = read_steering_file(ROOT / "fixtures" / "strategiplan.yaml")
    assert [limit.maximum_kronor for limit in file.limits if limit.about is MoneyLimit.FORECAST] == [0]


def test_file_fits_the_json_schema(path):
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    as_json = json.loads(json.dumps(data, default=str))
    jsonschema.Draft202012Validator(json.loads(json_schema())).validate(as_json)


def test_reference_files_are_current():
    assert (ROOT / "docs/reference/styrmodell.schema.json").read_text(encoding="utf-8") == json_schema(), reference.HOW
    assert (ROOT / "docs/reference/styrmodell-format.md").read_text(encoding="utf-8") == reference.page(), reference.HOW


def test_every_term_has_a_default():
    assert set(DEFAULT_TERMS) == set(TermKey)
    assert all(word and word == word.strip() for forms in DEFAULT_TERMS.values() for word in forms)


def test_default_account_groups_do_not_overlap():
    spans = sorted((group.account_from, group.account_to) for group in DEFAULT_ACCOUNT_GROUPS)
    assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_a_term_that_starts_in_october_steers_the_four_years_after():
    assert term_years(date(2022, 10, 15), date(2026, 10, 14)) == (2023, 2026)
    assert term_years(date(2023, 1, 1), date(2026, 12, 31)) == (2023, 2026)


BROKEN = [
    # what is replaced, with what, the marker on the line of the error, the place, what is said
    ("  slug: hallsberg\n", "", "kommun:", "kommun › slug", "slug saknas. Lägg till raden slug: med ett värde."),
    ('scb_kod: "1861"', 'scb_kod: "18610"', "scb_kod:", "kommun › scb_kod", "fyra siffror"),
    ('farg: "#17507F"', 'farg: "blå"', "farg:", "kommun › farg", "sex tecken efter #"),
    ("farg: ", "färg: ", "färg:", "kommun › färg", "Nyckeln färg finns inte här. Menade du farg?"),
    ("namn: Hallsbergs kommun", "namn: Hallsberg 🏔", "namn: Hallsberg 🏔", "kommun › namn", "Ta bort 🏔 eller skriv"),
    ("enhet: tkr", "enhet: kkr", "enhet: kkr", "kommun › enhet", "”kkr” finns inte att välja. Menade du tkr?"),
    (
        "  slug: hallsberg\n",
        "  slug: hallsberg\n  insyn: {politiker: allt}\n",
        "insyn:",
        "kommun › insyn › politiker",
        "”allt” finns inte att välja",
    ),
    (
        "  slug: hallsberg\n",
        "  slug: hallsberg\n  insyn: {revisor: beslutat}\n",
        "insyn:",
        "kommun › insyn › revisor",
        "tar ett steg i ett tillfälles kedja",
    ),
    ("version: 1\n", "version: ett\n", "version: ett", "styrmodell › version", "”ett” är inget heltal"),
    ("fran: 2022-10-15", "fran: 15 oktober", "mandatperiod:", "styrmodell › mandatperiod › fran", "Skriv ÅÅÅÅ-MM-DD"),
    ("till: 2026-10-14", "till: 2021-10-14", "mandatperiod:", "mandatperiod › till", "slutar innan den börjar"),
    ("smart: SMART\n  vision", "smart: SMÅRT\n  vision", "smart: SMÅRT", "styrmodell › smart", "Menade du"),
    (
        "kod: mal-geh\n    ordning: 3",
        "kod: mal-geh\n    ordning: 2",
        "ordning: 2\n    singular: mål för god",
        "nivaer › 3 (mal-geh) › ordning",
        "2 står redan tidigare",
    ),
    ("kod: mal-geh", "kod: Mål GEH", "kod: Mål GEH", "nivaer › 3 (Mål GEH) › kod", "små bokstäver a–z"),
    (
        "foraldrar: [strategiskt-omrade]\n",
        "foraldrar: [strategisktomrade]\n",
        "foraldrar: [strategisktomrade]",
        "nivaer › 4 (styrande-prioritering) › foraldrar › 1",
        "Nivån strategisktomrade finns inte. Menade du strategiskt-omrade?",
    ),
    (
        "foraldrar: [strategiskt-omrade]\n",
        "foraldrar: [aktivitet]\n",
        "foraldrar: [aktivitet]",
        "foraldrar › 1",
        "En förälder ska ha lägre ordning",
    ),
    (
        "bedoms: ja\n    indikatorer: ja",
        "bedoms: kanske\n    indikatorer: ja",
        "bedoms: kanske",
        "bedoms",
        "Skriv ja eller nej.",
    ),
    (
        "niva: strategiskt-omrade\n    namn: God",
        "niva: omrade\n    namn: God",
        "niva: omrade",
        "omraden › 4 (god-service) › niva",
        "finns inte",
    ),
    ("kod: bif", "kod: ksf", "kod: ksf\n            namn: Bildnings", "under › 1 (ksf) › kod", "används redan"),
    (
        'koder: ["2030"]',
        'koder: ["2020"]',
        '"2020"]\n                exempel: ja\n                under:\n                  - {kod: bin-grundskola-f6',
        "koder › 1",
        "hör redan till en annan",
    ),
    ("typ: revision", "typ: enhet", "typ: enhet\n        exempel", "typ", "enhet kan inte stå under fullmaktige"),
    ("typ: styrelse", "typ: namnd", "organisation:", "organisation", "exakt en organisation av typen styrelse"),
    ("slag: indikator\n", "slag: risk\n", "skalor:", "skalor", "saknas en skala av slaget indikator"),
    ("nyckel: goal,", "nyckel: gaol,", "nyckel: gaol", "termer › 3 (gaol) › nyckel", "Menade du goal?"),
    ("nyckel: goal,", "nyckel: strategy,", "nyckel: strategy, singular: strategi", "nyckel", "står redan tidigare"),
    (
        "manad: mars\n    aktor: Politiker",
        "manad: marsh\n    aktor: Politiker",
        "manad: marsh",
        "arshjul › 5 (strategidag) › manad",
        "Skriv en månad med namn",
    ),
    (
        "{manad: april, dag: 30}\n    innehall",
        "{manad: april, dag: 31, tid: 12}\n    innehall",
        "dag: 31, tid",
        "per › 1 › tid",
        "Nyckeln tid finns inte här",
    ),
    (
        "{manad: april, dag: 30}\n    innehall",
        "{manad: februari, dag: 30}\n    innehall",
        "dag: 30}\n    innehall",
        "per › 1 › dag",
        "30 februari finns inte varje år. Skriv sista",
    ),
    (
        "senast: {dagar_efter: 10}",
        "senast: {manad: mars}",
        "senast: {manad: mars}",
        "kedja › 1 (in) › senast",
        "Ange antingen manad och dag, eller bara dagar_efter.",
    ),
    (
        "senast: {dagar_efter: 10}",
        "senast: {manad: mars, dag: 3}",
        "dag: 3}",
        "kedja › 1 (in) › senast",
        "flera brytdagar",
    ),
    (
        "slag: lamna_in, organ: namnd, aktor: Förvaltningschefen, senast: {manad: maj",
        "slag: informera, organ: namnd, aktor: Förvaltningschefen, senast: {manad: maj",
        "    kedja:\n      - {kod: in, namn: Nämndens tertialrapport",
        "tillfallen › 2 (tertialrapport) › kedja",
        "lamna_in",
    ),
    (
        "lamnas_av: [styrelse, namnd, bolag]",
        "lamnas_av: [styrelse, utskott]",
        "lamnas_av: [styrelse, utskott]",
        "lamnas_av › 2",
        "Ingen organisation i filen är av typen utskott",
    ),
    (
        "tillfallen:\n",
        "tillfallen:\n  - {kod: tom, namn: Tom, slag: prognos, per: [{manad: mars, dag: 1}],\n     innehall: [text],\n"
        "     lamnas_av: [namnd], kedja: [{kod: in, namn: In, galler: enhet, slag: lamna_in}], exempel: ja}\n",
        "innehall: [text]",
        "innehall",
        "Rapporten är tom",
    ),
    ("arshjul:\n", "arshjul: inget\nresten:\n", "arshjul: inget", "arshjul", "Här ska det stå en lista"),
    (
        "  vardeord:\n",
        "  vardeord:\n    - Framåtanda\n",
        "- Framåtanda",
        "vardeord › 1",
        "underrubriker med indrag, inte ”Framåtanda”",
    ),
    ("ord: [vad, när]", 'ord: ["vad, när"]', 'ord: ["vad, när"]', "ord › 1", "ett ord i taget, utan komma"),
    ("    hogst_kr: 500000\n", "", "- kod: underskott-pa-rad", "granser", "Ange hogst_kr, till exempel 500000"),
    (
        "    galler: prognosrad\n",
        "    galler: prognosrad\n    hogst: 7\n",
        "- kod: underskott-pa-rad",
        "granser",
        "En gräns med galler är i kronor",
    ),
    ("    galler: prognosrad\n", "", "hogst_kr: 500000", "hogst_kr", "hogst_kr hör ihop med galler"),
    (
        "    galler: prognosrad\n    hogst_kr: 500000\n",
        "    per: namnd\n    hogst: 7\n",
        "- kod: underskott-pa-rad",
        "granser",
        "Ange nivaer, per och hogst för antal mål",
    ),
    (
        "granser:\n",
        "granser:\n  - {kod: en, text: En., galler: prognosrad, hogst_kr: 1}\n",
        "    galler: prognosrad",
        "galler",
        "Det finns redan en gräns för prognosrad",
    ),
    ("hogst_kr: 500000", "hogst_kr: mycket", "hogst_kr: mycket", "hogst_kr", "heltal"),
]


def line_of(text: str, marker: str) -> int:
    return text.count("\n", 0, text.index(marker)) + 1


@pytest.mark.parametrize(("old", "new", "marker", "where", "message"), BROKEN, ids=[row[4][:40] for row in BROKEN])
def test_broken_file_says_what_to_do(old, new, marker, where, message):
    assert old in HALLSBERG
    text = HALLSBERG.replace(old, new, 1)
    with pytest.raises(SteeringFileError) as caught:
        parse_steering_file(text.encode(), "hallsberg.yaml")
    found = [error for error in caught.value.errors if message in error.message and where in error.where]
    assert found, caught.value
    assert line_of(text, marker) in [error.line for error in found], caught.value
    assert str(found[0]).startswith(f"hallsberg.yaml, rad {found[0].line}")


UNREADABLE = [
    ("kommun:\n\tslug: a\n", 2, "Använd mellanslag"),
    ("kommun:\n  namn: Mål: en text\n", 2, "citattecken"),
    ("kommun:\n  namn: 'öppet\n", 2, "stängs aldrig"),
    ("kommun:\n  slug: a\n  slug: b\n", 3, "Nyckeln slug står två gånger"),
    ("kommun: &a\n  slug: b\nandra: *a\n", 1, "stöds inte"),
    ("kommun: !!python/object/apply:os.system [ls]\n", 1, "Tecknet ! först i ett värde stöds inte"),
    ("a: 1\n---\nb: 2\n", 2, "flera dokument"),
    ("", 1, "Filen är tom"),
    ("# bara en kommentar\n", 1, "Filen är tom"),
    ("a: \x07\n", 1, "osynligt styrtecken"),
    ("? [a]\n: b\n", 1, "En nyckel ska vara ett enda ord"),
]


@pytest.mark.parametrize(("text", "line", "message"), UNREADABLE, ids=[row[2][:30] for row in UNREADABLE])
def test_unreadable_yaml_says_the_line(text, line, message):
    with pytest.raises(SteeringFileError) as caught:
        parse_steering_file(text.encode(), "fel.yaml")
    (error,) = caught.value.errors
    assert (error.line, message in error.message) == (line, True), error


def test_a_file_that_is_not_utf8_says_so():
    with pytest.raises(SteeringFileError, match="rad 2: Filen är inte sparad som UTF-8"):
        parse_steering_file("kommun:\n  namn: Ånge\n".encode("latin-1"), "ange.yaml")


def test_too_deep_a_file_is_refused():
    with pytest.raises(SteeringFileError, match="nivåer av indrag"):
        parse_steering_file(("[" * 3000 + "]" * 3000).encode(), "djup.yaml")


def test_too_large_a_file_is_refused(tmp_path):
    path = tmp_path / "stor.yaml"
    path.write_bytes(b"#" * 1_000_001)
    with pytest.raises(SteeringFileError, match="större än 1 MB"):
        read_steering_file(path)


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(SteeringFileError, match="går inte att öppna"):
        read_steering_file(tmp_path / "finns-inte.yaml")


def test_every_error_is_told_at_once():
    text = HALLSBERG.replace("enhet: tkr", "enhet: kkr").replace("manad: mars\n", "manad: marsh\n")
    with pytest.raises(SteeringFileError) as caught:
        parse_steering_file(text.encode(), "hallsberg.yaml")
    assert len(caught.value.errors) == 1 + text.count("manad: marsh\n")
    assert [error.line for error in caught.value.errors] == sorted(error.line for error in caught.value.errors)


def test_words_stay_words_and_codes_keep_their_zeros():
    text = HALLSBERG.replace('koder: ["1010"]', "koder: [0010]").replace("ord: Driv", "ord: Ja")
    file = parse_steering_file(text.encode(), "hallsberg.yaml")
    assert any(node.ledger_codes == ["0010"] for _, node in walk(file.organisation))
    assert [word.word for word in file.steering_model.value_words] == ["Glädje", "Ja", "Öppenhet"]


LINES = HALLSBERG.splitlines(keepends=True)


@settings(max_examples=40)
@given(
    number=st.integers(0, len(LINES) - 1),
    junk=st.sampled_from(["", "x", "  - a\n", "a: b\n", "{", "'", "\t\n", "- \n", "? \n"]),
)
def test_whatever_is_broken_the_answer_is_swedish_errors_or_a_file(number, junk):
    text = "".join([*LINES[:number], junk, *LINES[number + 1 :]])
    errors = errors_in(text)
    assert all(1 <= error.line <= text.count("\n") + 1 for error in errors)
    assert all(error.message.endswith((".", "?")) for error in errors)
    assert not [error for error in errors if "Se formatbeskrivningen" in error.message]


def errors_in(text: str) -> tuple[FileError, ...]:
    try:
        parse_steering_file(text.encode(), "hallsberg.yaml")
    except SteeringFileError as exc:
        return exc.errors or (FileError(0, "", "Fel utan förklaring"),)
    return ()
