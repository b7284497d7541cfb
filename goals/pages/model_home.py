"""The page of the steering model: what is in force, in words, and its editions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goals.loader.whole import export_whole_file
from goals.pages.model_parts import PARTS, EditablePart
from goals.selectors.editions import all_models, editions
from styrmodell.access import Access
from styrmodell.loader.labels import value_in_words
from styrmodell.loader.schema import CalendarRuleEntry, LevelEntry, OccasionRuleEntry, SteeringFile
from styrmodell.models import Edition, SteeringModel
from styrmodell.rules.terms import DEFAULT_TERMS
from styrmodell.selectors.words import steering_model
from ui.rules.swedish import capitalised, join_words, plural, uncapitalised


@dataclass(frozen=True, slots=True)
class PartRow:
    """One thing of the model: its name, and what is said of it."""

    name: str
    said: str
    is_example: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class PartPanel:
    """One part of the model, in words; `note` is how many rows."""

    key: str
    title: str
    note: str
    rows: Sequence[PartRow]


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """One version of the model, with what was read in of it, the newest first."""

    model: SteeringModel
    editions: Sequence[Edition]
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class ModelHome:
    """Everything that the page shows."""

    model: SteeringModel
    panels: Sequence[PartPanel]
    versions: Sequence[ModelVersion]
    drafts: Sequence[Edition]

    @property
    def lead(self) -> str:
        """What is in force, in a sentence."""
        counts = join_words([f"{panel.note} {uncapitalised(panel.title)}" for panel in self.panels])
        waiting = plural(len(self.drafts), "utkast väntar", "utkast väntar") if self.drafts else "Inget utkast väntar"
        return f"{counts}. {waiting}."

    @property
    def parts(self) -> Sequence[EditablePart]:
        """What can be changed without a file."""
        return list(PARTS.values())

    @property
    def edition(self) -> Edition | None:
        """The latest that was read in of the model in force."""
        shown = next(version for version in self.versions if version.is_in_force)
        return shown.editions[0] if shown.editions else None


def model_home(access: Access) -> ModelHome:
    """The model in force today with its parts, and every version. The number of queries does not grow with the rows."""
    model, kept = steering_model(access), editions(access)
    versions = [
        ModelVersion(
            row,
            [edition for edition in kept if edition.model_version == row.version and not edition.is_draft],
            is_in_force=row.pk == model.pk,
        )
        for row in all_models(access)
    ]
    drafts = [edition for edition in kept if edition.is_draft]
    return ModelHome(model, _panels(export_whole_file(access.municipality, model)), versions, drafts)


def _panels(file: SteeringFile) -> list[PartPanel]:
    own = [
        PartRow(capitalised(DEFAULT_TERMS[term.key][0]), f"{term.singular}, {term.plural}, {term.definite}")
        for term in file.terms
    ]
    limits = [PartRow(row.text, "", row.is_example, row.source or "") for row in file.limits]
    scales = [
        PartRow(row.name, ", ".join(step.label for step in row.steps), row.is_example, row.source or "")
        for row in file.scales
    ]
    texts = [
        PartRow(row.title, value_in_words("phase", row.phase), row.is_example, row.source or "")
        for row in file.instructions
    ]
    shown = [
        ("nivaer", "Nivåer", [_level(row) for row in file.levels]),
        ("ord", "Egna ord", own),
        ("granser", "Gränser", limits),
        ("skalor", "Skalor", scales),
        (
            "tillfallen",
            "Planer, rapporter och kedjor",
            [*_plans(file), *(_occasion(row) for row in file.occasion_rules)],
        ),
        ("arshjul", "Händelser i årshjulet", [_event(row) for row in file.calendar]),
        ("anvisningar", "Anvisningar", texts),
    ]
    return [PartPanel(key, title, str(len(rows)), rows) for key, title, rows in shown]


def _level(row: LevelEntry) -> PartRow:
    said = [row.decided_by or "", row.span or "", "bedöms" if row.is_judged else ""]
    return PartRow(
        capitalised(row.singular), ", ".join(part for part in said if part), row.is_example, row.source or ""
    )


def _plans(file: SteeringFile) -> list[PartRow]:
    names = {row.code: row.name for row in file.document_types}
    return [
        PartRow(names[row.document], " → ".join(step.name for step in row.steps), row.is_example, row.source or "")
        for row in file.plans
    ]


def _occasion(row: OccasionRuleEntry) -> PartRow:
    chain = " → ".join(step.name for step in row.steps)
    days = value_in_words("cutoffs", row.cutoffs)
    return PartRow(row.name, f"Per {days}. {chain}", row.is_example, row.source or "")


def _event(row: CalendarRuleEntry) -> PartRow:
    day = f"{row.day or ''} " if row.day and row.day < 31 else ""
    said = f"{day}{value_in_words('month', row.month)}" + (f", {row.actor}" if row.actor else "")
    return PartRow(row.title, said, row.is_example, row.source or "")
