"""Every page as HTML: read without a correction, with headings, ids, tables and forms that can be read aloud."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.db import transaction
from lxml import html
from tinyhtml5.parser import HTMLParser

from styrmodell.rules.workflow import SlotStatus
from tests.access import nasty, world
from tests.access.table import INSIDE, OUTSIDE
from tests.access.test_nasty import everything, forms_on_pages, page_of

pytestmark = pytest.mark.django_db

PAGES = [route for route in [*INSIDE, *OUTSIDE] if "GET" in route.methods]


@pytest.fixture
def home(db: None) -> world.World:
    return world.build("HEMMA")


def faults_of(text: str) -> list[str]:
    """What is wrong with a page, in words; none when all is well."""
    page = html.document_fromstring(text)
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    ids = page.xpath("//@id")
    faults = [f"{len(page.xpath('//main'))} main"] if len(page.xpath("//main")) != 1 else []
    faults += [f"the id {name} twice" for name in sorted(set(ids)) if ids.count(name) > 1]
    faults += [f"h{after} after h{before}" for before, after in pairwise(levels) if after > before + 1]
    faults += [f"{levels.count(1)} h1"] if levels.count(1) != 1 else []
    faults += ["not Swedish"] if page.get("lang") != "sv" else []
    faults += ["no title"] if not (page.findtext(".//title") or "").strip() else []
    labels = {name for names in page.xpath("//@aria-labelledby | //@aria-describedby") for name in names.split()}
    faults += [f"{name} is pointed to and not there" for name in sorted(labels - set(ids))]
    return [*faults, *corrections(text), *(fault for table in page.iter("table") for fault in faults_of_table(table))]


def corrections(text: str) -> list[str]:
    """What a browser has to put right while it reads the page (the parser of the HTML standard)."""
    parser = HTMLParser()
    parser.parse(text)
    return [f"line {place[0]}: {code}" for place, code, _ in parser.errors]


def faults_of_table(table: html.HtmlElement) -> list[str]:
    """A table says what it is, and its headings what they head."""
    faults = [] if table.find("caption") is not None or table.get("aria-labelledby") else ["a table without a caption"]
    faults += ["a heading of a table without scope" for head in table.iter("th") if not head.get("scope")]
    faults += ["an empty heading of a table" for head in table.iter("th") if not head.text_content().strip()]
    return faults


def test_every_page_is_read_without_a_correction_and_has_a_title_of_its_own(home: world.World):
    client = everything(home)
    answers = {route.name: client.get(page_of(route, home)) for route in PAGES}
    pages = {
        name: answer.text
        for name, answer in answers.items()
        if answer.status_code == 200
        and "text/html" in answer["Content-Type"]
        and answer.get("Content-Disposition") is None
    }
    assert len(pages) > 30
    assert {name: faults for name, text in pages.items() if (faults := faults_of(text))} == {}
    titles = {name: html.document_fromstring(text).findtext(".//title") for name, text in pages.items()}
    assert len(set(titles.values())) == len(titles), sorted(titles.items(), key=lambda row: str(row[1]))


WRONG = """<!doctype html><html lang="en"><head><title> </title></head><body><main><h1>A</h1><h3 id="a">B</h3>
<p id="a" aria-labelledby="borta">C<div></p></div><table><tr><th></th></tr></table></main></body></html>"""


def test_each_fault_of_a_page_would_be_found():
    """Negative control."""
    found = faults_of(WRONG)
    for fault in ("the id a twice", "h3 after h1", "not Swedish", "no title", "borta is pointed to", "unexpected-end-tag",
                  "a table without a caption", "without scope", "an empty heading"):  # fmt: skip
        assert any(fault in words for words in found), f"{fault}: {found}"
    assert faults_of(WRONG.replace("<h1>A</h1>", "").replace("<main>", "").replace("</main>", ""))[:1] == ["0 main"]


def typed_in(form: nasty.Sendable) -> dict[str, list[str]]:
    """The fields that a person fills in, not those that say what the page was."""
    kept = {"version", "seen", "told"}
    return {name: values for name, values in form.fields.items() if name not in kept and form.family(name) != "v#"}


def emptied(form: nasty.Sendable) -> dict[str, list[str]]:
    """The form with nothing typed, and what names something left."""
    return {**form.fields, **{name: [""] for name in typed_in(form) if name not in form.chosen}}


def filled_with_nonsense(form: nasty.Sendable) -> dict[str, list[str]]:
    """The form with a word that is no amount, no day and no choice in every field."""
    return {**form.fields, **{name: ["tolv"] for name in typed_in(form)}}


def faults_of_errors(text: str) -> list[str]:
    """What is wrong with how a page tells of the errors of its form."""
    page = html.document_fromstring(text)
    summaries = page.xpath("//*[contains(concat(' ', @class, ' '), ' error-summary ')]")
    if len(summaries) != 1:
        return [f"{len(summaries)} summaries of errors"]
    [summary] = summaries
    faults = [] if (page.findtext(".//title") or "Fel:").strip().startswith("Fel:") else ["the title does not say so"]
    faults += [] if summary.get("role") == "alert" and summary.get("tabindex") == "-1" else ["it takes no focus"]
    faults += [] if re.search(r"fel att rätta", summary.findtext(".//h2") or "") else ["it does not count the errors"]
    ids, beside = set(page.xpath("//@id")), " ".join(page.text_content().replace(summary.text_content(), "").split())
    for link in summary.iter("a"):
        target, words = link.get("href", "#")[1:], " ".join(link.text_content().split())
        faults += [] if target in ids else [f"{target} is not there"]
        faults += (
            []
            if words in beside or (words.partition(": ")[2] or "?") in beside
            else [f"«{words}» does not stand at its field"]
        )
    for field in page.xpath("//*[@aria-invalid='true']"):
        said = " ".join(field.xpath("@aria-describedby | ancestor::fieldset/@aria-describedby"))
        faults += [] if said and set(said.split()) <= ids else [f"{field.get('name')} has no words"]
    return faults


def test_every_form_tells_its_errors_first_and_at_the_field(home: world.World):
    client, told = everything(home), dict[str, list[str]]()
    for status in (SlotStatus.DRAFT, SlotStatus.SUBMITTED):
        for name, form in forms_on_pages(home, client, status):
            for sent in (emptied(form), filled_with_nonsense(form)):
                with transaction.atomic():
                    response = client.post(form.action, sent)
                    transaction.set_rollback(True)
                assert response.status_code in {200, 302, 403, 404, 409, 422}, f"{name}: {response.status_code}"
                if response.status_code == 422 and "error-summary" in response.text:
                    told.setdefault(name, []).extend(faults_of_errors(response.text))
    assert len(told) > 5, told
    assert {name: faults for name, faults in told.items() if faults} == {}


def test_an_error_that_is_not_told_would_be_found():
    """Negative control."""
    page = """<title>Nytt mål</title><div class="error-summary"><h2>Något är fel</h2><a href="#borta">Fyll i namnet</a></div>
    <input name="namn" aria-invalid="true">"""
    assert faults_of_errors(page) == [
        "the title does not say so",
        "it takes no focus",
        "it does not count the errors",
        "borta is not there",
        "«Fyll i namnet» does not stand at its field",
        "namn has no words",
    ]
    assert faults_of_errors("<p>Allt gick fel</p>") == ["0 summaries of errors"]
