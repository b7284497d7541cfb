"""Does what is stored still hold together? The form of a check, and those that concern every table.

Each app has its own `verification`; `followup.verification` has them all, since it sees every table."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pgtrigger
from django.apps import apps
from django.db import connection
from django.db.models import Exists, ForeignKey, Model, OuterRef, QuerySet

from styrmodell.access import Access
from styrmodell.database import final_operations, heeds_only_the_owner
from ui.rules.swedish import plural

MOST_FAULTS = 20  # of each check: who mends needs to see the kind, and how many there are

logger = logging.getLogger(__name__)


class Damaged(Exception):  # noqa: N818 - reads as what it says
    """What is stored is not what its checksum was taken of: it is shown to nobody. The message says in Swedish what."""


@dataclass(frozen=True, slots=True)
class DataCheck:
    """What shall hold, in Swedish, and how to find what does not: a line each, empty when all is well."""

    name: str
    faults: Callable[[Access], Sequence[str]]


@dataclass(frozen=True, slots=True)
class DataFinding:
    """What a check found in a municipality."""

    name: str
    faults: Sequence[str]


def find(checks: Sequence[DataCheck], access: Access) -> list[DataFinding]:
    """Make the checks, reading only. What is wrong is logged too, since nobody may be looking."""
    findings = [DataFinding(check.name, check.faults(access)) for check in checks]
    for finding in findings:
        for fault in finding.faults:
            logger.error("%s: %s: %s", access.slug, finding.name, fault)
    return findings


def listed(faults: Iterator[str]) -> list[str]:
    """The faults, cut off with how many more there are."""
    lines = list(faults)
    more = len(lines) - MOST_FAULTS
    return lines if more <= 0 else [*lines[:MOST_FAULTS], f"… och {more} till"]


def _triggers_off(access: Access) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled = 'O'")
        working = set(cursor.fetchall())
    wanted = [(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered()]
    return listed(f"{table}: {name} saknas eller är avslagen" for table, name in wanted if (table, name) not in working)


def _rights_too_wide(access: Access) -> list[str]:
    """What the role of this connection, the program's, could do to the tables and their locks, and should not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind = 'r'"
            " AND (pg_has_role(c.relowner, 'USAGE') OR has_table_privilege(c.oid, 'TRUNCATE'))"
        )
        if owned := cursor.fetchall():
            return [f"Rollen äger eller kan tömma {len(owned)} tabeller: se DATABASE_OWNER_URL i docs/operations.md."]
        wide = [] if heeds_only_the_owner() else ["Låsen kan slås av med en variabel: kör migrate."]
        cursor.execute("SELECT has_database_privilege(current_database(), 'TEMPORARY')")
        if cursor.fetchone() == (True,):
            wide.append("Rollen kan göra tillfälliga tabeller, som skymmer dem som låsen frågar: kör migrate.")
        for table, operation in final_operations():
            cursor.execute("SELECT has_table_privilege(%s, %s)", [table, operation])
            wide += [f"{table}: {operation}"] if cursor.fetchone() == (True,) else []
    return wide


def _pointing_out(access: Access) -> list[str]:
    """Rows that point to another municipality's, or, where the database does not check it, to nothing."""
    return listed(fault for model in apps.get_models() for fault in _pointing_out_of(model, access))


def _pointing_out_of(model: type[Model], access: Access) -> Iterator[str]:
    for link in model._meta.fields:
        if not isinstance(link, ForeignKey) or not _has_municipality(link.related_model):
            continue
        own = link.related_model._default_manager.filter(pk=OuterRef(link.attname))
        foreign = own.exclude(municipality=access.municipality)
        for rows in _rows_of(model, access):
            wrong = rows.filter(Exists(foreign)).count()
            if not _is_checked(link) and not _is_history(model):  # history remembers what has been deleted
                wrong += rows.exclude(**{link.attname: None}).filter(~Exists(own)).count()
            if wrong:
                yield f"{model._meta.db_table}.{link.column}: {plural(wrong, 'rad', 'rader')}"


def _rows_of(model: type[Model], access: Access) -> Iterator[QuerySet[Model]]:
    """The municipality's rows; of a table between two others those whose first end is the municipality's."""
    if _has_municipality(model):
        yield model._default_manager.filter(municipality=access.municipality)
    elif model._meta.auto_created:
        ends = [link for link in model._meta.fields if isinstance(link, ForeignKey)]
        if _has_municipality(ends[0].related_model):
            yield model._default_manager.filter(**{f"{ends[0].name}__municipality": access.municipality})


def _has_municipality(model: type[Model] | str) -> bool:
    return not isinstance(model, str) and any(field.attname == "municipality_id" for field in model._meta.fields)


def _is_checked(link: ForeignKey[Model, Model]) -> bool:
    """Does the database see to it that there is something at the other end?"""
    return bool(link.db_constraint)  # type: ignore[attr-defined]


def _is_history(model: type[Model]) -> bool:
    return hasattr(model, "pgh_tracked_model")


CHECKS = (
    DataCheck("Databasens lås är på", _triggers_off),
    DataCheck("Programmet kan inte ändra det som skrivs en gång", _rights_too_wide),
    DataCheck("Inget pekar ut ur kommunen", _pointing_out),
)
