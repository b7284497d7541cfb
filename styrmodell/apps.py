from __future__ import annotations

from django.apps import AppConfig


class StyrmodellConfig(AppConfig):
    name = "styrmodell"
    verbose_name = "Styrmodell"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to who comes and goes."""
        import styrmodell.visits  # noqa: F401
