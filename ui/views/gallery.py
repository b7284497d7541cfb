"""The page Komponenter: all parts that the pages are built from, shown with example data."""

from __future__ import annotations

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ANYONE, open_to
from ui.forms import AmountField, DateField, Form
from ui.pages.gallery import gallery


class ExampleForm(Form):
    """One field of each kind. It is only shown, never sent."""

    name = django_forms.CharField(
        label="Målets namn", max_length=120, help_text="Skriv vad som ska vara uppnått, inte vad ni ska göra."
    )
    target = AmountField(label="Målvärde 2026", unit=None, affix="dagar", help_text="Det ni ska nå")
    effect = AmountField(label="Åtgärdens effekt 2026")
    owner = django_forms.ChoiceField(
        label="Ansvarig", choices=[("", "Välj"), ("f", "Förvaltningschefen"), ("v", "Verksamhetschefen")]
    )
    decided = DateField(label="Beslutsdatum", required=False)
    direction = django_forms.ChoiceField(
        label="Önskad riktning",
        choices=[("ner", "Lägre är bättre"), ("upp", "Högre är bättre"), ("inom", "Inom ett spann")],
        widget=django_forms.RadioSelect,
    )
    by_sex = django_forms.BooleanField(label="Visa värdet uppdelat på kvinnor och män", required=False)
    analysis = django_forms.CharField(
        label="Analys", max_length=2000, required=False, widget=django_forms.Textarea, help_text="Varför blev det så?"
    )


@open_to(ANYONE)
@require_safe
def gallery_page(request: HttpRequest) -> HttpResponse:
    """Show everything, with one form filled in and one with errors."""
    filled = {"name": "Plats inom 30 dagar", "direction": "ner", "by_sex": True}
    wrong = {"effect": "ca 1,5 milj", "name": "Plats inom 30 dagar", "owner": "f", "direction": "ner"}
    context = {
        "gallery": gallery(),
        "example_form": ExampleForm(initial=filled, auto_id="ex_%s"),
        "wrong_form": ExampleForm(wrong, auto_id="fel_%s"),
    }
    return render(request, "styrmodell/komponenter.html", context)
