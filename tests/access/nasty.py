"""What nobody types by accident: values that break parsers, databases and pages, and forms read from pages to try them in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch
from urllib.parse import urljoin

from django.apps import apps
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils.datastructures import MultiValueDict
from lxml import html

from styrmodell.models import AuditEvent

APPS = ("accounts", "styrmodell", "goals", "budget", "followup")
VALUES = {
    "nul": "a\x00b",
    "huge number": "9" * 400,
    "huger than python reads": "9" * 5000,
    "over bigint": "9223372036854775808",
    "negative": "-1",
    "exponent": "1e999999",
    "not a number": "NaN",
    "other digits": "٣٤",
    "raised digit": "²",
    "year zero": "0000",
    "markup": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "template": "{{ 7|add:7 }}{% load x %}${7}#{7}%s%(a)s{0}",
    "formula": "=cmd|' /C calc'!A0",
    "directions": "\u202egnirts\u200b\u2066\ufeff\u0301\u0327\ud7ff\U0010ffff",
    "line breaks": "a\r\nSet-Cookie: x=1\r\n\r\n",
    "long": "å" * 70_000,
    "list": "1,2,3",
    "path": "../../../../etc/passwd",
    "code": "x'; DROP TABLE goals_goal; --",
    "nothing": "",
}
IN_FIELDS = [
    "nul", "huge number", "huger than python reads", "over bigint", "negative", "not a number", "other digits", "markup",
    "directions", "line breaks", "long",
]  # fmt: skip
MAY_PASS = {"over bigint", "negative", "other digits", "markup", "directions", "line breaks", "long"}
RAW_QUERIES = ["%ff%fe=%ff", "sida=%00", "a=%ED%A0%80", "&&&===;;;", "ar=%C3%28", "%", "a" * 8000, "sida[]=1&sida=1"]


# What a field that is empty at first is filled in with.
FILLED = {
    "title": "Ett nytt mål", "name": "Andel nöjda", "unit": "%", "target": "80", "value": "75", "baseline": "70",
    "baseline_year": "2024", "baseline_": "2024", "start": "2026-07-01", "date": "2026-09-01", "reason": "Ett skäl.",
    "expected_effect": "100", "result": "Ett resultat.", "body": "En text.",
    "day": "2026-09-01", "due": "2026-12-01", "paragraph": "12", "words": "Arbetet pågår.", "answer": "Det är gjort.", "code": "ny-enhet",
    "email": "ny@provkoping.example", "responsible": "Enhetschefen", "consequence": "Färre platser.",
}  # fmt: skip
CHOSEN = {"step", "lines", "role", "organisation", "kind", "body", "parent"}


@contextmanager
def parameters_read() -> Iterator[set[str]]:
    """Collect the names of the parameters that views read from an address meanwhile."""
    found: set[str] = set()
    read_one, read_all = MultiValueDict.__getitem__, MultiValueDict.getlist

    def one(query: MultiValueDict, name: str) -> object:
        found.add(name)
        return read_one(query, name)

    def several(query: MultiValueDict, name: str, default: object = None) -> object:
        found.add(name)
        return read_all(query, name, default)

    with patch.object(QueryDict, "__getitem__", one), patch.object(QueryDict, "getlist", several):
        yield found


@dataclass(frozen=True)
class Sendable:
    """A form as a browser would send it."""

    action: str
    fields: dict[str, list[str]]
    chosen: frozenset[str] = frozenset()  # the fields that name something: lists, boxes and hidden ones

    def family(self, field: str) -> str:
        """What the fields alike are called: the rows of a list, and the cells of a table with their versions."""
        is_cell = field[:1] in {"c", "v"} and {f"c{field[1:]}", f"v{field[1:]}"} <= self.fields.keys()
        return f"{field[0]}#" if is_cell else re.sub(r"\d+", "#", field)


def forms_of(client: Client, url: str) -> Iterator[Sendable]:
    """The forms of a page that post, with what they would send untouched, but for signing out."""
    response = client.get(url)
    if response.status_code != 200 or "html" not in response["Content-Type"]:
        return
    page = html.document_fromstring(response.content)
    for form in page.forms:
        if (form.method or "GET").upper() == "POST" and "/konto/" not in (form.action or ""):
            yield Sendable(urljoin(url, form.action or url), _fields(form), _chosen(form))


def _chosen(form: html.FormElement) -> frozenset[str]:
    """What names a row of a table. A version says how old the reader's page is, and names nothing."""
    path = ".//select | .//input[@type='hidden' or @type='radio' or @type='checkbox']"
    every = {str(field.get("name")) for field in form.iterfind(".//*[@name]")}
    versions = {f"v{name[1:]}" for name in every if name.startswith("c")} | {"version"}
    return frozenset(str(field.get("name")) for field in form.xpath(path)) - versions - {"csrfmiddlewaretoken"}


def _fields(form: html.FormElement) -> dict[str, list[str]]:
    """Every named field with what stands in it; what is empty is filled in so that the form would be saved."""
    found: dict[str, list[str]] = {}
    for field in form.iterfind(".//*[@name]"):
        name, kind = str(field.get("name")), field.get("type")
        if name == "csrfmiddlewaretoken":
            continue
        values = found.setdefault(name, [])
        if field.tag == "select":
            values[:] = [str(field.value)] if field.value else _first_offered(field) if name in CHOSEN else []
        elif kind in {"radio", "checkbox"}:
            if field.get("checked") is not None or (not values and name in CHOSEN):
                values.append(str(field.get("value")))
        elif field.tag != "button" and kind != "file":
            values[:] = [str(field.value or "").strip() or FILLED.get(_own_name(name), "")]
    return found


def _first_offered(field: html.SelectElement) -> list[str]:
    return [value for value in field.value_options if value][:1]


def _own_name(field: str) -> str:
    """The field's name without its number: "ind-0-name" is "name", "target_2026" is "target"."""
    return re.sub(r"^.*-\d+-|[_\d]+$", "", field)


@contextmanager
def writes() -> Iterator[list[str]]:
    """Collect the statements that write meanwhile."""
    found: list[str] = []

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "COPY", "WITH")):
            found.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield found


def fingerprint(municipality_id: int | None = None) -> dict[str, str]:
    """A hash of every table, or of a municipality's rows; not of sessions, caches and libraries, nor of what the log says
    of reading and of being refused."""
    found = {}
    for model in (model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)):
        has_tenant = any(field.attname == "municipality_id" for field in model._meta.fields)
        if municipality_id is not None and not has_tenant:
            continue
        wheres = [f"municipality_id = {municipality_id}"] if municipality_id is not None else []
        if model is AuditEvent:
            wheres.append("type NOT IN ('access.refused', 'file.fetched')")
        found[model._meta.db_table] = _hash_of(model._meta.db_table, f"WHERE {' AND '.join(wheres)}" if wheres else "")
    return found


def _hash_of(table: str, where: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) FROM \"{table}\" t {where}"
        )
        return str(cursor.fetchone()[0])
