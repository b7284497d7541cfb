"""Two municipalities alike, with everything an address can name in two units of the first."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.test import Client

from accounts.models import User
from followup.actions.freeze import freeze
from goals.loader.whole import export_whole_file
from styrmodell.access import system_access
from styrmodell.models import Municipality, Organisation, Slot, Step
from styrmodell.permissions import Role
from styrmodell.rules.workflow import SlotStatus
from tests import factories as make

STEPS = [
    ("enhet", "lamna_in", "Nämnden lämnar in", ""),
    ("enhet", "besluta", "Nämnden beslutar", "namnd"),
    ("helhet", "lamna_in", "Ekonomikontoret lämnar in", ""),
    ("helhet", "besluta", "Fullmäktige beslutar", "fullmaktige"),
]


@dataclass
class Unit:
    """A nämnd with a line below it, a slot, a goal and an import."""

    organisation: Organisation
    line: Organisation
    slot: Slot
    kwargs: dict[str, object]


@dataclass
class World:
    """A municipality and its two units."""

    kommun: Municipality
    top: Organisation
    own: Unit
    other: Unit
    users: dict[Role, User] = field(default_factory=dict)

    def client(self, role: Role) -> Client:
        """A client of somebody who holds the role in the own unit only."""
        if role not in self.users:
            assignment = make.RoleAssignmentFactory(role=role.value, organisation=self.own.organisation)
            self.users[role] = assignment.user
        client = Client(raise_request_exception=False)
        client.force_login(self.users[role])
        return client


def decide(kommun: Municipality) -> list[Slot]:
    """Have every report of the municipality decided and frozen as it stands; the slots."""
    slots = list(Slot.objects.filter(municipality=kommun).select_related("occasion__rule", "organisation"))
    for slot in slots:
        decision = make.DecisionFactory(municipality=kommun, organisation=slot.organisation)
        freeze(slot=slot, decision=decision, access=system_access(kommun))
        Slot.objects.filter(pk=slot.pk).update(status=SlotStatus.DECIDED.value, decision=decision)
    return slots


def build(canary: str = "") -> World:
    """Make a municipality where every text holds the canary."""
    kommun = make.MunicipalityFactory(name=f"Provköping {canary}", short_name=f"Prov {canary}")
    model = make.SteeringModelFactory(municipality=kommun)
    scale = make.ScaleFactory(model=model)
    make.ScaleStepFactory(scale=scale, position=1)
    make.ScaleStepFactory(scale=scale, code="nas-inte", position=2)
    make.CalendarRuleFactory(model=model)
    level = make.LevelFactory(model=model, position=1)
    group = make.AccountGroupFactory(model=model)
    rule = make.OccasionRuleFactory(model=model)
    for position, (scope, kind, name, body) in enumerate(STEPS):
        make.StepFactory(rule=rule, scope=scope, kind=kind, name=name, body=body, position=position)
    occasion = make.OccasionFactory(rule=rule, name=f"Delårsrapport {canary}".strip())
    top = make.OrganisationFactory(municipality=kommun, kind=Organisation.Kind.ASSEMBLY, name=f"Fullmäktige {canary}")
    make.SlotFactory(occasion=occasion, organisation=top, scope=Step.Scope.WHOLE)
    units = [_unit(top, occasion, level, group, canary) for _ in range(2)]
    content = export_whole_file(kommun).model_dump(mode="json", by_alias=True)
    edition = make.EditionFactory(municipality=kommun, content=content, filename=f"modell {canary}.yaml")
    for unit in units:
        unit.kwargs["edition_id"] = edition.pk
    return World(kommun, top, *units)


def _unit(top, occasion, level, group, canary) -> Unit:
    kommun = top.municipality
    organisation = make.OrganisationFactory(municipality=kommun, parent=top, name=f"Nämnden {canary}".strip())
    line = make.OrganisationFactory(municipality=kommun, parent=organisation, kind="verksamhet", name=f"Skola {canary}")
    make.LedgerCodeFactory(organisation=line)
    slot = make.SlotFactory(occasion=occasion, organisation=organisation)
    goal = make.GoalFactory(
        level=level, municipality=kommun, organisation=organisation, title=f"Målet {canary}".strip()
    )
    decided = make.GoalFactory(
        level=level, municipality=kommun, organisation=organisation, year_from=2030, year_to=2030,
        title=f"Beslutat mål {canary}".strip(), decision=make.DecisionFactory(organisation=organisation),
    )  # fmt: skip
    indicator = make.IndicatorFactory(goal=goal, name=f"Indikator {canary}".strip())
    make.IndicatorValueFactory(indicator=indicator)
    make.IndicatorTargetFactory(indicator=indicator)
    make.BudgetLineFactory(organisation=line, account_group=group)
    make.OutcomeFactory(organisation=line, account_group=group)
    forecast = make.ForecastLineFactory(slot=slot, organisation=line, comment=f"Kommentar {canary}".strip())
    measure = make.MeasureFactory(organisation=organisation, title=f"Åtgärd {canary}".strip())
    forecast.measures.add(measure)
    make.SectionFactory(slot=slot, body=f"Texten {canary}".strip())
    step = occasion.rule.steps.last()  # of a round that is not there: the slot's own way is not begun
    passage = make.SlotPassageFactory(slot=slot, step=step, round=99)
    attachment = make.AttachmentFactory(passage=passage, filename=f"bedömning {canary}.pdf")
    batch = make.LedgerBatchFactory(municipality=kommun, filename=f"utfall {canary}.xlsx")
    held = make.RoleAssignmentFactory(
        organisation=line, user__name=f"Handläggaren {canary}".strip(), user__password="!"
    )
    review = make.RoleReviewFactory(organisation=organisation, rows=[make.reviewed(held)])
    assignment = make.AssignmentFactory(organisation=organisation, title=f"Uppdraget {canary}".strip())
    make.AssignmentNoteFactory(assignment=assignment, words=f"Beskedet {canary}".strip())
    kwargs = {
        "assignment_id": assignment.pk,
        "review_id": review.pk,
        "person_id": held.user_id,
        "role_id": held.pk,
        "kommun": kommun.slug,
        "slot_id": slot.pk,
        "goal_id": goal.pk,
        "decided_id": decided.pk,
        "indicator_id": indicator.pk,
        "attachment_id": attachment.pk,
        "occasion_id": occasion.pk,
        "batch_id": batch.pk,
        "measure_id": measure.pk,
        "code": organisation.code,
        "line": str(line.pk),
        "organisation_id": organisation.pk,
    }
    return Unit(organisation, line, slot, kwargs)
