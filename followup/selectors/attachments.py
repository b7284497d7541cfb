"""Documents that were handed over on a report's way to its decision."""

from __future__ import annotations

from django.db.models import QuerySet

from followup.models import Attachment
from styrmodell.access import Access
from styrmodell.selectors.slots import readable_slots


def readable_attachments(access: Access) -> QuerySet[Attachment]:
    """The documents of reports that the user may read."""
    return Attachment.objects.of(access).filter(passage__slot__in=readable_slots(access))
