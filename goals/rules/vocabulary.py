"""The words that the rows of goals and the rules have in common. Never change a value: it is stored."""

from __future__ import annotations

from decimal import Decimal

from styrmodell.rules.vocabulary import LabelledEnum


class IndicatorKind(LabelledEnum):
    """Only an indicator judges its goal; the others are followed (SV-4, HA-6)."""

    INDICATOR = "indikator", "Indikator"
    KEY_RATIO = "nyckeltal", "Nyckeltal"
    ACTIVITY_MEASURE = "verksamhetsmatt", "Verksamhetsmått"


class Direction(LabelledEnum):
    """Which way is better."""

    UP = "upp", "Högre är bättre"
    DOWN = "ner", "Lägre är bättre"

    def gain(self, before: Decimal, after: Decimal) -> Decimal:
        """How much better `after` is than `before`, in the indicator's unit; negative when it is worse."""
        return after - before if self is Direction.UP else before - after

    def reaches(self, value: Decimal, target: Decimal) -> bool:
        """Tell whether the value is at the target or on its better side."""
        return self.gain(target, value) >= 0


class Demand(LabelledEnum):
    """What the steering model may demand of a goal that is decided (SV-3, SH-5, HA-4); the label follows "saknar"."""

    WORDING = "formulering", "en formulering som säger vad som ska bli bättre och för vem"
    INDICATOR = "indikator", "en indikator"
    TARGET = "malvarde", "målvärde för åren som det gäller"
    LINK = "koppling", "koppling uppåt"
    RESPONSIBLE = "ansvarig", "ansvarig roll"


class CarryKind(LabelledEnum):
    """What becomes of a goal when its period ends (SH-3, AN-2): it goes on as it is, with other words or another aim, or
    not at all."""

    KEEP = "kvar", "Kvar"
    CHANGE = "andra", "Ändra"
    END = "avsluta", "Avsluta"


class AssignmentKind(LabelledEnum):
    """What stands in the register of assignments."""

    ASSIGNMENT = "uppdrag", "Uppdrag"
    GRANTED_MOTION = "bifallen_motion", "Bifallen motion"
    MOTION = "motion", "Motion"
    PROPOSAL = "medborgarforslag", "Medborgarförslag"

    @property
    def is_raised(self) -> bool:
        """Is it raised in fullmäktige, which ought to decide within a year (KL 5 kap. 35 §)?"""
        return self in {AssignmentKind.MOTION, AssignmentKind.PROPOSAL}


class AssignmentStatus(LabelledEnum):
    """How far the responsible have come; that it is closed is said by a decision."""

    NOT_STARTED = "ej_paborjad", "Ej påbörjad"
    STARTED = "pagar", "Pågår"
    DONE = "klar", "Klar"


class Urgency(LabelledEnum):
    """The groups of the register, in the order in which somebody should look at them."""

    LATE = "forsenade", "Försenade"
    SOON = "snart", "Inom en månad"
    LATER = "senare", "Senare"
    DONE = "klara", "Klara, väntar på beslut om att avslutas"
    CLOSED = "avslutade", "Avslutade"
