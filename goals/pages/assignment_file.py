"""The register of assignments as a workbook: what is asked for, a row each."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from goals import policies
from goals.models import Assignment
from goals.pages.assignments import decision_words
from goals.rules.vocabulary import AssignmentKind
from goals.selectors.assignments import AssignmentQuery, assignments
from styrmodell.access import Access
from styrmodell.pages.sheets import write_xlsx
from ui import clock
from ui.rules.swedish import DateForm, sv_date

AT_A_TIME = 500
HEADINGS = (
    "Slag", "Rubrik", "Beslut", "Diarienummer", "Ansvarig", "Ansvarig roll", "Klart senast", "Läge", "Senaste besked",
    "Besked den", "Anmält till fullmäktige", "Svar", "Avslutat genom",
)  # fmt: skip
WIDTHS = (18, 50, 26, 18, 34, 28, 14, 16, 60, 14, 22, 60, 26)


def assignment_file(access: Access, query: AssignmentQuery) -> bytes:
    """What is asked for, in the order of the page (one query)."""
    file = BytesIO()
    write_xlsx(file, "Uppdrag", WIDTHS, _lines(access, query))
    return file.getvalue()


def _lines(access: Access, query: AssignmentQuery) -> Iterator[tuple[str, ...]]:
    yield HEADINGS
    for row in assignments(access, query).iterator(AT_A_TIME):
        yield _line(access, row)


def _line(access: Access, row: Assignment) -> tuple[str, ...]:
    def day(name: str) -> str:
        value = getattr(row, name)
        return sv_date(value, DateForm.ISO) if value else ""

    return (
        AssignmentKind(row.kind).label,
        row.title,
        decision_words(row.decision),
        row.decision.diary_number,
        row.organisation.name,
        row.responsible,
        day("due"),
        row.mark(clock.today()).label,
        row.latest_words or "",  # type: ignore[attr-defined]
        day("latest_day"),
        day("reported"),
        row.answer if policies.can_read_answer(access, row) else "",
        decision_words(row.closing) if row.closing else "",
    )
