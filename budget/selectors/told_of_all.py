"""What has been told of the whole municipality's money before and at an occasion, by organisation."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from budget.selectors.occasions import ForecastOccasion, UnitSlot
from budget.selectors.statement_told import Kept
from budget.selectors.told import NOTHING_TOLD, Told, ToldReport, UnitTold, told_in
from styrmodell.access import Access


@dataclass(frozen=True, slots=True)
class ToldOfAll:
    """The reports before the occasion, newest first, and its own once they are `decided`. Each time it is the whole
    municipality's report that counts, else the unit's."""

    current: ForecastOccasion
    earlier: Sequence[ForecastOccasion]
    reports: Mapping[int, ToldReport]
    decided: frozenset[int]  # slots of the occasion

    @classmethod
    def read(cls, access: Access, current: ForecastOccasion, earlier: Sequence[ForecastOccasion]) -> ToldOfAll:
        """Read it (one query, none before the first hand-in)."""
        decided = frozenset(slot.pk for slot in (current.whole or current.slots) if slot.is_decided)
        units = [None, *(slot.organisation_id for slot in current.slots)]
        before = {slot.pk for slot in (_newest_paper(earlier, pk) for pk in units) if slot}
        return cls(current, earlier, told_in(access, before | decided), decided)

    def of(self, pk: int | None) -> UnitTold:
        """What is told of an organisation, or with None of what had ended."""
        before, own = _newest_paper(self.earlier, pk), self.current.paper_of(pk)
        decided = self.reports.get(own.pk) if own and own.pk in self.decided else None
        report = self.reports.get(before.pk) if before else None
        return UnitTold(report.lines(pk) if report else None, decided.lines(pk) if decided else None)

    @property
    def decided_rows(self) -> Collection[int | None]:
        """The rows that the decided reports told of; none until something is decided."""
        return {row for slot in self.decided if slot in self.reports for row in self.reports[slot].rows}

    @property
    def statement(self) -> Kept | None:
        """The figures of the statements behind the whole municipality's decided report; None where none are kept."""
        reports = (self.reports.get(slot.pk) for slot in self.current.whole)
        return next((report.statement for report in reports if report), None)

    def ended(self, present: Collection[int | None]) -> Told:
        """What the report before told of those that are not `present` any longer."""
        before = _newest_paper(self.earlier, None)
        report = self.reports.get(before.pk) if before else None
        return Told.together(report.row(pk) for pk in report.rows if pk not in present) if report else NOTHING_TOLD

    def today(self) -> ToldOfAll:
        """The same, as if nothing were decided yet at the occasion."""
        return replace(self, decided=frozenset())


def _newest_paper(earlier: Sequence[ForecastOccasion], pk: int | None) -> UnitSlot | None:
    return next((slot for row in earlier if (slot := row.paper_of(pk))), None)
