"""Forms of the ledger import: the file with what it is about, and a reason for opening a month."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from budget.importers.contract import Sign
from budget.importers.csv_file import SIE_ENDINGS
from styrmodell.throwaway.encoding import IS_SIE
from ui import clock
from ui.forms import LONGEST_FILENAME, Form
from ui.rules.swedish import MONTHS

KINDS = {"xlsx": 20_000_000, "csv": 100_000_000, "txt": 100_000_000}
SIGNS = [
    (Sign.INCOME_PLUS.value, "Intäkt plus, kostnad minus"),
    (Sign.COST_PLUS.value, "Kostnad plus, intäkt minus (debet plus, som i huvudboken)"),
]


class UploadForm(Form):
    """Which file, which year and month, and how it writes signs."""

    file = forms.FileField(
        label="Fil från ekonomisystemet",
        max_length=LONGEST_FILENAME,
        help_text="Excel (xlsx, högst 20 MB) eller csv. Inget sparas förrän du har granskat.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    year = forms.IntegerField(
        label="År", min_value=2000, max_value=2100, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    month = forms.TypedChoiceField(
        label="Månad",
        required=False,
        help_text="Med en månad läses bara den ur filen.",
        coerce=int,
        empty_value=None,
        choices=[
            ("", "Alla som står i filen"),
            *((number, name.capitalize()) for number, name in enumerate(MONTHS, start=1)),
        ],
    )
    sign = forms.ChoiceField(label="Tecken i filen", choices=SIGNS, initial=Sign.INCOME_PLUS.value)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Suggest this year."""
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = clock.today().year

    def clean_file(self) -> UploadedFile[bytes]:
        """Kind and size, before anything is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        kind = (file.name or "").rpartition(".")[2].lower()
        if f".{kind}" in SIE_ENDINGS:
            raise forms.ValidationError(IS_SIE)
        if kind not in KINDS:
            raise forms.ValidationError("Filen ska vara xlsx eller csv. Spara den så i Excel och välj den på nytt.")
        if (file.size or 0) > KINDS[kind]:
            raise forms.ValidationError(
                f"Filen är större än {KINDS[kind] // 1_000_000} MB. Dela upp den, eller spara som csv."
            )
        return file


class ReasonForm(Form):
    """Why a closed month is opened."""

    reason = forms.CharField(
        label="Varför öppnas månaden?", max_length=200, help_text="Skälet står kvar i loggen för revisorerna."
    )
