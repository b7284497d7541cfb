"""The areas of the house, which are the main menu, and the rooms of those that have several. A room is added by the app
that it belongs to, when the program starts; an area without a room for the user is not shown."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse

from styrmodell.access import Access
from styrmodell.rules.terms import TermKey
from styrmodell.verdict import Verdict

PLANNING = "planering"
ADMINISTRATION = "administration"


@dataclass(frozen=True, slots=True, order=True)
class Room:
    """One page, or family of pages under one address, of an area."""

    place: int  # the order in the area
    name: str  # of the address, "app:name"
    label: str
    may_enter: Callable[[Access], Verdict] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Area:
    """One area of the main menu; its label may end in a word of the municipality's own."""

    key: str
    label: str
    name: str = ""  # of its only page's address; an area with rooms has none
    word: str = ""
    is_apart: bool = False  # at the far end


AREAS = [
    Area("laget", "Läget", "followup:status-view"),
    Area("styrkedja", "Styrkedja", "goals:tree"),
    Area(PLANNING, "Planering"),
    Area("prognos", "Budget och", "budget:overview", TermKey.FORECAST),
    Area("uppfoljning", "Uppföljning", "followup:board"),
    Area("arshjul", "Årshjul", "styrmodell:calendar"),
    Area(ADMINISTRATION, "Administration", is_apart=True),
]

_rooms: dict[str, list[Room]] = {PLANNING: [], ADMINISTRATION: []}


def add_room(area: str, room: Room) -> None:
    """Open a room in an area, from the app's `AppConfig.ready`."""
    insort(_rooms[area], room)


@dataclass(frozen=True, slots=True)
class Door:
    """A link of the main menu, or of an area's rooms."""

    key: str
    url: str
    label: str
    is_current: bool
    word: str = ""
    is_apart: bool = False


def menu(access: Access, path: str) -> list[Door]:
    """The areas that the user may enter; `path` is the address of the page that is shown."""
    doors = (_door(access, area, path) for area in AREAS)
    return [door for door in doors if door is not None]


def rooms(access: Access, path: str) -> list[Door]:
    """The rooms of the area that the page at `path` belongs to; none when the user may enter only one."""
    for key in _rooms:
        doors = _doors(access, key)
        if len(doors) > 1 and any(path.startswith(url) for url in doors):
            here = max((url for url in doors if path.startswith(url)), key=len)
            return [Door(room.name, url, room.label, url == here) for url, room in doors.items()]
    return []


def _door(access: Access, area: Area, path: str) -> Door | None:
    urls = [reverse(area.name, args=[access.slug])] if area.name else list(_doors(access, area.key))
    if not urls:
        return None
    return Door(area.key, urls[0], area.label, path.startswith(tuple(urls)), area.word, area.is_apart)


def _doors(access: Access, area: str) -> dict[str, Room]:
    """Address → room, of those that the user may enter."""
    open_to = (room for room in _rooms[area] if room.may_enter(access))
    return {reverse(room.name, args=[access.slug]): room for room in open_to}
