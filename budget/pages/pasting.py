"""Rows pasted into the forecast, beside what is stored: the review before anything is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budget.pages.texts import Toned, Writer
from budget.rules.pasted import PasteGrid, PasteTarget, read_paste
from budget.selectors.amounts import ZERO, LineKey
from budget.selectors.line import SlotLine, SlotLines
from budget.selectors.slot_lines import ledger_codes
from styrmodell.access import Access
from styrmodell.models import Slot
from ui.rules.swedish import plural


@dataclass(frozen=True, slots=True)
class ReviewedRow:
    """A line that was pasted: now and then, net cost; plus in the difference is better."""

    key: str
    name: str
    version: int
    now: str
    now_is: str  # what a line without a forecast counts as
    pasted: str
    difference: Toned
    is_same: bool
    question: str  # when the amount looks like a slip of the pen


@dataclass(frozen=True, slots=True)
class PasteReview:
    """Everything the review shows, and what is sent when it is saved."""

    rows: tuple[ReviewedRow, ...]
    problems: tuple[tuple[int, str], ...]  # the row's number among those that were pasted, and what is wrong
    now: str
    pasted: str
    difference: Toned
    unit: str

    @property
    def changed(self) -> tuple[ReviewedRow, ...]:
        """The rows that differ from what is stored."""
        return tuple(row for row in self.rows if not row.is_same)

    @property
    def save_text(self) -> str:
        """The button."""
        return f"Spara {plural(len(self.changed), 'ändring', 'ändringar')}"

    @property
    def summary(self) -> str:
        """How many rows were understood, and how many differ."""
        rows = f"{plural(len(self.rows), 'rad', 'rader')} kändes igen"
        return f"{rows}, {len(self.changed)} ändras. Allt sparas, eller inget."


def paste_review(
    access: Access, slot: Slot, lines: SlotLines, mine: Sequence[SlotLine], text: str, start: str = ""
) -> PasteReview:
    """Read what was pasted and hold it against `mine`, the lines that may be changed (one query). Raises PasteError."""
    write, codes = Writer.of(access), ledger_codes(access, {line.key.organisation_id for line in mine})
    by_key = {str(line.key): line for line in mine}
    grid = PasteGrid(write.unit, slot.occasion.year, slot.occasion.month)
    pasted = read_paste(text, [_target(access, line, codes) for line in mine], start, grid)
    amounts = {
        row.key: -row.amount.scaleb(write.unit.exponent) for row in pasted if row.amount is not None
    }  # kronor as they are stored
    rows = tuple(_row(write, lines, by_key[key], amount) for key, amount in amounts.items())
    now = sum((by_key[key].counted for key in amounts), ZERO)
    then = sum(amounts.values(), ZERO)
    return PasteReview(
        rows,
        tuple((row.number, row.problem) for row in pasted if row.problem),
        write.cost(now),
        write.cost(then),
        write.variance(then - now),
        write.word,
    )


def _target(access: Access, line: SlotLine, codes: Mapping[int, Sequence[str]]) -> PasteTarget:
    """What the line is called. The organisation's own code is all of it; what the ledger books on its code is also the
    line of what is left when the rest has lines of its own. An account group is neither."""
    key: LineKey = line.key
    if key.account_group_id is not None:
        return PasteTarget(str(key), line.name)
    organisation = access.ever.organisations.get(key.organisation_id)
    code, name = (organisation.code, organisation.name) if organisation and not line.is_remainder else ("", "")
    return PasteTarget(str(key), line.name, code, tuple(codes.get(key.organisation_id, ())), name)


def _row(write: Writer, lines: SlotLines, line: SlotLine, amount: Decimal) -> ReviewedRow:
    slip = lines.slip(line.with_amount(amount))
    return ReviewedRow(
        key=str(line.key),
        name=line.name,
        version=line.saved.version,
        now=write.cost(line.counted),
        now_is=_now_is(line),
        pasted=write.typed(amount),
        difference=write.variance(amount - line.counted),
        is_same=line.forecast == amount,
        question=slip.title(write.typed) if slip else "",
    )


def _now_is(line: SlotLine) -> str:
    """What the line counts while it has no forecast of its own."""
    if line.forecast is not None:
        return ""
    if line.previous is not None:
        return "förra gången"
    return "" if line.amounts.budget is None else "budget"
