"""What a municipality still lacks before its first plan, and what can wait. Each app adds what it knows of, in its
`AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from styrmodell.access import Access
from styrmodell.models import Occasion, RoleAssignment
from styrmodell.permissions import Role
from styrmodell.rules.vocabulary import LabelledEnum, OccasionLine
from styrmodell.selectors.openable import openable
from styrmodell.selectors.words import steering_model
from ui import clock
from ui.rules.marks import Mark, Tone
from ui.rules.swedish import capitalised, join_words, plural

FIRST = (Role.CONTROLLER, Role.DEPARTMENT_HEAD, Role.SECRETARY)  # without them nobody opens, writes or hands in a plan


class LeftState(LabelledEnum):
    """How something stands."""

    DEMANDED = "kravs", "Krävs"
    LATER = "kan-vanta", "Kan vänta"
    DONE = "klart", "Klart"


MARKS = {
    LeftState.DEMANDED: Mark("varn", Tone.PART, LeftState.DEMANDED.label),
    LeftState.LATER: Mark("a-ej", Tone.NONE, LeftState.LATER.label),
    LeftState.DONE: Mark("a-klar", Tone.OK, LeftState.DONE.label),
}


@dataclass(frozen=True, slots=True, order=True)
class Left:
    """One thing; `said` is what to do, or how it stands when it is done."""

    place: int
    name: str
    said: str
    state: LeftState
    url: str = ""

    @property
    def mark(self) -> Mark:
        """How it stands, as a mark."""
        return MARKS[self.state]


@dataclass(frozen=True, slots=True)
class LeftPage:
    """Everything that the page shows."""

    rows: Sequence[Left]

    @property
    def lead(self) -> str:
        """How far it is."""
        demanded = self._count(LeftState.DEMANDED)
        if demanded:
            return f"{capitalised(plural(demanded, 'sak', 'saker', in_words=True))} krävs innan den första planen kan skrivas."
        return "Allt som den första planen behöver finns."

    @property
    def note(self) -> str:
        """How many of them are done."""
        return f"{self._count(LeftState.DONE)} av {len(self.rows)} klara"

    def _count(self, state: LeftState) -> int:
        return sum(row.state is state for row in self.rows)


Finder = Callable[[Access], Iterable[Left]]
_finders: list[Finder] = []


def add_finder(finder: Finder) -> None:
    """Let an app tell of what it knows."""
    _finders.append(finder)


def left_page(access: Access) -> LeftPage:
    """The page."""
    return LeftPage(left(access))


def left(access: Access) -> list[Left]:
    """Everything, in the order in which it is best done. The number of queries does not grow with the rows."""
    return sorted(one for finder in _finders for one in finder(access))


def of_the_house(access: Access) -> list[Left]:
    """People, vision, logo and the first occasion (four queries)."""
    return [_people(access), _vision(access), _logo(access), _first_occasion(access)]


def _people(access: Access) -> Left:
    url = reverse("styrmodell:people", args=[access.slug])
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
    held = set(RoleAssignment.objects.of(access).filter(still).values_list("role", "user_id"))
    given = {role for role, _ in held}
    lacking = [role.label.split(",")[0].lower() for role in FIRST if role.value not in given]
    if sum(role == Role.ADMINISTRATOR for role, _ in held) < 2:
        lacking.append("en administratör till")
    if lacking:
        return Left(10, "Personer", f"Bjud in {join_words(lacking)}.", LeftState.DEMANDED, url)
    return Left(10, "Personer", "Rollerna som den första planen behöver är givna.", LeftState.DONE, url)


def _vision(access: Access) -> Left:
    url, model = reverse("goals:model", args=[access.slug]), steering_model(access)
    if model.vision_title or model.vision_text:
        return Left(20, "Vision", model.vision_title or "Visionen är skriven.", LeftState.DONE, url)
    text = "Skriv den på sidan Styrmodell, under Mandatperiod och vision."
    return Left(20, "Vision", text, LeftState.DEMANDED, url)


def _logo(access: Access) -> Left:
    url = reverse("goals:model", args=[access.slug])
    if access.municipality.logo_svg:
        return Left(70, "Logga", "Den syns i sidhuvudet.", LeftState.DONE, url)
    text = "Lägg in den på sidan Styrmodell, under Namn, färg och logga. Till dess syns kommunens första bokstav."
    return Left(70, "Logga", text, LeftState.LATER, url)


def _first_occasion(access: Access) -> Left:
    url = reverse("followup:plans", args=[access.slug])
    if Occasion.objects.of(access).exists():
        return Left(40, "Första tillfället", "Det är öppnat.", LeftState.DONE, url)
    names = dict.fromkeys(row.rule.name for row in openable(access, OccasionLine.PLAN))
    rest = f" Ekonomikontoret kan nu öppna {join_words(list(names), 'eller')}." if names else ""
    return Left(40, "Första tillfället", f"Ingen plan eller rapport är öppen.{rest}", LeftState.DEMANDED, url)
