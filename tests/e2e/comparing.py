"""What the pages and files say of a decided report, held against the table written by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.by_hand import Story, Sums, Taken
from tests.e2e.downloads import fetch_excel, sheet_rows
from tests.e2e.steps import NBSP, shown_kronor, shown_tkr


def laget_says(page: Page, story: Story) -> None:
    """Every nämnd's forecast against budget and its budget, and the sum, on Läget."""
    table = page.get_by_role("region", name="Håller vi budgeten?").get_by_role("table")
    rows = table.get_by_role("row").filter(has=page.get_by_role("rowheader")).all()
    shown = [
        [*row.get_by_role("rowheader").all_inner_texts(), *row.get_by_role("cell").all_inner_texts()] for row in rows
    ]
    assert {name: (variance, budget) for name, _, variance, budget in shown} == {
        name: (shown_tkr(Decimal(sums.variance)), shown_kronor(Decimal(sums.budget)))
        for name, sums in story.rows.items()
    }


def report_says(page: Page, story: Story) -> None:
    """Every sum, and the way to the decision with every body, day and §, in the report on the page."""
    table = page.get_by_role("table").filter(has_text="Driftredovisning")
    shown = {}
    for row in table.locator("tbody tr").all():
        cells = row.get_by_role("cell").all_inner_texts()
        shown[row.get_by_role("rowheader").inner_text()] = (cells[1], cells[4], cells[6], cells[7], cells[9])
    assert shown == {name: in_report(sums) for name, sums in story.rows.items()}
    text = " ".join(page.get_by_role("main").inner_text().split())
    assert [name for name, taken in story.whole.items() if f"{name} {told(taken)}." not in text] == []
    assert "Utkast" not in text


def in_report(sums: Sums) -> tuple[str, ...]:
    """A row as the report writes it: net cost with minus."""
    costs = [shown_kronor(Decimal(-amount)) for amount in (sums.outcome, sums.budget, sums.forecast)]
    return (*costs, shown_tkr(Decimal(sums.variance)), sums.word)


def told(taken: Taken) -> str:
    """A step as the report tells it: «Kommunstyrelsen 22 september 2026, § 140», or the day alone."""
    return f"{taken.body} {written(taken)}, § {taken.paragraph}" if taken.body else written(taken)


def written(taken: Taken) -> str:
    """«22 september 2026»: every story is decided in that month."""
    return f"{taken.day.day} september 2026"


def workbook_says(page: Page, folder: Path, story: Story) -> None:
    """The same sums, exactly, in the workbook."""
    rows = sheet_rows(fetch_excel(page, folder), "Driftredovisning")
    heads = next(row for row in rows.values() if "Helår: Budget" in row)
    wanted = (f"{story.period}: Utfall", "Helår: Budget", "Helår: Prognos", "Helår: Avvikelse")
    places = [heads.index(label) for label in wanted]
    shown = {name: [Decimal(str(rows[name][place])) for place in places] for name in story.rows}
    assert shown == {
        name: [Decimal(amount) for amount in (-sums.outcome, -sums.budget, -sums.forecast, sums.variance)]
        for name, sums in story.rows.items()
    }


def board_says(page: Page, story: Story) -> None:
    """Every unit's report is decided, or closed with the whole's, on the status board."""
    table = page.get_by_role("table", name="Status per organisation och del")
    shown = {
        row.get_by_role("rowheader").get_by_role("link").inner_text(): row.get_by_role("cell").first.inner_text()
        for row in table.get_by_role("row").filter(has=page.get_by_role("rowheader")).all()
    }
    assert shown == dict.fromkeys(
        story.units, "Beslutad och låst" if story.units_decide else "Ingår i helhetens beslut"
    )


def unit_says(page: Page, story: Story, unit: str) -> None:
    """A unit's own report: who decided it, when and with which §, or in whose decision it is included."""
    taken, text = story.units[unit], " ".join(page.get_by_role("main").inner_text().split())
    if story.units_decide:
        assert f"Beslutad {written(taken)} av {taken.body}, § {taken.paragraph}. Går inte att ändra." in text
    else:
        assert f"Ingår i beslutet av {taken.body} {written(taken)}, § {taken.paragraph}. Går inte att ändra." in text


def missing_on_paper(text: str, story: Story) -> list[str]:
    """What is not in the PDF's text: of the steps with body, day and §, and of the rows, each with its sums in a line."""
    running, lines = " ".join(text.split()), [f" {line} " for line in text.splitlines()]
    steps = [told(taken) for taken in story.whole.values() if told(taken) not in running]
    return steps + [name for name, sums in story.rows.items() if not any(_holds(line, sums) for line in lines)]


def _holds(line: str, sums: Sums) -> bool:
    """A long name stands in two lines, so the sums alone tell whose row it is: no two are alike."""
    return all(f" {figure.replace(NBSP, ' ')} " in line for figure in in_report(sums))
