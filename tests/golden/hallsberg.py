"""A sample report: Hallsberg's delårsrapport per 31 July 2019.

Real: resultaträkning for the full year, balanskravsutredning, results 2015–2019, solidity and share of result (files in
`fixtures/data`, see SOURCES.md there), areas and steering chain. Everything else is invented and marked Exempelsiffror.
"""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from followup.document.base import RESULT_WORDS, Status
from followup.document.blocks import (
    BalanceRequirementBlock,
    Box,
    ChainBlock,
    ChainLevel,
    Colophon,
    Contents,
    DocumentTerm,
    Fact,
    Finding,
    GlossaryBlock,
    GoalTally,
    HeadingBlock,
    KeyFigure,
    Margin,
    Pair,
    Points,
    SummaryBlock,
    Text,
)
from followup.document.figures import (
    Bar,
    Chart,
    Columns,
    Deviation,
    Diverging,
    ForecastPoint,
    Forecasts,
    Months,
    Series,
    Share,
    Shares,
    StackPart,
    Waterfall,
    WaterfallStep,
)
from followup.document.model import Chapter, Document, DocumentDecision, DocumentMunicipality, DocumentSection, Meta
from followup.document.richtext import plain
from followup.document.table import Col, NumberCell, Row, Table, VerdictCell, verdict
from tests.golden.hallsberg_goals import DATA, EXAMPLE, PARTLY, area_sections, goals, history, number, overview
from tests.golden.markup import html_text
from tests.golden.sums import add_up
from ui.rules.marks import Tone

MILLION = Decimal(1_000_000)
TOLERANCE = Decimal(149_999)
NBSP = "\u00a0"


def mnkr(text: str) -> Decimal:
    """Kronor from millions as printed."""
    value = number(text)
    assert value is not None
    return value * MILLION


def numbers(text: str) -> tuple[Decimal | None, ...]:
    """Several sample numbers."""
    return tuple(number(part) for part in text.split())


def read(name: str) -> list[dict[str, str]]:
    """A file of real figures."""
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=";"))


def kr(text: str) -> Decimal:
    """Kronor from a data file's millions."""
    return Decimal(text) * MILLION


# January–July: outcome, last year, budget. Examples.
PERIOD = {
    "Verksamhetens intäkter": (158, 305, 175),
    "Verksamhetens kostnader": (-612, -748, -644),
    "Avskrivningar": (-15, -18, -20),
    "Verksamhetens nettokostnader": (-469, -461, -489),
    "Skatteintäkter": (411, 398, 411),
    "Generella statsbidrag och utjämning": (124, 118, 119),
    "Verksamhetens resultat": (66, 55, 41),
    "Finansiella intäkter": (2, 2, 1),
    "Finansiella kostnader": (-3, -5, -6),
    "Resultat efter finansiella poster": (65, 52, 36),
    "Extraordinära poster": (0, 0, 0),
    "Årets resultat": (65, 52, 36),
}
SUMS: dict[str, tuple[str, ...]] = {
    "Verksamhetens nettokostnader": ("Verksamhetens intäkter", "Verksamhetens kostnader", "Avskrivningar"),
    "Verksamhetens resultat": (
        "Verksamhetens nettokostnader", "Skatteintäkter", "Generella statsbidrag och utjämning",
    ),
    "Resultat efter finansiella poster": ("Verksamhetens resultat", "Finansiella intäkter", "Finansiella kostnader"),
    "Årets resultat": ("Resultat efter finansiella poster", "Extraordinära poster"),
}  # fmt: skip


def income_statement() -> Table:
    """Resultaträkning: the full year's columns are real."""
    rows = []
    for line in read("hallsberg_2018-2019_resultatrakning.csv"):
        name = line["post"]
        outcome, before, budget = (Decimal(value) * MILLION for value in PERIOD[name])
        deviation = kr(line["avvikelse2019"])
        note = {"Verksamhetens intäkter": "4", "Skatteintäkter": "5"}.get(name, "")
        rows.append(
            Row(
                label="Periodens och årets resultat" if name == "Årets resultat" else name,
                key=name, sum_of=SUMS.get(name, ()), kind="total" if name == "Årets resultat" else "sum" if name in SUMS else "item",
                cells=(
                    note, outcome, before, budget, outcome - budget, kr(line["kommun_utfall2018"]), kr(line["budget2019"]),
                    kr(line["kommun_utfall2019"]), deviation, verdict(deviation, RESULT_WORDS, Decimal(499_999)),
                ),
            )
        )  # fmt: skip
    period, year = {"group": "Januari–juli"}, {"group": "Helår"}
    return Table(
        id="resultatrakning", title="Resultaträkning för kommunen", unit="mnkr", decimals=0, example=PARTLY,
        cols=(
            Col(label="Not", kind="text"), Col(label="Utfall 2019", current=True, **period), Col(label="Utfall 2018", **period),
            Col(label="Budget 2019", **period), Col(label="Av\u00advikelse", signed=True, **period),
            Col(label="Bokslut 2018", **year), Col(label="Budget 2019", **year), Col(label="Prognos 2019", current=True, **year),
            Col(label="Av\u00advikelse", signed=True, **year), Col(label="Mot budget", kind="verdict", **year),
        ),
        rows=tuple(rows), source="kommunens årsredovisning 2019",
        notes=("Helårets kolumner är verkliga; prognosen återger det bokslut som senare fastställdes. "
               "Kolumnerna för januari–juli är exempel.",),
    )  # fmt: skip


BODIES = (
    ("Kommunfullmäktige och revision", "0 -2,6 -2,8 -4,8 0 -4,8 -4,7 -4,6"),
    ("Kommunstyrelsen", "21,4 -75,9 -59,1 -101,8 -0,6 -101,0 -98,6 -97,2"),
    ("Bildningsnämnden", "46,2 -271,5 -226,0 -393,4 -2,1 -396,5 -394,1 -383,9"),
    ("Social- och arbetsmarknadsnämnden", "58,3 -231,6 -168,2 -288,4 0 -291,0 -295,6 -281,4"),
    ("Drift- och servicenämnden", "74,9 -106,5 -32,4 -55,9 -0,3 -57,9 -57,4 -55,0"),
    ("Miljönämnden", "2,1 -3,9 -1,9 -3,2 0 -3,2 -3,1 -3,0"),
    ("Taxe- och avgiftsnämnden", "0 -0,2 -0,2 -0,4 0 -0,4 -0,4 -0,3"),
    ("Överförmyndaren", "0 -1,5 -1,4 -2,4 0 -2,6 -2,7 -2,5"),
    ("Valnämnden", "0,4 -1,3 -0,7 -1,1 0 -1,2 -1,3 -1,0"),
)
FINANCE = ("Finansförvaltningen", "14,2 8,5 3,7 -32,6 3,0 -20,4 -14,1 -24,1")


def drift_row(name: str, figures: str) -> Row:
    """Income, cost, budget | original budget, changes, forecast in April and July, last year."""
    income, cost, budget, original, added, april, july, before = (mnkr(part) for part in figures.split())
    net, current = income + cost, original + added
    deviation = july - current
    cells = (income, cost, net, budget, net - budget, original, added, current, april, july, deviation,
             verdict(deviation, tolerance=TOLERANCE), july - april, before)  # fmt: skip
    return Row(label=name, cells=cells, key=name)


def total_of(label: str, rows: tuple[Row, ...], kind: str) -> Row:
    """A sum row with its deviation in words."""
    row = add_up(label, rows, kind=kind, key=label)
    deviation = row.cells[10]
    assert isinstance(deviation, NumberCell)
    return add_up(label, rows, kind=kind, key=label, replace={11: verdict(deviation.value, tolerance=TOLERANCE)})


def operations() -> Table:
    """Driftredovisning per nämnd; only the total of the full year is real."""
    items = tuple(drift_row(*body) for body in BODIES)
    bodies = total_of("Summa nämnder", items, "sum")
    finance = drift_row(*FINANCE)
    period, year = {"group": "Januari–juli 2019"}, {"group": "Helår 2019"}
    return Table(
        id="drift", title="Driftredovisning per nämnd", corner_width=50, unit="mnkr", example=PARTLY,
        cols=(
            Col(label="Intäkter", **period), Col(label="Kostnader", **period), Col(label="Netto", current=True, **period),
            Col(label="Budget", **period), Col(label="Av\u00advikelse", signed=True, **period),
            Col(label="Ursprunglig budget", **year), Col(label="Tillägg", **year), Col(label="Aktuell budget", **year),
            Col(label="Prognos april", **year), Col(label="Prognos juli", current=True, **year),
            Col(label="Av\u00advikelse", signed=True, tolerance=TOLERANCE, **year),
            Col(label="Mot budget", kind="verdict", **year), Col(label="Ändring sedan april", signed=True, **year),
            Col(label="Bokslut 2018"),
        ),
        rows=(*items, bodies, finance, total_of("Verksamhetens nettokostnader", (bodies, finance), "total")),
        notes=("Nettokostnaden för helåret är verklig (budget −884, prognos −872, bokslut 2018 −853); fördelningen på "
               "nämnder är exempel. I balans: avvikelsen är mindre än 0,15 mnkr.",),
    )  # fmt: skip


def deviations(rows: tuple[Row, ...]) -> tuple[Deviation, ...]:
    """Full-year deviation of each body, from the table's own rows."""
    return tuple(Deviation(label=row.label, value=row.cells[10].value) for row in rows if row.kind == "item")


def balance_requirement() -> BalanceRequirementBlock:
    """Balanskravsutredning: real figures."""
    real = {line["post"]: line for line in read("hallsberg_2018-2019_balanskravsutredning.csv")}

    def row(label: str, key: str = "", budget: int = 0, kind: str = "item", sum_of: tuple[str, ...] = ()) -> Row:
        line = real.get(key, {"2019": "0", "2018": "0"})
        cells = (kr(line["2019"]), Decimal(budget) * MILLION, kr(line["2018"]))
        return Row(label=label, cells=cells, kind=kind, key=label, sum_of=sum_of)

    first = row("Årets resultat enligt resultaträkningen", "Årets resultat enligt resultaträkningen", 15)
    gains = (
        row("Samtliga realisationsvinster"),
        row("Realisationsvinster enligt undantagsmöjlighet"),
        row("Realisationsförluster enligt undantagsmöjlighet"),
        row("Orealiserade vinster och förluster i värdepapper"),
        row("Återföring av orealiserade vinster och förluster i värdepapper"),
    )
    after = row("Årets resultat efter balanskravsjusteringar", "Årets resultat efter balanskravsjusteringar", 15, "sum",
                (first.key, *(gain.key for gain in gains)))  # fmt: skip
    saved = row("Reservering av medel till resultatutjämningsreserv", "Reservering till resultatutjämningsreserv")
    used = row("Användning av medel från resultatutjämningsreserv")
    result = row("Balanskravsresultat", "Balanskravsresultat", 15, "total", (after.key, saved.key, used.key))
    table = Table(
        id="balanskrav", title="Balanskravsutredning", corner_width=98, unit="mnkr", decimals=0,
        cols=(Col(label="Prognos 2019", current=True), Col(label="Budget 2019"), Col(label="Bokslut 2018")),
        rows=(first, *gains, after, saved, used, result, row("Balanskravsunderskott från tidigare år"),
              row("Balanskravsresultat att återställa", kind="sum")),
        source="kommunens årsredovisning 2019",
        notes=("Siffrorna är verkliga. Budgeten förutsatte ingen reservering.",
               "Från och med räkenskapsåret 2024 heter reserven resultatreserv."),
    )  # fmt: skip
    steps = (
        WaterfallStep(label="Årets resultat", value=mnkr("42"), total=True),
        WaterfallStep(label="Realisations\u00advinster", value=Decimal(0)),
        WaterfallStep(label="Till resultat\u00adutjämning", value=mnkr("-15")),
        WaterfallStep(label="Balanskravs\u00adresultat", value=mnkr("27"), total=True),
    )
    return BalanceRequirementBlock(
        table=table, status=Status(label="Balanskravet uppfylls", tone=Tone.OK, symbol="nas"),
        conclusion="Inget underskott finns att återställa.",
        chart=Chart(title="Från resultat till balanskravsresultat", unit="mnkr", decimals=0, figure=Waterfall(steps=steps)),
        reserve=reserve_test(),
    )  # fmt: skip


def reserve_test() -> Table:
    """How much may be reserved: what is above one per cent of taxes and grants."""
    rows = (
        Row(label="Skatt, generella bidrag och utjämning", cells=(mnkr("917"),)),
        Row(label="Gräns, 1 procent", cells=(mnkr("9,17"),)),
        Row(label="Årets resultat efter justeringar", cells=(mnkr("42"),)),
        Row(label="Högsta möjliga reservering", cells=(mnkr("32,83"),), kind="sum"),
        Row(label="Föreslagen reservering", cells=(mnkr("15"),)),
        Row(label="Kvar av utrymmet", cells=(mnkr("17,83"),), kind="total"),
    )
    return Table(title="Prövning av reserveringen", unit="mnkr", cols=(Col(label="Belopp"),), rows=rows)


def results() -> Columns:
    """Results 2015–2018, budget and forecast 2019: real."""
    years = {line["ar"]: line for line in read("hallsberg_2015-2023_resultathistorik.csv")}
    bars = [Bar(label=year, value=kr(years[year]["kommun_resultat"])) for year in ("2016", "2017", "2018")]
    bars.append(Bar(label="Budget", value=kr(years["2019"]["budget"]), role="budget"))
    bars.append(Bar(label="Prognos", value=kr(years["2019"]["kommun_resultat"]), role="forecast"))
    return Columns(bars=tuple(bars))


def summary(table: Table) -> SummaryBlock:
    """Läget på en sida."""
    ok, part, bad = (
        Status(label="", tone=Tone.OK, symbol="nas"), Status(label="", tone=Tone.PART, symbol="delvis"),
        Status(label="", tone=Tone.BAD, symbol="nasinte"),
    )  # fmt: skip
    named = {row.label: row.value for row in deviations(table.rows)}
    small = ("Kommunstyrelsen", "Bildningsnämnden", "Social- och arbetsmarknadsnämnden", "Drift- och servicenämnden")
    rest = sum((named[name] for name, _ in BODIES if name not in small), Decimal(0))
    rows = (
        *(Deviation(label=name, value=named[name]) for name in small),
        Deviation(label="Övriga nämnder", value=rest),
    )
    total = sum((row.value for row in rows), Decimal(0))
    money: dict[str, Any] = {"unit": "mnkr"}
    return SummaryBlock(
        lead="Kommunen går mot ett starkt resultat och klarar balanskravet. Men nämnderna överskrider tillsammans sina "
        "ramar, och två av åtta mål nås inte.",
        figures=(
            KeyFigure(label="Årets resultat, prognos", value=mnkr("42"), decimals=0, **money,
                      verdict=VerdictCell(label="27 mnkr bättre", side="better"), comparison="än budget 15.",
                      lines=("Bokslut 2018: 29 mnkr.",),
                      chart=Chart(title="Årets resultat", decimals=0, figure=results(), **money)),
            KeyFigure(label="Balanskravsresultat, prognos", value=mnkr("27"), decimals=0, **money,
                      status=Status(label="Balanskravet uppfylls", tone=Tone.OK, symbol="nas"),
                      lines=("efter 15 mnkr till reserven.",),
                      chart=Chart(title="Från resultat till balanskravsresultat", decimals=0, **money, figure=Waterfall(steps=(
                          WaterfallStep(label="Resultat", value=mnkr("42"), total=True), WaterfallStep(label="Till reserv", value=mnkr("-15")),
                          WaterfallStep(label="Balanskrav", value=mnkr("27"), total=True))))),
            KeyFigure(label="Nämnderna mot budget, prognos", value=total, signed=True, **money,
                      verdict=VerdictCell(label="Underskott", side="worse"),
                      lines=("Störst i social- och arbetsmarknadsnämnden.",),
                      chart=Chart(title="Avvikelse mot budget", figure=Diverging(rows=rows), **money)),
        ),
        goals=GoalTally(heading="God ekonomisk hushållning:", status=part.model_copy(update={"label": "Nås delvis"}),
                         after="åtta verksamhetsmål, läget i juli",
                         parts=(StackPart(label="Nås", count=4, tone=Tone.OK), StackPart(label="Nås delvis", count=2, tone=Tone.PART),
                                StackPart(label="Nås inte", count=2, tone=Tone.BAD))),
        good=(
            Finding(status=ok.model_copy(update={"label": "Soliditeten ökar"}), text="från 28,9 till 32,5 procent", ref="mal-1-1"),
            Finding(status=ok.model_copy(update={"label": "Färre avbryter gymnasiet:"}), text="nio elever mot fjorton i fjol", ref="mal-2-2"),
            Finding(status=ok.model_copy(update={"label": "Snabbare svar:"}), text="91 procent av synpunkterna besvaras i tid", ref="mal-3-1"),
        ),
        bad=(
            Finding(status=bad.model_copy(update={"label": "Underskott i socialnämnden:"}), text="−7,2 mnkr efter åtgärder", ref="driftredovisning"),
            Finding(status=bad.model_copy(update={"label": "Längre väntan på särskilt boende:"}), text="27 dagar mot högst 20", ref="mal-4-1"),
            Finding(status=bad.model_copy(update={"label": "Fossilfria transporter:"}), text="37 procent mot 50", ref="mal-1-2"),
        ),
        changes=Points(heading="Ändrat sedan tertialrapporten i april", items=(
            "Prognosen för årets resultat är 18 mnkr högre.",
            "Två mål har sjunkit från delvis till inte nått, ett har stigit.",
            "Investeringar för 33 mnkr flyttas till 2020.")),
        decisions=Points(heading="Beslut som föreslås", items=(
            "Delårsrapporten godkänns.", "Åtgärdsplanen för målen 1.2 och 4.1 antas.",
            "Social- och arbetsmarknadsnämnden redovisar åtgärdernas effekt i november.",
            "Drift- och servicenämnden lämnar en åtgärdsplan senast i oktober.")),
    )  # fmt: skip


def measures_table() -> Table:
    """Åtgärdsplan."""
    on = Status(label="Pågår", tone=Tone.INFO, symbol="a-pag")
    wait = Status(label="Ej påbörjat", tone=Tone.NONE, symbol="a-ej")
    rows = (
        Row(label="Placeringar tas hem till egna familjehem", key="a",
            cells=(mnkr("1,6"), mnkr("4,2"), "okt 2019", "Kortare resor, fler uppföljningar", on)),
        Row(label="Gemensam bemanningsplanering i hemtjänsten", key="b",
            cells=(mnkr("1,1"), mnkr("2,8"), "sep 2019", "Färre olika personer i hemmet", on)),
        Row(label="Korttidsplatser ersätts av växelvård", key="c",
            cells=(mnkr("0,4"), mnkr("1,5"), "nov 2019", "Kan ge längre väntan i november", wait)),
    )  # fmt: skip
    return Table(
        title="Åtgärdsplan, social- och arbetsmarknadsnämnden", corner="Åtgärd", corner_width=58, unit="mnkr", example=EXAMPLE,
        cols=(Col(label="Effekt 2019"), Col(label="Effekt 2020"), Col(label="Start", kind="text", width=15),
              Col(label="Konsekvens för invånaren", kind="text", width=42), Col(label="Läge", kind="status", width=24)),
        rows=(*rows, add_up("Summa", rows, kind="total")),
        notes=("Prognos före åtgärder −10,3 mnkr, efter åtgärder −7,2 mnkr.",),
    )  # fmt: skip


def money_chapter(drift: Table) -> Chapter:
    """2 Ekonomi."""
    everyone = deviations(drift.rows)
    forecasts = tuple(ForecastPoint(label=label, value=mnkr(value)) for label, value in
                      (("Budget", "15"), ("Mars", "17"), ("April", "24"), ("Juli", "42")))  # fmt: skip
    shares = tuple(Share(label=label, value=mnkr(value)) for label, value in
                   (("Bildning", "394,1"), ("Social och arbetsmarknad", "295,6"), ("Kommunstyrelsen", "98,6"),
                    ("Drift och service", "57,4"), ("Övrigt", "26,3")))  # fmt: skip
    return Chapter(heading="Ekonomi", sections=(
        DocumentSection(heading="Resultaträkning", blocks=(
            html_text("<p>Periodens resultat är 65 mnkr. Resultatet är alltid högt i juli, eftersom semesterlöneskulden minskar "
                      "under sommaren. Kostnaderna väntas därför öka mer än intäkterna under hösten.</p>"),
            income_statement(),
            html_text("<p>Intäkter och kostnader minskar båda kraftigt mot 2018 sedan ersättningen för mottagande av nyanlända har "
                      "upphört. Nettokostnaden väntas öka med 2,2 procent på helåret.</p>"),
            Pair(left=Chart(title="Prognosen vid varje tillfälle", unit="mnkr", decimals=0, figure=Forecasts(points=forecasts), example=PARTLY),
                 right=Table(title="Så känsligt är resultatet för ett helår", corner_width=50, unit="mnkr", example=EXAMPLE,
                             cols=(Col(label="Påverkan", signed=True),),
                             rows=(Row(label="Lönerna ökar 1 procent mer än beräknat", cells=(mnkr("-6,6"),)),
                                   Row(label="Skatteunderlaget växer 1 procentenhet långsammare", cells=(mnkr("-7,1"),)),
                                   Row(label="100 färre invånare den 1 november", cells=(mnkr("-5,8"),))))),
        )),
        DocumentSection(heading="Balanskravsresultat", new_page=True, blocks=(
            Margin(title="Balanskravet", text="Intäkterna ska vara större än kostnaderna. Ett underskott ska återställas inom tre år."),
            html_text("<p>Balanskravsresultatet väntas bli 27 mnkr sedan 15 mnkr reserverats.</p>"),
            balance_requirement(),
        )),
        DocumentSection(heading="Driftredovisning", landscape=True, blocks=(
            html_text("<p>Nettokostnaden väntas bli 12,0 mnkr lägre än budget. Nämnderna redovisar tillsammans ett underskott på "
                      "3,5 mnkr, och finansförvaltningen ett överskott på 15,5 mnkr. Prognosen har förbättrats med 7,0 mnkr sedan "
                      "april, men social- och arbetsmarknadsnämndens har försämrats med 4,6 mnkr.</p>", "full"),
            drift,
        )),
        DocumentSection(heading="Större avvikelser", blocks=(
            HeadingBlock(text="Nämnderna överskrider ramarna med 3,5 mnkr"),
            html_text("<p>Finansförvaltningens överskott täcker nämndernas underskott. Det består av lägre avskrivningar, en "
                      "löneökningsreserv som inte används fullt ut och lägre pensionskostnader.</p>"),
            Chart(title="Avvikelse mot budget, prognos för helåret", unit="mnkr", example=EXAMPLE,
                  figure=Diverging(rows=everyone, tolerance=TOLERANCE)),
            html_text("<p><strong>Social- och arbetsmarknadsnämnden, −7,2 mnkr.</strong> Fyra nya externa placeringar kostar 6,8 mnkr "
                      "mer än budget och vikarier i hemtjänsten 3,5 mnkr. Åtgärdsplanen väntas ge 3,1 mnkr i år.</p>"
                      "<p><strong>Drift- och servicenämnden, −1,2 mnkr.</strong> Snöröjningen kostade 0,8 mnkr mer än normalt och "
                      "elpriset är högre. Nämnden saknar ännu åtgärdsplan.</p>"
                      "<p><strong>Kommunstyrelsen, +3,8 mnkr.</strong> Åtta tjänster har tillsatts senare än planerat.</p>"),
            measures_table(),
            Chart(title="Så fördelas 100 kronor av nettokostnaden", unit="prognos 2019", figure=Shares(parts=shares), example=EXAMPLE,
                  note="Andelarna är avrundade så att summan blir exakt 100 kronor."),
        )),
    ))  # fmt: skip


def written_chapter() -> Chapter:
    """3 Förvaltningsberättelse with the nine headings."""
    sick = Months(series=(
        Series(label="2018", values=numbers("8,4 9,1 8,6 7,3 6,5 5,6 4,9 5,8 6,9 7,4 7,7 7,6")),
        Series(label="2019", now=True, values=numbers("7,8 8,5 8,1 6,9 6,1 5,4 4,6")),
    ))  # fmt: skip
    chain = ChainBlock(levels=tuple(ChainLevel(name=name, decided_by=body, document=document) for name, body, document in (
        ("Vision", "Fullmäktige", "Övergripande mål och riktlinjer"), ("Strategiskt område", "Fullmäktige", "Övergripande mål och riktlinjer"),
        ("Nämndmål", "Nämnden", "Mål- och budgetdokument"), ("Strategi", "Förvaltningen", "Förvaltningsplan"),
        ("Aktivitet", "Enheten", "Enhetsplan"))))  # fmt: skip
    bridge = Waterfall(steps=tuple(WaterfallStep(label=label, value=mnkr(value), total=total) for label, value, total in (
        ("Budget", "15", True), ("Intäkter", "-31", False), ("Kostnader", "33", False), ("Avskriv\u00adningar", "10", False),
        ("Skatte\u00adintäkter", "0", False), ("Generella bidrag", "8", False), ("Finans\u00adnetto", "7", False), ("Prognos", "42", True))))  # fmt: skip
    return Chapter(heading="Förvaltningsberättelse", sections=(
        DocumentSection(heading="Översikt över verksamhetens utveckling", blocks=(
            Margin(title="Nettokostnadens andel", text="Under 100 procent räcker skatt och bidrag till verksamheten. Under 98 procent "
                   "finns också utrymme för investeringar."),
            html_text("<p>Befolkningen växer långsammare än i prognosen för budgeten, men skatt och generella bidrag ökar med 31 mnkr "
                      "jämfört med 2018. Nettokostnaden ökar samtidigt med 19 mnkr.</p>"),)),
        DocumentSection(heading="Den kommunala koncernen", blocks=(
            html_text("<p>Koncernen består av kommunen, två helägda företag och en andel i ett kommunalförbund. Koncernens resultat "
                      "väntas bli 35 mnkr.</p>"),)),
        DocumentSection(heading="Viktiga förhållanden för resultat och ekonomisk ställning", blocks=(
            html_text("<p>Skatteunderlaget väntas växa långsammare 2020.</p>"),)),
        DocumentSection(heading="Händelser av väsentlig betydelse", blocks=(
            html_text("<ul><li><strong>Mars.</strong> Ett gemensamt ärendesystem för synpunkter infördes.</li><li><strong>Maj.</strong> "
                      "Tillbyggnaden av särskilt boende försenades ett halvår.</li><li><strong>Augusti, efter periodens slut.</strong> "
                      "Social- och arbetsmarknadsnämnden beslutade om en åtgärdsplan på 3,1 mnkr för 2019.</li></ul>"),)),
        DocumentSection(heading="Styrning och uppföljning av den kommunala verksamheten", blocks=(
            html_text("<p>Politiken beslutar vad och när, förvaltningen hur och vem. En röd tråd går från visionen till aktiviteten på "
                      "enheten, och uppföljningen går samma väg tillbaka.</p>"), chain)),
        DocumentSection(heading="God ekonomisk hushållning och ekonomisk ställning", blocks=(
            Text(paragraphs=(plain("Fullmäktige har i budgeten beslutat finansiella mål, verksamhetsmål och den regel som väger samman "
                                   "dem. Verksamhetsmålen redovisas ett för ett i kapitlet Målen", ref="malen"),)),
            Box(title="Samlad bedömning:", status=Status(label="God ekonomisk hushållning nås delvis", tone=Tone.PART, symbol="delvis"),
                paragraphs=(plain("Kommunstyrelsen följer regelns utfall och gör ingen avvikande bedömning. Ekonomin som helhet är stark, "
                                  "men överskottet uppstår centralt och döljer att verksamheten kostar mer än ramen i två nämnder."),)),)),
        DocumentSection(heading="Balanskravsresultat", id="balanskravsresultat-kort", blocks=(
            Text(paragraphs=(plain("Balanskravsresultatet väntas bli 27 mnkr. Utredningen står i kapitlet Ekonomi", ref="balanskravsresultat"),)),)),
        DocumentSection(heading="Väsentliga personalförhållanden", blocks=(
            html_text("<p>Sjukfrånvaron fortsätter att minska, för tredje året i rad.</p>"),
            Chart(title="Sjukfrånvaro per månad", unit="procent av arbetstiden", decimals=1, figure=Months(series=sick.series), example=EXAMPLE,
                  note="Alla månader 2019 ligger lägre än samma månad 2018."),)),
        DocumentSection(heading="Förväntad utveckling", blocks=(
            html_text("<p>Årets resultat väntas bli 42 mnkr, 27 mnkr bättre än budget. Prognosen har stigit vid varje tillfälle.</p>"),
            Chart(title="Från budget till prognos", unit="mnkr", decimals=0, figure=bridge,
                  note="Intäkter och kostnader är båda lägre än budget eftersom statsbidrag för mottagande av nyanlända har upphört."),)),
    ))  # fmt: skip


TERMS = (
    DocumentTerm(word="Avvikelse", meaning="Utfall eller prognos minus budget. Plus är bättre än budget."),
    DocumentTerm(word="Balanskrav", meaning="Lagens krav att intäkterna ska vara större än kostnaderna. Ett underskott ska återställas inom tre år."),
    DocumentTerm(word="God ekonomisk hushållning", meaning="Att pengarna räcker över tid och används till det som målen säger."),
    DocumentTerm(word="Indikator", meaning="Mått som visar om ett mål närmar sig. Har ingångsvärde och slutvärde."),
    DocumentTerm(word="Nettokostnad", meaning="Kostnader minus intäkter; den del som skatten betalar."),
    DocumentTerm(word="Resultatutjämningsreserv", meaning="Överskott som sparas till sämre tider. Heter resultatreserv från och med 2024."),
    DocumentTerm(word="Soliditet", meaning="Eget kapital i andel av tillgångarna."),
    DocumentTerm(word="Åtgärdsplan", meaning="Åtgärder med belopp, start, ansvarig och konsekvens, beslutade av nämnden."),
)  # fmt: skip


def meta(**changes: Any) -> Meta:
    """Who, what and when."""
    values: dict[str, Any] = {
        "municipality": DocumentMunicipality(name="Hallsbergs kommun", slug="hallsberg", code="1861"),
        "report_type": "Delårsrapport", "report_code": "delarsrapport", "title": "Delårsrapport per 31 juli 2019",
        "period": "januari–juli 2019", "cutoff": date(2019, 7, 31), "months_covered": 7, "status": "beslutad",
        "decisions": (
            DocumentDecision(body="Kommunstyrelsen", date=date(2019, 9, 17), paragraph="000"),
            DocumentDecision(body="Kommunfullmäktige", date=date(2019, 9, 30), paragraph="000"),
        ),
        "diary_number": "KS/2019:000", "frozen_at": datetime(2019, 9, 13, 14, 0, tzinfo=UTC),
        "composed_from": "Underlag till tillfället juli 2019", "example_note": "Exempelsiffror",
        "subject": "Lagstadgad delårsrapport: mål, ekonomi och prognos",
        "keywords": ("delårsrapport", "kommunal redovisning", "måluppföljning"), "contact": "kommun@example.org", "terms": TERMS,
    }  # fmt: skip
    return Meta(**{**values, **changes})


def hallsberg(**changes: Any) -> Document:
    """The whole report; `changes` replace fields of its meta."""
    areas = goals()
    drift = operations()
    return Document(
        meta=meta(**changes),
        chapters=(
            Chapter(heading="Läget på en sida", numbered=False, blocks=(summary(drift),)),
            Chapter(heading="Innehåll", numbered=False, blocks=(Contents(),)),
            Chapter(
                id="malen", heading="Målen",
                blocks=(html_text("<p>Fullmäktige har beslutat om fyra strategiska områden. Nämnderna har åtta mål som bidrar till "
                                  "dem. Fyra nås, två nås delvis och två nås inte.</p>", "lead"),),
                sections=(
                    DocumentSection(heading="Målen i juli", blocks=(
                        overview(areas),
                        html_text("<p>Bedömningen är ett ställningstagande av den nämnd som äger målet. Indikatorerna är underlag, "
                                  "inte facit. När bedömningen skiljer sig från vad indikatorerna visar anges skälet vid målet.</p>", "full"),
                        history(),
                        Box(title="Underlagets kvalitet", paragraphs=(plain(
                            "Alla åtta mål har minst två indikatorer med målvärde. De som mäts senare har en tidig signal eller ett "
                            "datum, och målet har ändå en prognos för december. Inget mål saknar analys."),)),
                    )),
                    *area_sections(areas),
                ),
            ),
            money_chapter(drift),
            written_chapter(),
            Chapter(heading="Ord och uppgifter", sections=(
                DocumentSection(heading="Ordlista", blocks=(GlossaryBlock(terms=()),)),
                DocumentSection(heading="Om rapporten", blocks=(Colophon(
                    intro="Detta är ett exempel som visar hur en rapport ser ut. Den är inte en handling från Hallsbergs kommun. "
                    "Strategiska områden, resultaträkningens helårskolumner, balanskravsutredningen och flera nyckeltal är "
                    "verkliga. Övriga siffror är märkta som exempel, och texterna är exempel.",
                    facts=(Fact(label="Överlämnad till fullmäktige och revisorer",
                                value="17 september 2019, senast 30 september (kommunallagen 11 kap. 16 §)"),)),)),
            )),
        ),
    )  # fmt: skip
