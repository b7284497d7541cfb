"""How much a difference between two steering models does to what is going on."""

from __future__ import annotations

from enum import StrEnum

from ui.rules.marks import Mark, Tone


class Effect(StrEnum):
    """What a difference touches, the worst first."""

    STOPS = "stoppar"
    OPEN_WORK = "oppet"
    GOALS = "mal"
    NOTHING = "inget"

    @property
    def mark(self) -> Mark:
        """The effect as it is shown."""
        return _MARKS[self]


_MARKS = {
    Effect.STOPS: Mark("fel", Tone.BAD, "Stoppar"),
    Effect.OPEN_WORK: Mark("varn", Tone.PART, "Berör öppet arbete"),
    Effect.GOALS: Mark("info", Tone.INFO, "Berör mål"),
    Effect.NOTHING: Mark("nas", Tone.OK, "Utan följder för det öppna"),
}
