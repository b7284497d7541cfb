"""Fixtures for all tests: the database, and settings that make tests quick."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.conf import settings as project_settings
from django.test import override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from tests.database import cloned_database

pytest_plugins = ["tests.fixtures"]

# The same cases and the same shuffled order every time: what passes here passes everywhere. `make fuzz` draws anew.
hypothesis_settings.register_profile("fuzz", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.register_profile("same", hypothesis_settings.get_profile("fuzz"), derandomize=True)
hypothesis_settings.load_profile("same")
ORDER = 2026


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Give pytest-randomly its seed, unless the command line does or the plugin is left out."""
    if getattr(config.option, "randomly_seed", None) == "default":
        config.option.randomly_seed = ORDER


@pytest.fixture(scope="session", autouse=True)
def quick_settings(django_test_environment: None) -> Iterator[None]:
    """Cheap password hashes, and static files served without a manifest."""
    storages = deepcopy(project_settings.STORAGES)
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES=storages,
    ):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replace pytest-django's: a clone of the migrated template instead of migrating in every process."""
    with django_db_blocker.unblock(), cloned_database():
        yield
