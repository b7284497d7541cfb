"""Fitting a pattern to the kinds of organisation that a municipality has: what reckons with a kind that is not there goes
on without it, and what is left without anybody is told. Pure.

`data` is a steering model file as values, with its own keys."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any

from styrmodell.rules.vocabulary import OrganisationKind, StepKind
from ui.rules.swedish import capitalised, join_words

Values = dict[str, Any]
INSTEAD = "Här beslutar det organ som är närmast ovanför."
WAY_OUT = "Lägg till en sådan rad i organisationen, eller utgå från ett annat mönster."


@dataclass(slots=True)
class Fitting:
    """What the pattern reckons with that is not there: what has been put right, `faults` cannot be."""

    kinds: Set[str]
    without: dict[str, list[str]] = field(default_factory=dict)  # by the kind, where the pattern reckons with it
    changed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def kept(self, part: Values, key: str, what: str) -> bool:
        """Leave the kinds that are not there out of a list of them; False when none is left of some."""
        said: list[str] = part.get(key, [])
        here = [kind for kind in said if kind in self.kinds]
        if here:
            part[key] = here
            for kind in said:
                if kind not in here:
                    self.without.setdefault(kind, []).append(what)
        return bool(here) or not said

    @property
    def told(self) -> list[str]:
        """What is otherwise than in the pattern, in words."""
        return [
            *(f"Utan {_words([kind])}, som inte finns: {join_words(parts)}." for kind, parts in self.without.items()),
            *self.changed,
        ]


def fit(data: Values, kinds: Set[str]) -> Fitting:
    """Fit the values of a file to the kinds; they are changed in place."""
    fitting = Fitting(kinds)
    for level in data["nivaer"]:
        _level(level, fitting)
    for report in data["tillfallen"]:
        if not fitting.kept(report, "lamnas_av", report["namn"]):
            fitting.faults.append(f"{report['namn']} lämnas av {_words(report['lamnas_av'])}. {WAY_OUT}")
    names = {document["kod"]: document["namn"] for document in data.get("dokumenttyper", [])}
    data["planer"] = [plan for plan in data.get("planer", []) if _has_writers(plan, names[plan["dokument"]], fitting)]
    for rule in [*data["tillfallen"], *data["planer"]]:
        _sections_and_steps(rule, rule.get("namn") or names[rule["dokument"]], fitting)
    return fitting


def _level(level: Values, fitting: Fitting) -> None:
    what = f"nivån {level['singular']}"
    if not fitting.kept(level, "agare", what):
        fitting.faults.append(f"{capitalised(what)} ägs av {_words(level['agare'])}. {WAY_OUT}")
    decider = level.get("beslutsorgan")
    if decider and decider not in fitting.kinds:
        fitting.changed.append(f"{capitalised(what)} beslutas i mönstret av {_words([decider])}. {INSTEAD}")


def _has_writers(plan: Values, name: str, fitting: Fitting) -> bool:
    """A plan that nobody here writes is left out."""
    if fitting.kept(plan, "lamnas_av", name):
        return True
    fitting.changed.append(f"{name} är inte med: den skrivs av {_words(plan['lamnas_av'])}, som inte finns.")
    return False


def _sections_and_steps(rule: Values, name: str, fitting: Fitting) -> None:
    rule["avsnitt"] = [
        section
        for section in rule.get("avsnitt", [])
        if fitting.kept(section, "lamnas_av", f"{name}, {section['rubrik']}")
    ]
    for step in rule["kedja"]:
        if step.get("organ") and step["organ"] not in fitting.kinds:
            here = INSTEAD if step["slag"] == StepKind.DECIDE else "Steget är kvar."
            fitting.changed.append(f"{name}, {step['namn']}: {_words([step['organ']])} finns inte. {here}")


def _words(kinds: list[str]) -> str:
    return join_words([OrganisationKind(kind).label.lower() for kind in kinds], "eller")
