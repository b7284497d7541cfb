"""Which year, occasion and goals a page shows: what the filter bar says, and what it offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import QuerySet

from goals.rules.words import not_decided_in_words
from goals.selectors.chain import ChainGoal, GoalChain, LevelWords
from goals.selectors.scales import NOT_JUDGED, JudgementWords
from styrmodell.access import Access
from styrmodell.models import Occasion, Organisation
from styrmodell.rules.vocabulary import Content
from styrmodell.selectors.shown import is_shown
from styrmodell.selectors.slots import occasions
from ui import clock
from ui.rules.addresses import whole_number
from ui.rules.marks import Mark

FIRST_YEAR, LAST_YEAR = 2000, 2100


def year_read(query: Mapping[str, str]) -> int | None:
    """The address's `ar`, when it is a year that goals can have."""
    return whole_number(query.get("ar"), least=FIRST_YEAR, most=LAST_YEAR)


@dataclass(frozen=True, slots=True)
class GoalFilter:
    """What the user has chosen; what cannot be read is no choice."""

    year: int | None = None
    organisation: str = ""
    level_id: int | None = None
    symbol: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> GoalFilter:
        """Read the address's `ar`, `organisation` (a code), `niva` and `bedomning` (a mark)."""
        organisation, symbol = query.get("organisation", "")[:60], query.get("bedomning", "")[:20]
        return cls(year_read(query), organisation, whole_number(query.get("niva")), symbol)

    @property
    def is_narrow(self) -> bool:
        """Is anything left out, apart from other years?"""
        return bool(self.organisation or self.level_id or self.symbol)

    def params(self) -> dict[str, str]:
        """The choice as parts of an address."""
        named = {
            "ar": self.year,
            "organisation": self.organisation,
            "niva": self.level_id,
            "bedomning": self.symbol,
        }
        return {key: str(value) for key, value in named.items() if value}

    def query(self, **more: str) -> str:
        """An address with the choice and more, as "?ar=2026&mal=3"."""
        return "?" + urlencode({**self.params(), **more})


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filter bar offers."""

    years: list[int]
    organisations: list[Organisation]
    levels: list[LevelWords]
    marks: list[Mark]


def goal_occasion(access: Access, chosen: GoalFilter) -> tuple[GoalFilter, Occasion | None, list[int]]:
    """The year to show, its newest occasion with goals that the user may see and whose cut-off has passed, and the years
    on offer (one query)."""
    today = clock.today()
    rows = list(with_goals(occasions(access)).annotate(is_shown=is_shown(access)))
    seen = [row for row in rows if row.is_shown]
    passed = [row for row in seen if row.cutoff <= today]
    year = chosen.year or (passed[0].year if passed else today.year)
    in_year = [row for row in seen if row.year == year]
    occasion = next((row for row in in_year if row.cutoff <= today), in_year[-1] if in_year else None)
    return replace(chosen, year=year), occasion, sorted({row.year for row in rows} | {year}, reverse=True)


def with_goals(rows: QuerySet[Occasion]) -> QuerySet[Occasion]:
    """Those of the occasions at which goals are judged."""
    return rows.filter(contents__contains=[Content.GOALS.value])


def choices(access: Access, chain: GoalChain, words: JudgementWords, years: list[int]) -> Choices:
    """What there is to choose among the chain's goals (no query)."""
    owners = {goal.organisation_id for goal in chain.goals.values()}
    organisations = [access.ever.organisations[pk] for pk in access.ever.tree.in_order() if pk in owners]
    levels = {goal.level.pk: goal.level for goal in chain.goals.values()}
    return Choices(years, organisations, list(levels.values()), words.marks)


def matches(goal: ChainGoal, chosen: GoalFilter, access: Access) -> bool:
    """Is the goal among those chosen? An organisation includes those below it; a level stands for itself."""
    if chosen.organisation and not _is_below(goal.organisation_id, chosen.organisation, access):
        return False
    if chosen.level_id and goal.level.pk != chosen.level_id:
        return False
    if not chosen.symbol:
        return True
    return goal.level.is_judged and (goal.now.mark.symbol if goal.now else NOT_JUDGED) == chosen.symbol


def not_decided(goals: Iterable[ChainGoal]) -> str:
    """How many of the goals' judgements are under way, in words; empty when all are decided."""
    return not_decided_in_words(goal.now.slot_status for goal in goals if goal.now)


def _is_below(organisation_id: int, code: str, access: Access) -> bool:
    """Is the organisation the one with the code, or below it?"""
    ever = access.ever
    chain = ever.tree.ancestors(organisation_id, include_self=True) if organisation_id in ever.tree else ()
    return any(ever.organisations[pk].code == code for pk in chain)
