"""Rimlighetskontroll: forecasts that are likely slips of the pen. Kronor, income + and cost −. A warning, never a stop.

A forecast is held against what is known of the line: its budget, the previous forecast, last year's outcome and the
counter-forecast. What is near any of them is ordinary. What is not may be the right amount in another unit, with
another sign, with a digit too many or too few, the deviation instead of the year, or the outcome instead of the year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from budget.rules.variance import Threshold, first_known
from ui.rules.money import Unit

MOST = Decimal(1_000_000_000)  # in the unit that is typed in; more is no forecast
ORDINARY = Threshold(kronor=Decimal(100_000), percent=Decimal(25))  # this near something known, nothing is asked
FAR = Threshold(kronor=Decimal(500_000), percent=Decimal(25))  # this far from everything known, a reason is asked for
_MATCH = Decimal(10)  # per cent: a guess this near something known is worth asking about
_SAME = Decimal(1)  # per cent: the forecast is the outcome to date
_DEVIATION = Decimal(15)  # per cent of the budget; what is larger is hardly typed as a deviation
_UNITS = tuple(Decimal(10) ** power for power in (-3, 3, -6, 6))
_DIGITS = tuple(Decimal(10) ** power for power in (-1, 1, -2, 2))
_MONTHS = 12


class SlipKind(StrEnum):
    """What seems to have happened."""

    UNIT = "enhet"  # kronor where thousands are asked for, or the like
    SIGN = "tecken"
    DIGITS = "siffror"  # one or two too many, or lost
    DEVIATION = "avvikelse"  # the deviation from budget instead of the whole year
    TO_DATE = "utfall"  # the outcome to date instead of the whole year
    FAR = "langt"  # far from everything known, and no guess


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What is known of a line, in kronor. None or 0 tells nothing. `months` are booked; `whole` is the budget of all
    the unit's lines, for a line of which nothing else is known."""

    budget: Decimal | None = None
    previous: Decimal | None = None
    last_year: Decimal | None = None
    counter: Decimal | None = None
    to_date: Decimal | None = None
    months: int = 0
    whole: Decimal | None = None

    @property
    def years(self) -> tuple[Decimal, ...]:
        """Amounts of a whole year."""
        return tuple(year for year in (self.budget, self.previous, self.counter, self.last_year) if year)


@dataclass(frozen=True, slots=True)
class Slip:
    """A forecast that looks like a slip, and what may have been meant: at most two amounts, the likelier first."""

    kind: SlipKind
    forecast: Decimal
    budget: Decimal | None
    guesses: tuple[Decimal, ...] = ()

    def title(self, write: Callable[[Decimal], str]) -> str:
        """What looks odd, as a question. `write` writes an amount as it is typed, without its unit."""
        typed, guesses = write(self.forecast), " eller ".join(map(write, self.guesses))
        match self.kind:
            case SlipKind.DEVIATION if len(self.guesses) > 1:
                return f"Du skrev {typed}. Menade du en avvikelse, alltså {guesses}?"
            case SlipKind.DEVIATION:
                return f"Du skrev {typed}. Menade du avvikelsen {typed}, alltså {guesses}?"
            case SlipKind.TO_DATE:
                return f"Du skrev {typed}. Det är utfallet hittills, inte hela året"
            case SlipKind.FAR:
                return f"{typed} ligger långt från budget, tidigare prognos och takt"
        return f"Du skrev {typed}. Menade du {guesses}?"

    def advice(self, write: Callable[[Decimal], str], unit: Unit) -> str:
        """Why it looks odd and how it is put right. `write` writes an amount with its unit."""
        budget = "Årsbudget saknas." if self.budget is None else f"Årsbudgeten är {write(self.budget)}."
        match self.kind:
            case SlipKind.UNIT:
                return f"{self._typed_in(unit)} Beloppen skrivs i {unit.word}. {budget}"
            case SlipKind.SIGN if self.guesses[0] > 0:
                return f"Raden har mer intäkter än kostnader. Nettokostnaden skrivs då med minus. {budget}"
            case SlipKind.SIGN:
                return f"Nettokostnad skrivs utan minus. {budget}"
            case SlipKind.DIGITS:
                many = abs(self.forecast) > abs(self.guesses[0])
                return f"Det ser ut att {'vara siffror för mycket' if many else 'fattas siffror'}. {budget}"
            case SlipKind.DEVIATION:
                return f"Skriv hela årets nettokostnad, inte avvikelsen. {budget}"
            case SlipKind.TO_DATE:
                pace = f" I samma takt som nu blir året {write(self.guesses[0])}." if self.guesses else ""
                return f"Prognosen gäller hela året.{pace} Stämmer beloppet, skriv en kommentar om varför."
        return f"{budget} Rätta beloppet, eller skriv en kommentar om varför."

    def _typed_in(self, unit: Unit) -> str:
        """Name the unit the amount seems to be typed in."""
        exponent = unit.exponent - (self.forecast / self.guesses[0]).adjusted()
        word = {0: "kronor", 3: "tkr", 6: "mnkr"}.get(exponent)
        return f"Det ser ut att vara skrivet i {word}." if word else "Det ser ut att vara skrivet i en annan enhet."


def likely_slip(forecast: Decimal, facts: LineFacts, *, is_explained: bool = False) -> Slip | None:
    """Tell whether a forecast looks like a slip; None when it is ordinary, or when nothing is known of the line.

    With a comment (`is_explained`) a forecast that is merely far off, or equals the outcome, is taken as meant."""
    if not facts.years:
        return _in_new_line(forecast, facts)
    if _is_to_date(forecast, facts):
        return None if is_explained else _slip(SlipKind.TO_DATE, forecast, facts, [facts.counter])
    if _is_within(ORDINARY, forecast, facts):
        return None
    slip = _sign(forecast, facts) or _scaled(forecast, facts) or _deviation(forecast, facts)
    if slip or is_explained or _is_within(FAR, forecast, facts):
        return slip
    return _slip(SlipKind.FAR, forecast, facts)


def _slip(kind: SlipKind, forecast: Decimal, facts: LineFacts, guesses: Iterable[Decimal | None] = ()) -> Slip:
    return Slip(kind, forecast, facts.budget, tuple(guess for guess in guesses if guess is not None))


def _is_within(limit: Threshold, forecast: Decimal, facts: LineFacts) -> bool:
    """Is the forecast near anything known, or between the budget and the counter-forecast?"""
    budget = first_known(facts.budget)
    if facts.counter is not None and min(budget, facts.counter) <= forecast <= max(budget, facts.counter):
        return True
    return any(not limit.is_passed(forecast - year, year) for year in facts.years)


def _matches(guess: Decimal, facts: LineFacts) -> bool:
    """Is the guess so near something known, which is no small change, that it is worth asking about?"""
    size = max(map(abs, facts.years))
    return any(abs(guess - year) * 100 <= abs(year) * _MATCH for year in facts.years if abs(year) * 5 >= size)


def _sign(forecast: Decimal, facts: LineFacts) -> Slip | None:
    return _slip(SlipKind.SIGN, forecast, facts, [-forecast]) if forecast and _matches(-forecast, facts) else None


def _scaled(forecast: Decimal, facts: LineFacts) -> Slip | None:
    """The right amount in another unit, or with digits lost or too many."""
    for kind, factors in ((SlipKind.UNIT, _UNITS), (SlipKind.DIGITS, _DIGITS)):
        for factor in factors if forecast else ():
            if _matches(forecast * factor, facts):
                return _slip(kind, forecast, facts, [forecast * factor])
    return None


def _deviation(forecast: Decimal, facts: LineFacts) -> Slip | None:
    """A small amount beside a large budget. Typed with minus it says worse than budget; without, it may be either."""
    budget = first_known(facts.budget)
    if not forecast or abs(forecast) * 100 > abs(budget) * _DEVIATION:
        return None
    as_typed, other = budget - forecast, budget + forecast
    if forecast > 0:
        return _slip(SlipKind.DEVIATION, forecast, facts, [as_typed])
    trend = first_known(facts.counter, budget)
    nearest_first = sorted([other, as_typed], key=lambda guess: abs(guess - trend))
    return _slip(SlipKind.DEVIATION, forecast, facts, nearest_first)


def _is_to_date(forecast: Decimal, facts: LineFacts) -> bool:
    """Is the forecast the outcome so far, while everything known of the year lies elsewhere?"""
    to_date = first_known(facts.to_date)
    if not 0 < facts.months < _MONTHS or abs(forecast - to_date) * 100 > abs(to_date) * _SAME:
        return False
    nearest = min(facts.years, key=lambda year: abs(year - forecast))
    return Threshold(ORDINARY.kronor, _MATCH).is_passed(forecast - nearest, nearest) and bool(forecast)


def _in_new_line(forecast: Decimal, facts: LineFacts) -> Slip | None:
    """A line of which nothing is known: larger than all the unit's budget, it is most likely a thousandfold."""
    guess = forecast / 1000
    if not facts.whole or abs(forecast) <= abs(facts.whole) or abs(guess) > abs(facts.whole):
        return None
    return _slip(SlipKind.UNIT, forecast, facts, [guess])
