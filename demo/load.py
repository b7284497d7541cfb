"""Loading one example municipality: steering model, people, goals, money, reports. All or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.models import User
from demo.assignments import create_assignments
from demo.content import ExampleContent, read_content
from demo.copying import check_at_once
from demo.drafts import Desk
from demo.goals import Shelf, complete_areas, create_goals
from demo.kolada import read_series
from demo.money import create_budget, create_measures, create_outcomes, create_statements
from demo.people import create_people, review_one_part, share_economist
from demo.plans import create_plans
from demo.reports import Office, create_reports
from demo.wording import read_texts
from goals.actions.steering import load_whole_file
from goals.models import Goal
from styrmodell.access import Access, access_for
from styrmodell.loader.read import read_steering_file
from styrmodell.models import (
    AccountGroup,
    Decision,
    Level,
    Municipality,
    OccasionRule,
    Organisation,
    Perspective,
    Scale,
    ScaleStep,
    SteeringModel,
)

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
EXAMPLES = ("hallsberg", "alingsas", "svenljunga", "strategiplan", "ange")


@dataclass(frozen=True, slots=True)
class LoadedExample:
    """What was made, for whoever ran the command."""

    name: str
    people: int
    goals: int
    rows: int
    decided: int


@transaction.atomic
def load_example(slug: str) -> LoadedExample | None:
    """Load an example municipality; None when it is there already, and then nothing is touched."""
    if Municipality.objects.filter(slug=slug).exists():
        return None
    check_at_once()
    applied = load_whole_file(file=read_steering_file(FIXTURES / f"{slug}.yaml"), is_demo=True)
    content = read_content(FIXTURES / "demo" / f"{slug}.yaml")
    return ExampleLoader(applied.municipality, applied.model, content).load()


class ExampleLoader:
    """Writes an example's content into its municipality, each part after what it points to."""

    def __init__(self, municipality: Municipality, model: SteeringModel, content: ExampleContent) -> None:
        self.municipality, self.model, self.content = municipality, model, content
        self.organisations = by_code(Organisation, municipality=municipality)
        self.groups = by_code(AccountGroup, model=model)
        self.users: dict[str, User] = {}
        self._access: dict[str, Access] = {}

    def load(self) -> LoadedExample:
        """Everything, in order."""
        content, organisations = self.content, self.organisations
        self.users = create_people(self.municipality, organisations, content.people)
        share_economist(organisations["kf"])
        review_one_part(self.municipality, self.users)
        decisions = self._decisions()
        goals = self._goals(decisions)
        measures = create_measures(content.measures, organisations, decisions)
        create_assignments(content.assignments, organisations, self.head_of)
        create_budget(content, organisations, self.groups, decisions.get(content.money.decision))
        rows = self.create_outcomes()
        create_statements(content, self.municipality, FIXTURES / "data")
        texts = read_texts(FIXTURES / "demo" / "texter.yaml")
        desk = Desk(content, organisations, goals, measures, self._steps(), texts, self.head_of)
        office = Office(self.access("controller kf"), self._access_of_head)
        rules = by_code(OccasionRule, model=self.model)
        decided = create_plans([row for row in content.plans if row.year < content.year], office, rules, texts["plan"])
        decided += create_reports(content, desk, office, rules)
        decided += create_plans(
            [row for row in content.plans if row.year >= content.year], office, rules, texts["plan"]
        )
        return LoadedExample(self.municipality.name, len(self.users), len(goals), rows, decided)

    def create_outcomes(self) -> int:
        """Post the year before and this year's months; returns the number of rows."""
        return create_outcomes(self.content, self.municipality, self.organisations, self.groups)

    def access(self, key: str) -> Access:
        """The rights of a demo user, read once."""
        if key not in self._access:
            self._access[key] = access_for(self.users[key], self.municipality)
        return self._access[key]

    def head_of(self, unit: Organisation) -> User:
        """Who writes in a unit's report: its head, its secretary when it has none, else the controller."""
        keys = (f"forvaltningschef {unit.code}", f"namndsekreterare {unit.code}", "controller kf")
        return next(self.users[key] for key in keys if key in self.users)

    def _access_of_head(self, unit: Organisation) -> Access:
        key = f"forvaltningschef {unit.code}"
        return self.access(key if key in self.users else "controller kf")

    def _decisions(self) -> dict[str, Decision]:
        rows = Decision.objects.bulk_create(
            Decision(
                municipality=self.municipality,
                organisation=self.organisations[text.body],
                date=text.on,
                paragraph=text.paragraph,
                diary_number=text.diary_number,
                title=text.title,
                is_example=True,
            )
            for text in self.content.decisions
        )
        return {text.code: row for text, row in zip(self.content.decisions, rows, strict=True)}

    def _goals(self, decisions: Mapping[str, Decision]) -> dict[str, Goal]:
        shelf = Shelf(
            municipality=self.municipality,
            organisations=self.organisations,
            levels=by_code(Level, model=self.model),
            perspectives=by_code(Perspective, model=self.model),
            decisions=decisions,
            series=read_series(FIXTURES / "data"),
            year=self.content.year,
        )
        areas = by_code(Goal, municipality=self.municipality)
        complete_areas(shelf, self.content.areas, areas)
        return create_goals(shelf, self.content.goals, areas)

    def _steps(self) -> dict[str, ScaleStep]:
        """The steps by which goals are judged, by mark: the municipality's words differ, the marks do not."""
        steps = ScaleStep.objects.filter(scale__model=self.model, scale__kind=Scale.Kind.GOAL).order_by("-position")
        return {step.symbol: step for step in steps}


def by_code(kind: type[Any], **scope: Any) -> dict[str, Any]:
    """Rows by code inside a municipality or model."""
    return {row.code: row for row in kind._default_manager.filter(**scope)}
