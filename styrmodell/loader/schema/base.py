"""Types and base classes of the steering model file. Pure: no Django.

Attributes are English, the file's keys (aliases) are plain Swedish words. All scalars arrive as text
from `styrmodell.loader.read`, so a ledger code keeps its leading zeros and "ja" stays a word until a
field says that it wants a yes or a no.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from ui.drawing.letters import shape_problem
from ui.rules.swedish import MONTHS

LAST_DAY = 31
_YES = {"ja", "true"}
_NO = {"nej", "false"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


def _clean(value: object) -> object:
    """Normalise text to NFC; refuse control characters, which no one types on purpose, and what no report can draw."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value).strip()
    if _CONTROL.search(text):
        raise ValueError("Texten innehåller ett osynligt styrtecken. Skriv om texten för hand.")
    if problem := shape_problem(text):
        raise ValueError(problem)
    return text


def as_the_file_holds(text: str, *, is_one_line: bool) -> str:
    """A text that was stored by another way than the file, as a file can hold it: pages take more than it does."""
    if is_one_line:
        return " ".join(_CONTROL.sub(" ", text).split())
    return _CONTROL.sub(" ", text.replace("\r\n", "\n"))


def _yes_no(value: object) -> object:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError("Skriv ja eller nej.")


def _month(value: object) -> object:
    if isinstance(value, int):
        return value
    word = str(value).strip().lower()
    for number, name in enumerate(MONTHS, start=1):
        if word in (name, name[:3], str(number)):
            return number
    raise ValueError("Skriv en månad med namn, till exempel mars, eller med siffra 1–12.")


def _day(value: object) -> object:
    return LAST_DAY if isinstance(value, str) and value.strip().lower() == "sista" else value


def month_name(number: int) -> str:
    """Swedish name of month 1–12, in lower case."""
    return MONTHS[number - 1]


def month_length(month: int) -> int:
    """Days in month 1–12 of an ordinary year."""
    return monthrange(2025, month)[1]


Code = Annotated[
    str,
    BeforeValidator(_clean),
    Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$"),
]
"""Short stable name inside the file: lower case a–z, digits and hyphens."""

ShortCode = Annotated[str, BeforeValidator(_clean), Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]

LedgerCode = Annotated[
    str,
    BeforeValidator(_clean),
    Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,19}$"),
    WithJsonSchema({"type": ["string", "integer"]}),
]
"""Code in the ledger, as written there. Leading zeros are kept."""

Word = Annotated[str, BeforeValidator(_clean), Field(min_length=1, max_length=120, pattern=r"^[^\n]*$")]
Short = Annotated[str, BeforeValidator(_clean), Field(min_length=1, max_length=60, pattern=r"^[^\n]*$")]
Line = Annotated[str, BeforeValidator(_clean), Field(min_length=1, max_length=160, pattern=r"^[^\n]*$")]
Sentence = Annotated[str, BeforeValidator(_clean), Field(min_length=1, max_length=300, pattern=r"^[^\n]*$")]
Source = Annotated[str, BeforeValidator(_clean), Field(min_length=1, max_length=200, pattern=r"^[^\n]*$")]
Prose = Annotated[str, BeforeValidator(_clean), Field(min_length=1, max_length=12000)]
YesNo = Annotated[
    bool,
    BeforeValidator(_yes_no),
    PlainSerializer(lambda yes: "ja" if yes else "nej", return_type=str),
    WithJsonSchema({"enum": ["ja", "nej", True, False]}),
]
Month = Annotated[
    int,
    BeforeValidator(_month),
    Field(ge=1, le=12),
    PlainSerializer(month_name, return_type=str),
    WithJsonSchema({"enum": [*MONTHS, *range(1, 13)]}),
]
Day = Annotated[
    int,
    BeforeValidator(_day),
    Field(ge=1, le=LAST_DAY),
    PlainSerializer(lambda day: "sista" if day == LAST_DAY else day),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1, "maximum": 31}, {"const": "sista"}]}),
]
"""Day of the month. 31 ("sista") means the last day, whatever the length of the month."""


DayNumber = Annotated[int, Field(ge=1, le=31)]


class FileModel(BaseModel):
    """Immutable part of the file. Unknown keys are errors: a misspelt word must not be lost."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True)


class Sourced(FileModel):
    """Part of the file that can say where in the source document it stands."""

    source: Source | None = Field(default=None, alias="kalla", description="Var i källdokumentet det står, i ord.")


class Item(Sourced):
    """Part of the file that may be an example, because the source is silent."""

    is_example: YesNo = Field(
        default=False,
        alias="exempel",
        description="ja = uppgiften finns inte i källdokumentet. Visas som Exempel.",
    )


class PeriodEntry(FileModel):
    """A period with both ends included."""

    valid_from: date = Field(alias="fran", description="Första dagen, ÅÅÅÅ-MM-DD.")
    valid_to: date = Field(alias="till", description="Sista dagen, ÅÅÅÅ-MM-DD.")
