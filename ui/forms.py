"""What all forms share: Swedish errors that say how to put things right, and fields for amounts and dates.

A form is shown with `components/form.html` or field by field with `components/field.html`; the answer to
a form with errors is 422 with the same form, so that its error summary takes focus.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from copy import copy
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.forms.widgets import ChoiceWidget
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ui.conflict import Conflict
from ui.drawing.letters import shape_problem
from ui.rules import money
from ui.rules.money import Unit

DATE_FORMAT = "%Y-%m-%d"
LONGEST_FILENAME = 200
FIRST_YEAR, LAST_YEAR = 1900, 2199
_SELECTED = flatatt({"selected": True})
_Field = TypeVar("_Field", bound=forms.Field)


class AmountField(forms.Field):
    """An amount typed the Swedish way in `unit`; the cleaned value is exact kronor (Decimal) or None.

    With `unit=None` it is a plain number, as an indicator's value, and `affix` may name what is counted.
    `least` and `most` are in the shown unit. Signs are kept as typed: the form says what plus means.
    """

    widget = forms.TextInput

    def __init__(
        self,
        *,
        unit: Unit | None = Unit.TKR,
        decimals: int | None = None,
        least: Decimal | None = None,
        most: Decimal | None = None,
        affix: str | None = None,
        **kwargs: Any,
    ) -> None:
        """`decimals` limits what may be typed; by default down to one öre."""
        self.unit = unit
        self.exponent = unit.exponent if unit else 0
        self.decimals = self.exponent + 2 if decimals is None else decimals
        self.least, self.most = least, most
        self.affix = affix if affix is not None else (unit.word if unit else "")
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask for the number keyboard and right-align."""
        return {**super().widget_attrs(widget), "inputmode": "decimal", "class": "input--num", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:
        """Read what was typed; kronor when the field has a unit."""
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            typed = money.parse_amount(str(value))
        except money.AmountError as error:
            raise ValidationError(str(error), code="amount") from error
        self._check(typed)
        return typed.scaleb(self.exponent)

    def _check(self, typed: Decimal) -> None:
        exponent = typed.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self.decimals:
            words = f"högst {self.decimals} decimaler" if self.decimals else "ett heltal, utan decimaler"
            raise ValidationError(f"Skriv {words}.", code="decimals")
        if self.least is not None and typed < self.least:
            raise ValidationError(f"Skriv {self._shown(self.least)} eller mer.", code="least")
        if self.most is not None and typed > self.most:
            raise ValidationError(f"Skriv högst {self._shown(self.most)}.", code="most")

    def prepare_value(self, value: Any) -> Any:
        """Write a stored amount in the shown unit, with every decimal it has; leave typed text alone."""
        if not isinstance(value, Decimal | int) or isinstance(value, bool):
            return value
        shown = Decimal(value).scaleb(-self.exponent)
        return self._shown(shown)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare amounts, not the way they are written."""
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True

    @staticmethod
    def _shown(value: Decimal) -> str:
        exponent = value.normalize().as_tuple().exponent
        return money.number(value, max(0, -exponent) if isinstance(exponent, int) else 0)


class DateField(forms.DateField):
    """A date typed as 2026-08-28."""

    widget = forms.DateInput(
        format=DATE_FORMAT,
        attrs={"placeholder": "ÅÅÅÅ-MM-DD", "inputmode": "numeric", "class": "input--w10", "autocomplete": "off"},
    )

    def __init__(self, **kwargs: Any) -> None:
        """Accept only the one form, so that nothing is guessed."""
        kwargs.setdefault("input_formats", [DATE_FORMAT])
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        """Refuse a slip of the pen in the year: 0206 is no day of a municipality's."""
        super().validate(value)
        if value and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValidationError(f"År {value.year} stämmer inte. Skriv datumet som 2026-08-28.", code="year")


class LongSelect(forms.Select):
    """A choice among thousands: the options are written at once, where Django renders a template for each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The element with its options."""
        chosen = str(value or "")
        options = format_html_join(
            "", '<option value="{}"{}>{}</option>',
            ((key, _SELECTED if str(key) == chosen else "", label) for key, label in self.choices),
        )  # fmt: skip
        built = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(built), options)


class ProseField(forms.CharField):
    """A text of several lines that is held against what is stored: browsers end a line with two signs, files with one."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """The text with its lines ended as in a file."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


class PastedField(forms.CharField):
    """Rows from a spreadsheet: read and passed on as values, so an empty first cell counts and any sign may stand."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        """`rows` is the height of the box."""
        super().__init__(strip=False, widget=forms.Textarea(attrs={"rows": rows, "wrap": "off"}), **kwargs)


class SwedishMixin(forms.BaseForm):
    """Errors as an instruction, no colons after labels, no browser bubbles instead of our own summary."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Replace Django's own wording wherever the form has not chosen one."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            standard = _standard_messages(field)
            for code, text in _instructions(field).items():
                if field.error_messages.get(code) == standard.get(code):
                    field.error_messages[code] = text
            if isinstance(field, forms.CharField) and not isinstance(field, PastedField):
                field.validators.append(_can_be_printed)


class Form(SwedishMixin, forms.Form):
    """Base of all forms."""

    def add_errors(self, errors: dict[str, list[str]]) -> None:
        """Errors that only the action can see, at their field; what has none stands first."""
        for name, texts in errors.items():
            for text in texts:
                self.add_error(name if name in self.fields else None, text)


def _can_be_printed(text: str) -> None:
    """Refuse emoji and other signs that the reports' letters lack, while the one who wrote them can choose words."""
    if problem := shape_problem(unicodedata.normalize("NFC", text)):
        raise ValidationError(problem, code="shape")


def demanded(when: str, field: _Field) -> _Field:
    """The field, which may be left empty now but not later: its label says when it is demanded."""
    field.demanded = when  # type: ignore[attr-defined]
    return field


class VersionedForm(Form):
    """A form that carries the version of what it shows, so that who comes late overwrites nothing."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def meet(self, now: VersionedForm, who: str = "", at: datetime | None = None) -> Conflict:
        """What was typed against what is stored: `now` is the same form, opened now. The form keeps what was typed and
        carries the new version: to save again is a choice. Only after `is_valid()`."""
        sent = [name for name, field in self.fields.items() if self._may_change(name, field)]
        data = cast("dict[str, Any]", copy(self.data))
        data["version"] = str(now.initial["version"])
        self.data = data
        return Conflict.between(self._texts(self.cleaned_data, sent), now._texts(now.initial, sent), who=who, at=at)

    def _may_change(self, name: str, field: forms.Field) -> bool:
        """Was the field on the page, to be changed?"""
        is_sent = not field.widget.value_omitted_from_data(self.data, self.files, name)
        return is_sent and not field.widget.is_hidden and not field.disabled

    def _texts(self, values: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
        """Values as the form writes them, by label."""
        fields = {name: self.fields[name] for name in names if name in self.fields}
        return {str(field.label): _text(field, values.get(name)) for name, field in fields.items()}


def _text(field: forms.Field, value: Any) -> str:
    """A value of a field as it is read: the words of what was chosen, an amount in its unit."""
    if isinstance(field.widget, ChoiceWidget):
        chosen = {str(key) for key in (value if isinstance(value, list) else [value or ""])}
        return ", ".join(str(word) for key, word in field.widget.choices if str(key or "") in chosen)
    shown = field.prepare_value(value)
    return "" if shown is None else str(shown)


def _instructions(field: forms.Field) -> dict[str, str]:
    """Say in Swedish how to put a common error right. The field's label is quoted, so that any label fits."""
    if not field.label:  # hidden: nobody can fill it in
        return dict.fromkeys(field.error_messages, "Formuläret kom inte fram helt. Ladda om sidan och försök igen.")
    name = f"”{field.label}”"
    texts = {
        "required": f"Fyll i {name}.",
        "max_length": f"Korta texten under {name} till högst %(limit_value)s tecken. Nu är den %(show_value)s.",
        "min_length": f"Skriv minst %(limit_value)s tecken under {name}.",
        "min_value": f"Skriv %(limit_value)s eller mer under {name}.",
        "max_value": f"Skriv högst %(limit_value)s under {name}.",
    }
    return texts | _by_kind(field, name)


def _by_kind(field: forms.Field, name: str) -> dict[str, str]:
    """What is said of a choice, a file, a date or a number."""
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        one = f"Välj minst ett alternativ under {name}."
        return {"required": one, "invalid_choice": f"Välj bland alternativen under {name}.", "invalid_list": one}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return {
            "required": f"Välj ett alternativ under {name}.",
            "invalid_choice": f"Välj ett av alternativen under {name}.",
        }
    if isinstance(field, forms.BooleanField):
        return {"required": f"Kryssa i {name}."}
    if isinstance(field, forms.FileField):
        again = "Filen kom inte fram. Välj den en gång till."
        return {
            "required": f"Välj en fil under {name}.",
            "empty": "Filen är tom. Välj en annan.",
            "max_length": "Filens namn är längre än %(max)d tecken. Döp om filen och välj den på nytt.",
            "invalid": again,
            "missing": again,
        }
    if isinstance(field, forms.DateField):
        return {"invalid": "Skriv datumet som 2026-08-28."}
    if isinstance(field, forms.EmailField):
        return {"invalid": "Skriv e-postadressen som namn@kommun.se."}
    if isinstance(field, forms.IntegerField):
        return {"invalid": f"Skriv ett heltal under {name}."}
    return {"invalid": f"Det som står under {name} går inte att läsa. Skriv det på ett annat sätt."}


def _standard_messages(field: forms.Field) -> dict[str, object]:
    """Return Django's own wording for this kind of field."""
    messages: dict[str, object] = {}
    for kind in reversed(type(field).__mro__):
        messages.update(getattr(kind, "default_error_messages", {}))
    return messages
