"""The plans of the five municipalities against their own documents, which years a plan is about, and what a file may not
say of one. The tables are written by hand from the documents; an asterisk marks what the file must mark as an example."""

from __future__ import annotations

from pathlib import Path

import pytest

from styrmodell.loader import schema
from styrmodell.loader.read import SteeringFileError, read_steering_file
from styrmodell.rules.codes import coded
from styrmodell.rules.plan_years import plan_years
from styrmodell.rules.vocabulary import PlanYears, StepKind
from ui.rules.swedish import MONTHS

CHAPTERS_OF_GPF = (
    "Strategiska områden",
    "Eventuella styrande prioriteringar",
    "Ekonomiska ramar per nämnd och styrelse",
)
CHAPTERS_OF_DEPARTMENT = (
    "Hur uppdraget i mål- och budgetdokumentet ska uppnås och vem som ska utföra det",
    "Prioriterade fokusområden",
    "Strategier för strategiska områden, nämndmål och politiska prioriteringar",
)
CHAPTERS_OF_ACTIVITY = (
    "Hur området eller avdelningen ska bidra till de strategiska områdena och nämndens mål",
    "Prioriterade fokusområden utifrån förvaltningsplanen",
    "Önskat resultat",
    "Inventering av och beslut om vilka resurser som krävs",
    "Vem och hur",
)
CHAPTERS_OF_UNIT = (
    "Vilka aktiviteter som ska genomföras",
    "Vem som ansvarar för respektive aktivitet och när den ska vara genomförd",
    "Prioriterade fokusområden från förvaltnings- och verksamhetsplanen",
)
HANDLINGSPLAN = ("Vad som ska göras", "Hur", "När", "Vem som ansvarar", "Hur det följs upp")
TERM_PLAN = (
    "Slogan",
    "Vision",
    "Värdegrund",
    "Målområden, nuläge och övergripande resultatmål",
    "Resurser som avsatts för att uppnå målen",
)
VERKSAMHETSPLAN = (
    "Vision och värdegrund",
    "Verksamhetsbeskrivning med analys av nuläge och förutsättningar",
    "Ekonomiska förutsättningar och budget",
    "Mål och uppdrag",
    "Kritiska kvalitetsfaktorer och kvalitetsindikatorer",
)
# Plan → month of the decision, who decides, years, chapters of the document.
PLANS: dict[str, dict[str, tuple[str, str, str, tuple[str, ...]]]] = {
    "hallsberg": {
        "Övergripande mål och riktlinjer": ("februari*", "Kommunfullmäktige", "mandatperiod", ()),
        "Gemensamma planeringsförutsättningar": ("juni", "Kommunfullmäktige", "nasta", CHAPTERS_OF_GPF),
        "Mål och budget för nämnden": ("september", "Nämnden", "nasta", ()),
        "Budget och flerårsplan": ("november", "Kommunfullmäktige", "tre_ar", ()),
        "Förvaltningsplan": ("december", "Förvaltningschefen", "nasta", CHAPTERS_OF_DEPARTMENT),
        "Verksamhetsplan": ("december", "Områdeschef, avdelningschef eller rektor", "nasta", CHAPTERS_OF_ACTIVITY),
        "Enhetsplan": ("januari", "Enhetschefen", "nasta", CHAPTERS_OF_UNIT),
    },
    "alingsas": {
        "Kommunens budget": ("november*", "Kommunfullmäktige", "nasta", ()),
        "Nämndens budget": ("december*", "Nämnden", "nasta", ()),
        "Förvaltningens planering": ("december*", "Förvaltningschefen", "nasta", ()),
    },
    "svenljunga": {
        "Förutsättningar och uppdrag": ("juni*", "Kommunfullmäktige", "nasta", ("Verksamhet", "Personal", "Ekonomi")),
        "Nämndens eller bolagets verksamhetsplan": ("oktober", "Respektive nämnd eller bolag", "tre_ar", ()),
        "Kommungemensam verksamhetsplan": ("november", "Kommunfullmäktige", "tre_ar", ()),
        "Detaljbudget (internbudget)": ("december", "Respektive nämnd", "nasta", ("Verksamhet", "Personal", "Ekonomi")),
        "Handlingsplan/enhetsplan": ("december*", "Verksamhetschefen", "nasta", HANDLINGSPLAN),
    },
    "strategiplan": {
        "Strategisk och ekonomisk handlingsplan": ("juni", "Kommunfullmäktige", "mandatperiod", TERM_PLAN),
        "Rambudget": ("juni", "Kommunfullmäktige", "nasta", ("Drift", "Investeringar")),
        "Verksamhetsplan med budget": ("november", "Varje styrelse, nämnd och bolag", "nasta", VERKSAMHETSPLAN),
    },
    "ange": {
        "Budgetdokument": ("november*", "Kommunfullmäktige", "nasta", ()),
        "Verksamhetsplan": ("december*", "Verksamheten", "nasta", ()),
    },
}


def file_of(slug: str) -> schema.SteeringFile:
    return read_steering_file(Path(f"fixtures/{slug}.yaml"))


@pytest.mark.parametrize("slug", PLANS)
def test_each_plan_has_the_month_decider_years_and_chapters_of_its_document(slug: str) -> None:
    file = file_of(slug)
    documents = {row.code: row for row in file.document_types}
    found = {}
    for plan in file.plans:
        last = [step for step in plan.steps if step.kind is StepKind.DECIDE][-1]
        assert last.due is not None
        assert last.due.due_month is not None
        month = MONTHS[last.due.due_month - 1] + ("*" if last.is_example else "")
        document = documents[plan.document]
        found[document.name] = (month, last.actor, plan.about_years.value, tuple(document.chapters))
    assert found == PLANS[slug]


def test_what_the_source_keeps_with_the_administration_is_marked() -> None:
    """Svenljunga: «görs på tjänstemannanivå och går inte vidare till politiken». The other four say so of none."""
    kept = {(slug, plan.document) for slug in PLANS for plan in file_of(slug).plans if plan.readers == "forvaltningen"}
    assert kept == {("svenljunga", "handlingsplan")}


@pytest.mark.parametrize(
    ("about", "begun", "years"),
    [
        (PlanYears.NEXT, 2026, (2027, 2027)),
        (PlanYears.THREE, 2026, (2027, 2029)),
        (PlanYears.TERM, 2025, (2023, 2026)),
        (PlanYears.TERM, 2026, (2027, 2030)),  # the year of the election
        (PlanYears.TERM, 2027, (2027, 2030)),  # the year after: strategiplan decides its plan in June then
    ],
)
def test_the_years_that_a_plan_is_about(about: PlanYears, begun: int, years: tuple[int, int]) -> None:
    assert plan_years(about, begun) == years


def test_a_chapter_is_a_section_with_a_code_of_its_words() -> None:
    assert coded("Önskat resultat") == "onskat-resultat"
    long = coded("Hur uppdraget i mål- och budgetdokumentet ska uppnås och vem som ska utföra det")
    assert long == "hur-uppdraget-i-mal-och-budgetdokumentet-ska-uppnas-och-vem"


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("dokument: gpf\n", "dokument: gfp\n", "planer › 2 › dokument", "Menade du gpf?"),
        ("    innehall: [mal, text]\n    lamnas_av: [forvaltning]", "    innehall: [mal, prognos]\n    lamnas_av: [forvaltning]", "innehall", "En plan har ingen prognos"),
        ("    lamnas_av: [enhet]\n", "", "kedja", "Steg för enhet och lamnas_av hör ihop"),
        ("senast: {manad: juni, dag: 30}", "senast: {manad: maj, dag: 30}", "senast", "beslutas i juni"),
        ("namn: Enhetschefen fastställer, galler: enhet, slag: besluta", "namn: Enhetschefen fastställer, galler: enhet, slag: informera", "kedja", "Ingen beslutar planen"),
        ("dokument: verksamhetsplan\n", "dokument: tertialrapport\n", "dokument", "finns inte i dokumenttyper"),
    ],
)  # fmt: skip
def test_a_file_with_a_fault_in_a_plan_says_what_and_where(tmp_path, old, new, place, message) -> None:
    text = Path("fixtures/hallsberg.yaml").read_text()
    assert text.count(old) == 1
    path = tmp_path / "fel.yaml"
    path.write_text(text.replace(old, new))
    with pytest.raises(SteeringFileError) as refused:
        read_steering_file(path)
    told = [str(error) for error in refused.value.errors]
    assert any(place in line and message in line for line in told), told
