"""Who may come where: one line per route. The matrix test reads it; docs/reference/access.md is written from it.

`inside` routes carry the municipality in the address. `needs` is the permission the view demands; `own` says whether
the object's own organisation also counts (a POST in somebody else's unit is then refused with 403)."""

from __future__ import annotations

from dataclasses import dataclass, field

from styrmodell.permissions import Permission as P


@dataclass(frozen=True)
class Route:
    """One URL name: who gets in."""

    name: str
    methods: tuple[str, ...] = ("GET",)
    needs: P | None = None  # None: outside a municipality
    who: str = ""  # "alla" or "inloggade" for routes outside a municipality
    unit: str = ""  # the object the address names: "slot", "goal", "batch", "edition", "code" or ""
    permission_in_unit: P | None = None  # what a POST needs in the object's own unit
    at_top: bool = False  # a POST needs the right for the whole municipality
    read_at_top: bool = False  # a GET needs it too
    shared: bool = False  # the object is the municipality's, not a unit's
    decided: bool = False  # the goal of the address is one that is decided
    public: bool = False  # a decided report: whoever has a role reads it, whoever's it is (TF 2 kap.)
    library: bool = False
    example: dict[str, object] = field(default_factory=dict)  # parameters that name no object

    @property
    def is_in_a_report(self) -> bool:
        """Does the address name a report, or something in it? It is there for whoever sees into it."""
        return self.unit in {"slot", "attachment"}

    def values(self, kwargs: dict[str, object]) -> dict[str, object]:
        """What the address wants that the unit's own `kwargs` do not say."""
        return {**self.example, **({"goal_id": kwargs["decided_id"]} if self.decided else {})}


OUTSIDE = [
    Route("livez", who="alla"),
    Route("readyz", who="alla"),
    Route("metrics", who="alla"),
    Route("styrmodell:choose", who="inloggade"),
    Route("ui:gallery", who="alla"),
    Route("styrmodell:accessibility", who="alla"),
    Route("styrmodell:privacy", who="alla"),
    Route("styrmodell:brand-css", who="alla"),
    Route("styrmodell:brand-logo", who="alla"),
    Route("accounts:demo-login", ("POST",), who="alla"),
    Route("accounts:still-here", who="inloggade"),
    Route("accounts:unsent", who="inloggade"),
]

INSIDE = [
    Route("goals:tree", needs=P.VIEW),
    Route("goals:list", needs=P.VIEW),
    Route("goals:detail", needs=P.VIEW, unit="goal"),
    Route("goals:judge", ("GET", "POST"), needs=P.GOAL_JUDGE, unit="goal", permission_in_unit=P.GOAL_JUDGE),
    Route("goals:new", ("GET", "POST"), needs=P.GOAL_WRITE),
    Route("goals:edit", ("GET", "POST"), needs=P.GOAL_WRITE, unit="goal", permission_in_unit=P.GOAL_EDIT),
    Route("goals:delete", ("GET", "POST"), needs=P.GOAL_WRITE, unit="goal", permission_in_unit=P.GOAL_EDIT),
    Route("goals:decide", ("GET", "POST"), needs=P.GOAL_EDIT, unit="goal", permission_in_unit=P.GOAL_EDIT),
    Route("goals:renew", ("GET", "POST"), needs=P.GOAL_EDIT, unit="goal", permission_in_unit=P.GOAL_EDIT, decided=True),
    Route(
        "goals:replace", ("GET", "POST"), needs=P.GOAL_EDIT, unit="goal", permission_in_unit=P.GOAL_EDIT, decided=True
    ),
    Route("goals:end", ("GET", "POST"), needs=P.GOAL_EDIT, unit="goal", permission_in_unit=P.GOAL_EDIT, decided=True),
    Route("goals:carry", needs=P.DRAFT_VIEW),
    Route("goals:carry-forward", ("POST",), needs=P.DRAFT_VIEW, at_top=True),
    Route("goals:carry-back", ("GET", "POST"), needs=P.DRAFT_VIEW, at_top=True),
    Route(
        "goals:carry-choice",
        ("GET", "POST"),
        needs=P.GOAL_WRITE,
        unit="goal",
        permission_in_unit=P.GOAL_EDIT,
        decided=True,
    ),
    Route("goals:values", ("GET", "POST"), needs=P.GOAL_JUDGE, unit="goal", permission_in_unit=P.GOAL_JUDGE),
    Route("goals:measure", ("GET", "POST"), needs=P.GOAL_JUDGE, unit="goal", permission_in_unit=P.GOAL_JUDGE),
    Route("goals:model", needs=P.CONFIGURE, read_at_top=True),
    Route(
        "goals:model-edit",
        ("GET", "POST"),
        needs=P.CONFIGURE,
        at_top=True,
        read_at_top=True,
        example={"part": "ord"},
    ),
    Route("goals:model-next", ("POST",), needs=P.CONFIGURE, at_top=True),
    Route("goals:model-upload", ("GET", "POST"), needs=P.CONFIGURE, at_top=True, read_at_top=True),
    Route("goals:model-file", needs=P.CONFIGURE, read_at_top=True, example={"version": 1}),
    Route("goals:model-edition", needs=P.CONFIGURE, unit="edition", shared=True, read_at_top=True),
    Route("goals:model-edition-file", needs=P.CONFIGURE, unit="edition", shared=True, read_at_top=True),
    Route("goals:model-load", ("POST",), needs=P.CONFIGURE, unit="edition", shared=True, at_top=True),
    Route("goals:model-discard", ("POST",), needs=P.CONFIGURE, unit="edition", shared=True, at_top=True),
    Route("goals:assignments", needs=P.VIEW),
    Route("goals:assignments-file", needs=P.REPORT_EXPORT),
    Route("goals:assignment-new", ("GET", "POST"), needs=P.DECISION_RECORD),
    Route("goals:assignment", needs=P.VIEW, unit="assignment"),
    Route(
        "goals:assignment-edit",
        ("GET", "POST"),
        needs=P.DECISION_RECORD,
        unit="assignment",
        permission_in_unit=P.DECISION_RECORD,
    ),
    Route(
        "goals:assignment-answer",
        ("GET", "POST"),
        needs=P.REPORT_WRITE,
        unit="assignment",
        permission_in_unit=P.REPORT_WRITE,
    ),
    Route(
        "goals:assignment-close",
        ("GET", "POST"),
        needs=P.DECISION_RECORD,
        unit="assignment",
        permission_in_unit=P.DECISION_RECORD,
    ),
    Route("styrmodell:calendar", needs=P.VIEW),
    Route("styrmodell:glossary", needs=P.VIEW),
    Route("styrmodell:documents", needs=P.VIEW),
    Route("styrmodell:instructions", needs=P.VIEW),
    Route("styrmodell:people", needs=P.PEOPLE_VIEW, read_at_top=True),
    Route("styrmodell:reviews", needs=P.PEOPLE_VIEW, read_at_top=True),
    Route(
        "styrmodell:review",
        ("GET", "POST"),
        needs=P.PEOPLE_MANAGE,
        unit="code",
        shared=True,
        at_top=True,
        read_at_top=True,
    ),
    Route("styrmodell:review-record", needs=P.PEOPLE_VIEW, unit="review", shared=True, read_at_top=True),
    Route("styrmodell:people-list", ("GET", "POST"), needs=P.PEOPLE_MANAGE, at_top=True, read_at_top=True),
    Route("styrmodell:people-file", needs=P.PEOPLE_VIEW, read_at_top=True, example={"format": "csv"}),
    Route("styrmodell:person", needs=P.PEOPLE_VIEW, unit="person", shared=True, read_at_top=True),
    Route("styrmodell:invite", ("GET", "POST"), needs=P.PEOPLE_MANAGE, at_top=True, read_at_top=True),
    Route("styrmodell:invite-again", ("POST",), needs=P.PEOPLE_MANAGE, unit="person", shared=True, at_top=True),
    Route(
        "styrmodell:role-give",
        ("GET", "POST"),
        needs=P.PEOPLE_MANAGE,
        unit="person",
        shared=True,
        at_top=True,
        read_at_top=True,
    ),
    Route(
        "styrmodell:role",
        ("GET", "POST"),
        needs=P.PEOPLE_MANAGE,
        unit="person",
        shared=True,
        at_top=True,
        read_at_top=True,
    ),
    Route(
        "styrmodell:hand-over",
        ("GET", "POST"),
        needs=P.PEOPLE_MANAGE,
        unit="person",
        shared=True,
        at_top=True,
        read_at_top=True,
    ),
    Route(
        "styrmodell:account-close",
        ("GET", "POST"),
        needs=P.PEOPLE_MANAGE,
        unit="person",
        shared=True,
        at_top=True,
        read_at_top=True,
    ),
    Route("styrmodell:organisations", needs=P.ORGANISATION_EDIT, read_at_top=True),
    Route("styrmodell:organisation-new", ("GET", "POST"), needs=P.ORGANISATION_EDIT, at_top=True, read_at_top=True),
    Route("styrmodell:organisation-list", ("GET", "POST"), needs=P.ORGANISATION_EDIT, at_top=True, read_at_top=True),
    Route("styrmodell:organisation-file", needs=P.ORGANISATION_EDIT, read_at_top=True),
    Route(
        "styrmodell:organisation",
        ("GET", "POST"),
        needs=P.ORGANISATION_EDIT,
        unit="code",
        shared=True,
        at_top=True,
        read_at_top=True,
    ),
    Route("styrmodell:left", needs=P.CONFIGURE, read_at_top=True),
    Route("styrmodell:log", needs=P.LOG_VIEW, read_at_top=True),
    Route("styrmodell:log-file", needs=P.LOG_VIEW, read_at_top=True, example={"format": "csv"}),
    Route("budget:overview", needs=P.VIEW),
    Route("budget:unit", needs=P.VIEW, unit="code"),
    Route("budget:ledger", needs=P.VIEW, unit="code"),
    Route("budget:forecast", ("GET", "POST"), needs=P.VIEW, unit="slot", permission_in_unit=P.FORECAST_EDIT),
    Route("budget:forecast-cell", ("POST",), needs=P.FORECAST_EDIT, unit="slot", permission_in_unit=P.FORECAST_EDIT),
    Route(
        "budget:forecast-paste", ("GET", "POST"), needs=P.FORECAST_EDIT, unit="slot", permission_in_unit=P.FORECAST_EDIT
    ),
    Route("budget:forecast-line", ("GET", "POST"), needs=P.VIEW, unit="slot", permission_in_unit=P.FORECAST_EDIT),
    Route(
        "budget:measure-add", ("GET", "POST"), needs=P.FORECAST_EDIT, unit="slot", permission_in_unit=P.FORECAST_EDIT
    ),
    Route(
        "budget:measure-edit", ("GET", "POST"), needs=P.FORECAST_EDIT, unit="slot", permission_in_unit=P.FORECAST_EDIT
    ),
    Route("budget:import", ("GET", "POST"), needs=P.LEDGER_IMPORT, at_top=True, read_at_top=True),
    Route("budget:import-review", needs=P.LEDGER_IMPORT, unit="batch", shared=True, read_at_top=True),
    Route("budget:import-state", needs=P.LEDGER_IMPORT, unit="batch", shared=True, read_at_top=True),
    Route("budget:import-errors", needs=P.LEDGER_IMPORT, unit="batch", shared=True, read_at_top=True),
    Route("budget:import-confirm", ("POST",), needs=P.LEDGER_IMPORT, unit="batch", shared=True, at_top=True),
    Route("budget:import-place", ("POST",), needs=P.LEDGER_IMPORT, unit="batch", shared=True, at_top=True),
    Route("budget:import-discard", ("POST",), needs=P.LEDGER_IMPORT, unit="batch", shared=True, at_top=True),
    Route(
        "budget:statement",
        ("GET", "POST"),
        needs=P.LEDGER_IMPORT,
        at_top=True,
        read_at_top=True,
        example={"column": "budget-2026"},
    ),
    Route("budget:statement-read", ("POST",), needs=P.LEDGER_IMPORT, at_top=True, example={"column": "budget-2026"}),
    Route(
        "budget:statement-template",
        needs=P.LEDGER_IMPORT,
        at_top=True,
        read_at_top=True,
        example={"column": "budget-2026"},
    ),
    Route("budget:months", needs=P.PERIOD_CLOSE),
    Route("budget:month", ("POST",), needs=P.PERIOD_CLOSE, at_top=True, example={"year": 2026, "month": 7}),
    Route("followup:status-view", needs=P.VIEW),
    Route("followup:board", needs=P.VIEW),
    Route("followup:plans", needs=P.VIEW),
    Route("followup:plan", needs=P.VIEW, unit="slot", public=True),
    Route("followup:open", ("POST",), needs=P.OCCASION_OPEN, at_top=True),
    Route("followup:withdraw", ("POST",), needs=P.OCCASION_OPEN, unit="occasion", shared=True, at_top=True),
    Route("followup:slot", needs=P.VIEW, unit="slot", public=True),
    Route(
        "followup:section",
        ("GET", "POST"),
        needs=P.REPORT_WRITE,
        unit="slot",
        permission_in_unit=P.REPORT_WRITE,
        example={"code": "sammanfattning"},
    ),
    Route("followup:submit", ("POST",), needs=P.VIEW, unit="slot", permission_in_unit=P.REPORT_SUBMIT),
    Route("followup:return", ("POST",), needs=P.REPORT_RETURN, unit="slot", permission_in_unit=P.REPORT_RETURN),
    Route("followup:step", ("POST",), needs=P.VIEW, unit="slot", permission_in_unit=P.DECISION_RECORD),
    Route("followup:attachment", needs=P.VIEW, unit="attachment", public=True),
    Route("followup:preview", needs=P.VIEW, unit="slot", public=True),
    Route(
        "followup:make",
        ("POST",),
        needs=P.REPORT_EXPORT,
        unit="slot",
        permission_in_unit=P.REPORT_EXPORT,
        public=True,
    ),
    Route("followup:file-state", needs=P.REPORT_EXPORT, unit="slot", public=True),
    Route("followup:download", needs=P.REPORT_EXPORT, unit="slot", public=True, example={"format": "pdf"}),
]
