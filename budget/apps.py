from __future__ import annotations

from django.apps import AppConfig


class BudgetConfig(AppConfig):
    name = "budget"
    verbose_name = "Budget och prognos"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say in the log what events are about, and what hangs on an organisation."""
        from budget.pages import in_log
        from budget.pages.left import money_left
        from budget.selectors.ties import outcome_tied
        from styrmodell.pages import left
        from styrmodell.pages.log_things import add_finder
        from styrmodell.selectors.organisations import add_tie_finder

        add_tie_finder(outcome_tied)
        left.add_finder(money_left)
        add_finder("budget.ledgerbatch", in_log.files_in_log, named="batch_id")
        add_finder("budget.closedmonth", in_log.months_in_log)
        add_finder("styrmodell.measure", in_log.measures_in_log, named="measure_id")
