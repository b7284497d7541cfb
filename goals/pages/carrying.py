"""Målen vidare: what happens to the goals whose period ends, body by body and goal by goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from goals import policies
from goals.models import Goal
from goals.pages.filtering import year_read
from goals.rules.vocabulary import CarryKind
from goals.selectors.carrying import (
    BodySums,
    CarryRow,
    NextTarget,
    body_sums,
    carry_rows,
    left_behind,
    new_goals,
    units_of,
)
from goals.selectors.figures import with_its_unit
from goals.selectors.judgements import shown_judgements
from styrmodell.access import Access
from styrmodell.models import Level, Organisation
from styrmodell.rules.vocabulary import LabelledEnum, LevelKind
from styrmodell.verdict import ALLOWED, Verdict
from ui import clock
from ui.rules.marks import Mark
from ui.rules.swedish import plural


class Shown(LabelledEnum):
    """Which of the body's goals are listed."""

    ALL = "alla", "Alla"
    UNDECIDED = "obestamda", "Obestämda"
    CHANGED = "andrade", "Ändrade"


@dataclass(frozen=True, slots=True)
class CarryQuery:
    """What the address asks for: the year that ends, the body's code, and which of its goals."""

    year: int
    body: str = ""
    shown: Shown = Shown.ALL

    @classmethod
    def read(cls, query: Mapping[str, str]) -> CarryQuery:
        """From an address; what cannot be read is left out."""
        shown = query.get("visa", "")
        return cls(
            year_read(query) or clock.today().year,
            query.get("organ", ""),
            Shown(shown) if shown in list(Shown) else Shown.ALL,
        )

    def address(self, **more: str) -> str:
        """The same page with something else chosen: "?ar=2026&organ=bin"."""
        chosen = {"ar": str(self.year), "organ": self.body, "visa": self.shown.value, **more}
        if chosen["visa"] == Shown.ALL.value:
            del chosen["visa"]
        return "?" + urlencode({key: value for key, value in chosen.items() if value})


@dataclass(frozen=True, slots=True)
class CarryLine:
    """A goal of the list: how it was last judged, and each target of the period's last year, "85,5 %"."""

    row: CarryRow
    mark: Mark | None
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CarryGroup:
    """The listed goals of one level. `closed` says why none of them is the user's to choose for; empty when some is."""

    level: Level
    rows: tuple[CarryLine, ...]
    closed: str


@dataclass(frozen=True, slots=True)
class Along:
    """Something that goes on with the goals: what, in words, and what is left of it."""

    name: str
    words: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class CarryPage:
    """The page. `groups` are those of the chosen body that are listed, `news` its goals of the next period that follow
    none. `carries` says how many goals each button would make."""

    query: CarryQuery
    bodies: tuple[BodySums, ...]
    body: BodySums | None
    groups: tuple[CarryGroup, ...]
    news: tuple[Goal, ...]
    counts: Mapping[Shown, int]
    carries: int
    carries_all: int
    along: tuple[Along, ...]
    may_carry: Verdict
    may_carry_all: bool

    @property
    def next_year(self) -> int:
        """The first year of the next period."""
        return self.query.year + 1

    @property
    def total(self) -> BodySums:
        """All bodies together; of no body."""
        names = ("goals", "kept", "changed", "ended", "new", "carried")
        sums = {name: sum(getattr(row, name) for row in self.bodies) for name in names}
        return BodySums(Organisation(name="Summa"), **sums)

    @property
    def edited(self) -> list[str]:
        """The drafts that somebody has changed since they were made: taken back, the changes go too."""
        heirs = [line.row.heir for group in self.groups for line in group.rows]
        return [heir.title for heir in heirs if heir and heir.version > 1]

    @property
    def lead(self) -> str:
        """Where the work stands, in two sentences."""
        total = self.total
        chosen = total.goals - total.undecided
        begins = f"{chosen} av {plural(total.goals, 'mål', 'mål')} har fått ett val"
        stands = f"{begins} och {total.undecided} är obestämda." if total.undecided else f"{begins}."
        return f"{stands} Det här är en torrkörning: inget ändras förrän du för över, och det går att ångra fram till första beslutet."

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        """Which goals are listed: words, address, and whether it is this."""
        return [
            (
                shown.label if shown is Shown.ALL else f"{shown.label} ({self.counts[shown]})",
                self.query.address(visa=shown.value),
                shown is self.query.shown,
            )
            for shown in Shown
        ]

    @property
    def here(self) -> str:
        """The address of this page's choice."""
        return self.query.address()


def carry_page(access: Access, query: CarryQuery) -> CarryPage:
    """The year's goals that end, of the body that is asked for, else of the first where something is left that the user
    may choose (eleven queries, whatever their number)."""
    every, news = carry_rows(access, query.year), new_goals(access, query.year)
    bodies = body_sums(access, every, news)
    body = _chosen(bodies, every, query.body)
    units = set(units_of(access, body.body.pk)) if body else set()
    own = [row for row in every if row.goal.organisation_id in units]
    query = CarryQuery(query.year, body.body.code if body else "", query.shown)
    return CarryPage(
        query=query,
        bodies=tuple(bodies),
        body=body,
        groups=tuple(_groups(access, [row for row in own if _is_shown(row, query.shown)])),
        news=tuple(goal for goal in news if goal.organisation_id in units),
        counts={shown: sum(_is_shown(row, shown) for row in own) for shown in Shown},
        carries=sum(row.goes_on for row in own),
        carries_all=sum(row.goes_on for row in every),
        along=tuple(_along(access, query.year, every)),
        may_carry=policies.can_carry(access, body.body.pk) if body else ALLOWED,
        may_carry_all=all(policies.can_carry(access, pk) for pk in access.ever.tree.roots()),
    )


def _groups(access: Access, rows: Sequence[CarryRow]) -> list[CarryGroup]:
    """By level, in the chain's order."""
    marks = _marks(access, [row.goal.pk for row in rows])
    by_level: dict[int, list[CarryRow]] = {}
    for row in rows:
        by_level.setdefault(row.goal.level_id, []).append(row)
    return [_group(own, marks) for own in by_level.values()]


def _group(rows: Sequence[CarryRow], marks: Mapping[int, Mark]) -> CarryGroup:
    shown = (CarryLine(row, marks.get(row.goal.pk), tuple(map(_target_words, row.targets))) for row in rows)
    is_open = any(row.may_choose or row.heir for row in rows)
    return CarryGroup(rows[0].goal.level, tuple(shown), "" if is_open else rows[0].may_choose.reason)


def _target_words(target: NextTarget) -> str:
    return with_its_unit(target.before, target.indicator.decimals, target.indicator.unit)


def _chosen(bodies: Sequence[BodySums], rows: Sequence[CarryRow], code: str) -> BodySums | None:
    asked = next((row for row in bodies if row.body.code == code), None)
    mine = {row.goal.organisation_id for row in rows if row.may_choose}
    own = [row for row in bodies if row.body.pk in mine]
    left = next((row for row in own if row.undecided), None)
    return asked or left or next(iter(own), None) or next(iter(bodies), None)


def _is_shown(row: CarryRow, shown: Shown) -> bool:
    match shown:
        case Shown.UNDECIDED:
            return bool(row.lacks)
        case Shown.CHANGED:
            return row.kind is CarryKind.CHANGE
    return True


def _marks(access: Access, goal_ids: Sequence[int]) -> dict[int, Mark]:
    """The newest judgement of each goal that the user may see (one query)."""
    rows = shown_judgements(access).filter(goal_id__in=goal_ids, step__isnull=False).select_related("step")
    newest = rows.order_by("goal_id", "-slot__occasion__cutoff", "-pk").distinct("goal_id")
    return {row.goal_id: row.step.mark for row in newest if row.step}


def _along(access: Access, year: int, rows: Sequence[CarryRow]) -> list[Along]:
    """What goes on with the goals, and what nobody has thought of yet."""
    going = [row for row in rows if row.kind in (CarryKind.KEEP, CarryKind.CHANGE)]
    ending = [row for row in rows if row.kind is CarryKind.END]
    activities = [row for row in rows if row.goal.level.kind == LevelKind.ACTIVITY.value]
    waiting = sum(row.kind is None for row in activities)
    nobodys = sum(not row.goal.owner_role for row in going if row.goal.level.kind == LevelKind.GOAL.value)
    free = left_behind(access, year).exclude(carry_choice__kind=CarryKind.END.value).count()
    follow, end = (sum(len(row.targets) for row in some) for some in (going, ending))
    stay = len(activities) - waiting
    return [
        Along("Indikatorer", f"{follow} följer med, {end} avslutas", is_done=True),
        Along("Aktiviteter som inte är klara", f"{stay} har fått ett val, {waiting} är obestämda", is_done=not waiting),
        Along("Strategier och aktiviteter utan mål", f"{free} hänger på mål som avslutas", is_done=not free),
        Along(f"Mål utan ansvarig {year + 1}", f"{nobodys} saknar ansvarig roll", is_done=not nobodys),
    ]
