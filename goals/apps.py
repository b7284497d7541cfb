from __future__ import annotations

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "goals"
    verbose_name = "Mål"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say in the log what events are about."""
        from goals.pages.in_log import goals_in_log
        from styrmodell.pages.log_things import add_finder

        add_finder("goals.goal", goals_in_log, named="goal_id")
