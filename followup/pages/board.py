"""The status board: who has done what for a occasion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Value

from budget.models import ForecastLine
from budget.selectors.amounts import with_money
from budget.selectors.lines import line_units
from followup.models import Section
from followup.selectors.sections import headings_of
from goals.models import Goal
from goals.selectors.demands import given_judgements
from styrmodell.access import Access
from styrmodell.models import Occasion, Slot, Step
from styrmodell.permissions import Permission
from styrmodell.policies import can_read
from styrmodell.rules.vocabulary import Content
from styrmodell.rules.workflow import SlotStatus
from styrmodell.selectors.slots import governing_among, slots_of
from ui import clock

Parts = tuple[tuple[str, str], ...]
PARTS: Parts = ((Content.GOALS, "Mål"), (Content.FORECAST, "Ekonomi"), (Content.TEXT, "Text"))
NOTHING_IN: Mapping[str, str] = {
    Content.GOALS: "Inget att bedöma",
    Content.FORECAST: "Ingen budget",
}  # the occasion has the part, the unit nothing
MARK_OF_STATUS = {
    SlotStatus.SUBMITTED.value: ("r-klar", "Inlämnad"),
    SlotStatus.RETURNED.value: ("r-retur", "Återlämnad"),
    SlotStatus.DECIDED.value: ("r-last", "Beslutad och låst"),
}


@dataclass(frozen=True, slots=True)
class BoardPart:
    """One part of a unit's report: its mark (docs/reference/design.md) and how much of it is done.

    A part that is not included has no mark, and its word says why."""

    key: str
    label: str
    mark: str
    word: str
    note: str
    done: int
    wanted: int

    @property
    def is_included(self) -> bool:
        """Does the report hold this part for the unit?"""
        return self.wanted > 0

    @property
    def holds_goals(self) -> bool:
        """Is it the goals to judge?"""
        return self.key == Content.GOALS


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A unit's line on the board: how far its report has come. `unread` says why the user may not read what is in it;
    empty when they may."""

    slot: Slot
    parts: tuple[BoardPart, ...]
    mark: str
    word: str
    unread: str = ""

    @property
    def percent(self) -> int:
        """Share of the parts' pieces that are done, rounded down so that 100 means all."""
        wanted = sum(part.wanted for part in self.parts)
        return 100 * sum(part.done for part in self.parts) // wanted if wanted else 100

    @property
    def is_ready(self) -> bool:
        """Is every part done?"""
        return all(part.done >= part.wanted for part in self.parts)


@dataclass(frozen=True, slots=True)
class Board:
    """The whole board with the sentence's numbers.

    `whole` is None for who may not read it yet; `elsewhere` are decided reports of units that are not on the board.
    `own_goals` are those that no unit answers for, for who sees the inside of the whole report. `above` are the
    reports that hold the reader's own part, when the reader sees the inside of none."""

    occasion: Occasion
    rows: tuple[BoardRow, ...]
    whole: Slot | None
    elsewhere: tuple[Slot, ...] = ()
    own_goals: BoardPart | None = None
    above: tuple[Slot, ...] = ()

    @property
    def done(self) -> int:
        """Parts that are done."""
        return sum(part.done >= part.wanted for row in self.rows for part in row.parts if part.is_included)

    @property
    def wanted(self) -> int:
        """Parts in all."""
        return sum(part.is_included for row in self.rows for part in row.parts)

    @property
    def unread(self) -> str:
        """Why some report on the board is not read by the user; empty when all are."""
        return next((row.unread for row in self.rows if row.unread), "")

    @property
    def all_in(self) -> bool:
        """Has every unit handed in?"""
        return bool(self.rows) and not any(row.slot.is_open for row in self.rows)


def parts_of(access: Access, slot: Slot) -> tuple[BoardPart, ...]:
    """One report's goals and money as the board shows them (three or four queries).

    The whole municipality's report has no forecast of its own."""
    own = PARTS[:1] if slot.is_whole else PARTS[:2]
    own = tuple(part for part in own if part[0] in slot.occasion.contents)
    counts = _Counts.read(access, slot.occasion, slots_of(access, slot.occasion), [slot], own)
    today = clock.today()
    return tuple(_part(slot, key, label, counts, today) for key, label in own)


def read_board(access: Access, occasion: Occasion) -> Board:
    """Everything the board shows: four queries, whatever the number of units."""
    slots = slots_of(access, occasion)
    reports = [slot for slot in slots if not slot.is_whole]
    units = [slot for slot in reports if access.has(Permission.VIEW, slot.organisation_id)]
    elsewhere = tuple(slot for slot in reports if slot not in units and can_read(access, slot))
    whole = next((slot for slot in slots if slot.is_whole and can_read(access, slot)), None)
    is_inside = whole is not None and access.has(Permission.VIEW, whole.organisation_id)
    counts = _Counts.read(access, occasion, slots, [*units, whole] if whole and is_inside else units)
    today = clock.today()
    rows = tuple(_row(slot, counts, today, can_read(access, slot).reason) for slot in units)
    own_goals = _part(whole, *PARTS[0], counts, today) if whole and is_inside else None
    return Board(occasion, rows, whole, elsewhere, own_goals, () if units else _above(access, slots))


def _above(access: Access, slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """The units' reports that hold what the reader answers for: a unit manager's part stands in the nämnd's."""
    governing = governing_among(access, slots)
    above = {governing[pk].pk: governing[pk] for pk in access.ever.organisation_ids(Permission.VIEW) if pk in governing}
    return tuple(slot for slot in above.values() if not slot.is_whole)


@dataclass(frozen=True, slots=True)
class _Counts:
    """Done and wanted pieces per slot and part."""

    done: Mapping[str, Mapping[int, int]]
    wanted: Mapping[str, Mapping[int, int]]

    @classmethod
    def read(
        cls,
        access: Access,
        occasion: Occasion,
        slots: Sequence[Slot],
        units: Sequence[Slot],
        parts: Parts = PARTS,
    ) -> _Counts:
        """The pieces of some `units` among all `slots` of the occasion (three queries)."""
        slot_of = {pk: slot.pk for pk, slot in governing_among(access, slots).items()}
        ids = [slot.pk for slot in units]
        goals = Goal.objects.visible_to(access).in_force(occasion.cutoff).without_drafts().filter(level__is_judged=True)
        wanted_goals = Counter(
            slot_of[org] for org in goals.values_list("organisation_id", flat=True) if org in slot_of
        )
        reporting = {slot.organisation_id for slot in slots if not slot.is_whole}
        lines = _line_counts(access, occasion.year, units, reporting) if (Content.FORECAST, "Ekonomi") in parts else {}
        headings = {slot.pk: headings_of(occasion.rule, Step.Scope.UNIT, slot.organisation.kind) for slot in units}
        headings = {pk: [row for row in asked if not row.is_optional] for pk, asked in headings.items()}
        texts = {pk: len(asked) for pk, asked in headings.items()}
        codes = {heading.code for asked in headings.values() for heading in asked}
        wanted = {Content.GOALS: wanted_goals, Content.FORECAST: lines, Content.TEXT: texts}
        return cls(
            _done(access, occasion, ids, [key for key, _ in parts], codes),
            {key: wanted[key] for key in wanted if key in occasion.contents},
        )


def _line_counts(access: Access, year: int, units: Sequence[Slot], reporting: set[int]) -> dict[int, int]:
    """How many lines each unit's forecast has that any money stands on (one query)."""
    covered = {slot.pk: _covered(access, slot.organisation_id, reporting) for slot in units}
    moneyed = with_money(access, year, [pk for lines in covered.values() for line in lines for pk in line])
    return {pk: sum(not moneyed.isdisjoint(line) for line in lines) for pk, lines in covered.items()}


def _covered(access: Access, unit_id: int, reporting: set[int]) -> list[tuple[int, ...]]:
    """What each line of the unit's forecast covers; a unit with nothing below it is counted as one line."""
    return [line.covers for line in line_units(access, unit_id, reporting)] or [(unit_id,)]


def _done(
    access: Access, occasion: Occasion, ids: Sequence[int], parts: Sequence[str], codes: set[str]
) -> dict[str, dict[int, int]]:
    """How many pieces of each part are done, by slot; texts are those the rule asks for (one query)."""
    pieces: dict[str, QuerySet[Any]] = {
        Content.GOALS: given_judgements(access, occasion).filter(
            slot__any_of=ids, lacks_analysis=False, lacks_measure=False
        ),
        Content.FORECAST: ForecastLine.objects.of(access).filter(slot__any_of=ids, amount__isnull=False),
        Content.TEXT: Section.objects.of(access).filter(slot__any_of=ids, code__in=codes).exclude(body=""),
    }
    done: dict[str, dict[int, int]] = {part: {} for part in parts}
    counts = [pieces[part].values_list("slot_id").annotate(part=Value(part), count=Count("pk")) for part in parts]
    for slot_id, part, count in counts[0].union(*counts[1:], all=True) if counts else ():
        done[part][slot_id] = count
    return done


def _row(slot: Slot, counts: _Counts, today: date, unread: str) -> BoardRow:
    parts = tuple(_part(slot, key, label, counts, today) for key, label in PARTS)
    mark, word = MARK_OF_STATUS.get(slot.status, ("", ""))
    if slot.is_included:
        word = slot.status_word
    if not mark:
        started = any(part.done for part in parts)
        mark, word = ("r-pag", "Pågår") if started else ("r-ej", "Ej påbörjad")
    return BoardRow(slot, parts, mark, word, unread)


def _part(slot: Slot, key: str, label: str, counts: _Counts, today: date) -> BoardPart:
    wanted = counts.wanted.get(key, {}).get(slot.pk, 0)
    done = min(counts.done[key].get(slot.pk, 0), wanted) if slot.is_open else wanted  # nothing is handed in half done
    if wanted:
        mark, word = mark_of(done, wanted, is_late=slot.is_open and slot.occasion.due < today)
    else:
        mark, word = "", NOTHING_IN[key] if key in slot.occasion.contents and key in NOTHING_IN else "Ingår inte"
    return BoardPart(key, label, mark, word, f"{done} av {wanted}" if done < wanted else "", done, wanted)


def mark_of(done: int, wanted: int, *, is_late: bool) -> tuple[str, str]:
    """The mark and word of a part, or of one of its sections, by how much is done and whether the day has passed."""
    if done >= wanted:
        return "r-klar", "Klar"
    if is_late:
        return "r-sen", "Försenad"
    return ("r-pag", "Pågår") if done else ("r-ej", "Ej påbörjad")
