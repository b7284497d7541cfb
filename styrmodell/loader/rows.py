"""A part of the file as columns of a row, and back. No queries.

The attributes of the file's parts are named as the columns, so a plain field is written twice in the house: in the
schema and in the model. Only what a column keeps in another shape is told here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_origin

from django.db.models import Field, Model, TextField

from styrmodell.loader.schema import (
    LAST_DAY,
    CalendarRuleEntry,
    CoreValueEntry,
    DayInYear,
    FileModel,
    LimitEntry,
    PhaseNameEntry,
    SectionEntry,
    as_the_file_holds,
    month_length,
)
from styrmodell.rules.vocabulary import MoneyLimit

P = TypeVar("P", bound=FileModel)
Values = dict[str, Any]


def columns_of(part: FileModel, model: type[Model]) -> Values:
    """The columns of a row that the part fills; what the part leaves out is empty."""
    return _columns(type(part), part, model) | _of_its_own(part)


def _columns(kind: type[FileModel], part: FileModel | None, model: type[Model]) -> Values:
    """A part inside the part fills columns of the same row, also when it is left out."""
    columns = _columns_by_name(model)
    values: Values = {}
    for name, field in kind.model_fields.items():
        inner, value = _inner(field.annotation), getattr(part, name, None)
        if inner is not None:
            values |= _columns(inner, value, model)
        elif name in columns:
            values[name] = _stored(name, value) if value is not None or columns[name].null else ""
    return values


def part_of(kind: type[P], row: Model, **links: Any) -> P:
    """The row as a part of the file; `links` are the attributes that come from other rows."""
    columns = _columns_by_name(type(row))
    given: Values = {**_in_the_file(kind, row), **links}
    for name, field in kind.model_fields.items():
        inner = _inner(field.annotation)
        if name in given:
            continue
        if inner is not None:
            given[name] = _part_or_nothing(inner, row)
        elif name in columns:
            given[name] = _read(columns[name], getattr(row, name))
    filled = {name: value for name, value in given.items() if value not in (None, "")}
    return kind.model_validate(filled, by_name=True, by_alias=False)


def _part_or_nothing(kind: type[P], row: Model) -> P | None:
    """A part inside a part; nothing when its columns are empty."""
    if all(getattr(row, name) in (None, "") for name in kind.model_fields):
        return None
    return part_of(kind, row)


def _columns_by_name(model: type[Model]) -> Mapping[str, Any]:
    return {field.name: field for field in model._meta.concrete_fields if not field.is_relation}


def _inner(annotation: Any) -> type[FileModel] | None:
    """The part that an attribute holds, if it holds one and no list of them."""
    if get_origin(annotation) is list:
        return None
    kinds = get_args(annotation) or (annotation,)
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, FileModel)), None)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a column keeps an attribute: to the column, and back."""

    stored: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _day_stored(day: DayInYear) -> Values:
    return {"manad": day.month, "dag": day.day if day.day <= month_length(day.month) else "sista"}


def _as_json(part: FileModel) -> Values:
    return {key: value or "" for key, value in part.model_dump(by_alias=True).items()}


def _from_json(kind: type[FileModel]) -> Callable[[list[Values]], list[FileModel]]:
    return lambda rows: [kind.model_validate({key: value for key, value in row.items() if value}) for row in rows]


SHAPES = {
    "words": Shape(", ".join, lambda text: text.split(", ") if text else []),
    "cutoffs": Shape(lambda days: [_day_stored(day) for day in days], _from_json(DayInYear)),
    "sections": Shape(lambda parts: [_as_json(part) for part in parts], _from_json(SectionEntry)),
    "phases": Shape(lambda parts: [_as_json(part) for part in parts], _from_json(PhaseNameEntry)),
    "value_words": Shape(lambda parts: [_as_json(part) for part in parts], _from_json(CoreValueEntry)),
}


def _stored(name: str, value: Any) -> Any:
    if name in SHAPES:
        return SHAPES[name].stored(value)
    if isinstance(value, list):
        return [_stored("", item) for item in value]
    return value.value if isinstance(value, StrEnum) else value


def _read(column: Field[Any, Any], value: Any) -> Any:
    if isinstance(value, str) and not column.choices:
        value = as_the_file_holds(value, is_one_line=not isinstance(column, TextField))
    return SHAPES[column.name].read(value) if column.name in SHAPES else value


def _of_its_own(part: FileModel) -> Values:
    """Columns that say two attributes in one, or one attribute in two."""
    match part:
        case LimitEntry():
            about = part.per if part.about is None else part.about
            maximum = part.maximum if part.about is None else part.maximum_kronor
            return {"per_kind": about.value if about else "", "maximum": maximum}
        case CalendarRuleEntry():
            is_last_day = part.day == LAST_DAY
            return {"day": None if is_last_day else part.day, "is_last_day": is_last_day}
    return {}


def _in_the_file(kind: type[FileModel], row: Any) -> Values:
    """The attributes that `_of_its_own` made columns of."""
    if kind is LimitEntry and row.per_kind in set(MoneyLimit):
        return {"about": row.per_kind, "maximum_kronor": row.maximum, "maximum": None}
    if kind is LimitEntry:
        return {"per": row.per_kind}
    if kind is CalendarRuleEntry and row.is_last_day:
        return {"day": LAST_DAY}
    return {}
