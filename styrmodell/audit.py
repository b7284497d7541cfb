"""One way to write the audit log."""

from __future__ import annotations

from typing import Any

from django.db import models

from styrmodell.access import Access
from styrmodell.models import AuditEvent


def record(type_: AuditEvent.Type, *, target: models.Model, access: Access, summary: str = "", **data: Any) -> None:
    """Write an event in the caller's transaction. `data` must be JSON: amounts as strings."""
    AuditEvent.objects.create(
        municipality=access.municipality,
        type=type_,
        user_id=access.user_id,
        request_id=access.request_id,
        target_type=target._meta.label_lower,
        target_id=target.pk,
        summary=summary[:300],
        data=data,
    )
