"""Loading a checked steering model file: all or nothing, and the same file twice changes nothing.

The areas of the tree are goals and therefore the business of the app above: `goals.actions.steering` loads a whole
file."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from styrmodell import audit, models, policies
from styrmodell.access import Access, system_access
from styrmodell.loader.organisations import apply_organisations
from styrmodell.loader.rows import columns_of
from styrmodell.loader.schema import SteeringFile
from styrmodell.loader.store import store_model
from styrmodell.loader.sync import ApplyError, Changes, update


@dataclass(frozen=True, slots=True)
class Applied:
    """What loading a file led to."""

    municipality: models.Municipality
    model: models.SteeringModel
    changes: Changes


@transaction.atomic
def apply_steering_file(*, file: SteeringFile, access: Access | None = None, is_demo: bool = False) -> Applied:
    """Make the municipality like the file, its areas excepted. Without `access` it is a command on the server.

    `is_demo` marks a new municipality as an example. Locks the municipality's row. Raises PermissionDenied without
    the right to configure, ApplyError when the file belongs to another municipality. That it leaves
    out nothing in use has been asked before (`styrmodell/loader/refusals.py`)."""
    changes = Changes()
    if access is not None:
        policies.can_configure(access).require()
        if access.slug != file.municipality.slug:
            raise ApplyError(f"Filen gäller {file.municipality.slug} men du arbetar i {access.slug}.")
    municipality = _locked_municipality(file, is_demo, changes)
    apply_organisations(municipality, file.organisation, changes)
    model = store_model(file, municipality, changes)
    audit.record(
        models.AuditEvent.Type.STEERING_LOADED,
        target=model,
        access=access or system_access(municipality),
        summary=f"{file.steering_model.name}, version {model.version}",
        created=changes.created,
        changed=changes.changed,
        removed=changes.removed,
    )
    return Applied(municipality, model, changes)


def _locked_municipality(file: SteeringFile, is_demo: bool, changes: Changes) -> models.Municipality:
    values = columns_of(file.municipality, models.Municipality)
    municipality, created = models.Municipality.objects.select_for_update(no_key=True).get_or_create(
        slug=file.municipality.slug, defaults={**values, "is_demo": is_demo}
    )
    changes.created += created
    update(municipality, values, changes)
    return municipality
