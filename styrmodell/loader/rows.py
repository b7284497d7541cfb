"""Values of a file's parts as the database keeps them. No queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from styrmodell.loader.schema import (
    LAST_DAY,
    AccountGroup,
    CalendarRule,
    ChainStep,
    DayInYear,
    DocumentType,
    GlossaryEntry,
    Instruction,
    Item,
    Level,
    Limit,
    Municipality,
    OccasionRule,
    Perspective,
    Scale,
    ScaleStep,
    SteeringModel,
    Term,
    month_length,
)

Values = dict[str, Any]


def item_values(item: Item, position: int) -> Values:
    """What every part of the model has."""
    return {"position": position, "source": item.source or "", "is_example": item.example}


def municipality_values(part: Municipality) -> Values:
    """The tenant's own columns."""
    return {
        "code": part.scb_code or "",
        "name": part.name,
        "short_name": part.short_name,
        "brand_colour": part.colour,
        "unit": part.money_unit.value,
        "logo_svg": part.logo or "",
        "description": part.description or "",
    }


def model_values(part: SteeringModel) -> Values:
    """Columns of the steering model itself."""
    vision = part.vision
    return {
        "name": part.name,
        "valid_from": part.term_of_office.start,
        "valid_to": part.term_of_office.end,
        "source": part.source or "",
        "vision_title": (vision and vision.heading) or "",
        "vision_text": (vision and vision.text) or "",
        "slogan": (vision and vision.slogan) or "",
        "value_words": [{"ord": word.word, "beskrivning": word.description or ""} for word in part.core_values],
        "smart": part.smart.value if part.smart else "",
    }


def level_values(part: Level) -> Values:
    """Columns of a level; its parents are links."""
    return {
        **item_values(part, part.position),
        "singular": part.singular,
        "plural": part.plural,
        "definite": part.definite,
        "kind": part.kind.value,
        "sphere": part.what_or_how.value,
        "decided_by": part.decided_by or "",
        "decided_by_kind": part.deciding_body.value if part.deciding_body else "",
        "decided_in": part.decided_in or "",
        "owner_kinds": [kind.value for kind in part.owners],
        "span": part.time_span or "",
        "is_judged": part.judged,
        "has_indicators": part.has_indicators,
        "needs_targets": part.targets_required,
        "smart": part.smart.value if part.smart else "",
        "description": part.description or "",
    }


def limit_values(part: Limit, position: int) -> Values:
    """Columns of a limit; its levels are links."""
    per, maximum = (part.per, part.maximum) if part.about is None else (part.about, part.maximum_kronor)
    return {**item_values(part, position), "text": part.text, "per_kind": per.value if per else "", "maximum": maximum}


def perspective_values(part: Perspective, position: int) -> Values:
    """Columns of a perspective."""
    return {**item_values(part, position), "name": part.name, "description": part.description or ""}


def scale_values(part: Scale, position: int) -> Values:
    """Columns of a scale."""
    return {**item_values(part, position), "name": part.name, "kind": part.kind.value}


def scale_step_values(part: ScaleStep) -> Values:
    """Columns of a step on a scale."""
    return {
        "label": part.name,
        "symbol": part.symbol.value,
        "tone": part.tone.value,
        "position": part.position,
        "threshold": part.threshold,
    }


TERM_COLUMNS = ("key", "singular", "plural", "definite", "definition", "source", "position")


def term_rows(terms: Sequence[Term], glossary: Sequence[GlossaryEntry]) -> list[Values]:
    """Interface words with their key, then glossary words with their meaning."""
    words = [(term.key.value, term.singular, term.plural, term.definite, "", "") for term in terms]
    entries = [("", entry.word, "", "", entry.explanation, entry.source or "") for entry in glossary]
    return [dict(zip(TERM_COLUMNS, (*row, place), strict=True)) for place, row in enumerate([*words, *entries])]


def account_group_values(part: AccountGroup, position: int) -> Values:
    """Columns of an account group."""
    return {
        **item_values(part, position),
        "name": part.name,
        "account_from": part.first,
        "account_to": part.last,
        "statement_row": part.line.value,
    }


def document_type_values(part: DocumentType, position: int) -> Values:
    """Columns of a document type."""
    return {
        **item_values(part, position),
        "name": part.name,
        "decided_by": part.decided_by or "",
        "description": part.description or "",
        "words": ", ".join(part.typical_words),
        "chapters": list(part.chapters),
        "month": part.month,
    }


def instruction_values(part: Instruction, position: int) -> Values:
    """Columns of an instruction."""
    return {**item_values(part, position), "phase": part.phase.value, "title": part.heading, "text": part.text}


def occasion_rule_values(part: OccasionRule, position: int) -> Values:
    """Columns of a rule; its chain is rows of its own."""
    return {
        **item_values(part, position),
        "name": part.name,
        "kind": part.kind.value,
        "is_statutory": part.statutory,
        "cutoffs": [_cut_off(day) for day in part.cut_offs],
        "contents": [content.value for content in part.contents],
        "organisation_kinds": [kind.value for kind in part.reported_by],
        "sections": [
            {"kod": section.code, "rubrik": section.heading, "fraga": section.question or ""}
            for section in part.sections
        ],
        "measures_when": [trigger.value for trigger in part.measures_when],
        "description": part.description or "",
    }


def _cut_off(day: DayInYear) -> dict[str, int | str]:
    return {"manad": day.month, "dag": day.day if day.day <= month_length(day.month) else "sista"}


def chain_step_values(part: ChainStep, position: int) -> Values:
    """Columns of a step in a rule's chain."""
    due = part.due
    return {
        **item_values(part, position),
        "name": part.name,
        "scope": part.scope.value,
        "kind": part.kind.value,
        "body": part.body.value if part.body else "",
        "actor": part.actor or "",
        "due_month": due.month if due else None,
        "due_day": due.day if due else None,
        "due_days_after": due.days_after if due else None,
    }


def calendar_rule_values(part: CalendarRule, position: int) -> Values:
    """Columns of a rule in the year wheel. The last day of a month is a mark, not a number."""
    last = part.day == LAST_DAY
    return {
        **item_values(part, position),
        "title": part.title,
        "month": part.month,
        "day": None if last else part.day,
        "is_last_day": last,
        "to_month": part.end_month,
        "to_day": part.end_day,
        "actor": part.actor or "",
        "ring": part.ring.value,
        "row": part.row.value,
        "phase": part.phase.value if part.phase else "",
        "years": part.years.value,
        "description": part.description or "",
    }
