"""Which reporting occasions can be opened."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from styrmodell.access import Access
from styrmodell.models import ReportingOccasion, ReportingRule
from styrmodell.rules.swedish import MONTHS
from styrmodell.selectors.words import steering_model


@dataclass(frozen=True, slots=True)
class Openable:
    """An occasion that is in the steering model but not opened yet."""

    rule: ReportingRule
    year: int
    month: int

    @property
    def value(self) -> str:
        """What the form sends."""
        return f"{self.rule.pk}-{self.year}-{self.month}"

    @property
    def label(self) -> str:
        """Name and month."""
        return f"{self.rule.name}, {MONTHS[self.month - 1]} {self.year}"


def openable(access: Access, year: int | None = None) -> list[Openable]:
    """This year's occasions that are not opened, in the calendar's order (three queries)."""
    wanted = year or timezone.localdate().year
    model = steering_model(access, wanted)
    opened = set(
        ReportingOccasion.objects.filter(municipality=access.municipality, year=wanted).values_list("rule_id", "month")
    )
    rules = list(ReportingRule.objects.filter(model=model))
    found = [Openable(rule, wanted, int(cutoff["manad"])) for rule in rules for cutoff in rule.cutoffs]
    return sorted((row for row in found if (row.rule.pk, row.month) not in opened), key=lambda row: row.month)


def rule_or_404(access: Access, rule_id: int, year: int, month: int) -> ReportingRule:
    """The rule, when it belongs to the municipality and reports that month."""
    rule = ReportingRule.objects.filter(pk=rule_id, municipality=access.municipality).first()
    if rule is None or month not in {int(cutoff["manad"]) for cutoff in rule.cutoffs} or not 2000 <= year <= 2100:
        raise Http404
    return rule
