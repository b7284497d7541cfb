"""What the form components need: `{% load fields %}`."""

from __future__ import annotations

from django import template
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

from ui.rules import money, swedish

register = template.Library()

NEAR = 0.8  # of the longest text: from there on its length is counted on the page, as in styrmodell.js

WIDGET_CLASSES = {
    "textarea": "textarea",
    "select": "select",
    "longselect": "select",
    "selectmultiple": "select",
    "checkbox": "",
    "file": "",
    "clearablefile": "",
    "radioselect": "",
    "checkboxselectmultiple": "",
    "hidden": "",
}


@register.simple_tag
def widget(field: BoundField, classes: str = "") -> SafeString:
    """Write a field's input with the house's looks, whatever form it comes from; "input" unless the kind says else."""
    look = WIDGET_CLASSES.get(field.widget_type, "input")
    own = field.field.widget.attrs.get("class", "")
    css = " ".join(filter(None, [look, own, classes]))
    attrs: dict[str, str | bool] = {"class": css} if css else {}
    if field.field.widget.attrs.get("rows") == "10":
        attrs["rows"] = "5"  # Django's default is taller than most answers
    if look == "textarea" and getattr(field.field, "max_length", None):
        attrs["data-count"] = f"{field.auto_id}_antal"
    return field.as_widget(attrs=attrs)


@register.simple_tag
def character_count(field: BoundField) -> str:
    """«56 av 120 tecken», from where the end is in sight; the script goes on counting as somebody types."""
    most = getattr(field.field, "max_length", None) or 0
    written = len(field.value() or "")
    return f"{money.number(written)} av {money.number(most)} tecken" if written >= most * NEAR else ""


@register.filter
def first_id(field: BoundField) -> str:
    """The id an error message links to: the field's, or its first choice's."""
    return field.subwidgets[0].id_for_label if field.use_fieldset and field.subwidgets else field.id_for_label


@register.filter
def error_count(form: BaseForm) -> int:
    """How many errors there are to put right."""
    return sum(len(errors) for errors in form.errors.values())


@register.filter
def in_words(number: int) -> str:
    """Zero to twelve in letters, as in running text."""
    return swedish.number_word(number)
