"""Fixtures for all tests: the database, and settings that make tests quick."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from config import env
from config.sockets import broker_folder
from tests.broker import running_broker
from tests.database import cloned_database
from tests.quick import quick_settings

pytest_plugins = ["tests.fixtures"]

# The same cases and the same shuffled order every time: what passes here passes everywhere. `make fuzz` draws anew.
settings.register_profile("fuzz", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("fuzz"), derandomize=True)
settings.load_profile("same")
ORDER = 2026


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Give pytest-randomly its seed, unless the command line does or the plugin is left out."""
    if getattr(config.option, "randomly_seed", None) == "default":
        config.option.randomly_seed = ORDER


@pytest.fixture(scope="session", autouse=True)
def quick(django_test_environment: None) -> Iterator[None]:
    """Every test has the quick settings."""
    with quick_settings():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replace pytest-django's: a clone of the migrated template instead of migrating in every process, and a broker."""
    with django_db_blocker.unblock(), running_broker(broker_folder(env.var_dir())), cloned_database():
        yield
