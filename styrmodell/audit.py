"""One way to write the audit log: a row that nobody can change, and a line beside the database that says the same."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest

from accounts.visits import address_of
from styrmodell.access import BY_COMMAND, Access
from styrmodell.models import AuditEvent, Job, Municipality, Organisation
from ui.reference import current_reference

_log = logging.getLogger("styrmodell.security")


def record(
    type_: AuditEvent.Type,
    *,
    target: models.Model,
    access: Access,
    summary: str = "",
    whose: Organisation | None = None,
    **data: Any,
) -> None:
    """Write an event in the caller's transaction. `data` must be JSON: amounts as strings. `whose` it is, is said
    when the target does not say."""
    event = AuditEvent(type=type_, municipality=access.municipality, user_id=access.user_id, data=data)
    event.request_id, event.summary = access.request_id, summary[:300]
    event.target_type, event.target_id = target._meta.label_lower, target.pk
    event.organisation_id = whose.pk if whose else _organisation_of(target)
    _write(event, {"target": event.target_type, "target_id": event.target_id})


def _organisation_of(target: models.Model) -> int | None:
    """Whose the thing is: its own organisation, or that of the slot it hangs on; None when it is the whole municipality's."""
    if isinstance(target, Organisation):
        return int(target.pk)
    owner = target if hasattr(target, "organisation_id") else getattr(target, "slot", None)
    return getattr(owner, "organisation_id", None)


def note(
    type_: AuditEvent.Type,
    request: HttpRequest,
    *,
    user_id: int | None,
    municipality: Municipality | None,
    summary: str = "",
    **data: Any,
) -> None:
    """Write what a visitor did, in a municipality's log or in none's. `data` must be JSON and name no person. From where
    they came stands in the line alone: the row is kept for ever."""
    event = AuditEvent(type=type_, municipality=municipality, user_id=user_id, data=data)
    event.request_id, event.summary = current_reference(), summary[:300]
    _write(event, {"address": address_of(request), **data})


def note_stranger(type_: AuditEvent.Type, request: HttpRequest, **data: Any) -> None:
    """Write the line alone: whoever has not signed in must not be able to fill the database."""
    _tell(AuditEvent(type=type_, request_id=current_reference()), {"address": address_of(request), **data})


def record_failed(job: Job) -> None:
    """Write that a job has failed, in the caller's transaction, as a deed of whoever ordered it."""
    event = AuditEvent(type=AuditEvent.Type.JOB_FAILED, municipality=job.municipality, user_id=job.requested_by_id)
    event.request_id, event.target_type, event.target_id = job.request_id, job._meta.label_lower, job.pk
    _write(event, {"job": f"{job.kind}-{job.pk}"})


def _write(event: AuditEvent, said: dict[str, Any]) -> None:
    event.save(force_insert=True)
    transaction.on_commit(partial(_tell, event, said))


def _tell(event: AuditEvent, said: dict[str, Any]) -> None:
    """Write the event's line, without its words: they may name people. A command on the server leaves none."""
    if event.request_id in {"", BY_COMMAND}:
        return
    slug = event.municipality.slug if event.municipality else ""
    fields = {"id": event.request_id, "event": str(event.type), "user": event.user_id, "municipality": slug, **said}
    _log.info("event", extra={"fields": fields})
