"""Goals of an example municipality: areas from its steering file, the rest from its example file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from demo.content import AreaText, GoalText, IndicatorText, OnwardText
from demo.kolada import PRELIMINARY_YEAR, Municipal
from goals.models import (
    CarryChoice,
    CarryTarget,
    Goal,
    GoalLink,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    PeerValue,
)
from styrmodell.models import Decision, Level, Municipality, Organisation, Perspective

Gender = IndicatorValue.Gender


@dataclass(frozen=True, slots=True)
class Shelf:
    """What goals hang on, by code."""

    municipality: Municipality
    organisations: Mapping[str, Organisation]
    levels: Mapping[str, Level]
    perspectives: Mapping[str, Perspective]
    decisions: Mapping[str, Decision]
    series: Mapping[str, Mapping[str, Municipal]]
    year: int


def create_goals(shelf: Shelf, texts: Sequence[GoalText], areas: Mapping[str, Goal]) -> dict[str, Goal]:
    """Write the goals with links and indicators; returns every goal by code, the areas among them."""
    created = Goal.objects.bulk_create(_goal(shelf, text, position) for position, text in enumerate(texts, start=100))
    goals = {**areas, **{goal.code: goal for goal in created}}
    GoalLink.objects.bulk_create(
        GoalLink(municipality=shelf.municipality, child=goals[text.code], parent=goals[parent])
        for text in texts
        for parent in text.parents
    )
    _create_indicators(shelf, [(goals[text.code], measured) for text in texts for measured in text.indicators])
    for text in texts:
        if text.onward:
            _choose(goals[text.code], text.onward)
    return goals


def _choose(goal: Goal, text: OnwardText) -> None:
    """What is chosen for a goal whose period ends."""
    choice = CarryChoice.objects.create(
        municipality_id=goal.municipality_id, goal=goal, kind=text.kind, title=text.title, motive=text.motive
    )
    judging = goal.indicators.filter(kind=Indicator.Kind.INDICATOR)
    CarryTarget.objects.bulk_create(
        CarryTarget(municipality_id=goal.municipality_id, choice=choice, indicator=indicator, value=value)
        for indicator, value in zip(judging, text.targets, strict=False)
    )


def _goal(shelf: Shelf, text: GoalText, position: int) -> Goal:
    first, last = text.years or (shelf.year, shelf.year)
    return Goal(
        municipality=shelf.municipality,
        level=shelf.levels[text.level],
        organisation=shelf.organisations[text.owner],
        code=text.code,
        title=text.title,
        description=text.description,
        motivation=text.motivation,
        perspective=shelf.perspectives[text.perspective] if text.perspective else None,
        year_from=first,
        year_to=last,
        owner_role=text.responsible,
        decision=shelf.decisions[text.decision] if text.decision else None,
        progress=text.progress,
        completion=text.completion,
        position=position,
        is_example=True,
    )


def complete_areas(shelf: Shelf, texts: Mapping[str, AreaText], areas: Mapping[str, Goal]) -> None:
    """Decisions and indicators of what comes from the steering file."""
    for code, text in texts.items():
        if text.decision:
            areas[code].decision = shelf.decisions[text.decision]
            areas[code].save(update_fields=["decision"])
    _create_indicators(shelf, [(areas[code], measured) for code, text in texts.items() for measured in text.indicators])


def _create_indicators(shelf: Shelf, wanted: Sequence[tuple[Goal, IndicatorText]]) -> None:
    rows = [_indicator(shelf, goal, measured, place) for place, (goal, measured) in enumerate(wanted)]
    pairs = list(zip(Indicator.objects.bulk_create(rows), [measured for _, measured in wanted], strict=True))
    IndicatorTarget.objects.bulk_create(
        IndicatorTarget(municipality=shelf.municipality, indicator=indicator, year=year, value=value)
        for indicator, measured in pairs
        for year, value in measured.targets.items()
    )
    IndicatorValue.objects.bulk_create(
        value for indicator, measured in pairs for value in _values(shelf, indicator, measured)
    )
    PeerValue.objects.bulk_create(
        value for indicator, measured in pairs if measured.kolada for value in _peers(shelf, indicator)
    )


def _indicator(shelf: Shelf, goal: Goal, measured: IndicatorText, position: int) -> Indicator:
    baseline_year, baseline = measured.baseline or (None, None)
    return Indicator(
        municipality=shelf.municipality,
        goal=goal,
        kind=measured.kind,
        name=measured.name,
        unit=measured.unit,
        decimals=measured.decimals,
        direction=measured.direction,
        baseline=_rounded(baseline),
        baseline_year=baseline_year,
        source="Kolada" if measured.kolada else measured.source,
        source_code=measured.kolada,
        measured_next=measured.measured_next,
        position=position,
        is_example=not measured.kolada,
    )


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.0001"))


def _values(shelf: Shelf, indicator: Indicator, measured: IndicatorText) -> list[IndicatorValue]:
    if measured.kolada:
        own = shelf.series[measured.kolada][shelf.municipality.code].values
        return [
            _value(indicator, year, Gender.TOTAL, value, is_preliminary=year == PRELIMINARY_YEAR)
            for year, value in own.items()
        ]
    genders = ((Gender.TOTAL, measured.values), (Gender.WOMEN, measured.women), (Gender.MEN, measured.men))
    return [_value(indicator, year, gender, value) for gender, series in genders for year, value in series.items()]


def _value(
    indicator: Indicator, year: int, gender: Gender, value: Decimal | None, *, is_preliminary: bool = False
) -> IndicatorValue:
    return IndicatorValue(
        municipality_id=indicator.municipality_id,
        indicator=indicator,
        year=year,
        gender=gender,
        value=value,
        is_preliminary=is_preliminary,
    )


def _peers(shelf: Shelf, indicator: Indicator) -> list[PeerValue]:
    """Every other municipality that the extract holds, year by year."""
    return [
        PeerValue(
            municipality=shelf.municipality,
            indicator=indicator,
            peer_code=other.code,
            peer_name=other.name,
            year=year,
            value=value,
        )
        for other in shelf.series[indicator.source_code].values()
        if other.code != shelf.municipality.code
        for year, value in other.values.items()
        if value is not None
    ]
