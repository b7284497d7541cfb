"""The worker's application with three kinds of jobs more: one that goes well, one that kills its process each time, and
one that has no end and does not listen.

All are known to whoever imports this: the worker (`celery -A tests.chaos.app`) and the tests."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from threading import Event
from typing import Any

import django
from celery.exceptions import SoftTimeLimitExceeded
from django.apps import apps

from config.celery import app

if not apps.ready:
    django.setup()

from styrmodell import jobs
from styrmodell.models import Job
from styrmodell.rules.queues import Queue

__all__ = ["app"]
TIME_LIMIT = "CHAOS_TIME_LIMIT"  # seconds, instead of the ten minutes of life
SOUND, POISON, ENDLESS = "prov_frisk", "prov_gift", "prov_evig"


def _sound(job: Job) -> dict[str, Any]:
    return {"key": job.key}


def _poison(job: Job) -> dict[str, Any]:
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def _endless(job: Job) -> dict[str, Any]:
    while True:
        with suppress(SoftTimeLimitExceeded):
            Event().wait()


jobs.register(SOUND, _sound, Queue.REPORTS, limited=False)
jobs.register(POISON, _poison, Queue.REPORTS, limited=False)
jobs.register(ENDLESS, _endless, Queue.REPORTS, limited=False)
if TIME_LIMIT in os.environ:
    seconds = int(os.environ[TIME_LIMIT])
    app.conf.update(task_time_limit=seconds, task_soft_time_limit=seconds - 1)
