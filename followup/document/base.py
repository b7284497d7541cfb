"""What every part of a document is made of: frozen models, exact numbers, clean text, status marks."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from ui.rules.marks import Tone


class Frozen(BaseModel):
    """A part of a document. It cannot be changed, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


def _no_floats(value: object) -> object:
    if isinstance(value, float | bool):
        raise ValueError("use Decimal, int or text: a float cannot hold money exactly")  # noqa: TRY004
    return value


def canonical_decimal(value: Decimal) -> str:
    """Write a number in one way only: no exponent, no trailing zeros, no negative zero."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def printable(text: str) -> str:
    """Drop control characters and lone surrogates, which neither JSON, XML nor a PDF can carry. Keep line breaks."""
    if text.isprintable():  # nearly always, and quick to tell
        return text
    return "".join(
        char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs", "Cn", "Co"}
    )


Exact = Annotated[
    Decimal,
    BeforeValidator(_no_floats),
    Field(allow_inf_nan=False),
    PlainSerializer(canonical_decimal, return_type=str, when_used="json"),
]
Plain = Annotated[str, AfterValidator(printable)]
Anchor = Annotated[str, Field(pattern=r"^([a-z][a-z0-9-]{0,79})?$")]
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
Decimals = Annotated[int, Field(ge=0, le=6)]


class Status(Frozen):
    """A status in three signs: a word, a shape (`symbol`) and a tone.

    `symbol` is a name of the shared vocabulary: nas, delvis, nasinte, ejbed, i-nar, i-ratt, i-of, i-fel,
    i-sakn, a-ej, a-pag, a-klar, a-sen, a-avbr, varn, upp, ner, lika.
    """

    label: Plain
    tone: Tone = Tone.NONE
    symbol: Annotated[str, Field(pattern=r"^[a-z0-9-]{0,20}$")] = ""


class LabelledStatus(Frozen):
    """A status with the words that stand before it: "I april" Nås delvis."""

    label: Plain
    status: Status


GOAL_SCALE = (
    Status(label="Nås", tone=Tone.OK, symbol="nas"),
    Status(label="Nås delvis", tone=Tone.PART, symbol="delvis"),
    Status(label="Nås inte", tone=Tone.BAD, symbol="nasinte"),
    Status(label="Ej bedömt", tone=Tone.NONE, symbol="ejbed"),
)
INDICATOR_SCALE = (
    Status(label="Når målvärdet", tone=Tone.OK, symbol="i-nar"),
    Status(label="Rätt riktning", tone=Tone.PART, symbol="i-ratt"),
    Status(label="Oförändrat", tone=Tone.NONE, symbol="i-of"),
    Status(label="Fel riktning", tone=Tone.BAD, symbol="i-fel"),
    Status(label="Mäts senare", tone=Tone.NONE, symbol="i-sakn"),
)

Side = Literal["better", "worse", "same"]


class VerdictWords(Frozen):
    """The words for better than, worse than and as budget."""

    better: Plain
    worse: Plain
    same: Plain

    def word(self, side: Side) -> str:
        """Return the word for a side."""
        return str(getattr(self, side))


BUDGET_WORDS = VerdictWords(better="Överskott", worse="Underskott", same="I balans")
RESULT_WORDS = VerdictWords(better="Bättre", worse="Sämre", same="Lika")
INVESTMENT_WORDS = VerdictWords(better="Ej förbrukat", worse="Överskridet", same="I balans")


def side_of(deviation: Decimal, tolerance: Decimal = Decimal(0)) -> Side:
    """Tell on which side of the budget a deviation falls; within ±`tolerance` (same unit) it is "same"."""
    if abs(deviation) <= tolerance:
        return "same"
    return "better" if deviation > 0 else "worse"
