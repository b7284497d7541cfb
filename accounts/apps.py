from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Konton"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear when somebody signs in."""
        from accounts import sessions  # noqa: F401
