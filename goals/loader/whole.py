"""A whole steering model file in and out of the database."""

from __future__ import annotations

from django.db import transaction

from goals.loader.areas import apply_areas, export_areas
from styrmodell.access import Access
from styrmodell.loader.apply import Applied, apply_steering_file
from styrmodell.loader.export import export_steering_file
from styrmodell.loader.schema import SteeringFile
from styrmodell.models import Municipality


@transaction.atomic
def load_whole_file(*, file: SteeringFile, access: Access | None = None, is_demo: bool = False) -> Applied:
    """Make the municipality like the file, areas and all: everything or nothing. The same file twice changes nothing.

    Raises PermissionDenied without the right to configure, ApplyError when the file leaves out what is in use."""
    applied = apply_steering_file(file=file, access=access, is_demo=is_demo)
    apply_areas(file=file, model=applied.model, changes=applied.changes)
    return applied


def export_whole_file(municipality: Municipality) -> SteeringFile:
    """The municipality's newest steering model with its areas, as a file."""
    return export_steering_file(municipality, areas=export_areas(municipality))
