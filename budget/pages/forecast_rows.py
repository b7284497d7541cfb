"""The lines of the forecast grid, written out: figures, the cell to type in, words and what is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString

from budget import policies
from budget.pages.overview import moved_note
from budget.pages.texts import MISSING, Toned, Writer
from budget.rules.counter_forecast import is_far
from budget.rules.needs import OUTCOME_MOVED, Need, counting_rule
from budget.rules.plausibility import Slip
from budget.rules.variance import first_known
from budget.rules.zero_forecast import ZeroForecast
from budget.selectors.amounts import ZERO, Amounts, LineKey
from budget.selectors.forecast_slots import ForecastSlot
from budget.selectors.line import SlotLine, SlotLines
from styrmodell.access import Access
from styrmodell.models import Slot
from ui.charts.bars import diverging
from ui.rules import money
from ui.rules.swedish import MONTHS

FAR = Decimal(1)  # per cent of the budget: then the own forecast is far from the counter-forecast


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a button on a warning types in the cell."""

    label: str
    typed: str


@dataclass(frozen=True, slots=True)
class GridWarning:
    """A forecast that is asked about: a likely slip, or a zero forecast the outcome speaks against."""

    title: str
    text: str
    suggestions: tuple[Suggestion, ...] = ()
    is_slip: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """What is booked, budgeted and was believed, of a line or of all of them."""

    last_year: str
    to_date: str
    period_variance: Toned
    period_budget: str
    budget: str
    previous: str

    @classmethod
    def of(cls, write: Writer, amounts: Amounts, previous: Decimal | None) -> Figures:
        """Amounts written as costs."""
        return cls(
            last_year=write.cost(amounts.last_year),
            to_date=write.cost(amounts.to_date),
            period_variance=write.variance(amounts.period_variance),
            period_budget=write.cost(amounts.period_budget),
            budget=write.cost(amounts.budget),
            previous=write.cost(previous),
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """Where the forecast is typed. `value` is the input's text, or what stands there when it may not be changed."""

    url: str
    value: str
    is_input: bool
    version: int
    stored: str  # what is saved, as it would be typed
    budget: str  # for the live sums
    old: str
    standing: str  # what it counts while it is empty
    counter: str  # the counter-forecast
    is_far: bool  # from it
    error: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """The words on a line, or what it wants."""

    text: str
    look: str  # "", "empty" or "warn"
    url: str

    @classmethod
    def of(cls, line: SlotLine, url: str) -> Comment:
        """What a line needs comes before what is written on it."""
        match line.need:
            case Need.ANALYSIS:
                return cls("Analys krävs", "warn", url)
            case Need.ZERO_FORECAST:
                return cls("Förklara nollprognos", "warn", url)
        text = line.saved.comment.strip() or line.saved.cause.strip()
        return cls(text or "Kommentera", "" if text else "empty", url)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One line as it is written."""

    key: str
    name: str
    figures: Figures
    cell: Cell
    shown: str  # the forecast as it is written where it cannot be typed
    variance: Toned
    bar: SafeString
    change: Toned
    comment: Comment
    warned: GridWarning | None

    @property
    def is_slip(self) -> bool:
        """Does the stored amount look like a slip?"""
        return self.warned is not None and self.warned.is_slip and not self.cell.error


@dataclass(frozen=True, slots=True)
class KeptInput:
    """What was typed and could not be saved: kept in the cells, with what is wrong."""

    typed: Mapping[LineKey, str] = field(default_factory=dict)
    errors: Mapping[LineKey, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GridWriter:
    """Writes the lines of one slot."""

    access: Access
    slot: Slot
    lines: SlotLines
    write: Writer
    scale: Decimal
    previous_month: str
    kept: KeptInput
    address: str  # of the slot's forecast; its lines' addresses begin with it

    @classmethod
    def of(
        cls, access: Access, forecast_slot: ForecastSlot, lines: SlotLines, kept: KeptInput | None = None
    ) -> GridWriter:
        """A writer for the lines of the slot."""
        largest = max((abs(first_known(line.variance)) for line in lines.lines), default=ZERO) or Decimal(1)
        slot, cutoff = forecast_slot.slot, lines.previous_cutoff
        previous = MONTHS[cutoff.month - 1] if cutoff and lines.previous is not None else ""
        address = reverse("budget:forecast", args=[access.slug, slot.pk])
        return cls(access, slot, lines, Writer.of(access), largest, previous, kept or KeptInput(), address)

    @property
    def counting_rule(self) -> str:
        """What lines without a forecast count as in the sums; empty when each has one, now and before."""
        lines, basis = self.lines, self.lines.basis
        is_compared = lines.previous is not None
        missed_before = is_compared and any(line.previous is None and line.before for line in lines.lines)
        if not lines.missing and not missed_before:
            return ""
        knows_then = not missed_before or lines.then is not None
        return counting_rule(has_previous=is_compared, has_budget=basis.has_budget, knows_then=knows_then)

    @property
    def moved_notes(self) -> tuple[str, ...]:
        """How the budget has changed since the previous forecast, and whether the outcome has since the decision."""
        moved = OUTCOME_MOVED if self.lines.amounts.outcome_moved else ""
        return tuple(filter(None, [self._budget_note, moved]))

    @property
    def _budget_note(self) -> str:
        """How the budget has changed since the previous forecast; empty when it has not, or that is not kept."""
        lines = self.lines
        if lines.previous is None or lines.then is None:
            return ""
        change = first_known(lines.amounts.budget) - first_known(lines.then.budget)
        return moved_note(self.write, change, "den förra prognosen")

    def may_change(self, line: SlotLine) -> bool:
        """Is the line's forecast typed in by this user?"""
        return not line.is_closed and bool(policies.can_forecast(self.access, self.slot, line.key.organisation_id))

    def row(self, line: SlotLine) -> GridRow:
        """One line."""
        write, given = self.write, line.forecast is not None
        return GridRow(
            key=str(line.key),
            name=line.name,
            figures=Figures.of(write, line.amounts, line.previous),
            cell=self._cell(line),
            shown=write.cost(line.forecast),
            variance=write.variance(line.variance) if given else MISSING,
            bar=diverging(line.variance if given else None, self.scale),
            change=write.variance(line.counted - line.before) if given and self.previous_month else MISSING,
            comment=Comment.of(line, f"{self.address}rad/{line.key}/"),
            warned=self.warned(line),
        )

    def _cell(self, line: SlotLine) -> Cell:
        write, budget, counter = self.write, line.amounts.budget, line.counter_forecast
        is_input, stored = self.may_change(line), write.typed(line.forecast)
        compared = counter if line.forecast is not None else None
        return Cell(
            url=f"{self.address}cell/{line.key}/",
            value=self.kept.typed.get(line.key, stored) if is_input else write.cost(line.forecast),
            is_input=is_input,
            version=line.saved.version,
            stored=stored if is_input else "",
            budget=write.plain(budget),
            old=write.plain(line.before),
            standing=write.plain(line.standing),
            counter=write.cost(counter.value) if counter else "",
            is_far=bool(compared and is_far(line.counted, compared.value, first_known(budget), FAR)),
            error=self.kept.errors.get(line.key, ""),
        )

    def warned(self, line: SlotLine) -> GridWarning | None:
        """What the line is asked about, if anything."""
        slip = self.lines.slip(line)
        if slip:
            return self._slip(line, slip)
        zero = line.zero_forecast if line.need == Need.ZERO_FORECAST else None
        return self._zero_forecast(line, zero) if zero else None

    def _slip(self, line: SlotLine, slip: Slip) -> GridWarning:
        write, may = self.write, self.may_change(line)
        guesses = [write.cost(guess) for guess in slip.guesses] if may else []
        return GridWarning(
            replace(slip, guesses=tuple(map(write.rounded, slip.guesses))).title(write.typed),
            slip.advice(lambda amount: money.with_unit(write.cost(amount), write.word), write.unit),
            tuple(Suggestion(f"Ändra till {guess}", guess) for guess in guesses),
            is_slip=True,
        )

    def _zero_forecast(self, line: SlotLine, zero: ZeroForecast) -> GridWarning:
        write = self.write
        head, _, rest = zero.text(lambda size: write.amount(size, named=True)).partition(". ")
        continued = f"Fortsätter det så blir helåret {write.cost(zero.continued)} {write.word}."
        counter = write.cost(line.counter_forecast.value) if line.counter_forecast and self.may_change(line) else ""
        suggested = (Suggestion(f"Använd motprognosen {counter}", counter),) if counter else ()
        return GridWarning(head, f"{continued} {rest}", suggested)
