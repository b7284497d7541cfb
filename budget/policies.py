"""Who may change money, and when. The same verdict guards the action, draws the button and is read by the tests."""

from __future__ import annotations

from collections.abc import Iterable

from budget.models import LedgerBatch
from styrmodell.access import Access
from styrmodell.models import Slot
from styrmodell.permissions import Permission
from styrmodell.policies import at_the_top, locked_reason
from styrmodell.verdict import ALLOWED, Verdict
from ui.rules.swedish import MONTHS, join_words, sv_date

NOT_YOURS = Verdict("Du saknar behörighet att ändra prognosen här.")
NOT_YOUR_MEASURE = Verdict("Åtgärden gäller rader i prognosen som du saknar behörighet att ändra.")


def can_forecast(access: Access, slot: Slot, organisation_id: int | None = None) -> Verdict:
    """May the forecast of the line's organisation change (the whole unit's when none is given)?

    A manager below the reporting unit may change their own lines (SV-7). A slot that is handed in is locked."""
    if not access.has(Permission.FORECAST_EDIT, organisation_id or slot.organisation_id):
        return NOT_YOURS
    return Verdict(locked_reason(slot))


def can_forecast_something(access: Access, slot: Slot) -> Verdict:
    """May any line of the slot change? What the page says once, above the lines."""
    below = access.ever.tree.descendants(slot.organisation_id, include_self=True)
    if not any(access.has(Permission.FORECAST_EDIT, pk) for pk in below):
        return NOT_YOURS
    return Verdict(locked_reason(slot))


def can_change_measure(access: Access, organisations: Iterable[int], shown_in: Iterable[Slot]) -> Verdict:
    """May a measure change that hangs on lines of the organisations (none when it is new), and that the reports show?

    Whoever changes it may change every line that it hangs on. What a report shows that is handed in stands still,
    whichever forecast the measure is reached from; what is decided is frozen, and is not touched."""
    if not all(access.has(Permission.FORECAST_EDIT, pk) for pk in organisations):
        return NOT_YOUR_MEASURE
    slot = next((slot for slot in shown_in if slot.is_submitted), None)
    if slot is None:
        return ALLOWED
    report = f"{slot.occasion.name} per {sv_date(slot.occasion.cutoff)}"
    return Verdict(
        f"Åtgärden hör till rapporten {report}, som är inlämnad. Den kan ändras när rapporten är beslutad eller lämnad tillbaka."
    )


def can_import(access: Access) -> Verdict:
    """May outcome be read in from a file? It is about the whole municipality, so the right must be held at the top."""
    return at_the_top(access, Permission.LEDGER_IMPORT, "Bara ekonomikontoret läser in utfall.")


def keeps_statements(access: Access) -> Verdict:
    """Does the user keep the statements? Who does reads the columns as they are entered: they tell of every nämnd."""
    return at_the_top(access, Permission.LEDGER_IMPORT, "Bara ekonomikontoret lägger in uppställningar.")


def can_enter_statement(access: Access, slot: Slot | None) -> Verdict:
    """May the rows of a statement's column change? `slot` is the whole municipality's report that tells it: what is
    handed in stands still. A budget, and an occasion that the whole does not report, have none."""
    may = keeps_statements(access)
    if not may or slot is None:
        return may
    return Verdict(locked_reason(slot))


def can_replace(earlier: LedgerBatch, batch: LedgerBatch) -> Verdict:
    """May the batch take the earlier file's place? Not when that one holds more months."""
    left = sorted(set(earlier.months) - set(batch.months))
    if not left:
        return ALLOWED
    names = join_words([MONTHS[month - 1] for month in left])
    return Verdict(f"Filen {earlier.filename} lästes in med fler månader: {names}. Läs in en fil med samma månader.")


def can_close_months(access: Access) -> Verdict:
    """May months be closed and opened?"""
    return at_the_top(access, Permission.PERIOD_CLOSE, "Bara ekonomikontoret stänger och öppnar månader.")
