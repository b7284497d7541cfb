"""Roles and what each may do. The map is code; who holds a role where is rows (`RoleAssignment`)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from styrmodell.rules.vocabulary import Insight, LabelledEnum


class Permission(StrEnum):
    """What can be allowed. The value stands in policy marks, the access table and the documentation."""

    VIEW = "view"  # read goals, money, reports and the calendar
    SUBMITTED_VIEW = "submitted.view"  # see, beside what is decided, what is handed in
    OWN_SUBMITTED_VIEW = "submitted.view.own"  # the same, of the own body: alone, no other body below inherits it
    DRAFT_VIEW = "draft.view"  # see what is under way too
    INTERNAL_VIEW = "internal.view"  # see plans that stay with the administration
    GOAL_WRITE = "goal.write"  # the goal form at all; which levels is said by the two below (HA-2)
    GOAL_EDIT = "goal.edit"  # VAD: formulate goals, targets
    GOAL_PLAN = "goal.plan"  # HUR: strategies and activities
    GOAL_JUDGE = "goal.judge"  # judge goals and write analysis
    FORECAST_EDIT = "forecast.edit"
    REPORT_WRITE = "report.write"  # the written sections
    REPORT_SUBMIT = "report.submit"
    REPORT_RETURN = "report.return"
    DECISION_RECORD = "decision.record"  # write down what a body decided
    LEDGER_IMPORT = "ledger.import"
    PERIOD_CLOSE = "period.close"
    REPORT_EXPORT = "report.export"
    OCCASION_OPEN = "occasion.open"
    AUDIT_VIEW = "audit.view"  # history, and how what is stored is looked after
    LOG_VIEW = "log.view"  # the whole municipality's log: what everybody did, sign-ins and refusals too
    PEOPLE_VIEW = "people.view"  # who holds which role in the whole municipality, and when they last came in
    PEOPLE_MANAGE = "people.manage"  # let in, give and end roles, close accounts
    ORGANISATION_EDIT = "organisation.edit"  # the tree: add, rename, move and close, with days and ledger codes
    CONFIGURE = "configure"  # words, colours, steering model


class Role(LabelledEnum):
    """The roles of the house (requirements HA-2, SV-12)."""

    POLITICIAN = "politiker", "Politiker"
    SECRETARY = "namndsekreterare", "Nämndsekreterare"
    UNIT_MANAGER = "enhetschef", "Enhetschef"
    DEPARTMENT_HEAD = "forvaltningschef", "Förvaltningschef"
    CONTROLLER = "controller", "Controller, ekonomikontoret"
    MANAGEMENT = "kommunledning", "Kommunledning"
    AUDITOR = "revisor", "Revisor"
    ADMINISTRATOR = "administrator", "Administratör"


_OWN = frozenset({Permission.OWN_SUBMITTED_VIEW})
_SUBMITTED = _OWN | {Permission.SUBMITTED_VIEW}
_DRAFTS = _SUBMITTED | {Permission.DRAFT_VIEW}
_READ = frozenset({Permission.VIEW, Permission.REPORT_EXPORT})
_FOLLOW = _READ | _DRAFTS | {Permission.INTERNAL_VIEW}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.POLITICIAN: _READ,
    Role.SECRETARY: _FOLLOW
    | {
        Permission.GOAL_WRITE,
        Permission.GOAL_EDIT,  # the secretary keeps the register of what politics decided (VAD)
        Permission.GOAL_JUDGE,
        Permission.REPORT_WRITE,
        Permission.REPORT_SUBMIT,
        Permission.DECISION_RECORD,
    },
    Role.UNIT_MANAGER: _FOLLOW
    | {
        Permission.GOAL_WRITE,
        Permission.GOAL_PLAN,
        Permission.GOAL_JUDGE,  # only goals of the own unit
        Permission.FORECAST_EDIT,
        Permission.REPORT_WRITE,  # the plan of the own unit
    },
    Role.DEPARTMENT_HEAD: _FOLLOW
    | {
        Permission.GOAL_WRITE,
        Permission.GOAL_PLAN,
        Permission.FORECAST_EDIT,
        Permission.GOAL_JUDGE,
        Permission.REPORT_WRITE,
        Permission.REPORT_SUBMIT,
    },
    Role.CONTROLLER: _FOLLOW
    | {
        Permission.FORECAST_EDIT,
        Permission.LEDGER_IMPORT,
        Permission.PERIOD_CLOSE,
        Permission.REPORT_WRITE,
        Permission.REPORT_SUBMIT,
        Permission.REPORT_RETURN,
        Permission.DECISION_RECORD,
        Permission.OCCASION_OPEN,
        Permission.AUDIT_VIEW,
    },
    Role.MANAGEMENT: _FOLLOW | {Permission.REPORT_WRITE, Permission.REPORT_RETURN, Permission.AUDIT_VIEW},
    Role.AUDITOR: _READ
    | {Permission.INTERNAL_VIEW, Permission.AUDIT_VIEW, Permission.LOG_VIEW, Permission.PEOPLE_VIEW},
    Role.ADMINISTRATOR: _READ
    | {
        Permission.CONFIGURE,
        Permission.AUDIT_VIEW,
        Permission.LOG_VIEW,
        Permission.PEOPLE_VIEW,
        Permission.PEOPLE_MANAGE,
        Permission.ORGANISATION_EDIT,
    },
}

# What the roles that only read see before a decision, unless the municipality has chosen otherwise (ADR 0025).
INSIGHT: Mapping[Role, Insight] = {
    Role.POLITICIAN: Insight.OWN,
    Role.AUDITOR: Insight.DRAFTS,  # KL 12:9 gives the auditors every document, whenever they ask
    Role.ADMINISTRATOR: Insight.DECIDED,
}
INSIGHT_PERMISSIONS: Mapping[Insight, frozenset[Permission]] = {
    Insight.DECIDED: frozenset(),
    Insight.OWN: _OWN,
    Insight.SUBMITTED: _SUBMITTED,
    Insight.DRAFTS: _DRAFTS,
}


def permissions_of(role: Role, insight: Mapping[Role, Insight] = INSIGHT) -> frozenset[Permission]:
    """Everything a role may do in a municipality with that insight."""
    held = ROLE_PERMISSIONS[role]
    return held | INSIGHT_PERMISSIONS[insight[role]] if role in insight else held
