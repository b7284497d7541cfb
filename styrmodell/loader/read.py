"""Read a steering model file: all errors at once, each with file, line, place and what to do. Pure: no Django."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from styrmodell.loader.formats import NEWEST, Format, format_of, other_name, without_numbers
from styrmodell.loader.partly import problems_in_the_rest
from styrmodell.loader.schema import SteeringFile, find_problems
from styrmodell.loader.source import Place, Plain, Source, SourceError, read_source

MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class FileError:
    """One thing to put right. `line` counts from 1, `where` is the place in the file's own words."""

    line: int
    where: str
    message: str
    file: str = ""

    def __str__(self) -> str:
        place = f", {self.where}" if self.where else ""
        return f"{self.file}, rad {self.line}{place}: {self.message}"


class SteeringFileError(Exception):
    """The file cannot be used. Nothing has been loaded; `errors` tells everything there is to put right."""

    def __init__(self, errors: Sequence[FileError]) -> None:
        self.errors = tuple(sorted(errors))
        super().__init__("\n".join(str(error) for error in self.errors))


def read_steering_file(path: Path) -> SteeringFile:
    """Read and check a file on disk. Raises SteeringFileError."""
    return parse_steering_file(read_bytes(path), path.name)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file on disk. Raises SteeringFileError."""
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MAX_BYTES else None
    except OSError as exc:
        message = "Filen går inte att öppna. Kontrollera sökvägen och att du får läsa filen."
        raise SteeringFileError([FileError(1, "", message, str(path))]) from exc
    if raw is None:
        message = f"Filen är större än {MAX_BYTES // 1_000_000} MB. En styrmodell är normalt under 100 kB."
        raise SteeringFileError([FileError(1, "", message, path.name)])
    return raw


def parse_steering_file(raw: bytes, file: str) -> SteeringFile:
    """Check the bytes of a file; `file` is its name in the messages. Raises SteeringFileError."""
    return _validate(source_of(raw, file), file)


def source_of(raw: bytes, file: str) -> Source:
    """The values of a file and their lines. Raises SteeringFileError when it is no YAML that can be read."""
    try:
        return read_source(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as exc:
        line = raw.count(b"\n", 0, exc.start) + 1
        message = "Filen är inte sparad som UTF-8, så å, ä och ö går inte att läsa. Spara om den som UTF-8."
        raise SteeringFileError([FileError(line, "", message, file)]) from exc
    except SourceError as exc:
        raise SteeringFileError([FileError(exc.line, "", exc.message, file)]) from exc


def _validate(source: Source, file: str) -> SteeringFile:
    format_ = format_of(source.data)
    data = format_.to_newest(source.data)
    errors: list[FileError] = []
    try:
        model = SteeringFile.model_validate(data, by_alias=True, by_name=False)
        problems = find_problems(model)
    except ValidationError as exc:
        found = exc.errors(include_url=False)
        errors = [shape_error(error, source, format_, file) for error in found]
        problems = problems_in_the_rest(data, [error["loc"] for error in found])
    for problem in problems:
        place = format_.in_the_file(problem.place)
        errors.append(FileError(source.line(place), where(place, source.data), problem.message, file))
    if errors:
        raise SteeringFileError(errors)
    return model


def check_values(data: Plain) -> tuple[SteeringFile | None, list[tuple[Place, str]]]:
    """What values in the newest format say, and all that is wrong with them, each in its place: for what is written in
    a form and not in a file."""
    try:
        model = SteeringFile.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as exc:
        found = exc.errors(include_url=False)
        rest = problems_in_the_rest(data, [error["loc"] for error in found])
        wrong = [(error["loc"], _in_swedish(error, error["loc"])) for error in found]
        return None, [*wrong, *((problem.place, problem.message) for problem in rest)]
    return model, [(problem.place, problem.message) for problem in find_problems(model)]


def where(place: Place, data: Plain) -> str:
    """The place in words: "nivaer › 3 (namndmal) › slag". Counts from 1 and names items by their code."""
    words: list[str] = []
    node: Any = data
    for part in place:
        node = _step(node, part)
        if isinstance(part, str):
            words.append(part)
            continue
        name = next((node[k] for k in ("kod", "nyckel", "ord") if isinstance(node, dict) and k in node), None)
        words.append(f"{part + 1} ({name})" if isinstance(name, str) and len(name) <= 60 else str(part + 1))
    return " › ".join(words)


def _step(node: Any, part: str | int) -> Any:
    if isinstance(node, dict):
        return node.get(str(part))
    if isinstance(node, list) and isinstance(part, int) and part < len(node):
        return node[part]
    return None


def shape_error(
    error: ErrorDetails, source: Source, format_: Format, file: str, root: type[BaseModel] = SteeringFile
) -> FileError:
    """What is wrong with the shape of something, in words; `root` is what the file should be."""
    place = format_.in_the_file(error["loc"])
    unknown_key = error["type"] == "extra_forbidden"
    message = _unknown_key(error["loc"], format_, root) if unknown_key else _in_swedish(error, place)
    return FileError(source.line(place, of_key=unknown_key), where(place, source.data), message, file)


def _in_swedish(error: ErrorDetails, place: Place) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return f"{place[-1]} saknas. Lägg till raden {place[-1]}: med ett värde."
    if kind in {"enum", "literal_error"}:
        return _not_a_choice(error)
    if kind == "value_error":
        return str(context.get("error", error["msg"]))
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(str(context.get("pattern")), "Texten har fel form.")
    if kind in {"too_short", "too_long"} and isinstance(error.get("input"), str):
        kind = f"string_{kind}"
    template = _MESSAGES.get(kind, "Värdet går inte att använda. Se formatbeskrivningen.")
    return template.format(value=_shown(error.get("input")), **context)


_MESSAGES = {
    "string_too_short": "Texten får inte vara tom.",
    "string_too_long": "Texten är för lång. Skriv högst {max_length} tecken.",
    "string_type": "Här ska det stå en text på en rad, inte en lista eller underrubriker.",
    "int_parsing": "{value} är inget heltal. Skriv med siffror, till exempel 3.",
    "int_type": "Här ska det stå ett heltal, till exempel 3.",
    "int_from_float": "{value} är inget heltal. Skriv med siffror, till exempel 3.",
    "decimal_parsing": "{value} är inget tal. Skriv till exempel 80 eller 12.5.",
    "decimal_type": "Här ska det stå ett tal, till exempel 80 eller 12.5.",
    "decimal_max_digits": "Talet är för långt. Skriv högst {max_digits} siffror.",
    "decimal_max_places": "Talet har för många decimaler. Skriv högst {decimal_places}.",
    "greater_than_equal": "{value} är för litet. Skriv minst {ge}.",
    "less_than_equal": "{value} är för stort. Skriv högst {le}.",
    "date_from_datetime_parsing": "{value} är inget datum. Skriv ÅÅÅÅ-MM-DD, till exempel 2026-10-14.",
    "date_parsing": "{value} är inget datum. Skriv ÅÅÅÅ-MM-DD, till exempel 2026-10-14.",
    "date_from_datetime_inexact": "{value} är inget datum. Skriv ÅÅÅÅ-MM-DD, utan klockslag.",
    "date_type": "Här ska det stå ett datum: ÅÅÅÅ-MM-DD.",
    "list_type": "Här ska det stå en lista. Börja varje rad med ett bindestreck, eller skriv [ett, två].",
    "too_short": "Listan är för kort. Skriv minst {min_length} i den.",
    "too_long": "Listan är för lång. Skriv högst {max_length} i den.",
    "model_type": "Här ska det stå underrubriker med indrag, inte {value}.",
    "dict_type": "Här ska det stå underrubriker med indrag, inte {value}.",
}

_PATTERNS = {
    r"^[a-z0-9][a-z0-9-]{0,59}$": "En kod skrivs med små bokstäver a–z, siffror och bindestreck, utan mellanslag.",
    r"^[a-z0-9][a-z0-9-]{0,39}$": "Skriv med små bokstäver a–z, siffror och bindestreck, högst 40 tecken.",
    r"^[0-9A-Za-z][0-9A-Za-z._-]{0,19}$": "En ansvarskod skrivs med siffror och bokstäver, högst 20 tecken.",
    r"^[0-9]{4}$": "Kommunkoden har fyra siffror, till exempel 1861.",
    r"^#[0-9A-Fa-f]{6}$": 'Skriv färgen inom citattecken med sex tecken efter #, till exempel "#17507F".',
    r"^[^\n]*$": "Texten ska stå på en rad.",
    r"^[^,\n]+$": "Skriv ett ord i taget, utan komma.",
    r"^<svg": "Loggan ska vara en SVG och börja med <svg.",
}


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f"”{value[:60]}”"
    return "en lista" if isinstance(value, list) else "underrubriker" if isinstance(value, Mapping) else str(value)


def _not_a_choice(error: ErrorDetails) -> str:
    expected = str(error.get("ctx", {}).get("expected", ""))
    choices = [word.strip("' ") for word in expected.replace(" or ", ", ").replace(" eller ", ", ").split(",")]
    by_sound = {choice.lower(): choice for choice in choices}
    close = get_close_matches(str(error.get("input")).lower(), by_sound, n=1)
    hint = f" Menade du {by_sound[close[0]]}?" if close else ""
    return f"{_shown(error.get('input'))} finns inte att välja.{hint} Välj bland: {', '.join(choices)}."


def _unknown_key(place: Place, format_: Format, root: type[BaseModel]) -> str:
    """`place` is called as in the newest format, the answer speaks with the file's own keys."""
    parents = without_numbers(place[:-1])
    key = format_.name(parents, str(place[-1]))
    keys = sorted(format_.name(parents, name) for name in _keys_at(parents, root))
    return f"Nyckeln {key} finns inte här.{_hint(key, keys, place)} Möjliga nycklar: {', '.join(keys)}."


def _hint(key: str, keys: Sequence[str], place: Place) -> str:
    other = other_name(place)
    if other == key:
        return f" Den hör till format {NEWEST}. Skriv format: {NEWEST} överst i filen."
    if other:
        return f" I format {NEWEST} heter den {other}."
    close = get_close_matches(key, keys, n=1)
    return f" Menade du {close[0]}?" if close else ""


def _keys_at(parents: Sequence[str | int], root: type[BaseModel]) -> list[str]:
    model: type[BaseModel] | None = root
    for key in parents:
        if model is not None:
            model = _fields(model).get(str(key))
    return list(_fields(model)) if model is not None else []


@cache
def _fields(model: type[BaseModel]) -> dict[str, type[BaseModel] | None]:
    """Keys of a part of the file, and the part each leads to."""
    return {field.alias or name: _part(field.annotation) for name, field in model.model_fields.items()}


def _part(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((part for inner in get_args(annotation) if (part := _part(inner)) is not None), None)
