"""Uppföljning: who has done what, and opening of occasions."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from followup.pages.board import read_board
from followup.pages.occasion_page import occasion_page
from followup.pages.openable import choices, offered
from followup.selectors.decided_reports import decided_reports
from followup.selectors.untouched import is_untouched
from styrmodell import policies
from styrmodell.actions.occasions import open_occasion, withdraw_occasion
from styrmodell.http import AppRequest, requires
from styrmodell.models import Occasion
from styrmodell.permissions import Permission
from styrmodell.rules.vocabulary import OccasionLine
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
    may_open = bool(policies.can_open_occasions(access))
    board = read_board(access, occasion) if occasion else None
    rows = board.rows if board else ()
    context = {
        "board": board,
        "page": occasion_page(access, board) if board else None,
        "rows": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("sida")),
        "occasions": opened,
        "decided": decided_reports(access, MOST_DECIDED),
        "may_open": may_open,
        "openable": choices(access, OccasionLine.REPORT) if may_open else [],
        "may_withdraw": may_open and occasion is not None and is_untouched(access, occasion),
    }
    return render(request, "followup/board.html", context)


@require_POST
@requires(Permission.OCCASION_OPEN)
def open_(request: AppRequest, kommun: str) -> HttpResponse:
    """Open an occasion, of a report or a plan."""
    policies.can_open_occasions(request.access).require()
    is_plan = request.POST.get("line") == OccasionLine.PLAN
    line = OccasionLine.PLAN if is_plan else OccasionLine.REPORT
    chosen = offered(request.access, line).get(request.POST.get("what", ""))
    if chosen is None:
        messages.error(request, "Tillfället går inte att öppna, eller är öppnat redan. Välj ett i listan.")
        return redirect("followup:plans" if is_plan else "followup:board", kommun)
    occasion = open_occasion(access=request.access, rule=chosen.rule, year=chosen.year, month=chosen.month)
    what = occasion.title if is_plan else f"Tillfället {occasion.name}"
    messages.success(request, f"{what} är öppnat. Enheterna kan börja skriva.")
    return _to(kommun, occasion)


def _to(kommun: str, occasion: Occasion) -> HttpResponse:
    """The page where the occasion stands: the board, or the overview of its year's plans."""
    response = redirect("followup:plans" if occasion.is_plan else "followup:board", kommun)
    response["Location"] += f"?ar={occasion.year_from}" if occasion.is_plan else f"?tillfalle={occasion.pk}"
    return response


@require_POST
@requires(Permission.OCCASION_OPEN)
def withdraw(request: AppRequest, kommun: str, occasion_id: int) -> HttpResponse:
    """Take back an occasion that was opened by mistake."""
    occasion = get_object_or_404(occasions(request.access), pk=occasion_id)
    withdraw_occasion(access=request.access, occasion=occasion)
    messages.success(request, f"Tillfället {occasion.name} är taget tillbaka.")
    return redirect("followup:board", kommun)
