"""What the large municipality holds, as the same kind of content as the other examples. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator

from demo.content import (
    ActivityBudget,
    AnalysisText,
    AreaText,
    CommitteeBudget,
    DecisionText,
    ExampleContent,
    HowMuch,
    MeasureText,
    MoneyText,
    OccasionText,
    PersonText,
    UnitState,
)
from demo.profiles import PROFILES
from demo.storkommun_goals import goal_texts
from styrmodell.loader.schema import OrganisationEntry
from styrmodell.loader.schema.checks import walk
from styrmodell.rules.vocabulary import OrganisationKind

SLUG, NAME, SHORT = "storkommun", "Storkommun (exempel)", "Storkommun"
YEAR = 2026
GOAL_LEVELS = ("fullmaktigemal", "namndmal")  # of the steering model the large municipality borrows
AREAS = ("malomrade-1", "malomrade-2")
JUDGED_AREA = "ekonomi-i-balans"  # an area that is a goal itself, judged in the whole municipality's report
BOARD_RULE, APRIL_RULE, FORECAST_RULE = "manadsrapport", "delarsrapport", "delarsbokslut"
HELD = {OrganisationKind.EXECUTIVE, OrganisationKind.COMMITTEE}
EXAMPLE = "Exempelsiffror"


def content(tree: list[OrganisationEntry]) -> ExampleContent:
    """Goals, people, frames, forecasts and occasions for the tree."""
    nodes = [node for _, node in walk(tree)]
    bodies = [node for node in nodes if node.kind in HELD]
    budgets = [_committee(body) for body in bodies]
    return ExampleContent(
        municipality=SLUG,
        year=YEAR,
        people=list(_people(bodies)),
        decisions=[_decision()],
        areas={JUDGED_AREA: _judged_area()},
        goals=goal_texts(GOAL_LEVELS, AREAS, [body.code for body in bodies], YEAR),
        measures=[_measure(body) for body in budgets],
        money=MoneyText(decision="budget", last_month=8, closed_month=4, committees=budgets),
        occasions=list(_occasions(nodes, bodies)),
    )


def _people(bodies: list[OrganisationEntry]) -> Iterator[PersonText]:
    """One of each role, and a head of every body."""
    largest = bodies[1].code
    for role, where, name in (
        ("politiker", "kf", "Politiker, kommunfullmäktige"),
        ("namndsekreterare", "kf", "Kanslichef"),
        ("enhetschef", f"{largest}-001", "Enhetschef, den största nämnden"),
        ("namndsekreterare", largest, "Nämndsekreterare, den största nämnden"),
        ("controller", "kf", "Controller"),
        ("kommunledning", "kf", "Kommundirektör"),
        ("revisor", "kf", "Förtroendevald revisor"),
        ("administrator", "kf", "Administratör"),
    ):
        yield PersonText(role=role, organisation=where, name=name, address=role if where == "kf" else f"{role}.{where}")
    for body in bodies:
        yield PersonText(
            role="forvaltningschef",
            organisation=body.code,
            name=f"Förvaltningschef, {body.name}",
            address=f"forvaltningschef.{body.code}",
        )


def _decision() -> DecisionText:
    return DecisionText.model_validate(
        {"kod": "budget", "organ": "kf", "datum": f"{YEAR - 1}-11-24", "paragraf": "100", "rubrik": f"Budget {YEAR}"}
    )


def _judged_area() -> AreaText:
    return AreaText(
        decision="budget",
        judgements={"april": "nas", "delar": "delvis"},
        analysis=AnalysisText(
            result="Påhittat resultat: resultatet är bättre än målvärdet.", reasons={"april": "Påhittat."}
        ),
    )


def _committee(body: OrganisationEntry) -> CommitteeBudget:
    chance = random.Random(f"{SLUG} {body.code}")  # noqa: S311 - examples, not secrets
    profiles = sorted(PROFILES)
    rows = [
        _activity(node.code, chance.choice(profiles), 10 * chance.randint(200, 4_000), f"at-{body.code}", chance)
        for _, node in walk([body])
        if node.kind is OrganisationKind.ACTIVITY
    ]
    return CommitteeBudget(code=body.code, frame=sum(row.budget for row in rows), activities=rows)


def _activity(code: str, profile: str, budget: int, measure: str, chance: random.Random) -> ActivityBudget:
    off = [budget * chance.randint(-20, 22) // 1000 for _ in range(3)]
    return ActivityBudget(
        code=code,
        profile=profile,
        budget=budget,
        forecasts=dict(zip(("april", "maj", "delar"), (budget + row for row in off), strict=True)),
        comment="Påhittad kommentar: volymen avviker från budgeten.",
        cause="Påhittad orsak: fler ärenden än väntat.",
        consequence="Påhittad konsekvens: avvikelsen fortsätter året ut.",
        measures=[measure],
    )


def _measure(body: CommitteeBudget) -> MeasureText:
    return MeasureText.model_validate(
        {
            "kod": f"at-{body.code}",
            "organisation": body.code,
            "rubrik": f"{EXAMPLE}: samordnad bemanning",
            "ansvarig": "Förvaltningschef",
            "start": f"{YEAR}-05-01",
            "lage": "pagar",
            "effekt": body.frame // 200,
            "konsekvens": "Påhittad konsekvens: längre väntetid.",
        }
    )


def _occasions(nodes: list[OrganisationEntry], bodies: list[OrganisationEntry]) -> Iterator[OccasionText]:
    """A decided report in April, the board of every organisation in May, and the open report in August."""
    yield OccasionText(key="april", rule=APRIL_RULE, month=4, state="beslutad")
    come = [_state(how_much) for how_much in ("alla", "delvis", "inga")]
    board = {node.code: come[place % len(come)] for place, node in enumerate(nodes)}
    yield OccasionText(key="maj", rule=BOARD_RULE, month=5, state="oppen", units=board)
    half = {code: _state("delvis") for code in ("kf", *(body.code for body in bodies))}
    yield OccasionText(key="delar", rule=FORECAST_RULE, month=8, state="oppen", units=half)


def _state(how_much: HowMuch) -> UnitState:
    return UnitState(forecasts=how_much, judgements=how_much, texts=how_much)
