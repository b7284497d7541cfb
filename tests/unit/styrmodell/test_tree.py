"""Trees from parent pointers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrmodell.rules.tree import Tree, TreeError, find_circle

#        1
#      2   3        9 (a root of its own)
#     4 5   6
PARENTS = {1: None, 3: 1, 2: 1, 4: 2, 5: 2, 6: 3, 9: None}


@st.composite
def forests(draw: st.DrawFn) -> dict[int, int | None]:
    """A random forest: every key hangs under an earlier one or is a root; then the rows are shuffled."""
    size = draw(st.integers(0, 40))
    pointers: dict[int, int | None] = {}
    for key in range(size):
        parent = draw(st.integers(-1, key - 1)) if key else -1
        pointers[key] = None if parent < 0 else parent
    return {key: pointers[key] for key in draw(st.permutations(range(size)))}


def test_the_tree_answers() -> None:
    tree = Tree(PARENTS)
    assert tree.roots() == [1, 9]
    assert tree.children(1) == [3, 2]
    assert tree.in_order() == [1, 3, 6, 2, 4, 5, 9]
    assert tree.descendants(1) == [3, 6, 2, 4, 5]
    assert tree.descendants(2, include_self=True) == [2, 4, 5]
    assert list(tree.ancestors(6)) == [3, 1]
    assert list(tree.ancestors(6, include_self=True)) == [6, 3, 1]
    assert [tree.depth(key) for key in (1, 2, 6, 9)] == [0, 1, 2, 0]
    assert 6 in tree
    assert 7 not in tree
    assert len(tree) == 7


def test_the_nearest_with_a_property_may_be_the_key_itself() -> None:
    tree = Tree(PARENTS)
    assert tree.nearest(4, {2, 1}.__contains__) == 2
    assert tree.nearest(2, {2, 1}.__contains__) == 2
    assert tree.nearest(6, {2, 1}.__contains__) == 1
    assert tree.nearest(9, {2, 1}.__contains__) is None


def test_a_child_whose_parent_is_gone_becomes_a_root() -> None:
    tree = Tree({5: 4, 6: 5})
    assert tree.roots() == [5]
    assert tree.parent(5) is None
    assert list(tree.ancestors(6)) == [5]


def test_unknown_keys_are_errors_and_not_empty_answers() -> None:
    tree = Tree(PARENTS)
    with pytest.raises(KeyError):
        tree.parent(99)
    with pytest.raises(KeyError):
        tree.depth(99)


@pytest.mark.parametrize("parents", [{1: 1}, {1: 2, 2: 1}, {1: None, 2: 4, 3: 2, 4: 3, 5: 1}])
def test_circles_are_refused(parents: dict[int, int | None]) -> None:
    with pytest.raises(TreeError, match="circle"):
        Tree(parents)
    circle = find_circle(parents)
    assert circle
    assert all(parents[key] == after for key, after in zip(circle, [*circle[1:], circle[0]], strict=True))


@given(forests())
def test_every_key_comes_once_and_after_its_parent(parents: dict[int, int | None]) -> None:
    tree = Tree(parents)
    order = tree.in_order()
    assert sorted(order) == sorted(parents)
    place = {key: index for index, key in enumerate(order)}
    assert all(parent is None or place[parent] < place[key] for key, parent in parents.items())


@given(forests())
def test_ancestors_and_descendants_mirror_each_other(parents: dict[int, int | None]) -> None:
    tree = Tree(parents)
    for key in parents:
        assert tree.depth(key) == len(list(tree.ancestors(key)))
        for below in tree.descendants(key):
            assert key in tree.ancestors(below)
            assert tree.is_below(below, key)
            assert not tree.is_below(key, below)


def test_a_very_deep_tree_does_not_exhaust_the_stack() -> None:
    depth = 5000
    tree = Tree({key: key - 1 if key else None for key in range(depth)})
    assert tree.depth(depth - 1) == depth - 1
    assert tree.descendants(0)[-1] == depth - 1
