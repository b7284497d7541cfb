"""The year's goals with their links and judgements, in one query whatever their number: tree, list and counts
all start here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from goals.models import Goal, GoalLink, Indicator, Judgement
from goals.rules.drafts import is_decided_on
from goals.selectors.judgements import are_decided, every_judgement, shown_judgements
from styrmodell.access import Access
from styrmodell.models import Level, Occasion
from ui import clock
from ui.rules.marks import Mark
from ui.rules.swedish import decision, year_period


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A level as goals need it, in the municipality's words."""

    pk: int
    code: str
    singular: str
    plural: str
    kind: str
    sphere: str
    position: int
    is_judged: bool
    has_indicators: bool


@dataclass(frozen=True, slots=True)
class GivenStep:
    """A judgement that has been given: its word, the slot it stands in and how far that has come."""

    mark: Mark
    slot_id: int
    slot_status: str
    occasion: str
    cutoff: date


@dataclass(frozen=True, slots=True)
class UpperGoal:
    """A goal that is contributed to but is not in force that day: of another period, or ended."""

    pk: int
    title: str
    years: str


@dataclass(frozen=True, slots=True)
class ChainGoal:
    """A goal in the chain: what it says, whose it is, what it hangs under and how it is judged.

    `wants_parent`: its level hangs under others, and not straight under the vision. `elsewhere`: what it hangs under of
    another period than the chain's. `is_measured`: an indicator judges it."""

    pk: int
    code: str
    title: str
    level: LevelWords
    organisation_id: int
    owner: str
    owner_kind: str
    owner_role: str
    decision_body: str
    decision_ref: str
    parent_ids: tuple[int, ...]
    wants_parent: bool
    elsewhere: tuple[UpperGoal, ...]
    is_measured: bool
    progress: str
    completion: int | None
    is_example: bool
    now: GivenStep | None
    before: GivenStep | None

    @property
    def decision(self) -> str:
        """The decision as a reference: "KF 2024-06-10 § 72"; empty when there is none."""
        return f"{self.decision_body} {self.decision_ref}".strip()

    @property
    def is_draft(self) -> bool:
        """Does politics still have to decide it?"""
        return not self.decision and is_decided_on(self.level.sphere, self.level.kind, self.owner_kind)


@dataclass(frozen=True)
class GoalChain:
    """All goals of a year that the user may read, in the order of levels and positions."""

    year: int
    occasion: Occasion | None
    goals: Mapping[int, ChainGoal]
    children: Mapping[int, Sequence[int]]
    vision: str

    @cached_property
    def areas(self) -> list[ChainGoal]:
        """The areas that gather goals, in order."""
        return [goal for goal in self.goals.values() if goal.level.kind == Level.Kind.AREA]

    @property
    def roots(self) -> list[ChainGoal]:
        """Goals that hang under nothing the user may read."""
        return [goal for goal in self.goals.values() if not any(pk in self.goals for pk in goal.parent_ids)]

    def above(self, goal_id: int) -> set[int]:
        """Every goal on the way up from the goal, over all its parents."""
        return self._walk(goal_id, lambda pk: self.goals[pk].parent_ids)

    def below(self, goal_id: int) -> set[int]:
        """Every goal that contributes to the goal, directly or through others."""
        return self._walk(goal_id, lambda pk: self.children.get(pk, ()))

    def areas_of(self, goal_id: int) -> list[ChainGoal]:
        """The nearest areas (målområde, strategiskt område, fokusområde) above the goal; several when it has several
        parents."""
        nearest = set[int]()
        waiting, seen = [pk for pk in self.goals[goal_id].parent_ids if pk in self.goals], set[int]()
        while waiting:
            goal = self.goals[waiting.pop(0)]
            if goal.level.kind == Level.Kind.AREA:
                nearest.add(goal.pk)
            elif goal.pk not in seen:
                waiting += [pk for pk in goal.parent_ids if pk in self.goals]
            seen.add(goal.pk)
        return [area for area in self.areas if area.pk in nearest]

    def _walk(self, start: int, step: Any) -> set[int]:
        reached: set[int] = set()
        waiting = list(step(start))
        while waiting:
            pk = waiting.pop()
            if pk in self.goals and pk not in reached:
                reached.add(pk)
                waiting += step(pk)
        return reached


def read_chain(
    access: Access,
    year: int,
    occasion: Occasion | None,
    *,
    with_before: bool = True,
    decided_before: bool = False,
    of_report: bool = False,
    day: date | None = None,
) -> GoalChain:
    """The year's goals with links, the judgement of the occasion and the one before it (one query); with
    `decided_before` the latest one before it that is decided. The goals are those in force on the day: the occasion's
    cut-off when none is said, so that what was changed since stands as it was judged.

    The judgements are those that the user may see; with `of_report` all that are given, for a report is composed from
    them and checked against them whoever asks."""
    day = day or (occasion.cutoff if occasion else day_in_year(year))
    levels: dict[int, LevelWords] = {}
    goals: dict[int, ChainGoal] = {}
    vision = ""
    judgements = every_judgement(access) if of_report else shown_judgements(access)
    earlier = judgements.filter(are_decided(access)) if decided_before else judgements
    for row in _rows(access, day, occasion, judgements, earlier if with_before else None):
        level = levels.get(row["level_id"]) or levels.setdefault(row["level_id"], _level(row))
        vision = vision or row["level__model__vision_title"]
        goals[row["pk"]] = _goal(row, level, access)
    return GoalChain(year, occasion, goals, _children(goals.values()), vision)


def day_in_year(year: int) -> date:
    """Today in this year; the last day of a year that has been, the first of one to come."""
    return min(max(clock.today(), date(year, 1, 1)), date(year, 12, 31))


_LEVEL = ("code", "singular", "plural", "kind", "sphere", "position", "is_judged", "has_indicators")
_COLUMNS = (
    "pk", "code", "title", "level_id", "level__model__vision_title", "organisation_id", "organisation__name",
    "organisation__kind", "owner_role", "decision_id", "decision__date", "decision__paragraph",
    "decision__organisation__short_name", "decision__organisation__name", "progress", "completion", "is_example", *(f"level__{name}" for name in _LEVEL),
)  # fmt: skip


def _rows(
    access: Access,
    day: date,
    occasion: Occasion | None,
    judgements: QuerySet[Judgement],
    earlier: QuerySet[Judgement] | None,
) -> Iterable[dict[str, Any]]:
    links = ArraySubquery(GoalLink.objects.of(access).filter(child=OuterRef("pk")).order_by("pk").values("parent_id"))
    upper = Level.parents.through.objects.filter(from_level=OuterRef("level"))
    under_vision = upper.filter(to_level__kind=Level.Kind.VISION)
    judging = Indicator.objects.of(access).filter(kind=Indicator.Kind.INDICATOR)
    rows = Goal.objects.visible_to(access).in_force(day)
    rows = rows.annotate(
        above=links,
        wants_parent=Exists(upper) & ~Exists(under_vision),
        elsewhere=_elsewhere(access, day),
        is_measured=Exists(judging.filter(goal=OuterRef("pk"))),
    )
    columns = [*_COLUMNS, "above", "wants_parent", "elsewhere", "is_measured"]
    if occasion is not None:
        rows = rows.annotate(now=_given(judgements.filter(slot__occasion=occasion)))
        columns.append("now")
    if occasion is not None and earlier is not None:
        rows = rows.annotate(before=_given(earlier.filter(slot__occasion__cutoff__lt=occasion.cutoff)))
        columns.append("before")
    ordered: Iterable[dict[str, Any]] = rows.order_by("level__position", "position", "pk").values(*columns)
    return ordered


def _elsewhere(access: Access, day: date) -> ArraySubquery:
    """The goals that a goal hangs under but whose time is over or has not come on the day, as JSON."""
    upper = Goal.objects.visible_to(access).filter(links_down__child=OuterRef("pk"))
    away = Q(year_to__lt=day.year) | Q(year_from__gt=day.year) | Q(ending__last_day__lt=day)
    rows = upper.filter(away).order_by("year_from", "pk")
    return ArraySubquery(rows.values(json=JSONObject(pk="pk", title="title", **{"from": "year_from", "to": "year_to"})))


def _given(judgements: QuerySet[Judgement]) -> Subquery:
    """The newest judgement of the goal among these, as JSON."""
    mine = judgements.filter(goal=OuterRef("pk"))
    step = JSONObject(
        symbol="step__symbol",
        tone="step__tone",
        label="step__label",
        slot="slot_id",
        status="slot__status",
        occasion="slot__occasion__name",
        cutoff="slot__occasion__cutoff",
    )
    return Subquery(mine.order_by("-slot__occasion__cutoff", "-pk").values(json=step)[:1])


def _level(row: dict[str, Any]) -> LevelWords:
    return LevelWords(row["level_id"], *(row[f"level__{name}"] for name in _LEVEL))


def _goal(row: dict[str, Any], level: LevelWords, access: Access) -> ChainGoal:
    body, reference = _decision(row)
    return ChainGoal(
        **{key: row[key] for key in ("pk", "code", "title", "organisation_id", "owner_role", "progress", "completion")},
        level=level,
        owner=row["organisation__name"],
        owner_kind=row["organisation__kind"],
        decision_body=body,
        decision_ref=reference,
        parent_ids=tuple(row["above"]),
        wants_parent=row["wants_parent"],
        is_measured=row["is_measured"],
        elsewhere=tuple(UpperGoal(up["pk"], up["title"], year_period(up["from"], up["to"])) for up in row["elsewhere"]),
        is_example=row["is_example"],
        now=_step(row.get("now")),
        before=_step(row.get("before")),
    )


def _decision(row: dict[str, Any]) -> tuple[str, str]:
    """The body, and the day with §."""
    if row["decision_id"] is None:
        return "", ""
    body = row["decision__organisation__short_name"] or row["decision__organisation__name"]
    return body, decision("", row["decision__date"], row["decision__paragraph"]).strip()


def _step(given: dict[str, Any] | None) -> GivenStep | None:
    if given is None:
        return None
    mark = Mark(given["symbol"], given["tone"], given["label"])
    return GivenStep(mark, given["slot"], given["status"], given["occasion"], date.fromisoformat(given["cutoff"]))


def _children(goals: Iterable[ChainGoal]) -> dict[int, list[int]]:
    children: dict[int, list[int]] = {}
    for goal in goals:
        for parent in goal.parent_ids:
            children.setdefault(parent, []).append(goal.pk)
    return children
