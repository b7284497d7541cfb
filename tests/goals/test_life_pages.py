"""The pages where a goal is decided, changed, replaced, ended and taken away: they work without a script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.test import Client

from goals.models import Goal, GoalEnding
from styrmodell.models import Decision, Level, Limit
from styrmodell.permissions import Role
from tests.factories import DecisionFactory
from tests.goals.test_write_pages import fields, indicator, new_url
from tests.goals.world import World, url

ClientFor = Callable[..., Client]
NEW = {"decision_date": "2026-09-16", "decision_paragraph": "§ 91", "decision_diary_number": "26/SN/12"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(date(2026, 9, 30), tick=False):
        yield


@pytest.fixture
def secretary(world: World, client_for: ClientFor) -> Client:
    return client_for(Role.SECRETARY, world.committee)


@pytest.fixture
def reader(world: World, client_for: ClientFor) -> Client:
    return client_for(Role.POLITICIAN, world.assembly)


def ready(world: World, **more: object) -> Goal:
    """A draft that lacks nothing."""
    area = world.goal("omrade", world.assembly, title="Trygghet")
    goal = world.goal("namndmal", None, area, title="Alla elever är trygga", owner_role="Rektor", **more)
    world.measured(goal, 60, 70)
    return goal


def decided(world: World) -> Goal:
    return ready(world, decision=DecisionFactory(organisation=world.committee, paragraph="12"))


def new(world: World, **more: object) -> dict[str, object]:
    return {"version": 1, "decision_body": world.committee.pk, **NEW, **more}


def test_a_draft_is_decided_on_its_own_page(world: World, secretary: Client) -> None:
    goal = ready(world)
    address = url(world, "decide", goal.pk)
    assert address in secretary.get(url(world, "detail", goal.pk)).text
    page = secretary.get(address).text
    assert "Beslutas av Skolnämnden." in " ".join(page.split())
    assert "Motiv till avsteg" not in page

    saved = secretary.post(address, new(world), follow=True)

    assert "Beslutat" in saved.text
    decision = Decision.objects.get(organisation=world.committee)
    assert (decision.paragraph, decision.diary_number) == ("91", "26/SN/12")


def test_only_the_bodys_own_decisions_are_offered(world: World, secretary: Client) -> None:
    DecisionFactory(organisation=world.committee, title="Skolnämndens plan")
    DecisionFactory(organisation=world.other_committee, title="Vårdnämndens plan")
    DecisionFactory(organisation=world.assembly, title="Kommunens budget")

    page = secretary.get(url(world, "decide", ready(world).pk)).text

    assert "Skolnämndens plan" in page
    assert "Vårdnämndens plan" not in page
    assert "Kommunens budget" not in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"decision_paragraph": ""}, "Skriv paragrafen i protokollet"),
        ({"decision_paragraph": "nittio"}, "Paragrafen är ett nummer"),
        ({"decision_date": "2026-10-01"}, "Dagen har inte varit än"),
        ({"decision_date": "i går"}, "Beslutsdatum"),
        ({"decision_date": "0206-09-16"}, "År 206 stämmer inte"),
        ({"decision_body": "99999999"}, "Organ"),
    ],
)
def test_a_half_or_wrong_decision_is_told_at_its_field(
    given: dict[str, str], words: str, world: World, secretary: Client
) -> None:
    answer = secretary.post(url(world, "decide", ready(world).pk), new(world, **given))

    assert answer.status_code == 422
    assert words in answer.text
    assert not Decision.objects.filter(organisation=world.committee).exists()


def test_a_decision_is_known_or_new_not_both(world: World, secretary: Client) -> None:
    known = DecisionFactory(organisation=world.committee)
    answer = secretary.post(url(world, "decide", ready(world).pk), new(world, decision=known.pk))
    assert "Välj ett beslut eller skriv ett nytt, inte båda." in answer.text


def test_what_is_lacking_is_listed_before_and_the_departure_shown_after(
    world: World, secretary: Client, reader: Client
) -> None:
    goal = world.goal(title="Allt blir bättre")
    assert "Det saknar" in secretary.get(url(world, "detail", goal.pk)).text
    address = url(world, "decide", goal.pk)

    refused = secretary.post(address, new(world))
    assert refused.status_code == 422
    assert "eller skriv varför målet ändå fastställs" in refused.text

    secretary.post(address, new(world, departure="Indikatorn tas fram i vår."))
    page = reader.get(url(world, "detail", goal.pk)).text
    assert "Fastställt med avsteg" in page
    assert "Indikatorn tas fram i vår." in page


def test_a_goal_over_the_limit_waits_and_the_namnd_reads_why(world: World, secretary: Client, reader: Client) -> None:
    limit = Limit.objects.create(
        model=world.model, municipality=world.municipality, code="ett", text="Högst ett.", per_kind="namnd", maximum=1
    )
    limit.levels.add(world.levels["namndmal"])
    decided(world)
    goal = ready(world)

    page = secretary.get(url(world, "decide", goal.pk)).text
    assert "Skolnämnden: Högst ett. Nu blir det två mål." in page
    assert secretary.post(url(world, "decide", goal.pk), new(world)).status_code == 422
    assert "har för många mål" not in reader.get(url(world, "tree")).text

    Goal.objects.filter(pk=goal.pk).update(decision=DecisionFactory(organisation=world.committee))
    assert "<b>Skolnämnden</b> har för många mål" in reader.get(url(world, "tree")).text


def test_a_change_goes_from_the_goal_over_a_draft_to_a_decision(
    world: World, secretary: Client, reader: Client
) -> None:
    goal = decided(world)
    assert url(world, "renew", goal.pk) in secretary.get(url(world, "detail", goal.pk)).text
    assert "Skriv ett utkast till ändring" in secretary.get(url(world, "renew", goal.pk)).text

    draft_page = secretary.post(url(world, "renew", goal.pk), follow=True)

    draft = Goal.objects.get(predecessor=goal)
    assert draft_page.redirect_chain[-1][0] == url(world, "edit", draft.pk)
    assert "Ett nytt beslut förbereds" in reader.get(url(world, "detail", goal.pk)).text
    assert "Utkast till ett nytt beslut" in reader.get(url(world, "detail", draft.pk)).text
    Goal.objects.filter(pk=draft.pk).update(title="Alla elever är trygga hela dagen")
    missing = secretary.post(url(world, "decide", draft.pk), new(world))
    assert (missing.status_code, "Fyll i ”Gäller från”" in missing.text) == (422, True)
    assert secretary.post(url(world, "decide", draft.pk), new(world, starts="2026-09-17")).status_code == 302
    old, now = (reader.get(url(world, "detail", pk)).text for pk in (goal.pk, draft.pk))
    assert "Gällde till och med 16\u00a0september 2026" in old
    assert "Alla elever är trygga hela dagen" in old
    assert "Ändrat" in now
    assert "Alla elever är trygga</a>" in now
    tree = reader.get(url(world, "tree")).text
    assert "Alla elever är trygga hela dagen" in tree
    assert url(world, "detail", goal.pk) + '"' not in tree


def test_another_goal_is_written_to_take_the_place(world: World, secretary: Client) -> None:
    goal = decided(world)
    address = url(world, "replace", goal.pk)
    assert "Ska ta platsen efter" in secretary.get(address).text

    secretary.post(address, fields(world, title="Alla elever når målen i nian", **indicator(target_2026="80")))

    draft = Goal.objects.get(title="Alla elever når målen i nian")
    assert (draft.predecessor, draft.succession, draft.decision) == (goal, "ersatter", None)
    assert secretary.post(address, fields(world, title="En till som ersätter samma")).status_code == 403


def test_a_goal_is_ended_with_the_reason_shown(world: World, secretary: Client, reader: Client) -> None:
    goal = decided(world)
    world.goal("strategi", world.department, goal, title="Trygghetsteam på varje skola")
    address = url(world, "end", goal.pk)
    assert "Trygghetsteam på varje skola" in secretary.get(address).text
    wrong = secretary.post(address, new(world, last_day="2027-02-01", motive="Målet är nått."))
    assert (wrong.status_code, "Dagen ska ligga mellan" in wrong.text) == (422, True)

    secretary.post(address, new(world, last_day="2026-10-31", motive="Målet är nått."))

    page = reader.get(url(world, "detail", goal.pk)).text
    assert GoalEnding.objects.get().last_day == date(2026, 10, 31)
    assert "Gäller till och med 31\u00a0oktober 2026" in page
    assert "Målet är nått." in page


def test_a_draft_is_taken_away_when_it_is_confirmed(world: World, secretary: Client) -> None:
    goal = ready(world)
    address = url(world, "delete", goal.pk)
    assert address in secretary.get(url(world, "edit", goal.pk)).text
    assert "en indikator" in secretary.get(address).text.replace("1\u00a0indikator", "en indikator")
    assert Goal.objects.filter(pk=goal.pk).exists()

    assert secretary.post(address, {"version": 1}).status_code == 302
    assert not Goal.objects.filter(pk=goal.pk).exists()


def test_a_decided_goal_is_not_taken_away(world: World, secretary: Client) -> None:
    goal = decided(world)
    assert url(world, "delete", goal.pk) not in secretary.get(url(world, "edit", goal.pk)).text
    assert "kan inte tas bort" in secretary.get(url(world, "delete", goal.pk)).text
    assert secretary.post(url(world, "delete", goal.pk), {"version": 1}).status_code == 403


@pytest.mark.parametrize("name", ["decide", "end", "delete"])
def test_who_comes_late_reads_what_has_been_saved_and_chooses(name: str, world: World, secretary: Client) -> None:
    goal = decided(world) if name == "end" else ready(world)
    Goal.objects.filter(pk=goal.pk).update(version=2)
    more = {"last_day": "2026-10-31", "motive": "Nått"} if name == "end" else {}

    late = secretary.post(url(world, name, goal.pk), new(world, **more))

    assert late.status_code == 409
    assert 'name="version" value="2"' in late.text
    assert secretary.post(url(world, name, goal.pk), new(world, **more, version=2)).status_code == 302


# ---- no dead end, and next year's goal ----


def test_a_decided_goal_without_indicator_says_how_it_gets_one(world: World, secretary: Client) -> None:
    goal = world.goal(decision=DecisionFactory(organisation=world.committee))

    page = secretary.get(url(world, "detail", goal.pk)).text
    assert "De läggs till genom ett nytt beslut." in page
    assert url(world, "renew", goal.pk) in page
    assert "mål saknar indikator" in secretary.get(url(world, "tree")).text


def test_where_targets_are_no_part_of_the_decision_an_indicator_is_just_added(world: World, secretary: Client) -> None:
    Level.objects.update(smart="", needs_targets=False)
    goal = world.goal(decision=DecisionFactory(organisation=world.committee))
    address = url(world, "edit", goal.pk)
    assert 'name="ind-0-name"' in secretary.get(address).text

    secretary.post(address, fields(world, 1, version=1, **indicator(target_2026="80")))

    assert goal.indicators.get().targets.get().value == 80


def test_next_years_goal_gets_targets_for_its_own_years_at_once(world: World, secretary: Client) -> None:
    """«Målvärde 2026» was all that was offered for a goal of 2027–2029, and it was demanded."""
    Level.objects.update(needs_targets=True)
    page = secretary.get(new_url(world)).text
    assert [year for year in range(2026, 2031) if f"target_{year}" in page] == [2026, 2027, 2028, 2029, 2030]
    row = indicator(target_2027="80", target_2029="90")

    secretary.post(new_url(world), fields(world, year_from=2027, year_to=2029, **row))

    goal = Goal.objects.get(year_from=2027)
    assert [target.year for target in goal.indicators.get().targets.all()] == [2027, 2029]


def test_a_target_before_the_goals_first_year_is_refused(world: World, secretary: Client) -> None:
    answer = secretary.post(new_url(world), fields(world, year_from=2027, year_to=2029, **indicator(target_2026="80")))
    assert answer.status_code == 422
    assert "målvärdet för 2026 ligger före första året, 2027" in answer.text


def test_years_far_ahead_get_their_fields_when_the_form_comes_back(world: World, secretary: Client) -> None:
    Level.objects.update(needs_targets=True)
    answer = secretary.post(new_url(world), fields(world, year_from=2040, year_to=2042, **indicator()))
    assert answer.status_code == 422
    assert 'name="ind-0-target_2042"' in answer.text


def test_the_year_of_the_tree_comes_along_to_the_form(world: World, secretary: Client) -> None:
    assert f"{url(world, 'new')}?ar=2027" in secretary.get(url(world, "tree"), {"ar": "2027"}).text
    assert 'name="year_from" value="2027"' in secretary.get(new_url(world) + "&ar=2027").text


def test_next_periods_goal_keeps_its_link_to_this_periods_in_form_tree_and_thread(
    world: World, secretary: Client, reader: Client
) -> None:
    """The link was stored, and the tree said «Bidrar inte till något»."""
    area = world.goal("omrade", world.assembly, title="Trygghet", year_from=2023, year_to=2026)
    assert "Trygghet (2023–2026)" in secretary.get(new_url(world) + "&ar=2027").text
    row = indicator(target_2027="80")
    secretary.post(new_url(world), fields(world, year_from=2027, year_to=2029, parents=[area.pk], **row))
    goal = Goal.objects.get(year_from=2027)

    assert "Trygghet (2023–2026)" in secretary.get(url(world, "edit", goal.pk)).text
    tree = reader.get(url(world, "tree"), {"ar": "2027", "oppna": "v.p"}).text
    assert "Bidrar inte till något" not in tree
    assert "Trygghet (2023–2026)" in tree
    assert goal.title in tree
    assert "Trygghet" in reader.get(url(world, "detail", goal.pk)).text


# ---- the words of the kind ----


def test_an_activity_is_written_and_shown_in_its_own_words(world: World, client_for: ClientFor, reader: Client) -> None:
    Level.objects.filter(code="aktivitet").update(definite="aktiviteten")
    head = client_for(Role.UNIT_MANAGER, world.unit)

    page = head.get(new_url(world, "aktivitet")).text
    assert "Vad ska göras?" in page
    assert "Spara aktiviteten" in page
    assert "vad som ska vara uppnått" not in page
    assert "Fyll i ”Vad ska göras?”" in head.post(new_url(world, "aktivitet"), fields(world, 0, title="")).text

    activity = world.goal("aktivitet", world.unit, progress="a-pag", completion=40)
    own = reader.get(url(world, "detail", activity.pk)).text
    assert "Pågår" in own
    assert "40" in own.partition("färdigt")[0][-60:]
    assert "Målet" not in own


def test_the_model_s_list_stands_beside_a_new_goal(world: World, secretary: Client) -> None:
    """SV-3: the list was seen only when the goal was saved."""
    page = secretary.get(new_url(world)).text
    assert "SMART: att tänka på" in page
    world.goal("omrade", world.assembly)
    assert "Bidrar till" in secretary.get(new_url(world)).text
    assert "(krävs när målet fastställs)" in secretary.get(new_url(world)).text
