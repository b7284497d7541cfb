"""A large invented municipality for measurements: the same every time, all of it Exempelsiffror."""

from __future__ import annotations

from django.db import transaction

from budget.models import ClosedMonth, LedgerBatch
from demo.copying import check_at_once
from demo.load import FIXTURES, ExampleLoader, LoadedExample
from demo.money import SIGN, activities
from demo.rollup import post
from demo.storkommun_content import BOARD_RULE, NAME, SHORT, SLUG, YEAR, content
from demo.storkommun_rows import ActivityCost, postings
from demo.storkommun_tree import organisation
from goals.actions.steering import load_whole_file
from styrmodell.actions.steering import Applied
from styrmodell.loader.read import read_steering_file
from styrmodell.loader.schema import OrganisationEntry, SteeringFile
from styrmodell.models import Municipality
from styrmodell.rules.vocabulary import OrganisationKind
from ui import clock

BASE = "svenljunga"  # whose levels, words, rules and calendar the large municipality borrows
MONTHS = {YEAR - 2: 12, YEAR - 1: 12, YEAR: 8}
KRONOR_PER_TKR = 1000


@transaction.atomic
def load_storkommun(rows: int, tree: list[OrganisationEntry] | None = None) -> LoadedExample | None:
    """Make the municipality with `rows` posted rows over three years; None when it is there already.

    `tree` is its organisation, 600 strong unless a smaller one is given."""
    if Municipality.objects.filter(slug=SLUG).exists():
        return None
    check_at_once()
    tree = tree or organisation()
    applied = load_whole_file(file=_file(tree), is_demo=True)
    return _Loader(applied, tree, rows).load()


def _file(tree: list[OrganisationEntry]) -> SteeringFile:
    """The borrowed steering model over the large tree; the monthly report is everybody's."""
    base = read_steering_file(FIXTURES / f"{BASE}.yaml")
    town = base.municipality.model_copy(
        update={"slug": SLUG, "code": None, "name": NAME, "short_name": SHORT, "logo_svg": None, "description": None}
    )
    rules = [
        rule.model_copy(update={"organisation_kinds": list(OrganisationKind)}) if rule.code == BOARD_RULE else rule
        for rule in base.occasion_rules
    ]
    areas = [area.model_copy(update={"is_example": True}) for area in base.areas]
    return base.model_copy(update={"municipality": town, "organisation": tree, "occasion_rules": rules, "areas": areas})


class _Loader(ExampleLoader):
    """An example whose posted rows are many."""

    def __init__(self, applied: Applied, tree: list[OrganisationEntry], rows: int) -> None:
        super().__init__(applied.municipality, applied.model, content(tree))
        self.rows = rows

    def create_outcomes(self) -> int:
        """The rows asked for, in proportion to the months of each year; one batch a year."""
        units = [
            ActivityCost(self.organisations[row.code].pk, row.profile, row.budget * KRONOR_PER_TKR)
            for row in activities(self.content)
        ]
        groups = {code: group.pk for code, group in self.groups.items()}
        total, posted = sum(MONTHS.values()), 0
        for year, months in MONTHS.items():
            share = self.rows * months // total if year != YEAR else self.rows - posted
            posted += post(self._batch(year, months), self.municipality, postings(units, groups, year, months, share))
        ClosedMonth.objects.bulk_create(
            ClosedMonth(municipality=self.municipality, year=YEAR, month=month)
            for month in range(1, self.content.money.closed_month + 1)
        )
        return posted

    def _batch(self, year: int, months: int) -> LedgerBatch:
        return LedgerBatch.objects.create(
            municipality=self.municipality,
            year=year,
            months=list(range(1, months + 1)),
            filename=f"utfall_{year}.csv",
            sha256=f"{year:064d}",
            sign=SIGN,
            state=LedgerBatch.State.APPLIED,
            applied_at=clock.now(),
            is_example=True,
        )
