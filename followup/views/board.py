"""Uppföljning: who has done what, and opening of occasions."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from followup.forms import OpenForm
from followup.pages.board import read_board
from followup.pages.occasion_page import occasion_page
from followup.pages.openable import openable, rule_or_404
from followup.selectors.decided_reports import decided_reports
from styrmodell.actions.occasions import open_occasion
from styrmodell.http import AppRequest, requires
from styrmodell.permissions import Permission
from styrmodell.selectors.slots import current_occasion, occasions

MOST_DECIDED = 4
ROWS_A_PAGE = 100  # longer boards come in pages: the sentence above counts every row


@require_GET
@requires(Permission.VIEW)
def show(request: AppRequest, kommun: str) -> HttpResponse:
    """The status board of an occasion (`?tillfalle=`), the current one by default."""
    access = request.access
    opened = list(occasions(access))
    wanted = request.GET.get("tillfalle", "")
    chosen = next((row for row in opened if str(row.pk) == wanted), None)
    if wanted and chosen is None:
        raise Http404
    occasion = chosen or current_occasion(access)
    may_open = access.has(Permission.OCCASION_OPEN)
    board = read_board(access, occasion) if occasion else None
    rows = board.rows if board else ()
    context = {
        "board": board,
        "page": occasion_page(access, board) if board else None,
        "rows": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("sida")),
        "occasions": opened,
        "decided": decided_reports(access, MOST_DECIDED),
        "may_open": may_open,
        "openable": openable(access) if may_open else [],
    }
    return render(request, "followup/board.html", context)


@require_POST
@requires(Permission.OCCASION_OPEN)
def open_(request: AppRequest, kommun: str) -> HttpResponse:
    """Open an occasion for reporting."""
    form = OpenForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Välj vilket tillfälle som ska öppnas.")
        return redirect("followup:board", kommun)
    rule_id, year, month = (int(part) for part in form.cleaned_data["what"].split("-"))
    rule = rule_or_404(request.access, rule_id, year, month)
    occasion = open_occasion(access=request.access, rule=rule, year=year, month=month)
    messages.success(request, f"Tillfället {occasion.name} är öppnat. Enheterna kan börja skriva.")
    response = redirect("followup:board", kommun)
    response["Location"] += f"?tillfalle={occasion.pk}"
    return response
