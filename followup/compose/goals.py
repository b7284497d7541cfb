"""The goals' chapter: an overview, then each goal on its place with judgement, analysis and indicators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from budget.rules.result_share import tells_result_share
from followup.compose.meta import example_note, status_of
from followup.document import goals as blocks
from followup.document.base import LabelledStatus, Status
from followup.document.blocks import Text
from followup.document.figures import Chart, StackedRow, StackPart, Stacks, TrendFigure
from followup.document.model import Chapter, DocumentSection
from followup.document.table import NumberCell, SparkCell
from goals.rules.path import YearAndValue
from goals.rules.words import ORDER, counted_in_words, judged_in_words
from goals.selectors.attainment import JudgedGoal
from goals.selectors.figures import IndicatorFigures
from goals.selectors.reported import ReportedGoals
from styrmodell.access import Access
from styrmodell.models import Slot
from styrmodell.selectors.words import steering_words
from ui.rules.marks import MARKS, Mark, Tone
from ui.rules.swedish import capitalised, plural, sv_date

NO_AREA = "Utan område"
AREA_JUDGED = "Så bedöms området"
NO_GOALS = "Inga mål hör till området"
HEADS = {"name": "indicator", "baseline": "baseline_value", "target": "target_value", "final": "final_target"}
FIGURES = ("baseline", "target", "outcome", "final")
QUESTIONS = (("result", "Resultat"), ("cause", "Orsak"), ("action", "Åtgärd"), ("effect", "Effekt"))


def chapter(access: Access, slot: Slot, reported: ReportedGoals, result: str = "") -> Chapter | None:
    """The chapter, None when nothing is reported: an overview, then area by area, then what is counted apart. `result`
    is said beside the financial goal of the year's result."""
    if not reported.judged:
        return None
    heads = _heads(access)
    overview = blocks.GoalOverview(
        id="maloversikt",
        title="Målen i översikt",
        groups=(*_area_groups(reported), *_other_groups(reported)),
        previous_label=_previous_label(reported.judged),
        example=example(reported.judged),
    )
    development = _development(reported.goals, f"Per {sv_date(slot.occasion.cutoff)}")
    lead = Text.plain("\n\n".join(summary(reported)), "lead")
    first = DocumentSection(heading="Översikt", blocks=(lead, overview, *development))
    sections = (*_area_sections(reported, heads), *_others(reported, heads))
    told = (_with_result(section, result) for section in sections) if result else sections
    return Chapter(id="malen", heading="Målen", sections=(first, *told))


def _with_result(section: DocumentSection, result: str) -> DocumentSection:
    """The section with the year's result said under the indicators that measure it."""
    told = (
        block.model_copy(update={"notes": (*block.notes, result)})
        if isinstance(block, blocks.GoalBlock) and _tells_result(block)
        else block
        for block in section.blocks
    )
    return section.model_copy(update={"blocks": tuple(told)})


def _tells_result(block: blocks.GoalBlock) -> bool:
    return any(tells_result_share(row.name, row.unit) for row in block.indicators)


def summary(reported: ReportedGoals) -> list[str]:
    """How the goals stand; then what is counted apart, level by level, and what is left out."""
    said = [sentence(reported.goals)] if reported.goals else []
    for rows in _by_level(reported.others):
        said.append(f"{capitalised(rows[0].level.plural)}: {_counted(rows)}.")
    if reported.drafts:
        many = capitalised(plural(reported.drafts, "mål", "mål", in_words=True, neuter=True))
        said.append(f"{many} är inte {'beslutat' if reported.drafts == 1 else 'beslutade'} och redovisas inte.")
    return said


def _counted(rows: Sequence[JudgedGoal]) -> str:
    return counted_in_words([row.step for row in rows])


def _by_level(rows: Sequence[JudgedGoal]) -> list[list[JudgedGoal]]:
    return [list(of_level) for _, of_level in groupby(rows, lambda row: row.level)]


def _in_area(reported: ReportedGoals, area: str) -> list[JudgedGoal]:
    """The area's goals; a goal with two areas stands under both. Without an area: those that have none."""
    return [goal for goal in reported.goals if (area in goal.areas if area else not goal.areas)]


def _area_groups(reported: ReportedGoals) -> Iterator[blocks.GoalGroup]:
    for area in reported.areas:
        judged = (_line(area.judged).model_copy(update={"title": AREA_JUDGED}),) if area.judged else ()
        lines = tuple(map(_line, _in_area(reported, area.title))) or (blocks.GoalLine(title=NO_GOALS),)
        yield blocks.GoalGroup(name=area.title, goals=(*judged, *lines))
    if alone := _in_area(reported, ""):
        yield blocks.GoalGroup(name=NO_AREA if reported.areas else "", goals=tuple(map(_line, alone)))


def _other_groups(reported: ReportedGoals) -> Iterator[blocks.GoalGroup]:
    for rows in _by_level(reported.others):
        yield blocks.GoalGroup(name=capitalised(rows[0].level.plural), goals=tuple(map(_line, rows)))


def _area_sections(reported: ReportedGoals, heads: blocks.IndicatorHeads) -> Iterator[DocumentSection]:
    """A section for each area, also one without goals: its own judgement first, then its goals."""
    for area in reported.areas:
        rows = _in_area(reported, area.title)
        own = (_block(area.judged, heads).model_copy(update={"title": AREA_JUDGED}),) if area.judged else ()
        yield DocumentSection(
            heading=area.title,
            summary=sentence(rows) if rows else f"{NO_GOALS}.",
            blocks=(*own, *(_block_in(area.title, goal, heads) for goal in rows)),
        )
    if alone := _in_area(reported, ""):
        whole = tuple(_block(goal, heads) for goal in alone)
        yield DocumentSection(heading=NO_AREA if reported.areas else "Mål", summary=sentence(alone), blocks=whole)


def _block_in(area: str, goal: JudgedGoal, heads: blocks.IndicatorHeads) -> blocks.GoalBlock:
    """The whole goal under its first area; under its other areas how it is judged and where it is told."""
    if area == goal.areas[0]:
        return _block(goal, heads)
    return blocks.GoalBlock(
        title=goal.title,
        level_word=capitalised(goal.level.singular),
        owner=goal.owner,
        status=step_status(goal),
        texts=(blocks.Narrative(label=blocks.TOLD_UNDER, text=goal.areas[0]),),
        example=example([goal]),
    )


def _others(reported: ReportedGoals, heads: blocks.IndicatorHeads) -> Iterator[DocumentSection]:
    for rows in _by_level(reported.others):
        name = capitalised(rows[0].level.plural)
        whole = tuple(_block(goal, heads) for goal in rows)
        yield DocumentSection(heading=name, summary=capitalised(f"{_counted(rows)}."), blocks=whole)


def sentence(goals: Sequence[JudgedGoal]) -> str:
    """What has been judged, in the scale's own words."""
    return judged_in_words([goal.step for goal in goals])


def anchor(goal: JudgedGoal) -> str:
    """Where the goal stands in the report."""
    return f"mal-{goal.pk}"


def counts(statuses: Iterable[Status]) -> tuple[StackPart, ...]:
    """How many goals stand at each step, best first."""
    counted = Counter((status.label, status.tone) for status in statuses)
    return tuple(
        StackPart(label=label, count=count, tone=tone) for (label, tone), count in sorted(counted.items(), key=_place)
    )


def _place(item: tuple[tuple[str, Tone], int]) -> int:
    return ORDER.index(item[0][1])


def _development(goals: Sequence[JudgedGoal], now: str) -> tuple[Chart, ...]:
    """Last time's judgements over this time's, of the goals that were judged then; nothing the first time."""
    judged_before = [goal for goal in goals if goal.previous]
    if not judged_before:
        return ()
    before = counts(mark_status(goal.previous.mark) for goal in judged_before if goal.previous)
    rows = (
        StackedRow(label=_previous_label(goals), parts=before),
        StackedRow(label=now, parts=counts(map(step_status, goals))),
    )
    title, unit = "Måluppfyllelsen vid varje uppföljning", "antal mål"
    return (Chart(title=title, unit=unit, figure=Stacks(rows=rows), example=example(goals)),)


def step_status(goal: JudgedGoal) -> Status:
    """The judgement as it is frozen; not judged has its own mark."""
    return mark_status(goal.step or MARKS["ejbed"])


def mark_status(mark: Mark) -> Status:
    """A mark of the house as it is frozen."""
    return status_of(mark.label, mark.tone, mark.symbol)


def example(goals: Iterable[JudgedGoal]) -> str:
    """The note where a goal, its judgement or one of its indicators is made up for the examples."""
    return example_note(goal.is_example or any(row.is_example for row in goal.indicators) for goal in goals)


def _previous_label(goals: Sequence[JudgedGoal]) -> str:
    """When the goals were judged last time; empty when none was."""
    dates = [goal.previous.cutoff for goal in goals if goal.previous]
    return f"Per {sv_date(max(dates))}" if dates else ""


def _line(goal: JudgedGoal) -> blocks.GoalLine:
    return blocks.GoalLine(
        title=goal.title,
        owner=goal.owner,
        met=goal.met,
        measured=goal.measured or None,
        previous=mark_status(goal.previous.mark) if goal.previous else None,
        now=step_status(goal),
    )


def _heads(access: Access) -> blocks.IndicatorHeads:
    """The indicator table's headings in the municipality's own words, where it has its own (one query)."""
    own = steering_words(access)
    given = {field: capitalised(own[key].singular) for field, key in HEADS.items() if key in own}
    return blocks.IndicatorHeads(**given)


def _heads_of(goal: JudgedGoal, heads: blocks.IndicatorHeads) -> blocks.IndicatorHeads:
    """With the year, where it is the same for every indicator; without the final target where it is the one before."""
    dated = {field: f"{getattr(heads, field)} {year}" for field, year in _shared_years(goal).items()}
    says_more = any(row.final != row.aim for row in goal.indicators)
    return heads.model_copy(update=dated if says_more else {**dated, "final": ""})


def _points(row: IndicatorFigures) -> dict[str, YearAndValue | None]:
    """What the table says about an indicator, each with its year."""
    outcome = row.measured.outcome
    return {"baseline": row.baseline, "target": row.aim, "outcome": outcome, "final": row.final}


def _shared_years(goal: JudgedGoal) -> dict[str, int]:
    """The year of a column, where all of its figures are of the same year."""
    columns = [_points(row) for row in goal.indicators]
    years = {field: {point[0] for row in columns if (point := row[field])} for field in FIGURES}
    return {field: found.pop() for field, found in years.items() if len(found) == 1}


def _block(goal: JudgedGoal, heads: blocks.IndicatorHeads) -> blocks.GoalBlock:
    texts = [(label, getattr(goal, field)) for field, label in QUESTIONS]
    judging = [row for row in goal.indicators if row.judges]
    shared = _shared_years(goal)
    return blocks.GoalBlock(
        id=anchor(goal),
        title=goal.title,
        level_word=capitalised(goal.level.singular),
        owner=goal.owner,
        status=step_status(goal),
        previous=LabelledStatus(label=f"Per {sv_date(goal.previous.cutoff)}", status=mark_status(goal.previous.mark))
        if goal.previous
        else None,
        indicated=mark_status(goal.indicated) if goal.differs else None,
        texts=tuple(blocks.Narrative(label=label, text=text) for label, text in texts if text),
        reason=goal.reason if goal.differs else "",
        heads=_heads_of(goal, heads),
        indicators=tuple(_indicator(row, shared) for row in goal.indicators),
        notes=tuple(note for row in goal.indicators for note in _targets_to_come(row)),
        chart=_chart(judging[0]) if judging else None,
        source=_sources(goal.indicators),
        example=example([goal]),
    )


def _indicator(row: IndicatorFigures, shared: Mapping[str, int]) -> blocks.IndicatorRow:
    """The row; a figure whose column has several years says its own."""
    cells = {field: _dated(point, field in shared) for field, point in _points(row).items()}
    return blocks.IndicatorRow(
        name=row.name if row.judges else f"{row.name} (följs)",
        unit=row.unit,
        decimals=row.decimals,
        **cells,
        spark=_spark(row),
        status=mark_status(row.mark) if row.mark else None,
    )


def _dated(point: YearAndValue | None, in_head: bool) -> NumberCell | None:
    if point is None:
        return None
    return NumberCell(value=point[1], mark="" if in_head else f"({point[0]})")


def _targets_to_come(row: IndicatorFigures) -> list[str]:
    """The report's year's target, where the table has only the outcome's year's and the last one."""
    if row.target is None or row.target in {row.aim, row.final}:
        return []
    return [f"{row.name}: målvärdet {row.target[0]} är {row.write(row.target[1])}."]


def _spark(row: IndicatorFigures) -> SparkCell | None:
    measured = [point for point in row.values if point.value is not None]
    if len(measured) < 2:
        return None
    return SparkCell(
        name=row.name,
        labels=tuple(str(point.year) for point in row.values),
        values=tuple(row.series),
        target=row.aim_value,
        decimals=row.decimals,
    )


def _chart(row: IndicatorFigures) -> Chart | None:
    """The lead indicator over time, when there is a line to draw."""
    if sum(point.value is not None for point in row.values) < 3:
        return None
    labels = tuple(str(point.year) for point in row.values)
    figure = TrendFigure(labels=labels, values=tuple(row.series), target=row.aim_value)
    return Chart(title=row.name, unit=row.unit, decimals=row.decimals, figure=figure)


def _sources(rows: Sequence[IndicatorFigures]) -> str:
    return ", ".join(dict.fromkeys(f"{row.source} {row.source_code}".strip() for row in rows if row.source))
