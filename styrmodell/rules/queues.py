"""In which queue a job waits. Workers take from the queues in the order of their names."""

from __future__ import annotations

from enum import StrEnum


class Queue(StrEnum):
    """Who reads in a file waits for the answer at the screen; a report may take its time."""

    IMPORTS = "imports"
    REPORTS = "reports"
