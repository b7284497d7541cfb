"""Every check of what is stored, those of reports among them; made by hand, after a restore, and each night."""

from __future__ import annotations

from datetime import datetime, time

from django.db import connection, transaction

import budget.verification
import styrmodell.verification
from styrmodell import audit
from styrmodell.access import Access, system_access
from styrmodell.models import AuditEvent, Municipality
from styrmodell.selectors.log import latest
from styrmodell.verification import DataCheck, DataFinding, find, listed
from ui import clock

VERIFICATION = 4004  # what the lock in the database is of
AT_NIGHT = time(4)  # from here on, once a day: hours that the clock changes skip or repeat are over

# The database counts the checksums, so that no report travels to be counted.
DAMAGED_DOCUMENTS = """
    SELECT s.id FROM followup_snapshot s
    WHERE s.municipality_id = %s AND encode(sha256(convert_to(s.document, 'UTF8')), 'hex') <> s.sha256 ORDER BY 1
"""
DAMAGED_FILES = """
    SELECT f.filename FROM (
        SELECT municipality_id, filename, content, sha256 FROM followup_snapshotfile
        UNION ALL SELECT municipality_id, filename, content, sha256 FROM followup_attachment
    ) f WHERE f.municipality_id = %s AND encode(sha256(f.content), 'hex') <> f.sha256 ORDER BY 1
"""
# Every decided slot has its frozen report, of the same decision, and no other slot has one.
NOT_FROZEN = """
    SELECT s.id FROM styrmodell_slot s FULL JOIN followup_snapshot f ON f.slot_id = s.id
    WHERE s.municipality_id = %s
      AND (s.status = 'beslutad' OR f.id IS NOT NULL)
      AND (s.status <> 'beslutad' OR s.decision_id IS DISTINCT FROM f.decision_id) ORDER BY 1
"""


def _asked(question: str, access: Access) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(question, [access.municipality.pk])
        return [value for (value,) in cursor.fetchall()]


def _damaged_documents(access: Access) -> list[str]:
    return listed(f"rapport {pk} har ändrats" for pk in _asked(DAMAGED_DOCUMENTS, access))


def _damaged_files(access: Access) -> list[str]:
    return listed(f"{name} har ändrats" for name in _asked(DAMAGED_FILES, access))


def _not_frozen(access: Access) -> list[str]:
    return listed(f"rapportplats {pk}: status och fryst rapport går isär" for pk in _asked(NOT_FROZEN, access))


CHECKS = (
    *styrmodell.verification.CHECKS,
    *budget.verification.CHECKS,
    DataCheck("Beslutade rapporter stämmer med sin kontrollsumma", _damaged_documents),
    DataCheck("Filer och bilagor stämmer med sin kontrollsumma", _damaged_files),
    DataCheck("Det som är beslutat är fryst", _not_frozen),
)


def verify(municipality: Municipality) -> list[DataFinding]:
    """Make every check of a municipality and write in its log how it went."""
    access = system_access(municipality)
    findings = find(CHECKS, access)
    wrong = {finding.name: list(finding.faults) for finding in findings if finding.faults}
    summary = (
        f"{len(wrong)} av {len(findings)} kontroller fann fel" if wrong else f"{len(findings)} kontroller, inga fel"
    )
    with transaction.atomic():
        audit.record(AuditEvent.Type.DATA_VERIFIED, target=municipality, access=access, summary=summary, faults=wrong)
    return findings


def verify_due() -> int:
    """Verify the municipalities whose night it is: once a day from four, also when nothing ran at four, and by one of
    those who come at the same time. Answers with how many."""
    now = clock.local_now()
    tonight = datetime.combine(now.date(), AT_NIGHT, now.tzinfo)
    if now < tonight:
        return 0
    return sum(_verify_once(municipality, tonight) for municipality in Municipality.objects.order_by("pk"))


@transaction.atomic
def _verify_once(municipality: Municipality, tonight: datetime) -> bool:
    """Verify the municipality unless somebody is at it or has been since `tonight`. Holds a lock of its own: nothing else
    waits while the checks are made."""
    if not _is_alone(municipality):
        return False
    last = latest(system_access(municipality), AuditEvent.Type.DATA_VERIFIED)
    if last is not None and last.at >= tonight:
        return False
    verify(municipality)
    return True


def _is_alone(municipality: Municipality) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [VERIFICATION, municipality.pk])
        return bool(cursor.fetchone()[0])
