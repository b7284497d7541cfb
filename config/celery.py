"""The Celery application.

Nothing of value lives in the broker: jobs are rows in PostgreSQL, and a message only says "look at job 4711".
``celery_settings`` gives every ``CELERY_*`` name; ``config.settings`` takes them over, and ``app`` reads them there.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from celery import Celery
from kombu import Queue as Waiting

from styrmodell.rules.queues import Queue

SOFT_TIME_LIMIT = 540  # seconds: the task may finish tidily
TIME_LIMIT = 600  # seconds: the task is ended
VISIBILITY_TIMEOUT = 900  # seconds: must exceed TIME_LIMIT, else a second copy starts beside the first

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("styrmodell")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def every(seconds: int, task: str) -> dict[str, Any]:
    """A task that beat has started so often; one that nobody has taken when the next is due is dropped."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


def celery_settings(broker_url: str, var_dir: Path) -> dict[str, Any]:
    """Every ``CELERY_*`` setting. Beat keeps its schedule under ``var_dir``.

    The visibility timeout stands in all three places Celery reads, and lost messages are looked for every 10 seconds
    instead of every 100. A worker that is told nothing else takes from all queues, in the order of their names.
    """
    return {
        "CELERY_BROKER_URL": broker_url,
        "CELERY_TASK_QUEUES": [Waiting(queue.value) for queue in Queue],
        "CELERY_TASK_DEFAULT_QUEUE": Queue.IMPORTS.value,  # the sweeper too goes before the reports
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "visibility_timeout": VISIBILITY_TIMEOUT,
            "queue_order_strategy": "sorted",
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
            "socket_timeout": 10,
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
        },
        "CELERY_VISIBILITY_TIMEOUT": VISIBILITY_TIMEOUT,
        "CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS": {"visibility_timeout": VISIBILITY_TIMEOUT},
        "CELERY_TASK_PUBLISH_RETRY_POLICY": {"max_retries": 1, "interval_start": 0, "interval_max": 0.2},
        "CELERY_TASK_ACKS_LATE": True,
        "CELERY_TASK_REJECT_ON_WORKER_LOST": True,
        "CELERY_TASK_IGNORE_RESULT": True,
        "CELERY_TASK_STORE_ERRORS_EVEN_IF_IGNORED": False,
        "CELERY_TASK_SOFT_TIME_LIMIT": SOFT_TIME_LIMIT,
        "CELERY_TASK_TIME_LIMIT": TIME_LIMIT,
        "CELERY_TASK_SERIALIZER": "json",
        "CELERY_RESULT_SERIALIZER": "json",
        "CELERY_ACCEPT_CONTENT": ["json"],
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        "CELERY_WORKER_MAX_MEMORY_PER_CHILD": 400_000,  # kB; WeasyPrint never gives memory back
        "CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT": 60.0,
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
        "CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS": True,
        "CELERY_TIMEZONE": "Europe/Stockholm",
        "CELERY_ENABLE_UTC": True,
        "CELERY_BEAT_SCHEDULER": "config.beat:OneScheduler",
        "CELERY_BEAT_SCHEDULE_FILENAME": str(var_dir / "beat-schedule"),
    }
