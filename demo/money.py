"""Frames, posted outcomes, measures and statements of an example municipality."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from budget.models import BudgetLine, ClosedMonth, LedgerBatch, StatementFigure
from demo.content import ActivityBudget, ExampleContent, MeasureText
from demo.ledger import PostedAmount, kronor, last_year_rows, outcome_rows
from demo.profiles import by_group
from demo.rollup import Posting, post
from styrmodell.models import AccountGroup, Decision, Measure, Municipality, Occasion, Organisation
from ui import clock

KRONOR_PER_TKR = 1000
KRONOR_PER_MNKR = 1_000_000
INCOME_SHARE = 14  # income of the verksamheter in per cent of their net cost, in the example statements
SIGN = "intakt_plus"
Groups = Mapping[str, AccountGroup]
Organisations = Mapping[str, Organisation]


def activities(content: ExampleContent) -> Iterator[ActivityBudget]:
    """Every verksamhet with money."""
    for committee in content.money.committees:
        yield from committee.activities


def cutoff_month(content: ExampleContent) -> int:
    """The month of the open occasion: `utfall` in the file is the sum from January to it."""
    return next((row.month for row in content.occasions if row.state == "oppen"), content.money.last_month)


def create_budget(
    content: ExampleContent, organisations: Organisations, groups: Groups, decision: Decision | None
) -> None:
    """The year's original budget per verksamhet and account group, in whole kronor."""
    BudgetLine.objects.bulk_create(
        BudgetLine(
            municipality_id=organisations[activity.code].municipality_id,
            organisation=organisations[activity.code],
            account_group=groups[group],
            year=content.year,
            amount=Decimal(amount),
            decision=decision,
            is_example=True,
        )
        for activity in activities(content)
        for group, amount in by_group(activity.budget * KRONOR_PER_TKR, activity.profile).items()
    )


def create_outcomes(
    content: ExampleContent, municipality: Municipality, organisations: Organisations, groups: Groups
) -> int:
    """The year before as one batch and this year's months as one batch each; returns the number of rows."""
    before = [row for activity in activities(content) for row in last_year_rows(activity, content.year - 1)]
    count = _batch(municipality, content.year - 1, list(range(1, 13)), before, organisations, groups)
    now = this_year_rows(content)
    for month in range(1, content.money.last_month + 1):
        rows = [row for row in now if row.month == month]
        count += _batch(municipality, content.year, [month], rows, organisations, groups)
    ClosedMonth.objects.bulk_create(
        ClosedMonth(municipality=municipality, year=content.year, month=month)
        for month in range(1, content.money.closed_month + 1)
    )
    return count


def this_year_rows(content: ExampleContent) -> list[PostedAmount]:
    """Every row from January to the open occasion's month, also those that are not loaded yet."""
    last = cutoff_month(content)
    return [row for activity in activities(content) for row in outcome_rows(activity, content.year, last, last)]


def _batch(
    municipality: Municipality,
    year: int,
    months: list[int],
    rows: Sequence[PostedAmount],
    organisations: Organisations,
    groups: Groups,
) -> int:
    name = f"utfall_{year}.xlsx" if len(months) > 1 else f"utfall_{year}-{months[0]:02d}.xlsx"
    batch = LedgerBatch.objects.create(
        municipality=municipality,
        year=year,
        months=months,
        filename=name,
        sha256=hashlib.sha256(repr(rows).encode()).hexdigest(),
        sign=SIGN,
        state=LedgerBatch.State.APPLIED,
        applied_at=clock.now(),
        is_example=True,
    )
    return post(batch, municipality, _postings(rows, organisations, groups))


def _postings(rows: Iterable[PostedAmount], organisations: Organisations, groups: Groups) -> Iterator[Posting]:
    for row in rows:
        yield Posting(organisations[row.code].pk, groups[row.group].pk, row.month, row.account, kronor(row.ore))


def create_measures(
    texts: Sequence[MeasureText], organisations: Organisations, decisions: Mapping[str, Decision]
) -> dict[str, Measure]:
    """The measures by code."""
    measures = Measure.objects.bulk_create(
        Measure(
            municipality_id=organisations[text.organisation].municipality_id,
            organisation=organisations[text.organisation],
            title=text.title,
            responsible=text.responsible,
            start=text.start,
            due=text.due,
            status=text.status,
            expected_effect=Decimal(text.effect * KRONOR_PER_TKR),
            realised_effect=None if text.realised is None else Decimal(text.realised * KRONOR_PER_TKR),
            consequence=text.consequence,
            decision=decisions[text.decision] if text.decision else None,
            is_example=True,
        )
        for text in texts
    )
    return dict(zip((text.code for text in texts), measures, strict=True))


def create_statements(content: ExampleContent, municipality: Municipality, folder: Path) -> None:
    """This year's example budget, and the municipality's own published figures where `folder` has them."""
    figures = [*_budgeted(municipality, content), *_published(municipality, folder)]
    StatementFigure.objects.bulk_create(figures)


def create_central_items(content: ExampleContent, occasion: Occasion, key: str) -> None:
    """What ekonomikontoret has entered for the whole municipality at an occasion."""
    StatementFigure.objects.bulk_create(
        StatementFigure(
            municipality_id=occasion.municipality_id,
            statement=StatementFigure.Statement.INCOME,
            row=row,
            year=occasion.year,
            column=StatementFigure.Column.FORECAST,
            occasion=occasion,
            amount=amount * KRONOR_PER_MNKR,
            source=_source(content),
            is_example=True,
        )
        for row, amount in content.money.result.forecasts.get(key, {}).items()
    )


def _budgeted(municipality: Municipality, content: ExampleContent) -> Iterator[StatementFigure]:
    """The year's budgeted statement: the nämnder's frames and what is given for the municipality as a whole."""
    given = {row: amount * KRONOR_PER_MNKR for row, amount in content.money.result.budget.items()}
    if not given:
        return
    frames = -sum(activity.budget for activity in activities(content))
    net = Decimal(frames * KRONOR_PER_TKR) + given.pop("central_kostnad")
    income = (-net * INCOME_SHARE / 100).quantize(Decimal(1))
    rows = {**given, "verksamhetens_intakter": income, "verksamhetens_kostnader": net - income}
    at = (content.year, StatementFigure.Column.BUDGET)
    for row, amount in rows.items():
        yield _figure(
            municipality, StatementFigure.Statement.INCOME, row, at, amount, _source(content), is_example=True
        )


def _source(content: ExampleContent) -> str:
    return f"Exempelsiffror {content.year}"


def _published(municipality: Municipality, folder: Path) -> Iterator[StatementFigure]:
    """Real figures of annual reports: the file says row, year, column, mnkr and source."""
    path = folder / f"{municipality.slug}_uppstallningar.csv"
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter=";"):
            yield _figure(
                municipality,
                StatementFigure.Statement(line["uppstallning"]),
                line["rad"],
                (int(line["ar"]), StatementFigure.Column(line["kolumn"])),
                Decimal(line["mnkr"]) * KRONOR_PER_MNKR,
                line["kalla"],
                is_example=False,
            )


def _figure(
    municipality: Municipality,
    statement: StatementFigure.Statement,
    row: str,
    key: tuple[int, StatementFigure.Column],
    amount: Decimal,
    source: str,
    *,
    is_example: bool,
) -> StatementFigure:
    return StatementFigure(
        municipality=municipality,
        statement=statement,
        row=row,
        year=key[0],
        column=key[1],
        amount=amount,
        source=source,
        is_example=is_example,
    )
