"""A plan's way: opened, written, handed in, decided; what its decision does to the goals; and the overview of them all."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from followup.actions.sections import write_section
from followup.actions.slots import DecisionInput, pass_step, return_slot, submit_slot
from followup.compose import compose
from followup.models import Section, Snapshot
from followup.pages.plans import plans_page
from followup.rendering.filenames import filename
from followup.selectors.missing import missing_parts
from followup.selectors.sections import text_before
from goals.actions.carrying import carry_forward, take_back
from goals.actions.goals import GoalInput, create_goal, edit_goal
from goals.actions.indicators import record_values
from goals.models import CarryChoice, Goal, GoalEnding
from goals.selectors.planned import planned_goals
from styrmodell.access import Access, system_access
from styrmodell.actions.occasions import open_occasion
from styrmodell.models import Municipality, Occasion, OccasionRule, Slot
from styrmodell.permissions import Role
from tests import factories as make
from tests.fixtures import new_access, new_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day")]

DECIDED = date(2026, 9, 23)


@pytest.fixture
def day():
    with time_machine.travel("2026-09-24 12:00", tick=False):
        yield


@pytest.fixture
def town() -> SimpleNamespace:
    """A nämnd with its plan for 2027, one section to write, and a level whose goals the plan decides."""
    kf = make.OrganisationFactory(kind="fullmaktige", name="Kommunfullmäktige", short_name="KF")
    namnd = make.OrganisationFactory(municipality=kf.municipality, parent=kf, name="Bildningsnämnden", short_name="BIN")
    model = make.SteeringModelFactory(municipality=kf.municipality)
    make.ScaleFactory(model=model)
    level = make.LevelFactory(model=model, decided_in="plan", decided_by_kind="namnd", smart="SMART", owner_kinds=[])
    rule = make.OccasionRuleFactory(
        model=model, code="plan", name="Mål och budget", kind="plan", line="plan", about_years="nasta",
        cutoffs=[{"manad": 8, "dag": 1}], contents=["mal", "text"], organisation_kinds=["namnd"],
        sections=[{"kod": "uppdrag", "rubrik": "Uppdrag", "fraga": "Vad ska uppnås?"}],
    )  # fmt: skip
    make.StepFactory(rule=rule, position=1, name="In", due_month=9, due_day=11)
    make.StepFactory(
        rule=rule, position=2, name="Nämnden beslutar", kind="besluta", body="namnd", due_month=9, due_day=30
    )
    server = system_access(kf.municipality)
    occasion = open_occasion(access=server, rule=rule, year=2026, month=8)
    slot = Slot.objects.with_around().get(occasion=occasion)
    return SimpleNamespace(
        kommun=kf.municipality, kf=kf, namnd=namnd, rule=rule, level=level, occasion=occasion, slot=slot, server=server
    )


def goal_of(town: SimpleNamespace, title: str = "Alla elever läser säkert", **more: object) -> Goal:
    """A draft for 2027 that lacks nothing, unless something else is said."""
    given = {"year_from": 2027, "year_to": 2027, "owner_role": "Rektor", "decision": None, **more}
    goal = make.GoalFactory(level=town.level, municipality=town.kommun, organisation=town.namnd, title=title, **given)
    indicator = make.IndicatorFactory(
        goal=goal, name="Godkänd läsförståelse", unit="%", baseline="84", baseline_year=2026
    )
    make.IndicatorTargetFactory(indicator=indicator, year=2027, value="90")
    return goal


def write(town: SimpleNamespace, *, is_done: bool = True, version: int = 0) -> None:
    write_section(slot=town.slot, access=town.server, code="uppdrag", body="Läsa.", version=version, is_done=is_done)


def hand_in(town: SimpleNamespace) -> Slot:
    write(town)
    return submit_slot(slot=town.slot, access=town.server)


def decide(town: SimpleNamespace, slot: Slot, access: Access | None = None, departure: str = "") -> Slot:
    decision = DecisionInput(town.namnd, DECIDED, "94", "26/BIN/070")
    early = "Nämnden hade planen på papper."
    return pass_step(
        slot=slot, access=access or town.server, decision=decision, departure=departure, early_reason=early
    )


def test_a_plan_is_handed_in_when_each_section_is_done_and_no_goal_is_judged(town) -> None:
    goal_of(town)
    assert [part.text for part in missing_parts(town.server, town.slot)] == ["Skriv avsnittet Uppdrag"]
    write(town, is_done=False)
    assert [part.text for part in missing_parts(town.server, town.slot)] == ["Klarmarkera avsnittet Uppdrag"]
    write(town, version=1)
    assert missing_parts(town.server, town.slot) == []


def test_the_decision_of_a_plan_decides_its_goals(town) -> None:
    goal, other = goal_of(town), goal_of(town, "Nästa periods mål", year_from=2028, year_to=2028)
    slot = decide(town, hand_in(town))
    goal.refresh_from_db()
    other.refresh_from_db()
    assert (slot.status, goal.decision, goal.lacks, goal.departure) == ("beslutad", slot.decision, [], "")
    assert (goal.decision.date, goal.decision.paragraph) == (DECIDED, "94")
    assert other.decision is None  # not of the plan's year


def test_a_goal_that_lacks_something_wants_a_motive_and_nothing_is_half_done(town) -> None:
    whole = goal_of(town)
    bare = goal_of(town, "Fler trivs", owner_role="")
    bare.indicators.all().delete()
    slot = hand_in(town)
    with pytest.raises(ValidationError, match=r"Fler trivs: Målet saknar .*indikator"):
        decide(town, slot)
    whole.refresh_from_db()
    slot.refresh_from_db()
    assert (whole.decision, slot.status) == (None, "inlamnad")
    decide(town, slot, departure="Mäts först 2028.")
    bare.refresh_from_db()
    whole.refresh_from_db()
    assert bare.decision is not None
    assert bare.departure == "Mäts först 2028."
    assert (whole.departure, whole.lacks) == ("", [])


def test_a_goal_that_takes_over_from_another_does_so_on_the_plans_first_day(town) -> None:
    before = goal_of(
        town,
        "Elever läser",
        year_from=2023,
        year_to=2030,
        decision=make.DecisionFactory(organisation=town.namnd, date=date(2023, 2, 1)),
    )
    after = goal_of(town, year_to=2030, predecessor=before, origin=before, succession="andrar")
    assert [row.goal for row in planned_goals(town.server, town.slot)] == [after]
    decide(town, hand_in(town))
    assert GoalEnding.objects.get(goal=before).last_day == date(2026, 12, 31)


def test_whoever_may_record_the_decision_need_not_write_goals(town) -> None:
    """The controller records decisions and writes no goals of politics."""
    goal = goal_of(town)
    decide(town, hand_in(town), new_access(Role.CONTROLLER, town.kf))
    goal.refresh_from_db()
    assert goal.decision is not None


def test_a_plan_that_is_handed_in_holds_its_goals(town) -> None:
    goal, secretary = goal_of(town), new_access(Role.SECRETARY, town.namnd)
    slot = hand_in(town)
    given = GoalInput(town.namnd.pk, "Något annat", 2027, 2027)
    with pytest.raises(PermissionDenied, match="Planen Mål och budget från Bildningsnämnden är inlämnad"):
        edit_goal(access=secretary, goal=goal, given=given, version=goal.version)
    with pytest.raises(PermissionDenied, match="är inlämnad"):
        create_goal(access=secretary, level=town.level, given=given)
    with pytest.raises(PermissionDenied, match="är inlämnad"):  # its outcomes, as its decision by itself
        record_values(goal=goal, access=secretary, values={}, version=goal.version)
    return_slot(slot=slot, access=town.server, reason="Ett mål till.")
    create_goal(access=secretary, level=town.level, given=given)


def test_the_frozen_plan_holds_goals_targets_and_decision_and_no_judgement(town) -> None:
    goal_of(town, description="Varje elev i årskurs 3.")
    decide(town, hand_in(town))
    text = Snapshot.objects.get(slot=town.slot).document
    for said in (
        "Mål och budget 2027",
        "Alla elever läser säkert",
        "Varje elev i årskurs 3.",
        "BIN 2026-09-23",
        "Läsa.",
    ):
        assert said in text, said
    document = compose(town.server, Slot.objects.with_around().get(pk=town.slot.pk))
    tables = [
        block
        for chapter in document.chapters
        for part in chapter.sections
        for block in part.blocks
        if block.kind == "table"
    ]
    targets = next(table for table in tables if "målvärden" in table.title)
    assert [col.label for col in targets.cols] == ["Enhet", "Ingång", "2027"]
    assert targets.rows[1].cells[2].value == 90
    assert "Nås inte" not in document.chapters[0].model_dump_json()
    assert filename(document.meta, "pdf").endswith("_mal-och-budget_2027_utkast.pdf")  # by the year that it is about


def test_what_an_official_decides_has_no_paragraph(town) -> None:
    OccasionRule.objects.filter(pk=town.rule.pk).update(organisation_kinds=["forvaltning"])
    department = make.OrganisationFactory(municipality=town.kommun, parent=town.namnd, kind="forvaltning")
    town.rule.steps.filter(position=2).update(body="forvaltning", roles=["forvaltningschef"])
    town.server = system_access(town.kommun)
    rule = OccasionRule.objects.get(pk=town.rule.pk)
    occasion = open_occasion(access=town.server, rule=rule, year=2026, month=9)
    town.slot = Slot.objects.with_around().get(occasion=occasion)
    slot, head = hand_in(town), new_access(Role.DEPARTMENT_HEAD, department)
    with time_machine.travel("2026-10-20 12:00", tick=False):
        slot = pass_step(slot=slot, access=head, decision=DecisionInput(department, date(2026, 10, 15), ""))
        page = new_client(Role.CONTROLLER, town.kf).get(reverse("followup:plan", args=[town.kommun.slug, slot.pk]))
    assert slot.status == "beslutad"
    assert "§" not in page.text.partition("<main")[2].partition("</main>")[0]


def test_a_body_still_decides_with_a_paragraph(town) -> None:
    slot = hand_in(town)
    with pytest.raises(PermissionDenied, match="paragraf"):
        pass_step(
            slot=slot, access=town.server, decision=DecisionInput(town.namnd, DECIDED, ""), early_reason="Papper."
        )


def test_last_times_text_is_fetched_as_a_draft_and_saved_by_whoever_writes(town) -> None:
    earlier = open_occasion(access=town.server, rule=town.rule, year=2025, month=8)
    make.SectionFactory(slot=earlier.slots.get(), code="uppdrag", body="Trygghet och studiero.")
    client = new_client(Role.DEPARTMENT_HEAD, town.namnd)
    address = reverse("followup:section", args=[town.kommun.slug, town.slot.pk, "uppdrag"])
    page = client.get(address)
    assert "Trygghet och studiero." in page.text
    assert page.context["form"]["body"].value() == ""
    assert client.get(f"{address}?hamta=1").context["form"]["body"].value() == "Trygghet och studiero."
    client.post(address, {"body": "Läsa.", "version": 0, "is_done": "on"})
    written = Section.objects.get(slot=town.slot)
    assert (written.body, written.is_done) == ("Läsa.", True)
    assert client.get(f"{address}?hamta=1").context["form"]["body"].value() == "Läsa."  # nothing written is lost


def test_last_times_text_that_may_not_be_read_is_not_shown(town) -> None:
    """A text of a plan that stays with the administration, before the reader's eyes only where they may read it."""
    earlier = open_occasion(access=town.server, rule=town.rule, year=2025, month=8)
    make.SectionFactory(slot=earlier.slots.get(), code="uppdrag", body="Trygghet.")
    assert text_before(new_access(Role.POLITICIAN, town.namnd), town.slot, "uppdrag") is None
    assert text_before(town.server, town.slot, "uppdrag").body == "Trygghet."


def page_of(town: SimpleNamespace, access: Access | None = None):
    return plans_page(access or town.server, 2027)


def test_the_overview_says_how_far_each_plan_has_come(town) -> None:
    states = []
    with time_machine.travel("2026-09-01", tick=False):
        states.append(page_of(town).plans[0])
        write(town)
        states.append(page_of(town).plans[0])
    states.append(page_of(town).plans[0])  # the day to hand in was the 11th
    slot = submit_slot(slot=town.slot, access=town.server)
    states.append(page_of(town).plans[0])
    decide(town, slot)
    states.append(page_of(town).plans[0])
    assert [(row.mark, row.word, row.note) for row in states] == [
        ("r-ej", "Ej påbörjad", "0 av 1 avsnitt"),
        ("r-pag", "Skrivs", "1 av 1 avsnitt"),
        ("r-sen", "Försenad", "1 av 1 avsnitt"),
        ("r-klar", "Inlämnad", "beslut 30\u00a0sep"),
        ("r-last", "Beslutad", "BIN 2026-09-23 §\u00a094"),
    ]


def test_the_overview_says_who_decides_what_waits_and_what_is_next(town) -> None:
    page = page_of(town)
    assert [row.who_and_when for row in page.rows] == ["september"]
    assert page.late_words == "En är försenad: Bildningsnämnden, Mål och budget."
    assert [row.what for row in page.waiting] == ["Skulle ha lämnats in 11\u00a0september"]
    assert [(row.day, row.what) for row in page.coming] == [(date(2026, 9, 30), "Mål och budget 2027")]
    assert page_of(town, new_access(Role.POLITICIAN, town.namnd)).waiting == []


def test_a_plan_that_stays_with_the_administration_is_on_no_politicians_overview(town) -> None:
    OccasionRule.objects.filter(pk=town.rule.pk).update(readers="forvaltningen")
    Municipality.objects.filter(pk=town.kommun.pk).update(politician_insight="utkast")
    decide(town, hand_in(town))
    url, own = reverse("followup:plans", args=[town.kommun.slug]), [town.kommun.slug, town.slot.pk]
    politician, chief = new_client(Role.POLITICIAN, town.namnd), new_client(Role.DEPARTMENT_HEAD, town.namnd)
    assert "Mål och budget" in chief.get(url).text
    assert "Mål och budget" not in politician.get(url).text
    for name in ("followup:plan", "followup:slot", "followup:preview", "followup:file-state"):
        assert politician.get(reverse(name, args=own)).status_code == 404, name
    for kind in ("json", "xlsx", "pdf"):
        assert politician.get(reverse("followup:download", args=[*own, kind])).status_code == 404, kind


def test_a_plan_is_opened_from_the_overview(town) -> None:
    Slot.objects.all().delete()
    Occasion.objects.all().delete()
    client, url = new_client(Role.CONTROLLER, town.kf), reverse("followup:plans", args=[town.kommun.slug])
    page = client.get(url)
    assert page.context["openable"] == [(f"{town.rule.pk}-2026-8", "Mål och budget 2027")]
    answer = client.post(
        reverse("followup:open", args=[town.kommun.slug]),
        {"what": f"{town.rule.pk}-2026-8", "line": "plan"},
        follow=True,
    )
    assert answer.redirect_chain[-1][0] == f"{url}?ar=2027"
    assert "Mål och budget 2027 är öppnat." in answer.text


@pytest.mark.parametrize(
    ("query", "status"), [("?ar=2027", 200), ("?ar=0000", 200), ("?ar=x", 404), ("?ar=²027", 404), ("?ar=99999", 404)]
)
def test_the_year_is_an_address(town, query, status) -> None:
    client = new_client(Role.CONTROLLER, town.kf)
    assert client.get(reverse("followup:plans", args=[town.kommun.slug]) + query).status_code == status


def test_a_plan_and_a_report_each_have_their_own_address(town) -> None:
    client, own = new_client(Role.CONTROLLER, town.kf), [town.kommun.slug, town.slot.pk]
    assert client.get(reverse("followup:slot", args=own)).url == reverse("followup:plan", args=own)
    assert "Rapporten" not in client.get(reverse("followup:plan", args=own)).text.partition("<main")[2]


def test_the_decision_is_written_down_on_the_page_and_asks_for_the_motive(town) -> None:
    bare = goal_of(town, "Fler trivs", owner_role="")
    hand_in(town)
    client, own = new_client(Role.SECRETARY, town.namnd), [town.kommun.slug, town.slot.pk]
    page = client.get(reverse("followup:plan", args=own))
    assert "Fler trivs saknar" in page.text
    sent = {
        "body": town.namnd.pk,
        "date": "2026-09-24",
        "paragraph": "94",
        "diary_number": "",
        "note": "",
        "seen": page.context["page"].position,
    }
    assert client.post(reverse("followup:step", args=own), sent).status_code == 422
    assert client.post(reverse("followup:step", args=own), {**sent, "departure": "Mäts 2028."}).status_code == 302
    bare.refresh_from_db()
    assert bare.departure == "Mäts 2028."


@pytest.mark.parametrize("name", ["followup:plans", "followup:plan"])
def test_no_page_of_plans_asks_more_when_there_is_more(town, name, django_assert_max_num_queries) -> None:
    client = new_client(Role.CONTROLLER, town.kf)
    url = reverse(name, args=[town.kommun.slug] + ([town.slot.pk] if name == "followup:plan" else []))

    def queries() -> int:
        client.get(url)
        with django_assert_max_num_queries(40) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    goal_of(town)
    few = queries()
    for number in range(8):
        unit = make.OrganisationFactory(municipality=town.kommun, parent=town.kf)
        make.SectionFactory(slot=make.SlotFactory(occasion=town.occasion, organisation=unit), code="uppdrag")
        goal_of(town, f"Mål {number}", owner_role="")
    assert queries() == few


def test_the_plan_says_what_has_become_of_the_goals_of_the_period_before(town) -> None:
    """Kvar, ändrad with its motive, ny, and what ends with its motive, on the page and in the frozen plan (SH-3)."""
    decision = make.DecisionFactory(organisation=town.namnd, date=date(2025, 9, 23))
    old = {"year_from": 2026, "year_to": 2026, "decision": decision}
    same, other, gone = (
        goal_of(town, title, **old) for title in ("Trygga barn", "Fler klarar sexan", "Unga bestämmer")
    )
    for goal, kind, motive in ((same, "kvar", ""), (other, "andra", "Nya kriterier"), (gone, "avsluta", "Nått i år")):
        CarryChoice.objects.create(municipality=town.kommun, goal=goal, kind=kind, motive=motive)
    goal_of(town, "Trygga barn", predecessor=same, origin=same, succession="fortsatt")
    goal_of(town, "Fler når kriterierna", predecessor=other, origin=other, succession="fortsatt")
    goal_of(town, "Alla läser")
    found = {row.goal.title: (row.since, row.motive) for row in planned_goals(town.server, town.slot)}
    assert found == {
        "Trygga barn": ("Kvar", ""), "Fler når kriterierna": ("Ändrad", "Nya kriterier"), "Alla läser": ("Ny", ""),
    }  # fmt: skip
    decide(town, hand_in(town), departure="Orden är de som nämnden vill ha.")
    document = Snapshot.objects.get(slot=town.slot).document
    for words in ("Ändrat sedan förra perioden: Nya kriterier", "Unga bestämmer", "Nått i år"):
        assert words in document


def test_no_goal_is_carried_into_or_out_of_a_plan_that_is_handed_in(town) -> None:
    """What whoever decides has been handed does not change by another door."""
    decision = make.DecisionFactory(organisation=town.namnd, date=date(2025, 9, 23))
    inside, late = (
        goal_of(town, title, year_from=2026, year_to=2026, decision=decision) for title in ("Trygga barn", "Sent val")
    )
    CarryChoice.objects.create(municipality=town.kommun, goal=inside, kind="kvar")
    carry_forward(access=town.server, year=2026)
    slot = hand_in(town)
    CarryChoice.objects.create(municipality=town.kommun, goal=late, kind="kvar")
    for change in (carry_forward, take_back):
        with pytest.raises(
            PermissionDenied, match=r"är inlämnad\. Målet kan ändras när den är beslutad eller återlämnad"
        ):
            change(access=town.server, year=2026)
    return_slot(slot=slot, access=town.server, reason="Målet om sent val saknas.")
    assert [draft.title for draft in carry_forward(access=town.server, year=2026)] == ["Sent val"]
