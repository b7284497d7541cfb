"""Reading a steering model file that somebody has sent, in a throw-away process."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from styrmodell.loader.read import MAX_BYTES, FileError, SteeringFileError
from styrmodell.loader.schema import SteeringFile
from styrmodell.throwaway.contract import UploadError
from styrmodell.throwaway.parent import ask_child

_CHILD = Path(__file__).with_name("child.py")
_WALL_SECONDS = 20.0


def read_upload(raw: bytes, filename: str) -> SteeringFile:
    """What the file says. Takes a second. Raises SteeringFileError with every fault, UploadError when it cannot be read
    at all."""
    if len(raw) > MAX_BYTES:
        raise UploadError(f"Filen är större än {MAX_BYTES // 1_000_000} MB. En styrmodell är normalt under 100 kB.")
    with tempfile.NamedTemporaryFile(suffix=".yaml") as file, tempfile.TemporaryFile() as rows:
        file.write(raw)
        file.flush()
        question = json.dumps({"path": file.name, "filename": filename})
        return ask_child(_CHILD, question, rows, _read, _WALL_SECONDS)


def _read(answer: bytes) -> SteeringFile:
    said = json.loads(answer)
    if "faults" in said:
        raise SteeringFileError([FileError(**fault) for fault in said["faults"]])
    return SteeringFile.model_validate(said["file"], by_alias=True, by_name=False)
