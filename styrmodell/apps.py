from __future__ import annotations

from django.apps import AppConfig


class StyrmodellConfig(AppConfig):
    name = "styrmodell"
    verbose_name = "Styrmodell"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to who comes and goes, say in the log what events are about, and open the rooms."""
        import styrmodell.visits  # noqa: F401
        from styrmodell.pages import areas, in_log, left
        from styrmodell.pages.log_things import add_finder
        from styrmodell.policies import can_configure, can_edit_organisations, can_read_log, can_read_people

        left.add_finder(left.of_the_house)
        add_finder("styrmodell.steeringmodel", in_log.steering_models_in_log)
        add_finder("styrmodell.job", in_log.jobs_in_log)
        add_finder("accounts.user", in_log.people_in_log, named="person_id")
        add_finder("styrmodell.roleassignment", in_log.roles_in_log)
        add_finder("styrmodell.rolereview", in_log.reviews_in_log, named="review_id")
        areas.add_room(areas.ADMINISTRATION, areas.Room(10, "styrmodell:people", "Personer", can_read_people))
        add_finder("styrmodell.organisation", in_log.organisations_in_log)
        room = areas.Room(20, "styrmodell:organisations", "Organisation", can_edit_organisations)
        areas.add_room(areas.ADMINISTRATION, room)
        areas.add_room(areas.ADMINISTRATION, areas.Room(80, "styrmodell:left", "Kvar att göra", can_configure))
        areas.add_room(areas.ADMINISTRATION, areas.Room(90, "styrmodell:log", "Logg", can_read_log))
