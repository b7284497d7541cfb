"""What the economy's events of the log are about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.urls import reverse

from budget.models import LedgerBatch
from styrmodell.access import Access
from styrmodell.models import Measure
from styrmodell.pages.log_things import Thing
from styrmodell.permissions import Permission
from styrmodell.selectors.slots import readable_slots

MEASURE = "Åtgärd"  # all that is said of one that the reader may not see


def files_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Files with outcome: the review for whoever reads files in, the posted rows for the others (one query)."""
    rows = LedgerBatch.objects.of(access).filter(pk__any_of=ids)
    return {row.pk: Thing(row.filename, _address_of(access, row), row.get_state_display()) for row in rows}


def _address_of(access: Access, batch: LedgerBatch) -> str:
    if access.has(Permission.LEDGER_IMPORT):
        return reverse("budget:import-review", args=[access.slug, batch.pk])
    if batch.state not in {LedgerBatch.State.APPLIED, LedgerBatch.State.SUPERSEDED}:
        return ""  # nothing of it was posted
    top = access.organisations[next(iter(access.tree.in_order()))]
    query = urlencode({"ar": batch.year, "fil": batch.pk})
    return f"{reverse('budget:ledger', args=[access.slug, top.code])}?{query}"


def months_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Months, that the event itself names: one that was opened again has no row left (no query)."""
    page = "budget:months" if access.has(Permission.PERIOD_CLOSE) else "budget:overview"
    return dict.fromkeys(ids, Thing("", reverse(page, args=[access.slug])))


def measures_in_log(access: Access, ids: Collection[int]) -> Mapping[int, Thing]:
    """Measures, each with the economy of its organisation (one query). One that stands in no report that the reader may
    read is closed to who does not see drafts."""
    readable = access.ever.organisation_ids(Permission.VIEW)
    rows = Measure.objects.of(access).filter(pk__any_of=ids, organisation_id__any_of=readable)
    reports = readable_slots(access).filter(forecast_lines__measures=OuterRef("pk"))
    names = ("pk", "title", "organisation_id", "organisation__code", "organisation__name")
    return {
        pk: Thing(title, reverse("budget:unit", args=[access.slug, code]), name)
        if is_read or access.has(Permission.DRAFT_VIEW, organisation_id)
        else Thing(MEASURE, about=name, is_closed=True)
        for pk, title, organisation_id, code, name, is_read in rows.values_list(*names, Exists(reports))
    }
