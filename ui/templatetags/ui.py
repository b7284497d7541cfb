"""Marks, numbers, dates and words: every template has these tags without loading them (a builtin in the settings)."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from ui import clock
from ui.reference import current_reference
from ui.rules import money, swedish
from ui.rules.marks import MARKS, SYMBOLS, Mark
from ui.rules.swedish import DateForm
from ui.templatetags.components import example_mark

register = template.Library()


class Marked(Protocol):
    """Anything with a shape, a colour and a word: a scale step, a `Mark`."""

    symbol: str
    tone: str
    label: str


@register.simple_tag
def reference() -> str:
    """By what the log knows the page that is being made; empty outside requests."""
    return current_reference()


# ---- symbols and status marks ----


@register.simple_tag
@lru_cache(maxsize=512)
def ic(name: str, classes: str = "") -> SafeString:
    """Draw a symbol; it is silent, so words stand beside it. Raises ValueError for an unknown name."""
    if name not in SYMBOLS:
        raise ValueError(f"unknown symbol: {name!r}")
    css = escape(f"ic {classes}".strip())
    place = f'class="{css}" viewBox="0 0 16 16" aria-hidden="true" focusable="false"'
    return mark_safe(f'<svg {place}><use href="#s-{name}"/></svg>')  # noqa: S308 - name is known, classes escaped


@lru_cache(maxsize=1024)
def _mark(symbol: str, tone: str, label: str, looks: str, hidden: bool) -> SafeString:
    classes = " ".join(["st", f"is-{tone}", *(f"st--{look}" for look in looks.split())])
    word = format_html('<span class="vh">{}</span>' if hidden else "<span>{}</span>", label)
    return format_html('<span class="{}">{}{}</span>', classes, ic(symbol), word)


@register.simple_tag
def status(step: Marked | None, looks: str = "", *, hidden: bool = False, missing: str = "ejbed") -> SafeString:
    """Write a status mark: shape, colour and word.

    `looks`: any of "chip", "lg", "stack", "wrap". With `hidden` the word is for the ear only (dense
    tables). Without a step the mark with the key `missing` is written.
    """
    shown = step or MARKS[missing]
    return _mark(shown.symbol, shown.tone, shown.label, looks, hidden)


@register.simple_tag
def status_key(key: str, looks: str = "", *, word: str = "", hidden: bool = False) -> SafeString:
    """Write a mark of the default vocabulary by its key, as "nas" or "r-sen". Raises KeyError if unknown."""
    mark = MARKS[key]
    return _mark(mark.symbol, mark.tone, word or mark.label, looks, hidden)


@register.filter
def mark(key: str) -> Mark:
    """Return a mark of the default vocabulary, for its symbol, tone and label."""
    return MARKS[key]


# ---- numbers ----


@register.filter
def tkr(value: Decimal | None) -> str:
    """Kronor as tkr: "9 400"."""
    return money.tkr(value)


@register.filter
def mnkr(value: Decimal | None) -> str:
    """Kronor as mnkr with one decimal: "7,4"."""
    return money.mnkr(value)


@register.filter
def kr(value: Decimal | None) -> str:
    """Kronor without öre."""
    return money.kronor(value)


@register.filter
def num(value: Decimal | int | None, decimals: int = 0) -> str:
    """A number with NBSP and decimal comma: {{ value|num:1 }}."""
    return money.number(value, decimals)


@register.filter
def signed(value: Decimal | int | None, decimals: int = 0) -> str:
    """A number that always has its sign."""
    return money.number(value, decimals, sign=True)


@register.filter
def pct(value: Decimal | int | None, decimals: int = 0) -> str:
    """Per cent: 86 → "86 %"."""
    return money.percent(value, decimals)


@register.filter
def pct_short(value: Decimal) -> str:
    """Per cent rounded down, for a share that is held against a target: 1.994 → "1,99 %"."""
    return money.percent_short(value)


@register.filter
def net_cost(value: Decimal | None) -> Decimal | None:
    """Stored kronor (income +, cost −) as nettokostnad: a cost is positive, as people speak of it."""
    return None if value is None else -value


@register.filter
def dev_class(value: Decimal | int | None) -> str:
    """The colour of a deviation: neg, pos or muted. The sign says it first."""
    if not value:
        return "muted"
    return "neg" if value < 0 else "pos"


def _coloured(value: Decimal | int | None, text: str) -> SafeString:
    shown_as_zero = not any(letter in "123456789" for letter in text)
    return format_html('<span class="{}">{}</span>', "muted" if shown_as_zero else dev_class(value), text)


@register.filter
def dev_tkr(value: Decimal | None) -> SafeString:
    """A deviation in tkr with sign and colour; plus is better than budget."""
    return _coloured(value, money.deviation(value))


@register.simple_tag
def amount(value: Decimal | None, unit: str, *, named: bool = False) -> str:
    """Kronor in the municipality's unit ("kr", "tkr", "mnkr"); `named` adds the word."""
    return money.amount(value, money.Unit.of(unit), named=named)


@register.simple_tag
def deviation(value: Decimal | None, unit: str, *, named: bool = False) -> SafeString:
    """A deviation in the municipality's unit, with sign and colour."""
    return _coloured(value, money.deviation(value, money.Unit.of(unit), named=named))


@register.filter
def count(value: int, words: str) -> str:
    """A count with its noun: {{ rows|length|count:"avvikelse,avvikelser" }}."""
    one, _, many = words.partition(",")
    return swedish.plural(value, one, many or one)


# ---- dates ----


@register.filter
def sv_date(value: date | None, form: str = "day") -> str:
    """A date in one of the forms day, deadline, full, iso, short."""
    return swedish.sv_date(value, DateForm(form))


@register.filter
def iso(value: date | None) -> str:
    """A date as 2026-06-16, with decisions."""
    return swedish.sv_date(value, DateForm.ISO)


@register.simple_tag
def day(value: date | None, form: str = "day") -> SafeString | str:
    """A date inside `<time>`: {% day slot.due "deadline" %}."""
    if value is None:
        return money.DASH
    return format_html('<time datetime="{}">{}</time>', f"{value:%Y-%m-%d}", sv_date(value, form))


@register.simple_tag
def deadline(value: date, ahead: str, passed: str, *, is_example: bool = False, source: str = "") -> SafeString | str:
    """A deadline with its words before and after it: {% deadline slot.due "Lämnas in" "Skulle lämnas in" %}.

    With `is_example` it carries the mark of a day that the municipality's own document does not name."""
    said = swedish.deadline(value, clock.today(), ahead, passed)
    return format_html("{} {}", said, example_mark(source, what="Datumet")) if is_example else said


@register.simple_tag
def moment(value: datetime | None) -> SafeString | str:
    """When something happened, inside `<time>`: "i dag 14.32"."""
    if value is None:
        return money.DASH
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        swedish.log_time(local, clock.local_now()),
    )


# ---- words ----


@register.filter
def genitive(name: str) -> str:
    """Whose it is: "Hallsbergs"."""
    return swedish.genitive(name)


@register.filter
def breakable(text: str) -> str:
    """Let long compounds break at their joints in a narrow column."""
    return swedish.breakable(text)


@register.filter
def cap(text: str) -> str:
    """Raise the first letter only."""
    return swedish.capitalised(text)


@register.filter
def uncap(text: str) -> str:
    """Lower the first letter of what comes to stand inside a sentence: "Beslutas av respektive nämnd"."""
    return swedish.uncapitalised(text)


# ---- tables ----

_ROLES = (
    (re.compile(r"<table(?=[\s>])"), '<table role="table"'),
    (re.compile(r"<(thead|tbody|tfoot)(?=[\s>])"), r'<\1 role="rowgroup"'),
    (re.compile(r"<tr(?=[\s>])"), '<tr role="row"'),
    (re.compile(r'<th(?=[^>]*scope="col)'), '<th role="columnheader"'),
    (re.compile(r'<th(?=[^>]*scope="row)'), '<th role="rowheader"'),
    (re.compile(r"<td(?=[\s>])"), '<td role="cell"'),
)


class CardsNode(template.Node):
    """Adds table roles to what stands between {% cards %} and {% endcards %}."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Render the table, then name its parts."""
        html: str = self.nodelist.render(context)
        for pattern, role in _ROLES:
            html = pattern.sub(role, html)
        return mark_safe(html)  # noqa: S308 - already rendered by the template


@register.tag
def cards(parser: template.base.Parser, token: template.base.Token) -> CardsNode:
    """Surround a table that turns into cards on phones (`.table--cards`, `.malbar`, `.divbar`).

    A changed `display` makes browsers forget that it is a table; explicit roles make them remember.
    Inside, every `<th>` has a scope and `<td data-h="…">` says its heading.
    """
    nodelist = parser.parse(("endcards",))
    parser.delete_first_token()
    return CardsNode(nodelist)
