"""Schema of the example files in `fixtures/demo/`. Pure: no Django.

Keys are Swedish as in the steering model files; a misspelt key is an error. Amounts are thousands of kronor (tkr) of net
cost: a cost is positive in the files and becomes negative kronor in the database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

Year = int
HowMuch = Literal["alla", "delvis", "inga"]
Series = dict[Year, Decimal]


class ContentPart(BaseModel):
    """Immutable part of an example file."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class PersonText(ContentPart):
    """A demo user, named by role."""

    role: str = Field(alias="roll")
    organisation: str
    name: str = Field(alias="namn")
    address: str = Field(alias="adress", description="Före @ i e-postadressen.")


class DecisionText(ContentPart):
    """What a body decided (always an example)."""

    code: str = Field(alias="kod")
    body: str = Field(alias="organ")
    on: date = Field(alias="datum")
    paragraph: str = Field(alias="paragraf")
    diary_number: str = Field(default="", alias="dnr")
    title: str = Field(alias="rubrik")


class IndicatorText(ContentPart):
    """An indicator: from Kolada (real values) or with example values of its own."""

    kolada: str = ""
    kind: Literal["indikator", "nyckeltal", "verksamhetsmatt"] = Field(default="indikator", alias="slag")
    name: str = Field(alias="namn")
    unit: str = Field(alias="enhet")
    decimals: int = Field(default=0, alias="decimaler")
    direction: Literal["upp", "ner", ""] = Field(default="", alias="riktning")
    baseline: tuple[Year, Decimal] | None = Field(default=None, alias="ingang")
    targets: Series = Field(default_factory=dict, alias="mal")
    values: Series = Field(default_factory=dict, alias="utfall")
    women: Series = Field(default_factory=dict, alias="kvinnor")
    men: Series = Field(default_factory=dict, alias="man")
    source: str = Field(default="", alias="kalla")
    measured_next: date | None = Field(default=None, alias="mats")


class AnalysisText(ContentPart):
    """Resultat – Orsak – Åtgärd – Effekt, and per occasion the reason when the judgement differs from the indicators."""

    result: str = Field(default="", alias="resultat")
    cause: str = Field(default="", alias="orsak")
    action: str = Field(default="", alias="atgard")
    effect: str = Field(default="", alias="effekt")
    reasons: dict[str, str] = Field(default_factory=dict, alias="skal")


class OnwardText(ContentPart):
    """What is chosen for a goal whose period ends, and the next year's targets in the indicators' order."""

    kind: Literal["kvar", "andra", "avsluta"] = Field(alias="val")
    title: str = Field(default="", alias="titel")
    motive: str = Field(default="", alias="motiv")
    targets: list[Decimal] = Field(default_factory=list, alias="mal")


class GoalText(ContentPart):
    """A goal, strategy, quality factor or activity."""

    code: str = Field(alias="kod")
    level: str = Field(alias="niva")
    owner: str = Field(alias="agare")
    title: str = Field(alias="titel")
    parents: list[str] = Field(default_factory=list, alias="till")
    description: str = Field(default="", alias="beskrivning")
    motivation: str = Field(default="", alias="motivering")
    perspective: str = Field(default="", alias="perspektiv")
    years: tuple[Year, Year] | None = Field(default=None, alias="ar")
    responsible: str = Field(default="", alias="ansvarig")
    decision: str = Field(default="", alias="beslut")
    progress: str = Field(default="", alias="lage")
    completion: int | None = Field(default=None, alias="fardigt")
    indicators: list[IndicatorText] = Field(default_factory=list, alias="indikatorer")
    judgements: dict[str, str] = Field(default_factory=dict, alias="bedomt")
    analysis: AnalysisText = Field(default=AnalysisText(), alias="analys")
    onward: OnwardText | None = Field(default=None, alias="vidare")


class AreaText(ContentPart):
    """What the example adds to an area or goal of the steering file: its decision, indicators and judgements."""

    decision: str = Field(default="", alias="beslut")
    indicators: list[IndicatorText] = Field(default_factory=list, alias="indikatorer")
    judgements: dict[str, str] = Field(default_factory=dict, alias="bedomt")
    analysis: AnalysisText = Field(default=AnalysisText(), alias="analys")


class ActivityBudget(ContentPart):
    """A verksamhet's year in tkr of net cost. What is left out is made from the rest, the same way every time."""

    code: str = Field(alias="kod")
    profile: str = Field(alias="profil")
    budget: int
    last_year: int | None = Field(default=None, alias="bokslut")
    so_far: int | None = Field(default=None, alias="utfall", description="Till och med bryttidpunkten.")
    forecasts: dict[str, int] = Field(default_factory=dict, alias="prognos")
    comment: str = Field(default="", alias="kommentar")
    cause: str = Field(default="", alias="orsak")
    consequence: str = Field(default="", alias="konsekvens")
    measures: list[str] = Field(default_factory=list, alias="atgarder")


class CommitteeBudget(ContentPart):
    """A nämnd's frame: its verksamheter add up to `ram`."""

    code: str = Field(alias="kod")
    frame: int = Field(alias="ram")
    activities: list[ActivityBudget] = Field(alias="verksamheter")


class MeasureText(ContentPart):
    """A measure against a deviation; effect in tkr, plus improves the result."""

    code: str = Field(alias="kod")
    organisation: str
    title: str = Field(alias="rubrik")
    responsible: str = Field(alias="ansvarig")
    start: date
    due: date | None = Field(default=None, alias="klar")
    status: str = Field(alias="lage")
    effect: int = Field(alias="effekt")
    realised: int | None = Field(default=None, alias="hittills")
    consequence: str = Field(default="", alias="konsekvens")
    decision: str = Field(default="", alias="beslut")


class ClosingText(ContentPart):
    """The decision that closes an assignment."""

    body: str = Field(alias="organ")
    on: date = Field(alias="datum")
    paragraph: str = Field(alias="paragraf")


class AssignmentText(ContentPart):
    """An assignment, a motion or a proposal; without `klar` it is due a year after it was raised."""

    kind: Literal["uppdrag", "bifallen_motion", "motion", "medborgarforslag"] = Field(alias="slag")
    title: str = Field(alias="rubrik")
    body: str = Field(alias="organ")
    on: date = Field(alias="datum")
    paragraph: str = Field(alias="paragraf")
    diary_number: str = Field(default="", alias="dnr")
    organisation: str = Field(alias="ansvarig")
    responsible: str = Field(default="", alias="roll")
    due: date | None = Field(default=None, alias="klar")
    status: Literal["ej_paborjad", "pagar", "klar"] = Field(alias="lage")
    reported: date | None = Field(default=None, alias="anmalt")
    answer: str = Field(default="", alias="svar")
    notes: dict[date, str] = Field(default_factory=dict, alias="besked")
    closing: ClosingText | None = Field(default=None, alias="avslutat")


class ResultText(ContentPart):
    """What the whole municipality's statements hold besides the nämnder's net cost, mnkr by row: the year's budget, and
    the central items that are entered at each occasion, by its key."""

    budget: dict[str, Decimal] = Field(default_factory=dict)
    forecasts: dict[str, dict[str, Decimal]] = Field(default_factory=dict, alias="prognos")


class MoneyText(ContentPart):
    """The year's frames, outcome and forecasts."""

    decision: str = Field(default="", alias="beslut")
    last_month: int = Field(alias="till_manad", description="Sista månaden med inläst utfall.")
    closed_month: int = Field(default=0, alias="stangt_till", description="Sista stängda månaden.")
    committees: list[CommitteeBudget] = Field(alias="namnder")
    result: ResultText = Field(default=ResultText(), alias="resultat")


class UnitState(ContentPart):
    """How far a unit has come at the open occasion."""

    forecasts: HowMuch = Field(default="alla", alias="prognos")
    judgements: HowMuch = Field(default="alla", alias="bedomningar")
    texts: HowMuch = Field(default="alla", alias="texter")
    status: Literal["utkast", "inlamnad", "aterlamnad"] = "utkast"
    reason: str = Field(default="", alias="skal")


class OccasionText(ContentPart):
    """An occasion of the year: which rule, which month, how far it has come."""

    key: str = Field(alias="nyckel")
    rule: str = Field(alias="regel")
    month: int = Field(alias="manad")
    state: Literal["beslutad", "oppen"] = Field(alias="lage")
    share: Decimal = Field(default=Decimal(1), alias="andel", description="Hur stor del av avvikelsen som syntes då.")
    units: dict[str, UnitState] = Field(default_factory=dict, alias="enheter")


class PlanDecisionText(ContentPart):
    """When a plan was decided; what an official decides has no §."""

    on: date = Field(alias="datum")
    paragraph: str = Field(default="", alias="paragraf")
    diary_number: str = Field(default="", alias="dnr")


class PlanStateText(ContentPart):
    """How far an organisation's plan has come."""

    texts: HowMuch = Field(default="alla", alias="texter")
    status: Literal["utkast", "inlamnad", "aterlamnad", "beslutad"] = "utkast"
    reason: str = Field(default="", alias="skal")
    decision: PlanDecisionText | None = Field(default=None, alias="beslut")


class PlanText(ContentPart):
    """A plan that is opened: of which document, begun when, and how far each organisation has come."""

    document: str = Field(alias="dokument")
    year: Year = Field(alias="ar", description="Året då arbetet började.")
    units: dict[str, PlanStateText] = Field(default_factory=dict, alias="organisationer")


class ExampleContent(ContentPart):
    """One example municipality."""

    municipality: str = Field(alias="kommun")
    year: Year = Field(alias="ar")
    people: list[PersonText] = Field(alias="personer")
    decisions: list[DecisionText] = Field(alias="beslut")
    areas: dict[str, AreaText] = Field(default_factory=dict, alias="omraden")
    goals: list[GoalText] = Field(alias="mal")
    measures: list[MeasureText] = Field(default_factory=list, alias="atgarder")
    assignments: list[AssignmentText] = Field(default_factory=list, alias="uppdrag")
    money: MoneyText = Field(alias="pengar")
    occasions: list[OccasionText] = Field(alias="tillfallen")
    plans: list[PlanText] = Field(default_factory=list, alias="planer")


def read_yaml(path: Path) -> Any:
    """Our own YAML as plain values, by the fast C reader where PyYAML has it."""
    safe_loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=safe_loader)  # noqa: S506 - both loaders are safe ones


def read_content(path: Path) -> ExampleContent:
    """Read an example file. Raises pydantic's ValidationError when it is wrong."""
    return ExampleContent.model_validate(read_yaml(path))
