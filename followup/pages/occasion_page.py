"""What stands around the status board: the way to the decision, the whole report's chapters, checks and the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from followup.pages.board import Board, BoardRow
from followup.pages.slot_page import MarkedSection, StepRow, marked, step_rows
from followup.selectors.sections import SectionRow, section_rows
from followup.selectors.steps import waits_for_decisions
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Slot
from styrmodell.permissions import Permission
from styrmodell.policies import can_read, can_read_history
from styrmodell.rules.vocabulary import Content
from styrmodell.selectors.log import events_of
from ui import clock
from ui.rules.swedish import capitalised, join_words, plural

MOST_EVENTS = 8
MOST_NAMES = 12
TO_DO = {  # part: one, many, what is to be done with it
    Content.FORECAST: ("rad saknar prognos", "rader saknar prognos"),
    Content.GOALS: ("mål är inte bedömt", "mål är inte bedömda"),
    Content.TEXT: ("avsnitt saknar text hos enheterna", "avsnitt saknar text hos enheterna"),
}
DONE = {
    Content.FORECAST: "Alla prognoser är lagda",
    Content.GOALS: "Alla mål är bedömda",
    Content.TEXT: "Enheternas texter är skrivna",
}


@dataclass(frozen=True, slots=True)
class Check:
    """Something to have in order before the decision; `note` says where it is left."""

    is_done: bool
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """An event of the log, and whose report it concerns."""

    event: AuditEvent
    whose: str


@dataclass(frozen=True, slots=True)
class OccasionPage:
    """Everything beside the board. `chain` and `sections` are empty for readers who do not see the whole."""

    chain: Sequence[StepRow]
    sections: Sequence[MarkedSection]
    checks: Sequence[Check]
    log: Sequence[LoggedEvent]
    late: int

    @property
    def left(self) -> int:
        """How many checks are not done."""
        return sum(not check.is_done for check in self.checks)


def occasion_page(access: Access, board: Board) -> OccasionPage:
    """Read what stands around the board: five queries, two when the reader does not see the whole report."""
    today = clock.today()
    whole = board.whole if board.whole and access.has(Permission.VIEW, board.whole.organisation_id) else None
    sections = section_rows(access, whole) if whole else []
    slots = {row.slot.pk: row.slot for row in board.rows}
    if whole:
        slots[whole.pk] = whole
    chain = step_rows(access, whole) if whole else []
    is_late = whole is not None and whole.is_open and bool(chain and chain[0].due and chain[0].due < today)
    return OccasionPage(
        chain=chain,
        sections=marked(sections, is_late=is_late),
        checks=_checks(board, sections, must_decide=waits_for_decisions(access, board.occasion)),
        log=_log(access, slots),
        late=sum(row.slot.is_open and row.slot.occasion.due < today for row in board.rows),
    )


def _checks(board: Board, sections: Sequence[SectionRow], *, must_decide: bool) -> list[Check]:
    """The units' hand-in, parts and, where the whole waits for them, decisions; then the whole report's own texts."""
    waiting = [row for row in board.rows if row.slot.is_open]
    handed = Check(True, "Alla enheter har lämnat in")
    if waiting:
        text = f"{plural(len(waiting), 'enhet', 'enheter', in_words=True)} har inte lämnat in"
        handed = Check(False, capitalised(text), _names([row.slot.organisation.name for row in waiting]))
    checks = [handed, *(_part(board.rows, key) for key in TO_DO if _is_asked(board, key))]
    if must_decide:
        checks.append(_decided(board.rows))
    goals = board.own_goals
    if goals is not None and goals.done < goals.wanted:
        checks.append(Check(False, f"{_left(Content.GOALS, goals.wanted - goals.done)} i hela kommunens rapport"))
    empty = sum(row.is_left for row in sections)
    if empty:
        text = f"{plural(empty, 'avsnitt', 'avsnitt', in_words=True, neuter=True)} saknar text"
        return [*checks, Check(False, f"{capitalised(text)} i hela kommunens rapport")]
    return [*checks, Check(True, "Hela kommunens rapport är skriven")] if sections else checks


def _decided(rows: Sequence[BoardRow]) -> Check:
    """Have the units' own bodies decided?"""
    left = [row.slot.organisation.name for row in rows if not row.slot.is_decided]
    if not left:
        return Check(True, "Alla enheter har beslutat")
    return Check(
        False, f"{capitalised(plural(len(left), 'enhet', 'enheter', in_words=True))} har inte beslutat", _names(left)
    )


def _is_asked(board: Board, key: Content) -> bool:
    """Has any unit such a part? Nothing is done where there was nothing to do."""
    return any(part.is_included for row in board.rows for part in row.parts if part.key == key)


def _part(rows: Sequence[BoardRow], key: Content) -> Check:
    """How much of a part is left in all, and with whom."""
    left = {
        row.slot.organisation.name: part.wanted - part.done for row in rows for part in row.parts if part.key == key
    }
    where = [name for name, count in left.items() if count > 0]
    if not where:
        return Check(True, DONE[key])
    return Check(False, _left(key, sum(left[name] for name in where)), _names(where))


def _left(key: Content, count: int) -> str:
    """So many pieces of a part are left: «Tre mål är inte bedömda»."""
    one, many = TO_DO[key]
    return capitalised(plural(count, one, many, in_words=True, neuter=key != Content.FORECAST))


def _names(names: Sequence[str]) -> str:
    """The names in running text; of very many only the first, and how many more there are."""
    if len(names) <= MOST_NAMES:
        return join_words(names)
    return join_words([*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} till"])


def _log(access: Access, slots: Mapping[int, Slot]) -> list[LoggedEvent]:
    """The latest events of the reports whose history the user reads, the newest first (one query)."""
    told = [pk for pk, slot in slots.items() if _is_told(access, slot)]
    return [
        LoggedEvent(event, slots[event.target_id].organisation.name)
        for event in events_of(access, Slot, told)[:MOST_EVENTS]
        if event.target_id is not None
    ]


def _is_told(access: Access, slot: Slot) -> bool:
    return bool(can_read(access, slot) and can_read_history(access, slot.organisation_id))
