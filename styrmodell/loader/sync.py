"""Make rows in the database like rows in a file, by code: create, change what differs, remove what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models
from django.db.models import QuerySet

Row = TypeVar("Row", bound=models.Model)
Values = Mapping[str, Any]


class ApplyError(Exception):
    """The file is right in itself but cannot replace what the municipality already uses. The message is Swedish, a line
    for each reason."""


@dataclass(slots=True)
class Changes:
    """What loading did, counted, and what it left in place although the file does not name it."""

    created: int = 0
    changed: int = 0
    removed: int = 0
    kept: list[str] = field(default_factory=list)


def sync(
    existing: QuerySet[Row], wanted: Mapping[str, Values], common: Values, changes: Changes, *, remove: bool = True
) -> dict[str, Row]:
    """Make the rows of `existing` like `wanted` (code → values); new rows also get `common`. Whether a row that is gone
    from the file is in use has been asked before (`loader/refusals.py`)."""
    present = {row.code: row for row in existing}  # type: ignore[attr-defined]
    if remove:
        _remove([row for code, row in present.items() if code not in wanted], changes)
    fresh = [
        existing.model(**{"code": code, **values}, **common) for code, values in wanted.items() if code not in present
    ]
    existing.model._default_manager.bulk_create(fresh)
    changes.created += len(fresh)
    _update([(present[code], values) for code, values in wanted.items() if code in present], changes)
    by_code: dict[str, Row] = {row.code: row for row in fresh}  # type: ignore[attr-defined]
    return by_code | {code: row for code, row in present.items() if code in wanted}


def update(row: models.Model, values: Values, changes: Changes) -> None:
    """Set the values that differ and save those alone."""
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, values[name])
    if differing:
        row.save(update_fields=differing)
        changes.changed += 1


def set_links(manager: Any, rows: Iterable[models.Model], changes: Changes) -> None:
    """Make a many-to-many relation hold exactly the rows."""
    wanted = {row.pk for row in rows}
    if set(manager.values_list("pk", flat=True)) != wanted:
        manager.set(wanted)
        changes.changed += 1


def _update(pairs: Sequence[tuple[models.Model, Values]], changes: Changes) -> None:
    for row, values in pairs:
        update(row, values, changes)


def _remove(rows: Iterable[models.Model], changes: Changes) -> None:
    for row in rows:
        row.delete()
        changes.removed += 1
