"""Django's `migrate` as the owner of the tables; then the program's role gets its rights."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from styrmodell.database import allow, as_owner

ONE_ROLE = "DATABASE_OWNER_URL saknas: programmet äger sina tabeller och kan ändra allt i dem (docs/operations.md)."


class Command(migrate.Command):
    """`migrate`: never forgotten afterwards, since it is one command."""

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner() as program:
            super().handle(*args, **options)
            if not program:
                self.stderr.write(self.style.WARNING(ONE_ROLE))
            elif not options["plan"]:
                allow(program)
