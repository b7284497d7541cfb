"""When a goal can have been decided: values in, words out."""

from __future__ import annotations

from datetime import date

import pytest

from goals.rules.decision_day import decision_problem

OLD = "Den 1 januari 1900 är mer än fem år före 2023, det första året. Kontrollera beslutets år."
EARLY = "Den 9 juni 2025 är före den 10 juni 2025, då målet beslutades. Skriv den dagen eller en senare."


@pytest.mark.parametrize(
    ("day", "before", "said"),
    [
        (date(1900, 1, 1), None, OLD),
        (date(2017, 12, 31), None, "Den 31 december 2017 är mer än fem år före 2023, det första året. Kontrollera beslutets år."),
        (date(2018, 1, 1), None, ""),
        (date(2026, 6, 1), None, ""),
        (date(2025, 6, 9), date(2025, 6, 10), EARLY),
        (date(2025, 6, 10), date(2025, 6, 10), ""),
    ],
)  # fmt: skip
def test_a_decision_is_not_older_than_what_it_is_about(day: date, before: date | None, said: str) -> None:
    assert decision_problem(day, first_year=2023, before=before).replace("\u00a0", " ") == said
