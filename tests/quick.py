"""Settings that make tests quick."""

from __future__ import annotations

from copy import deepcopy

from django.conf import settings
from django.test import override_settings


def quick_settings() -> override_settings:
    """Cheap password hashes, and static files served without a manifest, while it lasts."""
    storages = deepcopy(settings.STORAGES)
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES=storages,
    )
