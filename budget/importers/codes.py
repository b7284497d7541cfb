"""Looking up units and accounts as ledgers write them. Pure; every answer is a value or a Swedish sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from budget.importers.contract import AccountRange
from ui.rules.swedish import join_words

_LEADING_NUMBER = re.compile(r"(?P<number>\d+)(?:[ :.-]+\D.*)?", re.ASCII)
_MAX_DIGITS = 9
_BALANCE_CLASSES = "12"
_DIGITS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "-": "", ".": "", " ": ""})
_WHO = "Rätta koden i filen, eller be den som driver programmet att lägga till den."
_ALIKE = 0.7
_MOST_ASKED = 500  # different unknown codes; with more the file is about something else


@dataclass(frozen=True, slots=True)
class Account:
    """An account and the group it belongs to."""

    number: int
    group: int

    @property
    def account_class(self) -> int:
        """The first digit."""
        return int(str(self.number)[0])


class CodeError(ValueError):
    """The code is not known; the message says so in Swedish."""


class BalanceAccountError(CodeError):
    """An account of class 1 or 2, which is no income or cost."""


class UnitCodes:
    """Ledger codes of units. A number cell has lost its leading zeros, so they are put back when only one code fits."""

    def __init__(self, known: Mapping[str, int]) -> None:
        """Remember the codes, and those with leading zeros also without."""
        self._known = known
        self._stripped: dict[str, int | None] = {}
        for code, unit in known.items():
            short = code.lstrip("0")
            if short != code and short not in known:
                self._stripped[short] = None if short in self._stripped else unit
        self._as_digits = {code.translate(_DIGITS): code for code in known}
        self._asked: dict[str, str] = {}

    def find(self, text: str) -> int:
        """The unit of "30013", or of "30013 Tobisviksbadet". Raises CodeError."""
        return self.named(text)[1]

    def named(self, text: str) -> tuple[str, int]:
        """The code and its unit. Raises CodeError."""
        if not text:
            raise CodeError("Ansvar saknas. Koden ska stå på varje rad, också under en sammanfogad cell.")
        for code in (text, text.partition(" ")[0]):
            unit = self._known.get(code, self._stripped.get(code))
            if unit is not None:
                return code, unit
        raise CodeError(self._unknown(text[:60]))

    @property
    def unknown(self) -> list[str]:
        """The codes that were asked for and are not known."""
        return sorted(self._asked)

    def _unknown(self, text: str) -> str:
        """Say that the code is not known, and which codes look like it; worked out once for each code."""
        if text in self._asked:
            return self._asked[text]
        has_room = len(self._asked) < _MOST_ASKED
        asked = self._suggestion(text.partition(" ")[0]) if has_room else ""
        answer = f"Okänt ansvar ”{text}”.{asked} {_WHO}"
        if has_room:
            self._asked[text] = answer
        return answer

    def _suggestion(self, code: str) -> str:
        """The same code typed with letters for digits, else the one or two that look most like it."""
        same = self._as_digits.get(code.translate(_DIGITS))
        near = [same] if same else get_close_matches(code, self._known, n=2, cutoff=_ALIKE)
        return f" Menade du {join_words(near, 'eller')}?" if near else ""


class AccountGroups:
    """Ranges of accounts. A longer account is compared by its first digits, a shorter one when all of it fits."""

    def __init__(self, ranges: Sequence[AccountRange]) -> None:
        """Remember the ranges as (digits, first, last, group); the first that fits is taken."""
        self._ranges = [(len(str(last)), first, last, group) for first, last, group in ranges]

    def find(self, text: str) -> Account:
        """The account of "3130", "31301" or "3130 Taxor och avgifter". Raises CodeError or BalanceAccountError."""
        if not text:
            raise CodeError("Konto saknas.")
        match = _LEADING_NUMBER.fullmatch(text)
        if match is None or len(match["number"]) > _MAX_DIGITS or not int(match["number"]):
            raise CodeError(f"”{text[:60]}” är inget konto. Skriv kontonumret med siffror.")
        digits = match["number"].lstrip("0")
        for length, first, last, group in self._ranges:
            cut = digits[:length]
            if first <= int(cut.ljust(length, "0")) and int(cut.ljust(length, "9")) <= last:
                return Account(int(digits), group)
        raise self._unknown(digits)

    def _unknown(self, digits: str) -> CodeError:
        if digits[0] in _BALANCE_CLASSES:
            return BalanceAccountError(f"Konto {digits} är ett balanskonto.")
        if any(length > len(digits) for length, *_ in self._ranges):
            return CodeError(f"Konto {digits} är för kort för att höra till en enda kontogrupp. Ange hela kontot.")
        return CodeError(
            f"Konto {digits} hör inte till någon kontogrupp. Rätta filen, eller be den som driver programmet att lägga "
            "till kontot i kontogrupperna."
        )
