"""What the log calls things: a few words for every kind of event, and for every page that can be refused or fetched.

The only place for them. `{goal}` is the municipality's own word for one goal, `{goals}` its word for several; a verb comes
first, so that no word has to agree with the gender of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from styrmodell.access import Access
from styrmodell.models import AuditEvent
from styrmodell.rules.terms import TermKey, forms_of
from styrmodell.rules.vocabulary import LabelledEnum
from styrmodell.selectors.words import steering_words
from ui.rules.marks import Tone
from ui.rules.swedish import capitalised

Type = AuditEvent.Type


class Subject(LabelledEnum):
    """What events are about, to choose by."""

    GOALS = "mal", "{goals}"
    ASSIGNMENTS = "uppdrag", "{assignments}"
    REPORTS = "rapporter", "Rapporter"
    MONEY = "ekonomi", "Ekonomi"
    ORGANISATION = "organisation", "Organisation"
    STEERING = "styrning", "{steering_model} och tillfällen"
    PEOPLE = "personer", "Personer och roller"
    ACCOUNTS = "inloggning", "Inloggning"
    FILES = "filer", "Hämtade filer"
    REFUSALS = "nekat", "Nekade försök"
    SERVICE = "drift", "Drift"


class HowItWent(LabelledEnum):
    """How it went."""

    DONE = "gjort", "Genomfört"
    FAILED = "nekat", "Nekat eller misslyckat"


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did: in words, what it is about, and its mark."""

    words: str
    subject: Subject
    icon: str
    tone: Tone = Tone.NONE
    leads_to: str = ""  # the page where it is seen, when the thing is the whole municipality


_CHANGED = Tone.INFO

DEEDS: dict[AuditEvent.Type, Deed] = {
    Type.GOAL_SAVED: Deed("Ändrade {goal}", Subject.GOALS, "r-pag", _CHANGED),
    Type.GOAL_JUDGED: Deed("Bedömde {goal}", Subject.GOALS, "r-pag", _CHANGED),
    Type.GOAL_DECIDED: Deed("Fastställde {goal}", Subject.GOALS, "las"),
    Type.GOAL_ENDED: Deed("Avslutade {goal}", Subject.GOALS, "las"),
    Type.GOAL_DELETED: Deed("Tog bort {goal}", Subject.GOALS, "kryss", _CHANGED),
    Type.CARRY_CHOSEN: Deed("Valde vad som händer med {goal}", Subject.GOALS, "r-pag", _CHANGED),
    Type.GOALS_CARRIED: Deed("Förde vidare {goals}", Subject.GOALS, "r-pag", _CHANGED, "goals:carry"),
    Type.GOALS_TAKEN_BACK: Deed("Tog tillbaka förda {goals}", Subject.GOALS, "angra", _CHANGED, "goals:carry"),
    Type.ASSIGNMENT_SAVED: Deed("Ändrade {assignment}", Subject.ASSIGNMENTS, "r-pag", _CHANGED),
    Type.ASSIGNMENT_ANSWERED: Deed("Lämnade besked om {assignment}", Subject.ASSIGNMENTS, "prat", _CHANGED),
    Type.ASSIGNMENT_CLOSED: Deed("Avslutade {assignment}", Subject.ASSIGNMENTS, "las"),
    Type.REPORT_WRITTEN: Deed("Skrev i rapport", Subject.REPORTS, "r-pag", _CHANGED),
    Type.REPORT_SUBMITTED: Deed("Lämnade in rapport", Subject.REPORTS, "r-klar", Tone.OK),
    Type.REPORT_RETURNED: Deed("Lämnade tillbaka rapport", Subject.REPORTS, "r-retur", Tone.PART),
    Type.REPORT_STEP: Deed("Antecknade steg för rapport", Subject.REPORTS, "r-pag", _CHANGED),
    Type.REPORT_DECIDED: Deed("Antecknade beslut om rapport", Subject.REPORTS, "las"),
    Type.REPORT_EXPORTED: Deed("Beställde rapport som pdf", Subject.REPORTS, "dok"),
    Type.FORECAST_SAVED: Deed("Ändrade {forecast}", Subject.MONEY, "r-pag", _CHANGED),
    Type.STATEMENT_SAVED: Deed("Ändrade uppställning", Subject.MONEY, "r-pag", _CHANGED, "budget:overview"),
    Type.LEDGER_UPLOADED: Deed("Laddade upp utfallsfil", Subject.MONEY, "ladda-upp", _CHANGED),
    Type.LEDGER_CONFIRMED: Deed("Godkände utfallsfil", Subject.MONEY, "ladda-upp", _CHANGED),
    Type.LEDGER_IMPORTED: Deed("Läste in utfall", Subject.MONEY, "ladda-upp", _CHANGED),
    Type.LEDGER_DISCARDED: Deed("Kastade utfallsfil", Subject.MONEY, "kryss", _CHANGED),
    Type.LEDGER_REFUSED: Deed("Fick utfallsfil avvisad", Subject.MONEY, "varn", Tone.BAD),
    Type.PERIOD_CLOSED: Deed("Stängde månad", Subject.MONEY, "las", _CHANGED),
    Type.PERIOD_OPENED: Deed("Öppnade månad", Subject.MONEY, "oppna", _CHANGED),
    Type.STEERING_LOADED: Deed("Läste in {steering_model}", Subject.STEERING, "ladda-upp", _CHANGED),
    Type.STEERING_DRAFTED: Deed("Sparade utkast till {steering_model}", Subject.STEERING, "r-pag", _CHANGED),
    Type.STEERING_DISCARDED: Deed("Kastade utkast till {steering_model}", Subject.STEERING, "kryss", _CHANGED),
    Type.OCCASION_OPENED: Deed("Öppnade tillfälle", Subject.STEERING, "kal", _CHANGED),
    Type.OCCASION_WITHDRAWN: Deed("Tog tillbaka tillfälle", Subject.STEERING, "angra", _CHANGED),
    Type.ORGANISATION_ADDED: Deed("Lade till organisation", Subject.ORGANISATION, "plus", _CHANGED),
    Type.ORGANISATION_CHANGED: Deed("Ändrade organisation", Subject.ORGANISATION, "r-pag", _CHANGED),
    Type.ORGANISATION_CLOSED: Deed("Avslutade organisation", Subject.ORGANISATION, "las", _CHANGED),
    Type.ROLE_GIVEN: Deed("Gav roll", Subject.PEOPLE, "person", _CHANGED),
    Type.ROLE_CHANGED: Deed("Ändrade roll", Subject.PEOPLE, "person", _CHANGED),
    Type.PERSON_INVITED: Deed("Bjöd in", Subject.PEOPLE, "person", _CHANGED),
    Type.ROLES_REVIEWED: Deed("Gick igenom behörigheter", Subject.PEOPLE, "lupp", Tone.OK),
    Type.ROLE_ENDED: Deed("Avslutade roll", Subject.PEOPLE, "person", _CHANGED),
    Type.ACCOUNT_CLOSED: Deed("Stängde konto", Subject.PEOPLE, "person", _CHANGED),
    Type.SIGNED_IN: Deed("Loggade in", Subject.ACCOUNTS, "nyckel"),
    Type.SIGNED_OUT: Deed("Loggade ut", Subject.ACCOUNTS, "nyckel"),
    Type.PASSWORD_CHANGED: Deed("Bytte lösenord", Subject.ACCOUNTS, "nyckel", _CHANGED),
    Type.SIGN_IN_FAILED: Deed("Kom inte in: fel lösenord", Subject.REFUSALS, "fel", Tone.BAD),
    Type.REFUSED: Deed("Nekades", Subject.REFUSALS, "fel", Tone.BAD),
    Type.FILE_FETCHED: Deed("Hämtade fil", Subject.FILES, "ladda-ner"),
    Type.JOB_FAILED: Deed("Fick inte jobb utfört", Subject.SERVICE, "varn", Tone.BAD),
    Type.DATA_VERIFIED: Deed("Kontrollerade uppgifterna", Subject.SERVICE, "lupp", leads_to="styrmodell:documents"),
    Type.BACKUP_MADE: Deed("Tog säkerhetskopia", Subject.SERVICE, "las", leads_to="styrmodell:documents"),
    Type.BACKUP_RESTORED: Deed(
        "Läste tillbaka säkerhetskopia", Subject.SERVICE, "angra", leads_to="styrmodell:documents"
    ),
}

FAILURES = frozenset({Type.REFUSED, Type.SIGN_IN_FAILED, Type.LEDGER_REFUSED, Type.JOB_FAILED})
REFUSALS = frozenset({Type.REFUSED, Type.SIGN_IN_FAILED})
DECISIONS = frozenset({Type.GOAL_DECIDED, Type.GOAL_ENDED, Type.ASSIGNMENT_CLOSED, Type.REPORT_DECIDED})
_CHANGEABLE = {
    Subject.GOALS,
    Subject.ASSIGNMENTS,
    Subject.REPORTS,
    Subject.MONEY,
    Subject.ORGANISATION,
    Subject.STEERING,
    Subject.PEOPLE,
}
CHANGES = frozenset(
    type_
    for type_, deed in DEEDS.items()
    if deed.subject in _CHANGEABLE and type_ not in FAILURES | DECISIONS | {Type.REPORT_EXPORTED}
)

# What somebody asked for when it was refused, or fetched.
ASKED: dict[str, str] = {
    "goals:tree": "Läsa styrkedjan",
    "goals:list": "Läsa {goals}",
    "goals:detail": "Läsa {goal}",
    "goals:judge": "Bedöma {goal}",
    "goals:new": "Skriva nytt {goal}",
    "goals:edit": "Ändra {goal}",
    "goals:delete": "Ta bort {goal}",
    "goals:decide": "Fastställa {goal}",
    "goals:renew": "Skriva nytt beslut om {goal}",
    "goals:replace": "Ersätta {goal}",
    "goals:end": "Avsluta {goal}",
    "goals:carry": "Läsa val inför nästa period",
    "goals:carry-choice": "Välja vad som händer med {goal}",
    "goals:carry-forward": "Föra vidare {goals}",
    "goals:carry-back": "Ta tillbaka förda {goals}",
    "goals:values": "Skriva in utfall för {indicator}",
    "goals:measure": "Skriva åtgärd för {goal}",
    "goals:model": "Läsa {steering_model} som den är inläst",
    "goals:model-edit": "Ändra {steering_model}",
    "goals:model-next": "Påbörja nästa mandatperiods {steering_model}",
    "goals:model-upload": "Läsa in {steering_model}",
    "goals:model-file": "{steering_model} som fil",
    "goals:model-edition": "Läsa utgåva av {steering_model}",
    "goals:model-edition-file": "Utgåva av {steering_model}",
    "goals:model-load": "Läsa in {steering_model}",
    "goals:model-discard": "Kasta utkast till {steering_model}",
    "goals:assignments": "Läsa {assignments}",
    "goals:assignments-file": "{assignments} som fil",
    "goals:assignment": "Läsa {assignment}",
    "goals:assignment-new": "Skriva nytt {assignment}",
    "goals:assignment-edit": "Ändra {assignment}",
    "goals:assignment-answer": "Lämna besked om {assignment}",
    "goals:assignment-close": "Avsluta {assignment}",
    "styrmodell:calendar": "Läsa {annual_cycle}",
    "styrmodell:glossary": "Läsa ordlistan",
    "styrmodell:documents": "Läsa styrdokumenten",
    "styrmodell:instructions": "Läsa anvisningarna",
    "styrmodell:people": "Läsa personer och roller",
    "styrmodell:reviews": "Läsa genomgången av behörigheter",
    "styrmodell:review": "Gå igenom behörigheter",
    "styrmodell:review-record": "Läsa protokoll över behörigheter",
    "styrmodell:people-list": "Läsa in personer",
    "styrmodell:people-file": "Personer och roller",
    "styrmodell:person": "Läsa en persons roller",
    "styrmodell:invite": "Bjuda in en person",
    "styrmodell:invite-again": "Bjuda in en person igen",
    "styrmodell:role-give": "Ge en roll",
    "styrmodell:role": "Ändra en roll",
    "styrmodell:hand-over": "Lämna över en persons roller",
    "styrmodell:account-close": "Stänga ett konto",
    "styrmodell:organisations": "Läsa organisationen",
    "styrmodell:organisation-new": "Lägga till organisation",
    "styrmodell:organisation": "Ändra organisation",
    "styrmodell:organisation-list": "Läsa in organisationer",
    "styrmodell:organisation-file": "Organisationen",
    "styrmodell:left": "Läsa vad som är kvar att göra",
    "styrmodell:log": "Läsa loggen",
    "styrmodell:log-file": "Loggen",
    "budget:overview": "Läsa ekonomin",
    "budget:unit": "Läsa en organisations ekonomi",
    "budget:ledger": "Läsa bokförda rader",
    "budget:forecast": "Skriva {forecast}",
    "budget:forecast-paste": "Klistra in {forecast}",
    "budget:forecast-cell": "Ändra en rad i {forecast}",
    "budget:forecast-line": "Skriva om en rad i {forecast}",
    "budget:measure-add": "Skriva åtgärd mot avvikelse",
    "budget:measure-edit": "Ändra åtgärd mot avvikelse",
    "budget:import": "Läsa in utfall",
    "budget:import-review": "Granska utfallsfil",
    "budget:import-state": "Granska utfallsfil",
    "budget:import-errors": "Felen i utfallsfil",
    "budget:import-confirm": "Godkänna utfallsfil",
    "budget:import-place": "Placera ansvarskoder",
    "budget:import-discard": "Kasta utfallsfil",
    "budget:months": "Läsa månader som är stängda",
    "budget:month": "Stänga eller öppna månad",
    "budget:statement": "Skriva uppställning",
    "budget:statement-read": "Läsa in uppställning",
    "budget:statement-template": "Mall för uppställning",
    "followup:status-view": "Läsa läget",
    "followup:board": "Läsa uppföljningen",
    "followup:plans": "Läsa planeringen",
    "followup:plan": "Läsa planens sida",
    "followup:open": "Öppna tillfälle",
    "followup:withdraw": "Ta tillbaka tillfälle",
    "followup:slot": "Läsa rapportens sida",
    "followup:attachment": "Bilaga till rapport",
    "followup:section": "Skriva i rapport",
    "followup:submit": "Lämna in rapport",
    "followup:return": "Lämna tillbaka rapport",
    "followup:step": "Anteckna steg för rapport",
    "followup:preview": "Läsa rapport",
    "followup:make": "Beställa rapport som pdf",
    "followup:file-state": "Se hur långt pdf:en har kommit",
    "followup:download": "Rapport som fil",
}
ELSEWHERE = "Sida i kommunen, utan roll här"  # who has no role is told of no page


class OwnWords:
    """The words of the log as the municipality says them."""

    def __init__(self, access: Access) -> None:
        """Read the municipality's own words (one query)."""
        self.own = steering_words(access)
        self._words: dict[str, str] = {}
        for key in TermKey:
            one, many, _ = forms_of(key, self.own.get(key))
            self._words |= {key.value: one, f"{key.value}s": many}

    def __call__(self, text: str) -> str:
        """The text with the municipality's own words in their places, as it stands first."""
        return capitalised(self.inside(text))

    def inside(self, text: str) -> str:
        """The same inside a sentence."""
        return text.format_map(self._words)

    def asked(self, data: Mapping[str, object]) -> str:
        """What was asked for, by what the event says of the page; empty when it is about no page."""
        if "route" not in data:
            return ELSEWHERE if data.get("status") == 404 else ""
        return self(ASKED.get(str(data["route"]), ""))


def types_of(chosen: str) -> frozenset[AuditEvent.Type]:
    """The kinds of event that a choice names: a subject's or one."""
    if chosen in Type.values:
        return frozenset({Type(chosen)})
    return frozenset(type_ for type_, deed in DEEDS.items() if deed.subject == chosen)


def types_that(outcome: str) -> frozenset[AuditEvent.Type]:
    """The kinds of event that went so."""
    return FAILURES if outcome == HowItWent.FAILED else frozenset(DEEDS) - FAILURES


def deed_choices(words: OwnWords) -> list[tuple[str, list[tuple[str, str]]]]:
    """What events can be chosen by: each subject whole, then its kinds."""
    return [(words(subject.label), _of(subject, words)) for subject in Subject]


def _of(subject: Subject, words: OwnWords) -> list[tuple[str, str]]:
    kinds = [(type_.value, words(deed.words)) for type_, deed in DEEDS.items() if deed.subject == subject]
    whole = [(subject.value, f"Allt: {words(subject.label)}")] if len(kinds) > 1 else []
    return whole + kinds
