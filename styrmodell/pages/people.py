"""The people of the municipality: who holds what, since when, and when they last came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.urls import reverse

from accounts.models import initials_of
from styrmodell.access import Access
from styrmodell.permissions import Role
from styrmodell.rules.people import PersonState, Tenure, ends_on
from styrmodell.selectors.people import Holding, Person, people
from ui import clock
from ui.rules.marks import Mark, Tone
from ui.rules.money import DASH, NBSP, number
from ui.rules.swedish import DateForm, capitalised, day_in, log_time, plural, relative_day, sv_date

ROWS_A_PAGE = 25
MARKS = {
    PersonState.ACTIVE: Mark("a-klar", Tone.OK, PersonState.ACTIVE.label),
    PersonState.ENDING: Mark("a-sen", Tone.PART, PersonState.ENDING.label),
    PersonState.INVITED: Mark("a-ej", Tone.INFO, "Inbjuden, har inte loggat in"),
    PersonState.AWAY: Mark("varn", Tone.PART, PersonState.AWAY.label),
    PersonState.COMING: Mark("kal", Tone.INFO, PersonState.COMING.label),
    PersonState.ENDED: Mark("a-avbr", Tone.NONE, PersonState.ENDED.label),
}


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """Which people are asked for; without a state those who hold a role, today or later."""

    search: str = ""
    role: Role | None = None
    organisation_id: int | None = None
    state: PersonState | None = None

    @property
    def is_narrow(self) -> bool:
        """Is anything chosen?"""
        return self != PeopleQuery()


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role in words."""

    pk: int
    role: str
    where: str
    deputy_for: str
    days: str
    mark: Mark | None  # when there is something to say of the days
    address: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody in the list."""

    pk: int
    name: str
    initials: str
    email: str
    address: str
    roles: Sequence[RoleLine]
    seen: str
    mark: Mark
    is_off: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of the list, and what stands over it."""

    lead: str
    rows: Sequence[PersonRow]
    page: Page[Person]
    shown: str
    is_narrow: bool
    is_empty: bool  # nobody at all


def people_page(access: Access, query: PeopleQuery, page: str | None) -> PeoplePage:
    """The people who are asked for, a page of them (one query)."""
    everybody = people(access)
    asked = [person for person in everybody if _is_asked_for(access, query, person)]
    shown = Paginator(asked, ROWS_A_PAGE).get_page(page)
    there = sum(person.state != PersonState.ENDED for person in everybody)
    return PeoplePage(
        lead=_lead(everybody),
        rows=[_row(access, person) for person in shown.object_list],
        page=shown,
        shown=f"{number(len(asked))} av {plural(there, 'person', 'personer')}",
        is_narrow=query.is_narrow,
        is_empty=not everybody,
    )


def _is_asked_for(access: Access, query: PeopleQuery, person: Person) -> bool:
    today = clock.today()
    if query.state is None and person.state == PersonState.ENDED:
        return False
    if query.state is not None and person.state != query.state:
        return False
    if query.search and query.search.casefold() not in f"{person.name}\n{person.email}".casefold():
        return False
    rows = person.holdings if person.state == PersonState.ENDED else person.held(today)
    below = access.ever.tree.descendants(query.organisation_id, include_self=True) if query.organisation_id else None
    return any(
        (query.role is None or row.role == query.role) and (below is None or row.organisation.pk in below)
        for row in rows
    )


def _lead(everybody: Sequence[Person]) -> str:
    """How many there are, and what somebody should look at."""
    today = clock.today()
    there = [person for person in everybody if person.state != PersonState.ENDED]
    roles = sum(len(person.held(today)) for person in there)
    ending = sum(ends_on([row.period], today) is not None for person in there for row in person.holdings)
    waits = sum(person.state == PersonState.INVITED for person in there)
    sentences = [
        f"{plural(len(there), 'person', 'personer')} har {plural(roles, 'roll', 'roller')}.",
        f"{capitalised(plural(ending, 'roll', 'roller', in_words=True))} går ut inom 60 dagar." if ending else "",
        f"{capitalised(plural(waits, 'inbjudan', 'inbjudningar', in_words=True))} väntar på svar." if waits else "",
    ]
    return " ".join(filter(None, sentences))


def _row(access: Access, person: Person) -> PersonRow:
    today = clock.today()
    rows = person.held(today) or person.holdings
    return PersonRow(
        pk=person.pk,
        name=person.name,
        initials=initials_of(person.name),
        email=person.email,
        address=reverse("styrmodell:person", args=[access.slug, person.pk]),
        roles=[role_line(access, person, row) for row in rows],
        seen=seen(person),
        mark=state_mark(person),
        is_off=person.state == PersonState.ENDED,
    )


def role_line(access: Access, person: Person, row: Holding) -> RoleLine:
    """A role in words."""
    return RoleLine(
        pk=row.pk,
        role=row.role.label,
        where=row.organisation.name,
        deputy_for=row.deputy_for,
        days=days(row.period),
        mark=_role_mark(row.period),
        address=reverse("styrmodell:role", args=[access.slug, person.pk, row.pk]),
    )


def days(period: Tenure) -> str:
    """From when to when: "1 aug 2022 – tills vidare"."""
    last = _short(period.last) if period.last else "tills vidare"
    return f"{_short(period.first)} {DASH} {last}"


def _short(day: date) -> str:
    return f"{sv_date(day, DateForm.SHORT)}{NBSP}{day.year}"


def _role_mark(period: Tenure) -> Mark | None:
    today = clock.today()
    if period.is_over(today):
        return MARKS[PersonState.ENDED]
    if period.first > today:
        return Mark("kal", Tone.INFO, f"Börjar {day_in(period.first, today.year)}")
    last = ends_on([period], today)
    return Mark("a-sen", Tone.PART, f"Går ut {relative_day(last, today)}") if last else None


def state_mark(person: Person) -> Mark:
    """How somebody stands, with its mark."""
    today = clock.today()
    last = ends_on([row.period for row in person.holdings], today)
    if person.state == PersonState.ENDING and last:
        return Mark("a-sen", Tone.PART, f"Går ut {relative_day(last, today)}")
    return MARKS[person.state]


def seen(person: Person) -> str:
    """When somebody last came in."""
    now = clock.local_now()
    return log_time(min(person.seen, now), now) if person.seen else DASH  # the examples stand on a day of their own
