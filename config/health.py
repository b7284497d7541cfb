"""Health for load balancers: the process lives; the process can serve."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from styrmodell.http import ANYONE, open_to


@open_to(ANYONE)
def livez(request: HttpRequest) -> HttpResponse:
    """Always ok: a database that is down is no reason to restart the process."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@open_to(ANYONE)
def readyz(request: HttpRequest) -> HttpResponse:
    """ok with a database that has every migration, else 503."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        waiting = [None]
    status = 503 if waiting else 200
    return HttpResponse("fel" if waiting else "ok", status=status, content_type="text/plain; charset=utf-8")
