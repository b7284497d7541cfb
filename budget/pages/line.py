"""One forecast line: its figures, how the counter-forecast was counted, and who changed what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from budget.pages.forecast_rows import GridRow, GridWriter
from budget.pages.texts import Writer
from budget.rules.counter_forecast import run_rate
from budget.rules.needs import OUTCOME_MOVED
from budget.selectors.economy import posted_of
from budget.selectors.forecast_slots import ForecastSlot
from budget.selectors.line import SlotLine, SlotLines
from budget.selectors.line_history import LineVersion, line_versions
from budget.selectors.posted import PostedScope
from styrmodell.access import Access
from styrmodell.models import Slot
from styrmodell.policies import can_read_history
from ui.rules.money import DASH

_SHOWN = 30
_WORDS = {"comment": "kommentar", "cause": "orsak", "consequence": "konsekvens"}


@dataclass(frozen=True, slots=True)
class LineChange:
    """A change of the line, in words."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Support:
    """Something to hold a forecast against: the booked months and the whole year, net cost. `year_is` says what the
    year's figure is, `posted` which months' rows lie behind the booked one: their year, 0 when none do."""

    label: str
    to_date: str
    year: str
    year_is: str = ""
    posted: int = 0


@dataclass(frozen=True, slots=True)
class LinePage:
    """Everything the page shows beside the form."""

    row: GridRow
    unit: str
    period: str
    note: str  # which months are missing, and whether the outcome has moved since the decision
    through: int  # the last booked month
    posted: PostedScope  # which rows the outcome is the sum of
    support: tuple[Support, ...]
    counter: str  # how the counter-forecast was counted
    words: tuple[tuple[str, str], ...]
    history: tuple[LineChange, ...]


def line_page(access: Access, forecast_slot: ForecastSlot, lines: SlotLines, line: SlotLine) -> LinePage:
    """The page of one line (two queries for whoever may read its history: its rows and the names in them)."""
    writer, slot = GridWriter.of(access, forecast_slot, lines), forecast_slot.slot
    write = writer.write
    counter = line.amounts.counter_forecast(line.basis, lambda amount: f"{write.cost(amount)}\u00a0{write.word}")
    saved = line.saved
    return LinePage(
        row=writer.row(line),
        unit=write.word,
        period=lines.basis.label,
        note=" ".join(filter(None, [lines.basis.note, OUTCOME_MOVED if line.amounts.outcome_moved else ""])),
        through=lines.basis.last,
        posted=posted_of(access, line),
        support=_support(slot, line, writer),
        counter=counter.explanation if counter else "",
        words=(
            ("Kommentar", saved.comment),
            ("Orsak", saved.cause),
            ("Konsekvens om inget görs", saved.consequence),
        ),
        history=_history(access, slot, line, write) if can_read_history(access, line.key.organisation_id) else (),
    )


def _support(slot: Slot, line: SlotLine, writer: GridWriter) -> tuple[Support, ...]:
    """Outcome and pace, budget, last year, and what was believed before."""
    write, amounts, year = writer.write, line.amounts, slot.occasion.year
    counter = line.counter_forecast
    support = [
        Support(f"Budget {year}", write.cost(amounts.period_budget), write.cost(amounts.budget)),
        Support(
            f"Förra året, {year - 1}",
            write.cost(amounts.last_year_to_date),
            write.cost(amounts.last_year),
            "bokslut",
            year - 1 if line.basis.is_unbroken else 0,
        ),
    ]
    if amounts.to_date is not None:
        pace = write.cost(run_rate(amounts.to_date, line.basis.count))
        support.insert(0, Support(f"Utfall {year}", write.cost(amounts.to_date), pace, "i samma takt hela året", year))
    if line.previous is not None:
        support.append(Support(f"Förra prognosen, {writer.previous_month}", DASH, write.cost(line.previous)))
    if counter:
        support.append(Support("Motprognos", DASH, write.cost(counter.value), counter.method.words))
    return tuple(support)


def _history(access: Access, slot: Slot, line: SlotLine, write: Writer) -> tuple[LineChange, ...]:
    """The newest changes first."""
    versions = line_versions(access, slot, line.key, _SHOWN + 1)
    pairs = zip(versions, [*versions[1:], None], strict=False)
    changes = (LineChange(now.at, now.who, _change(now, before, write)) for now, before in pairs)
    return tuple([change for change in changes if change.text][:_SHOWN])


def _change(now: LineVersion, before: LineVersion | None, write: Writer) -> str:
    parts, old = list[str](), before.amount if before else None
    if now.amount != old:
        parts.append(_moved(old, now.amount, write))
    parts += [f"{word} ändrad" for name, word in _WORDS.items() if getattr(now, name) != getattr(before, name, "")]
    return ", ".join(parts).capitalize()


def _moved(old: Decimal | None, new: Decimal | None, write: Writer) -> str:
    if old is None:
        return f"prognos {write.cost(new)} {write.word}"
    if new is None:
        return f"prognosen {write.cost(old)} {write.word} borttagen"
    return f"prognos från {write.cost(old)} till {write.cost(new)} {write.word}"
