"""The municipality's own words, colour and mark, and the mark of what is not decided: `{% load styr %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html

from styrmodell.models import Municipality
from styrmodell.rules.terms import TermKey, forms_of
from styrmodell.rules.workflow import SlotStatus
from ui.rules import brand, swedish

register = template.Library()


@register.simple_tag(takes_context=True)
def term(context: Context, key: str, *, plural: bool = False, definite: bool = False, cap: bool = False) -> str:
    """The municipality's own word for a concept: {% term "goal" plural=True cap=True %}.

    Falls back to the default word. Raises ValueError for a key that does not exist.
    """
    terms: Mapping[str, Any] = context.get("terms") or {}
    singular, many, the_known = forms_of(TermKey(key), terms.get(key))
    word = many if plural else the_known if definite else singular
    return swedish.capitalised(word) if cap else word


@register.simple_tag
def brand_href(municipality: Municipality) -> str:
    """The address of the municipality's colours; it changes with the colour, so it may be cached for ever."""
    return reverse("styrmodell:brand-css", args=[municipality.slug, brand.digest(municipality.brand_colour)])


@register.simple_tag
def logo_href(municipality: Municipality) -> str:
    """The address of the municipality's own mark; it changes with the mark."""
    return reverse("styrmodell:brand-logo", args=[municipality.slug, brand.digest(municipality.logo_svg)])


@register.simple_tag
def not_decided(status: str) -> str:
    """The mark of a figure that is not decided: how far its slot has come. Nothing where it is decided or has none."""
    state = SlotStatus(status) if status else SlotStatus.DECIDED
    if state == SlotStatus.DECIDED:
        return ""
    look = "tag--info" if state == SlotStatus.SUBMITTED else "tag--part"
    return format_html('<span class="tag {}">{}</span>', look, state.label)
