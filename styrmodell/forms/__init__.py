"""Forms of the house, and fields that several apps write."""

from __future__ import annotations

from styrmodell.forms.fields import MeasureFields, ParagraphField
from styrmodell.forms.log import LogForm

__all__ = ["LogForm", "MeasureFields", "ParagraphField"]
