"""Areas of the main menu and their rooms: who sees which, in what order, and where one stands."""

from __future__ import annotations

import pytest

from styrmodell.access import Access, system_access
from styrmodell.pages import areas
from styrmodell.verdict import ALLOWED, Verdict
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

CLOSED = Verdict("Inte för dig.")


@pytest.fixture
def planning(monkeypatch: pytest.MonkeyPatch) -> Access:
    """Planering with three rooms, one of them closed."""
    monkeypatch.setitem(areas._rooms, areas.PLANNING, [])
    areas.add_room(areas.PLANNING, areas.Room(2, "goals:list", "Andra", lambda access: ALLOWED))
    areas.add_room(areas.PLANNING, areas.Room(1, "goals:tree", "Första", lambda access: ALLOWED))
    areas.add_room(areas.PLANNING, areas.Room(3, "styrmodell:log", "Stängd", lambda access: CLOSED))
    return system_access(MunicipalityFactory(slug="sjo"))


def test_the_rooms_stand_in_order_and_the_longest_address_is_the_one_one_stands_in(planning: Access) -> None:
    assert [(door.label, door.is_current) for door in areas.rooms(planning, "/sjo/styrkedja/mal/7/")] == [
        ("Första", False), ("Andra", True),
    ]  # fmt: skip


def test_the_area_leads_to_its_first_open_room(planning: Access) -> None:
    doors = {door.key: door for door in areas.menu(planning, "/sjo/styrkedja/mal/")}
    assert doors[areas.PLANNING].url == "/sjo/styrkedja/"
    assert doors[areas.PLANNING].is_current
    assert not doors["laget"].is_current


def test_a_room_alone_needs_no_tabs_and_an_area_without_rooms_is_not_shown(
    planning: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(areas._rooms, areas.PLANNING, areas._rooms[areas.PLANNING][:1])
    assert areas.rooms(planning, "/sjo/styrkedja/") == []
    monkeypatch.setitem(areas._rooms, areas.PLANNING, [])
    assert areas.PLANNING not in {door.key for door in areas.menu(planning, "/sjo/laget/")}
