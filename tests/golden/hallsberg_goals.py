"""The goals of the sample report. The four areas and their words are Hallsberg's own; goals and figures are examples
except where a note says otherwise."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from followup.document.base import GOAL_SCALE, INDICATOR_SCALE, LabelledStatus, Status
from followup.document.figures import Chart, StackedRow, StackPart, Stacks, TrendFigure
from followup.document.goals import (
    GoalBlock,
    GoalGroup,
    GoalLine,
    GoalOverview,
    IndicatorHeads,
    IndicatorRow,
    Narrative,
)
from followup.document.model import DocumentSection
from followup.document.table import SparkCell
from ui.rules.money import parse_amount

DATA = Path(__file__).resolve().parent.parent.parent / "fixtures" / "data"
EXAMPLE, PARTLY = "Exempelsiffror", "Delvis exempelsiffror"
MET, PART, MISSED, UNJUDGED = GOAL_SCALE
REACHED, TOWARDS, FLAT, AWAY, LATER = INDICATOR_SCALE
YEARS = ("2015", "2016", "2017", "2018", "2019")
HEADS = IndicatorHeads(
    baseline="Ingång 2018", target="Målvärde 2019", outcome="Utfall juli", final="Slutvärde 2022", spark="2015–2019"
)
AREAS = (
    ("Hållbar kommun", "Ett ekonomiskt, socialt och ekologiskt hållbart samhälle, där människors livskvalitet ökar utan "
     "att det påverkar vår gemensamma miljö."),
    ("Livslångt lärande", "Allas lika rätt till en bra utbildning är en förutsättning för ett samhälle där alla får ett "
     "gott liv."),
    ("Allas inflytande", "De kommunala verksamheterna ska erbjuda ett professionellt bemötande och vara lyhörda för "
     "idéer och synpunkter."),
    ("God service", "Invånarna ska kunna ta del av kommunens service även efter kontorstid."),
)  # fmt: skip


def number(text: str) -> Decimal | None:
    """Read a sample number; "-" is missing."""
    return None if text == "-" else parse_amount(text)


def kolada(kpi: str, year: str) -> Decimal:
    """A real value of Hallsberg's from Kolada."""
    with (DATA / "kolada_nyckeltal_2018-2025_urval.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["kommun"] == "Hallsberg"]
    return next(Decimal(row[year]) for row in rows if row["kpi_id"] == kpi)


def indicator(name: str, unit: str, figures: str, series: str, status: Status, **options: Any) -> IndicatorRow:
    """`figures` are start, target, outcome and final value; `series` the five years."""
    baseline, target, outcome, final = (number(part) for part in figures.split())
    values = tuple(number(part) for part in series.split())
    decimals = options.pop("decimals", 0)
    forecast = options.pop("forecast", False)
    spark = SparkCell(name=name, labels=YEARS, values=values, target=target, forecast_last=forecast, decimals=decimals)
    return IndicatorRow(
        name=name, unit=unit, decimals=decimals, baseline=baseline, target=target, outcome=outcome, forecast=forecast,
        final=final, spark=spark, status=status,
    )  # fmt: skip


def lead(title: str, unit: str, series: str, target: str, **options: Any) -> Chart:
    """The chart of the goal's lead indicator."""
    values = tuple(number(part) for part in series.split())
    decimals = options.pop("decimals", 0)
    figure = TrendFigure(labels=YEARS, values=values, target=number(target), **options)
    return Chart(title=title, unit=unit, decimals=decimals, figure=figure)


def goal(place: str, title: str, owner: str, steps: tuple[Status, Status, Status], **parts: Any) -> GoalBlock:
    """`steps` are the judgement now, in April, and expected in December."""
    now, april, december = steps
    labels = ("Resultat", "Orsak", "Åtgärd", "Effekt")
    texts = tuple(Narrative(label=label, text=text) for label, text in zip(labels, parts.pop("texts"), strict=True))
    return GoalBlock(
        number=place, title=title, level_word="Nämndmål", owner=owner, status=now, heads=HEADS, texts=texts,
        previous=LabelledStatus(label="I april", status=april),
        expected=LabelledStatus(label="Väntas i december", status=december),
        example=parts.pop("example", EXAMPLE), **parts,
    )  # fmt: skip


def goals() -> tuple[tuple[GoalBlock, ...], ...]:
    """The goals per area."""
    solidity = f"24,6 26,0 27,6 {kolada('N03106', '2018'):.1f} {kolada('N03106', '2019'):.1f}".replace(".", ",")
    result = f"0,9 2,8 3,5 {kolada('N03001', '2018'):.1f} {kolada('N03001', '2019'):.1f}".replace(".", ",")
    start, now = solidity.split()[3:]
    share_start, share = result.split()[3:]
    return (
        (
            goal("1.1", "Kommunens ekonomi ska klara en lågkonjunktur", "Kommunstyrelsen", (MET, MET, MET),
                 indicators=(
                     indicator("Resultat av skatt och bidrag", "%", f"{share_start} 1,6 {share} 2,0", result, REACHED, decimals=1, forecast=True),
                     indicator("Soliditet", "%", f"{start} 29,5 {now} 33,0", solidity, REACHED, decimals=1, forecast=True),
                     indicator("Självfinansiering av investeringar", "%", "58 100 80 100", "52 66 63 58 80", TOWARDS, forecast=True),
                 ),
                 chart=lead("Soliditet", "%", solidity, "29,5", decimals=1, forecast_last=True),
                 texts=(
                     "Resultatet väntas bli 42 mnkr, 27 mnkr bättre än budget. Soliditeten stiger till 32,5 procent och passerar målvärdet.",
                     "Generella bidrag blev 8 mnkr högre än beräknat, avskrivningarna 10 mnkr lägre när två byggen flyttats, och tjänster som inte tillsatts sänker kostnaden.",
                     "Kommunstyrelsen föreslår att 15 mnkr reserveras. Investeringarna fördelas om så att de ryms inom egna medel.",
                     "Med reserveringen klaras ett skattebortfall på 1,6 procent utan neddragningar under ett år.",
                 ),
                 indicated=PART,
                 reason="Två av tre indikatorer når målvärdet. Den tredje går åt rätt håll, och målet om motståndskraft bedöms nått.",
                 example=PARTLY,
                 notes=("Soliditet och resultatandel 2018–2019 är verkliga. Självfinansiering är exempel.",),
                 source="Kolada (N03001, N03106)"),
            goal("1.2", "Kommunens transporter ska vara fossilfria 2022", "Drift- och servicenämnden", (MISSED, PART, MISSED),
                 indicators=(
                     indicator("Fossilfria fordon", "%", "31 50 37 100", "18 22 27 31 37", TOWARDS),
                     indicator("Drivmedel per 100 mil", "liter", "6,4 5,6 6,5 3,0", "6,9 6,7 6,5 6,4 6,5", AWAY, decimals=1),
                 ),
                 chart=lead("Fossilfria fordon", "%", "18 22 27 31 37", "50"),
                 texts=(
                     "37 procent av fordonen är fossilfria. Målvärdet 50 procent nås inte i år, och förbrukningen har ökat något.",
                     "Leveranser av 14 elfordon har skjutits till 2020. Laddplatser saknas vid fyra av nio enheter inom hemtjänsten.",
                     "Nämnden har beslutat om en åtgärdsplan: laddplatser vid alla enheter före årsskiftet och leasing av åtta fordon under väntetiden.",
                     "Andelen väntas bli 44 procent i december och 63 procent i juni 2020. Målet för 2022 kan fortfarande nås.",
                 ),
                 reason="Båda indikatorerna ligger sämre än målvärdet. Att andelen rör sig åt rätt håll ändrar inte bedömningen för 2019."),
        ),
        (
            goal("2.1", "Alla elever ska lämna grundskolan behöriga till gymnasiet", "Bildningsnämnden", (PART, PART, PART),
                 indicators=(
                     indicator("Behöriga till yrkesprogram, åk 9", "%", "68 80 75 88", "- 89 68 71 75", TOWARDS),
                     indicator("Minst E i matematik, åk 6", "%", "83 88 83 92", "- 84 82 83 83", FLAT),
                 ),
                 chart=lead("Behöriga till yrkesprogram", "%", "- 89 68 71 75", "80",
                            comparison=(None, None, None, Decimal(82), Decimal(81))),
                 texts=(
                     "75 procent av eleverna blev behöriga, fyra procentenheter fler än i fjol. Målvärdet 80 procent nåddes inte, och riket ligger på 81.",
                     "Lovskola och två lärare i klassrummet gav resultat i svenska och engelska. I matematik saknas behörig lärare i var tredje grupp.",
                     "Matematiklyftet börjar i årskurs 4–6 i augusti. Två förstelärare anställs inom ram.",
                     "Nämnden räknar med 79 procent våren 2020 och 84 procent våren 2021.",
                 ),
                 reason="Resultatet går åt rätt håll utan att nå målvärdet. Enligt styrmodellen är det ett eget utfall: nås delvis."),
            goal("2.2", "Fler unga ska fullfölja sin gymnasieutbildning", "Bildningsnämnden", (MET, MET, MET),
                 indicators=(
                     indicator("Examen inom fyra år, gymnasiet", "%", "74 75 - 80", "- 70 72 74 -", LATER),
                     indicator("Studieavbrott, vårterminen", "elever", "14 12 9 8", "21 19 16 14 9", REACHED),
                 ),
                 chart=lead("Studieavbrott", "elever", "21 19 16 14 9", "12", target_label="Högst"),
                 texts=(
                     "Nio elever avbröt sina studier under våren, mot fjorton förra året. Andelen med examen mäts först i december.",
                     "Mentorerna följer frånvaron varje vecka, och elever med hög frånvaro får en plan inom tio dagar.",
                     "Arbetssättet görs permanent. Uppföljningen av nystartade program fördjupas.",
                     "Examen inom fyra år väntas bli 76 procent, över målvärdet 75.",
                 ),
                 reason="Det mått som kan mätas nu når målvärdet, och prognosen för examen ligger över. Målet bedöms nås.",
                 notes=("Examen mäts i december 2019; till dess följs studieavbrott som tidig signal.",)),
        ),
        (
            goal("3.1", "Den som lämnar en synpunkt ska få svar inom tio arbetsdagar", "Kommunstyrelsen", (MET, PART, MET),
                 indicators=(
                     indicator("Synpunkter med svar i tid", "%", "84 90 91 95", "62 71 78 84 91", REACHED),
                     indicator("Synpunkter per 1 000 invånare", "antal", "6,3 6,5 6,8 8,0", "4,1 4,6 5,2 6,3 6,8", REACHED, decimals=1),
                 ),
                 chart=lead("Besvarade inom tio dagar", "%", "62 71 78 84 91", "90"),
                 texts=(
                     "91 procent av synpunkterna fick svar i tid. Fler hör av sig än tidigare, 6,8 per 1 000 invånare.",
                     "Ett gemensamt ärendesystem infördes i mars, och varje förvaltning har en utsedd mottagare.",
                     "Svarstiden följs månadsvis i kommunledningsgruppen. Återkommande ämnen redovisas för nämnden.",
                     "Tolv förbättringar har genomförts efter synpunkter, bland annat belysning vid tre busshållplatser.",
                 ),
                 reason="Båda indikatorerna når målvärdet. Kommunstyrelsen delar den bedömning som reglerna ger."),
            goal("3.2", "Invånarna i alla sex tätorter ska kunna påverka sin ort", "Kommunstyrelsen", (PART, PART, PART),
                 indicators=(
                     indicator("Tätorter med dialogmöte", "antal", "3 6 4 6", "2 3 3 3 4", TOWARDS),
                     indicator("Upplevd möjlighet att påverka", "%", "34 38 - 45", "- - - 34 -", LATER),
                 ),
                 chart=lead("Tätorter med dialogmöte", "antal", "2 3 3 3 4", "6"),
                 texts=(
                     "Dialogmöten har hållits i fyra av sex orter. I Vretstorp och Hjortkvarn är de planerade till oktober.",
                     "Mötena samordnas med översiktsplanen, vars samråd blev två månader försenat.",
                     "Datum är beslutade. Digitalt deltagande prövas i Hjortkvarn.",
                     "Alla sex orter väntas ha haft möte i december. Medborgarundersökningen kommer i november.",
                 ),
                 reason="Målet nås troligen till december, men en av två indikatorer är inte mätt. Bedömningen är därför försiktig."),
        ),
        (
            goal("4.1", "Äldre ska erbjudas plats på särskilt boende inom rimlig tid", "Social- och arbetsmarknadsnämnden",
                 (MISSED, PART, MISSED),
                 indicators=(
                     indicator("Väntetid januari–juli, egen mätning", "dagar", "19 20 27 15", "24 22 21 19 27", AWAY),
                     indicator("Väntat mer än 90 dagar", "antal", "3 0 7 0", "5 4 4 3 7", AWAY),
                 ),
                 chart=lead("Väntetid januari–juli", "dagar", "24 22 21 19 27", "20", target_label="Högst"),
                 texts=(
                     "Väntetiden är 27 dagar mot målvärdet högst 20. Sju personer har väntat mer än 90 dagar.",
                     "Tillbyggnaden av särskilt boende är försenad ett halvår, och tolv platser stängdes under ombyggnaden.",
                     "Åtgärdsplan beslutad: sex platser öppnas i befintliga lokaler i oktober, och korttidsplatser frigörs.",
                     "Väntetiden beräknas bli 23 dagar i december och under 20 dagar när tillbyggnaden öppnar.",
                 ),
                 reason="Inget mått når målvärdet och utvecklingen går åt fel håll. Målet är kopplat till nämndens underskott."),
            goal("4.2", "Kommunens service ska kunna nås efter kontorstid", "Kommunstyrelsen", (MET, MET, MET),
                 indicators=(
                     indicator("E-tjänster öppna dygnet runt", "antal", "39 45 47 70", "18 24 31 39 47", REACHED),
                     indicator("Ärenden via e-tjänst", "%", "41 50 52 75", "22 27 33 41 52", REACHED),
                 ),
                 chart=lead("Ärenden via e-tjänst", "%", "22 27 33 41 52", "50"),
                 texts=(
                     "47 e-tjänster är öppna dygnet runt, och mer än hälften av ärendena kommer den vägen.",
                     "Bygglov och förskoleval flyttades till e-tjänst under våren.",
                     "Sex e-tjänster till införs före årsskiftet. Telefontiden behålls för den som föredrar samtal.",
                     "Handläggningstiden för bygglov har minskat från 41 till 33 dagar.",
                 ),
                 reason="Båda indikatorerna når målvärdet i förtid."),
        ),
    )  # fmt: skip


def overview(areas: tuple[tuple[GoalBlock, ...], ...]) -> GoalOverview:
    """All goals in one table."""
    groups = []
    for (name, _), found in zip(AREAS, areas, strict=True):
        lines = tuple(
            GoalLine(
                number=one.number, title=one.title, owner=one.owner, now=one.status,
                met=sum(row.status == REACHED for row in one.indicators), measured=len(one.indicators),
                previous=one.previous.status if one.previous else None,
            )
            for one in found
        )  # fmt: skip
        groups.append(GoalGroup(name=name, goals=lines))
    return GoalOverview(
        title="Målen i juli", groups=tuple(groups), goal_label="Nämndmål", previous_label="April", now_label="Juli",
        example=EXAMPLE,
    )  # fmt: skip


def area_sections(areas: tuple[tuple[GoalBlock, ...], ...]) -> tuple[DocumentSection, ...]:
    """One section per strategic area, with its goals."""
    sections = []
    for (name, quote), found in zip(AREAS, areas, strict=True):
        counts = [(word, sum(one.status == step for one in found)) for word, step in
                  (("nås", MET), ("nås delvis", PART), ("nås inte", MISSED))]  # fmt: skip
        words = ", ".join(f"{count} mål {word}" for word, count in counts if count)
        sections.append(
            DocumentSection(heading=name, quote=quote, summary=f"{words[:1].upper()}{words[1:]}.", blocks=found)
        )
    return tuple(sections)


def history() -> Chart:
    """Judgements at three occasions."""

    def row(label: str, *counts: int) -> StackedRow:
        parts = tuple(
            StackPart(label=step.label, count=count, tone=step.tone)
            for step, count in zip(GOAL_SCALE, counts, strict=False)
        )
        return StackedRow(label=label, parts=parts)

    figure = Stacks(rows=(row("Bokslut 2018", 4, 3, 1), row("April 2019", 3, 5, 0), row("Juli 2019", 4, 2, 2)))
    return Chart(title="Måluppfyllelsen vid varje uppföljning", unit="antal mål", figure=figure, example=EXAMPLE)
