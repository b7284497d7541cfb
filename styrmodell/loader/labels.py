"""What is said of a steering model's parts where people read them: labels of attributes, and values in words. Pure: no
Django. A test sees that every attribute of the file has its word here."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from styrmodell.loader.schema import LAST_DAY, DayInYear, Deadline, FileModel, PeriodEntry, month_name
from styrmodell.permissions import Role
from styrmodell.rules.vocabulary import Content, LabelledEnum, MeasureTrigger, MoneyLimit, OccasionKind, UnitDemand
from ui.rules.money import number
from ui.rules.swedish import join_words

LONGEST = 240  # letters of a text that is shown beside another
LEAD = 40  # signs that two long texts have in common and that are shown before they part

LABELS: Mapping[str, str] = {
    "about": "gäller",
    "about_years": "gäller åren",
    "account_from": "första konto",
    "account_to": "sista konto",
    "actor": "vem",
    "administrator_insight": "administratörer ser",
    "analyses_all": "analys av varje bedömning",
    "auditor_insight": "revisorer ser",
    "begins": "börjar",
    "body": "organ",
    "brand_colour": "färg",
    "chapters": "kapitel",
    "children": "delarna under",
    "code": "kod",
    "content": "innehåll",
    "contents": "innehåll",
    "cutoffs": "brytdagar",
    "day": "dag",
    "decided_by": "beslutas av",
    "decided_by_kind": "beslutsorgan",
    "decided_in": "beslutas i",
    "definite": "bestämd form",
    "definition": "förklaring",
    "description": "beskrivning",
    "document": "dokumenttyp",
    "due": "senast",
    "governing_document": "styrdokument",
    "has_indicators": "kan ha indikatorer",
    "heading": "rubrik",
    "is_example": "exempel",
    "is_judged": "bedöms",
    "is_statutory": "lagstadgad",
    "key": "begrepp",
    "kind": "slag",
    "label": "ord",
    "ledger_codes": "ansvarskoder",
    "level": "nivå",
    "levels": "nivåer",
    "logo_svg": "logga",
    "many": "ord om flera",
    "maximum": "högst",
    "maximum_kronor": "högst, kronor",
    "measures_when": "åtgärder lämnas vid",
    "month": "månad",
    "name": "namn",
    "needs_targets": "målvärden krävs",
    "organisation_kinds": "lämnas av",
    "owner_kinds": "ägs av",
    "parent": "står under",
    "parents": "bryter ned",
    "per": "räknas per",
    "phase": "fas",
    "phases": "faser",
    "plural": "flera",
    "politician_insight": "politiker ser",
    "position": "ordning",
    "question": "fråga",
    "readers": "läses av",
    "ring": "ring i årshjulet",
    "roles": "roller",
    "row": "rad i översikten",
    "scope": "gäller",
    "sections": "avsnitt",
    "short_name": "kortnamn",
    "singular": "ett",
    "slogan": "slogan",
    "slug": "namn i adressen",
    "smart": "checklista",
    "source": "källa",
    "span": "tidsrymd",
    "sphere": "vad eller hur",
    "statement_row": "rad i resultaträkningen",
    "steps": "steg",
    "symbol": "tecken",
    "term_of_office": "mandatperiod",
    "text": "text",
    "threshold": "tröskel",
    "title": "rubrik",
    "to_day": "till dag",
    "to_month": "till månad",
    "tone": "ton",
    "two_people": "två personer",
    "unit": "enhet i tabeller",
    "unit_demand": "krav på enheterna",
    "unit_demand_is_example": "kravet är exempel",
    "valid_from": "första dagen",
    "valid_to": "sista dagen",
    "value_words": "värdeord",
    "version": "version",
    "vision_text": "visionens text",
    "vision_title": "visionens namn",
    "words": "typiska ord",
    "years": "år",
}

_WORDS: Mapping[StrEnum, str] = {
    OccasionKind.MONTHLY: "månadsrapport",
    OccasionKind.MONTHLY_EXTENDED: "fördjupad månadsuppföljning",
    OccasionKind.INTERIM: "delårsrapport",
    OccasionKind.INTERIM_CLOSING: "delårsbokslut",
    OccasionKind.YEAR_END: "årsbokslut",
    OccasionKind.ANNUAL: "årsredovisning",
    OccasionKind.CONTROL: "intern kontroll",
    Content.GOALS: "mål",
    Content.CONTROL: "intern kontroll",
    MeasureTrigger.FAILING_GOAL: "mål som inte nås",
    UnitDemand.SUBMITTED: "inlämnade",
    MoneyLimit.FORECAST_LINE: "underskott på en rad",
    MoneyLimit.FORECAST: "underskott i en prognos",
}  # those that are spelt otherwise in the file


def value_in_words(attribute: str, value: Any) -> str:
    """A value as people read it; empty for what is left out."""
    match value:
        case None | "" | []:
            return ""
        case bool():
            return "ja" if value else "nej"
        case list():
            return join_words([value_in_words(attribute, item) for item in value])
        case StrEnum():
            return _enum(value)
        case int() | Decimal():
            return _number(attribute, value)
        case FileModel():
            return _part(value)
    return "egen logga" if attribute == "logo_svg" else " ".join(str(value).split())


def _number(attribute: str, value: int | Decimal) -> str:
    if attribute in {"month", "to_month"}:
        return month_name(int(value))
    return str(value) if attribute.startswith("account_") else number(value, 0 if value == int(value) else 2)


def _enum(value: StrEnum) -> str:
    if isinstance(value, Role | LabelledEnum):
        return value.label
    return _WORDS.get(value, value.value.replace("_", " "))


def _part(value: FileModel) -> str:
    """A small part of a part, in a few words."""
    match value:
        case DayInYear():
            return day_in_words(value.month, value.day)
        case Deadline(due_days_after=int(days)):
            return f"{days} dagar efter brytdagen"
        case Deadline():
            return day_in_words(value.due_month or 1, value.due_day)
        case PeriodEntry():
            return f"{value.valid_from.isoformat()}–{value.valid_to.isoformat()}"
    said = [value_in_words(name, getattr(value, name)) for name in type(value).model_fields]
    return ": ".join(words for words in said if words)


def day_in_words(month: int, day: int | None) -> str:
    """A day that comes back each year: «31 augusti», «sista augusti», or the month alone."""
    if day is None:
        return month_name(month)
    return f"{'sista' if day == LAST_DAY else day} {month_name(month)}"


def beside(old: str, new: str) -> tuple[str, str]:
    """Two texts as they stand beside each other in a row: long ones from a little before the place where they part."""
    if max(len(old), len(new)) <= LONGEST:
        return old, new
    parting = next(
        (place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    begin = old.rfind(" ", 0, max(0, parting - LEAD)) + 1
    return _cut(old, begin), _cut(new, begin)


def _cut(text: str, begin: int) -> str:
    shown = text[begin : begin + LONGEST].rstrip()
    return f"{'… ' if begin else ''}{shown}{' …' if len(text) > begin + LONGEST else ''}"
