"""Read a steering model out of the database as a file: what was loaded comes back the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from styrmodell import models
from styrmodell.loader import schema
from styrmodell.loader.organisations import export_organisations
from styrmodell.rules.vocabulary import (
    AccountRow,
    CalendarRing,
    CalendarRow,
    CalendarYears,
    Content,
    LevelKind,
    LevelSphere,
    MeasureTrigger,
    MoneyLimit,
    MoneyUnit,
    OccasionKind,
    OrganisationKind,
    Phase,
    ScaleKind,
    SmartModel,
    StepKind,
    StepScope,
    Symbol,
)
from ui.rules.marks import Tone

E = TypeVar("E")


def export_steering_file(
    municipality: models.Municipality,
    *,
    model: models.SteeringModel | None = None,
    areas: Sequence[schema.Area] = (),
) -> schema.SteeringFile:
    """The municipality's newest steering model (or the one given) as a file; `areas` come from the app above.

    Raises SteeringModel.DoesNotExist when there is none. The number of queries does not grow with the rows."""
    model = model or models.SteeringModel.objects.filter(municipality=municipality).latest("version")
    terms = list(models.Term.objects.filter(model=model).order_by("position"))
    groups = [_account_group(row) for row in _parts(models.AccountGroup, model)]
    return schema.SteeringFile(
        municipality=_municipality(municipality),
        organisation=export_organisations(municipality),
        steering_model=_model(model),
        levels=[_level(row) for row in _parts(models.Level, model).prefetch_related("parents")],
        areas=list(areas),
        limits=[_limit(row) for row in _parts(models.Limit, model).prefetch_related("levels")],
        perspectives=[_perspective(row) for row in _parts(models.Perspective, model)],
        scales=[_scale(row) for row in _parts(models.Scale, model).prefetch_related("steps")],
        terms=[_term(row) for row in terms if row.key],
        glossary=[_entry(row) for row in terms if not row.key],
        account_groups=[] if tuple(groups) == schema.DEFAULT_ACCOUNT_GROUPS else groups,
        occasion_rules=[_occasion_rule(row) for row in _parts(models.OccasionRule, model).prefetch_related("steps")],
        calendar=[_calendar_rule(row) for row in _parts(models.CalendarRule, model)],
        document_types=[_document_type(row) for row in _parts(models.DocumentType, model)],
        instructions=[_instruction(row) for row in _parts(models.Instruction, model)],
    )


def _parts(kind: type[Any], model: models.SteeringModel) -> Any:
    return kind._default_manager.filter(model=model).order_by("position", "pk")


def _item(row: Any) -> dict[str, Any]:
    return {"source": row.source or None, "example": row.is_example}


def _enum(kind: type[E], value: str) -> E | None:
    return kind(value) if value else None  # type: ignore[call-arg]


def _municipality(row: models.Municipality) -> schema.Municipality:
    return schema.Municipality(
        slug=row.slug,
        scb_code=row.code or None,
        name=row.name,
        short_name=row.short_name,
        colour=row.brand_colour,
        money_unit=MoneyUnit(row.unit),
        logo=row.logo_svg or None,
        description=row.description or None,
    )


def _model(row: models.SteeringModel) -> schema.SteeringModel:
    vision = schema.Vision(heading=row.vision_title or None, text=row.vision_text or None, slogan=row.slogan or None)
    return schema.SteeringModel(
        name=row.name,
        version=row.version,
        term_of_office=schema.Period(start=row.valid_from, end=row.valid_to),
        source=row.source or None,
        vision=None if vision == schema.Vision() else vision,
        core_values=[
            schema.CoreValue(word=word["ord"], description=word.get("beskrivning") or None) for word in row.value_words
        ],
        smart=_enum(SmartModel, row.smart),
    )


def _level(row: models.Level) -> schema.Level:
    return schema.Level(
        **_item(row),
        code=row.code,
        position=row.position,
        singular=row.singular,
        plural=row.plural,
        definite=row.definite,
        kind=LevelKind(row.kind),
        decided_by=row.decided_by or None,
        deciding_body=_enum(OrganisationKind, row.decided_by_kind),
        decided_in=row.decided_in or None,
        owners=[OrganisationKind(kind) for kind in row.owner_kinds],
        time_span=row.span or None,
        parents=[parent.code for parent in sorted(row.parents.all(), key=lambda parent: parent.position)],
        judged=row.is_judged,
        has_indicators=row.has_indicators,
        targets_required=row.needs_targets,
        smart=_enum(SmartModel, row.smart),
        what_or_how=LevelSphere(row.sphere),
        description=row.description or None,
    )


def _limit(row: models.Limit) -> schema.Limit:
    common = {**_item(row), "code": row.code, "text": row.text}
    if row.per_kind in set(MoneyLimit):
        return schema.Limit(**common, about=MoneyLimit(row.per_kind), maximum_kronor=row.maximum)
    return schema.Limit(
        **common,
        levels=[level.code for level in sorted(row.levels.all(), key=lambda level: level.position)],
        per=OrganisationKind(row.per_kind),
        maximum=row.maximum,
    )


def _perspective(row: models.Perspective) -> schema.Perspective:
    return schema.Perspective(**_item(row), code=row.code, name=row.name, description=row.description or None)


def _scale(row: models.Scale) -> schema.Scale:
    steps = [
        schema.ScaleStep(
            code=step.code,
            name=step.label,
            tone=Tone(step.tone),
            symbol=Symbol(step.symbol),
            position=step.position,
            threshold=step.threshold,
        )
        for step in row.steps.all()
    ]
    return schema.Scale(**_item(row), code=row.code, name=row.name, kind=ScaleKind(row.kind), steps=steps)


def _term(row: models.Term) -> schema.Term:
    return schema.Term(key=schema.TermKey(row.key), singular=row.singular, plural=row.plural, definite=row.definite)


def _entry(row: models.Term) -> schema.GlossaryEntry:
    return schema.GlossaryEntry(word=row.singular, explanation=row.definition, source=row.source or None)


def _account_group(row: models.AccountGroup) -> schema.AccountGroup:
    return schema.AccountGroup(
        **_item(row),
        code=row.code,
        name=row.name,
        first=row.account_from,
        last=row.account_to,
        line=AccountRow(row.statement_row),
    )


def _document_type(row: models.DocumentType) -> schema.DocumentType:
    return schema.DocumentType(
        **_item(row),
        code=row.code,
        name=row.name,
        decided_by=row.decided_by or None,
        description=row.description or None,
        typical_words=row.words.split(", ") if row.words else [],
        chapters=list(row.chapters),
        month=row.month,
    )


def _instruction(row: models.Instruction) -> schema.Instruction:
    return schema.Instruction(**_item(row), code=row.code, phase=Phase(row.phase), heading=row.title, text=row.text)


def _occasion_rule(row: models.OccasionRule) -> schema.OccasionRule:
    return schema.OccasionRule(
        **_item(row),
        code=row.code,
        name=row.name,
        kind=OccasionKind(row.kind),
        statutory=row.is_statutory,
        cut_offs=[schema.DayInYear(month=day["manad"], day=day["dag"]) for day in row.cutoffs],
        contents=[Content(content) for content in row.contents],
        reported_by=[OrganisationKind(kind) for kind in row.organisation_kinds],
        sections=[
            schema.SectionHeading(code=part["kod"], heading=part["rubrik"], question=part.get("fraga") or None)
            for part in row.sections
        ],
        chain=[_chain_step(step) for step in row.steps.all()],
        measures_when=[MeasureTrigger(trigger) for trigger in row.measures_when],
        description=row.description or None,
    )


def _chain_step(row: models.Step) -> schema.ChainStep:
    due = (row.due_month, row.due_day, row.due_days_after)
    return schema.ChainStep(
        **_item(row),
        code=row.code,
        name=row.name,
        scope=StepScope(row.scope),
        kind=StepKind(row.kind),
        body=_enum(OrganisationKind, row.body),
        actor=row.actor or None,
        due=schema.Deadline(month=due[0], day=due[1], days_after=due[2]) if any(v is not None for v in due) else None,
    )


def _calendar_rule(row: models.CalendarRule) -> schema.CalendarRule:
    return schema.CalendarRule(
        **_item(row),
        code=row.code,
        title=row.title,
        month=row.month,
        day=schema.LAST_DAY if row.is_last_day else row.day,
        end_month=row.to_month,
        end_day=row.to_day,
        actor=row.actor or None,
        ring=CalendarRing(row.ring),
        row=CalendarRow(row.row),
        phase=_enum(Phase, row.phase),
        years=CalendarYears(row.years),
        description=row.description or None,
    )
