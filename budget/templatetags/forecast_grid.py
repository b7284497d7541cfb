"""The rows of the forecast grid: `{% load forecast_grid %}`.

A row has forty values and there are up to 120 rows, which Django's template language needs five times longer for than
a format string. Everything is escaped by `format_html`."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from budget.pages.forecast import Grid
from budget.pages.forecast_rows import GridRow
from ui.rules.swedish import capitalised
from ui.templatetags.ui import ic

register = template.Library()

WARNED = format_html(' class="{}"', "rowwarn")
INVALID = format_html(' aria-invalid="{}"', "true")
OUT_OF_BAND = format_html(' hx-swap-oob="{}"', "true")
LIVE_VARIANCE = format_html(" data-{}", "dev")
LIVE_CHANGE = format_html(" data-{}", "chg")
COMMENT = 120  # characters of it that the grid shows
CHECK = "Kontrollera beloppet"

_ROW = (
    '<tr role="row" id="r{key}"{warned}><th role="rowheader" scope="row" id="t{key}">{name}</th>'
    '<td role="cell" class="num dim opt1" data-h="Bokslut {year}">{last_year}</td>'
    '<td role="cell" class="num" data-h="Utfall {period}">{to_date}'
    '<span class="sub-line {period_tone}">{period_variance}</span></td>'
    '<td role="cell" class="num dim opt2" data-h="Periodbudget">{period_budget}</td>'
    '<td role="cell" class="num" data-h="Årsbudget">{budget}</td>'
    '<td role="cell" class="num dim" data-h="{Word} {before}">{previous}</td>'
    '<td role="cell" class="num cellin" data-h="Ny {word}">{cell}</td>'
    '<td role="cell" class="num b devcell" data-h="Mot budget">{variance}</td>'
    '<td role="cell" class="minibar opt2">{bar}</td>'
    '<td role="cell" class="num" data-h="Ändring">{change}</td>'
    '<td role="cell" class="full">{comment}</td></tr>'
)
_INPUT = (
    '<input class="input input--num gridin" id="c{key}" name="c{key}" value="{value}" aria-labelledby="ny t{key}" '
    'aria-describedby="m{key}"{invalid} data-cell{saved} data-budget="{budget}" data-old="{old}"{standing} hx-post="{url}" '
    'hx-params="c{key},v{key}"><input type="hidden" name="v{key}" value="{version}">'
)


@register.simple_tag
def grid_row(row: GridRow, grid: Grid, word: str) -> SafeString:
    """A line of the grid; `word` is what the municipality calls a forecast."""
    return format_html(
        _ROW,
        key=row.key,
        warned=WARNED if row.warned else "",
        name=row.name,
        year=grid.last_year,
        last_year=row.figures.last_year,
        period=grid.period,
        to_date=row.figures.to_date,
        period_tone=row.figures.period_variance.tone,
        period_variance=row.figures.period_variance.text,
        period_budget=row.figures.period_budget,
        budget=row.figures.budget,
        Word=capitalised(word),
        word=word,
        before=grid.previous_month or "förra",
        previous=row.figures.previous,
        cell=grid_cell(row),
        variance=grid_variance(row),
        bar=row.bar,
        change=grid_change(row, grid.previous_month),
        comment=grid_comment(row),
    )


@register.simple_tag
def grid_cell(row: GridRow) -> SafeString:
    """What stands in the input column: input and version, what is wrong, the counter-forecast."""
    return format_html(
        '<span>{}<span id="m{}">{}{}{}</span></span>',
        _input(row) if row.cell.is_input else format_html("<b>{}</b>", row.cell.value),
        row.key,
        format_html('<span class="err">{}<span>{}</span></span>', ic("fel"), row.cell.error) if row.cell.error else "",
        format_html('<span class="mot mot--far">{}</span>', CHECK) if row.is_slip else "",
        _counter(row) if row.cell.counter else "",
    )


@register.simple_tag
def grid_variance(row: GridRow, *, oob: bool = False) -> SafeString:
    """The line's variance against budget."""
    return _number(f"d{row.key}", LIVE_VARIANCE, row.variance.tone, row.variance.text, oob)


@register.simple_tag
def grid_change(row: GridRow, previous_month: str, *, oob: bool = False) -> SafeString:
    """The line's change since the previous forecast, where a line without one counted its budget; live where the grid
    has one."""
    live = LIVE_CHANGE if previous_month else ""
    return _number(f"n{row.key}", live, row.change.tone, row.change.text, oob)


@register.simple_tag
def grid_comment(row: GridRow, *, oob: bool = False) -> SafeString:
    """The line's comment, or what it wants."""
    return format_html(
        '<a class="cmt{}" id="k{}"{} href="{}">{}<span>{}</span></a>',
        f" cmt--{row.comment.look}" if row.comment.look else "",
        row.key,
        OUT_OF_BAND if oob else "",
        row.comment.url,
        ic({"warn": "varn", "empty": "plus"}.get(row.comment.look, "prat")),
        Truncator(row.comment.text).chars(COMMENT) if len(row.comment.text) > COMMENT else row.comment.text,
    )


def _input(row: GridRow) -> SafeString:
    return format_html(
        _INPUT,
        key=row.key,
        value=row.cell.value,
        invalid=INVALID if row.cell.error else "",
        saved=format_html(' data-saved="{}"', row.cell.stored) if row.cell.value != row.cell.stored else "",
        budget=row.cell.budget,
        old=row.cell.old,
        standing=format_html(' data-standing="{}"', row.cell.standing) if row.cell.standing != row.cell.old else "",
        url=row.cell.url,
        version=row.cell.version,
    )


def _counter(row: GridRow) -> SafeString:
    return format_html(
        '<span class="mot{}">motprognos {}</span>', " mot--far" if row.cell.is_far else "", row.cell.counter
    )


def _number(name: str, live: str, tone: str, text: str, oob: bool) -> SafeString:
    return format_html('<span id="{}"{}{} class="{}">{}</span>', name, OUT_OF_BAND if oob else "", live, tone, text)
