"""The forms that write goals: as pages that work without a script, with their errors and locks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError
from django.test import Client

from goals.models import Goal
from styrmodell.models import Measure, Slot
from styrmodell.permissions import Role
from tests.factories import DecisionFactory
from tests.goals.world import World, build_world, url

ClientFor = Callable[..., Client]


@pytest.fixture
def secretary(world: World, client_for: ClientFor) -> Client:
    return client_for(Role.SECRETARY, world.committee)


@pytest.fixture
def head(world: World, client_for: ClientFor) -> Client:
    return client_for(Role.DEPARTMENT_HEAD, world.committee)


def new_url(world: World, level: str = "namndmal") -> str:
    return f"{url(world, 'new')}?niva={world.levels[level].pk}"


def fields(world: World, indicators: int = 1, known: int = 0, **more: object) -> dict[str, object]:
    return {
        "title": "Alla elever är trygga i skolan",
        "organisation": world.committee.pk,
        "year_from": 2026,
        "year_to": 2026,
        "version": 0,
        "klar": "1",
        "ind-TOTAL_FORMS": indicators,
        "ind-INITIAL_FORMS": known,
        **more,
    }


def indicator(number: int = 0, **more: object) -> dict[str, object]:
    row = {"name": "Andel trygga elever", "kind": "indikator", "unit": "%", "decimals": 0, "direction": "upp", **more}
    return {f"ind-{number}-{key}": value for key, value in row.items()}


def test_form_begins_with_the_levels_that_the_role_may_write(world: World, secretary: Client, head: Client) -> None:
    what, how = (client.get(url(world, "new")).content.decode() for client in (secretary, head))

    assert ("Namndmal" in what, "Strategi" in what) == (True, False)
    assert ("Namndmal" in how, "Strategi" in how) == (False, True)
    assert head.get(new_url(world)).status_code == 404


def test_goal_is_written_with_indicator_target_and_outcome(world: World, secretary: Client) -> None:
    area = world.goal("omrade", world.assembly, title="Trygghet")
    row = indicator(target_2026="90,5", value_2025="86", baseline="80", baseline_year="2023")

    response = secretary.post(new_url(world), fields(world, parents=[area.pk], **row), follow=True)

    goal = Goal.objects.get(title__startswith="Alla elever")
    found = goal.indicators.get()
    assert response.redirect_chain[-1][0] == url(world, "detail", goal.pk)
    assert (str(found.targets.get().value), str(found.values.get().value)) == ("90.5000", "86.0000")
    assert list(goal.parents.all()) == [area]
    assert "Andel trygga elever" in response.content.decode()


def test_an_indicator_has_a_direction_and_a_volume_needs_none(world: World, secretary: Client) -> None:
    refused = secretary.post(new_url(world), fields(world, **indicator(direction="", target_2026="90")))

    assert refused.status_code == 422
    assert "En indikator har en önskad riktning. Välj den, eller ett annat slag." in refused.content.decode()
    volume = indicator(direction="", kind="verksamhetsmatt", unit="timmar", value_2025="12980")

    secretary.post(new_url(world), fields(world, **volume))

    assert Goal.objects.get(title__startswith="Alla elever").indicators.get().direction == ""


def test_the_database_refuses_an_indicator_without_direction(world: World) -> None:
    with pytest.raises(IntegrityError, match="indicator_has_direction"):
        world.measured(world.goal(), 60, direction="")


def test_empty_indicator_form_is_no_indicator(world: World, secretary: Client) -> None:
    empty = indicator(name="", unit="")

    secretary.post(new_url(world), fields(world, **empty))

    assert not Goal.objects.get().indicators.exists()


def test_errors_answer_422_and_keep_what_was_typed(world: World, secretary: Client) -> None:
    row = indicator(target_2026="nittio", unit="")

    response = secretary.post(new_url(world), fields(world, title="", year_to=2020, **row))

    page = response.content.decode()
    assert response.status_code == 422
    assert page.index("error-summary") < page.index("Fyll i ”Formulering”")
    assert "Sista året ligger före det första" in page
    assert 'value="nittio"' in page
    assert "Fyll i ”Enhet”" in page
    assert not Goal.objects.exists()


def test_what_only_the_action_sees_is_a_form_error_too(world: World, secretary: Client) -> None:
    world.levels["namndmal"].needs_targets = True
    world.levels["namndmal"].save()

    response = secretary.post(new_url(world), fields(world, **indicator()))

    assert response.status_code == 422
    assert "ange minst ett målvärde" in response.content.decode()


def test_save_and_add_indicator_comes_back_to_the_form(world: World, secretary: Client) -> None:
    data = fields(world, **indicator())
    del data["klar"]

    response = secretary.post(new_url(world), {**data, "mer": "1"}, follow=True)

    assert response.redirect_chain[-1][0] == url(world, "edit", Goal.objects.get().pk)
    assert "Andel trygga elever" in response.content.decode()
    assert 'name="ind-1-name"' in response.content.decode()


def test_decided_goal_shows_why_its_wording_is_locked(world: World, secretary: Client) -> None:
    goal = world.goal(decision=DecisionFactory(organisation=world.committee), title="Beslutat mål i nämnden")
    address = url(world, "edit", goal.pk)

    page = secretary.get(address).content.decode()
    assert "Målet är beslutat" in page
    assert 'name="title"' not in page
    assert 'name="owner_role"' in page

    secretary.post(address, fields(world, 0, title="Omskrivet", version=1, owner_role="Rektor"))
    goal.refresh_from_db()
    assert (goal.title, goal.owner_role) == ("Beslutat mål i nämnden", "Rektor")


def test_who_may_not_change_reads_why_and_is_refused(world: World, head: Client) -> None:
    goal = world.goal()

    assert "Politiken bestämmer" in head.get(url(world, "edit", goal.pk)).content.decode()
    assert head.post(url(world, "edit", goal.pk), fields(world, 0)).status_code == 403


def test_handed_in_report_locks_the_form(world: World, secretary: Client, head: Client) -> None:
    goal = world.goal()
    world.measured(goal, 60)
    Slot.objects.filter(pk=world.slot.pk).update(status="inlamnad")

    assert "är inlämnad" in secretary.get(url(world, "edit", goal.pk)).content.decode()
    assert head.post(url(world, "values", goal.pk), {"version": 1}).status_code == 403


def test_stale_form_shows_both_and_saves_on_the_next_try(
    world: World, secretary: Client, client_for: ClientFor
) -> None:
    goal = world.goal(title="Så stod det från början")
    address = url(world, "edit", goal.pk)
    client_for(Role.SECRETARY, world.committee).post(address, fields(world, 0, title="Någon annans ord", version=1))

    stale = secretary.post(address, fields(world, 0, title="Mina egna ord", version=1))
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "Någon annans ord" in page
    assert "Mina egna ord" in page
    assert 'name="version" value="2"' in page

    assert secretary.post(address, fields(world, 0, title="Mina egna ord", version=2)).status_code == 302
    goal.refresh_from_db()
    assert goal.title == "Mina egna ord"


def test_saving_keeps_a_link_that_is_not_offered(world: World, head: Client) -> None:
    theirs = world.goal("namndmal", world.other_committee, title="Vårdens mål som inte syns")
    strategy = world.goal("strategi", world.department, theirs, title="Gemensam strategi för båda")
    address = url(world, "edit", strategy.pk)

    assert "Vårdens mål som inte syns" in head.get(address).content.decode()
    data = fields(world, 0, organisation=world.department.pk, parents=[theirs.pk], version=1)
    assert head.post(address, data).status_code == 302
    assert list(strategy.parents.all()) == [theirs]


def test_smart_hints_stand_beside_the_form(world: World, secretary: Client) -> None:
    page = secretary.get(url(world, "edit", world.goal(title="Trygghet").pk)).content.decode()

    assert "Målet har ingen indikator. Lägg till minst en." in page
    assert "Ingen ansvarar" not in page  # SMART, not SMARTA


def test_head_fills_in_outcomes(world: World, head: Client) -> None:
    goal = world.goal()
    row = world.measured(goal, 60, 70)
    address = url(world, "values", goal.pk)
    name = f"{row.pk}_2026"  # type: ignore[attr-defined]

    assert f'name="{name}" value="70"' in head.get(address).content.decode()
    assert head.post(address, {"version": 1, name: "många"}).status_code == 422
    assert head.post(address, {"version": 1, name: "71,5"}).status_code == 302
    assert str(row.values.get(year=2026).value) == "71.5000"  # type: ignore[attr-defined]


def test_measure_is_added_and_shown(world: World, head: Client) -> None:
    goal = world.goal()
    address = url(world, "measure", goal.pk)

    assert head.post(address, {"title": "", "start": "2026-09-01"}).status_code == 422
    wrong = head.post(address, {"title": "Fler kuratorer", "start": "2026-09-01", "due": "2026-08-01"})
    assert "före starten" in wrong.content.decode()
    nobody = head.post(address, {"title": "Fler kuratorer", "start": "2026-09-01"})
    assert nobody.status_code == 422
    response = head.post(
        address, {"title": "Fler kuratorer", "responsible": "Rektor", "start": "2026-09-01"}, follow=True
    )
    assert "Fler kuratorer" in response.content.decode()
    assert Measure.objects.get().organisation == world.committee


def test_the_same_measure_again_is_told_at_the_field(world: World, head: Client) -> None:
    address = url(world, "measure", world.goal().pk)
    given = {"title": "Fler kuratorer", "responsible": "Rektor", "start": "2026-09-01"}
    assert head.post(address, given).status_code == 302

    again = head.post(address, given)

    assert again.status_code == 422
    assert "Åtgärden finns redan på målet" in again.text
    assert 'value="Fler kuratorer"' in again.text


def test_another_municipalitys_goal_is_not_there(world: World, secretary: Client, head: Client) -> None:
    stranger = build_world().goal()

    assert secretary.get(url(world, "edit", stranger.pk)).status_code == 404
    assert head.get(url(world, "values", stranger.pk)).status_code == 404
    assert head.post(url(world, "measure", stranger.pk), {"title": "X", "start": "2026-09-01"}).status_code == 404


@pytest.mark.parametrize("size", [1, 5])
def test_form_takes_the_same_queries_whatever_its_size(size: int, world, secretary, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    goal = world.goal()
    for _ in range(size):
        world.measured(goal, 60, 70)
        world.goal("omrade", world.assembly)
    address = url(world, "edit", goal.pk)
    secretary.get(address)
    with django_assert_num_queries(
        13
    ):  # shell 5, goal, slots, indicators with targets and values 3, parents, links, decisions
        secretary.get(address)
