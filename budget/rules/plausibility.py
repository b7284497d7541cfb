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

from budget.rules.variance import Limit
from ui.rules.money import Unit

ORDINARY = Limit(kronor=Decimal(100_000), percent=Decimal(25))  # this near something known, nothing is asked
FAR = Limit(kronor=Decimal(500_000), percent=Decimal(25))  # this far from everything known, a reason is asked for
_MATCH = Decimal(10)  # per cent: a guess this near something known is worth asking about
_SAME = Decimal(1)  # per cent: the forecast is the outcome to date
_DEVIATION = Decimal(15)  # per cent of the budget; what is larger is hardly typed as a deviation
_UNITS = tuple(Decimal(10) ** power for power in (-3, 3, -6, 6))
_DIGITS = tuple(Decimal(10) ** power for power in (-1, 1, -2, 2))
_MONTHS = 12


class Slip(StrEnum):
    """What seems to have happened."""

    UNIT = "enhet"  # kronor where thousands are asked for, or the like
    SIGN = "tecken"
    DIGITS = "siffror"  # one or two too many, or lost
    DEVIATION = "avvikelse"  # the deviation from budget instead of the whole year
    TO_DATE = "utfall"  # the outcome to date instead of the whole year
    FAR = "langt"  # far from everything known, and no guess


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a line, in kronor. None or 0 tells nothing. `months` are booked; `whole` is the budget of all
    the unit's lines, for a line of which nothing else is known."""

    budget: Decimal = Decimal(0)
    previous: Decimal | None = None
    last_year: Decimal = Decimal(0)
    counter: Decimal | None = None
    to_date: Decimal = Decimal(0)
    months: int = 0
    whole: Decimal = Decimal(0)

    @property
    def years(self) -> tuple[Decimal, ...]:
        """Amounts of a whole year."""
        return tuple(year for year in (self.budget, self.previous, self.counter, self.last_year) if year)


@dataclass(frozen=True, slots=True)
class Odd:
    """A forecast that looks like a slip, and what may have been meant: at most two amounts, the likelier first."""

    slip: Slip
    forecast: Decimal
    budget: Decimal
    guesses: tuple[Decimal, ...] = ()

    def title(self, write: Callable[[Decimal], str]) -> str:
        """What looks odd, as a question. `write` writes an amount as it is typed, without its unit."""
        typed, guesses = write(self.forecast), " eller ".join(map(write, self.guesses))
        match self.slip:
            case Slip.DEVIATION if len(self.guesses) > 1:
                return f"Du skrev {typed}. Menade du en avvikelse, alltså {guesses}?"
            case Slip.DEVIATION:
                return f"Du skrev {typed}. Menade du avvikelsen {typed}, alltså {guesses}?"
            case Slip.TO_DATE:
                return f"Du skrev {typed}. Det är utfallet hittills, inte hela året"
            case Slip.FAR:
                return f"{typed} ligger långt från budget, tidigare prognos och takt"
        return f"Du skrev {typed}. Menade du {guesses}?"

    def advice(self, write: Callable[[Decimal], str], unit: Unit) -> str:
        """Why it looks odd and how it is put right. `write` writes an amount with its unit."""
        budget = f"Årsbudgeten är {write(self.budget)}."
        match self.slip:
            case Slip.UNIT:
                return f"{self._typed_in(unit)} Beloppen skrivs i {unit.word}. {budget}"
            case Slip.SIGN if self.guesses[0] > 0:
                return f"Raden har mer intäkter än kostnader. Nettokostnaden skrivs då med minus. {budget}"
            case Slip.SIGN:
                return f"Nettokostnad skrivs utan minus. {budget}"
            case Slip.DIGITS:
                many = abs(self.forecast) > abs(self.guesses[0])
                return f"Det ser ut att {'vara siffror för mycket' if many else 'fattas siffror'}. {budget}"
            case Slip.DEVIATION:
                return f"Skriv hela årets nettokostnad, inte avvikelsen. {budget}"
            case Slip.TO_DATE:
                pace = f" I samma takt som nu blir året {write(self.guesses[0])}." if self.guesses else ""
                return f"Prognosen gäller hela året.{pace} Stämmer beloppet, skriv en kommentar om varför."
        return f"{budget} Rätta beloppet, eller skriv en kommentar om varför."

    def _typed_in(self, unit: Unit) -> str:
        """Name the unit the amount seems to be typed in."""
        exponent = unit.exponent - (self.forecast / self.guesses[0]).adjusted()
        word = {0: "kronor", 3: "tkr", 6: "mnkr"}.get(exponent)
        return f"Det ser ut att vara skrivet i {word}." if word else "Det ser ut att vara skrivet i en annan enhet."


def odd_forecast(forecast: Decimal, known: Known, *, is_explained: bool = False) -> Odd | None:
    """Tell whether a forecast looks like a slip; None when it is ordinary, or when nothing is known of the line.

    With a comment (`is_explained`) a forecast that is merely far off, or equals the outcome, is taken as meant."""
    if not known.years:
        return _in_new_line(forecast, known)
    if _is_to_date(forecast, known):
        return None if is_explained else _odd(Slip.TO_DATE, forecast, known, [known.counter])
    if _is_within(ORDINARY, forecast, known):
        return None
    found = _sign(forecast, known) or _scaled(forecast, known) or _deviation(forecast, known)
    if found or is_explained or _is_within(FAR, forecast, known):
        return found
    return _odd(Slip.FAR, forecast, known)


def _odd(slip: Slip, forecast: Decimal, known: Known, guesses: Iterable[Decimal | None] = ()) -> Odd:
    return Odd(slip, forecast, known.budget, tuple(guess for guess in guesses if guess is not None))


def _is_within(limit: Limit, forecast: Decimal, known: Known) -> bool:
    """Is the forecast near anything known, or between the budget and the counter-forecast?"""
    if known.counter is not None and min(known.budget, known.counter) <= forecast <= max(known.budget, known.counter):
        return True
    return any(not limit.is_passed(forecast - year, year) for year in known.years)


def _matches(guess: Decimal, known: Known) -> bool:
    """Is the guess so near something known, which is no small change, that it is worth asking about?"""
    size = max(map(abs, known.years))
    return any(abs(guess - year) * 100 <= abs(year) * _MATCH for year in known.years if abs(year) * 5 >= size)


def _sign(forecast: Decimal, known: Known) -> Odd | None:
    return _odd(Slip.SIGN, forecast, known, [-forecast]) if forecast and _matches(-forecast, known) else None


def _scaled(forecast: Decimal, known: Known) -> Odd | None:
    """The right amount in another unit, or with digits lost or too many."""
    for slip, factors in ((Slip.UNIT, _UNITS), (Slip.DIGITS, _DIGITS)):
        for factor in factors if forecast else ():
            if _matches(forecast * factor, known):
                return _odd(slip, forecast, known, [forecast * factor])
    return None


def _deviation(forecast: Decimal, known: Known) -> Odd | None:
    """A small amount beside a large budget. Typed with minus it says worse than budget; without, it may be either."""
    if not forecast or abs(forecast) * 100 > abs(known.budget) * _DEVIATION:
        return None
    as_typed, other = known.budget - forecast, known.budget + forecast
    if forecast > 0:
        return _odd(Slip.DEVIATION, forecast, known, [as_typed])
    trend = known.budget if known.counter is None else known.counter
    nearest_first = sorted([other, as_typed], key=lambda guess: abs(guess - trend))
    return _odd(Slip.DEVIATION, forecast, known, nearest_first)


def _is_to_date(forecast: Decimal, known: Known) -> bool:
    """Is the forecast the outcome so far, while everything known of the year lies elsewhere?"""
    if not 0 < known.months < _MONTHS or abs(forecast - known.to_date) * 100 > abs(known.to_date) * _SAME:
        return False
    nearest = min(known.years, key=lambda year: abs(year - forecast))
    return Limit(ORDINARY.kronor, _MATCH).is_passed(forecast - nearest, nearest) and bool(forecast)


def _in_new_line(forecast: Decimal, known: Known) -> Odd | None:
    """A line of which nothing is known: larger than all the unit's budget, it is most likely a thousandfold."""
    guess = forecast / 1000
    if not known.whole or abs(forecast) <= abs(known.whole) or abs(guess) > abs(known.whole):
        return None
    return _odd(Slip.UNIT, forecast, known, [guess])
