"""Rows pasted into the forecast, beside what is stored: the review before anything is saved. No queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from budget.pages.texts import Toned, Writer
from budget.rules.pasted import PasteTarget, read_paste
from budget.selectors.amounts import ZERO, LineKey
from budget.selectors.line import SlotLine, SlotLines
from styrmodell.access import Access
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


def paste_review(access: Access, lines: SlotLines, mine: Sequence[SlotLine], text: str, start: str = "") -> PasteReview:
    """Read what was pasted and hold it against `mine`, the lines that may be changed. Raises PasteError."""
    write = Writer.of(access)
    by_key = {str(line.key): line for line in mine}
    pasted = read_paste(text, [_target(access, line) for line in mine], start)
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


def _target(access: Access, line: SlotLine) -> PasteTarget:
    key: LineKey = line.key
    organisation = access.ever.organisations.get(key.organisation_id)
    is_whole = key.account_group_id is None and not line.is_remainder
    return PasteTarget(str(key), line.name, organisation.code if organisation and is_whole else "")


def _row(write: Writer, lines: SlotLines, line: SlotLine, amount: Decimal) -> ReviewedRow:
    slip = lines.slip(line.with_amount(amount))
    return ReviewedRow(
        key=str(line.key),
        name=line.name,
        version=line.saved.version,
        now=write.cost(line.counted),
        now_is="" if line.forecast is not None else "budget" if line.previous is None else "förra gången",
        pasted=write.typed(amount),
        difference=write.variance(amount - line.counted),
        is_same=line.forecast == amount,
        question=slip.title(write.typed) if slip else "",
    )
