from __future__ import annotations

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "goals"
    verbose_name = "Mål"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say in the log what events are about and what hangs on an organisation, and open the rooms."""
        from goals.pages.in_log import assignments_in_log, editions_in_log, goals_in_log
        from goals.pages.left import goals_left
        from goals.policies import can_read_register, can_see_plans
        from goals.selectors.ties import goals_tied
        from styrmodell.pages import areas, left
        from styrmodell.pages.log_things import add_finder
        from styrmodell.policies import can_configure
        from styrmodell.selectors.organisations import add_tie_finder

        add_tie_finder(goals_tied)
        left.add_finder(goals_left)
        add_finder("goals.goal", goals_in_log, named="goal_id")
        add_finder("goals.assignment", assignments_in_log, named="assignment_id")
        areas.add_room(areas.PLANNING, areas.Room(30, "goals:carry", "Målen vidare", can_see_plans))
        add_finder("styrmodell.edition", editions_in_log, named="edition_id")
        areas.add_room(areas.ADMINISTRATION, areas.Room(30, "goals:model", "Styrmodell", can_configure))
        areas.add_room(areas.PLANNING, areas.Room(40, "goals:assignments", "Uppdrag", can_read_register))
