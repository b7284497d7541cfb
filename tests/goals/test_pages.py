"""The pages: what they show to whom, with and without htmx, and how many queries they take."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from goals.models import Goal
from styrmodell.models import Scale, Slot
from styrmodell.permissions import Role
from tests.factories import DecisionFactory, IndicatorTargetFactory, LevelFactory
from tests.goals.world import World, build_world, url

ClientFor = Callable[..., Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def reader(world: World, client_for: ClientFor) -> Client:
    return client_for(Role.AUDITOR, world.assembly)


@pytest.fixture
def head(world: World, client_for: ClientFor) -> Client:
    return client_for(Role.DEPARTMENT_HEAD, world.committee)


def chain(world: World, goals: int) -> Goal:
    """An area with goals below, each with two indicators, a judgement and a strategy."""
    area = world.goal("omrade", world.assembly, title="Trygghet")
    for number in range(goals):
        goal = world.decided("namndmal", None, area, title=f"Mål nummer {number}")
        world.measured(goal, 60, 70)
        world.measured(goal, 60, 90)
        world.judged(goal, "delvis")
        world.judged(goal, "nasinte", world.slots[world.spring.pk, world.committee.pk])
        world.goal("strategi", world.department, goal)
    return area


# ---- the tree ----


def test_tree_begins_with_the_vision_and_the_areas(world: World, reader: Client) -> None:
    chain(world, 2)

    page = reader.get(url(world, "tree")).content.decode()

    assert "Det goda Provköping" in page
    assert page.index("Det goda Provköping") < page.index("Trygghet") < page.index("Mål nummer 0")
    assert "1 områden" not in page
    assert "2 delvis uppfyllt" in page


def drawn(page: str) -> str:
    """The tree itself, without the goals that are named under it because something is missing."""
    return page.split('id="h-luckor"')[0]


def test_goal_with_two_parents_stands_under_both(world: World, reader: Client) -> None:
    first, second = (world.goal("omrade", world.assembly, title=title) for title in ("Trygghet", "Kunskap"))
    both = world.goal("namndmal", None, first, second, title="Delat mål")

    page = reader.get(url(world, "tree")).content.decode()

    assert drawn(page).count("Delat mål") == 2
    assert {f'id="n-v.{area.pk}.{both.pk}"' in page for area in (first, second)} == {True}


def test_large_tree_opens_its_levels_lazily(world: World, reader: Client) -> None:
    area = chain(world, 40)

    first = reader.get(url(world, "tree")).content.decode()
    assert "Mål nummer 0" not in drawn(first)

    opened = reader.get(url(world, "tree"), {"oppna": f"v.{area.pk}"}).content.decode()
    assert drawn(opened).count("Mål nummer") >= 40

    branch = reader.get(url(world, "tree"), {"gren": f"v.{area.pk}", "visa": "1"}, headers=HTMX).content.decode()
    assert branch.startswith('<li id="n-v.')
    assert branch.count("Mål nummer") >= 40
    assert "<html" not in branch


def test_branch_is_closed_again(world: World, reader: Client) -> None:
    area = chain(world, 2)

    branch = reader.get(url(world, "tree"), {"gren": f"v.{area.pk}", "visa": "0"}, headers=HTMX).content.decode()

    assert 'aria-expanded="false"' in branch
    assert "Mål nummer" not in branch


@pytest.mark.parametrize("key", ["finns-inte", "v.999999", "999999", "", "v..", "v.1.2.3"])
def test_branch_that_is_not_there_is_404(key: str, world: World, reader: Client) -> None:
    chain(world, 1)

    assert reader.get(url(world, "tree"), {"gren": key}, headers=HTMX).status_code == 404


def test_way_to_a_goal_is_open_and_marked(world: World, reader: Client) -> None:
    area = chain(world, 40)
    goal = world.goal("namndmal", None, area, title="Sökt mål")

    page = reader.get(url(world, "tree"), {"mal": goal.pk}).content.decode()

    assert f'id="n-v.{area.pk}.{goal.pk}" class="lv2 path"' in page
    assert f'id="n-v.{area.pk}" class="lv1 path"' in page
    assert "Sökt mål" in page


def test_goals_that_hang_under_nothing_are_gathered(world: World, reader: Client) -> None:
    chain(world, 1)
    world.goal("namndmal", title="Ensamt mål")

    page = reader.get(url(world, "tree"), {"oppna": "v.u"}).content.decode()

    assert "Utan koppling uppåt" in page
    assert page.index("Utan koppling uppåt") < page.index("Ensamt mål")


def test_tree_is_filtered_by_organisation_with_the_way_up(world: World, reader: Client) -> None:
    area = chain(world, 1)
    world.goal("namndmal", world.other_committee, area, title="Vårdens mål")

    page = reader.get(url(world, "tree"), {"organisation": world.other_committee.code}).content.decode()

    assert "Vårdens mål" in page
    assert "Trygghet" in page
    assert "Mål nummer 0" not in page


def test_decided_and_not_decided_goals_are_told_apart(world: World, reader: Client) -> None:
    world.goal("namndmal", None, chain(world, 1))
    decision = DecisionFactory(organisation=world.committee, paragraph="91")
    world.goal("omrade", world.assembly, title="Beslutat område", decision=decision)

    page = reader.get(url(world, "tree")).content.decode()

    assert "§\u00a091" in page
    assert "Utkast" in page


def test_circle_in_the_database_does_not_hang_the_page(world: World, reader: Client) -> None:
    from goals.models import GoalLink

    area = chain(world, 1)
    goal = world.goal("namndmal", None, area)
    below = world.goal("strategi", world.department, goal)
    GoalLink.objects.create(municipality=world.municipality, child=goal, parent=below)

    response = reader.get(url(world, "tree"), {"oppna": f"v.{area.pk}.{goal.pk}.{below.pk}"})

    assert response.status_code == 200


LIST_QUERIES = (
    10  # session, user, roles with the municipality, tree, words, occasions, scales, chain, targets, indicators
)
TREE_QUERIES = 13  # the same, and the values, the steering model and the limits in queries of their own


@pytest.mark.parametrize("goals", [3, 30])
def test_tree_takes_the_same_queries_whatever_its_size(goals: int, world, reader, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    area = chain(world, goals)
    with django_assert_num_queries(TREE_QUERIES):
        reader.get(url(world, "tree"))
    with django_assert_num_queries(TREE_QUERIES):
        reader.get(url(world, "tree"), {"oppna": f"v.{area.pk}"})
    with django_assert_num_queries(TREE_QUERIES - 3):  # a part asks for neither words, model nor limits
        reader.get(url(world, "tree"), {"gren": f"v.{area.pk}"}, headers=HTMX)


def test_first_view_of_three_hundred_goals_is_small(world: World, reader: Client) -> None:
    for number in range(6):
        area = world.goal("omrade", world.assembly, title=f"Område {number}")
        for _ in range(10):
            goal = world.goal(
                "namndmal", None, area, title="Ett mål med en ganska lång formulering som säger vad som nås"
            )
            world.measured(goal, 60, 70)
            for _ in range(4):
                world.goal("strategi", world.department, goal)

    response = reader.get(url(world, "tree"))

    assert Goal.objects.count() == 306
    assert len(response.content) <= 60_000


# ---- the list ----


def test_list_shows_judgement_now_and_before(world: World, reader: Client) -> None:
    chain(world, 1)

    page = reader.get(url(world, "list")).content.decode()

    row = page[page.index("Mål nummer 0") :].split("</tr>")[0]
    assert row.index("Delvis uppfyllt") < row.index("Ej uppfyllt")
    assert "1 av 2" in row


@pytest.mark.parametrize(
    ("query", "found"),
    [({"bedomning": "nas"}, {"A"}), ({"bedomning": "ejbed"}, {"B"}), ({"bedomning": "hittepa"}, set())],
)
def test_list_is_filtered_by_judgement(query: dict[str, str], found: set[str], world: World, reader: Client) -> None:
    world.judged(world.goal(title="Mål A"), "nas")
    world.goal(title="Mål B")

    page = reader.get(url(world, "list"), query).content.decode()

    assert {letter for letter in "AB" if f"Mål {letter}" in page} == found


def test_list_is_filtered_by_level_and_organisation(world: World, reader: Client) -> None:
    chain(world, 1)
    world.goal("namndmal", world.other_committee, title="Vårdens mål")

    level = reader.get(url(world, "list"), {"niva": world.levels["strategi"].pk}).content.decode()
    unit = reader.get(url(world, "list"), {"organisation": world.other_committee.code}).content.decode()

    assert "Mål nummer 0" not in level
    assert "Vårdens mål" in unit
    assert "Mål nummer 0" not in unit


def test_nonsense_in_the_filter_is_no_filter(world: World, reader: Client) -> None:
    chain(world, 1)

    response = reader.get(url(world, "list"), {"niva": "åäö", "ar": "²", "mal": "x"})

    assert "Mål nummer 0" in response.content.decode()


def test_list_answers_with_its_part_to_htmx(world: World, reader: Client) -> None:
    chain(world, 1)

    part = reader.get(url(world, "list"), headers=HTMX)

    assert part.content.decode().strip().startswith('<div id="lista">')
    assert "HX-Request" in part["Vary"]


def test_unit_manager_sees_what_is_decided_above(world: World, client_for: ClientFor) -> None:
    world.goal(title="Nämndens mål")
    world.goal("namndmal", world.other_committee, title="Vårdens mål")

    page = client_for(Role.UNIT_MANAGER, world.unit).get(url(world, "list")).content.decode()

    assert "Nämndens mål" in page
    assert "Vårdens mål" not in page


@pytest.mark.parametrize("goals", [3, 30])
def test_list_takes_the_same_queries_whatever_its_size(goals: int, world, reader, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    chain(world, goals)
    with django_assert_num_queries(LIST_QUERIES):
        reader.get(url(world, "list"))


# ---- one goal ----


def test_goal_shows_three_things_when_the_judgement_differs(world: World, reader: Client) -> None:
    goal = world.goal()
    world.measured(goal, 60, 50)
    world.judged(goal, "nas", reason="Insatsen gjordes efter mätningen.", result="Det går bra.")

    page = reader.get(url(world, "detail", goal.pk)).content.decode()

    assert page.index("Uppfyllt") < page.index("Indikatorer visar") < page.index("Ej uppfyllt")
    assert "Därför skiljer sig bedömningen" in page
    assert "Insatsen gjordes efter mätningen." in page
    assert "Det går bra." in page


def test_goal_shows_its_indicator_as_chart_and_table(world: World, reader: Client) -> None:
    from goals.models import PeerValue

    goal = world.goal()
    indicator = world.measured(goal, 60, 70, name="Andel nöjda", source="Kolada", source_code="N00001",
                               baseline=Decimal(50), baseline_year=2022)  # fmt: skip
    for number in range(4):
        PeerValue.objects.create(
            municipality=world.municipality, indicator=indicator, peer_code=str(1000 + number), peer_name="Grannköping",
            year=2025, value=60 + number,
        )  # fmt: skip

    page = reader.get(url(world, "detail", goal.pk)).content.decode()

    assert '<svg class="chart"' in page
    assert "Visa som tabell" in page
    assert "egen bearbetning" in page
    assert "Källa: Kolada N00001, 2026" in page


def test_target_and_outcome_stand_with_their_years(world: World, reader: Client) -> None:
    """Hallsberg's waiting time: 47 days in 2025, when 32 were planned on the way from 39 to 30."""
    goal = world.goal()
    indicator = world.measured(
        goal, 50, 47, None, name="Väntetid", unit="dagar", direction="ner", target=30, baseline=39, baseline_year=2022
    )
    IndicatorTargetFactory(indicator=indicator, year=2025, value=32)

    page = " ".join(reader.get(url(world, "detail", goal.pk)).content.decode().split())

    for label, value in [
        ("Ingångsvärde 2022", "39"), ("Utfall 2025", "47"), ("Målvärde 2025", "32"), ("Slutvärde 2026", "30")
    ]:  # fmt: skip
        assert re.search(f"<dt>{label}</dt> <dd> ?{value} dagar", page), label
    assert "Fel riktning" in page
    assert "47 dagar (2025) når inte målvärdet 32 dagar. Sämre än ingångsvärdet 39 dagar (2022)." in page


def test_a_draft_says_that_it_is_in_no_report(world: World, reader: Client) -> None:
    draft, decided = (
        reader.get(url(world, "detail", made().pk)).content.decode() for made in (world.goal, world.decided)
    )

    assert "Målet är inte beslutat och står inte i rapporten." in draft
    assert "Målet är inte beslutat och står inte i rapporten." not in decided


def test_a_volume_is_shown_without_status_and_without_a_wanted_way(world: World, reader: Client) -> None:
    goal = world.goal()
    world.measured(goal, 11840, 12980, target=None, direction="", kind="verksamhetsmatt", name="Utförda timmar")

    page = reader.get(url(world, "detail", goal.pk)).content.decode()
    panel = page[page.index("Utförda timmar</h2>") :]

    assert "Verksamhetsmått, följs men avgör inte bedömningen." in panel
    assert "Ökat sedan 2025." in panel
    for status in ("är bättre", "Fel riktning", "Efter planen", "Förbättrat", "Försämrat"):
        assert status not in panel


def test_an_area_that_is_not_judged_shows_how_its_goals_are(world: World, reader: Client) -> None:
    area = world.goal("omrade", world.assembly)
    world.judged(world.goal("namndmal", None, area), "delvis")

    page = reader.get(url(world, "detail", area.pk)).content.decode()

    contributions = page[page.index("Mål som bidrar") :]
    assert "Delvis uppfyllt" in contributions
    assert "Ej bedömt" not in contributions


def test_goal_without_values_says_so(world: World, reader: Client) -> None:
    goal = world.goal()
    world.measured(goal, None)

    page = reader.get(url(world, "detail", goal.pk)).content.decode()

    assert "Utfall saknas" in page


def test_reader_sees_a_lock_and_no_button(world: World, reader: Client, head: Client) -> None:
    goal = world.goal()
    address = url(world, "judge", goal.pk, world.slot.pk)

    for client, may in ((reader, False), (head, True)):
        page = client.get(url(world, "detail", goal.pk)).content.decode()
        assert (address in page) is may
    assert "Bara läsning" in reader.get(url(world, "detail", goal.pk)).content.decode()


def test_goal_of_another_municipality_is_not_there(world: World, reader: Client) -> None:
    stranger = build_world()

    assert reader.get(url(world, "detail", stranger.goal().pk)).status_code == 404
    assert reader.get(url(stranger, "detail", stranger.goal().pk)).status_code == 404


@pytest.mark.parametrize("size", [1, 5])
def test_goal_takes_the_same_queries_whatever_its_size(size: int, world, reader, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    area = chain(world, size)
    goal = world.goal("namndmal", None, area)
    for _ in range(size):
        world.measured(goal, 60, 70)
        world.goal("strategi", world.department, goal)
    world.judged(goal, "delvis")
    reader.get(url(world, "detail", goal.pk))
    # The tree's and peers, with goal, slots, history, versions and what a draft lacks (4) instead of occasions and limits.
    with django_assert_num_queries(19):
        reader.get(url(world, "detail", goal.pk))


# ---- judging ----


def answers(world: World, step: str = "delvis", **more: object) -> dict[str, object]:
    return {"step": world.steps[step].pk, "version": 0, "result": "Så gick det", **more}


def test_head_judges_in_the_form(world: World, head: Client) -> None:
    goal = world.goal()
    world.measured(goal, 60, 70)
    address = url(world, "judge", goal.pk, world.slot.pk)

    form = head.get(address).content.decode()
    assert form.index("Hur bedömer ni målet?") < form.index("Resultat")
    assert "Delvis uppfyllt" in form

    response = head.post(address, answers(world), follow=True)
    assert response.redirect_chain == [(url(world, "detail", goal.pk), 302)]
    assert "Bedömningen är sparad" in response.content.decode()


def test_a_goal_with_a_volume_can_be_judged(world: World, head: Client) -> None:
    goal = world.decided()
    world.measured(goal, 41, 48, 66, target=None, direction="", kind="verksamhetsmatt", name="E-tjänster")

    page = head.get(url(world, "judge", goal.pk, world.slot.pk)).content.decode()

    assert "E-tjänster" in page
    assert "Har inget målvärde." in page
    assert '<span class="muted">Följs</span>' in page


def test_judging_in_place_answers_with_the_panel(world: World, head: Client) -> None:
    goal = world.goal()
    address = url(world, "judge", goal.pk, world.slot.pk)

    form = head.get(address, headers=HTMX).content.decode()
    assert form.strip().startswith('<section class="panel judge')
    saved = head.post(address, answers(world), headers=HTMX)
    assert (saved.status_code, 'id="bedomning"' in saved.content.decode()) == (200, True)
    assert "Delvis uppfyllt" in saved.content.decode()
    assert 'id="analys"' in saved.content.decode()
    assert 'hx-swap-oob="true"' in saved.content.decode()


def test_form_without_judgement_or_reason_is_422_with_a_summary(world: World, head: Client) -> None:
    goal = world.goal()
    world.measured(goal, 60, 90)
    address = url(world, "judge", goal.pk, world.slot.pk)

    empty = head.post(address, {"version": 0})
    differs = head.post(address, answers(world, "nasinte"), headers=HTMX)

    assert (empty.status_code, differs.status_code) == (422, 422)
    assert "error-summary" in empty.content.decode()
    assert "skiljer sig från vad indikatorerna visar" in differs.content.decode()
    assert "Så gick det" in differs.content.decode()


def test_stale_form_shows_both_and_who(world: World, head: Client, client_for: ClientFor) -> None:
    goal = world.goal()
    address = url(world, "judge", goal.pk, world.slot.pk)
    head.post(address, answers(world, result="Mitt"))

    stale = client_for(Role.SECRETARY, world.committee).post(address, answers(world, "nas", result="Ditt"))

    page = stale.content.decode()
    assert stale.status_code == 409
    assert "Ditt" in page
    assert "Mitt" in page
    assert goal.judgements.get().judged_by.name in page
    assert 'name="version" value="1"' in page
    assert goal.judgements.get().result == "Mitt"


def test_locked_slot_says_why_and_refuses(world: World, head: Client) -> None:
    goal = world.goal()
    Slot.objects.filter(pk=world.slot.pk).update(status="inlamnad")
    address = url(world, "judge", goal.pk, world.slot.pk)

    page = head.get(address).content.decode()
    assert "Rapporten är inlämnad" in page
    assert "<textarea" not in page
    assert head.post(address, answers(world)).status_code == 403


def test_politician_cannot_open_the_form(world: World, reader: Client) -> None:
    assert reader.get(url(world, "judge", world.goal().pk, world.slot.pk)).status_code == 403


def test_slot_that_does_not_govern_the_goal_is_not_there(world: World, head: Client) -> None:
    goal = world.goal()
    other = world.slots[world.occasion.pk, world.other_committee.pk]

    assert head.get(url(world, "judge", goal.pk, other.pk)).status_code == 404
    assert head.get(url(world, "judge", goal.pk, build_world().slot.pk)).status_code == 404


def test_goal_on_a_level_that_is_not_judged_is_not_judged(world: World, head: Client) -> None:
    goal = world.goal(level="omrade", owner=world.assembly)

    assert head.get(url(world, "judge", goal.pk, world.whole.pk)).status_code == 404


def test_another_years_goals_have_their_own_occasion(world: World, reader: Client) -> None:
    world.goal(title="Gammalt mål", year_from=2024, year_to=2024)

    assert "Gammalt mål" not in reader.get(url(world, "list")).content.decode()
    assert "Gammalt mål" in reader.get(url(world, "list"), {"ar": 2024}).content.decode()


def test_empty_chain_says_what_to_expect(world: World, reader: Client) -> None:
    LevelFactory(model=world.model)

    assert "Inga mål än" in reader.get(url(world, "tree")).content.decode()
    assert "Inga mål än" in reader.get(url(world, "list")).content.decode()


def test_a_scale_that_the_document_does_not_give_carries_its_mark(world: World, head: Client) -> None:
    goal = world.goal()
    address = url(world, "judge", goal.pk, world.slot.pk)
    assert "Skalan står inte i kommunens dokument" not in head.get(address).text

    Scale.objects.filter(municipality=world.municipality).update(is_example=True)
    assert "Skalan står inte i kommunens dokument" in head.get(address).text
