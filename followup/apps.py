from __future__ import annotations

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "followup"
    verbose_name = "Uppföljning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say on a goal's page what the economy knows about it."""
        from followup.pages.result_note import result_note
        from goals.pages.notes import add_note

        add_note(result_note)
