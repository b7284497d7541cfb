"""Trees given as parent pointers: organisations, and whatever else hangs together that way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping


class TreeError(ValueError):
    """The parent pointers make a circle."""


class Tree:
    """A forest built from `parents`: key → parent's key, or None for a root.

    Brothers keep the order of the mapping. A parent that is not in the mapping (it has ceased, or is
    not visible) makes its child a root: nothing is inherited from what is not there.
    Raises TreeError when the pointers make a circle.
    """

    __slots__ = ("_children", "_depths", "_parents")

    def __init__(self, parents: Mapping[int, int | None]) -> None:
        """Read the pointers once; every question afterwards is answered from memory."""
        self._parents = {key: parent if parent in parents else None for key, parent in parents.items()}
        self._children: dict[int | None, list[int]] = {}
        for key, parent in self._parents.items():
            self._children.setdefault(parent, []).append(key)
        self._depths = self._walk()
        if len(self._depths) < len(self._parents):
            circle = find_circle(self._parents)
            raise TreeError(f"the parents make a circle: {circle}")

    def _walk(self) -> dict[int, int]:
        """Depth of every key reachable from a root, in depth-first order."""
        depths: dict[int, int] = {}
        waiting = [(root, 0) for root in reversed(self.roots())]
        while waiting:
            key, depth = waiting.pop()
            depths[key] = depth
            waiting += [(child, depth + 1) for child in reversed(self.children(key))]
        return depths

    def __contains__(self, key: object) -> bool:
        """Tell whether the key is in the tree."""
        return key in self._parents

    def __len__(self) -> int:
        """Number of keys."""
        return len(self._parents)

    def roots(self) -> list[int]:
        """The keys without a parent."""
        return list(self._children.get(None, ()))

    def parent(self, key: int) -> int | None:
        """The key's parent, None for a root. Raises KeyError for an unknown key."""
        return self._parents[key]

    def children(self, key: int) -> list[int]:
        """The keys directly below; empty for a leaf."""
        return list(self._children.get(key, ()))

    def depth(self, key: int) -> int:
        """Steps from the root: 0 for a root. Raises KeyError for an unknown key."""
        return self._depths[key]

    def in_order(self) -> list[int]:
        """Every key depth first, a parent before its children: the order of a printed table."""
        return list(self._depths)

    def ancestors(self, key: int, *, include_self: bool = False) -> Iterator[int]:
        """Walk from the key's parent (or the key itself) up to the root."""
        step = key if include_self else self._parents[key]
        while step is not None:
            yield step
            step = self._parents[step]

    def descendants(self, key: int, *, include_self: bool = False) -> list[int]:
        """Everything below the key, depth first."""
        below: list[int] = []
        waiting = [key] if include_self else list(reversed(self.children(key)))
        while waiting:
            step = waiting.pop()
            below.append(step)
            waiting += reversed(self._children.get(step, ()))
        return below

    def nearest(self, key: int, has: Callable[[int], bool]) -> int | None:
        """The key itself or its nearest ancestor for which `has` is true; None when there is none."""
        return next((step for step in self.ancestors(key, include_self=True) if has(step)), None)

    def is_below(self, key: int, ancestor: int) -> bool:
        """Tell whether `key` is `ancestor` or somewhere below it."""
        return ancestor in self.ancestors(key, include_self=True)


def find_circle(parents: Mapping[int, int | None]) -> list[int]:
    """Return the keys of one circle among the pointers, in order; empty when there is none."""
    cleared: set[int] = set()
    for start in parents:
        path: list[int] = []
        step: int | None = start
        while step is not None and step in parents and step not in cleared:
            if step in path:
                return path[path.index(step) :]
            path.append(step)
            step = parents[step]
        cleared.update(path)
    return []
