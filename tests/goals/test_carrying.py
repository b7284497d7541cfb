"""Goals go on into the next period: what is chosen, what is made of it, and that it can be taken back (SH-3, AN-2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goals.actions.carrying import ChoiceInput, carry_forward, choose, take_back
from goals.actions.goals import GoalInput, edit_goal
from goals.models import CarryChoice, Goal, GoalLink, Indicator
from goals.rules.vocabulary import CarryKind
from goals.selectors.carrying import body_sums, carry_row_or_404, carry_rows
from goals.selectors.chain import read_chain
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Level
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Role
from tests.factories import LevelFactory, MeasureFactory, SteeringModelFactory
from tests.goals.world import YEAR, World, url

AccessOf = Callable[..., Access]
pytestmark = pytest.mark.django_db
NEXT = YEAR + 1


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(date(2026, 11, 16), tick=False):
        yield


@pytest.fixture
def secretary(world: World, access_of: AccessOf) -> Access:
    return access_of(Role.SECRETARY, world.committee)


@pytest.fixture
def head(world: World, access_of: AccessOf) -> Access:
    return access_of(Role.DEPARTMENT_HEAD, world.committee)


@pytest.fixture
def controller(world: World, access_of: AccessOf) -> Access:
    return access_of(Role.CONTROLLER, world.assembly)


@pytest.fixture
def safe(world: World) -> Goal:
    """Skolnämnden's goal for 2026 with an indicator (60, 70; target 80), under an area that ends with the term."""
    area = world.goal("omrade", world.assembly, title="Trygghet", year_from=2023, year_to=2026)
    goal = world.decided("namndmal", None, area, title="Alla elever är trygga", code="trygga", owner_role="Rektor")
    world.measured(goal, 60, 70)
    return goal


def only(goal: Goal) -> Indicator:
    return goal.indicators.get()


def pick(access: Access, goal: Goal, kind: CarryKind, version: int = 0, **given: object) -> CarryChoice:
    return choose(access=access, goal=goal, given=ChoiceInput(kind, **given), version=version)


def keep(access: Access, goal: Goal, target: int | None = 82) -> CarryChoice:
    targets = {row.pk: None if target is None else Decimal(target) for row in goal.indicators.all()}
    return pick(access, goal, CarryKind.KEEP, targets=targets)


# ---- what goes on ----


def test_a_goal_that_stays_is_the_same_goal_with_the_next_years_target_and_one_series(
    safe: Goal, secretary: Access
) -> None:
    keep(secretary, safe)
    [draft] = carry_forward(access=secretary, year=YEAR, body=safe.organisation)
    assert (draft.title, draft.code, draft.year_from, draft.year_to) == (
        "Alla elever är trygga",
        "trygga-2027",
        2027,
        2030,
    )
    assert (draft.owner_role, draft.decision_id, draft.predecessor_id) == ("Rektor", None, safe.pk)
    assert draft.succession == Goal.Succession.CONTINUES
    row = only(draft)
    assert row.predecessor == only(safe)
    assert list(row.values.values_list("year", "value")) == [(2025, Decimal(60)), (2026, Decimal(70))]
    assert list(row.targets.values_list("year", "value")) == [(NEXT, Decimal(82))]
    assert list(draft.links_up.values_list("parent__title", flat=True)) == ["Trygghet"]


def test_the_goal_itself_is_left_as_it_was_decided(safe: Goal, secretary: Access) -> None:
    before = Goal.objects.values().get(pk=safe.pk)
    keep(secretary, safe)
    carry_forward(access=secretary, year=YEAR, body=safe.organisation)
    assert Goal.objects.values().get(pk=safe.pk) == before
    assert list(only(safe).targets.values_list("year", "value")) == [(YEAR, Decimal(80))]


def test_another_wording_and_a_lower_aim_go_on_with_their_motive(safe: Goal, secretary: Access) -> None:
    targets = {only(safe).pk: Decimal(76)}
    given = {"title": "Alla elever är trygga i åk 1–6", "motive": "Högstadiet mäts inte längre", "targets": targets}
    pick(secretary, safe, CarryKind.CHANGE, **given)
    [draft] = carry_forward(access=secretary, year=YEAR, body=safe.organisation)
    assert draft.title == "Alla elever är trygga i åk 1–6"
    assert only(draft).targets.get().value == Decimal(76)
    assert safe.carry_choice.motive == "Högstadiet mäts inte längre"


def test_what_ends_or_is_half_chosen_does_not_go_on(world: World, safe: Goal, secretary: Access) -> None:
    _, silent = (world.decided(title=title) for title in ("Utan val", "Utan motiv"))
    pick(secretary, safe, CarryKind.END, motive="Nått")
    pick(secretary, silent, CarryKind.END)
    lacks = {row.goal.title: row.lacks for row in carry_rows(secretary, YEAR)}
    assert lacks == {"Alla elever är trygga": "", "Utan val": "Välj vad som händer", "Utan motiv": "Skriv motiv"}
    assert carry_forward(access=secretary, year=YEAR, body=world.committee) == []
    assert not Goal.objects.filter(year_from=NEXT).exists()


def test_a_target_that_is_lowered_in_silence_stops_the_goal(safe: Goal, secretary: Access) -> None:
    keep(secretary, safe, target=79)
    assert carry_row_or_404(secretary, safe.pk).lacks == "Målvärdet sänks. Välj Ändra och skriv motiv"
    assert carry_forward(access=secretary, year=YEAR, body=safe.organisation) == []


def test_carrying_twice_is_carrying_once(safe: Goal, secretary: Access) -> None:
    keep(secretary, safe)
    assert len(carry_forward(access=secretary, year=YEAR, body=safe.organisation)) == 1
    assert carry_forward(access=secretary, year=YEAR, body=safe.organisation) == []
    assert Goal.objects.filter(year_from=NEXT).count() == 1
    assert GoalLink.objects.filter(child__year_from=NEXT).count() == 1


def test_the_dry_run_says_what_the_run_does(world: World, safe: Goal, secretary: Access) -> None:
    others = [world.decided(title=f"Mål {number}") for number in range(4)]
    keep(secretary, safe)
    pick(secretary, others[0], CarryKind.KEEP)
    pick(secretary, others[1], CarryKind.CHANGE, title="Annat", motive="Nya ord")
    pick(secretary, others[2], CarryKind.END, motive="Nått")
    said = [row.title for row in carry_rows(secretary, YEAR) if row.goes_on]
    done = carry_forward(access=secretary, year=YEAR, body=world.committee)
    assert [draft.title for draft in done] == said
    assert sorted(said) == ["Alla elever är trygga", "Annat", "Mål 0"]
    [sums] = body_sums(secretary, carry_rows(secretary, YEAR), [])
    assert (sums.goals, sums.kept, sums.changed, sums.ended, sums.undecided, sums.carried) == (5, 2, 1, 1, 1, 3)


# ---- the chain ----


def test_those_below_contribute_to_the_goal_that_goes_on_in_whichever_order_they_are_carried(
    world: World, safe: Goal, secretary: Access, head: Access
) -> None:
    strategy = world.goal("strategi", world.department, safe, title="Trygghetsteam")
    activity = world.goal("aktivitet", world.unit, strategy, title="Utbilda teamet", progress="a-pag")
    for goal in (strategy, activity):
        pick(head, goal, CarryKind.KEEP)
    carry_forward(access=secretary, year=YEAR, body=world.committee)
    below = Goal.objects.get(title="Utbilda teamet", year_from=NEXT)
    assert [up.title for up in below.parents.all()] == ["Trygghetsteam"]
    assert not below.parents.get().parents.exists()
    keep(secretary, safe)
    [draft] = carry_forward(access=secretary, year=YEAR, body=world.committee)
    assert [up.pk for up in below.parents.get().parents.all()] == [draft.pk]


def test_what_is_done_or_cancelled_needs_no_choice(world: World, safe: Goal, head: Access) -> None:
    for progress in ("a-klar", "a-avbr", "a-pag"):
        world.goal("aktivitet", world.unit, safe, title=progress, progress=progress)
    assert {row.goal.title for row in carry_rows(head, YEAR)} == {"Alla elever är trygga", "a-pag"}


def test_a_goal_whose_years_go_on_and_a_draft_that_was_never_decided_are_not_asked_about(
    world: World, safe: Goal, secretary: Access
) -> None:
    world.decided(title="Längre", year_from=2024, year_to=2027)
    world.goal(title="Aldrig fastställt")
    assert [row.goal for row in carry_rows(secretary, YEAR)] == [safe]


def test_the_year_after_what_goes_on_stands_under_something(world: World, safe: Goal, secretary: Access) -> None:
    keep(secretary, safe)
    [draft] = carry_forward(access=secretary, year=YEAR, body=world.committee)
    chain = read_chain(secretary, NEXT, None, day=date(NEXT, 1, 1))
    assert [up.title for up in chain.goals[draft.pk].elsewhere] == ["Trygghet"]


def test_a_new_steering_model_gives_the_next_periods_level_and_says_when_it_has_none(
    world: World, safe: Goal, secretary: Access
) -> None:
    new = SteeringModelFactory(
        municipality=world.municipality, version=2, valid_from=date(2027, 1, 1), valid_to=date(2030, 12, 31)
    )
    keep(secretary, safe)
    assert carry_row_or_404(secretary, safe.pk).lacks == "Nivån finns inte i nästa periods styrmodell. Välj Avsluta"
    level = LevelFactory(model=new, code="namndmal", kind=Level.Kind.GOAL, owner_kinds=["namnd"])
    [draft] = carry_forward(access=secretary, year=YEAR, body=world.committee)
    assert draft.level == level


def test_a_goal_of_a_body_that_ends_gets_a_new_owner(
    world: World, safe: Goal, access_of: AccessOf, controller: Access
) -> None:
    world.committee.valid_to = date(2026, 12, 31)
    world.committee.save()
    council = access_of(Role.SECRETARY, world.assembly)
    keep(council, safe)
    assert carry_row_or_404(council, safe.pk).lacks == "Skolnämnden finns inte då. Välj ny ägare"
    targets = {only(safe).pk: Decimal(82)}
    pick(council, safe, CarryKind.KEEP, version=1, owner_id=world.other_committee.pk, targets=targets)
    [draft] = carry_forward(access=controller, year=YEAR)
    assert draft.organisation == world.other_committee


# ---- taking back ----


def test_taken_back_nothing_is_left_but_the_choices(safe: Goal, secretary: Access) -> None:
    keep(secretary, safe)
    carry_forward(access=secretary, year=YEAR, body=safe.organisation)
    assert take_back(access=secretary, year=YEAR, body=safe.organisation) == 1
    assert not Goal.objects.filter(year_from=NEXT).exists()
    assert Indicator.objects.count() == 1
    assert carry_row_or_404(secretary, safe.pk).goes_on


def test_nothing_decided_is_taken_back(world: World, safe: Goal, secretary: Access) -> None:
    other = world.decided(title="Annat")
    keep(secretary, safe)
    pick(secretary, other, CarryKind.KEEP)
    carry_forward(access=secretary, year=YEAR, body=world.committee)
    Goal.objects.filter(title="Annat", year_from=NEXT).update(decision=world.decision)
    with pytest.raises(PermissionDenied, match="Annat är fastställt"):
        take_back(access=secretary, year=YEAR, body=world.committee)
    assert Goal.objects.filter(year_from=NEXT).count() == 2


def test_what_others_have_hung_on_a_draft_stops_the_undoing(
    world: World, safe: Goal, secretary: Access, head: Access
) -> None:
    keep(secretary, safe)
    [draft] = carry_forward(access=secretary, year=YEAR, body=world.committee)
    world.goal("strategi", world.department, draft, title="Ny strategi", year_from=NEXT, year_to=NEXT)
    with pytest.raises(PermissionDenied, match="Ny strategi bidrar till Alla elever är trygga"):
        take_back(access=secretary, year=YEAR, body=world.committee)


def test_what_goes_on_with_another_owner_is_taken_back_from_where_it_came(
    world: World, safe: Goal, access_of: AccessOf, controller: Access
) -> None:
    world.committee.valid_to = date(2026, 12, 31)
    world.committee.save()
    council = access_of(Role.SECRETARY, world.assembly)
    pick(council, safe, CarryKind.KEEP, owner_id=world.other_committee.pk)
    carry_forward(access=controller, year=YEAR, body=world.committee)
    assert take_back(access=controller, year=YEAR, body=world.other_committee) == 0
    assert take_back(access=controller, year=YEAR, body=world.committee) == 1


def test_an_owner_that_is_not_there_then_is_refused(world: World, safe: Goal, access_of: AccessOf) -> None:
    world.committee.valid_to = world.other_committee.valid_to = date(2026, 12, 31)
    world.committee.save()
    world.other_committee.save()
    with pytest.raises(ValidationError, match="Välj ägare i listan"):
        pick(access_of(Role.SECRETARY, world.assembly), safe, CarryKind.KEEP, owner_id=world.other_committee.pk)


def test_a_draft_with_measures_is_not_taken_back(world: World, safe: Goal, secretary: Access) -> None:
    keep(secretary, safe)
    [draft] = carry_forward(access=secretary, year=YEAR, body=world.committee)
    draft.measures.add(MeasureFactory(organisation=world.committee))
    with pytest.raises(PermissionDenied, match="bedömningar eller åtgärder"):
        take_back(access=secretary, year=YEAR, body=world.committee)


# ---- who, and two at once ----


def test_politics_what_is_chosen_by_its_secretary_and_how_by_the_administration(
    world: World, safe: Goal, secretary: Access, head: Access
) -> None:
    strategy = world.goal("strategi", world.department, safe)
    with pytest.raises(PermissionDenied, match="Politiken bestämmer"):
        pick(head, safe, CarryKind.KEEP)
    with pytest.raises(PermissionDenied, match="Förvaltningen bestämmer"):
        pick(secretary, strategy, CarryKind.KEEP)
    assert not CarryChoice.objects.exists()


def test_one_body_is_carried_by_its_own_and_all_by_ekonomikontoret(
    world: World, safe: Goal, secretary: Access, head: Access, controller: Access
) -> None:
    keep(secretary, safe)
    for access, body in ((head, world.committee), (secretary, world.other_committee), (secretary, None)):
        with pytest.raises(PermissionDenied, match="Bara ekonomikontoret"):
            carry_forward(access=access, year=YEAR, body=body)
    assert len(carry_forward(access=controller, year=YEAR)) == 1


def test_who_chooses_late_overwrites_nothing(safe: Goal, secretary: Access) -> None:
    keep(secretary, safe)
    with pytest.raises(Stale):
        pick(secretary, safe, CarryKind.END, motive="Nått")
    assert safe.carry_choice.kind == CarryKind.KEEP


def test_a_goal_that_is_carried_is_chosen_for_no_more(safe: Goal, secretary: Access) -> None:
    keep(secretary, safe)
    carry_forward(access=secretary, year=YEAR, body=safe.organisation)
    with pytest.raises(PermissionDenied, match="Målet är fört vidare"):
        pick(secretary, safe, CarryKind.END, version=1, motive="Nått")


def test_anothers_indicator_is_refused(world: World, safe: Goal, secretary: Access) -> None:
    other = world.measured(world.decided(title="Annat"), 1)
    with pytest.raises(ValidationError, match="hör till ett annat mål"):
        pick(secretary, safe, CarryKind.KEEP, targets={other.pk: Decimal(1)})
    assert not CarryChoice.objects.exists()


def test_the_drafts_are_ordinary_drafts_and_the_log_says_who_carried_them(
    world: World, safe: Goal, secretary: Access
) -> None:
    keep(secretary, safe)
    [draft] = carry_forward(access=secretary, year=YEAR, body=world.committee)
    given = GoalInput(world.committee.pk, "Alla elever är mycket trygga", NEXT, NEXT)
    edit_goal(access=secretary, goal=draft, given=given, version=draft.version)
    types = list(AuditEvent.objects.order_by("pk").values_list("type", flat=True))
    assert types == ["goal.carry.chosen", "goals.carried", "goal.saved"]


def test_a_unit_managers_view_has_only_what_they_may_see(world: World, safe: Goal, access_of: AccessOf) -> None:
    stranger = access_of(Role.UNIT_MANAGER, world.other_committee)
    assert carry_rows(stranger, YEAR) == []


# ---- the page ----


def test_the_page_asks_the_same_number_of_queries_at_two_sizes(
    world: World, safe: Goal, secretary: Access, client: Client
) -> None:
    keep(secretary, safe)
    client.force_login(secretary.user)
    client.get(url(world, "carry"))  # the session is its own
    with CaptureQueriesContext(connection) as few:
        assert "Alla elever är trygga" in client.get(url(world, "carry")).content.decode()
    for number in range(12):
        goal = world.decided(title=f"Mål {number}", perspective=None)
        world.measured(goal, 60, 70)
        keep(secretary, goal)
    with CaptureQueriesContext(connection) as many:
        assert "Mål 11" in client.get(url(world, "carry")).content.decode()
    assert len(few) == len(many)


def test_a_choice_is_saved_by_a_form_without_script_and_answers_with_the_list(
    world: World, safe: Goal, secretary: Access, client: Client
) -> None:
    client.force_login(secretary.user)
    sent = {"version": 0, "kind": "kvar", f"target_{only(safe).pk}": "82"}
    answer = client.post(url(world, "carry-choice", safe.pk) + "?ar=2026", sent)
    assert answer["Location"] == f"{url(world, 'carry')}?ar=2026#mal-{safe.pk}"
    assert safe.carry_choice.targets.get().value == Decimal(82)


def test_a_number_that_is_none_is_told_and_nothing_is_saved(
    world: World, safe: Goal, secretary: Access, client: Client
) -> None:
    client.force_login(secretary.user)
    sent = {"version": 0, "kind": "kvar", f"target_{only(safe).pk}": "många"}
    answer = client.post(url(world, "carry-choice", safe.pk), sent)
    assert answer.status_code == 422
    assert "många" in answer.content.decode()
    assert not CarryChoice.objects.exists()


def test_two_who_choose_at_once_see_both_choices(world: World, safe: Goal, secretary: Access, client: Client) -> None:
    keep(secretary, safe)
    client.force_login(secretary.user)
    late = {"version": 0, "kind": "avsluta", "motive": "Nått"}
    answer = client.post(url(world, "carry-choice", safe.pk), late)
    assert answer.status_code == 409
    assert "Ditt: <b>Avsluta</b>" in answer.content.decode()
    assert safe.carry_choice.kind == CarryKind.KEEP


def test_the_buttons_carry_and_take_back_and_say_what_goes_with_it(
    world: World, safe: Goal, secretary: Access, client: Client
) -> None:
    keep(secretary, safe)
    client.force_login(secretary.user)
    body = {"ar": YEAR, "organ": world.committee.code}
    assert client.post(url(world, "carry-forward"), body).status_code == 302
    Goal.objects.filter(year_from=NEXT).update(version=2)
    asked = client.get(url(world, "carry-back"), body).content.decode()
    assert "Ändringar i utkasten försvinner" in asked
    assert client.post(url(world, "carry-back"), body).status_code == 302
    assert not Goal.objects.filter(year_from=NEXT).exists()


def test_three_hundred_goals_are_carried_with_as_many_queries_as_three(
    world: World, controller: Access, access_of: AccessOf
) -> None:
    council = access_of(Role.SECRETARY, world.assembly)

    def carry(number: int) -> int:
        for _ in range(number):
            goal = world.decided()
            world.measured(goal, 60, 70)
            keep(council, goal)
        with CaptureQueriesContext(connection) as asked:
            assert len(carry_forward(access=controller, year=YEAR)) == number
        return len(asked)

    assert carry(3) == carry(30)
