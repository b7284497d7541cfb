"""Fixtures for the goals' tests."""

from __future__ import annotations

import pytest

from tests.goals.world import World, build_world


@pytest.fixture
def world(db: None) -> World:
    """A municipality with a chain and two occasions."""
    return build_world()
