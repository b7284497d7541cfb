"""What is right in a file that has faults, so that the rules between its parts can be told at the same time. Pure: no Django.

An item of a list with a fault in it is left out. What only the lack of such an item would break is not told: the item is
there, and will be looked at when it has been put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from styrmodell.loader.schema import Problem, SteeringFile, find_problems
from styrmodell.loader.source import Place, Plain

_TREE, _BRANCHES = "organisation", "under"
_STAND_INS: dict[str, dict[str, Plain]] = {
    "kommun": {"slug": "kommun", "namn": "Kommun", "kortnamn": "Kommun", "farg": "#17507F", "enhet": "tkr"},
    "styrmodell": {
        "namn": "Styrmodell",
        "version": "1",
        "mandatperiod": {"fran": "2022-10-15", "till": "2026-10-14"},
    },
}  # for what is wrong in the two parts that are no lists


def problems_in_the_rest(data: Plain, faults: Iterable[Place]) -> list[Problem]:
    """The broken rules between the parts without faults, in their own places; none when too little is right."""
    if not isinstance(data, dict):
        return []
    faulty = {_item_of(place) for place in faults}
    rest = _Rest(faulty)
    try:
        file = SteeringFile.model_validate(rest.without(data, ()), by_alias=True, by_name=False)
    except ValidationError:
        return []
    found = (Problem(rest.original(problem.place), problem.message, problem.lacks) for problem in find_problems(file))
    return [problem for problem in found if problem.lacks not in rest.said and not _is_within(problem.place, faulty)]


def _item_of(place: Place) -> Place:
    """What is left out for a fault: the organisation, the item of a list, or one of a single part's own keys."""
    if place and place[0] == _TREE:
        depth = 0
        while len(place) > depth + 1 and isinstance(place[depth + 1], int) and place[depth] in (_TREE, _BRANCHES):
            depth += 2
        return place[:depth] if depth else place[:1]
    return place[:2]


def _is_within(place: Place, faulty: Iterable[Place]) -> bool:
    """Is it about something that is left out, or about a whole part that has a stand-in?"""
    return any(place[: len(fault)] == fault or (place == fault[:1] and place[0] in _STAND_INS) for fault in faulty)


@dataclass(slots=True)
class _Rest:
    """A file without some of its places: what it is, what the left out said, and where the rest stood."""

    faulty: set[Place]
    said: set[str] = field(default_factory=set)
    kept: dict[Place, Sequence[int]] = field(default_factory=dict)  # by the place in the rest

    def without(self, value: Plain, place: Place, shown: Place = ()) -> Plain:
        """The value without its faulty places; `place` is where it stands in the file, `shown` where in the rest."""
        if isinstance(value, dict):
            whole = {key: part for key, part in value.items() if (*place, key) not in self.faulty}
            parts = {key: self.without(part, (*place, key), (*shown, key)) for key, part in whole.items()}
            return {**_stand_in(place, value, parts), **parts}
        if isinstance(value, list):
            here = [index for index in range(len(value)) if (*place, index) not in self.faulty]
            self.said.update(word for index in set(range(len(value))) - set(here) for word in _words(value[index]))
            self.kept[shown] = here
            return [self.without(value[index], (*place, index), (*shown, n)) for n, index in enumerate(here)]
        return value

    def original(self, shown: Place) -> Place:
        """Where something in the rest stands in the file."""
        return tuple(
            self.kept[shown[:depth]][part] if isinstance(part, int) else part for depth, part in enumerate(shown)
        )


def _stand_in(place: Place, value: dict[str, Plain], parts: dict[str, Plain]) -> dict[str, Plain]:
    """What a part that must be there says instead of its faults."""
    if not place:
        return {key: dict(stand_in) for key, stand_in in _STAND_INS.items() if key not in parts}
    return _STAND_INS.get(str(place[0]), {}) if len(place) == 1 else {}


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _words(part)
    elif isinstance(value, str):
        yield value
