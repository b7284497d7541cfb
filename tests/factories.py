"""Small, plain objects for tests. Invented names are obviously invented (Provköping)."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from budget.models import BudgetLine, ForecastLine, LedgerBatch, Outcome, StatementFigure
from followup.models import Attachment, Section
from goals.models import Assignment, AssignmentNote, Goal, Indicator, IndicatorTarget, IndicatorValue, Judgement
from goals.rules.vocabulary import Direction
from styrmodell.models import (
    AccountGroup,
    CalendarRule,
    Decision,
    Edition,
    LedgerCode,
    Level,
    Measure,
    Municipality,
    Occasion,
    OccasionRule,
    Organisation,
    RoleAssignment,
    RoleReview,
    Scale,
    ScaleStep,
    Slot,
    SlotPassage,
    SteeringModel,
    Step,
    Term,
)
from styrmodell.permissions import Role


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality

    slug = factory.Sequence(lambda n: f"provkoping{n}")
    name = factory.Sequence(lambda n: f"Provköpings kommun {n}")
    short_name = factory.Sequence(lambda n: f"Provköping {n}")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    municipality = factory.SubFactory(MunicipalityFactory)
    code = factory.Sequence(lambda n: f"org{n}")
    name = factory.Sequence(lambda n: f"Provnämnden {n}")
    kind = Organisation.Kind.COMMITTEE
    position = factory.Sequence(lambda n: n)


class LedgerCodeFactory(DjangoModelFactory):
    class Meta:
        model = LedgerCode

    municipality = factory.SelfAttribute("organisation.municipality")
    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: str(1000 + n))


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Handläggare {n}")


class RoleAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = RoleAssignment

    municipality = factory.SelfAttribute("organisation.municipality")
    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.CONTROLLER.value
    valid_from = date(2020, 1, 1)


class RoleReviewFactory(DjangoModelFactory):
    class Meta:
        model = RoleReview

    municipality = factory.SelfAttribute("organisation.municipality")
    organisation = factory.SubFactory(OrganisationFactory)
    rows = factory.List([])


def reviewed(held: RoleAssignment, *, is_ended: bool = False) -> dict[str, object]:
    """A role as it stands in the record of a review."""
    return {
        "role_id": held.pk, "person_id": held.user_id, "role": held.role, "organisation_id": held.organisation_id,
        "first": "2020-01-01", "last": "", "is_ended": is_ended,
    }  # fmt: skip


class SteeringModelFactory(DjangoModelFactory):
    class Meta:
        model = SteeringModel

    municipality = factory.SubFactory(MunicipalityFactory)
    name = "Styrmodell"
    valid_from = date(2023, 1, 1)
    valid_to = date(2026, 12, 31)


class ModelPartFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    model = factory.SubFactory(SteeringModelFactory)
    municipality = factory.SelfAttribute("model.municipality")
    code = factory.Sequence(lambda n: f"del{n}")
    position = factory.Sequence(lambda n: n)


class CalendarRuleFactory(ModelPartFactory):
    class Meta:
        model = CalendarRule

    title = "Budgeten beslutas"
    month = 11
    ring = "kf"
    row = "plan"


class EditionFactory(DjangoModelFactory):
    class Meta:
        model = Edition

    municipality = factory.SubFactory(MunicipalityFactory)
    model_version = 1
    text = factory.LazyAttribute(lambda made: json.dumps(made.content, ensure_ascii=False))


class LevelFactory(ModelPartFactory):
    class Meta:
        model = Level

    singular = "nämndmål"
    plural = "nämndmål"
    definite = "nämndmålet"
    kind = Level.Kind.GOAL
    is_judged = True
    has_indicators = True


class ScaleFactory(ModelPartFactory):
    class Meta:
        model = Scale

    name = "Måluppfyllelse"
    kind = Scale.Kind.GOAL


class ScaleStepFactory(DjangoModelFactory):
    class Meta:
        model = ScaleStep

    scale = factory.SubFactory(ScaleFactory)
    municipality = factory.SelfAttribute("scale.municipality")
    code = factory.Sequence(lambda n: f"steg{n}")
    label = "Nås"
    symbol = "nas"
    tone = "ok"


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term

    model = factory.SubFactory(SteeringModelFactory)
    municipality = factory.SelfAttribute("model.municipality")
    singular = factory.Sequence(lambda n: f"begrepp {n}")


class AccountGroupFactory(ModelPartFactory):
    class Meta:
        model = AccountGroup

    name = "Övriga kostnader"
    account_from = 6000
    account_to = 7899
    statement_row = "verksamhetens_kostnader"


class OccasionRuleFactory(ModelPartFactory):
    class Meta:
        model = OccasionRule

    name = "Delårsrapport"
    kind = "delarsrapport"
    cutoffs = [{"manad": 7, "dag": 31}]
    contents = ["mal", "ekonomi", "prognos", "text"]
    organisation_kinds = [Organisation.Kind.COMMITTEE.value]
    sections = [{"kod": "sammanfattning", "rubrik": "Sammanfattning", "fraga": "Vad är viktigast?"}]


class StepFactory(DjangoModelFactory):
    class Meta:
        model = Step

    rule = factory.SubFactory(OccasionRuleFactory)
    municipality = factory.SelfAttribute("rule.municipality")
    code = factory.Sequence(lambda n: f"steg{n}")
    position = factory.Sequence(lambda n: n)
    name = "Nämnden lämnar in"
    scope = Step.Scope.UNIT
    kind = Step.Kind.SUBMIT


class OccasionFactory(DjangoModelFactory):
    class Meta:
        model = Occasion

    rule = factory.SubFactory(OccasionRuleFactory)
    municipality = factory.SelfAttribute("rule.municipality")
    year = 2026
    month = 7
    name = "Delårsrapport"
    cutoff = date(2026, 7, 31)
    due = date(2026, 8, 28)
    contents = factory.SelfAttribute("rule.contents")


class SlotFactory(DjangoModelFactory):
    class Meta:
        model = Slot

    occasion = factory.SubFactory(OccasionFactory)
    municipality = factory.SelfAttribute("occasion.municipality")
    organisation = factory.SubFactory(OrganisationFactory, municipality=factory.SelfAttribute("..municipality"))


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    organisation = factory.SubFactory(OrganisationFactory)
    municipality = factory.SelfAttribute("organisation.municipality")
    date = date(2026, 6, 16)
    paragraph = "98"
    title = "Ramar"


class MeasureFactory(DjangoModelFactory):
    class Meta:
        model = Measure

    organisation = factory.SubFactory(OrganisationFactory)
    municipality = factory.SelfAttribute("organisation.municipality")
    title = "Samordnad bemanning"
    responsible = "Enhetschef"
    consequence = "Färre delade turer."
    start = date(2026, 7, 1)
    expected_effect = Decimal("1500000")


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    organisation = factory.SubFactory(OrganisationFactory)
    municipality = factory.SelfAttribute("organisation.municipality")
    decision = factory.SubFactory(DecisionFactory, organisation=factory.SelfAttribute("..organisation"))
    kind = "uppdrag"
    title = factory.Sequence(lambda n: f"Utred frågan {n}")
    due = date(2026, 12, 31)


class AssignmentNoteFactory(DjangoModelFactory):
    class Meta:
        model = AssignmentNote

    assignment = factory.SubFactory(AssignmentFactory)
    municipality = factory.SelfAttribute("assignment.municipality")
    day = date(2026, 9, 1)
    words = "Arbetet har börjat."
    status = "pagar"


class GoalFactory(DjangoModelFactory):
    class Meta:
        model = Goal

    level = factory.SubFactory(LevelFactory)
    municipality = factory.SelfAttribute("level.municipality")
    organisation = factory.SubFactory(OrganisationFactory, municipality=factory.SelfAttribute("..municipality"))
    code = factory.Sequence(lambda n: f"mal{n}")
    title = factory.Sequence(lambda n: f"Provmål {n}")
    year_from = 2023
    year_to = 2026


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    goal = factory.SubFactory(GoalFactory)
    municipality = factory.SelfAttribute("goal.municipality")
    name = factory.Sequence(lambda n: f"Indikator {n}")
    unit = "%"
    direction = Direction.UP


class IndicatorTargetFactory(DjangoModelFactory):
    class Meta:
        model = IndicatorTarget

    indicator = factory.SubFactory(IndicatorFactory)
    municipality = factory.SelfAttribute("indicator.municipality")
    year = 2026
    value = Decimal("80")


class IndicatorValueFactory(DjangoModelFactory):
    class Meta:
        model = IndicatorValue

    indicator = factory.SubFactory(IndicatorFactory)
    municipality = factory.SelfAttribute("indicator.municipality")
    year = 2025
    value = Decimal("75")


class JudgementFactory(DjangoModelFactory):
    class Meta:
        model = Judgement

    slot = factory.SubFactory(SlotFactory)
    municipality = factory.SelfAttribute("slot.municipality")
    goal = factory.SubFactory(GoalFactory)


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = Outcome

    organisation = factory.SubFactory(OrganisationFactory)
    municipality = factory.SelfAttribute("organisation.municipality")
    account_group = factory.SubFactory(AccountGroupFactory)
    year = 2026
    month = 7
    amount = Decimal("-1000000")


class BudgetLineFactory(DjangoModelFactory):
    class Meta:
        model = BudgetLine

    organisation = factory.SubFactory(OrganisationFactory)
    municipality = factory.SelfAttribute("organisation.municipality")
    account_group = factory.SubFactory(AccountGroupFactory)
    year = 2026
    amount = Decimal("-12000000")


class ForecastLineFactory(DjangoModelFactory):
    class Meta:
        model = ForecastLine

    slot = factory.SubFactory(SlotFactory)
    municipality = factory.SelfAttribute("slot.municipality")
    organisation = factory.SelfAttribute("slot.organisation")
    amount = Decimal("-12000000")


class StatementFigureFactory(DjangoModelFactory):
    """A row of a statement: a forecast when an `occasion` is given, else the year's budget unless said."""

    class Meta:
        model = StatementFigure

    municipality = factory.SubFactory(MunicipalityFactory)
    occasion = None
    statement = StatementFigure.Statement.INCOME
    row = "skatteintakter"
    year = 2026
    column = factory.LazyAttribute(lambda figure: "prognos" if figure.occasion else "budget")
    amount = Decimal("800000000")


class LedgerBatchFactory(DjangoModelFactory):
    class Meta:
        model = LedgerBatch

    municipality = factory.SubFactory(MunicipalityFactory)
    year = 2026
    filename = "utfall.xlsx"
    sha256 = "0" * 64
    sign = "intakt_plus"


class SlotPassageFactory(DjangoModelFactory):
    class Meta:
        model = SlotPassage

    slot = factory.SubFactory(SlotFactory)
    municipality = factory.SelfAttribute("slot.municipality")
    step = factory.SubFactory(StepFactory, rule=factory.SelfAttribute("..slot.occasion.rule"))


class AttachmentFactory(DjangoModelFactory):
    class Meta:
        model = Attachment

    passage = factory.SubFactory(SlotPassageFactory)
    municipality = factory.SelfAttribute("passage.municipality")
    filename = "bedomning.pdf"
    content = b"%PDF-1.7"
    sha256 = "86edbaa24831badfa0a8b04bb410141e2ee4182b6d0014493fe262a7a331c20b"  # of those bytes


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = Section

    slot = factory.SubFactory(SlotFactory)
    municipality = factory.SelfAttribute("slot.municipality")
    code = "sammanfattning"
