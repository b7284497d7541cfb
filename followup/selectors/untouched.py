"""Has anybody begun to write at an occasion?"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from budget.models import ForecastLine, StatementFigure
from followup.models import Section
from goals.models import Judgement
from styrmodell.access import Access
from styrmodell.models import Occasion, Slot, SlotPassage
from styrmodell.rules.workflow import SlotStatus


def is_untouched(access: Access, occasion: Occasion) -> bool:
    """Does nothing hang on the occasion and its slots? Then it can be taken back (two queries)."""
    kinds = (Section, ForecastLine, Judgement, SlotPassage)
    begun = Q(*(Exists(kind.objects.of(access).filter(slot=OuterRef("pk"))) for kind in kinds), _connector=Q.OR)
    slots = Slot.objects.of(access).filter(occasion=occasion)
    figures = StatementFigure.objects.of(access).filter(occasion=occasion)
    return not slots.filter(begun | ~Q(status=SlotStatus.DRAFT.value)).exists() and not figures.exists()
