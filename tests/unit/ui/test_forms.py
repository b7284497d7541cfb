"""Fields for amounts and dates, and errors that say how to put things right. No database."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms as django_forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from ui.forms import AmountField, DateField, Form, LongSelect, PastedField, VersionedForm
from ui.rules.money import Unit

NB = "\u00a0"


class Sample(Form):
    name = django_forms.CharField(label="Målets namn", max_length=10)
    effect = AmountField(label="Effekt", least=Decimal(0), most=Decimal(5000), required=False)
    day = DateField(label="Beslutsdatum", required=False)
    owner = django_forms.ChoiceField(label="KF-mål", choices=[("a", "A")])
    own_words = django_forms.CharField(label="Analys", error_messages={"required": "Skriv en analys av målet."})


def errors(**data: str) -> dict[str, list[str]]:
    return {field: list(found) for field, found in Sample(data).errors.items()}


def test_errors_say_what_to_do_and_own_wording_wins() -> None:
    assert errors(day="28/8 2026", effect="ca 1,5 milj") == {
        "name": ["Fyll i ”Målets namn”."],
        "effect": [f"Skriv bara talet, utan enhet eller ord, till exempel 1{NB}234,5."],
        "day": ["Skriv datumet som 2026-08-28."],
        "owner": ["Välj ett alternativ under ”KF-mål”."],
        "own_words": ["Skriv en analys av målet."],
    }
    assert errors(name="x" * 12)["name"] == ["Korta texten under ”Målets namn” till högst 10 tecken. Nu är den 12."]
    assert errors(owner="b")["owner"] == ["Välj ett av alternativen under ”KF-mål”."]


@pytest.mark.parametrize("typed", ["0001-01-01", "0206-08-28", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_year_that_is_a_slip_of_the_pen_is_no_date(typed: str) -> None:
    assert errors(day=typed)["day"] == [f"År {int(typed[:4])} stämmer inte. Skriv datumet som 2026-08-28."]


class Kept(VersionedForm):
    title = django_forms.CharField(label="Formulering")
    reason = django_forms.CharField(label="Skäl", required=False)
    lines = django_forms.MultipleChoiceField(label="Gäller", choices=[("1", "Skola"), ("2", "Vård")])
    status = django_forms.ChoiceField(label="Läge", choices=[("", "Välj läge"), ("p", "Pågår")], required=False)
    effect = AmountField(label="Effekt")


def test_who_comes_late_sees_both_and_the_form_keeps_what_was_typed() -> None:
    form = Kept({"title": "Min", "lines": ["1"], "status": "", "effect": "1 000", "version": "1"})
    assert form.is_valid()
    stored = {"title": "Din", "reason": "Ditt skäl", "lines": ["2", "1"], "status": "p", "effect": Decimal(1_000_000)}

    conflict = form.meet(Kept(initial={**stored, "version": 2}), "Kim")

    assert (conflict.who, conflict.when) == ("Kim", "nyss")
    assert [(row.label, row.mine, row.theirs) for row in conflict.rows] == [  # neither reason, not sent, nor effect
        ("Formulering", "Min", "Din"),
        ("Gäller", "Skola", "Skola, Vård"),
        ("Läge", "Välj läge", "Pågår"),
    ]
    assert (form["title"].value(), form["version"].value()) == ("Min", "2")


class Awkward(Form):
    """Labels that fit no sentence, and a field that nobody sees."""

    lines = django_forms.MultipleChoiceField(label="Gäller", choices=[("1", "Skola")])
    year = django_forms.IntegerField(label="Från år", min_value=2000)
    why = django_forms.CharField(label="Varför öppnas månaden?")
    seen = django_forms.IntegerField(widget=django_forms.HiddenInput)


def test_any_label_fits_its_sentence() -> None:
    assert Awkward({"year": "1999", "seen": "x"}).errors == {
        "lines": ["Välj minst ett alternativ under ”Gäller”."],
        "year": ["Skriv 2000 eller mer under ”Från år”."],
        "why": ["Fyll i ”Varför öppnas månaden?”."],
        "seen": ["Formuläret kom inte fram helt. Ladda om sidan och försök igen."],
    }
    bad = Awkward({"lines": ["99"], "year": "i fjol", "why": "-", "seen": 1})
    assert bad.errors == {
        "lines": ["Välj bland alternativen under ”Gäller”."],
        "year": ["Skriv ett heltal under ”Från år”."],
    }


def test_an_amount_is_cleaned_to_kronor_and_limits_are_in_the_shown_unit() -> None:
    form = Sample({"name": "a", "owner": "a", "own_words": "b", "effect": f"1{NB}234,5", "day": "2026-08-28"})
    assert form.is_valid()
    assert form.cleaned_data["effect"] == Decimal(1_234_500)
    assert errors(effect="-1")["effect"] == ["Skriv 0 eller mer."]
    assert errors(effect="5001")["effect"] == [f"Skriv högst 5{NB}000."]


def test_too_many_decimals_are_refused_not_rounded() -> None:
    with pytest.raises(ValidationError, match="heltal"):
        AmountField(decimals=0).clean("1,5")
    with pytest.raises(ValidationError, match="högst 5 decimaler"):
        AmountField().clean("1,123456")
    assert AmountField().clean("1,12345") == Decimal("1123.45")


@given(st.decimals(-(10**13), 10**13, places=2), st.sampled_from([None, *Unit]))
def test_a_stored_amount_survives_being_shown_and_sent_again(value: Decimal, unit: Unit | None) -> None:
    field = AmountField(unit=unit, decimals=8)
    shown = field.prepare_value(value)
    assert field.clean(shown) == value
    assert not field.has_changed(value, shown)
    assert field.has_changed(value, f"{shown}1") or value == 0


def test_what_was_typed_stays_in_the_field() -> None:
    form = Sample({"effect": "ca 1,5 milj"})
    assert 'value="ca 1,5 milj"' in str(form["effect"])
    assert AmountField().prepare_value(None) is None
    assert AmountField(required=False).clean("") is None


def test_a_plain_number_has_no_unit_but_may_say_what_it_counts() -> None:
    field = AmountField(unit=None, affix="dagar")
    assert field.clean("30") == 30
    assert field.affix == "dagar"
    assert AmountField().affix == "tkr"


def test_fields_with_errors_point_to_their_error() -> None:
    html = str(Sample({"effect": "x"})["effect"])
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_effect_error"' in html
    assert 'inputmode="decimal"' in html


@pytest.mark.parametrize(
    ("text", "signs"),
    [("Fler i arbete 🚀", "🚀"), ("Mer 👩‍🏫 och ☀️ för 👩", "👩 🏫 ☀"), ("موظف", "م و ظ ف")],
)
def test_what_the_reports_letters_cannot_draw_is_refused_where_it_is_written(text: str, signs: str) -> None:
    assert errors(own_words=text)["own_words"] == [
        f"Ta bort {signs} eller skriv det med ord: rapportens teckensnitt kan inte rita det."
    ]


@pytest.mark.parametrize(
    "text",
    ["Öka 5 % – ”minst” ≥ 3 → 4 ✓", "A\u030akerja\u0308gare", "Giella Ŋŋ, Łódź, Привет", "två\u200b\u00a0\u2028ord"],
)
def test_swedish_its_neighbours_and_invisible_signs_may_be_written(text: str) -> None:
    assert "own_words" not in errors(own_words=text)


def test_pasted_rows_may_hold_any_sign_for_only_their_values_are_kept() -> None:
    class Pasted(Form):
        rows = PastedField(label="Rader", rows=8)

    form = Pasted({"rows": "\t✅ Skola\t100"})

    assert form.is_valid()
    assert form.cleaned_data["rows"] == "\t✅ Skola\t100"


@pytest.mark.parametrize("chosen", [None, "", "a<b", "ks", "finns inte"])
def test_a_long_choice_is_written_as_any_choice(chosen: str | None) -> None:
    choices = [("", "Ingen"), ("a<b", "A & O"), ("ks", "Kommunstyrelsen")]

    written = [
        widget(choices=choices).render("under", chosen or "", {"id": "id_under", "class": "select"})
        for widget in (LongSelect, django_forms.Select)
    ]

    long, plain = (html.fromstring(text) for text in written)
    assert sorted(long.items()) == sorted(plain.items())
    assert [(sorted(one.items()), one.text) for one in long] == [(sorted(one.items()), one.text) for one in plain]
