"""The words of the interface that a municipality can choose, and what they are until it does."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class TermKey(StrEnum):
    """Every word in the interface that a municipality can choose."""

    ACTIVITY = "activity"
    ACTIVITY_MEASURE = "activity_measure"
    ANNUAL_CYCLE = "annual_cycle"
    ANNUAL_REPORT = "annual_report"
    ASSEMBLY = "assembly"
    ASSEMBLY_GOAL = "assembly_goal"
    ASSIGNMENT = "assignment"
    AUDITORS = "auditors"
    BASELINE_VALUE = "baseline_value"
    BUDGET_FRAME = "budget_frame"
    CHIEF_EXECUTIVE = "chief_executive"
    COMMITTEE = "committee"
    COMMITTEE_GOAL = "committee_goal"
    COMPANY = "company"
    CONTROL_PLAN = "control_plan"
    CORE_VALUE = "core_value"
    CRITICAL_FACTOR = "critical_factor"
    DEPARTMENT = "department"
    DEPARTMENT_HEAD = "department_head"
    DEPARTMENT_PLAN = "department_plan"
    DETAILED_BUDGET = "detailed_budget"
    DEVIATION_REPORT = "deviation_report"
    EXECUTIVE = "executive"
    FINAL_TARGET = "final_target"
    FOCUS_AREA = "focus_area"
    FORECAST = "forecast"
    FORECAST_REPORT = "forecast_report"
    GOAL = "goal"
    INDICATOR = "indicator"
    INTERIM_REPORT = "interim_report"
    KEY_RATIO = "key_ratio"
    MONTHLY_REPORT = "monthly_report"
    OPERATIONAL_GOAL = "operational_goal"
    OPERATIONAL_PLAN = "operational_plan"
    PLANNING_DOCUMENT = "planning_document"
    QUALITY_FACTOR = "quality_factor"
    QUALITY_MEASURE = "quality_measure"
    STEERING_MODEL = "steering_model"
    STRATEGY = "strategy"
    TARGET_VALUE = "target_value"
    TERTIAL_REPORT = "tertial_report"
    UNIT = "unit"
    UNIT_PLAN = "unit_plan"
    VISION = "vision"
    YEAR_END_REPORT = "year_end_report"


DEFAULT_TERMS: dict[TermKey, tuple[str, str, str]] = {
    TermKey.ACTIVITY: ("aktivitet", "aktiviteter", "aktiviteten"),
    TermKey.ACTIVITY_MEASURE: ("verksamhetsmått", "verksamhetsmått", "verksamhetsmåttet"),
    TermKey.ANNUAL_CYCLE: ("årshjul", "årshjul", "årshjulet"),
    TermKey.ANNUAL_REPORT: ("årsredovisning", "årsredovisningar", "årsredovisningen"),
    TermKey.ASSEMBLY: ("kommunfullmäktige", "kommunfullmäktige", "kommunfullmäktige"),
    TermKey.ASSEMBLY_GOAL: ("fullmäktigemål", "fullmäktigemål", "fullmäktigemålet"),
    TermKey.ASSIGNMENT: ("uppdrag", "uppdrag", "uppdraget"),
    TermKey.AUDITORS: ("revisor", "revisorer", "revisorn"),
    TermKey.BASELINE_VALUE: ("ingångsvärde", "ingångsvärden", "ingångsvärdet"),
    TermKey.BUDGET_FRAME: ("ram", "ramar", "ramen"),
    TermKey.CHIEF_EXECUTIVE: ("kommunchef", "kommunchefer", "kommunchefen"),
    TermKey.COMMITTEE: ("nämnd", "nämnder", "nämnden"),
    TermKey.COMMITTEE_GOAL: ("nämndmål", "nämndmål", "nämndmålet"),
    TermKey.COMPANY: ("bolag", "bolag", "bolaget"),
    TermKey.CONTROL_PLAN: ("internkontrollplan", "internkontrollplaner", "internkontrollplanen"),
    TermKey.CORE_VALUE: ("värdeord", "värdeord", "värdeordet"),
    TermKey.CRITICAL_FACTOR: ("kritisk faktor", "kritiska faktorer", "den kritiska faktorn"),
    TermKey.DEPARTMENT: ("förvaltning", "förvaltningar", "förvaltningen"),
    TermKey.DEPARTMENT_HEAD: ("förvaltningschef", "förvaltningschefer", "förvaltningschefen"),
    TermKey.DEPARTMENT_PLAN: ("förvaltningsplan", "förvaltningsplaner", "förvaltningsplanen"),
    TermKey.DETAILED_BUDGET: ("detaljbudget", "detaljbudgetar", "detaljbudgeten"),
    TermKey.DEVIATION_REPORT: ("avvikelserapport", "avvikelserapporter", "avvikelserapporten"),
    TermKey.EXECUTIVE: ("kommunstyrelse", "kommunstyrelser", "kommunstyrelsen"),
    TermKey.FINAL_TARGET: ("slutvärde", "slutvärden", "slutvärdet"),
    TermKey.FOCUS_AREA: ("målområde", "målområden", "målområdet"),
    TermKey.FORECAST: ("prognos", "prognoser", "prognosen"),
    TermKey.FORECAST_REPORT: ("prognosrapport", "prognosrapporter", "prognosrapporten"),
    TermKey.GOAL: ("mål", "mål", "målet"),
    TermKey.INDICATOR: ("indikator", "indikatorer", "indikatorn"),
    TermKey.INTERIM_REPORT: ("delårsrapport", "delårsrapporter", "delårsrapporten"),
    TermKey.KEY_RATIO: ("nyckeltal", "nyckeltal", "nyckeltalet"),
    TermKey.MONTHLY_REPORT: ("månadsrapport", "månadsrapporter", "månadsrapporten"),
    TermKey.OPERATIONAL_GOAL: ("verksamhetsmål", "verksamhetsmål", "verksamhetsmålet"),
    TermKey.OPERATIONAL_PLAN: ("verksamhetsplan", "verksamhetsplaner", "verksamhetsplanen"),
    TermKey.PLANNING_DOCUMENT: ("budget", "budgetar", "budgeten"),
    TermKey.QUALITY_FACTOR: ("kvalitetsfaktor", "kvalitetsfaktorer", "kvalitetsfaktorn"),
    TermKey.QUALITY_MEASURE: ("kvalitetsmått", "kvalitetsmått", "kvalitetsmåttet"),
    TermKey.STEERING_MODEL: ("styrmodell", "styrmodeller", "styrmodellen"),
    TermKey.STRATEGY: ("strategi", "strategier", "strategin"),
    TermKey.TARGET_VALUE: ("målvärde", "målvärden", "målvärdet"),
    TermKey.TERTIAL_REPORT: ("tertialrapport", "tertialrapporter", "tertialrapporten"),
    TermKey.UNIT: ("enhet", "enheter", "enheten"),
    TermKey.UNIT_PLAN: ("enhetsplan", "enhetsplaner", "enhetsplanen"),
    TermKey.VISION: ("vision", "visioner", "visionen"),
    TermKey.YEAR_END_REPORT: ("årsbokslut", "årsbokslut", "årsbokslutet"),
}
"""Singular, plural and definite form used when the file does not name the term."""


class OwnTerm(Protocol):
    """A word that a municipality has chosen."""

    singular: str
    plural: str
    definite: str


def forms_of(key: TermKey, own: OwnTerm | None) -> tuple[str, str, str]:
    """Singular, plural and definite form of a word: the municipality's own, else the one that everybody has."""
    if own is None:
        return DEFAULT_TERMS[key]
    return own.singular, own.plural or own.singular, own.definite or own.singular
