from __future__ import annotations

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "followup"
    verbose_name = "Uppföljning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say on a goal's page what the economy knows about it, and in the log what events are about; open Planering."""
        from followup.pages import in_log
        from followup.pages.result_note import result_note
        from goals.pages.notes import add_note
        from styrmodell.pages.areas import PLANNING, Room, add_room
        from styrmodell.pages.log_things import add_finder
        from styrmodell.verdict import ALLOWED

        add_note(result_note)
        add_room(PLANNING, Room(10, "followup:plans", "Planer", lambda access: ALLOWED))
        add_finder("styrmodell.slot", in_log.slots_in_log, named="slot_id")
        add_finder("styrmodell.occasion", in_log.occasions_in_log, named="occasion_id")
        add_finder("followup.section", in_log.sections_in_log)
        add_finder("followup.attachment", in_log.attachments_in_log, named="attachment_id")
