"""Which body decides which report at which step, in the five municipalities: read out of their own documents and the
law by hand, and walked on the pages from hand-in to the last decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import unescape

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import strip_tags

from config.env import ROOT
from followup.document.codec import from_json
from followup.models import Section, Snapshot
from followup.selectors.bodies import deciding_bodies
from followup.selectors.sections import section_rows
from followup.selectors.steps import deciding_step
from goals.actions.steering import load_whole_file
from styrmodell.access import system_access
from styrmodell.actions.occasions import open_occasion
from styrmodell.loader.read import read_steering_file
from styrmodell.models import Occasion, OccasionRule, Organisation, Slot
from styrmodell.permissions import Role
from styrmodell.selectors.slots import steps_of
from ui.rules.swedish import DateForm, sv_date

pytestmark = pytest.mark.django_db

KF, KS, BOLAG = "Kommunfullmäktige", "Kommunstyrelsen", "Kommunalt bolag"
HALLSBERG = [
    KS,
    "Bildningsnämnden",
    "Social- och arbetsmarknadsnämnden",
    "Drift- och servicenämnden",
    "Miljö- och byggnämnden",
]
ALINGSAS = SVENLJUNGA = [KS, "Nämnden för utbildning", "Nämnden för omsorg", "Nämnden för samhällsbyggnad"]
STRATEGIPLAN = [KS, "Socialnämnden", "Bygg- och miljönämnden", "Barn- och bildningsnämnden"]
ANGE = [KS, "Nämnden för myndighetsärenden", "Nämnden för val"]


@dataclass(frozen=True)
class Who:
    """Who decides a report: `own` are the units that decide their own, `closed` those that no body of their own
    decides; `whole` is the body of each step after the hand-in, "" where nobody decides. `unit_demand` says what the
    units have done before the last of them."""

    own: list[str]
    whole: list[str]
    closed: list[str] | None = None
    unit_demand: str = "beslutade"


WHO = {
    # Avsnitt 5.4.2: nämnder och kommunstyrelse fattar erforderliga beslut; 6.1: behandlas i Kommunstyrelsen.
    ("hallsberg", "manadsrapport"): Who(HALLSBERG, [KS], unit_demand="inlamnade"),
    # Avsnitt 6.1 maj: behandlas i Kommunstyrelsen.
    ("hallsberg", "tertialrapport"): Who(HALLSBERG, [KS]),
    # Avsnitt 6.1 september: budgetdialog, respektive nämnd behandlar; KL 11:16 KS lämnar, KL 12:2, KL 11:16 KF.
    ("hallsberg", "delarsrapport"): Who(HALLSBERG, ["", KS, "", KF]),
    # Avsnitt 6.1 januari: respektive nämnd fattar beslut; februari: dialog med nämnder och bolag; KL 11:20, 12:2, 11:21.
    ("hallsberg", "verksamhetsberattelse"): Who([*HALLSBERG, "Helägt bolag"], ["", KS, "", KF]),
    # Årshjulet: beslut nämndens/bolagets, dialog KSAU, beslut kommunfullmäktige; KS och revisorerna enligt KL.
    ("alingsas", "delarsbokslut"): Who([*ALINGSAS, BOLAG], ["", KS, "", KF]),
    ("alingsas", "arsbokslut"): Who([*ALINGSAS, BOLAG], ["", KS, "", KF]),
    # Årshjulet: beslut nämndens, dialog, beslut kommunstyrelsen. Samtliga nämnder, inte bolagen.
    ("alingsas", "fordjupad-manadsuppfoljning"): Who(ALINGSAS, ["", KS]),
    # Ekonomi/Budget: redovisas för nämnden; 5.2: avstämning, redovisning till kommunstyrelsen.
    ("svenljunga", "manadsrapport"): Who([*SVENLJUNGA, BOLAG], ["", KS], unit_demand="inlamnade"),
    # Avsnitt 5.3–5.5: nämnden eller bolaget, kommunstyrelsen, fullmäktige; revisorer granskar 5.4 och 5.5.
    ("svenljunga", "delarsrapport"): Who([*SVENLJUNGA, BOLAG], ["", KS, KF]),
    ("svenljunga", "delarsbokslut"): Who([*SVENLJUNGA, BOLAG], ["", KS, "", KF]),
    ("svenljunga", "arsbokslut"): Who([*SVENLJUNGA, BOLAG], [KS, "", KF]),
    # Avsnitt 5: en enklare redogörelse så att kommunstyrelsen kan följa; den antecknar med § att den är informerad.
    ("strategiplan", "manadsrapport"): Who([], [KS], [*STRATEGIPLAN, BOLAG]),
    # Avsnitt 5: nämnder och styrelser redovisar åtgärder; meddelas kommunfullmäktige.
    ("strategiplan", "bokslutsprognos"): Who([*STRATEGIPLAN, BOLAG], ["", KF], unit_demand="inlamnade"),
    # Avsnitt 3 och 6: styrelse, nämnd och bolag; revisorernas bedömning inför fullmäktige; kommunfullmäktige.
    ("strategiplan", "delarsrapport"): Who([*STRATEGIPLAN, BOLAG], [KS, "", KF]),
    ("strategiplan", "arsredovisning"): Who([*STRATEGIPLAN, BOLAG], [KS, "", KF]),
    # Avsnitt 6: till kommunstyrelsen i maj och november.
    ("strategiplan", "uppdragsstatus"): Who([], [KS], STRATEGIPLAN),
    # Dokumenttypen: styrelse och nämnder beslutar; Översikt året: till KS 31/12.
    ("strategiplan", "internkontroll"): Who(STRATEGIPLAN, [KS]),
    # Avsnitt 5.2: ekonomiska rapporter till kommunstyrelsen; uppföljningsrapport till KS och till fullmäktige.
    ("ange", "ekonomisk-rapport"): Who([], [KS], ANGE),
    ("ange", "uppfoljning-april"): Who([], [KS, KF], ANGE),
    ("ange", "uppfoljning-augusti"): Who([], [KS, "", KF], ANGE),
    ("ange", "uppfoljning-helar"): Who([], [KS, "", KF], ANGE),
}


def loaded(slug: str):
    """The municipality and its steering model, as the file says and nothing more."""
    return load_whole_file(file=read_steering_file(ROOT / "fixtures" / f"{slug}.yaml"))


def opened(slug: str, code: str) -> Occasion:
    """The rule's first occasion of 2026."""
    applied = loaded(slug)
    rule = OccasionRule.objects.get(model=applied.model, code=code)
    access = system_access(applied.municipality)
    return open_occasion(access=access, rule=rule, year=2026, month=int(rule.cutoffs[0]["manad"]))


def bodies_at(slot: Slot) -> list[list[str]]:
    """The bodies that can decide at each of the slot's steps after the hand-in; none where nobody decides."""
    access = system_access(slot.municipality)
    chain = steps_of(access, slot)
    last = deciding_step(chain)
    return [
        [body.name for body in deciding_bodies(access, step, slot)] if step == last or step.kind == "besluta" else []
        for step in chain[1:]
    ]


def test_the_table_has_every_rule_of_the_five():
    files = {slug for slug, _ in WHO}
    rules = {
        (slug, row.code) for slug in files for row in read_steering_file(ROOT / f"fixtures/{slug}.yaml").occasion_rules
    }
    assert rules == set(WHO)


@pytest.mark.parametrize(("slug", "code"), WHO)
def test_each_report_is_decided_by_whose_it_is(slug, code):
    who = WHO[slug, code]
    occasion = opened(slug, code)
    units = {slot.organisation.name: bodies_at(slot) for slot in occasion.slots.filter(scope="enhet")}
    decided_by = {name: [body for bodies in steps for body in bodies] for name, steps in units.items()}
    expected = {name: [name] for name in who.own} | {name: [] for name in who.closed or []}
    assert decided_by == expected

    whole = occasion.slots.get(scope="helhet")
    assert bodies_at(whole) == [[body] if body else [] for body in who.whole]
    assert whole.occasion.rule.unit_demand == who.unit_demand


@dataclass(frozen=True)
class Day:
    """What is written down on a day: the month and day, the body and § when a body decides."""

    month: int
    day: int
    body: str = ""
    paragraph: str = ""

    @property
    def on(self) -> date:
        """In 2026."""
        return date(2026, self.month, self.day)


@dataclass(frozen=True)
class Walk:
    """The statutory interim report's way: hand-in and decisions of the units, hand-in and steps of the whole."""

    rule: str
    handed_in: Day
    units: dict[str, Day]
    compiled: Day
    whole: list[Day]


WALKS = {
    "hallsberg": Walk(
        "delarsrapport",
        Day(8, 28),
        {
            KS: Day(9, 8, KS, "141"),
            "Bildningsnämnden": Day(9, 9, "Bildningsnämnden", "90"),
            "Social- och arbetsmarknadsnämnden": Day(9, 10, "Social- och arbetsmarknadsnämnden", "77"),
            "Drift- och servicenämnden": Day(9, 9, "Drift- och servicenämnden", "64"),
            "Miljö- och byggnämnden": Day(9, 10, "Miljö- och byggnämnden", "58"),
        },
        Day(9, 11),
        [Day(9, 14), Day(9, 22, KS, "152"), Day(9, 25), Day(9, 28, KF, "161")],
    ),
    "alingsas": Walk(
        "delarsbokslut",
        Day(9, 11),
        {
            KS: Day(9, 21, KS, "170"),
            "Nämnden för utbildning": Day(9, 22, "Nämnden för utbildning", "81"),
            "Nämnden för omsorg": Day(9, 23, "Nämnden för omsorg", "92"),
            "Nämnden för samhällsbyggnad": Day(9, 24, "Nämnden för samhällsbyggnad", "103"),
            BOLAG: Day(9, 25, BOLAG, "12"),
        },
        Day(9, 30),
        [Day(10, 8), Day(10, 19, KS, "188"), Day(10, 22), Day(10, 28, KF, "199")],
    ),
    "svenljunga": Walk(
        "delarsbokslut",
        Day(9, 11),
        {
            KS: Day(9, 22, KS, "201"),
            "Nämnden för utbildning": Day(9, 23, "Nämnden för utbildning", "66"),
            "Nämnden för omsorg": Day(9, 24, "Nämnden för omsorg", "88"),
            "Nämnden för samhällsbyggnad": Day(9, 25, "Nämnden för samhällsbyggnad", "71"),
            BOLAG: Day(9, 25, BOLAG, "9"),
        },
        Day(9, 30),
        [Day(10, 6), Day(10, 13, KS, "210"), Day(10, 20), Day(10, 26, KF, "120")],
    ),
    "strategiplan": Walk(
        "delarsrapport",
        Day(9, 10),
        {
            KS: Day(9, 15, KS, "131"),
            "Socialnämnden": Day(9, 17, "Socialnämnden", "84"),
            "Bygg- och miljönämnden": Day(9, 21, "Bygg- och miljönämnden", "52"),
            "Barn- och bildningsnämnden": Day(9, 22, "Barn- och bildningsnämnden", "93"),
            BOLAG: Day(9, 22, BOLAG, "7"),
        },
        Day(9, 25),
        [Day(10, 7, KS, "145"), Day(10, 15), Day(10, 26, KF, "88")],
    ),
    "ange": Walk(
        "uppfoljning-augusti",
        Day(9, 14),
        {KS: Day(0, 0), "Nämnden för myndighetsärenden": Day(0, 0), "Nämnden för val": Day(0, 0)},
        Day(9, 22),
        [Day(10, 6, KS, "115"), Day(10, 20), Day(10, 26, KF, "74")],
    ),
}


class Walker:
    """Walks an occasion on the pages, as the controller."""

    def __init__(self, occasion: Occasion, client) -> None:
        self.slug, self.client = occasion.municipality.slug, client

    def post(self, slot: Slot, move: str, day: Day, **given: object) -> None:
        """Send a form of the slot's page on a day."""
        with time_machine.travel(f"{day.on}T10:00:00+02:00", tick=False):
            answer = self.client.post(reverse(f"followup:{move}", args=[self.slug, slot.pk]), given)
        assert answer.status_code == 302, (
            answer.context and answer.context.get("form") and answer.context["form"].errors
        )

    def hand_in(self, slot: Slot, day: Day) -> None:
        """Write every section, and hand in."""
        for row in section_rows(system_access(slot.municipality), slot):
            Section.objects.create(municipality=slot.municipality, slot=slot, code=row.heading.code, body="Skrivet.")
        self.post(slot, "submit", day)

    def record(self, slot: Slot, day: Day) -> None:
        """Record the next step; the body is the one that the page offers, which is the only one."""
        given: dict[str, object] = {"date": day.on.isoformat(), "note": f"Antecknat {day.on}."}
        if day.body:
            page = self.client.get(reverse("followup:slot", args=[self.slug, slot.pk]))
            [(body, name)] = page.context["step_form"].fields["body"].choices
            assert name == day.body
            given |= {"body": body, "paragraph": day.paragraph, "diary_number": "KS 2026/41"}
        page = self.client.get(reverse("followup:slot", args=[self.slug, slot.pk]))
        if "document" in page.context["step_form"].fields:
            given["document"] = SimpleUploadedFile("bedomning.pdf", b"%PDF-1.7")
        self.post(slot, "step", day, **given)


@pytest.fixture
def walked(request, client_for) -> Occasion:
    """The interim report of a municipality, walked to its end. It holds texts only: the way is what is tried."""
    slug = request.param
    walk = WALKS[slug]
    occasion = opened(slug, walk.rule)
    Occasion.objects.filter(pk=occasion.pk).update(contents=["text"])
    slots = list(Slot.objects.filter(occasion=occasion).with_around().order_by("pk"))
    walker = Walker(occasion, client_for(Role.CONTROLLER, Organisation.objects.get(name=KF)))
    units = {slot.organisation.name: slot for slot in slots if not slot.is_whole}
    assert set(units) == set(walk.units)
    for name, slot in units.items():
        walker.hand_in(slot, walk.handed_in)
        if walk.units[name].body:
            walker.record(slot, walk.units[name])
    [whole] = [slot for slot in slots if slot.is_whole]
    walker.hand_in(whole, walk.compiled)
    for day in walk.whole:
        walker.record(whole, day)
    return occasion


def sentence(day: Day, *, included: bool) -> str:
    """How a decision is told on the slot's page."""
    when = " ".join(sv_date(day.on, DateForm.FULL).split())
    if included:
        return f"Ingår i beslutet av {day.body} {when}, § {day.paragraph}. Går inte att ändra."
    return f"Beslutad {when} av {day.body}, § {day.paragraph}. Går inte att ändra."


def words_of(response) -> str:
    """What a page says, without its marks."""
    return " ".join(unescape(strip_tags(response.text)).split())


@pytest.mark.parametrize("walked", WALKS, indirect=True, ids=str)
def test_every_decision_stands_with_its_body_day_and_paragraph(walked, client_for):
    """From hand-in over nämnd, dialogue, KS and revision to KF: what the table says is on the page and frozen."""
    slug = walked.municipality.slug
    walk = WALKS[slug]
    reader = client_for(Role.POLITICIAN, Organisation.objects.get(name=KF))
    for slot in Slot.objects.filter(occasion=walked).with_around():
        days = walk.whole if slot.is_whole else [walk.units[slot.organisation.name]]
        included = not any(day.body for day in days)
        decided = [day for day in days if day.body] or walk.whole[-1:]
        assert sentence(decided[-1], included=included) in words_of(
            reader.get(reverse("followup:slot", args=[slug, slot.pk]))
        )
        frozen = from_json(Snapshot.objects.get(slot=slot).document).meta.decisions
        assert [(row.body, row.date, row.paragraph) for row in frozen] == [
            ("Ingår i beslutet av Kommunfullmäktige" if included else day.body, day.on, day.paragraph)
            for day in decided
        ]
