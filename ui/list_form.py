"""A list that is read in: a file from a spreadsheet, or what is pasted from one."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

from ui.forms import LONGEST_FILENAME, Form

KINDS = ("xlsx", "csv", "txt")
MOST_BYTES = 2_000_000
MOST_CHARACTERS = 1_000_000


class ListForm(Form):
    """A file or a pasted list, never both: each list has a `text` of its own. `about` is what the list is of, in the
    definite form."""

    about: ClassVar[str]

    file = forms.FileField(
        label="Fil",
        required=False,
        max_length=LONGEST_FILENAME,
        help_text="Excel (xlsx) eller csv, högst 2 MB. Det första bladet läses.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def clean_file(self) -> UploadedFile[bytes] | None:
        """Kind and size, before anything is read."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is None:
            return None
        if (file.name or "").rpartition(".")[2].lower() not in KINDS:
            raise forms.ValidationError("Filen ska vara xlsx eller csv. Spara den så i Excel och välj den på nytt.")
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(f"Filen är större än 2 MB. Behåll bara bladet med {self.about}.")
        return file

    def clean(self) -> dict[str, Any]:
        """One of them, not both."""
        data = super().clean() or {}
        if "file" in data and "text" in data and bool(data["file"]) == bool(data["text"].strip()):
            both = "Välj en fil eller klistra in, inte båda."
            self.add_error("text", both if data["file"] else "Välj en fil, eller klistra in listan här.")
        return data
