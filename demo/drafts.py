"""What stands in a report before it is handed in: forecasts, judgements and texts of an example occasion."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar

from django.utils import timezone

from accounts.models import User
from budget.models import ForecastLine
from budget.selectors.economy import economy_table
from budget.selectors.measures import effective, slot_measures
from budget.selectors.missing import deficit_left
from budget.selectors.slot_lines import lines_of
from demo.content import ActivityBudget, AnalysisText, ExampleContent, HowMuch, OccasionText, UnitState
from demo.money import KRONOR_PER_TKR, activities, create_central_items
from demo.wording import deviation_words, goal_words, period_words, section_text
from followup.models import Section
from followup.selectors.sections import headings_of
from goals.models import Goal, Judgement
from goals.rules.attainment import GoalState
from goals.selectors.demands import wants_measures
from styrmodell.access import Access
from styrmodell.models import Level, Measure, Occasion, Organisation, ScaleStep, Slot
from styrmodell.rules.vocabulary import Content
from styrmodell.selectors.slots import governing_slots

EXPLAINED = "Skillnaden mot budget hittills väntas jämna ut sig under året."
EVERYTHING = UnitState()
MOST_IN_TITLE = 200
Piece = TypeVar("Piece")


@dataclass(frozen=True, slots=True)
class Desk:
    """What reports are written with: the example's content and the rows it has become, by code."""

    content: ExampleContent
    organisations: Mapping[str, Organisation]
    goals: Mapping[str, Goal]
    measures: Mapping[str, Measure]
    steps: Mapping[str, ScaleStep]
    texts: Mapping[str, Mapping[str, str]]
    writer_of: Callable[[Organisation], User]

    def opinions(self) -> Iterator[tuple[str, Mapping[str, str], AnalysisText]]:
        """Every goal and area with how it is judged per occasion, and the analysis."""
        for code, area in self.content.areas.items():
            yield code, area.judgements, area.analysis
        for goal in self.content.goals:
            yield goal.code, goal.judgements, goal.analysis


class Drafts:
    """Writes the drafts of one occasion."""

    def __init__(self, desk: Desk, access: Access, occasion: Occasion, text: OccasionText) -> None:
        self.desk, self.occasion, self.text = desk, occasion, text
        self._access, self._slots = access, governing_slots(access, occasion)

    def write(self, slot: Slot, state: UnitState = EVERYTHING) -> None:
        """Everything that has been written in the slot so far."""
        if Content.FORECAST in self.occasion.contents:
            self._forecasts(slot, state.forecasts)
        if Content.GOALS in self.occasion.contents:
            self._judgements(slot, state.judgements)
        self._sections(slot, state)

    def activities_of(self, slot: Slot) -> list[ActivityBudget]:
        """The verksamheter whose forecast stands in the unit's slot."""
        rows = activities(self.desk.content)
        return [row for row in rows if self._governs(slot, self.desk.organisations[row.code])]

    def variance_of(self, slot: Slot) -> Decimal:
        """The slot's forecast against its budget as the pages count it, kronor; 0 before anything is forecast."""
        whole = slot.is_whole
        forecast = economy_table(self._access, self.occasion).total if whole else lines_of(self._access, slot)
        return forecast.variance or Decimal(0)

    def _governs(self, slot: Slot, organisation: Organisation) -> bool:
        governing = self._slots.get(organisation.pk)
        return governing is not None and governing.pk == slot.pk

    def _opinions(self, slot: Slot) -> list[tuple[str, Mapping[str, str], AnalysisText]]:
        key, goals, organisations = self.text.key, self.desk.goals, self.desk.organisations
        by_id = {row.pk: row for row in organisations.values()}
        return [
            opinion
            for opinion in self.desk.opinions()
            if key in opinion[1] and self._governs(slot, by_id[goals[opinion[0]].organisation_id])
        ]

    def _forecasts(self, slot: Slot, how_much: HowMuch) -> None:
        if slot.is_whole:
            create_central_items(self.desk.content, self.occasion, self.text.key)
            return
        rows = part_of_rows(self.activities_of(slot), how_much)
        lines = ForecastLine.objects.bulk_create(self._line(slot, row, how_much) for row in rows)
        through = ForecastLine.measures.through
        through.objects.bulk_create(
            through(forecastline_id=line.pk, measure_id=self.desk.measures[code].pk)
            for line, row in zip(lines, rows, strict=True)
            for code in row.measures
        )

    def _line(self, slot: Slot, row: ActivityBudget, how_much: HowMuch) -> ForecastLine:
        forecast = row.forecasts[self.text.key]
        is_worse, is_off = forecast > row.budget, forecast != row.budget
        filled_in = EXPLAINED if how_much == "alla" else ""
        return ForecastLine(
            municipality_id=slot.municipality_id,
            slot=slot,
            organisation=self.desk.organisations[row.code],
            amount=Decimal(-forecast * KRONOR_PER_TKR),
            comment=(row.comment if is_off else "") or filled_in,
            cause=row.cause if is_worse else "",
            consequence=row.consequence if is_worse else "",
            updated_by=self.desk.writer_of(slot.organisation),
            is_example=True,
        )

    def _judgements(self, slot: Slot, how_much: HowMuch) -> None:
        given = Judgement.objects.bulk_create(
            Judgement(
                municipality_id=slot.municipality_id,
                goal=self.desk.goals[code],
                slot=slot,
                step=self.desk.steps[judged[self.text.key]],
                result=analysis.result,
                cause=analysis.cause,
                action=analysis.action,
                effect=analysis.effect,
                reason=analysis.reasons.get(self.text.key, ""),
                judged_at=self.written_at,
                judged_by=self.desk.writer_of(slot.organisation),
                is_example=True,
            )
            for code, judged, analysis in part_of_rows(self._opinions(slot), how_much)
        )
        if wants_measures(slot.occasion.rule):
            self._goal_measures([row for row in given if row.step and row.step.symbol == GoalState.NOT_REACHED])

    def _goal_measures(self, failing: Sequence[Judgement]) -> None:
        """A measure for each goal that fails, unless it has one: what its analysis says is done."""
        for row in failing:
            if row.action and not row.goal.measures.exists():
                row.goal.measures.create(
                    municipality_id=row.municipality_id,
                    organisation_id=row.goal.organisation_id,
                    title=row.action.split(". ")[0].rstrip(".")[:MOST_IN_TITLE],
                    responsible=row.goal.owner_role or "Förvaltningschef",
                    start=self.occasion.cutoff,
                    is_example=True,
                )

    def _sections(self, slot: Slot, state: UnitState) -> None:
        values = self._values(slot, state)
        texts = self.desk.texts[slot.scope]
        asked = headings_of(slot.occasion.rule, slot.scope, slot.organisation.kind)
        headings = [row for row in asked if not row.is_optional or self._is_beyond_measures(slot)]
        Section.objects.bulk_create(
            Section(
                municipality_id=slot.municipality_id,
                slot=slot,
                code=heading.code,
                body=section_text(texts, heading.code, values),
                updated_by=self.desk.writer_of(slot.organisation),
                is_example=True,
            )
            for heading in part_of_rows(headings, state.texts)
        )

    def _is_beyond_measures(self, slot: Slot) -> bool:
        """Is there a deficit that the unit's measures do not meet?"""
        return bool(deficit_left(slot, lines_of(self._access, slot), effective(slot_measures(self._access, slot))))

    def _values(self, slot: Slot, state: UnitState) -> dict[str, str]:
        """What the texts speak about: only what has been forecast and judged so far."""
        words = {symbol: step.mark for symbol, step in self.desk.steps.items()}
        return {
            "namn": slot.organisation.name,
            "avvikelse": deviation_words(self.variance_of(slot)),
            "mal": goal_words(self._judged(slot, state), words),
            "period": period_words(self.occasion.month),
        }

    def _judged(self, slot: Slot, state: UnitState) -> list[str]:
        """How the slot's goals are judged, by symbol; every unit's for the whole municipality."""
        if slot.is_whole:
            judgements = Judgement.objects.filter(slot__occasion=self.occasion, goal__level__kind=Level.Kind.GOAL)
            return list(judgements.values_list("step__symbol", flat=True))
        return [judged[self.text.key] for _, judged, _ in part_of_rows(self._opinions(slot), state.judgements)]

    @property
    def written_at(self) -> datetime:
        """When the drafts were written: a few days after the cut-off."""
        return timezone.make_aware(datetime.combine(self.occasion.cutoff + timedelta(days=5), time(10, 0)))


def part_of_rows(rows: Sequence[Piece], how_much: HowMuch) -> Sequence[Piece]:
    """All, the first half (rounded up) or none."""
    return rows[: {"alla": len(rows), "delvis": (len(rows) + 1) // 2, "inga": 0}[how_much]]
