"""How far a job has come, in words that hold: who waits is told for what, and who was cut off what happens now."""

from __future__ import annotations

from dataclasses import dataclass

from styrmodell import disk, jobs
from styrmodell.models import Job
from styrmodell.models.job import MAX_ATTEMPTS

SLOW = 120  # seconds: after that something may be wrong
QUICK, STEADY = 10, 60  # seconds waited: how often the page asks again


@dataclass(frozen=True, slots=True)
class Progress:
    """A job that is under way."""

    icon: str
    word: str  # «Pågår», «Väntar, 2 före», «Försöker igen»
    text: str
    waited: int  # seconds

    @property
    def ask_again(self) -> int:
        """Seconds until the page asks again: the longer it has waited, the more seldom."""
        if self.waited < QUICK:
            return 1
        return 3 if self.waited < STEADY else 10


def progress_of(job: Job | None) -> Progress | None:
    """How far the job has come; None when it is not under way. One query more while it waits."""
    if job is None or not job.is_under_way:
        return None
    return Progress(*_words(job), job.waited)


def _words(job: Job) -> tuple[str, str, str]:
    if job.state == Job.State.QUEUED and job.reason == disk.WAITS:
        return "klocka", "Väntar på plats", job.reason
    if job.is_lost or (job.attempts and job.state == Job.State.QUEUED):
        tried = f"Försök {job.attempts} av {MAX_ATTEMPTS} avbröts."
        return "angra", "Försöker igen", f"{tried} Nästa görs inom en minut. Du behöver inte göra något."
    if job.state == Job.State.RUNNING:
        return "a-pag", "Pågår", "Du kan lämna sidan och komma tillbaka."
    first = jobs.before(job)
    word = f"Väntar, {first} före" if first else "Väntar, näst på tur"
    if job.waited > SLOW and not first:
        return (
            "klocka",
            word,
            "Det tar längre tid än det brukar. Beställningen ligger kvar. Säg till den som sköter driften.",
        )
    return "a-ej", word, "Arbetet börjar när det blir din tur. Du kan lämna sidan och komma tillbaka."
