"""Write a checked steering model file into the database: all or nothing, and the same file twice changes nothing.

The areas of the tree are goals and therefore the business of the app above: `goals.loader` loads a whole file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction

from styrmodell import audit, models, policies
from styrmodell.access import Access, system_access
from styrmodell.loader import rows
from styrmodell.loader.organisations import apply_organisations
from styrmodell.loader.schema import DEFAULT_ACCOUNT_GROUPS, Scale, SteeringFile
from styrmodell.loader.sync import ApplyError, Changes, set_links, sync, update

Part = TypeVar("Part", bound=Any)


@dataclass(frozen=True, slots=True)
class Applied:
    """What loading a file led to."""

    municipality: models.Municipality
    model: models.SteeringModel
    changes: Changes


@transaction.atomic
def apply_steering_file(*, file: SteeringFile, access: Access | None = None, is_demo: bool = False) -> Applied:
    """Make the municipality like the file, its areas excepted. Without `access` it is a command on the server.

    `is_demo` marks a new municipality as an example. Locks the municipality's row. Raises PermissionDenied without
    the right to configure, ApplyError when the file leaves out what is in use or belongs to another municipality."""
    changes = Changes()
    if access is not None:
        policies.can_configure(access).require()
        if access.slug != file.municipality.slug:
            raise ApplyError(f"Filen gäller {file.municipality.slug} men du arbetar i {access.slug}.")
    municipality = _municipality(file, is_demo, changes)
    apply_organisations(municipality, file.organisation, changes)
    model = _model(file, municipality, changes)
    _Writer(model, municipality, changes).write(file)
    summary = f"{file.steering_model.name}, version {model.version}"
    audit.record(
        models.AuditEvent.Type.STEERING_LOADED,
        target=model,
        access=access or system_access(municipality),
        summary=summary,
        created=changes.created,
        changed=changes.changed,
        removed=changes.removed,
    )
    return Applied(municipality, model, changes)


def _municipality(file: SteeringFile, is_demo: bool, changes: Changes) -> models.Municipality:
    values = rows.municipality_values(file.municipality)
    municipality, created = models.Municipality.objects.select_for_update().get_or_create(
        slug=file.municipality.slug, defaults={**values, "is_demo": is_demo}
    )
    changes.created += created
    update(municipality, values, changes)
    return municipality


def _model(file: SteeringFile, municipality: models.Municipality, changes: Changes) -> models.SteeringModel:
    values = rows.model_values(file.steering_model)
    model, created = models.SteeringModel.objects.get_or_create(
        municipality=municipality, version=file.steering_model.version, defaults=values
    )
    changes.created += created
    update(model, values, changes)
    return model


class _Writer:
    """Writes the parts of one steering model."""

    def __init__(self, model: models.SteeringModel, municipality: models.Municipality, changes: Changes) -> None:
        self.model, self.changes = model, changes
        self.municipality = municipality
        self.common = {"model": model, "municipality": municipality}

    def write(self, file: SteeringFile) -> None:
        """Every part, each after what it points to."""
        self.levels(file)
        self.plain(models.Perspective, file.perspectives, rows.perspective_values)
        for scale, row in self.pairs(models.Scale, file.scales, rows.scale_values):
            self.scale_steps(scale, row)
        groups = file.account_groups or DEFAULT_ACCOUNT_GROUPS
        self.plain(models.AccountGroup, groups, rows.account_group_values)
        self.plain(models.DocumentType, file.document_types, rows.document_type_values)
        self.plain(models.Instruction, file.instructions, rows.instruction_values)
        self.plain(models.CalendarRule, file.calendar, rows.calendar_rule_values)
        self.reports(file)
        self.terms(file)

    def plain(
        self, kind: type[Any], parts: Sequence[Part], values: Callable[[Part, int], rows.Values]
    ) -> dict[str, Any]:
        """Rows that point to nothing but the model."""
        wanted = {part.code: values(part, place) for place, part in enumerate(parts)}
        return sync(kind._default_manager.filter(model=self.model), wanted, self.common, self.changes)

    def pairs(
        self, kind: type[Any], parts: Sequence[Part], values: Callable[[Part, int], rows.Values]
    ) -> list[tuple[Part, Any]]:
        """Like `plain`, each part with its row."""
        written = self.plain(kind, parts, values)
        return [(part, written[part.code]) for part in parts]

    def levels(self, file: SteeringFile) -> None:
        """Levels with the levels they may break down, and limits on them."""
        existing = models.Level.objects.filter(model=self.model)
        wanted = {part.code: rows.level_values(part) for part in file.levels}
        levels = sync(existing, wanted, self.common, self.changes)
        for level in file.levels:
            set_links(levels[level.code].parents, [levels[code] for code in level.parents], self.changes)
        for limit, row in self.pairs(models.Limit, file.limits, rows.limit_values):
            set_links(row.levels, [levels[code] for code in limit.levels], self.changes)

    def scale_steps(self, scale: Scale, row: models.Scale) -> None:
        wanted = {step.code: rows.scale_step_values(step) for step in scale.steps}
        common = {"scale": row, "municipality": self.municipality}
        sync(models.ScaleStep.objects.filter(scale=row), wanted, common, self.changes)

    def reports(self, file: SteeringFile) -> None:
        """Occasion rules with the steps of their chains."""
        for rule, row in self.pairs(models.OccasionRule, file.occasion_rules, rows.occasion_rule_values):
            wanted = {step.code: rows.chain_step_values(step, place) for place, step in enumerate(rule.chain)}
            common = {"rule": row, "municipality": self.municipality}
            sync(models.Step.objects.filter(rule=row), wanted, common, self.changes)

    def terms(self, file: SteeringFile) -> None:
        """Words have no code and nothing points to them: they are written anew when any differs."""
        wanted = rows.term_rows(file.terms, file.glossary)
        existing = models.Term.objects.filter(model=self.model)
        columns = rows.TERM_COLUMNS
        if list(existing.order_by("position").values(*columns)) == wanted:
            return
        self.changes.removed += existing.delete()[0]
        models.Term.objects.bulk_create([models.Term(**values, **self.common) for values in wanted])
        self.changes.created += len(wanted)
