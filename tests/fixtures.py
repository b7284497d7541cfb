"""Fixtures that sign somebody in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from styrmodell.access import Access, access_for
from styrmodell.models import Organisation
from styrmodell.permissions import Role
from tests.factories import RoleAssignmentFactory


def new_access(role: Role, organisation: Organisation) -> Access:
    """The access of a new user with that role there."""
    assignment = RoleAssignmentFactory(role=role.value, organisation=organisation)
    return access_for(assignment.user, organisation.municipality)


def new_client(role: Role, organisation: Organisation) -> Client:
    """A signed-in client of a new user with that role there."""
    assignment = RoleAssignmentFactory(role=role.value, organisation=organisation)
    client = Client()
    client.force_login(assignment.user)
    return client


@pytest.fixture
def access_of(db: None) -> Callable[[Role, Organisation], Access]:
    """`access_of(role, organisation)`: see `new_access`."""
    return new_access


@pytest.fixture
def client_for(db: None) -> Callable[[Role, Organisation], Client]:
    """`client_for(role, organisation)`: see `new_client`."""
    return new_client
