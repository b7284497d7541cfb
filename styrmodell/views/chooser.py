"""Which municipality?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.http import SIGNED_IN, open_to
from styrmodell.selectors.municipalities import municipalities_of


@require_safe
@open_to(SIGNED_IN)
def choose(request: HttpRequest) -> HttpResponse:
    """The municipalities where the user has a role; with only one, straight there unless the user asks to see (`?byt`)."""
    municipalities = municipalities_of(request.user)
    if len(municipalities) == 1 and "byt" not in request.GET:
        return redirect("followup:status-view", municipalities[0].slug)
    return render(request, "styrmodell/valj_kommun.html", {"municipalities": municipalities})
