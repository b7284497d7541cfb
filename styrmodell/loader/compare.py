"""What differs between two files of a steering model, thing by thing. Pure: no Django."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from styrmodell.loader.labels import LABELS, beside, day_in_words, value_in_words
from styrmodell.loader.schema import (
    CalendarRuleEntry,
    FileModel,
    OrganisationEntry,
    SteeringFile,
    TermEntry,
)
from styrmodell.loader.schema.checks import walk
from styrmodell.rules.terms import DEFAULT_TERMS
from styrmodell.rules.vocabulary import LabelledEnum
from ui.rules.swedish import capitalised


class FilePart(LabelledEnum):
    """The parts of a steering model, in the order that they are read in."""

    MUNICIPALITY = "kommun", "Kommunen"
    MODEL = "styrmodell", "Styrmodellen"
    LEVELS = "nivaer", "Nivåer"
    AREAS = "omraden", "Områden"
    WORDS = "termer", "Ord"
    LIMITS = "granser", "Gränser"
    SCALES = "skalor", "Skalor"
    OCCASIONS = "tillfallen", "Planer, rapporter och kedjor"
    CALENDAR = "arshjul", "Årshjul"
    INSTRUCTIONS = "anvisningar", "Anvisningar"
    DOCUMENTS = "dokumenttyper", "Dokumenttyper"
    GLOSSARY = "ordlista", "Ordlista"
    PERSPECTIVES = "perspektiv", "Perspektiv"
    ACCOUNTS = "kontogrupper", "Kontogrupper"
    ORGANISATION = "organisation", "Organisation"


class Change(LabelledEnum):
    """What has become of a thing."""

    ADDED = "ny", "Ny"
    CHANGED = "andrad", "Ändrad"
    REMOVED = "borta", "Borttagen"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs. `inner` is what inside it, a step or a section: which list, and the code; `attribute` is
    empty for what is new or gone."""

    part: FilePart
    code: str
    name: str
    change: Change
    attribute: str = ""
    before: str = ""
    after: str = ""
    inner: tuple[str, str] = ("", "")

    @property
    def label(self) -> str:
        """What of the thing it is about, in a word."""
        return LABELS.get(self.attribute, "")

    @property
    def sentence(self) -> str:
        """The difference in one line, for the history."""
        if self.change is not Change.CHANGED:
            return f"{self.name}: {self.change.label.lower()}"
        return f"{self.name}, {self.label}: {self.before or 'inget'} → {self.after or 'inget'}"


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something that is compared by itself, with what it says in values."""

    name: str
    values: Mapping[str, Any]
    inner: Mapping[tuple[str, str], _Thing]


@dataclass(frozen=True, slots=True)
class _Named:
    """Another thing, told apart by its code and shown by its name: a new name is no other thing."""

    code: str
    name: str = field(compare=False)

    def __str__(self) -> str:
        return self.name


def compare(old: SteeringFile, new: SteeringFile) -> list[Difference]:
    """Every difference, part by part and in the new file's order; what is gone comes last in its part."""
    found: list[Difference] = []
    for part, things in _PARTS.items():
        before, after = things(old), things(new)
        for code in [*after, *(code for code in before if code not in after)]:
            found += _differences(part, code, before.get(code), after.get(code))
    return found


def _differences(
    part: FilePart, code: str, before: _Thing | None, after: _Thing | None, inner: tuple[str, str] = ("", "")
) -> Iterator[Difference]:
    if before is None or after is None:
        change = Change.ADDED if before is None else Change.REMOVED
        yield Difference(part, code, (after or before or _NOTHING).name, change, inner=inner)
        return
    for attribute in [*after.values, *(name for name in before.values if name not in after.values)]:
        old, new = before.values.get(attribute), after.values.get(attribute)
        if old != new:
            words = beside(value_in_words(attribute, old), value_in_words(attribute, new))
            yield Difference(part, code, after.name, Change.CHANGED, attribute, *words, inner=inner)
    for key in [*after.inner, *(key for key in before.inner if key not in after.inner)]:
        yield from _differences(part, code, before.inner.get(key), after.inner.get(key), key)


_NOTHING = _Thing("", {}, {})
_INNER = ("steps", "sections")
_NAMES = ("singular", "name", "label", "title", "heading", "text")


def _thing(entry: FileModel, of: str = "", named: str = "") -> _Thing:
    """A part of the file as it is compared; `of` names what it is a part of, `named` it when it has no name itself."""
    values = {name: getattr(entry, name) for name in type(entry).model_fields if name not in {*_INNER, "code"}}
    if isinstance(entry, CalendarRuleEntry):
        values = _with_day(entry, values)
    own = named or next((str(getattr(entry, name)) for name in _NAMES if getattr(entry, name, None)), "")
    name = f"{of}: {capitalised(own)}" if of else capitalised(own)
    inner = {(attribute, part.code): part for attribute in _INNER for part in getattr(entry, attribute, [])}
    return _Thing(name, values, {place: _thing(part, name) for place, part in inner.items()})


def _with_day(entry: CalendarRuleEntry, values: Mapping[str, Any]) -> dict[str, Any]:
    """The day of an event is one value, however many keys it takes."""
    days = {"month", "day", "to_month", "to_day"}
    first = day_in_words(entry.month, entry.day)
    last = day_in_words(entry.to_month, entry.to_day) if entry.to_month else ""
    rest = {name: value for name, value in values.items() if name not in days}
    return {"day": f"{first} – {last}" if last else first, **rest}


def _by_code(attribute: str) -> Callable[[SteeringFile], dict[str, _Thing]]:
    def things(file: SteeringFile) -> dict[str, _Thing]:
        return {entry.code: _thing(entry) for entry in getattr(file, attribute)}

    return things


def _levels(file: SteeringFile) -> dict[str, _Thing]:
    """Levels, with those that they break down by name."""
    names = _level_names(file)
    things = _by_code("levels")(file)
    for level in file.levels:
        things[level.code] = _with(things[level.code], parents=[names[code] for code in level.parents])
    return things


def _level_names(file: SteeringFile) -> dict[str, _Named]:
    return {level.code: _Named(level.code, level.singular) for level in file.levels}


def _areas(file: SteeringFile) -> dict[str, _Thing]:
    levels = _level_names(file)
    names = {area.code: _Named(area.code, area.title) for area in file.areas}
    things = _by_code("areas")(file)
    for area in file.areas:
        above = names[area.parent] if area.parent else None
        things[area.code] = _with(things[area.code], level=levels[area.level], parent=above)
    return things


def _occasions(file: SteeringFile) -> dict[str, _Thing]:
    """Reports and plans; a plan has the name of its document."""
    names = {row.code: row.name for row in file.document_types}
    plans = {plan.code: _thing(plan, named=names[plan.document]) for plan in file.plans}
    return {**_by_code("occasion_rules")(file), **plans}


def _limits(file: SteeringFile) -> dict[str, _Thing]:
    names = _level_names(file)
    things = _by_code("limits")(file)
    for limit in file.limits:
        things[limit.code] = _with(things[limit.code], levels=[names[code] for code in limit.levels])
    return things


def _with(thing: _Thing, **values: Any) -> _Thing:
    return _Thing(thing.name, {**thing.values, **values}, thing.inner)


def _terms(file: SteeringFile) -> dict[str, _Thing]:
    """Every word of the interface: the municipality's own, else the one that everybody has."""
    own = {entry.key: entry for entry in file.terms}
    usual = {
        key: TermEntry(key=key, singular=one, plural=many, definite=definite)
        for key, (one, many, definite) in DEFAULT_TERMS.items()
    }
    return {
        key.value: _Thing(capitalised(DEFAULT_TERMS[key][0]), _forms(own.get(key, usual[key])), {}) for key in usual
    }


def _forms(entry: TermEntry) -> dict[str, Any]:
    """One, several and the definite form are one word."""
    return {"label": " · ".join([entry.singular, entry.plural, entry.definite])}


def _glossary(file: SteeringFile) -> dict[str, _Thing]:
    return {entry.singular.casefold(): _thing(entry) for entry in file.glossary}


def _municipality(file: SteeringFile) -> dict[str, _Thing]:
    entry = file.municipality
    return {"kommun": _Thing(entry.short_name, _spread(_thing(entry).values, "insight"), {})}


def _spread(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A small part's own attributes in its place."""
    part = values[name]
    inner = {key: getattr(part, key) for key in type(part).model_fields} if isinstance(part, FileModel) else {}
    return {**{key: value for key, value in values.items() if key != name}, **inner}


def _model(file: SteeringFile) -> dict[str, _Thing]:
    return {"styrmodell": _Thing("Styrmodellen", _spread(_thing(file.steering_model).values, "vision"), {})}


def _organisations(file: SteeringFile) -> dict[str, _Thing]:
    things: dict[str, _Thing] = {}
    above = {child.code: _Named(node.code, node.name) for _, node in walk(file.organisation) for child in node.children}
    for _, node in walk(file.organisation):
        things[node.code] = _organisation(node, above.get(node.code))
    return things


def _organisation(node: OrganisationEntry, above: _Named | None) -> _Thing:
    values = {name: value for name, value in _thing(node).values.items() if name != "children"}
    return _Thing(node.name, {**values, "parent": above}, {})


_PARTS: Mapping[FilePart, Callable[[SteeringFile], dict[str, _Thing]]] = {
    FilePart.MUNICIPALITY: _municipality,
    FilePart.MODEL: _model,
    FilePart.LEVELS: _levels,
    FilePart.AREAS: _areas,
    FilePart.WORDS: _terms,
    FilePart.LIMITS: _limits,
    FilePart.SCALES: _by_code("scales"),
    FilePart.OCCASIONS: _occasions,
    FilePart.CALENDAR: _by_code("calendar"),
    FilePart.INSTRUCTIONS: _by_code("instructions"),
    FilePart.DOCUMENTS: _by_code("document_types"),
    FilePart.GLOSSARY: _glossary,
    FilePart.PERSPECTIVES: _by_code("perspectives"),
    FilePart.ACCOUNTS: _by_code("account_groups"),
    FilePart.ORGANISATION: _organisations,
}
