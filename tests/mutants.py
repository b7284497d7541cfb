"""Guards that are taken away one at a time, each with a test that must then fail: `make mutants`.

A test that has never failed proves nothing. Here is the list of what has been broken on purpose; the table of the eighty
tests (docs/reference/tests.md) names its lines, and a structure test sees that each of them can still be carried out.
The work is done in a copy of the repository, never in the repository itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from devserver.postgres import Cluster
from tests.shared_server import shared_server

ROOT = Path(__file__).resolve().parents[1]
SERVER = ROOT / "var" / "test-postgres"
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "staticfiles", "*_cache", "__pycache__", ".hypothesis")
FAILED = 1  # pytest's exit code when tests ran and some failed


@dataclass(frozen=True, slots=True)
class Mutant:
    """A line as it is and as it becomes without its guard, and a test that then fails."""

    name: str
    file: str
    was: str
    becomes: str
    test: str


MUTANTS = (
    # Organisations
    Mutant(
        "anybody changes the tree of organisations",
        "styrmodell/actions/organisations.py",
        "    policies.can_edit_organisations(access).require()\n",
        "",
        "tests/styrmodell/test_organisations.py::test_who_is_not_the_whole_municipalitys_administrator_changes_nothing",
    ),
    Mutant(
        "two change the tree of organisations side by side",
        "styrmodell/actions/organisations.py",
        "    Municipality.objects.select_for_update(no_key=True).get(pk=access.municipality.pk)\n    return read_organisations",
        "    return read_organisations",
        "tests/styrmodell/test_organisations.py::test_two_who_move_each_under_the_others_make_no_circle",
    ),
    Mutant(
        "an organisation is overwritten by who came late",
        "styrmodell/actions/organisations.py",
        "        was.ensure_seen(version or 0)\n",
        "        pass\n",
        "tests/styrmodell/test_organisations.py::test_a_version_that_is_not_the_newest_is_stale",
    ),
    Mutant(
        "a list is saved into another tree than the one it was held against",
        "styrmodell/actions/organisations.py",
        "    if tree_mark(listed_organisations(access, rows)) != seen:",
        "    if False:",
        "tests/styrmodell/test_organisation_list.py::"
        "test_what_was_looked_through_is_not_saved_when_the_tree_has_changed_since",
    ),
    Mutant(
        "an organisation ends before what is posted on it",
        "styrmodell/actions/organisations.py",
        "    return sorted([*faults, *_still_needed(access, before, given, ids)])",
        "    return sorted(faults)",
        "tests/styrmodell/test_organisations.py::test_an_organisation_with_posted_outcome_cannot_end_before_it",
    ),
    Mutant(
        "anybody places ledger codes",
        "styrmodell/actions/organisations.py",
        "    policies.can_place_codes(access).require()\n",
        "",
        "tests/budget/test_place_codes.py::test_only_who_reads_in_or_edits_the_tree_places_codes",
    ),
    # People
    Mutant(
        "the last administrator may leave",
        "styrmodell/policies.py",
        "    if after < before:",
        "    if False:",
        "tests/styrmodell/test_people_page.py::test_the_last_administrator_stays",
    ),
    Mutant(
        "an administrator who cannot sign in is one",
        "styrmodell/selectors/people.py",
        "        CAN_SIGN_IN, role=Role.ADMINISTRATOR.value",
        "        role=Role.ADMINISTRATOR.value",
        "tests/styrmodell/test_people_page.py::test_an_administrator_may_leave_when_another_is_sure_to_be_there",
    ),
    Mutant(
        "an account of another municipality is closed",
        "styrmodell/policies.py",
        "    if is_elsewhere:",
        "    if False:",
        "tests/styrmodell/test_people_page.py::test_another_municipalitys_people_are_not_there",
    ),
    Mutant(
        "a link to an account that somebody has",
        "styrmodell/policies.py",
        "    if user.is_demo or user.has_usable_password():",
        "    if False:",
        "tests/styrmodell/test_people_page.py::test_no_link_is_made_to_an_account_that_somebody_has",
    ),
    Mutant(
        "a link to an account that another municipality has invited",
        "styrmodell/actions/inviting.py",
        'link="" if is_elsewhere(access, user) else link',
        "link=link",
        "tests/styrmodell/test_people_page.py::"
        "test_without_mail_no_link_is_shown_to_an_account_that_another_municipality_has_invited",
    ),
    Mutant(
        "a late change of a role overwrites",
        "styrmodell/actions/people.py",
        "    if assignment.valid_to != seen:",
        "    if False:",
        "tests/styrmodell/test_people_page.py::test_who_comes_late_is_shown_what_stands_there",
    ),
    Mutant(
        "a list that was held against other roles is saved",
        "styrmodell/actions/people_list.py",
        "    if mark_of(held) != seen:",
        "    if False:",
        "tests/styrmodell/test_people_list.py::test_roles_that_changed_meanwhile_are_looked_through_again",
    ),
    Mutant(
        "a list leaves no administrator",
        "styrmodell/actions/people_list.py",
        "    keep_administrator(access, sure_until)",
        "    pass",
        "tests/styrmodell/test_people_list.py::test_a_list_leaves_an_administrator",
    ),
    Mutant(
        "a list with faults is saved as far as it goes",
        "styrmodell/views/people_list.py",
        'if not form.cleaned_data["mark"] or listed.faults:',
        'if not form.cleaned_data["mark"]:',
        "tests/styrmodell/test_people_list.py::test_with_one_fault_nothing_is_saved",
    ),
    Mutant(
        "handing over leaves no administrator",
        "styrmodell/actions/handing_over.py",
        "    keep_administrator(access, sure_until)",
        "    pass",
        "tests/styrmodell/test_hand_over.py::test_the_last_administrator_hands_over_only_to_somebody_who_can_sign_in",
    ),
    Mutant(
        "roles that nobody has seen are confirmed",
        "styrmodell/actions/reviewing.py",
        "    if held != set(seen):",
        "    if False:",
        "tests/styrmodell/test_role_review.py::test_nobody_confirms_what_they_have_not_seen",
    ),
    Mutant(
        "a review leaves no administrator",
        "styrmodell/actions/reviewing.py",
        "    keep_administrator(access, sure_until)",
        "    pass",
        "tests/styrmodell/test_role_review.py::test_the_last_administrator_is_not_ended_and_no_record_is_made",
    ),
    # Rights and tenants
    Mutant(
        "a view without its permission",
        "styrmodell/http.py",
        "if not request.access.has(permission):",
        "if False:",
        "tests/access/test_matrix.py::test_roles_come_where_the_table_says",
    ),
    Mutant(
        "no municipality of the reader's in a tenant's rows",
        "styrmodell/models/tenant.py",
        "return self.filter(municipality=access.municipality)",
        "return self.filter(municipality__isnull=False)",
        "tests/access/test_matrix.py::test_what_belongs_to_another_municipality_is_not_there",
    ),
    Mutant(
        "everybody is let into every municipality",
        "styrmodell/access.py",
        "return _access(user, _assignments(user).filter(municipality__slug=slug), request_id)",
        "return system_access(Municipality.objects.filter(slug=slug).first() or Municipality.objects.get(pk=0))",
        "tests/access/test_matrix.py::test_strangers_get_the_same_404_as_for_a_municipality_that_does_not_exist",
    ),
    Mutant(
        "a role that has ended is held",
        "styrmodell/access.py",
        "    still = Q(valid_to__isnull=True) | Q(valid_to__gte=today)\n    return RoleAssignment",
        "    still = Q()\n    return RoleAssignment",
        "tests/access/test_login.py::test_a_role_that_is_taken_away_is_gone_at_the_next_page",
    ),
    Mutant(
        "an import is posted by who may no longer",
        "budget/tasks.py",
        "    if not verdict:\n        raise jobs.JobError(verdict.reason)",
        "",
        "tests/budget/test_import.py::test_somebody_who_keeps_another_role_posts_nothing_either",
    ),
    Mutant(
        "a draft is rendered for who has lost the right",
        "followup/tasks.py",
        'raise jobs.JobError("Du har inte längre rätt att hämta rapporten.")',
        "pass",
        "tests/followup/test_draft_files.py::test_a_secretary_who_has_gone_to_another_board_gets_no_draft_of_the_old_one",
    ),
    Mutant(
        "insight: a draft is for whoever reads",
        "styrmodell/policies.py",
        "SlotStatus.DRAFT.value: Permission.DRAFT_VIEW,",
        "SlotStatus.DRAFT.value: Permission.VIEW,",
        "tests/access/test_drafts.py::test_a_report_is_in_no_answer_to_who_may_not_see_it_yet",
    ),
    Mutant(
        "insight: what is returned is for whoever reads",
        "styrmodell/policies.py",
        "SlotStatus.RETURNED.value: Permission.DRAFT_VIEW,",
        "SlotStatus.RETURNED.value: Permission.VIEW,",
        "tests/access/test_drafts.py::test_a_report_is_in_no_answer_to_who_may_not_see_it_yet",
    ),
    Mutant(
        "insight: what is handed in to one body is read from another above it",
        "styrmodell/access.py",
        "inherited -= {Permission.OWN_SUBMITTED_VIEW}",
        "pass",
        "tests/access/test_drafts.py::test_what_is_handed_in_to_a_nämnd_is_read_in_its_utskott_but_not_in_another_body_below",
    ),
    Mutant(
        "insight: the municipality's choice is not heard",
        "styrmodell/models/municipality.py",
        "for role, value in chosen.items() if value}",
        "for role, value in chosen.items() if not value}",
        "tests/access/test_drafts.py::test_the_municipality_chooses_what_those_who_only_read_see",
    ),
    Mutant(
        "insight: every line of a draft is seen with one of them",
        "budget/selectors/forecast_slots.py",
        "return replace(forecast_slot, sight=SIGHT[slot.status])",
        "return forecast_slot",
        "tests/access/test_drafts.py::test_who_manages_a_part_and_is_elected_for_the_whole_sees_the_draft_of_the_part_only",
    ),
    Mutant(
        "insight: why a report was returned is told to every reader",
        "followup/pages/slot_page.py",
        "log=log_of(access, slot) if can_read_history(access, slot.organisation_id) else [],",
        "log=log_of(access, slot),",
        "tests/access/test_drafts.py::test_why_it_was_returned_is_told_to_who_works_with_it_or_reads_the_log",
    ),
    Mutant(
        "insight: a measure of a draft is shown with its goal",
        "goals/pages/goal_page.py",
        "if rows and not can_see_drafts_of(access, goal.organisation_id):",
        "if False:",
        "tests/followup/test_draft_judgements.py::test_a_measure_is_shown_once_a_report_of_the_goal_is_decided_after_it_was_written",
    ),
    Mutant(
        "insight: a file that is read in is told to one unit's controller",
        "budget/views/imports.py",
        "    policies.can_import(request.access).require()\n    return batch",
        "    return batch",
        "tests/budget/test_import.py::test_a_controller_of_one_unit_is_told_nothing_of_the_files_and_the_months_of_the_own_units",
    ),
    Mutant(
        "insight: the months of the whole municipality are told to one unit's controller",
        "budget/pages/imports.py",
        "own = None if policies.can_import(access) else access.ever.organisation_ids(Permission.VIEW)",
        "own = None",
        "tests/budget/test_import.py::test_a_controller_of_one_unit_is_told_nothing_of_the_files_and_the_months_of_the_own_units",
    ),
    Mutant(
        "one person hands in and records the decision",
        "styrmodell/policies.py",
        "if decides and is_same and access.municipality.two_people:",
        "if False:",
        "tests/followup/test_two_people.py::test_whoever_handed_in_does_not_record_the_decision_where_two_are_wanted",
    ),
    Mutant(
        "imports by who holds the right in one nämnd",
        "budget/policies.py",
        'return at_the_top(access, Permission.LEDGER_IMPORT, "Bara ekonomikontoret läser in utfall.")',
        "return ALLOWED",
        "tests/budget/test_import.py::test_a_controller_of_one_unit_does_not_read_in_the_whole_municipality",
    ),
    Mutant(
        "occasions by who holds the right in one nämnd",
        "styrmodell/policies.py",
        'return at_the_top(access, Permission.OCCASION_OPEN, "Bara ekonomikontoret öppnar rapporttillfällen.")',
        "return ALLOWED",
        "tests/followup/test_openable.py::test_who_holds_the_right_in_one_unit_opens_and_takes_back_nothing",
    ),
    Mutant(
        "a measure of another unit at the own unit's address",
        "budget/selectors/measures.py",
        "rows = so_far(access, slot.occasion, slot.organisation_id).filter(pk=measure_id)",
        "rows = Measure.objects.filter(pk=measure_id)",
        "tests/access/test_matrix.py::test_each_id_of_an_address_is_the_own_units",
    ),
    Mutant(
        "a measure is saved without the right on its lines",
        "budget/actions/measures.py",
        "        policies.can_forecast(access, slot, key.organisation_id).require()\n",
        "        pass\n",
        "tests/budget/test_measures_of_handed_in.py::test_a_measure_is_saved_by_who_may_change_its_lines_only",
    ),
    Mutant(
        "a goal is decided by another municipality's decision",
        "goals/actions/deciding.py",
        "row = Decision.objects.of(access).filter(pk=by.known, organisation_id__in=allowed).first()",
        "row = Decision.objects.filter(pk=by.known).first()",
        "tests/goals/test_goal_life.py::test_no_other_bodys_decision_decides_the_goal",
    ),
    Mutant(
        "another municipality's goal is locked and changed",
        "goals/actions/indicators.py",
        "    if goal.municipality_id != access.municipality.pk:\n        raise Goal.DoesNotExist\n",
        "",
        "tests/goals/test_write_goal.py::test_another_municipality_locks_no_goal_here",
    ),
    Mutant(
        "another municipality's slot is locked and moved",
        "styrmodell/selectors/slots.py",
        "return _existing(Slot.objects.of(access).with_around().locked(), slot_id)",
        "return _existing(Slot.objects.all().with_around().locked(), slot_id)",
        "tests/followup/test_slots.py::test_another_municipality_locks_nothing_here",
    ),
    Mutant(
        "another municipality's forecast is opened",
        "budget/selectors/forecast_slots.py",
        "units = Slot.objects.of(access).filter(scope=Step.Scope.UNIT)",
        "units = Slot.objects.filter(scope=Step.Scope.UNIT)",
        "tests/budget/test_forecast.py::test_the_forecast_slots_are_the_municipalitys_own",
    ),
    Mutant(
        "a form takes whatever is sent",
        "budget/views/measures.py",
        '"values": form.values(), "version"',
        '"values": form.values() | {k: v for k, v in request.POST.items() if k == "municipality_id"}, "version"',
        "tests/access/test_smuggled_fields.py::test_what_is_sent_beside_a_forms_own_fields_changes_nothing_more",
    ),
    Mutant(
        "a report is given back by who may only hand it in",
        "styrmodell/permissions.py",
        "        Permission.GOAL_EDIT,  # the secretary keeps the register of what politics decided (VAD)\n",
        "        Permission.GOAL_EDIT,\n        Permission.REPORT_RETURN,\n",
        "tests/access/test_moves_by_post.py::test_only_the_listed_moves_are_made_and_only_by_whose_they_are",
    ),
    Mutant(
        "a forecast of a handed-in report is changed",
        "budget/policies.py",
        "        return NOT_YOURS\n    return Verdict(locked_reason(slot))\n\n\ndef can_forecast_something",
        "        return NOT_YOURS\n    return ALLOWED\n\n\ndef can_forecast_something",
        "tests/budget/test_any_order.py::test_what_may_be_done_is_done_and_what_comes_too_late_is_not",
    ),
    # Locks
    Mutant(
        "a slot that is moved is not locked",
        "styrmodell/models/calendar.py",
        'return self.select_for_update(no_key=True, of=("self",))',
        "return self.all()",
        "tests/followup/test_moves_at_once.py::test_a_unit_is_given_back_or_the_whole_handed_in_never_both",
    ),
    Mutant(
        "the whole is not locked when a unit is given back",
        "followup/actions/slots.py",
        "    whole = locked_slot(access, whole.pk) if whole else None\n",
        "",
        "tests/followup/test_moves_at_once.py::test_a_unit_is_given_back_or_the_whole_handed_in_never_both",
    ),
    Mutant(
        "a forecast is saved without the slot's lock",
        "budget/actions/forecast.py",
        "    forecast_slot = forecast_slot_or_404(access, slot_id, lock=True)\n    slot, lines",
        "    forecast_slot = forecast_slot_or_404(access, slot_id)\n    slot, lines",
        "tests/budget/test_concurrency.py::test_nothing_is_saved_while_the_report_is_handed_in",
    ),
    Mutant(
        "the ledger is not held by who posts, closes or freezes",
        "budget/models/ledger.py",
        "Municipality.objects.select_for_update(no_key=True).get(pk=owner.municipality.pk)",
        "Municipality.objects.get(pk=owner.municipality.pk)",
        "tests/budget/test_concurrency.py::test_a_month_is_closed_when_the_file_that_is_being_posted_stands_in_it",
    ),
    Mutant(
        "a month is closed without the ledger's lock",
        "budget/actions/ledger.py",
        '    Waits for a file that is being posted. Raises PermissionDenied."""\n    lock_ledger(access)\n',
        '    Waits for a file that is being posted. Raises PermissionDenied."""\n',
        "tests/budget/test_concurrency.py::test_a_month_is_closed_when_the_file_that_is_being_posted_stands_in_it",
    ),
    Mutant(
        "a file is posted without the ledger's lock",
        "budget/importers/apply.py",
        "    lock_ledger(access)\n",
        "",
        "tests/budget/test_concurrency.py::test_two_files_for_the_same_month_wait_for_each_other_and_the_last_stands",
    ),
    Mutant(
        "a report that is decided does not hold the ledger",
        "followup/actions/slots.py",
        "    if freezes:\n        _hold(access, slot)\n",
        "",
        "tests/budget/test_figures_since_hand_in.py::test_a_file_that_is_posted_while_it_is_decided_is_told",
    ),
    Mutant(
        "a report that is handed in does not hold the ledger",
        "followup/actions/slots.py",
        "    _hold(access, slot)  # nothing that it is made from changes between what is written down and the hand-in\n",
        "",
        "tests/budget/test_figures_since_hand_in.py::test_who_hands_in_or_decides_while_a_file_is_posted_for_long_is_told_so",
    ),
    Mutant(
        "a file that is thrown away while it is read comes back",
        "budget/importers/apply.py",
        "if now.state != LedgerBatch.State.STAGED or now.report:",
        "if now.report:",
        "tests/budget/test_concurrency.py::test_a_file_that_is_thrown_away_while_it_is_read_stays_thrown_away",
    ),
    Mutant(
        "a measure is saved over what somebody else has saved",
        "budget/actions/measures.py",
        "        measure.ensure_seen(version)\n",
        "",
        "tests/budget/test_concurrency.py::test_two_who_save_the_same_measure_at_once_do_not_overwrite_each_other",
    ),
    Mutant(
        "a measure that is sent twice is added twice",
        "budget/actions/measures.py",
        "        if sent_before:\n            return sent_before\n",
        "",
        "tests/budget/test_concurrency.py::test_a_measure_sent_twice_at_once_is_added_once",
    ),
    Mutant(
        "a measure of a handed-in report is changed from another forecast",
        "budget/actions/measures.py",
        "    policies.can_change_measure(access, organisations_of(measure, slot), shown_in).require()\n",
        "",
        "tests/budget/test_concurrency.py::test_a_measure_of_a_report_that_is_being_handed_in_is_not_changed_from_another_forecast",
    ),
    Mutant(
        "a measure on another unit's line is changed with the right to one's own",
        "budget/policies.py",
        "    if not all(access.has(Permission.FORECAST_EDIT, pk) for pk in organisations):",
        "    if False:",
        "tests/budget/test_whose_measures.py::test_the_action_itself_changes_no_other_units_measure",
    ),
    Mutant(
        "another unit's measure in the same report is opened by its number",
        "budget/selectors/measures.py",
        "    if measure is None or not access.has(sight, measure.organisation_id):",
        "    if measure is None:",
        "tests/budget/test_whose_measures.py::test_another_units_measure_in_the_same_report_is_not_opened_by_its_number",
    ),
    Mutant(
        "insight: the log tells how a goal is judged in a draft",
        "styrmodell/pages/log_rows.py",
        "            is_closed=not closed.isdisjoint([keys[event.pk], *beside[event.pk]]),",
        "            is_closed=keys[event.pk] in closed,",
        "tests/access/test_drafts.py::test_the_log_tells_no_judgement_and_no_measure_of_a_report_until_it_is_read",
    ),
    Mutant(
        "a cell is saved over what somebody else has saved",
        "budget/actions/forecast.py",
        "        if line.saved.version == new.version:\n",
        "        if True:\n",
        "tests/budget/test_forecast.py::test_a_cell_that_somebody_else_changed_shows_both_values",
    ),
    Mutant(
        "a judgement is saved over what somebody else has saved",
        "goals/actions/judging.py",
        "    if version != now.version:\n",
        "    if False:\n",
        "tests/goals/test_judge_goal.py::test_stale_form_writes_nothing_and_says_what_stands",
    ),
    Mutant(
        "a text is saved over what somebody else has saved",
        "followup/actions/sections.py",
        "        section.ensure_seen(version)\n",
        "        pass\n",
        "tests/followup/test_slots.py::test_a_stale_text_overwrites_nothing",
    ),
    Mutant(
        "a text is written in the log after it is saved",
        "followup/actions/sections.py",
        "    audit.record(AuditEvent.Type.REPORT_WRITTEN, target=section, access=access, summary=code)\n",
        "    event = {'target': section, 'access': access, 'summary': code}\n"
        "    transaction.on_commit(lambda: audit.record(AuditEvent.Type.REPORT_WRITTEN, **event))\n",
        "tests/infrastructure/test_cut_connection.py::test_a_save_that_loses_its_connection_is_whole_or_is_not",
    ),
    Mutant(
        "a statement is saved over what somebody else has saved",
        "budget/actions/statements.py",
        "    if stale:\n        raise Stale(stale)\n",
        "",
        "tests/budget/test_statement_entry.py::test_a_save_that_comes_late_is_refused_by_the_action",
    ),
    # Months and imports
    Mutant(
        "closing a month is not logged",
        "budget/actions/ledger.py",
        "        audit.record(AuditEvent.Type.PERIOD_CLOSED, target=closed, access=access, summary=summary)\n",
        "        assert summary\n",
        "tests/budget/test_import.py::test_closing_a_month_is_logged_once_with_who_did_it",
    ),
    Mutant(
        "opening a month is not logged",
        "budget/actions/ledger.py",
        "    audit.record(AuditEvent.Type.PERIOD_OPENED, target=closed, access=access, summary=summary)\n",
        "    assert summary\n",
        "tests/budget/test_import.py::test_a_closed_month_opens_only_with_a_reason",
    ),
    Mutant(
        "a month that is closed after the review takes the file",
        "budget/importers/apply.py",
        "    _check_open(access, batch)\n",
        "",
        "tests/budget/test_import.py::test_a_month_that_is_closed_after_the_review_refuses_the_posting",
    ),
    Mutant(
        "rows that changed after the review are posted",
        "budget/importers/apply.py",
        "    if written != batch.row_count:\n",
        "    if False:\n",
        "tests/budget/test_import.py::test_rows_that_changed_after_the_review_are_not_posted",
    ),
    Mutant(
        "the earlier file's rows are left beside the new ones",
        "budget/importers/apply.py",
        "    LedgerRow.objects.of(access).filter(batch=earlier).delete()\n",
        "",
        "tests/budget/test_import.py::test_a_corrected_file_replaces_the_month_as_a_whole",
    ),
    Mutant(
        "a file is posted twice",
        "budget/importers/apply.py",
        "    if batch.state != LedgerBatch.State.STAGED",
        "    if False and batch.state != LedgerBatch.State.STAGED",
        "tests/budget/test_import.py::test_a_file_is_posted_once",
    ),
    Mutant(
        "some rows of a file are committed before the rest",
        "budget/importers/apply.py",
        "        with transaction.atomic():\n            return _apply(batch.pk, access)\n",
        "        return _apply(batch.pk, access)\n",
        "tests/budget/test_import.py::test_rows_that_changed_after_the_review_are_not_posted",
    ),
    Mutant(
        "a formula lives in the file of errors",
        "budget/views/imports.py",
        'text(error["column"])',
        'text(error["column"])[-len(error["column"]) :]',
        "tests/budget/test_import.py::test_no_cell_of_the_error_file_is_a_formula",
    ),
    Mutant(
        "a file of errors is read to its end",
        "budget/importers/ledger.py",
        "        if self.tally.rejected >= MOST_WRONG:\n",
        "        if False:\n",
        "tests/unit/budget/test_ledger.py::test_a_file_of_errors_is_not_read_to_its_end",
    ),
    Mutant(
        "blank rows are read without end",
        "budget/importers/ledger.py",
        "        if self._blank > MOST_BLANK:\n",
        "        if False:\n",
        "tests/unit/budget/test_ledger.py::test_a_file_of_blank_rows_is_refused_in_words",
    ),
    Mutant(
        "a file lies where its name says",
        "budget/actions/ledger.py",
        'staged_path=f"{uuid.uuid4().hex}{Path(filename).suffix.lower()[:5]}"',
        "staged_path=filename[:190] or uuid.uuid4().hex",
        "tests/budget/test_import.py::test_no_name_of_a_file_says_where_it_lies",
    ),
    Mutant(
        "a far cell is let through to the parser",
        "styrmodell/throwaway/prescan.py",
        "            if reference is not None and not re.fullmatch(wanted, reference[1]):\n",
        "            if False:\n",
        "tests/unit/budget/test_prescan.py::test_a_far_cell_in_a_small_file",
    ),
    Mutant(
        "entities are let through to the parser",
        "styrmodell/throwaway/prescan.py",
        'if b"<!DOCTYPE" in data or b"<!ENTITY" in data:',
        "if False:",
        "tests/unit/budget/test_prescan.py::test_entities",
    ),
    Mutant(
        "lines are left when the parser is killed",
        "budget/importers/sandbox.py",
        "    except BaseException:\n        target.unlink(missing_ok=True)\n        raise\n",
        "    except BaseException:\n        raise\n",
        "tests/unit/budget/test_sandbox.py::test_a_child_that_is_killed_at_any_point_leaves_nothing",
    ),
    Mutant(
        "old code pages are read as another",
        "styrmodell/throwaway/encoding.py",
        'for encoding in ("utf-8", "cp1252", "cp437")}',
        'for encoding in ("utf-8", "cp1252")}',
        "tests/unit/budget/test_csv_file.py::test_letters_come_out_right_whatever_the_encoding",
    ),
    Mutant(
        "a debit file keeps its signs",
        "budget/importers/rows.py",
        "self._flip = -1 if spec.sign is Sign.COST_PLUS else 1",
        "self._flip = 1",
        "tests/budget/test_import.py::test_a_debit_file_turns_its_signs",
    ),
    Mutant(
        "a row that cannot be read is left out in silence",
        "budget/importers/tally.py",
        "        self.rejected += 1\n",
        "",
        "tests/unit/budget/test_ledger.py::test_no_damaged_row_is_accepted_and_no_good_row_refused",
    ),
    Mutant(
        "workbooks of any size",
        "styrmodell/throwaway/prescan.py",
        "MAX_PACKED = 20_000_000",
        "MAX_PACKED = 30_000_000",
        "tests/unit/budget/test_prescan.py::test_a_file_of_20_mb_and_one_byte_more",
    ),
    # Plans
    Mutant(
        "a plan is among the reports",
        "styrmodell/selectors/slots.py",
        "of(access).reports()",
        "of(access)",
        "tests/followup/test_plans_apart.py::test_nothing_that_asks_for_reports_finds_a_plan",
    ),
    Mutant(
        "a goal is judged in a plan",
        "goals/selectors/judging.py",
        "occasion.is_plan or Content.GOALS",
        "Content.GOALS",
        "tests/followup/test_plans_apart.py::test_goals_are_not_judged_in_a_plan",
    ),
    Mutant(
        "a plan of the administration is read by politicians",
        "styrmodell/policies.py",
        "return not slot.occasion.rule.is_internal or access",
        "return True or access",
        "tests/followup/test_plans_apart.py::test_what_stays_with_the_administration_is_known_there_alone",
    ),
    Mutant(
        "a plan of the administration is found by politicians",
        "styrmodell/selectors/slots.py",
        "filter(read, _known_to(access))",
        "filter(read)",
        "tests/followup/test_plans_apart.py::test_what_stays_with_the_administration_is_known_there_alone",
    ),
    Mutant(
        "a plan's decision decides nothing",
        "followup/actions/slots.py",
        "            decide_goals_of(access, slot, row, departure)\n",
        "            pass\n",
        "tests/followup/test_plans.py::test_the_decision_of_a_plan_decides_its_goals",
    ),
    Mutant(
        "goals of a plan that lack something are decided without a motive",
        "goals/actions/plans.py",
        "    if problems:\n",
        "    if False:\n",
        "tests/followup/test_plans.py::test_a_goal_that_lacks_something_wants_a_motive_and_nothing_is_half_done",
    ),
    Mutant(
        "a goal is changed in a plan that is handed in",
        "goals/actions/indicators.py",
        "for slots in (slots_showing, plan_slots))",
        "for slots in (slots_showing,))",
        "tests/followup/test_plans.py::test_a_plan_that_is_handed_in_holds_its_goals",
    ),
    Mutant(
        "a goal slips into a plan that is handed in",
        "goals/actions/goals.py",
        "    policies.can_change_now(plan_slots(access, goal)).require()  # none slips into a plan that is handed in\n",
        "",
        "tests/followup/test_plans.py::test_a_plan_that_is_handed_in_holds_its_goals",
    ),
    Mutant(
        "a plan is handed in before its sections are done",
        "followup/selectors/sections.py",
        "self.is_written and self.is_done",
        "self.is_written",
        "tests/followup/test_plans.py::test_a_plan_is_handed_in_when_each_section_is_done_and_no_goal_is_judged",
    ),
    # Decisions
    Mutant(
        "a decision without its paragraph",
        "followup/actions/slots.py",
        "if asked.decides and (decision is None or (asked.wants_paragraph and not decision.paragraph.strip())):",
        "if asked.decides and decision is None:",
        "tests/followup/test_slots.py::test_a_decision_without_its_paragraph_is_none",
    ),
    Mutant(
        "the first deciding step locks the report",
        "followup/selectors/steps.py",
        "        return deciding[-1]\n",
        "        return deciding[0]\n",
        "tests/followup/test_slots.py::test_of_two_deciding_steps_the_first_only_passes_and_the_last_locks",
    ),
    Mutant(
        "a body decides what is another's",
        "followup/actions/slots.py",
        "    if decision and decision.organisation not in asked.bodies:\n",
        "    if False:\n",
        "tests/followup/test_deciding_bodies.py::test_another_body_is_refused_whichever_way_it_comes",
    ),
    Mutant(
        "a draft is decided",
        "styrmodell/policies.py",
        '    if not slot.is_submitted:\n        return Verdict(f"{slot.occasion.noun.capitalize()} måste vara inlämnad först.")\n',
        "",
        "tests/followup/test_slots.py::test_a_draft_cannot_be_decided",
    ),
    Mutant(
        "the whole is decided over a unit that is open",
        "followup/actions/slots.py",
        "    if waiting:\n        raise IncompleteError(waiting)\n",
        "",
        "tests/followup/test_whole_report.py::test_a_unit_that_came_late_stops_the_decision",
    ),
    Mutant(
        "a report with holes is handed in",
        "followup/actions/slots.py",
        "    if missing:\n        raise IncompleteError(missing)\n",
        "",
        "tests/followup/test_slots.py::test_nothing_is_handed_in_while_a_text_is_missing",
    ),
    Mutant(
        "a frozen report is shown although it is damaged",
        "followup/selectors/frozen.py",
        "    if hashlib.sha256(content).hexdigest() != sha256:\n",
        "    if False:\n",
        "tests/followup/test_verification.py::test_what_is_damaged_is_not_shown_as_decided",
    ),
    Mutant(
        "a goal is decided long before it",
        "goals/rules/decision_day.py",
        "    if day.year < first_year - YEARS_BEFORE:\n",
        "    if False:\n",
        "tests/unit/goals/test_decision_day.py::test_a_decision_is_not_older_than_what_it_is_about",
    ),
    Mutant(
        "a goal is decided five years and a day before its first year",
        "goals/rules/decision_day.py",
        "YEARS_BEFORE = 5",
        "YEARS_BEFORE = 6",
        "tests/unit/goals/test_decision_day.py::test_a_decision_is_not_older_than_what_it_is_about",
    ),
    Mutant(
        "a goal is changed on the day before it was decided",
        "goals/rules/decision_day.py",
        "    if before is not None and day < before:\n",
        "    if False:\n",
        "tests/goals/test_goal_life.py::test_a_goal_is_not_changed_or_ended_before_it_was_decided",
    ),
    Mutant(
        "a new decision of any day decides the goal",
        "goals/actions/deciding.py",
        "    if problem(by.date):\n",
        "    if False:\n",
        "tests/goals/test_goal_life.py::test_a_body_has_decided_nothing_long_before_the_goal",
    ),
    Mutant(
        "a known decision of any day decides the goal",
        "goals/actions/deciding.py",
        "        if problem(row.date):\n",
        "        if False:\n",
        "tests/goals/test_goal_life.py::test_a_body_has_decided_nothing_long_before_the_goal",
    ),
    Mutant(
        "the steering model's first year does not count",
        "goals/actions/deciding.py",
        "first_year = min(goal.year_from, goal.level.model.valid_from.year)",
        "first_year = goal.year_from",
        "tests/goals/test_goal_life.py::test_a_goal_may_be_decided_with_the_model_that_it_belongs_to",
    ),
    Mutant(
        "a company's quality factors are decided by nobody",
        "goals/rules/drafts.py",
        "        OrganisationKind.COMPANY.value,\n",
        "",
        "tests/goals/test_what_is_decided.py::test_quality_factors_are_decided_as_the_source_says",
    ),
    Mutant(
        "a verksamhet's own quality factors are decided",
        "goals/rules/drafts.py",
        "(kind == LevelKind.FACTOR.value and owner_kind in DECIDING)",
        "kind == LevelKind.FACTOR.value",
        "tests/goals/test_what_is_decided.py::test_quality_factors_are_decided_as_the_source_says",
    ),
    Mutant(
        "the database and the rule differ on quality factors",
        "goals/models/goal.py",
        "Q(level__kind=Level.Kind.FACTOR, organisation__kind__in=sorted(DECIDING))",
        "Q(level__kind=Level.Kind.FACTOR)",
        "tests/goals/test_what_is_decided.py::test_the_database_says_the_same_as_the_rule",
    ),
    Mutant(
        "what no body decides is decided",
        "goals/policies.py",
        "    if verdict and not is_decided_on(goal.level.sphere, goal.level.kind, goal.organisation.kind):\n",
        "    if False:\n",
        "tests/goals/test_what_is_decided.py::test_an_undecided_factor_is_a_draft_everywhere_and_a_verksamhets_own_never",
    ),
    # Figures
    Mutant(
        "nothing is kept of what a report told when it was handed in",
        "followup/actions/slots.py",
        "    keep_figures(slot)\n",
        "",
        "tests/budget/test_figures_since_hand_in.py::test_what_is_booked_after_the_hand_in_is_told_old_and_new",
    ),
    Mutant(
        "a decided result follows the budgeted statement of today",
        "followup/compose/handed_in.py",
        "        statement=_statement(slot),\n",
        "",
        "tests/followup/test_one_set_of_figures.py::test_a_later_budgeted_statement_does_not_move_a_decided_result",
    ),
    Mutant(
        "figures that have moved are told to nobody",
        "followup/compose/handed_in.py",
        "        if _cost(before, row, name) != _cost(now, row, name)\n",
        "        if False\n",
        "tests/budget/test_figures_since_hand_in.py::test_what_is_booked_after_the_hand_in_is_told_old_and_new",
    ),
    Mutant(
        "figures are held against an earlier hand-in",
        "followup/compose/handed_in.py",
        ".filter(slot=slot, round=slot.version, at_decision=False).first()",
        '.filter(slot=slot).order_by("round").first()',
        "tests/budget/test_figures_since_hand_in.py::test_who_hands_in_anew_hands_in_the_new_figures",
    ),
    Mutant(
        "only the outcome is held against the hand-in",
        "followup/compose/handed_in.py",
        'TOLD = {"budget": "Budget", "outcome": "Utfall", "forecast": "Prognos"}',
        'TOLD = {"outcome": "Utfall"}',
        "tests/budget/test_figures_since_hand_in.py::test_a_budget_and_a_row_that_come_after_the_hand_in_are_told_too",
    ),
    Mutant(
        "the whole's report is never held against its hand-in",
        "followup/compose/handed_in.py",
        "    if not is_included(slot):\n        return []\n",
        "    if not is_included(slot) or slot.is_whole:\n        return []\n",
        "tests/budget/test_figures_since_hand_in.py::test_the_whole_is_told_of_what_has_moved_in_any_unit",
    ),
    Mutant(
        "a decision is taken on other figures than its page told",
        "followup/actions/slots.py",
        '    if asked.locks and told not in ("", seal_of(moved_since(access, slot))):\n',
        "    if False:\n",
        "tests/budget/test_figures_since_hand_in.py::test_a_decision_is_not_taken_on_other_figures_than_its_page_told",
    ),
    Mutant(
        "an odd season is used for the budget of the period",
        "budget/selectors/amounts.py",
        "AND last_year_to_date / last_year BETWEEN 0 AND 1",
        "",
        "tests/budget/test_economy.py::test_a_profile_that_cannot_be_gives_an_even_period_budget",
    ),
    Mutant(
        "a real municipality's money is called an example",
        "followup/compose/economy.py",
        "return example_note(row.is_example for row in self.rows)",
        "return example_note([True])",
        "tests/followup/test_examples.py::test_a_real_municipalitys_report_calls_nothing_an_example",
    ),
    Mutant(
        "a deviation is turned round",
        "budget/rules/variance.py",
        "return None if outcome is None or budget is None else outcome - budget",
        "return None if outcome is None or budget is None else budget - outcome",
        "tests/unit/budget/test_variance.py::test_plus_is_better_than_budget",
    ),
    Mutant(
        "the first part of a statement's sum is left out",
        "budget/rules/statements.py",
        "sum((amounts[p] for p in parts), Decimal(0))",
        "sum((amounts[p] for p in parts[1:]), Decimal(0))",
        "tests/unit/budget/test_statements.py::test_sjobos_income_statement_to_the_decimal",
    ),
    Mutant(
        "half an öre is rounded to even",
        "ui/rules/money.py",
        "rounding=ROUND_HALF_UP",
        'rounding="ROUND_HALF_EVEN"',
        "tests/unit/ui/test_money.py::test_rounding_moves_a_value_at_most_half_a_step_and_halves_go_outwards",
    ),
    # Jobs
    Mutant(
        "a worker that was overtaken writes its result",
        "styrmodell/jobs.py",
        "    mine = Job.objects.filter(pk=job.pk, fence=job.fence)\n",
        "    mine = Job.objects.filter(pk=job.pk)\n",
        "tests/styrmodell/test_jobs.py::test_a_worker_that_lost_its_claim_writes_nothing",
    ),
    Mutant(
        "two workers take the same job",
        "styrmodell/models/job.py",
        'rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).first()',
        "rows.first()",
        "tests/styrmodell/test_jobs.py::test_two_workers_at_once_take_one_job_each",
    ),
    Mutant(
        "a job is tried for ever",
        "styrmodell/jobs.py",
        "            elif job.attempts < MAX_ATTEMPTS:\n",
        "            elif True:\n",
        "tests/styrmodell/test_jobs.py::test_unexpected_trouble_is_tried_three_times_and_then_told_with_a_reference",
    ),
    Mutant(
        "a lost job is never found again",
        "styrmodell/models/job.py",
        "return self.filter(waits | lost, attempts__lt=MAX_ATTEMPTS)",
        "return self.filter(waits, attempts__lt=MAX_ATTEMPTS)",
        "tests/styrmodell/test_jobs.py::test_the_sweeper_wakes_a_worker_for_what_waits_and_what_lost_its_worker",
    ),
    Mutant(
        "one municipality's long line goes before all others",
        "styrmodell/models/job.py",
        ').order_by("working", F("served").asc(nulls_first=True), "created_at", "pk")',
        ').order_by("created_at", "pk")',
        "tests/styrmodell/test_jobs.py::test_municipalities_are_served_in_turn",
    ),
    Mutant(
        "a person may have any number of jobs",
        "styrmodell/jobs.py",
        "    if others.exclude(pk=job.pk).count() >= PER_PERSON:\n",
        "    if False:\n",
        "tests/styrmodell/test_jobs.py::test_a_person_has_only_so_many_jobs_waiting",
    ),
    Mutant(
        "a job runs as who ordered it first",
        "styrmodell/jobs.py",
        "update(requested_by_id=access.user_id, request_id=access.request_id)",
        "update(request_id=access.request_id)",
        "tests/styrmodell/test_jobs.py::test_a_job_belongs_to_whoever_ordered_it_last",
    ),
    Mutant(
        "nobody is woken for what waits",
        "styrmodell/jobs.py",
        "        _send(_KINDS[kind].queue, expires=settings.SWEEP_SECONDS)\n",
        "        pass\n",
        "tests/styrmodell/test_jobs.py::test_the_sweeper_wakes_a_worker_for_what_waits_and_what_lost_its_worker",
    ),
    Mutant(
        "days are those of another zone",
        "config/settings.py",
        'TIME_ZONE = "Europe/Stockholm"',
        'TIME_ZONE = "UTC"',
        "tests/styrmodell/test_clock_changes.py::test_each_day_comes_once_and_is_as_long_as_it_is",
    ),
    Mutant(
        "a night is verified twice",
        "followup/verification.py",
        "    if last is not None and last.at >= tonight:\n",
        "    if False:\n",
        "tests/styrmodell/test_clock_changes.py::test_what_is_done_each_night_is_done_once",
    ),
    Mutant(
        "two clocks have the same thing done",
        "followup/verification.py",
        "    if not _is_alone(municipality):\n",
        "    if False:\n",
        "tests/styrmodell/test_clock_changes.py::test_of_two_clocks_that_strike_at_once_one_has_it_done",
    ),
    Mutant(
        "a full disk is a fault as any other",
        "styrmodell/jobs.py",
        "mine.put_off(disk.WAITS)",
        "pass",
        "tests/budget/test_full_disk.py::test_a_file_that_is_read_when_there_is_no_room_is_kept_and_read_when_there_is",
    ),
    # Sign-ins, mail, and what is cleared away
    Mutant(
        "nobody is woken when a job is done",
        "styrmodell/jobs.py",
        "            _wake_for_more(Queue(queue))\n",
        "            pass\n",
        "tests/styrmodell/test_jobs.py::test_when_a_job_has_ended_the_next_in_the_queue_is_woken",
    ),
    Mutant(
        "what failed is tried again at once",
        "styrmodell/jobs.py",
        "after=PAUSE * job.attempts",
        "after=PAUSE * 0",
        "tests/styrmodell/test_jobs.py::test_what_went_wrong_is_tried_again_after_a_pause_that_grows",
    ),
    Mutant(
        "the probe says nothing of a broker that is away",
        "config/health.py",
        "if can_be_sent() else",
        "if can_be_sent() or True else",
        "tests/chaos/test_killed.py::test_what_was_ordered_is_done_once_though_the_broker_lost_everything",
    ),
    Mutant(
        "jobs that have just ended are taken away",
        "styrmodell/jobs.py",
        "finished_at__lt=Now() - KEPT",
        "finished_at__lt=Now()",
        "tests/styrmodell/test_jobs.py::test_only_jobs_that_ended_long_ago_are_taken_away",
    ),
    Mutant(
        "a file whose folder is away is refused",
        "budget/importers/apply.py",
        "    if not source.exists():\n",
        "    if False:\n",
        "tests/budget/test_disk_away.py::test_a_file_whose_folder_is_away_waits_for_it_when_it_is_read_and_when_it_is_posted",
    ),
    Mutant(
        "a new upload is cleared away",
        "budget/importers/stray.py",
        "path.stat().st_mtime > A_DAY",
        "path.stat().st_mtime > 0",
        "tests/budget/test_stray_files.py::test_what_no_import_refers_to_is_removed_and_all_else_stays",
    ),
    Mutant(
        "uploads are cleared away on the word of an empty database",
        "budget/importers/stray.py",
        "not in used] if used else []",
        "not in used]",
        "tests/budget/test_stray_files.py::test_nothing_is_removed_on_the_word_of_a_database_without_imports",
    ),
    Mutant(
        "who waits for a lock meets a fault of ours",
        "config/refusals.py",
        "isinstance(error, OperationalError | InterfaceError)",
        "isinstance(error, InterfaceError)",
        "tests/budget/test_locks.py::test_who_waits_too_long_for_a_lock_is_told_when_to_come_back",
    ),
    Mutant(
        "a sign-in that is used never ends",
        "accounts/sessions.py",
        "began + settings.SESSION_HOURS * 60 * 60 - now)",
        "began + 10**6)",
        "tests/access/test_sessions.py::test_who_asks_for_something_stays_in_for_ten_hours_and_no_longer",
    ),
    Mutant(
        "a sign-in that is not used stays",
        "config/settings.py",
        "SESSION_COOKIE_AGE = SESSION_IDLE_MINUTES * 60",
        "SESSION_COOKIE_AGE = SESSION_HOURS * 3600",
        "tests/access/test_sessions.py::test_who_asks_for_nothing_for_an_hour_is_out",
    ),
    Mutant(
        "nobody is told why they must sign in again",
        "accounts/http.py",
        "    if has_ended(request):\n",
        "    if False:\n",
        "tests/access/test_sessions.py::test_whoever_is_out_is_told_why_at_the_login_page_and_comes_back",
    ),
    Mutant(
        "sessions that have ended are kept",
        "accounts/tasks.py",
        "    SessionStore.clear_expired()\n",
        "    pass\n",
        "tests/access/test_sessions.py::test_what_has_ended_is_forgotten_and_nothing_else",
    ),
    Mutant(
        "any number of passwords is hashed at once",
        "accounts/hashers.py",
        "ThreadPoolExecutor(AT_ONCE,",
        "ThreadPoolExecutor(9,",
        "tests/access/test_passwords.py::test_four_who_sign_in_at_once_take_the_memory_of_two",
    ),
    Mutant(
        "mail is sent while somebody waits",
        "config/env.py",
        '"accounts.mail.Outbox"',
        '"django.core.mail.backends.smtp.EmailBackend"',
        "tests/access/test_mail.py::test_whoever_asks_for_a_new_password_is_answered_alike_and_mailed_afterwards",
    ),
    Mutant(
        "two senders have the same letters",
        "accounts/models.py",
        "            self.filter(pk__in=[mail.pk for mail in due]).update(due_at=Now() + held)\n",
        "",
        "tests/access/test_mail.py::test_what_a_killed_sender_had_is_free_after_a_while",
    ),
    Mutant(
        "a letter is another each time it is sent",
        "accounts/mail.py",
        '{"Message-ID": make_msgid(domain="styrmodell"), **message.extra_headers}',
        "message.extra_headers",
        "tests/access/test_mail.py::test_what_was_taken_without_a_word_is_sent_again_as_the_same_letter",
    ),
    Mutant(
        "a mail server that is away is asked for each letter",
        "accounts/mail.py",
        "            break\n",
        "            continue\n",
        "tests/access/test_mail.py::test_a_mail_server_that_does_not_answer_is_left_alone_for_a_minute",
    ),
    # Answers
    Mutant(
        "what a signed-in user sees is kept",
        "styrmodell/middleware.py",
        'response["Cache-Control"] = "no-store"',
        'response["Cache-Control"] = "private"',
        "tests/access/test_answers.py::test_every_answer_is_guarded_and_nothing_of_a_signed_in_user_is_kept",
    ),
    Mutant(
        "a page that is read writes",
        "styrmodell/pages/glossary.py",
        "    model = steering_model(access)\n",
        '    model = steering_model(access)\n    Term.objects.of(access).create(municipality=access.municipality, model=model, key="läst")\n',
        "tests/access/test_answers.py::test_reading_changes_nothing",
    ),
    Mutant(
        "a raised digit is read as a number",
        "ui/rules/addresses.py",
        "not text.isascii() or not text.isdigit()",
        "not text.isdigit()",
        "tests/access/test_nasty.py::test_no_query_string_breaks_a_page",
    ),
    Mutant(
        "ready although a migration is missing",
        "config/health.py",
        "    if executor.migration_plan(executor.loader.graph.leaf_nodes()):\n",
        "    if False:\n",
        "tests/infrastructure/test_health.py::test_a_migration_that_is_not_applied_means_not_ready",
    ),
    Mutant(
        "a form is taken without its token",
        "config/settings.py",
        '    "django.middleware.csrf.CsrfViewMiddleware",\n',
        "",
        "tests/access/test_answers.py::test_no_post_is_taken_without_its_token",
    ),
    Mutant(
        "the counts of guesses are thrown out to make room",
        "config/settings.py",
        '"OPTIONS": {"MAX_ENTRIES": sys.maxsize}',
        '"OPTIONS": {"MAX_ENTRIES": 300}',
        "tests/access/test_login.py::test_guesses_at_others_do_not_free_a_locked_account",
    ),
    Mutant(
        "everybody may make an account",
        "accounts/adapters.py",
        'CLOSED = ("signup", "email"',
        'CLOSED = ("email"',
        "tests/access/test_login.py::test_of_the_login_librarys_pages_only_those_listed_are_there",
    ),
    Mutant(
        "browsers forget at once that the site wants https",
        "config/settings.py",
        "SECURE_HSTS_SECONDS = 31_536_000",
        "SECURE_HSTS_SECONDS = 60",
        "tests/infrastructure/test_env.py::test_production_is_spoken_to_over_https_only",
    ),
    Mutant(
        "texts become markup on pages",
        "config/settings.py",
        '"builtins": ["ui.templatetags.ui"',
        '"autoescape": False, "builtins": ["ui.templatetags.ui"',
        "tests/access/test_markup.py::test_no_page_takes_a_text_for_markup",
    ),
    Mutant(
        "what looks like a template loses a brace",
        "followup/document/base.py",
        "    if text.isprintable():",
        '    text = text.replace("{{", "{")\n    if text.isprintable():',
        "tests/access/test_markup.py::test_what_looks_like_a_template_stands_as_it_was_written",
    ),
    Mutant(
        "a visitor says what the site is called",
        "config/settings.py",
        "SECURE_CONTENT_TYPE_NOSNIFF = True\n",
        "SECURE_CONTENT_TYPE_NOSNIFF = True\nUSE_X_FORWARDED_HOST = True\n",
        "tests/access/test_login.py::test_a_mail_leads_here_whatever_the_visitor_says_the_place_is_called",
    ),
    Mutant(
        "a visitor says from where they come",
        "accounts/visits.py",
        "return str(get_adapter().get_client_ip(request))",
        'return request.headers.get("X-Forwarded-For", request.META["REMOTE_ADDR"]).split(",")[0]',
        "tests/access/test_login.py::test_whatever_is_said_of_where_somebody_comes_from_it_is_known",
    ),
    Mutant(
        "figures for the watcher are shown to anybody",
        "config/metrics.py",
        'if not settings.METRICS_TOKEN or not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):',
        "if False:",
        "tests/infrastructure/test_metrics.py::test_without_the_token_there_is_no_such_page",
    ),
    Mutant(
        "a picture has no description",
        "followup/rendering/chart_words.py",
        "    if chart.alt:\n",
        "    if True:\n",
        "tests/golden/test_report_pdf.py::test_every_picture_has_a_description",
    ),
    Mutant(
        "the PDF may fetch from anywhere",
        "followup/rendering/pdf.py",
        '        if not url.lower().startswith("data:"):\n',
        "        if False:\n",
        "tests/golden/test_report_pdf.py::test_the_servers_files_and_the_network_are_out_of_reach",
    ),
    Mutant(
        "who fetches reports without a pause has all of the time",
        "config/apart.py",
        "ended + min(ended - began, LONGEST_REST)",
        "ended",
        "tests/infrastructure/test_apart.py::test_whoever_has_had_one_made_rests_as_long_as_it_took_and_nobody_else_does",
    ),
    Mutant(
        "a report is made beside the pages that others wait for",
        "config/asgi.py",
        'route = dear_route(scope["path"]) if who and not refusal else ""',
        'route = ""',
        "tests/infrastructure/test_slow_visitors.py::test_what_is_dear_is_made_by_other_processes_and_comes_again_when_one_is_killed",
    ),
    Mutant(
        "what is dear takes as much of the processor as a page",
        "config/apart.py",
        "os.nice(NICE)",
        "os.nice(0)",
        "tests/infrastructure/test_apart.py::test_it_is_another_process_that_yields",
    ),
    Mutant(
        "a form that came too late is shown to whoever signs in",
        "accounts/unsent.py",
        "if not whose or whose != str(request.user.pk):",
        "if not whose:",
        "tests/followup/test_unsent_form.py::test_nobody_else_sees_it",
    ),
    Mutant(
        "whose an ended session was is forgotten at once",
        "accounts/sessions.py",
        "Now() - KNOWN",
        "Now()",
        "tests/followup/test_unsent_form.py::test_it_is_shown_to_its_writer_after_signing_in_and_saved_when_it_is_sent_again",
    ),
    Mutant(
        "the measures of a page are held by the reports of the day alone",
        "budget/selectors/measures.py",
        "and report.occasion.cutoff >= min(cutoffs)",
        "and report.occasion.cutoff == min(cutoffs)",
        "tests/budget/test_measures_of_handed_in.py::test_a_list_of_measures_is_held_by_the_reports_that_each_of_them_is",
    ),
    Mutant(
        "a connection that was idle in a transaction is a fault of ours",
        "config/refusals.py",
        "isinstance(error, OperationalError | InterfaceError) or _was_idle(error)",
        "isinstance(error, OperationalError | InterfaceError)",
        "tests/budget/test_locks.py::test_who_does_nothing_in_a_transaction_loses_it_and_what_it_held",
    ),
    Mutant(
        "a sign-in that nobody wrote down the beginning of never ends",
        "accounts/sessions.py",
        "session.setdefault(BEGAN, session[SEEN])",
        "session.get(BEGAN)",
        "tests/access/test_sessions.py::test_a_sign_in_from_an_earlier_version_ends_too",
    ),
    Mutant(
        "a letter that cannot be written is the end of them all",
        "accounts/mail.py",
        "except Exception:",
        "except ZeroDivisionError:",
        "tests/access/test_mail.py::test_a_letter_that_cannot_be_written_holds_up_no_other",
    ),
    Mutant(
        "a file that has just been removed stops the clearing away",
        "budget/importers/stray.py",
        "except FileNotFoundError:",
        "except ZeroDivisionError:",
        "tests/budget/test_stray_files.py::test_a_file_that_somebody_else_has_just_removed_stops_nothing",
    ),
    Mutant(
        "a job without end is never ended",
        "tests/chaos/app.py",
        "task_time_limit=seconds, task_soft",
        "task_time_limit=600, task_soft",
        "tests/chaos/test_killed.py::test_a_job_without_end_is_ended_with_words_and_holds_nobody_up",
    ),
    # A municipality from nothing
    Mutant(
        "an address that is taken is used",
        "styrmodell/loader/start/read.py",
        "        if municipality.slug in self.taken.slugs:",
        "        if False:",
        "tests/goals/test_starting.py::test_an_address_that_is_taken_is_refused",
    ),
    Mutant(
        "a municipality that was made meanwhile is written over",
        "goals/actions/starting.py",
        "    municipality = _new(start)\n",
        "    municipality, _ = Municipality.objects.get_or_create(**columns_of(start.file.municipality, Municipality))\n",
        "tests/goals/test_starting.py::test_somebody_who_made_the_same_meanwhile_is_left_alone",
    ),
    Mutant(
        "the pattern's own document is cited",
        "styrmodell/loader/start/compose.py",
        'if key != "kalla" or _is_law(part)}',
        "}",
        "tests/goals/test_starting.py::test_nobody_meets_the_patterns_name_or_document",
    ),
    Mutant(
        "a link is shown to an account that is somebody's elsewhere",
        "goals/actions/starting.py",
        "        if policies.can_invite_again(user) and not is_elsewhere(access, user)",
        "        if policies.can_invite_again(user)",
        "tests/goals/test_starting.py::test_nobody_is_shown_a_link_to_an_account_that_somebody_has_elsewhere",
    ),
)


def of_name(name: str) -> Mutant:
    """The mutant that is called so."""
    return next(mutant for mutant in MUTANTS if mutant.name == name)


def _run(copy: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    """Run the tests in the copy, over the repository's own test server."""
    environment = os.environ | {"TEST_POSTGRES_DIR": str(SERVER)}
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", *tests]
    return subprocess.run(
        command, cwd=copy, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def _survives(copy: Path, mutant: Mutant) -> bool:
    """Does its test pass without the guard?"""
    path = copy / mutant.file
    whole = path.read_text()
    path.write_text(whole.replace(mutant.was, mutant.becomes))
    try:
        done = _run(copy, mutant.test)
    finally:
        path.write_text(whole)
    return done.returncode != FAILED or " failed" not in done.stdout


def main(asked: Sequence[str]) -> int:
    """Take the guards away one at a time (those whose name or test has one of the words, else all). Answers with how many
    nobody noticed."""
    chosen = [m for m in MUTANTS if not asked or any(word in f"{m.name} {m.file} {m.test}" for word in asked)]
    server = shared_server(Cluster(SERVER, durable=False))  # held, so that it is not started anew for each
    with server, tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(shutil.copytree(ROOT, Path(folder) / "copy", ignore=LEFT_OUT))
        whole = _run(copy, *dict.fromkeys(mutant.test for mutant in chosen))
        if whole.returncode:
            sys.stdout.write(f"{whole.stdout}\nThe tests fail with every guard in place.\n")
            return len(chosen)
        survivors = [mutant for mutant in chosen if _told(copy, mutant)]
    sys.stdout.write(f"{len(chosen) - len(survivors)} of {len(chosen)} guards are missed when they are gone.\n")
    return len(survivors)


def _told(copy: Path, mutant: Mutant) -> bool:
    began = time.monotonic()
    survives = _survives(copy, mutant)
    word = "SURVIVES" if survives else "noticed"
    sys.stdout.write(f"{word:8} {time.monotonic() - began:5.1f} s  {mutant.name}\n")
    sys.stdout.flush()
    return survives


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
