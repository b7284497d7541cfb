"""Reading the cells of a small table that somebody has sent, in a throw-away process."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from styrmodell.throwaway.parent import ask_child

_CHILD = Path(__file__).with_name("table_child.py")
_WALL_SECONDS = 20.0


def read_table_file(file: UploadedFile[bytes]) -> list[list[str]]:
    """The cells of a workbook's first sheet, or of a csv file, as text. Takes a second. Raises UploadError with a Swedish
    message when the file cannot be read."""
    with tempfile.NamedTemporaryFile() as copy, tempfile.TemporaryFile() as rows:
        for piece in file.chunks():
            copy.write(piece)
        copy.flush()
        question = json.dumps({"path": copy.name, "filename": file.name or ""})
        return ask_child(_CHILD, question, rows, _read, _WALL_SECONDS)


def _read(answer: bytes) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in json.loads(answer)["cells"]]
