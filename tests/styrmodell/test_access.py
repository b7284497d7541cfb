"""Who has which rights where: from a day to a day, and down the tree."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from styrmodell.access import Access, AccessDenied, access_at, access_for, system_access
from styrmodell.permissions import Permission, Role
from tests.factories import MunicipalityFactory, OrganisationFactory, RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 15)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-09-15T12:00:00+02:00", tick=False):
        yield


@pytest.fixture
def tree():
    """Fullmäktige over two nämnder, the first with a unit."""
    top = OrganisationFactory(kind="fullmaktige")
    first, second = (OrganisationFactory(municipality=top.municipality, parent=top) for _ in range(2))
    return top, first, second, OrganisationFactory(municipality=top.municipality, parent=first)


def holding(*roles: tuple[Role, object], **days: date | None) -> Access:
    user = UserFactory()
    for role, organisation in roles:
        RoleAssignmentFactory(user=user, role=role.value, organisation=organisation, **days)
    return access_for(user, roles[0][1].municipality)


def test_a_right_holds_where_the_role_is_held_and_below_but_not_above_or_beside(tree):
    top, first, second, unit = tree
    access = holding((Role.DEPARTMENT_HEAD, first))
    assert access.organisation_ids(Permission.GOAL_PLAN) == [first.pk, unit.pk]
    assert access.has(Permission.GOAL_PLAN)
    assert not access.has(Permission.GOAL_PLAN, top.pk)
    assert not access.has(Permission.GOAL_PLAN, second.pk)
    assert not access.has(Permission.LEDGER_IMPORT)


def test_roles_in_several_places_are_kept_apart(tree):
    _, first, second, _ = tree
    access = holding((Role.POLITICIAN, second), (Role.SECRETARY, first), (Role.CONTROLLER, second))
    assert access.has(Permission.GOAL_EDIT, first.pk)
    assert not access.has(Permission.GOAL_EDIT, second.pk)
    assert access.has(Permission.LEDGER_IMPORT, second.pk)
    assert not access.has(Permission.LEDGER_IMPORT, first.pk)


@pytest.mark.parametrize(
    ("first_day", "last_day", "holds"),
    [
        (DAY, DAY, True),
        (date(2026, 1, 1), None, True),
        (date(2026, 9, 16), None, False),
        (date(2026, 1, 1), date(2026, 9, 14), False),
    ],
)
def test_a_role_is_held_from_its_first_day_through_its_last(tree, first_day, last_day, holds):
    if holds:
        assert holding((Role.CONTROLLER, tree[0]), valid_from=first_day, valid_to=last_day).has(Permission.VIEW)
        return
    with pytest.raises(AccessDenied):
        holding((Role.CONTROLLER, tree[0]), valid_from=first_day, valid_to=last_day)


def test_an_organisation_is_there_through_its_last_day(tree):
    top, first, second, _ = tree
    for organisation, last in ((first, DAY), (second, date(2026, 9, 14))):
        organisation.valid_to = last
        organisation.save()
    access = holding((Role.CONTROLLER, top))
    assert first.pk in access.organisations
    assert second.pk not in access.organisations
    assert second.pk not in access.organisation_ids(Permission.VIEW)


def test_an_organisation_is_there_from_its_first_day(tree):
    top, first, second, _ = tree
    for organisation, day in ((first, DAY), (second, date(2026, 9, 16))):
        organisation.valid_from = day
        organisation.save()
    access = holding((Role.CONTROLLER, top))
    assert first.pk in access.organisations
    assert second.pk not in access.organisations
    assert second.pk not in access.organisation_ids(Permission.VIEW)
    assert second.pk not in access.ever.organisations
    assert second.pk in access.at(date(2026, 9, 16)).organisations


def test_the_tree_of_another_day_is_what_it_was_then_with_the_rights_of_today(tree):
    top, first, second, unit = tree
    first.valid_to = unit.valid_to = date(2025, 12, 31)
    second.valid_from = date(2026, 1, 1)
    for organisation in (first, second, unit):
        organisation.save()
    access = holding((Role.CONTROLLER, top))

    assert set(access.organisations) == {top.pk, second.pk}
    assert set(access.at(date(2025, 12, 31)).organisations) == {top.pk, first.pk, unit.pk}
    assert set(access.at(date(2026, 1, 1)).organisations) == {top.pk, second.pk}
    assert set(access.ever.organisations) == {top.pk, first.pk, second.pk, unit.pk}
    assert access.at(date(2025, 12, 31)).organisation_ids(Permission.VIEW) == [top.pk, first.pk, unit.pk]


def test_a_role_in_what_has_ended_holds_there_so_that_its_last_report_can_be_written(tree):
    top, first, _, unit = tree
    first.valid_to = unit.valid_to = date(2026, 9, 14)
    first.save()
    unit.save()
    access = holding((Role.DEPARTMENT_HEAD, first))
    assert access.has(Permission.GOAL_PLAN, unit.pk)
    assert access.organisation_ids(Permission.GOAL_PLAN) == []
    assert not access.has(Permission.GOAL_PLAN, top.pk)


def test_an_address_gives_access_to_its_own_municipality_only(tree):
    elsewhere = MunicipalityFactory()
    user = holding((Role.CONTROLLER, tree[0])).user
    assert user is not None
    assert access_at(user, tree[0].municipality.slug).municipality == tree[0].municipality
    for slug in (elsewhere.slug, "finns-inte", ""):
        with pytest.raises(AccessDenied):
            access_at(user, slug)


def test_a_command_on_the_server_may_do_everything_everywhere_in_its_municipality(tree):
    OrganisationFactory()
    access = system_access(tree[0].municipality)
    everywhere = sorted(row.pk for row in tree)
    assert all(sorted(access.organisation_ids(permission)) == everywhere for permission in Permission)
    assert access.user_id is None
