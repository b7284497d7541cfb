"""What a forecast line still wants before the report can be handed in."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from enum import StrEnum

from ui.rules.swedish import join_words


class Need(StrEnum):
    """What a line still wants before the slot can be handed in."""

    NOTHING = ""
    FORECAST = "prognos"
    ANALYSIS = "analys"
    ZERO_FORECAST = "nollprognos"

    def instruction(self, name: str) -> str:
        """What to do about the line with the name, in Swedish."""
        match self:
            case Need.FORECAST:
                return f"Skriv en prognos för {name}"
            case Need.ANALYSIS:
                return f"Förklara underskottet: {name}"
            case Need.ZERO_FORECAST:
                return f"Ändra eller förklara nollprognosen: {name}"
            case Need.NOTHING:
                return ""


def counting_rule(*, has_previous: bool, has_budget: bool, knows_then: bool = True) -> str:
    """What a line without a forecast counts as in a sum, in Swedish: the same in every forecast of the year. `knows_then`:
    is the budget of the previous forecast kept?"""
    match has_previous, has_budget:
        case True, True:
            counted = "som den förra prognosen, annars som budget"
        case True, False:
            counted = "som den förra prognosen"
        case False, True:
            counted = "som budget"
        case _:
            return "Rader utan prognos räknas inte i summan."
    rule = f"Rader utan prognos räknas i summan {counted}."
    return rule if knows_then else f"{rule} Den förra summan är räknad med dagens budget."


_EDITED = {"budget": "budgeten", "prognos": "en tidigare prognos"}
OUTCOME_MOVED = "Utfallet är det som är bokfört i dag. Det har ändrats sedan beslutet."


def statement_moved(columns: Collection[str]) -> str:
    """What of the statements has been edited since the decision, in Swedish; empty when nothing has. `columns` are those
    of the figures that have: the year's budget, or an earlier forecast."""
    words = [word for column, word in _EDITED.items() if column in columns]
    if not words:
        return ""
    return f"Sedan beslutet har {join_words(words)} för resultat och balanskrav ändrats. Här räknas det som gällde då."


def budget_moved(change: Decimal, size: str, *, since: str) -> str:
    """How the budget has changed, in Swedish; empty when it has not, or by less than is shown. `change` is kronor, income +
    and cost −; `size` is it written without a sign."""
    if not any(digit in "123456789" for digit in size):
        return ""
    return f"Sedan {since} har budgeten {'ökat' if change < 0 else 'minskat'} med {size}."
