"""The red thread: the chain from the vision to the activities, opened a level at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from goals.pages.filtering import Choices, GoalFilter, choices, goal_occasion, matches, not_decided
from goals.pages.gaps import Gap, gaps
from goals.pages.panels import met_words
from goals.selectors.attainment import StepCounts, counts_as_goal, mark_of, step_counts
from goals.selectors.chain import ChainGoal, GoalChain, day_in_year, read_chain
from goals.selectors.figures import IndicatorFigures, read_figures
from goals.selectors.limits import LimitBreach, over_limits
from goals.selectors.scales import JudgementWords, judgement_words
from styrmodell.access import Access
from styrmodell.models import Level, Occasion
from styrmodell.permissions import Permission
from ui.rules.addresses import whole_number
from ui.rules.marks import Mark
from ui.rules.money import number
from ui.rules.swedish import capitalised, join_words, plural

# Keys of the rows that are no goals: the vision, goals that hang under nothing, and under what is not in this tree.
VISION, LOOSE, ELSEWHERE = "v", "u", "p"
ROWS = {LOOSE: ("Utan koppling uppåt", "Bidrar inte till något"), ELSEWHERE: ("Bidrar till en annan period", "")}
FIRST_ROWS = 24  # levels open by themselves as long as the first view stays this short
DEEPEST = 5  # the drawing has six indents
GATHERS = {Level.Kind.AREA, Level.Kind.VISION}


@dataclass(frozen=True, slots=True)
class TreeState:
    """What is open and which way is shown. `goals` is None until the user has opened or closed anything."""

    goals: frozenset[str] | None = None
    way_to: int | None = None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> TreeState:
        """Read the address's `oppna` (ids with full stops between) and `mal`."""
        listed = query.get("oppna")
        parts = None if listed is None else frozenset(part for part in listed.split(".") if part)
        return cls(parts, whole_number(query.get("mal")))


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A row of the tree: what it says, and where it stands once it has been placed.

    `key` is its way from the top, so that a goal with two parents has two rows."""

    title: str
    kind: str
    goal: ChainGoal | None = None
    mark: Mark | None = None
    counts: StepCounts | None = None
    summary: str = ""
    hole: str = ""
    lead: IndicatorFigures | None = None
    key: str = ""
    depth: int = 0
    has_children: bool = False
    is_open: bool = False
    on_way: bool = False
    passes: bool = False
    toggle: str = ""
    branch: str = ""
    children: tuple[TreeRow, ...] = ()

    @property
    def lead_value(self) -> str:
        """The only indicator's newest value, written."""
        return self.lead.write(self.lead.outcome.value) if self.lead and self.lead.outcome else ""

    @property
    def lead_year(self) -> int | None:
        """The year of the newest value."""
        return self.lead.outcome.year if self.lead and self.lead.outcome else None

    @property
    def lead_target(self) -> str:
        """The target that the value is held against, without the unit that stands beside it; its year when another."""
        if not (self.lead and self.lead.aim):
            return ""
        year, target = self.lead.aim
        written = number(target, self.lead.decimals)
        return written if year == self.lead_year else f"{written} ({year})"


@dataclass(frozen=True, slots=True)
class TreePage:
    """What the page Röda tråden shows. `not_decided`: how many of its judgements are under way."""

    chosen: GoalFilter
    occasion: Occasion | None
    not_decided: str
    choices: Choices
    rows: tuple[TreeRow, ...]
    goals: int
    way_to: ChainGoal | None
    without_way: str
    may_write: bool
    gaps: Sequence[Gap]
    over_limits: Sequence[LimitBreach]


def tree_page(access: Access, chosen: GoalFilter, opened: TreeState) -> TreePage:
    """The tree with its first levels open (five queries, whatever the number of goals)."""
    drawing, years = _drawing(access, chosen, opened)
    drawing.read_figures()
    return TreePage(
        chosen=drawing.chosen,
        occasion=drawing.chain.occasion,
        not_decided=not_decided([drawing.chain.goals[pk] for pk in drawing.kept]),
        choices=choices(access, drawing.chain, drawing.words, years),
        rows=tuple(drawing.rows("", drawing.tops, 0)),
        goals=len(drawing.kept),
        way_to=drawing.way_to,
        without_way=drawing.chosen.query(),
        may_write=access.has(Permission.GOAL_WRITE),
        gaps=gaps(drawing.chain, drawing.kept),
        over_limits=over_limits(access, drawing.chain),
    )


def tree_branch(access: Access, chosen: GoalFilter, opened: TreeState, key: str, *, is_open: bool) -> TreeRow | None:
    """One row, opened or closed, as it stands in the tree; None when there is no such row (four queries)."""
    drawing, _ = _drawing(access, chosen, opened)
    *above, own = key.split(".")
    if not drawing.keys.issuperset([*above, own]):
        return None
    siblings = drawing.children(above[-1]) if above else drawing.tops
    if own not in siblings:
        return None
    drawing.open = set(above) | ({own} if is_open else set())
    drawing.read_figures([own])
    rows = drawing.rows(".".join(above), siblings, len(above))
    return next(row for row in rows if row.key == key)


def _drawing(access: Access, chosen: GoalFilter, opened: TreeState) -> tuple[_Drawing, list[int]]:
    chosen, occasion, years = goal_occasion(access, chosen)
    assert chosen.year is not None
    words = judgement_words(access, chosen.year)
    chain = read_chain(access, chosen.year, occasion, with_before=False, day=day_in_year(chosen.year))
    return _Drawing(access, chain, words, chosen, opened), years


@dataclass
class _Drawing:
    """The tree while it is drawn: which goals are kept, which rows are open, and their figures."""

    access: Access
    chain: GoalChain
    words: JudgementWords
    chosen: GoalFilter
    opened: TreeState
    kept: set[int] = field(init=False)
    way: set[int] = field(init=False)
    tops: list[str] = field(init=False)
    open: set[str] = field(init=False)
    figures: dict[int, list[IndicatorFigures]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        goals = self.chain.goals
        self.kept = {pk for pk, goal in goals.items() if matches(goal, self.chosen, self.access)}
        for pk in list(self.kept) if self.chosen.is_narrow else []:
            self.kept |= self.chain.above(pk)
        wanted = self.opened.way_to
        self.way = self.chain.above(wanted) | {wanted} if wanted in goals and wanted is not None else set()
        self.tops = self._tops()
        self.open = self._open()

    @property
    def way_to(self) -> ChainGoal | None:
        """The goal whose way is shown."""
        return self.chain.goals.get(self.opened.way_to or 0)

    @property
    def keys(self) -> set[str]:
        """Every key that can stand in the tree."""
        return {VISION, LOOSE, ELSEWHERE, *map(str, self.kept)}

    def children(self, own: str) -> list[str]:
        """The keys below a row, in the chain's order."""
        if own == VISION:
            return self._under_vision()
        if own in ROWS:
            return [str(goal.pk) for goal in self._hanging(own)]
        return [str(pk) for pk in self.chain.children.get(int(own), ()) if pk in self.kept]

    def _roots(self) -> list[ChainGoal]:
        return [goal for goal in self.chain.roots if goal.pk in self.kept]

    def _hanging(self, own: str) -> list[ChainGoal]:
        """The goals whose level hangs under others, that hang under nothing, or under what is not in this tree."""
        is_linked = own == ELSEWHERE
        return [goal for goal in self._roots() if goal.wants_parent and bool(goal.parent_ids) is is_linked]

    def _tops(self) -> list[str]:
        """The vision alone, whether it is a goal or a text of the steering model; what hangs under nothing stands below."""
        visions = [str(goal.pk) for goal in self._roots() if goal.level.kind == Level.Kind.VISION]
        return visions + self._under_vision() if visions else [VISION]

    def _under_vision(self) -> list[str]:
        tops = [goal for goal in self._roots() if not goal.wants_parent and goal.level.kind != Level.Kind.VISION]
        return [str(goal.pk) for goal in tops] + [own for own in (ELSEWHERE, LOOSE) if self._hanging(own)]

    def _open(self) -> set[str]:
        """What the user has opened. Before that: the way to the chosen goal, and as much as keeps the tree short."""
        if self.opened.goals is not None:
            return set(self.opened.goals)
        opened = {VISION} | {str(pk) for pk in self.way if pk != self.opened.way_to}
        level, rows = self.tops, len(self.tops)
        while level:
            below = [child for own in level for child in self.children(own)]
            rows += len(below)
            if rows > FIRST_ROWS and level != self.tops:
                break
            opened.update(own for own in level if own not in ROWS)
            level = [own for own in below if own not in ROWS]
        return opened

    def read_figures(self, only: Sequence[str] | None = None) -> None:
        """Fetch the indicators of the goals that are shown (one query)."""
        shown = {int(key) for key in self._shown(only or self.tops) if key.isdigit()}
        self.figures = read_figures(self.access, shown, self.chain.year, self.words)

    def _shown(self, keys: Sequence[str], above: tuple[str, ...] = ()) -> Iterator[str]:
        for key in keys:
            yield key
            if key in self.open and key not in above:
                yield from self._shown(self.children(key), (*above, key))

    def rows(self, above: str, keys: Sequence[str], depth: int) -> Iterator[TreeRow]:
        """The rows of brothers, each with what is open below it."""
        on_way = [self._is_on_way(key) for key in keys]
        for index, own in enumerate(keys):
            key = f"{above}.{own}" if above else own
            below = [child for child in self.children(own) if child not in key.split(".")]
            is_open = own in self.open and bool(below)
            yield replace(
                self._row(own),
                key=key,
                depth=min(depth, DEEPEST),
                has_children=bool(below),
                is_open=is_open,
                on_way=on_way[index],
                passes=any(on_way[index + 1 :]),
                toggle=f"{self._toggle(own)}#n-{key}",
                branch=self.chosen.query(gren=key, visa="0" if is_open else "1", **self._way_param()),
                children=tuple(self.rows(key, below, depth + 1)) if is_open else (),
            )

    def _is_on_way(self, own: str) -> bool:
        if own.isdigit():
            return int(own) in self.way
        return bool(self.way) and (own == VISION or any(goal.pk in self.way for goal in self._hanging(own)))

    def _toggle(self, own: str) -> str:
        """The address that opens or closes the row without a script."""
        opened = sorted(self.open ^ {own}, key=lambda part: (len(part), part))
        return self.chosen.query(oppna=".".join(opened), **self._way_param())

    def _way_param(self) -> dict[str, str]:
        return {"mal": str(self.opened.way_to)} if self.way else {}

    def _row(self, own: str) -> TreeRow:
        """What a row says: a goal, or one of the two rows that are no goals."""
        if own.isdigit():
            goal = self.chain.goals[int(own)]
            return self._area(goal) if goal.level.kind in GATHERS else self._goal(goal)
        if own in ROWS:
            return self._group(own)
        return TreeRow(self.chain.vision or self.access.municipality.name, "", summary=self._counted(self.kept))

    def _group(self, own: str) -> TreeRow:
        """Goals that hang under nothing are a hole; those that hang under another period are told what they hang under."""
        goals, (title, kind) = self._hanging(own), ROWS[own]
        count = plural(len(goals), "mål", "mål")
        if own == LOOSE:
            return TreeRow(title, kind, hole=count)
        upper = dict.fromkeys(f"{up.title} ({up.years})" for goal in goals for up in goal.elsewhere)
        return TreeRow(title, join_words(list(upper)), summary=count)

    def _area(self, goal: ChainGoal) -> TreeRow:
        """An area gathers goals: how they are judged, and how many there are."""
        below = self.chain.below(goal.pk) & self.kept
        counted = [self.chain.goals[pk] for pk in below if counts_as_goal(self.chain.goals[pk])]
        return TreeRow(
            title=goal.title,
            kind=capitalised(goal.level.singular),
            goal=goal,
            mark=None if counted else mark_of(goal, self.words),
            counts=step_counts(counted, self.words) if counted else None,
            summary=self._counted(below),
        )

    def _goal(self, goal: ChainGoal) -> TreeRow:
        """A goal shows its only indicator, or how many of several are met."""
        figures = self.figures.get(goal.pk, [])
        judging = [row for row in figures if row.judges]
        return TreeRow(
            title=goal.title,
            kind=f"{capitalised(goal.level.singular)} · {goal.owner}",
            goal=goal,
            mark=mark_of(goal, self.words),
            summary=met_words(judging) if len(judging) > 1 else "",
            hole="" if figures or goal.level.kind != Level.Kind.GOAL else "Ingen indikator",
            lead=judging[0] if len(judging) == 1 else None,
        )

    def _counted(self, goal_ids: set[int]) -> str:
        """How many goals there are of each level: "3 nämndmål, 4 strategier"."""
        counts: dict[tuple[str, str], int] = {}
        for pk, goal in self.chain.goals.items():
            if pk in goal_ids and goal.level.kind != Level.Kind.VISION:
                words = (goal.level.singular, goal.level.plural)
                counts[words] = counts.get(words, 0) + 1
        return join_words([plural(count, one, many) for (one, many), count in counts.items()])
