"""Which encoding a text file has. Pure."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from styrmodell.throwaway.contract import UploadError
from styrmodell.throwaway.prescan import IS_PDF

_BLOCK = 1 << 20
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LETTERS = {encoding: [letter.encode(encoding) for letter in "åäöÅÄÖé"] for encoding in ("utf-8", "cp1252", "cp437")}
_NOT_IN_CP1252 = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
IS_SIE = "SIE läses inte än. Ta ut utfallet ur ekonomisystemet som xlsx eller csv."
_NO_TEXT = {
    b"#FLA": IS_SIE,
    b"#PRO": IS_SIE,
    b"%PDF": IS_PDF,
    b"PK\x03\x04": "Filen är en Excelfil trots namnet. Byt ändelse till xlsx, eller spara den som CSV UTF-8 i Excel.",
    b"\xd0\xcf\x11\xe0": "Filen är en äldre Excelfil trots namnet. Spara den som xlsx i Excel och försök igen.",
}


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the file's bytes become text. In a damaged file what cannot be read is replaced."""

    name: str
    is_damaged: bool = False


def guess_encoding(path: Path) -> Encoding:
    """Tell which encoding the file has: UTF-16 or UTF-8 with a mark, UTF-8, else what its åäö are most often written in.

    Raises UploadError for a file that is no text.
    """
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith(_UTF16):
            return Encoding("utf-16")
        if start in _NO_TEXT:
            raise UploadError(_NO_TEXT[start])
        file.seek(0)
        counts, is_cp1252 = dict.fromkeys(_LETTERS, 0), True
        while block := file.read(_BLOCK):
            if b"\0" in block:
                raise UploadError("Filen är ingen textfil. Spara den som CSV UTF-8 i Excel och försök igen.")
            for encoding, letters in _LETTERS.items():
                counts[encoding] += sum(block.count(letter) for letter in letters)
            is_cp1252 = is_cp1252 and not any(byte in block for byte in _NOT_IN_CP1252)
    if _is_utf8(path):
        return Encoding("utf-8-sig")
    best = max(counts, key=counts.__getitem__) if any(counts.values()) else "cp1252"
    return (
        Encoding("utf-8-sig", is_damaged=True)
        if best == "utf-8"
        else Encoding(best, best == "cp1252" and not is_cp1252)
    )


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
