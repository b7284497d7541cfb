"""What is dear to make: so many at once for a person, a municipality and all; the others are told when to come back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread, Timer

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from accounts.limits import TooManyError
from followup.actions.freeze import freeze
from styrmodell import seats
from styrmodell.access import Access
from styrmodell.models import Slot
from styrmodell.permissions import Role
from styrmodell.rules.workflow import SlotStatus
from tests.factories import DecisionFactory, MunicipalityFactory, OccasionFactory, OrganisationFactory, SlotFactory
from tests.fixtures import new_access

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def seated(access: Access) -> Iterator[None]:
    """Somebody has a seat: in another thread, whose connection is another."""
    begun, done, faults = Event(), Event(), list[Exception]()

    def sit() -> None:
        try:
            with seats.seat(access):
                begun.set()
                done.wait(30)
        except TooManyError as error:
            faults.append(error)
        finally:
            connection.close()
            begun.set()

    thread = Thread(target=sit)
    thread.start()
    begun.wait(30)
    try:
        if faults:
            raise faults[0]
        yield
    finally:
        done.set()
        thread.join()


def somebody() -> Access:
    return new_access(Role.CONTROLLER, OrganisationFactory(municipality=MunicipalityFactory()))


def colleague(access: Access) -> Access:
    [top] = access.organisations.values()
    return new_access(Role.CONTROLLER, top)


def sit_at_once(*people: Access) -> None:
    with ExitStack() as taken:
        for access in people:
            taken.enter_context(seated(access))


def test_a_person_has_two() -> None:
    first = somebody()
    sit_at_once(first, first, colleague(first))
    with pytest.raises(TooManyError, match="Du har redan två"):
        sit_at_once(first, first, first)
    sit_at_once(first, first)  # free again


def test_a_municipality_has_some_and_leaves_some_to_the_others() -> None:
    first, stranger = somebody(), somebody()
    crowd = [colleague(first) for _ in range(seats.OF_MUNICIPALITY)]
    with pytest.raises(TooManyError, match="Många rapporter"):
        sit_at_once(*crowd, first)
    sit_at_once(*crowd, stranger)
    with pytest.raises(TooManyError, match="Många rapporter"):
        sit_at_once(*crowd, *[somebody() for _ in range(seats.OF_ALL)])


def test_a_seat_of_others_is_waited_for_a_moment() -> None:
    first = somebody()
    crowd = [colleague(first) for _ in range(seats.OF_MUNICIPALITY)]
    with ExitStack() as others, ExitStack() as one:
        one.enter_context(seated(crowd[0]))
        for access in crowd[1:]:
            others.enter_context(seated(access))
        leaving = Timer(seats.LOOK_AGAIN, one.close)
        leaving.start()
        with seats.seat(first):
            leaving.join()


@pytest.fixture
def reading() -> tuple[Access, Callable[[str], HttpResponse]]:
    access = somebody()
    [top] = access.organisations.values()
    slot = SlotFactory(occasion=OccasionFactory(rule__model__municipality=access.municipality), organisation=top)
    browser = Client()
    browser.force_login(access.user)
    return access, lambda name: browser.get(f"/{access.slug}/uppfoljning/{slot.pk}/rapport/{name}")


@pytest.mark.parametrize("name", ["", "json/", "xlsx/"])
def test_reports_beyond_that_are_answered_in_words_with_when_to_come_back(reading, name: str) -> None:
    access, get = reading
    assert get(name).status_code == 200
    with seated(access), seated(access):
        refused = get(name)
    assert (refused.status_code, refused["Retry-After"]) == (429, str(seats.COME_BACK))
    assert "Du har redan två rapporter som tas fram" in refused.text
    assert get(name).status_code == 200


def test_a_decided_report_is_read_by_as_many_as_like(reading) -> None:
    access, get = reading
    slot = Slot.objects.of(access).with_around().get()
    decision = DecisionFactory(organisation=slot.organisation)
    freeze(slot=slot, decision=decision, access=access)
    Slot.objects.filter(pk=slot.pk).update(status=SlotStatus.DECIDED.value, decision=decision)
    with seated(access), seated(access):
        assert [get(name).status_code for name in ("", "json/", "xlsx/", "pdf/")] == [200] * 4
