"""A person's page: what they hold, have held, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User, initials_of
from styrmodell import policies
from styrmodell.access import Access
from styrmodell.pages.people import RoleLine, role_line, seen, state_mark
from styrmodell.selectors.awaiting import Awaiting
from styrmodell.selectors.people import Person, is_elsewhere
from styrmodell.verdict import Verdict
from ui import clock
from ui.rules.marks import Mark
from ui.rules.swedish import capitalised, number_word, plural


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Somebody, with what may be done."""

    pk: int
    name: str
    email: str
    initials: str
    lead: str
    mark: Mark
    roles: Sequence[RoleLine]
    earlier: Sequence[RoleLine]
    may_manage: Verdict
    may_give: Verdict
    may_close: Verdict
    may_invite: Verdict
    may_read_log: Verdict


def person_page(access: Access, person: Person, user: User) -> PersonPage:
    """The page (one query)."""
    today = clock.today()
    return PersonPage(
        pk=person.pk,
        name=person.name,
        email=person.email,
        initials=initials_of(person.name),
        lead=_lead(person),
        mark=state_mark(person),
        roles=[role_line(access, person, row) for row in person.held(today)],
        earlier=[role_line(access, person, row) for row in person.over(today)],
        may_manage=policies.can_manage_people(access),
        may_give=policies.can_give_role(access, user),
        may_close=policies.can_close_account(access, user, is_elsewhere=is_elsewhere(access, user)),
        may_invite=policies.can_invite_again(user),
        may_read_log=policies.can_read_log(access),
    )


def _lead(person: Person) -> str:
    """How many roles, and when they last came in."""
    count = len(person.held(clock.today()))
    roles = (
        f"Har {plural(count, 'roll', 'roller', in_words=True)} i kommunen." if count else "Har ingen roll i kommunen."
    )
    came = f"Loggade senast in {seen(person)}." if person.seen else "Har inte loggat in än."
    return capitalised(f"{roles} {came}")


MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """What awaits, of one kind: how much, and the first of it by name."""

    count: str
    named: str


def waiting_lines(waits: Awaiting) -> list[WaitingLine]:
    """What awaits somebody, in words; empty when nothing does."""
    kinds = [
        (waits.to_hand_in, "rapport att lämna in", "rapporter att lämna in"),
        (waits.to_decide, "rapport vars nästa steg ska antecknas", "rapporter vars nästa steg ska antecknas"),
    ]
    return [WaitingLine(plural(len(rows), one, many), _first_of(rows)) for rows, one, many in kinds if rows]


def _first_of(rows: Sequence[str]) -> str:
    more = len(rows) - MOST_NAMED
    return "; ".join(rows[:MOST_NAMED]) + (f" och {number_word(more)} till" if more > 0 else "")
