"""Components that hold something: `{% notice "part" title="Fel fil" %}<p>Välj en annan.</p>{% endnotice %}`.

Every template has these tags without loading them (a builtin in the settings). Their markup stands in
`templates/components/`; a component without content is a plain `{% include %}` from there.
"""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


class NoticeLook(NamedTuple):
    """How a notice of a tone is drawn, and how it is said."""

    icon: str
    word: str


_TONES = {
    "info": NoticeLook("info", "Information"),
    "part": NoticeLook("varn", "Varning"),
    "bad": NoticeLook("fel", "Fel"),
    "ok": NoticeLook("nas", "Klart"),
}


@register.simple_block_tag
def crumbs(content: str) -> SafeString:
    """Where the page belongs: the `<li>`s around it, the page itself last with `aria-current="page"`."""
    return render_to_string("components/crumbs.html", {"content": content})


@register.simple_block_tag
def notice(
    content: str,
    tone: str = "info",
    *,
    title: str = "",
    icon: str = "",
    compact: bool = False,
    alert: bool = False,
    focus: bool = False,
    css: str = "",
) -> SafeString:
    """What has happened, in a tone (info, part, bad, ok), and the next step.

    `alert` is read out at once, and `focus` lets a script put the focus there.
    """
    drawn = _TONES[tone]
    values = {"tone": tone, "word": drawn.word, "icon": icon or drawn.icon, "title": title, "content": content}
    looks = {"compact": compact, "alert": alert, "focus": focus, "css": css}
    return render_to_string("components/notice.html", {**values, **looks})


@register.simple_block_tag
def empty_state(
    content: str,
    title: str,
    *,
    icon: str = "info",
    level: int = 3,
    url: str = "",
    action: str = "",
    primary: bool = False,
) -> SafeString:
    """Nothing to show: why, and one step that leads on (`url` and `action`)."""
    values = {"title": title, "icon": icon, "level": level, "url": url, "action": action, "primary": primary}
    return render_to_string("components/empty.html", {**values, "content": content})


@register.simple_block_tag
def step(content: str, name: str, *, state: str = "", number: int = 0, now: int = 0, icon: str = "") -> SafeString:
    """A step in `<ol class="steps">`: `state` is done, now or later, or follows from its `number` and the one it is `now`."""
    reached = "done" if number < now else "now" if number == now else "later"
    return render_to_string(
        "components/step.html", {"name": name, "state": state or reached, "icon": icon, "content": content}
    )


@register.inclusion_tag("components/panel_head.html")
def panel_head(
    title: str,
    *,
    id: str = "",
    key: object = "",
    level: int = 2,
    note: str = "",
    url: str = "",
    link: str = "",
    focus: bool = False,
) -> dict[str, object]:
    """The head of a panel that is words only. `id` and `key` make the id that `aria-labelledby` of the panel names."""
    heading = {"title": title, "id": f"{id}{key}", "level": level, "focus": focus}
    return {**heading, "note": note, "url": url, "link": link}


@register.simple_block_tag
def panel_head_with(
    content: str, title: str = "", *, id: str = "", key: object = "", focus: bool = False
) -> SafeString:
    """The head of a panel with more than words beside its title: a chip, a link, a condition.

    A title that is itself composed stands in the content, as its heading.
    """
    heading = {"title": title, "id": f"{id}{key}", "level": 2, "focus": focus}
    return render_to_string("components/panel_head.html", {**heading, "content": content})


@register.simple_tag
def example_mark(source: str = "", *, what: str = "Uppgiften") -> SafeString:
    """The quiet mark of what the municipality's own document does not say; `source` tells how far it goes."""
    said = f"{what} står inte i kommunens dokument."
    return render_to_string("components/example_mark.html", {"text": f"{said} {source}." if source else said})
