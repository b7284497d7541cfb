"""Loading a whole steering model file: the model and, as goals, its areas. What was read in is kept as an edition."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from goals.loader.areas import apply_areas
from goals.loader.whole import model_before, whole_refusals
from styrmodell.access import Access
from styrmodell.actions.steering import Applied, apply_steering_file
from styrmodell.loader.compare import compare
from styrmodell.loader.schema import SteeringFile
from styrmodell.loader.sync import ApplyError
from styrmodell.loader.write import write_steering_file
from styrmodell.models import Edition, Municipality
from ui import clock


@transaction.atomic
def load_whole_file(
    *, file: SteeringFile, access: Access | None = None, is_demo: bool = False, draft: Edition | None = None
) -> Applied:
    """Make the municipality like the file, areas and all: everything or nothing. The same file twice changes nothing.

    `draft` is the edition that the file was a draft of; it is the caller's to lock. Locks the municipality. Raises
    PermissionDenied without the right to configure, ApplyError with every reason when the file leaves out what is in
    use, overlaps another model or belongs to another municipality."""
    municipality = Municipality.objects.select_for_update(no_key=True).filter(slug=file.municipality.slug).first()
    before = None
    if municipality is not None and (access is None or access.municipality == municipality):
        before = model_before(municipality, file.steering_model.version)
        refusals = whole_refusals(file, municipality)
        if refusals:
            raise ApplyError("\n".join(refusal.message for refusal in refusals))
    applied = apply_steering_file(file=file, access=access, is_demo=is_demo)
    apply_areas(file=file, model=applied.model, changes=applied.changes)
    _keep(applied, file, before, access, draft)
    return applied


def _keep(
    applied: Applied, file: SteeringFile, before: SteeringFile | None, access: Access | None, draft: Edition | None
) -> None:
    """Keep the file as the newest edition of its version, unless it says nothing new."""
    version = file.steering_model.version
    editions = Edition.objects.of(applied).filter(model_version=version)
    last = editions.aggregate(last=Max("number"))["last"] or 0
    changes = [difference.sentence for difference in compare(before, file)] if before else []
    if last and not changes and draft is None:
        return
    edition = draft or Edition(
        municipality=applied.municipality,
        text=write_steering_file(file),
        content=file.model_dump(mode="json", by_alias=True),
        created_by_id=access.user_id if access else None,
    )
    edition.model_version, edition.number, edition.changes = version, last + 1, changes
    edition.loaded_at, edition.loaded_by_id = clock.now(), access.user_id if access else None
    edition.save()
