"""The words that rows, the steering model's file and the rules have in common: one enum each, stored value first.

A model calls its own by Django's custom, as `Organisation.Kind`. Never change a value: it stands in rows and files.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class LabelledEnum(StrEnum):
    """A word as it is stored, with the word that people see: `UNIT = "enhet", "Enhet"`."""

    _value_: str
    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the label beside the value."""
        member = str.__new__(cls, value)
        member._value_ = str(value)
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Value and label of each, for a field of a model or a form."""
        return [(member.value, member.label) for member in cls]


class OrganisationKind(LabelledEnum):
    """Kinds of organisation, one vocabulary in the whole file."""

    ASSEMBLY = "fullmaktige", "Fullmäktige"
    EXECUTIVE = "styrelse", "Styrelse"
    COMMITTEE = "namnd", "Nämnd"
    SUBCOMMITTEE = "utskott", "Utskott"
    DEPARTMENT = "forvaltning", "Förvaltning"
    ACTIVITY = "verksamhet", "Verksamhet"
    UNIT = "enhet", "Enhet"
    COMPANY = "bolag", "Bolag"
    AUDIT = "revision", "Revision"


class Insight(LabelledEnum):
    """How much a role that only reads sees of reports before they are decided."""

    DECIDED = "beslutat", "Det som är beslutat"
    OWN = "eget", "Det som är beslutat eller inlämnat till det egna organet"
    SUBMITTED = "inlamnat", "Det som är beslutat eller inlämnat"
    DRAFTS = "utkast", "Allt, också utkast"


class MoneyUnit(LabelledEnum):
    """Unit that tables are shown in."""

    TKR = "tkr", "tkr"
    MNKR = "mnkr", "mnkr"


class SmartModel(LabelledEnum):
    """Checklist for well-worded goals."""

    SMART = "SMART", "SMART"
    SMARTA = "SMARTA", "SMARTA"


class LevelKind(LabelledEnum):
    """What a level holds. Pages and rules depend on the kind, never on the name."""

    VISION = "vision", "Vision"
    AREA = "omrade", "Område"
    GOAL = "mal", "Mål"
    STRATEGY = "strategi", "Strategi"
    FACTOR = "faktor", "Kvalitetsfaktor"
    ACTIVITY = "aktivitet", "Aktivitet"


class LevelSphere(LabelledEnum):
    """Politicians edit WHAT, officials edit HOW."""

    WHAT = "vad", "VAD (politiken)"
    HOW = "hur", "HUR (förvaltningen)"


class MoneyLimit(StrEnum):
    """What a limit in kronor is about."""

    FORECAST_LINE = "prognosrad"  # a larger deficit has to be explained
    FORECAST = "prognos"  # a larger deficit wants measures where the rule says so


class ScaleKind(LabelledEnum):
    """What a scale judges."""

    GOAL = "mal", "Mål"
    INDICATOR = "indikator", "Indikator"
    ACTIVITY = "aktivitet", "Aktivitet"
    RISK = "risk", "Risk"


class Symbol(StrEnum):
    """The marks that exist; a municipality chooses words, not new marks."""

    REACHED = "nas"
    PARTLY = "delvis"
    NOT_REACHED = "nasinte"
    NOT_JUDGED = "ejbed"
    ON_TARGET = "i-nar"
    ON_PATH = "i-fas"
    BEHIND = "i-ratt"
    UNCHANGED = "i-of"
    AWAY = "i-fel"
    MISSING = "i-sakn"
    NOT_STARTED = "a-ej"
    STARTED = "a-pag"
    DONE = "a-klar"
    LATE = "a-sen"
    CANCELLED = "a-avbr"
    INFORMATION = "info"
    WARNING = "varn"
    FAULT = "fel"


class AccountRow(StrEnum):
    """Rows of the income statement that ledger accounts belong to (LKBR 5 kap.)."""

    OPERATING_INCOME = "verksamhetens_intakter"
    OPERATING_EXPENSES = "verksamhetens_kostnader"
    DEPRECIATION = "avskrivningar"
    TAX_REVENUE = "skatteintakter"
    GENERAL_GRANTS = "generella_statsbidrag"
    FINANCIAL_INCOME = "finansiella_intakter"
    FINANCIAL_EXPENSES = "finansiella_kostnader"
    EXTRAORDINARY = "extraordinara_poster"


class OccasionKind(StrEnum):
    """Kinds of occasion; template and rules follow the kind."""

    MONTHLY = "manadsrapport"
    MONTHLY_EXTENDED = "fordjupad_manadsuppfoljning"
    TERTIAL = "tertialrapport"
    FORECAST = "prognos"
    INTERIM = "delarsrapport"
    INTERIM_CLOSING = "delarsbokslut"
    YEAR_END = "arsbokslut"
    ANNUAL = "arsredovisning"
    CONTROL = "internkontroll"
    ASSIGNMENTS = "uppdragsredovisning"
    PLAN = "plan"  # of a rule on the line of plans; the file does not say it


class OccasionLine(LabelledEnum):
    """Whether an occasion looks ahead, so that what is decided in it takes effect, or gives an account."""

    PLAN = "plan", "Plan och budget"
    REPORT = "aterrapportering", "Återrapportering"


class PlanYears(LabelledEnum):
    """Which years a plan is about, seen from the year when it is begun."""

    NEXT = "nasta", "Året efter"
    THREE = "tre_ar", "De tre åren efter"
    TERM = "mandatperiod", "Mandatperioden"


class Readers(LabelledEnum):
    """Who reads a plan."""

    ALL = "alla", "Alla"
    ADMINISTRATION = "forvaltningen", "Förvaltningen"  # it never goes on to the politicians


class Content(StrEnum):
    """What a plan or a report contains."""

    GOALS = "mal"
    ECONOMY = "ekonomi"
    FORECAST = "prognos"
    STAFF = "personal"
    INVESTMENTS = "investeringar"
    CONTROL = "intern_kontroll"
    QUALITY = "kvalitetsfaktorer"
    ASSIGNMENTS = "uppdrag"
    TEXT = "text"


class MeasureTrigger(StrEnum):
    """What obliges the reporting organisation to hand in measures with the report (SH-9, HA-11, SV-8)."""

    FORECAST_DEFICIT = "prognosunderskott"
    FAILING_GOAL = "malbrist"
    DEVIATION = "budgetavvikelse"


class StepScope(LabelledEnum):
    """Whether a step concerns each reporting organisation or the whole municipality."""

    UNIT = "enhet", "Enheten"
    WHOLE = "helhet", "Hela kommunen"


class StepKind(LabelledEnum):
    """What happens in a step."""

    SUBMIT = "lamna_in", "Lämna in"
    DIALOGUE = "dialog", "Dialog"
    DECIDE = "besluta", "Besluta"
    INFORM = "informera", "Informera"


class Phase(LabelledEnum):
    """Phases of the yearly process."""

    ANALYSIS = "analys", "Analys"
    PLANNING = "planering", "Planering"
    DECISION = "beslut", "Beslut"
    EXECUTION = "verkstall", "Genomförande"
    FOLLOWUP = "uppfoljning", "Uppföljning"


class UnitDemand(StrEnum):
    """What every unit has done before the whole municipality's report may be decided. That all have handed in is the
    least: nobody decides on what can still change."""

    DECIDED = "beslutade"  # by the unit's own body, where its chain decides
    SUBMITTED = "inlamnade"


class CalendarRing(LabelledEnum):
    """Ring in the year wheel, outer to inner."""

    ASSEMBLY = "kf", "Fullmäktige"
    EXECUTIVE = "ks", "Styrelsen"
    COMMITTEE = "namnd", "Nämnd"
    DEPARTMENT = "forvaltning", "Förvaltning"
    COMPANY = "bolag", "Bolag"


class CalendarRow(LabelledEnum):
    """Row in the overview of the year."""

    PLAN = "plan", "Årlig plan och budget"
    REPORT = "aterrapportering", "Återrapportering"
    COMPANY = "bolag", "Bolagen"


class CalendarYears(LabelledEnum):
    """Years when an event happens."""

    EVERY = "varje", "Varje år"
    ELECTION = "valar", "Valår"
    AFTER_ELECTION = "efter_val", "Året efter val"
