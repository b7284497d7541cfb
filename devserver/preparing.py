"""Schema and example data, each made only when needed. Runs in a child of the runner, which so stays small."""

from __future__ import annotations

import os

from devserver.terminal import say


def prepare() -> None:
    """Migrate, make the cache table and load the demo, each only when needed (runs in a child of the runner)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command, get_commands

    django.setup()
    _ensure_schema()
    from styrmodell.models import Municipality

    if not Municipality.objects.exists() and "load_demo" in get_commands():
        say("Läser in exempeldata …")
        call_command("load_demo", *os.environ.get("EXAMPLES", "").split(), verbosity=0)
        from styrmodell.jobs import wake_waiting

        wake_waiting()  # the decided reports' files: the worker makes them as soon as it is up
    _list_logins()


def _ensure_schema() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from styrmodell.database import allow, as_owner

    with as_owner() as program:
        executor = MigrationExecutor(connection)
        is_current = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        if is_current and program:
            allow(program)  # data of an earlier version may have had one role
    if not is_current:
        say("Skapar tabeller …")
        call_command("migrate", interactive=False, verbosity=0)


def _list_logins() -> None:
    from styrmodell.selectors.demo import demo_logins

    say("\nLogga in utan lösenord: välj kommun och roll på inloggningssidan.")
    for municipality, logins in demo_logins():
        roles = dict.fromkeys(login.role.partition(",")[0] for login in logins)
        say(f"  {municipality.name}: {', '.join(roles)}")


if __name__ == "__main__":
    prepare()
