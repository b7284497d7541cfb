"""YAML with places: every key and value knows its line. All scalars stay text. Pure: no Django.

Stricter than YAML where YAML surprises: no anchors, no tags, no repeated keys, no "no" that turns into false.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Place = tuple[str | int, ...]
Plain = str | list["Plain"] | dict[str, "Plain"] | None

MAX_DEPTH = 30
_EMPTY = {"", "~", "null"}


class SourceError(Exception):
    """The text is not YAML we can read. `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class Source:
    """A read file: plain values and the line of every key and value."""

    data: Plain
    lines: dict[Place, int]
    key_lines: dict[Place, int]
    containers: frozenset[Place]

    def line(self, place: Place, *, of_key: bool = False) -> int:
        """Line of the place, or of the nearest part around it that exists.

        What spans several lines, and a key that is itself the error (`of_key`), is at its key's line."""
        if of_key and place in self.key_lines:
            return self.key_lines[place]
        while place and place not in self.lines:
            place = place[:-1]
        if place in self.containers and place in self.key_lines:
            return self.key_lines[place]
        return self.lines.get(place, 1)


class _Loader(yaml.SafeLoader):
    """Composes nodes only: nothing is constructed, and anchors, tags and bottomless nesting are refused."""

    depth = 0

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            text = "Tecknen & och * först i ett värde stöds inte. Sätt citattecken runt texten."
            raise SourceError(_line(event.start_mark), text)
        if getattr(event, "tag", None):
            text = "Tecknet ! först i ett värde stöds inte. Sätt citattecken runt texten."
            raise SourceError(_line(event.start_mark), text)
        if self.depth > MAX_DEPTH:
            raise SourceError(_line(event.start_mark), f"Filen har fler än {MAX_DEPTH} nivåer av indrag.")
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _line(mark: object) -> int:
    return int(getattr(mark, "line", 0)) + 1


@dataclass
class _Builder:
    lines: dict[Place, int] = field(default_factory=dict)
    key_lines: dict[Place, int] = field(default_factory=dict)
    containers: set[Place] = field(default_factory=set)

    def build(self, node: Node, place: Place) -> Plain:
        self.lines[place] = _line(node.start_mark)
        if not isinstance(node, ScalarNode):
            self.containers.add(place)
        if isinstance(node, MappingNode):
            return {key: self.build(value, (*place, key)) for key, value in self.pairs(node, place)}
        if isinstance(node, SequenceNode):
            return [self.build(value, (*place, index)) for index, value in enumerate(node.value)]
        return self.scalar(node)

    def pairs(self, node: MappingNode, place: Place) -> Iterator[tuple[str, Node]]:
        """Keys with their values; a key with nothing after it counts as left out."""
        for key_node, value_node in node.value:
            line = _line(key_node.start_mark)
            if not isinstance(key_node, ScalarNode):
                raise SourceError(line, "En nyckel ska vara ett enda ord följt av kolon.")
            key = str(key_node.value)
            if (*place, key) in self.key_lines:
                raise SourceError(line, f"Nyckeln {key} står två gånger på samma ställe. Ta bort den ena.")
            self.key_lines[(*place, key)] = line
            if not _is_empty(value_node):
                yield key, value_node

    def scalar(self, node: Node) -> Plain:
        if _is_empty(node):
            return None
        return str(node.value)


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style is None and str(node.value) in _EMPTY


def read_source(text: str) -> Source:
    """Read YAML text. Raises SourceError with line and a Swedish sentence."""
    try:
        node = _Loader(text).get_single_node()
    except yaml.MarkedYAMLError as exc:
        quoted = "quoted scalar" in str(exc.context)
        mark = exc.context_mark if quoted else exc.problem_mark or exc.context_mark
        raise SourceError(_line(mark), _explain(exc)) from exc
    except yaml.reader.ReaderError as exc:
        line = text.count("\n", 0, exc.position) + 1
        raise SourceError(line, "Filen innehåller ett osynligt styrtecken. Ta bort det.") from exc
    if node is None:
        raise SourceError(1, "Filen är tom. Utgå från en av exempelfilerna.")
    builder = _Builder()
    data = builder.build(node, ())
    return Source(data, builder.lines, builder.key_lines, frozenset(builder.containers))


_EXPLANATIONS = (
    ("'\\t'", "Raden börjar med tabb. Använd mellanslag i stället."),
    (
        "cannot start any token",
        "Texten börjar med ett tecken som betyder något annat i YAML. Sätt citattecken runt den.",
    ),
    ("mapping values are not allowed", 'Kolon mitt i en text måste omges av citattecken: "text: mer text".'),
    ("could not find expected ':'", "Här saknas ett kolon efter nyckeln, eller så är indraget fel."),
    ("expected <block end>", "Indraget stämmer inte med raderna ovanför. Samma nivå ska ha lika många mellanslag."),
    ("while scanning a quoted scalar", "Ett citattecken öppnas men stängs aldrig."),
    ("expected a single document", "Filen innehåller flera dokument (---). Ha en styrmodell per fil."),
    ("unexpected end of stream", "Ett citattecken öppnas men stängs aldrig."),
)


def _explain(exc: yaml.MarkedYAMLError) -> str:
    said = f"{exc.context or ''} {exc.problem or ''}"
    for sign, explanation in _EXPLANATIONS:
        if sign in said:
            return explanation
    return "Raden går inte att läsa. Kontrollera indrag, kolon och citattecken här och på raden före."
