"""The parts of the steering model that change often, as fields to write in: which values of the file each part shows.

A value is named by its place in the file, so the form writes the same file that an upload does, and is checked the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from styrmodell.loader.source import Place
from styrmodell.rules.terms import DEFAULT_TERMS, TermKey
from ui.rules.swedish import capitalised

Content = dict[str, Any]


class WrittenIn(StrEnum):
    """What a value is written in."""

    LINE = "rad"
    SHORT = "kort"
    PROSE = "text"
    MONTH = "manad"
    COLOUR = "farg"


@dataclass(frozen=True, slots=True)
class Editable:
    """One value that can be written."""

    place: Place
    label: str
    box: WrittenIn = WrittenIn.LINE
    may_be_empty: bool = False

    @property
    def name(self) -> str:
        """What the field is called."""
        return "-".join(map(str, self.place))


@dataclass(frozen=True, slots=True)
class EditableGroup:
    """The values of one thing."""

    title: str
    values: Sequence[Editable]


@dataclass(frozen=True, slots=True)
class EditablePart:
    """A part of the model with a page of its own."""

    key: str
    title: str
    lead: str
    groups: Callable[[Content], Iterator[EditableGroup]]


def with_every_word(content: Content) -> Content:
    """The file's values with a place for each word of the interface, those that everybody has too."""
    own = {row["nyckel"]: row for row in content["termer"]}
    return {**content, "termer": [own.get(key.value) or _usual(key) for key in TermKey]}


def without_usual_words(content: Content, before: Content) -> Content:
    """The file's values without the words that are as everybody's, those apart that the municipality had of its own."""
    own = {row["nyckel"] for row in before["termer"]}
    kept = [row for row in content["termer"] if row["nyckel"] in own or row != _usual(TermKey(row["nyckel"]))]
    return {**content, "termer": kept}


def _usual(key: TermKey) -> Content:
    one, many, definite = DEFAULT_TERMS[key]
    return {"nyckel": key.value, "singular": one, "plural": many, "bestamd": definite}


def _words(content: Content) -> Iterator[EditableGroup]:
    for number, row in enumerate(content["termer"]):
        place = ("termer", number)
        yield EditableGroup(capitalised(DEFAULT_TERMS[TermKey(row["nyckel"])][0]), _forms(place))


def _forms(place: Place) -> list[Editable]:
    return [
        Editable((*place, "singular"), "Ett"),
        Editable((*place, "plural"), "Flera"),
        Editable((*place, "bestamd"), "Bestämd form"),
    ]


def _levels(content: Content) -> Iterator[EditableGroup]:
    for number, row in enumerate(content["nivaer"]):
        place = ("nivaer", number)
        text = Editable((*place, "beskrivning"), "Beskrivning", WrittenIn.PROSE, may_be_empty=True)
        yield EditableGroup(capitalised(row["singular"]), [*_forms(place), text])


def _instructions(content: Content) -> Iterator[EditableGroup]:
    for number, row in enumerate(content["anvisningar"]):
        place = ("anvisningar", number)
        boxes = [Editable((*place, "rubrik"), "Rubrik"), Editable((*place, "text"), "Text", WrittenIn.PROSE)]
        yield EditableGroup(row["rubrik"], boxes)


def _calendar(content: Content) -> Iterator[EditableGroup]:
    for number, row in enumerate(content["arshjul"]):
        place = ("arshjul", number)
        boxes = [
            Editable((*place, "titel"), "Händelse"),
            Editable((*place, "dag"), "Dag, eller sista", WrittenIn.SHORT, may_be_empty=True),
            Editable((*place, "manad"), "Månad", WrittenIn.MONTH),
            Editable((*place, "till_dag"), "Till dag", WrittenIn.SHORT, may_be_empty=True),
            Editable((*place, "till_manad"), "Till månad", WrittenIn.MONTH, may_be_empty=True),
        ]
        yield EditableGroup(row["titel"], boxes)


def _deadlines(content: Content) -> Iterator[EditableGroup]:
    names = {row["kod"]: row["namn"] for row in content["dokumenttyper"]}
    for key in ("planer", "tillfallen"):
        for number, rule in enumerate(content[key]):
            rule_name = rule.get("namn") or names[rule["dokument"]]
            for step_number, step in enumerate(rule["kedja"]):
                place = (key, number, "kedja", step_number, "senast")
                yield EditableGroup(f"{rule_name}: {step['namn']}", _due(place))


def _due(place: Place) -> list[Editable]:
    return [
        Editable((*place, "dag"), "Senast dag", WrittenIn.SHORT, may_be_empty=True),
        Editable((*place, "manad"), "Månad", WrittenIn.MONTH, may_be_empty=True),
        Editable((*place, "dagar_efter"), "Eller dagar efter brytdagen", WrittenIn.SHORT, may_be_empty=True),
    ]


def _limits(content: Content) -> Iterator[EditableGroup]:
    for number, row in enumerate(content["granser"]):
        place = ("granser", number)
        most = ("hogst_kr", "Högst, kronor") if row.get("galler") else ("hogst", "Högst")
        yield EditableGroup(
            row["text"],
            [Editable((*place, "text"), "Regeln i ord"), Editable((*place, most[0]), most[1], WrittenIn.SHORT)],
        )


def _look(content: Content) -> Iterator[EditableGroup]:
    yield EditableGroup(
        "Namn och färg",
        [
            Editable(("kommun", "namn"), "Kommunens namn"),
            Editable(("kommun", "kortnamn"), "Kortnamn"),
            Editable(("kommun", "farg"), "Färg, till exempel #17507F", WrittenIn.COLOUR),
        ],
    )
    yield EditableGroup(
        "Logga",
        [Editable(("kommun", "logga"), "Loggan som SVG, kvadratisk, högst 20 kB", WrittenIn.PROSE, may_be_empty=True)],
    )


def _frame(content: Content) -> Iterator[EditableGroup]:
    model: Place = ("styrmodell",)
    yield EditableGroup(
        "Styrmodellen",
        [
            Editable((*model, "namn"), "Namn"),
            Editable((*model, "mandatperiod", "fran"), "Gäller från och med", WrittenIn.SHORT),
            Editable((*model, "mandatperiod", "till"), "Gäller till och med", WrittenIn.SHORT),
        ],
    )
    yield EditableGroup(
        "Vision",
        [
            Editable((*model, "vision", "rubrik"), "Visionens namn", may_be_empty=True),
            Editable((*model, "vision", "slogan"), "Slogan", may_be_empty=True),
            Editable((*model, "vision", "text"), "Visionens text", WrittenIn.PROSE, may_be_empty=True),
        ],
    )


_ALL = [
    EditablePart("ord", "Ord", "Det som sidorna kallar mål, nämnder och rapporter.", _words),
    EditablePart("nivaer", "Nivåer", "Nivåernas ord och förklaring.", _levels),
    EditablePart("anvisningar", "Anvisningar", "Texter som visas där arbetet görs.", _instructions),
    EditablePart("arshjul", "Årshjul", "När det händer varje år.", _calendar),
    EditablePart("frister", "Frister", "När varje steg ska vara klart. Tomt när källan inte säger något.", _deadlines),
    EditablePart("granser", "Gränser", "Hur många mål, och hur stora underskott.", _limits),
    EditablePart("mandatperiod", "Mandatperiod och vision", "Namn, första och sista dag, vision.", _frame),
    EditablePart("utseende", "Namn, färg och logga", "Färgen justeras så att texten går att läsa.", _look),
]
PARTS: Mapping[str, EditablePart] = {part.key: part for part in _ALL}


def value_at(content: Content, place: Place) -> str:
    """The value as it is written in its box; empty when it is left out."""
    node: Any = content
    for key in place:
        node = node[int(key)] if isinstance(node, list) else (node or {}).get(key)
    return "" if node is None else str(node)


def written(content: Content, values: Mapping[Place, str]) -> Content:
    """The file's values with others in their places; what is emptied is left out, and a part without values too."""
    changed = dict(content)
    for place, value in values.items():
        changed = _put(changed, place, value)
    return changed


def _put(node: Any, place: Place, value: str) -> Any:
    if not place:
        return value or None
    key, rest = place[0], place[1:]
    if isinstance(node, list):
        return [_put(item, rest, value) if number == key else item for number, item in enumerate(node)]
    whole = {**(node or {}), key: _put((node or {}).get(key), rest, value)}
    return whole if any(part is not None for part in whole.values()) else None
