"""What the municipality steers by: its documents, what its bodies are charged with, and what they have decided (AL-9,
AN-1, HA-3, HA-14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from styrmodell.access import Access
from styrmodell.models import AuditEvent, Decision, DocumentType, Organisation, SteeringModel
from styrmodell.permissions import Permission
from styrmodell.rules.vocabulary import OrganisationKind
from styrmodell.selectors.log import latest
from styrmodell.selectors.words import steering_model
from ui.rules.swedish import MONTHS

BODIES = (
    OrganisationKind.ASSEMBLY,
    OrganisationKind.EXECUTIVE,
    OrganisationKind.COMMITTEE,
    OrganisationKind.SUBCOMMITTEE,
    OrganisationKind.COMPANY,
    OrganisationKind.AUDIT,
)
MOST_DECISIONS = 40  # the newest


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A type of document, and the month's name when it is decided in one."""

    document: DocumentType

    @property
    def month(self) -> str:
        """The month it is decided in; empty when the source names none."""
        return MONTHS[self.document.month - 1] if self.document.month else ""


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """The page's contents. `insight`: what each role that only reads sees of reports."""

    model: SteeringModel
    documents: Sequence[DocumentRow]
    bodies: Sequence[Organisation]
    decisions: Sequence[Decision]
    insight: Mapping[str, str]
    care: Care | None


@dataclass(frozen=True, slots=True)
class Care:
    """How what is stored is looked after: the last time it was verified, and the last backup. None before the first."""

    verified: AuditEvent | None
    backup: AuditEvent | None

    @property
    def faults(self) -> Mapping[str, Sequence[str]]:
        """What each check found the last time, only those that found something."""
        return self.verified.data["faults"] if self.verified else {}


def documents_page(access: Access) -> DocumentsPage:
    """The municipality's documents, its bodies and the decisions on goals, budget and plans (three queries; five for
    whoever may read the log)."""
    model = steering_model(access)
    documents = [DocumentRow(row) for row in DocumentType.objects.of(access).filter(model=model)]
    # A report's own decision stands with the report.
    decisions = Decision.objects.of(access).filter(slots=None, passages=None).select_related("organisation")
    return DocumentsPage(
        model=model,
        documents=documents,
        bodies=access.by_kind(*BODIES),
        decisions=list(decisions[:MOST_DECISIONS]),
        insight={role.label: seen.label for role, seen in access.municipality.insight.items()},
        care=_care(access) if access.has(Permission.AUDIT_VIEW) else None,
    )


def _care(access: Access) -> Care:
    return Care(latest(access, AuditEvent.Type.DATA_VERIFIED), latest(access, AuditEvent.Type.BACKUP_MADE))
