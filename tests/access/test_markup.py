"""Texts that people and steering files write are texts wherever they come: page, fragment, chart, Excel, PDF."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from html import unescape
from urllib.parse import unquote

import openpyxl
import pgtrigger
import pytest
from lxml import etree, html

from budget.models import ForecastLine
from followup.compose import document_of
from followup.models import Section
from followup.rendering.html import render_html
from followup.rendering.pdf import render_pdf
from goals.models import Goal, Indicator
from styrmodell.access import access_for
from styrmodell.models import Level, Municipality, Organisation, ScaleStep, Slot, Term
from styrmodell.permissions import Role
from tests.access import routes, world
from tests.access.table import INSIDE, OUTSIDE
from tests.access.test_nasty import everything, page_of

pytestmark = pytest.mark.django_db

TAG, ATTRIBUTE = "x-kanarie", "x-attribut"
MARKUP = f"""a'"><{TAG} {ATTRIBUTE}='1' onclick=b>"""
CORPUS = (  # what stands in running texts; names hold no more than the first
    f"""{MARKUP}<{TAG} {ATTRIBUTE}=1 hx-get=/x hx-on:load=b data-hx-get=/x data-confirm=b><svg {ATTRIBUTE}=1 onclick=b>"""
    f"""<a {ATTRIBUTE}=1 href=javascript:b>c</a><img {ATTRIBUTE}=1 src=x onclick=b>]]><{TAG}></textarea></title><{TAG}>"""
    f"""<!--><{TAG}><math {ATTRIBUTE}=1><style>@import'x';</style><{TAG}>"""
)
SYNTAX = "{{7*7}}{%x%}${7*7}#{7}%(a)s{0}<%=7%>"
ODD = "\x01\x0b\ufffe\u202e\u200b\u0301"  # what XML refuses, and what turns or joins letters
FORMULA = "=1+cmd|' /C calc'!A0"
"""
"""


@pytest.fixture(params=[MARKUP, ODD, FORMULA, SYNTAX], ids=["markup", "odd letters", "formula", "syntax"])
def text(request) -> str:
    return request.param


@pytest.fixture
def home(db, text):
    """A municipality where every name, heading, word and comment begins with the text."""
    made = world.build(text)
    begins = {
        Goal: ["title", "owner_role"],
        Indicator: ["name", "unit", "source"],
        Organisation: ["name", "short_name"],
        Municipality: ["short_name"],
        Level: ["singular", "plural"],
        ScaleStep: ["label"],
    }
    decided = ("goals.Goal:goal_keeps_what_is_decided", "goals.Indicator:indicator_keeps_what_is_decided")
    running = {
        Goal: ["description", "motivation"],
        Section: ["body"],
        ForecastLine: ["comment", "cause", "consequence"],
    }
    with pgtrigger.ignore(*decided):  # what is decided may hold the text too
        for model, fields in begins.items():
            model.objects.update(**dict.fromkeys(fields, text[:40]))
        for model, fields in running.items():
            model.objects.update(**dict.fromkeys(fields, CORPUS if text == MARKUP else text))
    model = Level.objects.first().model
    for key in ("goal", "indicator", "forecast", "committee"):
        Term.objects.create(
            model=model, municipality=made.kommun, key=key, singular=text, plural=text, definite=text, definition=text
        )
    type(model).objects.update(name=text, vision_title=text, vision_text=text)
    return made


def assert_only_text(page: bytes | str, where: str) -> None:
    """Nothing of the text has become an element or an attribute, also not inside a drawing."""
    tree = html.document_fromstring(page)
    assert not list(tree.iter(TAG)), where
    assert not tree.xpath(f"//@{ATTRIBUTE} | //@onclick"), where
    for drawing in tree.xpath("//img/@src[starts-with(., 'data:image/svg')]"):
        head, _, body = str(drawing).partition(",")
        svg = etree.fromstring(b64decode(body) if "base64" in head else unquote(body).encode())
        assert not list(svg.iter("{*}" + TAG)), where


@pytest.mark.parametrize("route", [r for r in [*INSIDE, *OUTSIDE] if "GET" in r.methods], ids=lambda route: route.name)
def test_no_page_takes_a_text_for_markup(route, home):
    client = everything(home)
    for headers in ({}, {"HX-Request": "true"}):
        response = client.get(page_of(route, home), headers=headers)
        assert response.status_code < 500, route.name
        if "html" in response.headers.get("Content-Type", "") and response.content.strip():
            assert_only_text(response.content, route.name)


def test_no_cell_of_a_workbook_is_a_formula(home, text):
    url = routes.address("followup:download", home.own.kwargs, {"format": "xlsx"})
    response = everything(home).get(url)
    assert response.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    said = " ".join(str(cell.value) for cell in cells)
    if text == FORMULA:
        assert FORMULA[:40] in said, "the text is there, as text"
    assert re.fullmatch(r'attachment; filename="[\w.-]+"', response["Content-Disposition"], re.ASCII)


@pytest.mark.parametrize("text", [SYNTAX], indirect=True, ids=["syntax"])
def test_what_looks_like_a_template_stands_as_it_was_written(home, text):
    client, slot = everything(home), home.own.kwargs["slot_id"]
    for name, more in (("followup:preview", {}), ("followup:download", {"format": "json"}), ("goals:list", {})):
        answer = client.get(routes.address(name, home.own.kwargs, {"slot_id": slot, **more}))
        words = unescape(answer.text)
        assert 0 < words.count("7*7") == 2 * words.count(SYNTAX), (
            f"{name}: wherever a part of it stands, all of it does"
        )
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(routes.address("followup:download", home.own.kwargs, {"format": "xlsx"})).content)
    )
    assert any(SYNTAX in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_report_is_made_whatever_the_texts_hold(home, text):
    slot = Slot.objects.get(pk=home.own.kwargs["slot_id"])
    home.client(Role.CONTROLLER)
    document = document_of(access_for(home.users[Role.CONTROLLER], home.kommun), slot)
    for page in ("web", "print"):
        assert_only_text(f"<body>{render_html(document, page=page)}</body>", page)
    assert render_pdf(document).startswith(b"%PDF")
