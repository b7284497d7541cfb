"""The worker's application with two kinds of jobs more: one that goes well, and one that kills its process each time.

Both are known to whoever imports this: the worker (`celery -A tests.chaos.app`) and the tests."""

from __future__ import annotations

import os
import signal
from typing import Any

import django
from django.apps import apps

from config.celery import app

if not apps.ready:
    django.setup()

from styrmodell import jobs
from styrmodell.models import Job
from styrmodell.rules.queues import Queue

__all__ = ["app"]
SOUND, POISON = "prov_frisk", "prov_gift"


def _sound(job: Job) -> dict[str, Any]:
    return {"key": job.key}


def _poison(job: Job) -> dict[str, Any]:
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


jobs.register(SOUND, _sound, Queue.REPORTS, limited=False)
jobs.register(POISON, _poison, Queue.REPORTS, limited=False)
