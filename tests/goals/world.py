"""A small municipality with a chain: two areas, nämndmål under them, strategies and activities, and one occasion."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from django.urls import reverse

from goals.models import Goal, GoalLink, Judgement
from goals.selectors.attainment import JudgedGoal, read_judged
from styrmodell.access import Access
from styrmodell.models import (
    Decision,
    Level,
    Municipality,
    Occasion,
    OccasionRule,
    Organisation,
    Scale,
    ScaleStep,
    Slot,
    SteeringModel,
    Step,
)
from tests.factories import (
    DecisionFactory,
    GoalFactory,
    IndicatorFactory,
    IndicatorTargetFactory,
    IndicatorValueFactory,
    JudgementFactory,
    LevelFactory,
    MunicipalityFactory,
    OccasionFactory,
    OccasionRuleFactory,
    OrganisationFactory,
    ScaleFactory,
    ScaleStepFactory,
    SlotFactory,
    SteeringModelFactory,
)

YEAR = 2026
JUDGED_AT = datetime(2026, 8, 21, 12, 0, tzinfo=UTC)


@dataclass
class World:
    """What the tests stand on. `board` has a committee's slot, `whole` the municipality's."""

    municipality: Municipality
    model: SteeringModel
    assembly: Organisation
    committee: Organisation
    other_committee: Organisation
    department: Organisation
    unit: Organisation
    levels: dict[str, Level]
    steps: dict[str, ScaleStep]
    rule: OccasionRule
    spring: Occasion
    occasion: Occasion
    decision: Decision
    slots: dict[tuple[int, int], Slot] = field(default_factory=dict)

    @property
    def slot(self) -> Slot:
        """The committee's slot at the occasion."""
        return self.slots[self.occasion.pk, self.committee.pk]

    @property
    def whole(self) -> Slot:
        """The whole municipality's slot at the occasion."""
        return self.slots[self.occasion.pk, self.assembly.pk]

    def goal(
        self, level: str = "namndmal", owner: Organisation | None = None, *parents: Goal, **fields: object
    ) -> Goal:
        """A goal on a level, hanging under the parents."""
        goal = GoalFactory(
            level=self.levels[level],
            municipality=self.municipality,
            organisation=owner or self.committee,
            **fields,
        )
        for parent in parents:
            GoalLink.objects.create(municipality=self.municipality, child=goal, parent=parent)
        return goal

    def decided(
        self, level: str = "namndmal", owner: Organisation | None = None, *parents: Goal, **fields: object
    ) -> Goal:
        """A goal that politics has decided, so that reports show and count it."""
        return self.goal(level, owner, *parents, decision=self.decision, **fields)

    def measured(
        self,
        goal: Goal,
        *values: int | str | None,
        target: int | str | None = 80,
        direction: str = "upp",
        **fields: object,
    ) -> object:
        """An indicator with values for the years up to 2026 (the last value is 2026's) and a target for 2026."""
        indicator = IndicatorFactory(goal=goal, municipality=self.municipality, direction=direction, **fields)
        for year, value in zip(range(YEAR - len(values) + 1, YEAR + 1), values, strict=True):
            IndicatorValueFactory(indicator=indicator, year=year, value=None if value is None else Decimal(value))
        if target is not None:
            IndicatorTargetFactory(indicator=indicator, year=YEAR, value=Decimal(target))
        return indicator

    def judged(self, goal: Goal, step: str, slot: Slot | None = None, **fields: object) -> Judgement:
        """The goal judged at the slot."""
        return JudgementFactory(
            goal=goal,
            slot=slot or self.slot,
            municipality=self.municipality,
            step=self.steps[step],
            judged_at=JUDGED_AT,
            **fields,
        )


def judged_goals(access: Access, *, slot: Slot | None = None, occasion: Occasion | None = None) -> list[JudgedGoal]:
    """The slot's goals that are judged, or all of the occasion's."""
    at = slot.occasion if slot else occasion
    assert at is not None
    return read_judged(access, at, slot)[1]


def url(world: World, name: str, *args: object) -> str:
    """The address of a page of the goals in the world."""
    return reverse(f"goals:{name}", args=[world.municipality.slug, *args])


def build_world() -> World:
    """Make the world: KF over two nämnder, the first with a förvaltning and a unit."""
    municipality = MunicipalityFactory()
    model = SteeringModelFactory(municipality=municipality, vision_title="Det goda Provköping")

    def organisation(name: str, kind: str, parent: Organisation | None = None) -> Organisation:
        return OrganisationFactory(municipality=municipality, name=name, kind=kind, parent=parent)

    assembly = organisation("Fullmäktige", "fullmaktige")
    committee = organisation("Skolnämnden", "namnd", assembly)
    other = organisation("Vårdnämnden", "namnd", assembly)
    department = organisation("Skolförvaltningen", "forvaltning", committee)
    unit = organisation("Norra skolan", "enhet", department)
    rule = OccasionRuleFactory(model=model, municipality=municipality)
    spring = OccasionFactory(rule=rule, month=4, cutoff=date(2026, 4, 30), name="Tertialrapport")
    world = World(
        municipality, model, assembly, committee, other, department, unit,
        levels=_levels(model), steps=_scale(model), rule=rule, spring=spring,
        occasion=OccasionFactory(rule=rule), decision=DecisionFactory(organisation=assembly),
    )  # fmt: skip
    for occasion in (spring, world.occasion):
        for owner in (committee, other):
            world.slots[occasion.pk, owner.pk] = SlotFactory(occasion=occasion, organisation=owner)
        world.slots[occasion.pk, assembly.pk] = SlotFactory(
            occasion=occasion, organisation=assembly, scope=Step.Scope.WHOLE
        )
    return world


def _levels(model: SteeringModel) -> dict[str, Level]:
    def level(code: str, plural: str, kind: str, position: int, *parents: Level, **fields: object) -> Level:
        made = LevelFactory(
            model=model, code=code, singular=code, plural=plural, definite=code, kind=kind, position=position, **fields
        )
        made.parents.set(parents)
        return made

    area = level("omrade", "områden", "omrade", 1, is_judged=False, owner_kinds=["fullmaktige"])
    goal = level(
        "namndmal",
        "nämndmål",
        "mal",
        2,
        area,
        owner_kinds=["namnd", "styrelse"],
        smart="SMART",
        decided_by_kind="namnd",
    )
    how = {"sphere": "hur", "is_judged": False}
    strategy = level("strategi", "strategier", "strategi", 3, area, goal, owner_kinds=["forvaltning"], **how)
    activity = level("aktivitet", "aktiviteter", "aktivitet", 4, strategy, goal, owner_kinds=["enhet"], **how)
    return {found.code: found for found in (area, goal, strategy, activity)}


def _scale(model: SteeringModel) -> dict[str, ScaleStep]:
    goals = ScaleFactory(model=model, kind=Scale.Kind.GOAL)
    steps = [("Uppfyllt", "nas", "ok"), ("Delvis uppfyllt", "delvis", "part"), ("Ej uppfyllt", "nasinte", "bad"),
             ("Ej bedömt", "ejbed", "none")]  # fmt: skip
    made = {
        symbol: ScaleStepFactory(scale=goals, code=symbol, label=label, symbol=symbol, tone=tone, position=position)
        for position, (label, symbol, tone) in enumerate(steps)
    }
    indicators = ScaleFactory(model=model, kind=Scale.Kind.INDICATOR)
    ScaleStepFactory(
        scale=indicators, code="ratt", label="Rätt riktning, når inte fullt ut", symbol="i-ratt", tone="part"
    )
    return made
