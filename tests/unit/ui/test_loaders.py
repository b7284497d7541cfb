"""Templates are sent without their layout."""

from __future__ import annotations

import pytest
from django.template import engines

from ui.loaders import without_layout


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        (
            '<li\n  id="a"\n  {% if x %}hidden{% endif %}\n>\n  x\n</li>\n',
            '<li id="a" {% if x %}hidden{% endif %}> x </li>',
        ),
        ("<td>\n  <img\n    src=a\n  />\n</td>", "<td> <img src=a/> </td>"),
        ("{# What it is. context: row #}\n{% load styr %}\n<p>{{ row }}</p>\n", "{% load styr %}<p>{{ row }}</p>"),
        ("<b>a</b><b>b</b>", "<b>a</b><b>b</b>"),
        ("{{ a }}{% if b %},\n  {{ b }}{% endif %}\n", "{{ a }}{% if b %}, {{ b }}{% endif %}"),
    ],
)
def test_layout_is_one_space_or_nothing(written: str, sent: str) -> None:
    assert without_layout(written) == sent


def test_every_template_of_ours_is_read_so() -> None:
    template = engines["django"].get_template("goals/_tree_row.html").template
    assert "\n" not in template.source
    assert template.source.startswith("{% load")


def test_what_a_person_wrote_keeps_its_lines() -> None:
    page = (
        engines["django"].get_template("components/notice.html").render({"icon": "info", "title": "rad ett\n  rad två"})
    )
    assert "rad ett\n  rad två" in page
