"""Loading a whole steering model file: the model and, as goals, its areas."""

from __future__ import annotations

from django.db import transaction

from goals.loader.areas import apply_areas
from styrmodell.access import Access
from styrmodell.actions.steering import Applied, apply_steering_file
from styrmodell.loader.schema import SteeringFile


@transaction.atomic
def load_whole_file(*, file: SteeringFile, access: Access | None = None, is_demo: bool = False) -> Applied:
    """Make the municipality like the file, areas and all: everything or nothing. The same file twice changes nothing.

    Raises PermissionDenied without the right to configure, ApplyError when the file leaves out what is in use."""
    applied = apply_steering_file(file=file, access=access, is_demo=is_demo)
    apply_areas(file=file, model=applied.model, changes=applied.changes)
    return applied
