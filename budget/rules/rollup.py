"""Sums up a tree: what a parent shows is its own plus everything below it, whatever is summed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

from styrmodell.rules.tree import Tree

K = TypeVar("K", bound=Hashable)


def roll_up(tree: Tree, own: Mapping[int, Mapping[K, Decimal]]) -> dict[int, dict[K, Decimal]]:
    """Sum own amounts (organisation → key → kronor) bottom up: parent = own + Σ children, key by key.

    Every organisation of the tree comes in the tree's order, also those without amounts.
    Raises KeyError for an organisation outside the tree: money must not disappear in silence.
    """
    for organisation in own:
        if organisation not in tree:
            raise KeyError(organisation)
    sums: dict[int, dict[K, Decimal]] = {key: dict(own.get(key, {})) for key in tree.in_order()}
    for organisation in tree.bottom_up():
        parent = tree.parent(organisation)
        if parent is not None:
            _add(sums[parent], sums[organisation])
    return sums


def _add(total: dict[K, Decimal], part: Mapping[K, Decimal]) -> None:
    for key, amount in part.items():
        total[key] = total.get(key, Decimal(0)) + amount


def total(amounts: Mapping[K, Decimal]) -> Decimal:
    """The net of all keys, in kronor."""
    return sum(amounts.values(), Decimal(0))
