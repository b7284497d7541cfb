"""Forms of the steering model: the file."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile

from styrmodell.loader.read import MAX_BYTES
from ui.forms import LONGEST_FILENAME, Form


class ModelFileForm(Form):
    """Which file."""

    file = forms.FileField(
        label="Styrmodellen som fil",
        max_length=LONGEST_FILENAME,
        help_text="YAML, högst 1 MB. Inget ändras förrän du har läst skillnaderna och bekräftat.",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Kind and size, before anything is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if not (file.name or "").lower().endswith((".yaml", ".yml")):
            raise forms.ValidationError("Filen ska vara YAML. Ladda ner den modell som gäller och utgå från den.")
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError("Filen är större än 1 MB. En styrmodell är normalt under 100 kB.")
        return file
