"""Answers for the machine that watches the service. Open to all, and therefore without details."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.http import ANYONE, open_to
from styrmodell.disk import is_well
from styrmodell.jobs import can_be_sent


@open_to(ANYONE)
@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database: restarting us does not cure a database that is down."""
    return HttpResponse("ok\n", content_type="text/plain")


@open_to(ANYONE)
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can do its work: the database answers, every migration is applied, and the folder of
    files is there with room left. Else 503. Without its broker it is ready all the same, and says so."""
    try:
        problem = _unready_reason()
    except DatabaseError:
        problem = "database"
    if problem:
        return HttpResponse(f"{problem}\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n" if can_be_sent() else "ok, without broker\n", content_type="text/plain")


def _unready_reason() -> str:
    """Empty when ready. One query; raises DatabaseError when the database does not answer."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "migrations"
    return "" if is_well(settings.VAR_DIR) else "disk"
