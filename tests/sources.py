"""What the five municipalities' own documents say, read by hand: dates, bodies and levels.

Written from the documents, never from the program or from `fixtures/`. What a document does not say is not here, and
must carry the mark Exempel in the file. A day or body that is missing below is one that the document leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from styrmodell.rules.vocabulary import CalendarRing

KF, KS = CalendarRing.ASSEMBLY, CalendarRing.EXECUTIVE
NAMND, FORV, BOLAG = CalendarRing.COMMITTEE, CalendarRing.DEPARTMENT, CalendarRing.COMPANY
LAST = 31  # the last day of the month, whatever its length

Day = tuple[int, int | None]  # month; day, when the document says one


@dataclass(frozen=True, slots=True)
class Event:
    """Something in the document's year: when, and the body it belongs to."""

    month: int
    ring: CalendarRing
    day: int | None = None
    to_month: int | None = None


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One municipality's document, as far as a date, a body or a level can be read out of it."""

    organisations: frozenset[str]
    levels: Mapping[str, tuple[str, str]]  # word: who decides, in which document
    document_types: Mapping[str, tuple[str, int | None]]  # name: who decides, month
    cutoffs: Mapping[str, tuple[Day, ...]]  # occasion: the days its figures stand
    deadlines: Mapping[str, Day] = field(default_factory=dict)  # "occasion/step": its last day
    events: Mapping[str, Event] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)


HALLSBERG = SourceDocument(
    organisations=frozenset(
        {"Kommunfullmäktige", "Kommunstyrelsen", "Kommunstyrelseförvaltningen", "Ekonomiavdelningen"}
    ),
    levels={  # the table in 5.1, and 5.1.3, 5.3.1, 5.3.3
        "vision": ("Kommunfullmäktige", "Övergripande mål och riktlinjer"),
        "strategiskt område": ("Kommunfullmäktige", "Övergripande mål och riktlinjer"),
        "styrande prioritering": ("Kommunfullmäktige", "Gemensamma planeringsförutsättningar"),
        "strategi": ("Förvaltningschefen", "Förvaltningsplan"),
        "aktivitet": ("Enhetschefen tillsammans med arbetsplatsträffen", "Enhetsplan"),
    },
    document_types={
        "Övergripande mål och riktlinjer": ("Kommunfullmäktige", None),  # as soon as possible after the election
        "Gemensamma planeringsförutsättningar": ("Kommunfullmäktige", 6),
        "Investeringsbudget": ("Kommunfullmäktige", 6),
        "Budget och flerårsplan": ("Kommunfullmäktige", 11),
        "Mål och budget för nämnden": ("Nämnden eller styrelsen", 9),
        "Förvaltningsplan": ("Förvaltningschefen", 12),
        "Verksamhetsplan": ("Områdeschef, avdelningschef eller rektor", 12),
        "Enhetsplan": ("Enhetschefen", 1),
        "Konteringsbudget": ("Förvaltningschefen", 12),
        "Internkontrollplan": ("Respektive nämnd och styrelse", 12),
        "Reglemente": ("Kommunfullmäktige", None),
        "Ägardirektiv": ("Kommunfullmäktige", None),
        "Bolagsordning": ("Kommunfullmäktige", None),
        "Bolagspolicy": ("Kommunfullmäktige", None),
        "Policyer och anvisningar": ("Kommunfullmäktige, eller kommunstyrelsen efter bemyndigande", None),
        "Kommunstyrelsens anvisningar": ("Kommunstyrelsen", None),
    },
    cutoffs={
        # 5.4.2: every month except January, April, June, July and August
        "Månadsrapport": ((2, LAST), (3, LAST), (5, LAST), (9, LAST), (10, LAST), (11, LAST), (12, LAST)),
        "Tertialrapport": ((4, 30),),
        "Delårsrapport": ((7, 31),),
        "Verksamhetsberättelse och årsredovisning": ((12, 31),),
    },
    deadlines={"tertialrapport/ks": (5, 31), "verksamhetsberattelse/namnd": (1, 31)},  # 6.1: in May; in January
    events={  # 6.1, month by month
        "enhetsplan": Event(1, FORV),
        "verksamhetsberattelse": Event(1, NAMND),
        "startskott": Event(2, KF),
        "budgetdialog-februari": Event(2, KS),
        "strategidag": Event(3, KF),
        "manadsrapport-mars": Event(3, KS),
        "rakenskapssammandrag": Event(3, FORV),
        "manadsrapport-april": Event(4, KS),
        "tertialrapport": Event(5, KS),
        "atgardsplan-tertial": Event(5, FORV),
        "gpf": Event(6, KF),
        "investeringsbudget": Event(6, KF),
        "vad-kostar": Event(6, FORV),
        "delarsbryte": Event(7, FORV, day=31),
        "delarsrapport-in": Event(8, FORV),
        "atgardsplan-delar": Event(8, FORV),
        "dialog-vad-kostar": Event(8, KS),
        "manadsrapport-juli": Event(9, KS),
        "budgetdialog-september": Event(9, KS),
        "delarsrapport-namnd": Event(9, NAMND),
        "mal-och-budget": Event(9, NAMND),
        "manadsrapport-september": Event(10, KS),
        "skattesats": Event(10, KF),
        "manadsrapport-oktober": Event(11, KS),
        "budget": Event(11, KF),
        "manadsrapport-november": Event(12, KS),
        "konteringsbudget": Event(12, FORV),
        "forvaltningsplan": Event(12, FORV),
        "verksamhetsplan": Event(12, FORV),
        "internkontrollplan": Event(12, NAMND),
    },
)

ALINGSAS = SourceDocument(
    organisations=frozenset(
        {"Kommunfullmäktige", "Kommunstyrelsen", "Kommunstyrelsens arbetsutskott", "Kommunledningskontoret"}
    ),
    levels={
        "vision": ("", ""),
        "prioriterat mål": ("Kommunfullmäktige", "Kommunens budget"),
        "kritisk verksamhetsfaktor": ("Förvaltningen", ""),
    },
    document_types={
        "Kommunens budget": ("Kommunfullmäktige", None),
        "Reglemente": ("Kommunfullmäktige", None),
        "Ägardirektiv": ("", None),
        "Bolagsordning": ("", None),
        "Anvisning": ("", None),
    },
    cutoffs={"Årsbokslut": ((12, 31),)},  # the other two have no date
)

ANGE = SourceDocument(
    organisations=frozenset({"Kommunfullmäktige", "Kommunstyrelsen"}),
    levels={
        "vision": ("", ""),
        "fokusområde": ("", ""),
        "inriktningsmål": ("Kommunfullmäktige", ""),
        "utvecklingsmål": ("Kommunstyrelsen", ""),
    },
    document_types=dict.fromkeys(("Mål", "Plan", "Verksamhetsplan", "Riktlinje", "Policy", "Regel"), ("", None)),
    cutoffs={},  # three reports a year and one to each meeting: no months, no dates
)

SVENLJUNGA = SourceDocument(
    organisations=frozenset(
        {
            "Kommunfullmäktige",
            "Kommunens revisorer",
            "Kommunstyrelsen",
            "Kommunstyrelsens arbetsutskott",
            "Kommunstyrelseförvaltningen",
        }
    ),
    levels={
        "vision": ("Kommunfullmäktige", ""),
        "fullmäktigemål": ("Kommunfullmäktige", "Kommungemensam verksamhetsplan"),  # 5.5
        "nämndmål": ("Nämnden eller bolaget", "Nämndens eller bolagets verksamhetsplan"),
        "verksamhetsmål": ("Verksamheterna", "Handlingsplan/enhetsplan"),
        "aktivitet": ("Verksamheterna, på tjänstemannanivå", "Handlingsplan/enhetsplan"),
    },
    document_types={
        "Förutsättningar och uppdrag": ("", 6),  # the table in 2 names the ekonomichef, who does not decide
        "Kommungemensam verksamhetsplan": ("Kommunfullmäktige", 11),
        "Nämndens eller bolagets verksamhetsplan": ("Respektive nämnd eller bolag", 10),
        "Detaljbudget (internbudget)": ("Respektive nämnd", 12),
        "Handlingsplan/enhetsplan": ("Verksamheterna, på tjänstemannanivå", None),
        "Kvalitetsrapport": ("", None),
        "Avvikelserapport": ("", None),
        "Internkontrollplan": ("", None),
        "Reglemente": ("", None),
        "Bolagsordning och ägardirektiv": ("", None),
    },
    cutoffs={
        # 5.1 and 5.2: Feb, Mar, Apr, May, Aug, Sep, Oct, Nov
        "Månadsrapport": tuple((month, LAST) for month in (2, 3, 4, 5, 8, 9, 10, 11)),
        "Delårsrapport": ((4, 30),),  # after four months
        "Delårsbokslut": ((8, 31),),  # after eight
        "Årsbokslut och årsredovisning": ((12, 31),),
    },
    events={
        **{
            f"manadsrapport-{name}": Event(month, KS)
            for month, name in (
                (2, "februari"),
                (3, "mars"),
                (4, "april"),
                (5, "maj"),
                (8, "augusti"),
                (9, "september"),
                (10, "oktober"),
                (11, "november"),
            )
        },
        "arsbokslut": Event(1, NAMND),
        "bolag-arsbokslut": Event(1, BOLAG),
        "analysverkstad-bokslut": Event(1, FORV),
        "forutsattningar-och-uppdrag": Event(6, FORV),
        "detaljbudget-arbete": Event(6, FORV, to_month=12),
        "verksamhetsplan-namnd": Event(10, NAMND),
        "bolag-verksamhetsplan": Event(10, BOLAG),
        "budgetberedning": Event(10, KS),  # the end of the month, no day
        "verksamhetsplan-kf": Event(11, KF),  # the end of the month, no day
        "detaljbudget": Event(12, NAMND),
    },
    limits={"underskott-pa-rad": 0},  # comments on every deviation
)

STRATEGIPLAN = SourceDocument(
    organisations=frozenset(
        {
            "Kommunfullmäktige",
            "Revisorerna",
            "Kommunstyrelsen",
            "Kommunstyrelsens arbetsutskott",
            "Kommunstyrelsens förvaltning",
            "Ekonomikontoret",
            "Socialnämnden",  # the names in their definite form, as they stand in sentences
            "Bygg- och miljönämnden",
            "Barn- och bildningsnämnden",
        }
    ),
    levels={
        "vision": (
            "Kommunfullmäktige, efter beredning i en parlamentariskt sammansatt arbetsgrupp",
            "Strategisk och ekonomisk handlingsplan",
        ),
        "målområde": ("Kommunfullmäktige", "Strategisk och ekonomisk handlingsplan"),
        "övergripande resultatmål": ("Kommunfullmäktige", "Strategisk och ekonomisk handlingsplan"),
        "mål utifrån uppdraget": ("Styrelsen eller nämnden", "Verksamhetsplan med budget"),
        "eget resultatmål": ("Styrelsen eller nämnden", "Verksamhetsplan med budget"),
        "kritisk kvalitetsfaktor": ("Styrelsen, nämnden eller bolaget", "Verksamhetsplan med budget"),
        "strategi": ("Förvaltningen", "Verksamhetsplan med budget"),
        "enhetsmål": ("Förvaltningen", "Verksamhetsplan med budget"),
        "aktivitet": ("Förvaltningen", "Verksamhetsplan med budget"),
    },
    document_types={
        "Strategisk och ekonomisk handlingsplan": ("Kommunfullmäktige", 6),
        "Rambudget": ("Kommunfullmäktige", 6),
        "Verksamhetsplan med budget": ("Varje styrelse, nämnd och bolag", 11),
        "Del- och årsberättelse": ("Styrelser, nämnder och bolag; årsberättelsen av kommunfullmäktige", None),
        "Bolagens affärsplan med budget": ("Kommunfullmäktige", 11),
        "Ägardirektiv och bolagsordning": ("", None),
        "Reglemente för internkontroll": ("", None),
        "Ekonomihandbok": ("", None),
        "Revisionsberättelse": ("Revisorerna", 4),
    },
    cutoffs={
        "Månadsrapport": tuple((month, LAST) for month in (1, 2, 3, 4, 5, 8, 9, 10, 11, 12)),  # not June and July
        "Bokslutsprognos": ((3, 31), (5, 31), (10, 31)),
        "Delårsrapport": ((8, 31),),
        "Årsberättelse och årsredovisning": ((12, 31),),
        "Internkontrollplan och internkontrollrapport": ((12, 31),),
    },
    deadlines={"delarsrapport/kf": (10, 31), "arsredovisning/kf": (4, 30), "internkontroll/in": (12, 31)},
    events={  # Översikt året, row by row
        "strategisk-handlingsplan-start": Event(1, KF, to_month=6),
        "strategisk-handlingsplan": Event(6, KF, day=30),
        "sammanstallning-bokslut": Event(1, FORV, to_month=3),
        "upptakt": Event(2, KS),
        "atgarder-mars": Event(3, NAMND),
        "prognos-mars": Event(3, NAMND, day=31),
        "revisorer-arsberattelse": Event(3, KF),
        "budgetsamtal": Event(4, KS),
        "arsredovisning": Event(4, KF),
        "motioner-april": Event(4, KF),
        "atgarder-maj": Event(5, NAMND),
        "prognos-maj": Event(5, NAMND, day=31),
        "uppdragsstatus-maj": Event(5, KS),
        "rambudget": Event(6, KF),
        "information-atgarder-juni": Event(6, KF),
        "partistod": Event(6, KS, day=30),
        "verksamhetsplaner-arbete": Event(7, FORV, to_month=10),
        "delarsbryt": Event(8, FORV, day=31),
        "information-atgarder-september": Event(9, KF),
        "revisorer-delar": Event(9, KF),
        "motioner-oktober": Event(10, KF),
        "delarsredovisning": Event(10, KF),
        "atgarder-oktober": Event(10, NAMND),
        "prognos-oktober": Event(10, NAMND, day=31),
        "verksamhetsplaner": Event(11, NAMND),
        "omprovning": Event(11, KF),  # the end of the month, no day
        "uppdragsstatus-november": Event(11, KS),
        "atgarder-resultat": Event(12, NAMND),
        "arsbryt": Event(12, FORV, day=31),
        "internkontroll": Event(12, KS, day=31),
        "bolag-arsredovisning": Event(3, BOLAG, day=1),
        "bolag-rapport-mars": Event(3, BOLAG, day=31),
        "bolag-andamal": Event(4, BOLAG, day=30),
        "bolagsstamma": Event(4, BOLAG, day=30),
        "bolag-rapport-maj": Event(5, BOLAG, day=31),
        "bolag-forbattringar": Event(6, BOLAG, day=30),
        "bolag-delar": Event(8, BOLAG, day=31),
        "bolag-rapport-oktober": Event(10, BOLAG, day=31),
        "bolag-affarsplan": Event(11, BOLAG),
        **{
            f"manadsrapport-{name}": Event(month, KS)
            for month, name in (
                (1, "januari"),
                (2, "februari"),
                (3, "mars"),
                (4, "april"),
                (5, "maj"),
                (8, "augusti"),
                (9, "september"),
                (10, "oktober"),
                (11, "november"),
                (12, "december"),
            )
        },
    },
    limits={"hogst-sju-namnd": 7, "hogst-sju-styrelse": 7, "underskott-i-prognos": 0},
)

SOURCES: Mapping[str, SourceDocument] = {
    "alingsas": ALINGSAS,
    "ange": ANGE,
    "hallsberg": HALLSBERG,
    "strategiplan": STRATEGIPLAN,
    "svenljunga": SVENLJUNGA,
}
