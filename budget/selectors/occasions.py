"""Occasions that ask for a forecast, each with its units' slots: one query for a page that needs both."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from styrmodell.access import Access
from styrmodell.models import Occasion, Organisation, Slot, Step
from styrmodell.permissions import Permission
from styrmodell.policies import SIGHT
from styrmodell.rules.vocabulary import Content
from styrmodell.rules.workflow import SlotStatus
from styrmodell.selectors.shown import openable_units, stands
from styrmodell.selectors.slots import occasions
from ui import clock
from ui.rules.swedish import decision

_NEWEST = 24
HANDED_IN = (SlotStatus.SUBMITTED.value, SlotStatus.DECIDED.value)


@dataclass(frozen=True, slots=True)
class UnitSlot:
    """A reporting unit's slot, or the whole municipality's, in brief. `decision` is a reference: "KS 2026-06-16 § 98"."""

    pk: int
    organisation_id: int
    status: str
    decision: str = ""

    @property
    def is_handed_in(self) -> bool:
        """Does it hold what was reported: handed in, or decided?"""
        return self.status in HANDED_IN

    @property
    def is_decided(self) -> bool:
        """Is it final?"""
        return self.status == SlotStatus.DECIDED


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a unit has reported before an occasion in the same year: its slots that were handed in, newest first, and
    the newest one's cut-off. A draft is no report, and what was returned is taken back."""

    slot_ids: tuple[int, ...] = ()
    cutoff: date | None = None


NOT_YET = Earlier()


@dataclass(frozen=True, slots=True)
class ForecastOccasion:
    """An occasion and the slots of its units that the user reads, wholly or in part (see `holds_part`). `is_decided`:
    does it stand (see `styrmodell.selectors.shown`)? `whole` is the whole municipality's slot."""

    occasion: Occasion
    slots: tuple[UnitSlot, ...]
    whole: tuple[UnitSlot, ...] = ()
    is_decided: bool = False

    @property
    def has_forecast(self) -> bool:
        """Does the occasion ask for a forecast?"""
        return Content.FORECAST in self.occasion.contents

    @property
    def decision(self) -> str:
        """The decision that made it stand; empty where each unit has its own, or nothing stands."""
        deciding = [slot for slot in self.whole if slot.is_decided] or self.slots
        decisions = {slot.decision for slot in deciding}
        return decisions.pop() if self.is_decided and len(decisions) == 1 else ""

    def paper_of(self, organisation_id: int | None) -> UnitSlot | None:
        """The handed-in report that tells of the organisation's money among all: the whole municipality's, else its own."""
        own = (slot for slot in self.slots if slot.organisation_id == organisation_id)
        return next((slot for slot in (*self.whole, *own) if slot.is_handed_in), None)

    def municipal(self, access: Access) -> Mapping[int, UnitSlot]:
        """The slots by organisation, without companies: their economy is not part of the municipality's."""
        return {slot.organisation_id: slot for slot in self._standing(access) if not _is_company(access, slot)}

    def companies(self, access: Access) -> list[UnitSlot]:
        """The companies' slots."""
        return [slot for slot in self._standing(access) if _is_company(access, slot)]

    def _standing(self, access: Access) -> list[UnitSlot]:
        """The slots of units that were there at the cut-off, whatever has become of them since."""
        then = access.at(self.occasion.cutoff).organisations
        return [slot for slot in self.slots if slot.organisation_id in then]


def _is_company(access: Access, slot: UnitSlot) -> bool:
    return access.ever.organisations[slot.organisation_id].kind == Organisation.Kind.COMPANY


def may_open(access: Access, organisation_id: int, status: str) -> bool:
    """May the user see the forecast of the unit's slot in that status (`policies.SIGHT`)? Also a manager who only has
    something below the unit (SV-7)."""
    return holds_part(access, organisation_id, SIGHT[status])


def holds_part(access: Access, organisation_id: int, permission: Permission) -> bool:
    """Does the user hold the right for the unit, or for something below it?"""
    tree = access.ever.tree
    below = tree.descendants(organisation_id, include_self=True) if organisation_id in tree else []
    return any(access.has(permission, pk) for pk in below)


def forecast_occasions(
    access: Access, *, year: int | None = None, also: Occasion | None = None
) -> list[ForecastOccasion]:
    """Occasions with a forecast, newest first: a year's, or the newest ones (one query). `also` one that asks for none:
    the year-end has units and their outcome too."""
    asked = Q(contents__contains=[Content.FORECAST])
    with_forecast = occasions(access).filter(asked | Q(pk=also.pk) if also else asked)
    return _with_slots(access, with_forecast.filter(year=year) if year else with_forecast[:_NEWEST])


def newest_occasions(access: Access) -> list[ForecastOccasion]:
    """The newest occasions, with a forecast or not (one query)."""
    return _with_slots(access, occasions(access)[:_NEWEST])


def _with_slots(access: Access, rows: QuerySet[Occasion]) -> list[ForecastOccasion]:
    """Occasions with the slots that the user may open, and the whole municipality's."""
    slots = Slot.objects.of(access).filter(occasion_id=OuterRef("pk")).order_by("pk")
    brief = JSONObject(**{key: F(path) for key, path in _BRIEF.items()})
    openable = openable_units(access)
    annotated = rows.annotate(stored=ArraySubquery(slots.values(row=brief)), is_decided=stands(access))
    return [_occasion(row, row.stored, openable, is_decided=row.is_decided) for row in annotated]


_BRIEF = {
    "pk": "pk",
    "organisation_id": "organisation_id",
    "status": "status",
    "scope": "scope",
    "body": "decision__organisation__name",
    "short_body": "decision__organisation__short_name",
    "day": "decision__date",
    "paragraph": "decision__paragraph",
}


def _occasion(
    occasion: Occasion, stored: Sequence[dict[str, Any]], openable: Collection[int], *, is_decided: bool
) -> ForecastOccasion:
    is_unit = [row["scope"] == Step.Scope.UNIT for row in stored]
    own = [row for row, unit in zip(stored, is_unit, strict=True) if unit and row["organisation_id"] in openable]
    whole = [row for row, unit in zip(stored, is_unit, strict=True) if not unit]
    return ForecastOccasion(occasion, tuple(map(_slot, own)), tuple(map(_slot, whole)), is_decided)


def _slot(row: Mapping[str, Any]) -> UnitSlot:
    body = row["short_body"] or row["body"]
    reference = decision(body, date.fromisoformat(row["day"]), row["paragraph"]) if body else ""
    return UnitSlot(row["pk"], row["organisation_id"], row["status"], reference)


def current_of(newest: Sequence[ForecastOccasion], wanted: int | None = None) -> ForecastOccasion | None:
    """The occasion with the id when there is one, else the newest whose cut-off has passed, else the newest."""
    asked = [row for row in newest if row.occasion.pk == wanted]
    passed = [row for row in newest if row.occasion.cutoff <= clock.today()]
    return next(iter(asked or passed or newest), None)


def earlier_of(newest: Sequence[ForecastOccasion], occasion: Occasion) -> list[ForecastOccasion]:
    """The occasions before this one in the same year, newest first."""
    return [row for row in newest if row.occasion.year == occasion.year and row.occasion.cutoff < occasion.cutoff]


def reported(earlier: Sequence[ForecastOccasion]) -> Mapping[int, Earlier]:
    """What each unit handed in at these occasions, which stand newest first."""
    slots: dict[int, list[tuple[int, date]]] = {}
    for row in earlier:
        for slot in row.slots:
            if slot.is_handed_in:
                slots.setdefault(slot.organisation_id, []).append((slot.pk, row.occasion.cutoff))
    return {unit: Earlier(tuple(pk for pk, _ in own), own[0][1]) for unit, own in slots.items()}
