"""The status vocabulary: shape, colour and word always together, and the shape alone enough in black and white.

The words are defaults: a municipality renames steps in its steering model, but never recolours them.
Families differ in outline, so that two marks side by side cannot be mixed up: goals are round, indicators
square, activities open, report parts paper.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Tone(StrEnum):
    """The colour family of a status; a municipality renames the words but never recolours them."""

    OK = "ok"
    PART = "part"
    BAD = "bad"
    NONE = "none"
    INFO = "info"


SYMBOLS = frozenset({
    "nas", "delvis", "nasinte", "ejbed", "i-nar", "i-fas", "i-ratt", "i-of", "i-fel", "i-sakn", "a-ej", "a-pag",
    "a-klar", "a-sen", "a-avbr", "r-ej", "r-pag", "r-klar", "r-retur", "las", "oppna", "varn", "fel", "info",
    "sok", "ner", "hoger", "pil", "kal", "klocka", "ladda-ner", "ladda-upp", "dok", "skriv", "kryss", "plus",
    "klistra", "angra", "prat", "trad", "rutnat", "lupp", "hjalp", "person", "nyckel", "lank", "meny", "filter",
    "mer"
})  # fmt: skip
"""Names of all symbols in templates/components/sprite.html."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A step of a scale as it is shown: symbol (shape), tone (colour) and label (word).

    `many` is the word about several, where it is another: one goal is «uppfyllt», two are «uppfyllda»."""

    symbol: str
    tone: str
    label: str
    many: str = field(default="", compare=False)

    def about(self, count: int) -> str:
        """The word inside a sentence about so many."""
        return (self.label if count == 1 else self.many or self.label).lower()

    @property
    def about_several(self) -> str:
        """The word inside a sentence about several."""
        return self.about(2)


MARKS = {
    "nas": Mark("nas", "ok", "Nås"),
    "delvis": Mark("delvis", "part", "Nås delvis"),
    "nasinte": Mark("nasinte", "bad", "Nås inte"),
    "ejbed": Mark("ejbed", "none", "Ej bedömt", "Ej bedömda"),
    "i-nar": Mark("i-nar", "ok", "Når målvärdet"),
    "i-fas": Mark("i-fas", "ok", "I fas"),
    "i-ratt": Mark("i-ratt", "part", "Efter planen"),
    "i-of": Mark("i-of", "none", "Oförändrat"),
    "i-fel": Mark("i-fel", "bad", "Fel riktning"),
    "i-sakn": Mark("i-sakn", "none", "Utfall saknas"),
    "a-ej": Mark("a-ej", "none", "Ej påbörjad"),
    "a-pag": Mark("a-pag", "info", "Pågår"),
    "a-klar": Mark("a-klar", "ok", "Klar"),
    "a-sen": Mark("a-sen", "bad", "Försenad"),
    "a-avbr": Mark("a-avbr", "none", "Avbruten"),
    "r-ej": Mark("r-ej", "none", "Ej påbörjad"),
    "r-pag": Mark("r-pag", "info", "Pågår"),
    "r-klar": Mark("r-klar", "ok", "Klarmarkerad"),
    "r-retur": Mark("r-retur", "part", "Återlämnad"),
    "r-sen": Mark("a-sen", "bad", "Försenad"),
    "r-last": Mark("las", "none", "Beslutad och låst"),
    "k-plan": Mark("a-ej", "none", "Planerad"),
    "k-ok": Mark("i-nar", "ok", "Utan avvikelse"),
    "k-avv": Mark("varn", "part", "Avvikelse"),
    "k-sen": Mark("a-sen", "bad", "Försenad"),
    "f-fel": Mark("fel", "bad", "Fel"),
    "f-varn": Mark("varn", "part", "Varning"),
    "f-info": Mark("info", "info", "Upplysning"),
}
"""The default vocabulary: goals bare, indicators i-, activities a-, report parts r-, controls k-, findings f-."""
