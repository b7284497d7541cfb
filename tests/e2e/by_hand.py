"""What the stories' reports must say, counted and read by hand: never from the program's own output.

The outcome is a small file that the controller reads in; its sums stand beside their addition. Budgets and the other
nämnders' forecasts are those of the example (`fixtures/demo/`). Bodies and steps are read out of the municipalities'
own documents, and out of kommunallagen (KL) where a document is silent: kommunstyrelsen hands the report over to
fullmäktige and the auditors (KL 11 kap. 16 §), who judge it (KL 12 kap. 2 §)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

KF, KS, COMPANY = "Kommunfullmäktige", "Kommunstyrelsen", "Kommunalt bolag"


def day(number: int) -> date:
    """A day of September 2026."""
    return date(2026, 9, number)


@dataclass(frozen=True)
class Sums:
    """A nämnd's row, tkr: outcome so far, year's budget and forecast as net cost; forecast against budget, plus is
    better. `word` is how the report says it, within its tolerance of 30 tkr in balance."""

    outcome: int
    budget: int
    forecast: int
    variance: int
    word: str


@dataclass(frozen=True)
class Taken:
    """A step of the way: when, by whom and with which §; without body nobody decides."""

    day: date
    body: str = ""
    paragraph: str = ""


@dataclass(frozen=True)
class Story:
    """A municipality's report: what is read in and forecast, who decides when, and what it then says."""

    file: str
    forecasts: Mapping[str, str]  # the head's, by verksamhet: the rest of the example's are given already
    unit_step: str
    units: Mapping[str, Taken]
    whole: Mapping[str, Taken]
    rows: Mapping[str, Sums]
    period: str = "Januari–augusti"  # the file's months
    units_decide: bool = True  # else their reports are closed with the whole's decision


MONTHS = "jan;feb;mar;apr;maj;jun;jul;aug"
HALLSBERG = Story(
    period="Januari–juli",
    file="""Utfall 2026, belopp i tkr
Ansvar;Konto;jan;feb;mar;apr;maj;jun;jul
1020;5010;11000;11000;11000;11000;11000;11000;11000
2030;5010;44000;44000;44000;44000;44000;44000;41000
3010;5010;900;900;900;900;900;900;900
3020;5010;13650;13650;13650;13650;13650;13650;13650
3020;3110;-1500;-1500;-1500;-1500;-1500;-1500;-1500
3030;5010;7650;7650;7650;7650;7650;7650;7650
3040;5010;3640;3640;3640;3640;3640;3640;3640
3050;5010;8040;8040;8040;8040;8040;8040;8040
3060;5010;4550;4550;4550;4550;4550;4550;4550
3070;5010;1460;1460;1460;1460;1460;1460;1460
3080;5010;1740;1740;1740;1740;1740;1740;1740
4020;6010;5200;5200;5200;5200;5200;5200;5200
5020;5010;1100;1100;1100;1100;1100;1100;1100
""",
    forecasts={
        "Funktionsnedsättning, LSS": "96 600",
        "Individ- och familjeomsorg": "54 100",
        "Ekonomiskt bistånd": "17 500",
        "Arbetsmarknad och vuxenutbildning": "20 900",
    },
    # 5.4.2 and 6.1, september: budgetdialog, respektive nämnd behandlar
    unit_step="Nämnden behandlar delårsrapporten",
    units={
        KS: Taken(day(8), KS, "141"),
        "Bildningsnämnden": Taken(day(9), "Bildningsnämnden", "90"),
        "Social- och arbetsmarknadsnämnden": Taken(day(9), "Social- och arbetsmarknadsnämnden", "83"),
        "Drift- och servicenämnden": Taken(day(9), "Drift- och servicenämnden", "64"),
        "Miljö- och byggnämnden": Taken(day(10), "Miljö- och byggnämnden", "58"),
    },
    whole={
        "Budgetdialog om delårsrapporterna": Taken(day(14)),
        "Kommunstyrelsen lämnar delårsrapporten till fullmäktige och revisorerna": Taken(day(22), KS, "140"),
        "Revisorernas bedömning": Taken(day(25)),
        "Kommunfullmäktige beslutar om delårsrapporten": Taken(day(29), KF, "101"),
    },
    rows={
        # 7 · 11 000; 12 400 + 48 200 + 21 300 + 22 900 + 33 700; 12 300 + 47 200 + 21 100 + 22 600 + 33 200
        KS: Sums(77_000, 138_500, 136_400, 2_100, "Överskott"),
        # 6 · 44 000 + 41 000; 14 200 + 121 400 + 262 900 + 88 600 + 19 300 + 21 900;
        # 14 000 + 120 300 + 266 700 + 89 700 + 19 200 + 21 900
        "Bildningsnämnden": Sums(305_000, 528_300, 531_800, -3_500, "Underskott"),
        # 7 · (900 + 13 650 − 1 500 + 7 650 + 3 640 + 8 040 + 4 550 + 1 460 + 1 740) = 7 · 40 130;
        # 11 400 + 142 600 + 88 300 + 41 200 + 97 500 + 49 800 + 16 900 + 21 200;
        # 11 100 + 145 500 + 91 400 + 41 200 + 96 600 + 54 100 + 17 500 + 20 900
        "Social- och arbetsmarknadsnämnden": Sums(280_910, 468_900, 478_300, -9_400, "Underskott"),
        # 7 · 5 200; 5 400 + 18 600 + 16 200 + 12 900 + 8 600; 5 300 + 19 200 + 16 000 + 13 000 + 8 600
        "Drift- och servicenämnden": Sums(36_400, 61_700, 62_100, -400, "Underskott"),
        # 7 · 1 100; 2 600 + 6 700 + 4 900; 2 600 + 6 500 + 4 900
        "Miljö- och byggnämnden": Sums(7_700, 14_200, 14_000, 200, "Överskott"),
        # 77 000 + 305 000 + 280 910 + 36 400 + 7 700; …; 2 100 − 3 500 − 9 400 − 400 + 200
        "Summa": Sums(707_010, 1_211_600, 1_222_600, -11_000, "Underskott"),
    },
)

ALINGSAS = Story(
    file=f"""Utfall 2026, belopp i tkr
Ansvar;Konto;{MONTHS}
1010;5010;17000;17000;17000;17000;18000;18000;18000;18000
2030;5010;88000;88000;88000;88000;88000;80000;80000;88000
3020;5010;95000;95000;95000;95000;95000;95000;95000;95000
3020;3110;-4500;-4500;-4500;-4500;-4500;-4500;-4500;-4500
4030;6010;14000;14000;14000;14000;14000;14000;14000;14000
""",
    forecasts={
        "Nämnd och förvaltningsledning": "48 200",
        "Äldreomsorg": "566 000",
        "Funktionsnedsättning": "312 000",
        "Individ- och familjeomsorg": "165 000",
    },
    # Årshjul, uppföljning: «Beslut nämndens/bolagets delårsbokslut», samtliga nämnder och bolag
    unit_step="Beslut nämndens eller bolagets delårsbokslut",
    units={
        KS: Taken(day(21), KS, "170"),
        "Nämnden för utbildning": Taken(day(22), "Nämnden för utbildning", "81"),
        "Nämnden för omsorg": Taken(day(23), "Nämnden för omsorg", "92"),
        "Nämnden för samhällsbyggnad": Taken(day(24), "Nämnden för samhällsbyggnad", "103"),
        COMPANY: Taken(day(25), COMPANY, "12"),
    },
    whole={
        "Dialog delårsbokslut": Taken(day(26)),
        "Kommunstyrelsen lämnar bokslutet till fullmäktige och revisorerna": Taken(day(27), KS, "188"),
        "Revisorernas bedömning": Taken(day(28)),
        "Beslut delårsbokslut": Taken(day(29), KF, "199"),
    },
    rows={
        # 4 · 17 000 + 4 · 18 000; 121 400 + 92 600; 120 400 + 92 100; 214 000 − 212 500
        KS: Sums(140_000, 214_000, 212_500, 1_500, "Överskott"),
        # 6 · 88 000 + 2 · 80 000; 42 800 + 268 300 + 534 700 + 208 200; 42 600 + 265 400 + 538 600 + 209 100
        "Nämnden för utbildning": Sums(688_000, 1_054_000, 1_055_700, -1_700, "Underskott"),
        # 8 · 95 000 − 8 · 4 500; 48 600 + 561 200 + 312 900 + 159 300; 48 200 + 566 000 + 312 000 + 165 000
        "Nämnden för omsorg": Sums(724_000, 1_082_000, 1_091_200, -9_200, "Underskott"),
        # 8 · 14 000; 21 900 + 38 400 + 105 700; 21 700 + 39 600 + 106 100
        "Nämnden för samhällsbyggnad": Sums(112_000, 166_000, 167_400, -1_400, "Underskott"),
        # 140 000 + 688 000 + 724 000 + 112 000; …; 1 500 − 1 700 − 9 200 − 1 400
        "Summa": Sums(1_664_000, 2_516_000, 2_526_800, -10_800, "Underskott"),
    },
)

SVENLJUNGA = Story(
    file=f"""Utfall 2026, belopp i tkr
Ansvar;Konto;{MONTHS}
110;5010;7500;7500;7500;7500;7500;7500;7500;7500
230;5010;28000;28000;28000;28000;28000;25000;25000;28000
320;5010;27000;27000;27000;27000;27000;27000;27000;27000
320;3110;-1200;-1200;-1200;-1200;-1200;-1200;-1200;-1200
420;6010;4600;4600;4600;4600;4600;4600;4600;4600
""",
    forecasts={
        "Nämnd och förvaltningsledning": "14 700",
        "Äldreomsorg": "172 300",
        "Funktionsnedsättning": "77 900",
        "Individ- och familjeomsorg": "46 800",
    },
    # 5.1 and 5.4: nämnden eller bolaget; genomgång med KSAU; fullmäktige, och revisorerna granskar
    unit_step="Nämnden eller bolaget beslutar om delårsbokslutet",
    units={
        KS: Taken(day(21), KS, "201"),
        "Nämnden för utbildning": Taken(day(22), "Nämnden för utbildning", "66"),
        "Nämnden för omsorg": Taken(day(23), "Nämnden för omsorg", "88"),
        "Nämnden för samhällsbyggnad": Taken(day(24), "Nämnden för samhällsbyggnad", "71"),
        COMPANY: Taken(day(25), COMPANY, "9"),
    },
    whole={
        "Muntlig genomgång": Taken(day(26)),
        "Kommunstyrelsen bereder rapporten": Taken(day(27), KS, "210"),
        "Revisorernas granskning": Taken(day(28)),
        "Delårsbokslutet rapporteras till fullmäktige": Taken(day(29), KF, "120"),
    },
    rows={
        # 8 · 7 500; 46 900 + 15 200 + 14 100 + 16 200; 46 500 + 15 100 + 13 900 + 16 300
        KS: Sums(60_000, 92_400, 91_800, 600, "Överskott"),
        # 6 · 28 000 + 2 · 25 000; 13 800 + 82 300 + 166 700 + 68 800; 13 700 + 81 200 + 167 900 + 68 900
        "Nämnden för utbildning": Sums(218_000, 331_600, 331_700, -100, "Underskott"),
        # 8 · 27 000 − 8 · 1 200; 14 900 + 168 400 + 78 300 + 44 600; 14 700 + 172 300 + 77 900 + 46 800
        "Nämnden för omsorg": Sums(206_400, 306_200, 311_700, -5_500, "Underskott"),
        # 8 · 4 600; 9 700 + 38 400 + 8 200; 9 600 + 38 800 + 8 000
        "Nämnden för samhällsbyggnad": Sums(36_800, 56_300, 56_400, -100, "Underskott"),
        # 60 000 + 218 000 + 206 400 + 36 800; 92 400 + 331 600 + 306 200 + 56 300; …; 600 − 100 − 5 500 − 100
        "Summa": Sums(521_200, 786_500, 791_600, -5_100, "Underskott"),
    },
)

STRATEGIPLAN = Story(
    file=f"""Utfall 2026, belopp i tkr
Ansvar;Konto;{MONTHS}
11;5010;9700;9700;9700;9700;9700;9700;9700;9700
220;5010;36500;36500;36500;36500;36500;36500;36500;36500
220;3110;-1000;-1000;-1000;-1000;-1000;-1000;-1000;-1000
320;5010;2500;2500;2500;2500;2500;2500;2500;2500
430;5010;41000;41000;41000;41000;41000;38000;38000;41000
""",
    forecasts={
        "Nämnd och förvaltningsledning": "19 500",
        "Äldreomsorg": "246 000",
        "Funktionsnedsättning": "101 000",
        "Individ- och familjeomsorg": "58 000",
    },
    # Avsnitt 3 and 6: styrelse, nämnd och bolag; revisorernas bedömning inför fullmäktige; kommunfullmäktige
    unit_step="Styrelsen, nämnden eller bolaget behandlar delårsberättelsen",
    units={
        KS: Taken(day(21), KS, "131"),
        "Socialnämnden": Taken(day(22), "Socialnämnden", "84"),
        "Bygg- och miljönämnden": Taken(day(23), "Bygg- och miljönämnden", "52"),
        "Barn- och bildningsnämnden": Taken(day(24), "Barn- och bildningsnämnden", "93"),
        COMPANY: Taken(day(25), COMPANY, "7"),
    },
    whole={
        "Kommunstyrelsen behandlar delårsrapporten": Taken(day(27), KS, "145"),
        "Revisorernas skriftliga bedömning": Taken(day(28)),
        "Delårsredovisning till kommunfullmäktige": Taken(day(29), KF, "88"),
    },
    rows={
        # 8 · 9 700; 61 900 + 27 400 + 28 900; 61 200 + 27 300 + 28 600
        KS: Sums(77_600, 118_200, 117_100, 1_100, "Överskott"),
        # 8 · 36 500 − 8 · 1 000; 19 600 + 243 800 + 101 500 + 56 800; 19 500 + 246 000 + 101 000 + 58 000
        "Socialnämnden": Sums(284_000, 421_700, 424_500, -2_800, "Underskott"),
        # 8 · 2 500; 6 800 + 13 900 + 10 700; 6 700 + 13 600 + 10 700
        "Bygg- och miljönämnden": Sums(20_000, 31_400, 31_000, 400, "Överskott"),
        # 6 · 41 000 + 2 · 38 000; 18 700 + 117 300 + 236 200 + 91 800 + 23 900;
        # 18 500 + 116 400 + 238 300 + 92 100 + 23 800
        "Barn- och bildningsnämnden": Sums(322_000, 487_900, 489_100, -1_200, "Underskott"),
        # 77 600 + 284 000 + 20 000 + 322 000; 118 200 + 421 700 + 31 400 + 487 900; …; 1 100 − 2 800 + 400 − 1 200
        "Summa": Sums(703_600, 1_059_200, 1_061_700, -2_500, "Underskott"),
    },
)

ANGE = Story(
    file=f"""Utfall 2026, belopp i tkr
Ansvar;Konto;{MONTHS}
1100;5010;63000;63000;63000;63000;63000;60000;60000;63000
1300;3110;-1500;-1500;-1500;-1500;-1500;-1500;-1500;-1500
2010;5010;800;800;800;800;800;800;800;800
3020;5010;100;100;100;100;100;100;100;1500
""",
    forecasts={
        "Kommunledning": "78 000",
        "Barn och unga": "269 500",
        "Vuxna": "98 900",
        "Äldre 65+": "262 700",
        "Tillväxt": "42 800",
    },
    # Avsnitt 5.2: uppföljningsrapport till kommunstyrelsen och till fullmäktige; no nämnd decides one of its own
    unit_step="",
    units=dict.fromkeys((KS, "Nämnden för myndighetsärenden", "Nämnden för val"), Taken(day(29), KF, "74")),
    units_decide=False,
    whole={
        "Uppföljningsrapport till kommunstyrelsen": Taken(day(27), KS, "115"),
        "Revisorernas bedömning": Taken(day(28)),
        "Uppföljningsrapport till fullmäktige": Taken(day(29), KF, "74"),
    },
    rows={
        # 6 · 63 000 + 2 · 60 000 − 8 · 1 500; 78 400 + 268 900 + 96 700 + 261 200 + 43 100;
        # 78 000 + 269 500 + 98 900 + 262 700 + 42 800
        KS: Sums(486_000, 748_300, 751_900, -3_600, "Underskott"),
        # 8 · 800; 5 200 + 4 600; 5 000 + 4 600
        "Nämnden för myndighetsärenden": Sums(6_400, 9_800, 9_600, 200, "Överskott"),
        # 7 · 100 + 1 500; 1 300 + 2 100; 1 300 + 2 000
        "Nämnden för val": Sums(2_200, 3_400, 3_300, 100, "Överskott"),
        # 486 000 + 6 400 + 2 200; 748 300 + 9 800 + 3 400; …; −3 600 + 200 + 100
        "Summa": Sums(494_600, 761_500, 764_800, -3_300, "Underskott"),
    },
)

STORIES: Mapping[str, Story] = {
    "hallsberg": HALLSBERG,
    "alingsas": ALINGSAS,
    "svenljunga": SVENLJUNGA,
    "strategiplan": STRATEGIPLAN,
    "ange": ANGE,
}
