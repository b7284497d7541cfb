"""A goal is drafted, decided, changed, replaced and ended; what was decided is kept as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from goals.actions.copying import propose_change
from goals.actions.deciding import GoalDecision, decide_goal, end_goal
from goals.actions.deleting import delete_goal
from goals.actions.goals import GoalInput, create_goal, edit_goal
from goals.models import Goal, GoalEnding, Indicator
from goals.selectors.chain import read_chain
from goals.selectors.editor import goal_editor
from goals.selectors.judging import is_judged_at
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Decision, Limit, Slot
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Role
from tests.factories import DecisionFactory, MeasureFactory
from tests.goals.world import YEAR, World, build_world

AccessOf = Callable[..., Access]
pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 30)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def secretary(world: World, access_of: AccessOf) -> Access:
    return access_of(Role.SECRETARY, world.committee)


@pytest.fixture
def council(world: World, access_of: AccessOf) -> Access:
    """Who keeps fullmäktige's register, and everybody's below."""
    return access_of(Role.SECRETARY, world.assembly)


def note(world: World, day: date = date(2026, 9, 16), paragraph: str = "91") -> GoalDecision:
    return GoalDecision(organisation_id=world.committee.pk, date=day, paragraph=paragraph)


def written(world: World, title: str = "Alla elever är trygga", **fields: object) -> Goal:
    """A draft with all that the level of these tests can demand."""
    area = Goal.objects.filter(level=world.levels["omrade"]).first() or world.goal("omrade", world.assembly)
    goal = world.goal("namndmal", None, area, title=title, owner_role="Rektor", **fields)
    world.measured(goal, 60, 70)
    return goal


def decided(world: World, secretary: Access, title: str = "Alla elever är trygga", **fields: object) -> Goal:
    goal = written(world, title, **fields)
    return decide_goal(access=secretary, goal=goal, by=note(world), version=goal.version)


def in_force(world: World, access: Access, day: date) -> set[str]:
    """The titles of the nämnd's goals in force on the day."""
    goals = read_chain(access, day.year, None, day=day).goals.values()
    return {goal.title for goal in goals if goal.level.code == "namndmal"}


# ---- decided ----


def test_a_draft_is_decided_by_a_new_decision_of_its_body(world: World, secretary: Access) -> None:
    goal = decided(world, secretary)

    assert goal.decision is not None
    assert (goal.decision.organisation, goal.decision.paragraph) == (world.committee, "91")
    assert goal.decision.recorded_by_id == secretary.user_id
    event = AuditEvent.objects.get(type=AuditEvent.Type.GOAL_DECIDED)
    assert (event.target_id, event.data["decision"]) == (goal.pk, "2026-09-16 §\u00a091")


def test_a_known_decision_of_the_body_decides_too(world: World, secretary: Access) -> None:
    known, goal = DecisionFactory(organisation=world.committee), written(world)

    assert decide_goal(access=secretary, goal=goal, by=GoalDecision(known=known.pk), version=1).decision == known


def test_no_other_bodys_decision_decides_the_goal(world: World, council: Access) -> None:
    goal = written(world)
    for body in (world.other_committee, world.assembly, build_world().committee):
        known = GoalDecision(known=DecisionFactory(organisation=body).pk)
        new = replace(note(world), organisation_id=body.pk)
        with pytest.raises(ValidationError) as refused:
            decide_goal(access=council, goal=goal, by=known, version=1)
        assert refused.value.message_dict == {"decision": ["Välj beslut i listan."]}
        with pytest.raises(ValidationError, match="Välj organ"):
            decide_goal(access=council, goal=goal, by=new, version=1)
    assert not Goal.objects.exclude(decision=None).exists()


def test_a_body_has_decided_nothing_long_before_the_goal(world: World, secretary: Access) -> None:
    """The steering model begins in 2023, so 1900 is a slip of the pen; also when the decision is written down already."""
    goal = written(world)
    old = DecisionFactory(organisation=world.committee, date=date(2017, 12, 31))
    for by, field in ((note(world, date(1900, 1, 1)), "decision_date"), (GoalDecision(known=old.pk), "decision")):
        with pytest.raises(ValidationError) as refused:
            decide_goal(access=secretary, goal=goal, by=by, version=1)
        [said] = refused.value.message_dict[field]
        assert "mer än fem år före 2023" in said
    assert not Goal.objects.exclude(decision=None).exists()


def test_a_goal_may_be_decided_with_the_model_that_it_belongs_to(world: World, secretary: Access) -> None:
    """A goal of 2029 was decided with the model of 2023, in 2022: more than five years before its own first year."""
    goal = written(world, year_from=2029, year_to=2029)
    known = DecisionFactory(organisation=world.committee, date=date(2022, 6, 16))

    done = decide_goal(
        access=secretary, goal=goal, by=GoalDecision(known=known.pk), version=1, departure="Målvärdet sätts 2028."
    )
    assert done.decision == known


def test_a_goal_is_not_changed_or_ended_before_it_was_decided(world: World, secretary: Access) -> None:
    goal = decided(world, secretary)  # on 16 September
    early = note(world, date(2026, 9, 15), "90")
    with pytest.raises(ValidationError, match="då målet beslutades"):
        end_goal(
            access=secretary, goal=goal, by=early, version=goal.version, last_day=date(2026, 12, 31), motive="Nått"
        )
    draft = propose_change(access=secretary, goal=goal)
    with pytest.raises(ValidationError, match="då målet beslutades"):
        decide_goal(access=secretary, goal=draft, by=early, version=draft.version, starts=date(2026, 9, 22))


def test_a_body_decides_nothing_tomorrow_and_needs_a_paragraph(world: World, secretary: Access) -> None:
    goal = written(world)
    with pytest.raises(ValidationError, match="har inte varit än"):
        decide_goal(access=secretary, goal=goal, by=note(world, date(2026, 10, 1)), version=1)
    with pytest.raises(ValidationError, match="datum och paragraf"):
        decide_goal(access=secretary, goal=goal, by=note(world, paragraph=" "), version=1)
    assert not Decision.objects.filter(organisation=world.committee).exists()


def test_who_may_not_write_politics_decides_nothing(world: World, access_of: AccessOf) -> None:
    goal = written(world)
    for role in (Role.DEPARTMENT_HEAD, Role.CONTROLLER, Role.POLITICIAN):
        with pytest.raises(PermissionDenied):
            decide_goal(access=access_of(role, world.assembly), goal=goal, by=note(world), version=1)


def test_what_the_administration_plans_is_not_decided_by_politics(world: World, access_of: AccessOf) -> None:
    strategy = world.goal("strategi", world.department)
    with pytest.raises(PermissionDenied, match="fastställs inte"):
        decide_goal(access=access_of(Role.DEPARTMENT_HEAD, world.committee), goal=strategy, by=note(world), version=1)


def test_a_decided_goal_is_not_decided_again(world: World, secretary: Access) -> None:
    goal = decided(world, secretary)
    with pytest.raises(PermissionDenied, match="redan fastställt"):
        decide_goal(access=secretary, goal=goal, by=note(world), version=goal.version)


def test_what_somebody_else_has_changed_is_not_decided_unread(world: World, secretary: Access) -> None:
    with pytest.raises(Stale):
        decide_goal(access=secretary, goal=written(world), by=note(world), version=0)


# ---- what the model demands ----


def test_what_is_lacking_is_told_and_stops_or_is_departed_from_with_a_motive(world: World, secretary: Access) -> None:
    """HA-4: «Allt blir bättre» without link, indicator, target and owner was once decided without a word."""
    goal = world.goal(title="Allt blir bättre")

    with pytest.raises(ValidationError) as refused:
        decide_goal(access=secretary, goal=goal, by=note(world), version=1)
    words = refused.value.message_dict["departure"][0]
    assert words.startswith("Målet saknar en formulering som säger vad som ska bli bättre och för vem, en indikator")
    assert "koppling uppåt" in words
    with pytest.raises(ValidationError):
        decide_goal(access=secretary, goal=goal, by=note(world), version=1, departure="  ")

    saved = decide_goal(access=secretary, goal=goal, by=note(world), version=1, departure="Mäts först nästa år.")
    saved.refresh_from_db()
    assert saved.lacks == ["formulering", "indikator", "malvarde", "koppling"]
    assert saved.departure == "Mäts först nästa år."


def test_a_target_outside_the_goals_years_is_no_target(world: World, secretary: Access) -> None:
    goal = written(world, year_from=2027, year_to=2029)  # the indicator's target is of 2026
    with pytest.raises(ValidationError, match="saknar målvärde för åren"):
        decide_goal(access=secretary, goal=goal, by=note(world), version=1)


def test_nothing_is_kept_as_lacking_when_nothing_lacks(world: World, secretary: Access) -> None:
    goal = decide_goal(access=secretary, goal=written(world), by=note(world), version=1, departure="Behövs inte")
    assert (goal.lacks, goal.departure) == ([], "")


# ---- how many ----


@pytest.fixture
def at_most_one(world: World) -> Limit:
    limit = Limit.objects.create(
        model=world.model, municipality=world.municipality, code="ett", text="Högst ett mål per nämnd.",
        per_kind="namnd", maximum=1,
    )  # fmt: skip
    limit.levels.add(world.levels["namndmal"], world.levels["omrade"])
    return limit


def test_drafts_do_not_count_but_the_one_too_many_is_not_decided(
    world: World, secretary: Access, at_most_one: Limit
) -> None:
    at_most_one.levels.set([world.levels["namndmal"]])
    drafts = [written(world, f"Elever trivs i skolan {number}", year_from=2026) for number in range(3)]
    decide_goal(access=secretary, goal=drafts[0], by=note(world), version=1)

    with pytest.raises(ValidationError, match=r"Skolnämnden: Högst ett mål per nämnd\. Nu blir det två mål"):
        decide_goal(access=secretary, goal=drafts[1], by=note(world), version=1)
    assert Goal.objects.exclude(decision=None).get() == drafts[0]


def test_every_year_of_the_goal_is_counted(world: World, secretary: Access, at_most_one: Limit) -> None:
    at_most_one.levels.set([world.levels["namndmal"]])
    next_year = written(world, "Elever trivs i skolan", year_from=2027, year_to=2027)
    decide_goal(access=secretary, goal=next_year, by=note(world), version=1, departure="Målvärdet kommer i budgeten")
    goal = written(world, "Alla lär sig läsa tidigt", year_from=2026, year_to=2028)
    with pytest.raises(ValidationError, match="Nu blir det två mål"):
        decide_goal(access=secretary, goal=goal, by=note(world), version=1)


def test_fullmaktiges_goal_is_not_stopped_by_the_namnds(
    world: World, secretary: Access, council: Access, at_most_one: Limit
) -> None:
    """SH-4: seven with fullmäktige's. Fullmäktige goes first, and the nämnd is told."""
    world.levels["omrade"].kind = "mal"
    world.levels["omrade"].decided_by_kind = "fullmaktige"
    world.levels["omrade"].save()
    upper = world.goal("omrade", world.assembly, title="Kommunen är trygg för alla")
    world.measured(upper, 60)
    own = written(world)
    decide_goal(access=secretary, goal=own, by=note(world), version=1)
    by = replace(note(world), organisation_id=world.assembly.pk)

    saved = decide_goal(access=council, goal=upper, by=by, version=1)

    assert saved.decision is not None
    third = written(world, "Alla lär sig läsa tidigt")
    with pytest.raises(ValidationError, match="Skolnämnden: Högst ett"):
        decide_goal(access=secretary, goal=third, by=note(world), version=1)


def test_a_goal_that_takes_anothers_place_is_no_goal_more(world: World, secretary: Access, at_most_one: Limit) -> None:
    at_most_one.levels.set([world.levels["namndmal"]])
    draft = propose_change(access=secretary, goal=decided(world, secretary))
    assert decide_goal(
        access=secretary, goal=draft, by=note(world, date(2026, 9, 21)), version=1, starts=date(2026, 9, 22)
    ).decision


# ---- changed by a new decision ----


def changed(world: World, secretary: Access, goal: Goal, starts: date = date(2026, 9, 22), **fields: object) -> Goal:
    """The goal changed by a decision of 21 September."""
    draft = propose_change(access=secretary, goal=goal)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save()
    by = note(world, date(2026, 9, 21), "104")
    return decide_goal(access=secretary, goal=draft, by=by, version=draft.version, starts=starts)


def test_a_change_is_a_new_version_and_the_old_row_stays_as_it_was(world: World, secretary: Access) -> None:
    goal = decided(world, secretary)
    before = Goal.objects.filter(pk=goal.pk).values().get()

    new = changed(world, secretary, goal, title="Alla elever är trygga hela dagen")

    assert Goal.objects.filter(pk=goal.pk).values().get() == before
    assert (new.predecessor, new.origin, new.succession) == (goal, goal, Goal.Succession.CHANGES)
    ending = GoalEnding.objects.get(goal=goal)
    assert (ending.last_day, ending.decision) == (date(2026, 9, 21), new.decision)
    third = changed(world, secretary, new, date(2026, 9, 29), title="Alla elever är trygga jämt")
    assert (third.predecessor, third.origin) == (new, goal)


def test_one_nämnds_decision_never_ends_anothers_goal(world: World, council: Access) -> None:
    goal = decided(world, council)
    draft = propose_change(access=council, goal=goal)
    Goal.objects.filter(pk=draft.pk).update(organisation=world.other_committee)
    by = GoalDecision(organisation_id=world.other_committee.pk, date=date(2026, 9, 21), paragraph="12")

    with pytest.raises(PermissionDenied, match="avsluta det först, med det egna organets beslut"):
        decide_goal(access=council, goal=draft, by=by, version=draft.version, starts=date(2026, 9, 22))

    assert not GoalEnding.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("on_the_draft_last", "stands"), [(False, 66), (True, 64)])
def test_an_outcome_that_is_corrected_meanwhile_stands(
    world: World, secretary: Access, on_the_draft_last, stands
) -> None:
    goal = decided(world, secretary)
    draft = propose_change(access=secretary, goal=goal)
    for row, value in ((draft, 64), (goal, 66)) if not on_the_draft_last else ((goal, 66), (draft, 64)):
        row.indicators.get().values.update(value=Decimal(value))

    by = note(world, date(2026, 9, 21), "104")
    new = decide_goal(access=secretary, goal=draft, by=by, version=draft.version, starts=date(2026, 9, 22))

    assert {row.value for row in new.indicators.get().values.all()} == {stands}


def test_a_draft_changes_nothing_until_it_is_decided(world: World, secretary: Access) -> None:
    goal = decided(world, secretary)
    propose_change(access=secretary, goal=goal)

    assert in_force(world, secretary, TODAY) == {goal.title}
    assert list(read_chain(secretary, YEAR, None, day=TODAY).goals) == [goal.parents.get().pk, goal.pk]


def test_the_draft_begins_as_a_copy_with_its_series_of_values(world: World, secretary: Access) -> None:
    goal = decided(world, secretary)
    old = goal.indicators.get()

    draft = propose_change(access=secretary, goal=goal)

    new = draft.indicators.get()
    assert new.predecessor == old
    assert [(row.year, row.value) for row in new.values.all()] == [(2025, Decimal(60)), (2026, Decimal(70))]
    assert new.targets.get().value == old.targets.get().value == 80
    assert list(draft.parents.all()) == list(goal.parents.all())
    assert draft.decision is None
    assert draft.code != goal.code


def test_outcomes_that_come_meanwhile_follow(world: World, secretary: Access) -> None:
    goal = decided(world, secretary)
    draft = propose_change(access=secretary, goal=goal)
    goal.indicators.get().values.create(municipality=world.municipality, year=2024, value=Decimal(55))

    decide_goal(access=secretary, goal=draft, by=note(world), version=1, starts=date(2026, 9, 22))

    assert draft.indicators.get().values.get(year=2024).value == 55


def test_each_day_has_the_version_in_force_and_each_judgement_stays(world: World, secretary: Access) -> None:
    goal = decided(world, secretary)
    world.judged(goal, "nas")  # per 31 July
    new = changed(world, secretary, goal, title="Alla elever är trygga hela dagen")

    assert in_force(world, secretary, date(2026, 9, 21)) == {"Alla elever är trygga"}
    assert in_force(world, secretary, date(2026, 9, 22)) == {"Alla elever är trygga hela dagen"}
    judged = read_chain(secretary, YEAR, world.occasion).goals
    assert (goal.pk in judged, new.pk in judged) == (True, False)
    assert judged[goal.pk].now is not None
    goal, new = (Goal.objects.get(pk=row.pk) for row in (goal, new))
    assert is_judged_at(secretary, goal, world.slot)
    assert not is_judged_at(secretary, new, world.slot)


def test_a_change_does_not_start_before_it_is_decided_nor_before_what_was_judged(
    world: World, secretary: Access
) -> None:
    goal = decided(world, secretary)
    world.judged(goal, "nas")
    for starts in (date(2026, 9, 20), date(2027, 1, 2), None):
        with pytest.raises(ValidationError) as refused:
            changed(world, secretary, goal, starts)  # type: ignore[arg-type]
        assert list(refused.value.message_dict) == ["starts"]
        _discard(secretary, goal)
    late = world.occasion
    late.cutoff = date(2026, 9, 25)
    late.save()
    with pytest.raises(ValidationError, match=r"mellan 26\\xa0september 2026 och 31\\xa0december 2026"):
        changed(world, secretary, goal, date(2026, 9, 22))


def test_a_change_does_not_start_after_its_own_last_year(world: World, secretary: Access) -> None:
    goal = decided(world, secretary, year_to=YEAR + 1)
    with pytest.raises(ValidationError) as refused:
        changed(world, secretary, goal, starts=date(YEAR + 1, 3, 1), year_to=YEAR)
    assert "31\xa0december 2026" in refused.value.message_dict["starts"][0]
    assert not GoalEnding.objects.exists()


def _discard(access: Access, goal: Goal) -> None:
    for draft in Goal.objects.filter(predecessor=goal, decision=None):
        delete_goal(access=access, goal=draft, version=draft.version)


def test_what_contributes_follows_to_the_new_version_and_is_kept_on_the_old(world: World, secretary: Access) -> None:
    goal = decided(world, secretary)
    strategy = world.goal("strategi", world.department, goal)
    measure = MeasureFactory(organisation=world.committee, municipality=world.municipality)
    goal.measures.add(measure)

    new = changed(world, secretary, goal)

    assert set(strategy.parents.all()) == {goal, new}
    assert list(new.measures.all()) == [measure]
    chain = read_chain(secretary, YEAR, None, day=TODAY)
    assert list(chain.children[new.pk]) == [strategy.pk]
    assert chain.above(strategy.pk) == {new.pk, goal.parents.get().pk}


def test_saving_what_follows_does_not_lose_the_old_link(world: World, secretary: Access, access_of: AccessOf) -> None:
    goal = decided(world, secretary)
    strategy = world.goal("strategi", world.department, goal, title="Trygghetsteam på varje skola")
    new = changed(world, secretary, goal)
    head = access_of(Role.DEPARTMENT_HEAD, world.committee)

    editor = goal_editor(head, strategy.pk)
    assert (editor.chosen_parents, editor.kept_parents) == ((new.pk,), (goal.pk,))
    assert goal.pk not in {parent.pk for parent in editor.parents}


def test_one_change_at_a_time(world: World, secretary: Access) -> None:
    goal = decided(world, secretary)
    propose_change(access=secretary, goal=goal)
    with pytest.raises(PermissionDenied, match="finns redan"):
        propose_change(access=secretary, goal=goal)
    with pytest.raises(PermissionDenied, match="finns redan"):
        end_goal(access=secretary, goal=goal, by=note(world), version=2, last_day=date(2026, 12, 31), motive="x")


def test_a_change_is_proposed_by_who_may_write_it_and_of_what_is_decided(
    world: World, secretary: Access, access_of: AccessOf
) -> None:
    goal = decided(world, secretary)
    with pytest.raises(PermissionDenied, match="Politiken bestämmer"):
        propose_change(access=access_of(Role.DEPARTMENT_HEAD, world.committee), goal=goal)
    with pytest.raises(PermissionDenied, match="utkast"):
        propose_change(access=secretary, goal=written(world, "Alla lär sig läsa tidigt"))


# ---- replaced ----


def test_another_goal_takes_the_place_with_the_same_right_and_chain(world: World, secretary: Access) -> None:
    goal = decided(world, secretary)
    strategy = world.goal("strategi", world.department, goal)
    given = GoalInput(world.committee.pk, "Alla elever når målen i nian", 2026, 2028)

    new = create_goal(access=secretary, level=world.levels["namndmal"], given=given, replaces=goal)
    assert in_force(world, secretary, TODAY) == {goal.title}
    decide_goal(
        access=secretary, goal=new, by=note(world), version=1, departure="Indikatorn väljs i höst",
        starts=date(2026, 9, 16),
    )  # fmt: skip

    assert in_force(world, secretary, TODAY) == {new.title}
    assert (new.succession, set(strategy.parents.all())) == (Goal.Succession.REPLACES, {goal, new})


def test_next_periods_goal_follows_without_ending_what_runs_out(world: World, secretary: Access) -> None:
    goal = decided(world, secretary)  # 2023–2026
    given = GoalInput(world.committee.pk, "Alla elever når målen i nian", 2027, 2030)
    new = create_goal(access=secretary, level=world.levels["namndmal"], given=given, replaces=goal)

    assert in_force(world, secretary, date(2027, 1, 1)) == {new.title}  # as a draft
    decide_goal(access=secretary, goal=new, by=note(world), version=1, departure="Indikatorn väljs i höst")

    assert not GoalEnding.objects.exists()
    assert in_force(world, secretary, date(2026, 12, 31)) == {goal.title}
    assert in_force(world, secretary, date(2027, 1, 1)) == {new.title}


# ---- ended ----


def test_a_goal_ends_by_decision_on_a_day_with_a_reason(world: World, secretary: Access) -> None:
    goal = decided(world, secretary)

    end_goal(
        access=secretary, goal=goal, by=note(world), version=2, last_day=date(2026, 10, 31), motive="Målet är nått."
    )

    assert in_force(world, secretary, date(2026, 10, 31)) == {goal.title}
    assert in_force(world, secretary, date(2026, 11, 1)) == set()
    assert AuditEvent.objects.get(type=AuditEvent.Type.GOAL_ENDED).data["motive"] == "Målet är nått."
    with pytest.raises(PermissionDenied, match="redan beslutat att målet upphör"):
        end_goal(access=secretary, goal=goal, by=note(world), version=3, last_day=date(2026, 11, 1), motive="x")


def test_the_last_day_is_not_before_the_decision_nor_after_the_goals_years(world: World, secretary: Access) -> None:
    goal = decided(world, secretary)
    for day in (date(2026, 9, 15), date(2027, 1, 1)):
        with pytest.raises(ValidationError) as refused:
            end_goal(access=secretary, goal=goal, by=note(world), version=2, last_day=day, motive="x")
        assert list(refused.value.message_dict) == ["last_day"]


def test_a_goal_whose_period_is_over_is_said_to_be_so(world: World, secretary: Access) -> None:
    goal = written(world, year_from=2023, year_to=2025)
    Goal.objects.filter(pk=goal.pk).update(decision=DecisionFactory(organisation=world.committee))
    with pytest.raises(ValidationError) as refused:
        end_goal(access=secretary, goal=goal, by=note(world), version=1, last_day=date(2026, 10, 1), motive="x")
    [said] = refused.value.message_dict["last_day"]
    assert "perioden är slut 31 december 2025" in said.replace("\u00a0", " ")


def test_the_end_is_decided_by_the_goals_own_body(world: World, secretary: Access) -> None:
    goal = decided(world, secretary)
    other = DecisionFactory(organisation=world.other_committee)
    with pytest.raises(ValidationError, match="Välj beslut"):
        end_goal(
            access=secretary, goal=goal, by=GoalDecision(known=other.pk), version=2,
            last_day=date(2026, 12, 31), motive="x",
        )  # fmt: skip


# ---- drafts go, what is decided stays ----


def test_a_draft_is_taken_away_and_the_log_remembers(world: World, secretary: Access) -> None:
    goal = written(world)

    delete_goal(access=secretary, goal=goal, version=1)

    assert not Goal.objects.filter(pk=goal.pk).exists()
    assert not Indicator.objects.exists()
    event = AuditEvent.objects.get(type=AuditEvent.Type.GOAL_DELETED)
    assert (event.target_id, event.summary) == (goal.pk, "Alla elever är trygga")


def test_what_is_decided_judged_or_carries_something_is_not_taken_away(world: World, secretary: Access) -> None:
    area = world.goal("omrade", world.assembly)
    kept = {
        "fastställt": decided(world, secretary),
        "bedömt": written(world, "Ett"),
        "bidrar": written(world, "Två"),
        "åtgärder": written(world, "Tre"),
    }
    world.judged(kept["bedömt"], "nas")
    world.goal("strategi", world.department, kept["bidrar"])
    kept["åtgärder"].measures.add(MeasureFactory(organisation=world.committee, municipality=world.municipality))
    for words, goal in kept.items():
        with pytest.raises(PermissionDenied, match=words):
            delete_goal(access=secretary, goal=goal, version=goal.version)
    with pytest.raises(PermissionDenied):
        delete_goal(access=secretary, goal=area, version=1)


def test_a_handed_in_report_keeps_its_draft_goals(world: World, secretary: Access) -> None:
    goal = written(world)
    Slot.objects.filter(pk=world.slot.pk).update(status="inlamnad")
    with pytest.raises(PermissionDenied, match="är inlämnad"):
        delete_goal(access=secretary, goal=goal, version=1)
    with pytest.raises(PermissionDenied, match="är inlämnad"):
        decide_goal(access=secretary, goal=goal, by=note(world), version=1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE goals_goal SET title = 'Annat' WHERE id = %(goal)s",
        "UPDATE goals_goal SET year_to = 2030 WHERE id = %(goal)s",
        "UPDATE goals_goal SET decision_id = NULL WHERE id = %(goal)s",
        "UPDATE goals_goal SET departure = 'Annat' WHERE id = %(goal)s",
        "DELETE FROM goals_goal WHERE id = %(goal)s",
        "UPDATE goals_indicator SET direction = 'ner' WHERE goal_id = %(goal)s",
        "DELETE FROM goals_indicator WHERE goal_id = %(goal)s",
        "UPDATE goals_indicatortarget SET value = 1 WHERE indicator_id = %(indicator)s",
        "DELETE FROM goals_indicatortarget WHERE indicator_id = %(indicator)s",
    ],
)
def test_what_is_decided_is_kept_whoever_writes(statement: str, world: World, secretary: Access) -> None:
    goal = decided(world, secretary)
    keys = {"goal": goal.pk, "indicator": goal.indicators.get().pk}
    with pytest.raises(DatabaseError, match="ändras bara med ett nytt beslut"), transaction.atomic():
        connection.cursor().execute(statement, keys)


def test_what_stays_open_on_a_decided_goal_is_written(world: World, secretary: Access) -> None:
    goal = decided(world, secretary)
    given = GoalInput(
        **{name: getattr(goal, name) for name in ("organisation_id", "title", "year_from", "year_to")},
        owner_role="Skolchef",
        parent_ids=list(goal.links_up.values_list("parent_id", flat=True)),
    )
    assert edit_goal(access=secretary, goal=goal, given=given, version=2).owner_role == "Skolchef"


@pytest.mark.parametrize(
    "statement", ["UPDATE goals_goalending SET last_day = last_day", "DELETE FROM goals_goalending"]
)
def test_an_ending_is_final(statement: str, world: World, secretary: Access) -> None:
    goal = decided(world, secretary)
    end_goal(access=secretary, goal=goal, by=note(world), version=2, last_day=date(2026, 10, 31), motive="Nått")

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        connection.cursor().execute(statement)
