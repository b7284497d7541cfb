"""The tree of organisations as it is edited: what is there on a day, what comes and what ends."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from styrmodell.access import Access
from styrmodell.models import Organisation
from styrmodell.rules.organisation_list import ALLOWED_UNDER, ListedOrganisation
from styrmodell.rules.tree import Tree
from styrmodell.selectors.organisations import Tie, TieKind, find_ties, listed_organisations
from ui import clock
from ui.rules.swedish import DateForm, plural, sv_date, uncapitalised

FIRST_ROWS = 60  # levels open by themselves as long as the tree stays this short
SHOWN_TIES = 12
DEEPEST = 5  # the drawing has six indents
TODAY, ALL = "i-dag", "alla"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TreeView:
    """What the address asks for: which day, and which branches are open (None before the user has opened any)."""

    day: str = ""
    opened: frozenset[str] | None = None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> TreeView:
        """Read the address's `visa` and `oppna` (codes with full stops between)."""
        listed = query.get("oppna")
        opened = None if listed is None else frozenset(part for part in listed.split(".") if part)
        return cls(query.get("visa", ""), opened)

    def address(self, **changed: object) -> str:
        """The query of the same view, with something changed; empty when nothing is asked for."""
        opened = changed.get("opened", self.opened)
        asked = {"visa": changed.get("day", self.day)}
        if isinstance(opened, Collection):
            asked["oppna"] = ".".join(sorted(opened))
        return urlencode({name: value for name, value in asked.items() if value or name == "oppna"})


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """A row of the tree."""

    listed: ListedOrganisation
    url: str
    depth: int
    days: str  # from when and to when, in words
    tag: str  # "ny", "upphör" or "har upphört"
    below: int  # how many there are under it
    is_open: bool
    is_chosen: bool
    on_way: bool
    passes: bool  # the way to the chosen one goes past it
    toggle: str
    may_hold: bool  # may something be added under it?
    children: tuple[OrganisationRow, ...]


@dataclass(frozen=True, slots=True)
class DayChoice:
    """A way to look at the tree."""

    label: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class OrganisationsPage:
    """What the page shows. `chosen` is the organisation that is changed, `ties` what hangs on it."""

    lead: str
    rows: tuple[OrganisationRow, ...]
    days: tuple[DayChoice, ...]
    query: str
    chosen: Organisation | None = None
    listed: ListedOrganisation | None = None
    ties: tuple[TieWords, ...] = ()
    more_ties: int = 0  # those that are not told one by one
    below: int = 0  # how many under the chosen one would still be there when it ends


@dataclass(frozen=True, slots=True)
class TieWords:
    """Something that hangs on the organisation, in words."""

    what: str
    note: str
    is_open: bool


def organisations_page(access: Access, view: TreeView, chosen: Organisation | None = None) -> OrganisationsPage:
    """The tree, and what hangs on the chosen one (one query, and when one is chosen those of `find_ties`)."""
    listed = listed_organisations(access, access.known)
    today = clock.today()
    known = [pk for pk in listed if _is_shown(access.known[pk], view, today) or chosen is access.known[pk]]
    tree = Tree({pk: access.known[pk].parent_id for pk in known})
    way = set(tree.ancestors(chosen.pk, include_self=True)) if chosen else set()
    drawing = _Drawing(access, view, listed, tree, way, _opened(view, tree, listed), chosen)
    ties = find_ties(access, [chosen.pk], today) if chosen and not _has_ended(chosen, today) else []
    return OrganisationsPage(
        lead=_lead(access, today),
        rows=tuple(drawing.rows(tree.roots())),
        days=tuple(_days(access, view, today)),
        query=view.address(),
        chosen=chosen,
        listed=listed[chosen.pk] if chosen else None,
        ties=tuple(_in_words(ties[:SHOWN_TIES])),
        more_ties=max(0, len(ties) - SHOWN_TIES),
        below=sum(not _has_ended(access.known[pk], today) for pk in tree.descendants(chosen.pk)) if chosen else 0,
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What every row needs to be drawn."""

    access: Access
    view: TreeView
    listed: Mapping[int, ListedOrganisation]
    tree: Tree
    way: Collection[int]
    opened: frozenset[str]
    chosen: Organisation | None

    def rows(self, keys: list[int], depth: int = 0) -> Iterator[OrganisationRow]:
        """The rows of brothers, with what is open below them."""
        last = max((number for number, pk in enumerate(keys) if pk in self.way), default=-1)
        for number, pk in enumerate(keys):
            yield self._row(pk, depth, passes=number < last)

    def _row(self, pk: int, depth: int, *, passes: bool) -> OrganisationRow:
        row, one = self.access.known[pk], self.listed[pk]
        below = self.tree.descendants(pk)
        is_chosen = self.chosen is not None and self.chosen.pk == pk
        is_open = bool(below) and (one.code in self.opened or (pk in self.way and not is_chosen))
        others = self.opened - {one.code} if is_open else self.opened | {one.code}
        today = clock.today()
        query = self.view.address()
        url = reverse("styrmodell:organisation", args=[self.access.slug, one.code])
        return OrganisationRow(
            listed=one,
            url=f"{url}?{query}#andra" if query else f"{url}#andra",
            depth=min(depth, DEEPEST),
            days=_day_words(row, today),
            tag=_tag(row, today),
            below=len(below),
            is_open=is_open,
            is_chosen=is_chosen,
            on_way=pk in self.way,
            passes=passes and pk not in self.way,
            toggle=f"?{self.view.address(opened=others)}#o-{one.code}",
            may_hold=bool(ALLOWED_UNDER[one.kind]) and not _has_ended(row, today),
            children=tuple(self.rows(self.tree.children(pk), depth + 1)) if is_open else (),
        )


def _opened(view: TreeView, tree: Tree, listed: Mapping[int, ListedOrganisation]) -> frozenset[str]:
    """The branches that are open: those that the address names, else whole levels while they are few."""
    if view.opened is not None:
        return view.opened
    levels: dict[int, list[int]] = {}
    for pk in tree.in_order():
        levels.setdefault(tree.depth(pk), []).append(pk)
    shown, opened = len(levels.get(0, ())), set[str]()
    for depth in sorted(levels):
        shown += len(levels.get(depth + 1, ()))
        if shown > FIRST_ROWS:
            break
        opened |= {listed[pk].code for pk in levels[depth]}
    return frozenset(opened)


def _is_shown(row: Organisation, view: TreeView, today: date) -> bool:
    if view.day == ALL:
        return True
    if view.day == TODAY:
        return row.is_in_force(today)
    try:
        return row.is_in_force(date.fromisoformat(view.day)) if view.day else not _has_ended(row, today)
    except ValueError:
        return not _has_ended(row, today)


def _has_ended(row: Organisation, today: date) -> bool:
    return row.valid_to is not None and row.valid_to < today


def _next_change(access: Access, today: date) -> date | None:
    """The first day after today on which the tree is another."""
    begin = [row.valid_from for row in access.known.values() if row.valid_from and row.valid_from > today]
    end = [row.valid_to + DAY for row in access.known.values() if row.valid_to and row.valid_to >= today]
    return min([*begin, *end], default=None)


def _days(access: Access, view: TreeView, today: date) -> Iterator[DayChoice]:
    """The days to look at, when there is more than one tree to see."""
    change, has_ended = _next_change(access, today), any(_has_ended(row, today) for row in access.known.values())
    if change is None and not has_ended:
        return
    choices = {TODAY: "I dag"} if change or has_ended else {}
    if change:
        choices |= {change.isoformat(): sv_date(change, DateForm.FULL), "": "Båda"}
    if has_ended:
        choices |= {ALL: "Alla, också avslutade"}
    current = view.day if view.day in choices else "" if change else TODAY
    for day, label in choices.items():
        yield DayChoice(label, f"?{view.address(day=day)}", day == current)


def _tag(row: Organisation, today: date) -> str:
    if _has_ended(row, today):
        return "har upphört"
    if row.valid_to is not None:
        return "upphör"
    return "ny" if row.valid_from is not None and row.valid_from > today else ""


def _day_words(row: Organisation, today: date) -> str:
    """From when, if that is yet to come, and to when."""
    first = f"från {_short(row.valid_from)}" if row.valid_from and row.valid_from > today else ""
    last = f"till {_short(row.valid_to)}" if row.valid_to else ""
    return " ".join(filter(None, (first, last)))


def _short(day: date) -> str:
    return f"{sv_date(day, DateForm.SHORT)} {day.year}"


def _lead(access: Access, today: date) -> str:
    rows = access.known.values()
    coming = sum(row.valid_from is not None and row.valid_from > today for row in rows)
    ending = sum(row.valid_to is not None and row.valid_to >= today for row in rows)
    parts = [f"{plural(len(access.organisations), 'organisation', 'organisationer')} gäller i dag."]
    if coming:
        parts.append(f"{plural(coming, 'är ny', 'är nya')} och gäller senare.")
    if ending:
        parts.append(f"{plural(ending, 'har', 'har')} en sista dag.")
    return " ".join(parts)


def _in_words(ties: list[Tie]) -> Iterator[TieWords]:
    for tie in ties:
        if tie.kind is TieKind.REPORT:
            note = (
                f"gäller {sv_date(tie.holds_to, DateForm.FULL)}" if tie.holds_to else "skrivs klart efter sista dagen"
            )
            yield TieWords(tie.name, note, tie.is_open)
        elif tie.kind is TieKind.OUTCOME:
            yield TieWords("Bokfört utfall", f"till och med {sv_date(tie.holds_to, DateForm.FULL)}", is_open=False)
        elif tie.kind is TieKind.ROLE:
            yield TieWords(tie.name, uncapitalised(tie.detail), tie.is_open)
        else:
            yield TieWords(tie.name, "gäller vidare", tie.is_open)
