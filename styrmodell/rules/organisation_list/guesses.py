"""What a list leaves out and its names tell: an organisation's kind, and a code for it. Always proposed, never decided."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from styrmodell.rules.vocabulary import OrganisationKind as Kind

LONGEST_CODE = 60
_KINDS = (
    (re.compile(r"fullmäktige\b"), Kind.ASSEMBLY),
    (re.compile(r"utskott(et)?\b"), Kind.SUBCOMMITTEE),
    (re.compile(r"revis(ion|ionen|orer|orerna)\b"), Kind.AUDIT),
    (re.compile(r"kommunstyrelse(n)?$"), Kind.EXECUTIVE),
    (re.compile(r"nämnd(en)?$"), Kind.COMMITTEE),
    (re.compile(r"(förvaltning(en)?|kontor(et)?)$"), Kind.DEPARTMENT),
    (re.compile(r"(\bab|bolag(et)?)$"), Kind.COMPANY),
)
_BELOW = {Kind.DEPARTMENT: Kind.ACTIVITY, Kind.EXECUTIVE: Kind.ACTIVITY, Kind.COMMITTEE: Kind.ACTIVITY}
_SEPARATORS = re.compile(r"[^a-z0-9]+")


def kind_from(name: str, above: Kind | None) -> Kind:
    """The kind that a name tells of, or else one that stands under `above`."""
    words = name.casefold().strip()
    named = next((kind for pattern, kind in _KINDS if pattern.search(words)), None)
    if named is not None:
        return named
    return _BELOW.get(above, Kind.UNIT) if above is not None else Kind.ASSEMBLY


def code_from(name: str, taken: Container[str]) -> str:
    """A code of the name's letters that is not taken: "Förskolor norr" → "forskolor-norr"."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    stem = _SEPARATORS.sub("-", plain).strip("-")[: LONGEST_CODE - 5].rstrip("-") or "enhet"
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}-{number}", number + 1
    return code
