"""Rules for the plans of a file: of a type of document, on a chain, decided in the month that the document says. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Set

from styrmodell.loader.schema.base import month_name
from styrmodell.loader.schema.chains import chain_order, day_problems, deadline_problems
from styrmodell.loader.schema.documents import DocumentTypeEntry
from styrmodell.loader.schema.problems import Place, Problem, hint, repeated
from styrmodell.loader.schema.reporting import PlanEntry, SectionEntry
from styrmodell.loader.schema.root import SteeringFile
from styrmodell.rules.codes import coded
from styrmodell.rules.vocabulary import Content, OrganisationKind, StepKind, StepScope

ABOUT_OUTCOME = (Content.FORECAST,)


def plan_problems(file: SteeringFile, kinds: Set[OrganisationKind]) -> Iterator[Problem]:
    """Every broken rule about the file's plans; `kinds` are those of its organisations."""
    documents = {row.code: row for row in file.document_types}
    reports = {row.code for row in file.occasion_rules}
    for index, plan in enumerate(file.plans):
        place: Place = ("planer", index)
        document = documents.get(plan.document)
        if document is None:
            text = f"{plan.document} finns inte i dokumenttyper.{hint(plan.document, documents)}"
            yield Problem((*place, "dokument"), text, plan.document)
        else:
            yield from _of_document(place, plan, document)
        if plan.code in reports:
            yield Problem((*place, "dokument"), f"Ett tillfälle har redan koden {plan.code}. Välj en annan kod där.")
        yield from _contents(place, plan, kinds)
        yield from _chain(place, plan)


def sections_of(plan: PlanEntry, document: DocumentTypeEntry) -> list[SectionEntry]:
    """What is written in the plan: the document's chapters, then the sections of its own."""
    chapters = [SectionEntry(code=coded(heading), heading=heading) for heading in document.chapters]
    return [*chapters, *plan.sections]


def _of_document(place: Place, plan: PlanEntry, document: DocumentTypeEntry) -> Iterator[Problem]:
    sections = sections_of(plan, document)
    yield from repeated([section.code for section in sections], (*place, "avsnitt"), "kod")
    if set(plan.contents) == {Content.TEXT} and not sections:
        yield Problem((*place, "innehall"), "Planen är tom. Ge dokumenttypen kapitel, eller planen avsnitt.")
    last = [step for step in plan.steps if step.kind is StepKind.DECIDE][-1:]
    due = last[0].due if last else None
    if document.month and due and due.due_month and due.due_month != document.month:
        text = f"Dokumenttypen säger att den beslutas i {month_name(document.month)}. Ändra den ena."
        yield Problem((*place, "kedja", plan.steps.index(last[0]), "senast"), text)


def _contents(place: Place, plan: PlanEntry, kinds: Set[OrganisationKind]) -> Iterator[Problem]:
    yield from day_problems((*place, "borjar", "dag"), plan.begins.month, plan.begins.day)
    for number, content in enumerate(plan.contents):
        if content in ABOUT_OUTCOME:
            yield Problem((*place, "innehall", number), f"En plan har ingen {content}. Ta bort ordet.")
    for number, kind in enumerate(plan.organisation_kinds):
        if kind not in kinds:
            text = f"Ingen organisation i filen är av typen {kind}. Lägg till en eller ta bort ordet."
            yield Problem((*place, "lamnas_av", number), text, kind.value)


def _chain(place: Place, plan: PlanEntry) -> Iterator[Problem]:
    """Each who writes a plan hands it in, and its way ends with a decision: of its own, or of the whole municipality."""
    chain: Place = (*place, "kedja")
    yield from repeated([step.code for step in plan.steps], chain, "kod")
    for scope in StepScope:
        part = [(index, step) for index, step in enumerate(plan.steps) if step.scope is scope]
        yield from chain_order(chain, part)
        if part and part[0][1].kind is not StepKind.SUBMIT:
            yield Problem((*chain, part[0][0], "slag"), f"Stegen för {scope} ska börja med lamna_in.")
    if any(step.scope is StepScope.UNIT for step in plan.steps) != bool(plan.organisation_kinds):
        yield Problem(chain, "Steg för enhet och lamnas_av hör ihop. Ange båda, eller inget av dem.")
    if not any(step.kind is StepKind.DECIDE for step in plan.steps):
        yield Problem(chain, "Ingen beslutar planen. Lägg till ett steg av slaget besluta.")
    for index, step in enumerate(plan.steps):
        yield from deadline_problems((*chain, index), step)
