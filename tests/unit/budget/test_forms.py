"""What the fields of the forecast's forms are called."""

from __future__ import annotations

import re

from django.template.loader import render_to_string

from budget.forms import WordsForm


def called(html: str) -> str:
    """The whole name of a field, with what its label says about when it is demanded."""
    label = re.search(r"<label.*?</label>", html, re.DOTALL)
    assert label is not None
    return " ".join(re.sub(r"<[^>]+>", " ", label.group()).split())


def test_no_words_of_a_line_are_called_by_the_name_of_others() -> None:
    """Who looks for «Orsak», or hears it read aloud, meets it once."""
    fields = [field for field in WordsForm(initial={"version": 0}) if not field.is_hidden]

    names = [called(render_to_string("components/field.html", {"field": field})) for field in fields]

    assert names == [
        "Kommentar (krävs här eller nedan när avvikelsen ska förklaras)",
        "Orsak (krävs här eller ovan när avvikelsen ska förklaras)",
        "Konsekvens om inget görs (frivilligt)",
    ]
