"""Marks, amounts, dates, words and fields as templates write them. No database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string

from ui.charts.series import ChartLine, ChartPoint
from ui.forms import demanded
from ui.rules.marks import MARKS, SYMBOLS, Tone
from ui.templatetags import ui as tags

NB = "\u00a0"


def render(source: str, **context: object) -> str:
    return Template("{% load styr charts fields %}" + source).render(Context(context)).strip()


@dataclass
class Word:
    singular: str = "inriktningsmål"
    plural: str = "inriktningsmål"
    definite: str = "inriktningsmålet"


def test_a_status_is_shape_colour_and_word() -> None:
    html = render('{% status step "chip lg" %}', step=MARKS["nasinte"])
    assert 'class="st is-bad st--chip st--lg"' in html
    assert 'href="#s-nasinte"' in html
    assert "<span>Nås inte</span>" in html
    assert '<span class="vh">Nås</span>' in render('{% status_key "nas" hidden=True %}')
    assert "<span>Uppfyllt</span>" in render('{% status_key "nas" word="Uppfyllt" %}')
    assert "Ej bedömt" in render("{% status step %}", step=None)
    assert "Utfall saknas" in render('{% status step missing="i-sakn" %}', step=None)


def test_words_from_a_municipality_are_escaped() -> None:
    assert "&lt;b&gt;" in render('{% status_key "nas" word=word %}', word="<b>")


def test_every_symbol_is_in_the_sprite_and_every_mark_is_drawn() -> None:
    sprite = Path("templates/components/sprite.html").read_text()
    drawn = {line.split('"')[1].removeprefix("s-") for line in sprite.splitlines() if line.startswith("<symbol")}
    assert drawn == SYMBOLS
    assert {mark.symbol for mark in MARKS.values()} <= SYMBOLS
    assert {mark.tone for mark in MARKS.values()} <= set(Tone)
    with pytest.raises(ValueError, match="unknown symbol"):
        tags.ic("stjärna")


def test_amounts_and_deviations() -> None:
    assert render("{{ v|tkr }}", v=Decimal(1_211_600_000)) == f"1{NB}211{NB}600"
    assert render("{{ v|mnkr }}", v=Decimal(7_400_000)) == "7,4"
    assert render('{% amount v "mnkr" named=True %}', v=Decimal(7_400_000)) == f"7,4{NB}mnkr"
    assert render("{{ v|dev_tkr }}", v=Decimal(-9_400_000)) == f'<span class="neg">−9{NB}400</span>'
    assert render("{{ v|dev_tkr }}", v=Decimal(300_000)) == '<span class="pos">+300</span>'
    assert render("{{ v|dev_tkr }}", v=Decimal(-400)) == '<span class="muted">0</span>'
    assert render('{% deviation v "tkr" named=True %}', v=None) == '<span class="muted">–</span>'
    assert render("{{ v|num:1 }} {{ v|signed:1 }} {{ v|pct }}", v=Decimal("1.25")) == f"1,3 +1,3 1{NB}%"
    assert render("{{ v|kr }}", v=None) == "–"
    assert render('{{ n|count:"avvikelse,avvikelser" }}', n=2) == f"2{NB}avvikelser"
    assert render("{{ n|in_words }}", n=2) == "två"


@time_machine.travel(datetime(2026, 8, 28, 12, 40, tzinfo=UTC))
def test_dates_are_marked_up() -> None:
    day = date(2026, 8, 28)
    assert render('{% day d "deadline" %}', d=day) == f'<time datetime="2026-08-28">fredag 28{NB}augusti</time>'
    assert render("{% day d %}", d=None) == "–"
    assert render('{{ d|iso }} {{ d|sv_date:"full" }}', d=day) == f"2026-08-28 28{NB}augusti 2026"
    logged = render("{% moment m %}", m=datetime(2026, 8, 28, 12, 32, tzinfo=UTC))
    assert logged == f'<time datetime="2026-08-28T14:32+02:00">i{NB}dag 14.32</time>'
    assert render("{% moment m %}", m=None) == "–"


def test_terms_are_the_municipalitys_own_or_the_default() -> None:
    assert render('{% term "goal" plural=True cap=True %}') == "Mål"
    assert render('{% term "goal" definite=True %}', terms={"goal": Word()}) == "inriktningsmålet"
    assert render('{% term "goal" cap=True %}', terms={"goal": Word()}) == "Inriktningsmål"
    assert render('{% term "goal" plural=True %}', terms={"goal": Word(plural="", singular="sikte")}) == "sikte"
    with pytest.raises(ValueError, match="okänt"):
        render('{% term "okänt" %}')
    assert render("{{ name|genitive }}", name="Ånge") == "Ånges"


def test_tables_that_become_cards_keep_their_roles() -> None:
    html = render(
        '{% cards %}<table class="t"><thead><tr><th scope="col">A</th></tr></thead>'
        '<tbody><tr class="x"><th scope="row">B</th><td data-h="A">1</td></tr></tbody></table>{% endcards %}'
    )
    assert html == (
        '<table role="table" class="t"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">A</th>'
        '</tr></thead><tbody role="rowgroup"><tr role="row" class="x"><th role="rowheader" scope="row">B</th>'
        '<td role="cell" data-h="A">1</td></tr></tbody></table>'
    )
    with pytest.raises(TemplateSyntaxError):
        render("{% cards %}")


def test_standing_charts_come_wide_and_narrow_with_ids_of_their_own() -> None:
    line = ChartLine("a", "T", "N", [ChartPoint(2025, Decimal(1)), ChartPoint(2026, Decimal(2))], "st")
    html = render("{% goal_line line %}", line=line)
    assert 'class="only-wide"' in html
    assert 'class="only-narrow"' in html
    assert html.count('id="a-t"') == html.count('id="a-smal-t"') == 1
    table = render_to_string("components/chart_table.html", {"line": line})
    assert '<th scope="row">2026</th><td class="num">2</td>' in re.sub(r">\s+<", "><", table)


class Sample(forms.Form):
    name = forms.CharField(label="Namn", max_length=40, help_text="Kort och tydligt")
    text = forms.CharField(label="Analys", max_length=500, required=False, widget=forms.Textarea)
    way = forms.ChoiceField(label="Riktning", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    yes = forms.BooleanField(label="Ja", required=False)
    later = demanded("krävs vid inlämning", forms.CharField(label="Text", required=False))


def test_a_field_that_is_demanded_later_is_not_called_voluntary() -> None:
    shown = render_to_string("components/field.html", {"field": Sample({})["later"]})
    assert "(krävs vid inlämning)" in shown
    assert "frivilligt" not in shown


def test_fields_are_dressed_whatever_form_they_come_from() -> None:
    form = Sample({})
    fields = {field.name: render_to_string("components/field.html", {"field": field}) for field in form}
    assert 'class="input"' in fields["name"]
    assert 'aria-describedby="id_name_helptext id_name_error"' in fields["name"]
    assert 'id="id_name_helptext"' in fields["name"]
    assert 'id="id_name_error"' in fields["name"]
    assert "(frivilligt)" in fields["text"]
    assert 'data-count="id_text_antal"' in fields["text"]
    assert "tecken" not in fields["text"]
    assert "<fieldset" in fields["way"]
    assert fields["way"].count('type="radio"') == 2
    assert 'class="check"' in fields["yes"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (0, ""),
        (39_999, ""),
        (40_000, "40\u00a0000 av 50\u00a0000 tecken"),
        (50_001, "50\u00a0001 av 50\u00a0000 tecken"),
    ],
)
def test_characters_are_counted_when_the_end_is_near(written: int, said: str) -> None:
    class Long(forms.Form):
        text = forms.CharField(label="Text", max_length=50_000, widget=forms.Textarea)

    shown = render_to_string("components/field.html", {"field": Long({"text": "a" * written})["text"]})
    counted = shown[shown.index('id="id_text_antal"') :].partition(">")[2].partition("<")[0].strip()
    assert counted == said


def test_the_error_summary_counts_and_links_to_the_first_choice() -> None:
    html = render_to_string("components/error_summary.html", {"form": Sample({})})
    assert "Det finns två fel att rätta" in html
    assert 'href="#id_name"' in html
    assert 'href="#id_way_0"' in html
    assert 'tabindex="-1"' in html
    assert render_to_string("components/error_summary.html", {"form": Sample()}).strip() == ""
