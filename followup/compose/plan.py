"""The goals of a plan as a chapter: which they are and by what decision, their targets year by year, their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from followup.compose.meta import example_note
from followup.document.blocks import Block, HeadingBlock, Points, SummaryBlock, Text
from followup.document.model import Chapter, DocumentDecision, DocumentSection
from followup.document.table import Col, NumberCell, Row, Table, TextCell
from goals.models import Goal
from goals.selectors.planned import PlannedGoal
from styrmodell.models import Slot
from ui.rules.swedish import capitalised, plural

PROGRESS = dict(Goal.Progress.choices)
MOST_YEARS = 4


def summary(slot: Slot, goals: Sequence[PlannedGoal], decisions: Sequence[DocumentDecision]) -> Chapter:
    """The plan on a page: what it holds, and what is decided or proposed."""
    lines = [
        f"{capitalised(plural(len(rows), rows[0].goal.level.singular, rows[0].goal.level.plural))}"
        for rows in _by_level(goals)
    ]
    lead = f"{slot.occasion.title}, {slot.organisation.name}."
    if decisions:
        points = Points(heading="Beslut", items=tuple(f"{row.body} {row.when}" for row in decisions))
    else:
        points = Points(heading="Förslag till beslut", items=(f"{slot.occasion.title} fastställs.",))
    held = Points(heading="Planen innehåller", items=tuple(lines)) if lines else None
    block = SummaryBlock(lead=lead, changes=held, decisions=points, example=_example(goals))
    return Chapter(id="laget", heading="Planen på en sida", numbered=False, blocks=(block,))


def chapter(slot: Slot, goals: Sequence[PlannedGoal], ended: Sequence[Goal]) -> Chapter | None:
    """The chapter, None when the plan has no goals; a section for each level, and one for the goals that end."""
    if not goals and not ended:
        return None
    sections = (*_sections(slot, goals), *_ended(ended))
    return Chapter(id="malen", heading="Mål och aktiviteter", sections=sections)


def _ended(goals: Sequence[Goal]) -> Iterator[DocumentSection]:
    """The goals of the period before that end, each with its motive."""
    if goals:
        rows = tuple(Row(label=goal.title, cells=(TextCell(text=goal.carry_choice.motive),)) for goal in goals)
        cols = (Col(label="Motiv", kind="text"),)
        example = example_note(goal.is_example for goal in goals)
        table = Table(title="Avslutas", corner="Mål", cols=cols, rows=rows, example=example, splits=True)
        yield DocumentSection(heading="Avslutas", blocks=(table,))


def _by_level(goals: Sequence[PlannedGoal]) -> list[list[PlannedGoal]]:
    return [list(rows) for _, rows in groupby(goals, lambda row: row.goal.level)]


def _sections(slot: Slot, goals: Sequence[PlannedGoal]) -> Iterator[DocumentSection]:
    for rows in _by_level(goals):
        name = capitalised(rows[0].goal.level.plural)
        targets = _targets(slot, name, rows)
        words = [block for row in rows for block in _words(row)]
        blocks: tuple[Block, ...] = (_overview(name, rows), *([targets] if targets else []), *words)
        yield DocumentSection(heading=name, blocks=blocks)


def _overview(name: str, rows: Sequence[PlannedGoal]) -> Table:
    """Every goal with its owner, what it contributes to and its decision; an activity with how far it has come."""
    is_activity = rows[0].is_activity
    last = "Läge" if is_activity else "Beslut"
    labels = ("Organisation", "Ansvarig", "Bidrar till", "Gäller", last)
    return Table(
        title=name,
        corner=name,
        cols=tuple(Col(label=label, kind="text") for label in labels),
        rows=tuple(
            Row(
                label=row.goal.title,
                cells=(
                    TextCell(text=row.goal.organisation.name),
                    TextCell(text=row.goal.owner_role),
                    TextCell(text=", ".join(row.parents)),
                    TextCell(text=row.goal.years),
                    TextCell(text=PROGRESS.get(row.goal.progress, "") if is_activity else _decided(row)),
                ),
            )
            for row in rows
        ),
        example=_example(rows),
        splits=True,
    )


def _decided(row: PlannedGoal) -> str:
    return row.decision or ("Förslag" if row.waits else "")


def _targets(slot: Slot, name: str, rows: Sequence[PlannedGoal]) -> Table | None:
    """The indicators with baseline and target for each of the plan's years, goal by goal."""
    first, last = slot.occasion.year_from or 0, slot.occasion.year_to or 0
    years = range(first, min(last, first + MOST_YEARS - 1) + 1)
    lines: list[Row] = []
    for row in rows:
        if row.indicators:
            lines.append(Row(label=row.goal.title, kind="group"))
        for indicator in row.indicators:
            found = [indicator.targets.get(year) for year in years]
            baseline = f"({indicator.baseline_year})" if indicator.baseline_year else ""
            lines.append(
                Row(
                    label=indicator.name,
                    decimals=indicator.decimals,
                    cells=(
                        TextCell(text=indicator.unit),
                        None if indicator.baseline is None else NumberCell(value=indicator.baseline, mark=baseline),
                        *(None if value is None else NumberCell(value=value) for value in found),
                    ),
                )
            )
    if not lines:
        return None
    numbers = ("Ingång", *(str(year) for year in years))
    cols = (Col(label="Enhet", kind="text"), *(Col(label=label, kind="number") for label in numbers))
    title = f"{name}: indikatorer och målvärden"
    return Table(title=title, corner="Indikator", cols=cols, rows=tuple(lines), example=_example(rows), splits=True)


def _words(row: PlannedGoal) -> Iterator[Block]:
    """What is said of a goal beside its wording, and why it is decided although something is lacking."""
    goal = row.goal
    said = [text for text in (goal.description, goal.motivation) if text]
    if row.motive:
        said.append(f"Ändrat sedan förra perioden: {row.motive}")
    if goal.departure:
        said.append(f"Fastställt trots det som saknas: {goal.departure}")
    if said:
        yield HeadingBlock(text=goal.title)
        yield Text.plain("\n\n".join(said))


def _example(rows: Sequence[PlannedGoal]) -> str:
    return example_note(row.goal.is_example for row in rows)
