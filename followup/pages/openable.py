"""The occasions that can be opened, as the page offers them."""

from __future__ import annotations

from collections.abc import Mapping

from styrmodell.access import Access
from styrmodell.selectors.openable import Openable, openable
from ui.rules.swedish import MONTHS


def offered(access: Access) -> Mapping[str, Openable]:
    """The occasions by what the form sends, in the calendar's order (one or two queries)."""
    return {f"{row.rule.pk}-{row.year}-{row.month}": row for row in openable(access)}


def choices(access: Access) -> list[tuple[str, str]]:
    """What the form sends, and the occasion's name, month and year."""
    return [(key, f"{row.rule.name}, {MONTHS[row.month - 1]} {row.year}") for key, row in offered(access).items()]
