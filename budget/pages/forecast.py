"""The forecast grid of a slot: everything the page shows, written out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.safestring import SafeString

from budget import policies
from budget.pages.measures import MeasureTable, measure_table
from budget.pages.texts import MISSING, Toned, Writer
from budget.rules.counter_forecast import is_far
from budget.rules.needs import Need, counting_rule
from budget.rules.plausibility import Slip
from budget.rules.variance import first_known, share
from budget.rules.zero_forecast import ZeroForecast
from budget.selectors.amounts import ZERO, LineKey
from budget.selectors.forecast_slots import ForecastSlot
from budget.selectors.limits import DeficitLimit
from budget.selectors.line import SlotLine, SlotLines
from budget.selectors.measures import remaining_effect_of, slot_measures
from budget.selectors.missing import deficit_left
from budget.selectors.slot_lines import slot_lines
from styrmodell.access import Access
from styrmodell.models import Slot
from styrmodell.permissions import Permission
from styrmodell.selectors.slots import may_read
from ui.charts.bars import diverging
from ui.rules import money
from ui.rules.swedish import MONTHS, join_words, plural

ROWS_A_PAGE = 120  # a page of the longest grids stays below 250 kB
ANALYSES = 4  # forms for analysis on the grid's own page; more are a click away
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
class GridRow:
    """One line as it is written. `value` is the input's text, or what stands there when it may not be changed."""

    key: str
    name: str
    cell_url: str
    words_url: str
    last_year: str
    to_date: str
    period_variance: Toned
    period_budget: str
    budget: str
    previous: str
    value: str
    is_input: bool
    version: int
    stored: str
    plain_budget: str
    plain_old: str
    counter: str
    is_far: bool
    variance: Toned
    bar: SafeString
    change: Toned
    comment: str
    look: str  # of the comment: "", "empty" or "warn"
    warned: GridWarning | None = None
    error: str = ""
    shown: str = ""  # the forecast as it is written where it cannot be typed

    @property
    def is_slip(self) -> bool:
        """Does the stored amount look like a slip?"""
        return self.warned is not None and self.warned.is_slip and not self.error


@dataclass(frozen=True, slots=True)
class Sums:
    """The bottom row and the save bar. `base_*` is what the page's inputs do not hold, for the live sums."""

    last_year: str
    to_date: str
    period_variance: Toned
    period_budget: str
    budget: str
    previous: str
    forecast: str
    variance: Toned
    change: Toned
    share: str
    remaining: int
    slips: int = 0  # amounts that look like slips
    slips_url: str = ""  # to the first of them
    base_value: str = "0"
    base_budget: str = "0"
    base_old: str = "0"

    @property
    def remaining_text(self) -> str:
        """How many lines are left, in words."""
        return f"{plural(self.remaining, 'rad', 'rader')} kvar" if self.remaining else ""

    @property
    def slips_text(self) -> str:
        """How many amounts look like slips, in words."""
        return f"{plural(self.slips, 'belopp', 'belopp', in_words=False)} att kontrollera" if self.slips else ""


@dataclass(frozen=True, slots=True)
class LineAnalysis:
    """A line whose deficit has to be explained."""

    row: GridRow
    line: SlotLine


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole page."""

    slot: Slot
    page: Page[SlotLine]
    rows: tuple[GridRow, ...]
    sums: Sums
    unit: str
    period: str  # "jan–jul", empty when nothing is booked
    last_year: int
    month: str
    previous_month: str
    most_changed: str
    scale: str
    decimals: int
    limit: str  # from when a deficit must be explained, as a sentence
    limit_is_example: bool
    reason: str  # why nothing may be changed, empty when something may
    may_add_measures: bool
    deficit_left: str  # what measures still have to meet, empty when nothing
    measures: MeasureTable
    effect: str  # what remains of the measures', for the live sums
    analyses: tuple[LineAnalysis, ...] = ()
    has_last_year: bool = False
    note: str = ""  # which months are missing
    counting_rule: str = ""  # what lines without a forecast count as, where there are some
    missing: int = 0
    whose: str = ""  # the unit, or the part of it that the reader sees
    sees_report: bool = True  # may the reader open the unit's report?
    sees_unit: bool = True  # and the unit's economy? A decided report is for all, what is below it is not


@dataclass(frozen=True, slots=True)
class KeptInput:
    """What was typed and could not be saved: kept in the cells, with what is wrong."""

    typed: Mapping[LineKey, str] = field(default_factory=dict)
    errors: Mapping[LineKey, str] = field(default_factory=dict)


def forecast_grid(
    access: Access, forecast_slot: ForecastSlot, *, page: str = "1", kept: KeptInput | None = None
) -> Grid:
    """Everything the page shows: three queries, four where the unit has nothing below it."""
    slot, lines = forecast_slot.slot, slot_lines(access, forecast_slot)
    shown = Paginator(lines.lines, ROWS_A_PAGE).get_page(page)
    rows = GridWriter.of(access, forecast_slot, lines, kept or KeptInput())
    measures = slot_measures(access, slot)
    occasion = slot.occasion
    verdict = policies.can_forecast_something(access, slot)
    return Grid(
        slot=slot,
        page=shown,
        rows=tuple(rows.row(line) for line in shown),
        sums=rows.sums(list(shown)),
        unit=rows.write.word,
        period=lines.basis.label,
        last_year=occasion.year - 1,
        month=MONTHS[occasion.month - 1],
        previous_month=rows.previous_month,
        most_changed=most_changed(lines),
        scale=rows.write.plain(-rows.scale),
        decimals=rows.write.unit.decimals,
        limit=_limit(rows.write, forecast_slot.explain_limit),
        limit_is_example=forecast_slot.explain_limit.is_example,
        reason=verdict.reason,
        may_add_measures=bool(policies.can_forecast(access, slot)),
        deficit_left=rows.write.amount(left, named=True) if (left := deficit_left(slot, lines, measures)) else "",
        measures=measure_table(rows.write, measures, lines.against_budget),
        effect=rows.write.plain(-remaining_effect_of(measures)),
        analyses=rows.analyses(),
        has_last_year=lines.basis.has_last_year,
        note=lines.basis.note,
        counting_rule=rows.counting_rule,
        missing=lines.missing,
        whose=_whose(slot, lines, sees_report=may_read(access, slot)),
        sees_report=may_read(access, slot),
        sees_unit=access.has(Permission.VIEW, slot.organisation_id),
    )


def _whose(slot: Slot, lines: SlotLines, *, sees_report: bool) -> str:
    """Whose lines and sums these are: the unit's, or for who only sees some of them those, as a part of the unit's."""
    if sees_report or not lines.lines:
        return slot.organisation.name
    return f"{join_words([line.name for line in lines.lines])} i {slot.organisation.name}"


def _limit(write: Writer, limit: DeficitLimit) -> str:
    """The steering model's own sentence; where it says nothing, the program's limit as the program's."""
    if limit.text:
        return limit.text
    size = write.amount(limit.threshold.kronor, named=True)
    return f"Underskott på minst {size} ska förklaras. Gränsen är programmets: styrmodellen anger ingen."


def most_changed(lines: SlotLines) -> str:
    """The line that has changed most since the previous forecast, in the direction of the whole; empty when there is
    only one."""
    changes = {line.name: line.counted - line.before for line in lines.lines} if lines.previous is not None else {}
    whole = sum(changes.values(), ZERO)
    if not whole or len(lines.lines) == 1:
        return ""
    return max(changes, key=lambda name: changes[name] * (1 if whole > 0 else -1))


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
        return counting_rule(has_previous=is_compared, has_budget=basis.has_budget)

    def may_change(self, line: SlotLine) -> bool:
        """Is the line's forecast typed in by this user?"""
        return not line.is_closed and bool(policies.can_forecast(self.access, self.slot, line.key.organisation_id))

    def row(self, line: SlotLine) -> GridRow:
        """One line."""
        write, amounts = self.write, line.amounts
        counter = line.counter_forecast
        given = line.forecast is not None
        is_input = self.may_change(line)
        stored = write.typed(line.forecast)
        comment, look = _comment(line)
        return GridRow(
            key=str(line.key),
            name=line.name,
            cell_url=f"{self.address}cell/{line.key}/",
            words_url=f"{self.address}rad/{line.key}/",
            last_year=write.cost(amounts.last_year),
            to_date=write.cost(amounts.to_date),
            period_variance=write.variance(amounts.period_variance),
            period_budget=write.cost(amounts.period_budget),
            budget=write.cost(amounts.budget),
            previous=write.cost(line.previous),
            value=self.kept.typed.get(line.key, stored) if is_input else write.cost(line.forecast),
            is_input=is_input,
            version=line.saved.version,
            stored=stored if is_input else "",
            plain_budget=write.plain(amounts.budget),
            plain_old=write.plain(line.before),
            counter=write.cost(counter.value) if counter else "",
            is_far=bool(counter and given and is_far(line.counted, counter.value, first_known(amounts.budget), FAR)),
            variance=write.variance(line.variance) if given else MISSING,
            bar=diverging(line.variance if given else None, self.scale),
            change=write.variance(line.counted - line.before) if given and self.previous_month else MISSING,
            comment=comment,
            look=look,
            warned=self.warned(line),
            error=self.kept.errors.get(line.key, ""),
            shown=write.cost(line.forecast),
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

    def sums(self, shown: Sequence[SlotLine]) -> Sums:
        """The sum of all lines; what the shown inputs do not hold stands in `base_*`."""
        write, lines, amounts = self.write, self.lines, self.lines.amounts
        typed = {line.key for line in shown if self.may_change(line)}
        other = [line for line in lines.lines if line.key not in typed]
        previous = lines.previous
        slips = [place for place, line in enumerate(lines.lines) if lines.slip(line)]
        return Sums(
            last_year=write.cost(amounts.last_year),
            to_date=write.cost(amounts.to_date),
            period_variance=write.variance(amounts.period_variance),
            period_budget=write.cost(amounts.period_budget),
            budget=write.cost(amounts.budget),
            previous=write.cost(previous),
            forecast=write.cost(lines.counted),
            variance=write.variance(lines.against_budget),
            change=write.variance(None if previous is None else lines.counted - previous),
            share=money.percent(share(lines.against_budget, amounts.budget), 1, sign=True),
            remaining=sum(line.need != Need.NOTHING for line in lines.lines),
            slips=len(slips),
            slips_url=self._url_of(slips[0]) if slips else "",
            base_value=write.plain(sum((line.counted for line in other), ZERO)),
            base_budget=write.plain(
                sum((first_known(line.amounts.budget) for line in other), ZERO) if lines.basis.has_budget else None
            ),
            base_old=write.plain(sum((line.before for line in other), ZERO)),
        )

    def _url_of(self, place: int) -> str:
        """The row's own place on its page of the grid."""
        page = place // ROWS_A_PAGE + 1
        return f"{self.address}{f'?sida={page}' if page > 1 else ''}#r{self.lines.lines[place].key}"

    def analyses(self) -> tuple[LineAnalysis, ...]:
        """Lines with a deficit to explain, the largest first, as far as the page has room."""
        deficits = sorted(
            (line for line in self.lines.lines if line.is_deficit), key=lambda line: first_known(line.variance)
        )
        return tuple(LineAnalysis(self.row(line), line) for line in deficits[:ANALYSES])


def _comment(line: SlotLine) -> tuple[str, str]:
    match line.need:
        case Need.ANALYSIS:
            return "Analys krävs", "warn"
        case Need.ZERO_FORECAST:
            return "Förklara nollprognos", "warn"
    text = line.saved.comment.strip() or line.saved.cause.strip()
    return (text, "") if text else ("Kommentera", "empty")
