"""Format 1 of the file: read as format 2, and spoken of in its own words. Pure: no Django.

Format 2 came when a plan and a report became the same kind of thing, an occasion. Only keys have new names, so an old
file is translated before it is checked, and what there is to say about it is said with the keys that stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from styrmodell.loader.source import Place, Plain

NEWEST = "2"

_NEW_NAMES: Mapping[
    Place, Mapping[str, str]
] = {  # keys around it, as they are called in format 2; the key in format 1, and in format 2
    (): {"rapporter": "tillfallen"},
    ("tillfallen",): {"rapporttyp": "slag", "rapporterar": "lamnas_av"},
}
# Both ways, so that a new word in an old file, and an old in a new, stays as unknown as it is there.
_OTHER_NAMES = {parents: {**names} | {new: old for old, new in names.items()} for parents, names in _NEW_NAMES.items()}


@dataclass(frozen=True, slots=True)
class Format:
    """How a file's own keys differ from those of the newest format."""

    number: str
    other_names: Mapping[Place, Mapping[str, str]] = field(default_factory=dict)

    def to_newest(self, data: Plain) -> Plain:
        """The file's values under the keys of the newest format."""
        if self.number == NEWEST or not isinstance(data, dict):
            return data
        renamed = self._renamed(data, ())
        return {**renamed, "format": NEWEST} if isinstance(renamed, dict) else renamed

    def _renamed(self, value: Plain, parents: Place) -> Plain:
        if isinstance(value, list):
            return [self._renamed(item, parents) for item in value]
        if not isinstance(value, dict):
            return value
        names = {key: self.name(parents, key) for key in value}
        return {name: self._renamed(value[key], (*parents, name)) for key, name in names.items()}

    def name(self, parents: Place, key: str) -> str:
        """The key's name in the other format: the file's own to the newest, and the newest to the file's own."""
        return self.other_names.get(parents, {}).get(key, key)

    def in_the_file(self, place: Place) -> Place:
        """A place in the newest format as it is called in the file."""
        return tuple(
            self.name(without_numbers(place[:depth]), part) if isinstance(part, str) else part
            for depth, part in enumerate(place)
        )


def format_of(data: Plain) -> Format:
    """The format that the file says it is written in; a file from before there was a choice says nothing."""
    number = data.get("format", "1") if isinstance(data, dict) else NEWEST
    return Format("1", _OTHER_NAMES) if number == "1" else Format(NEWEST)


def without_numbers(place: Place) -> Place:
    """The keys of a place, whatever the lists' items."""
    return tuple(part for part in place if isinstance(part, str))


def other_name(place: Place) -> str:
    """What a key is called in the other format; empty when it has no other name."""
    return _OTHER_NAMES.get(without_numbers(place[:-1]), {}).get(str(place[-1]), "")
