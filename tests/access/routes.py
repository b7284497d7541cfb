"""The routes that exist, read from the URL resolver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver, reverse

LIBRARY = ("account_", "django_htmx")  # allauth's own addresses have their own tests


def names() -> Iterator[str]:
    """Every URL name with its namespace, without those of libraries."""
    yield from (name for name in _walk(get_resolver().url_patterns, "") if not name.startswith(LIBRARY))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _walk(pattern.url_patterns, prefix + space)
        else:
            yield prefix + str(pattern.name)


def address(name: str, values: Mapping[str, object], special: Mapping[str, object]) -> str:
    """The address of a route with the values it wants; `special` goes first."""
    merged = {**values, **special}
    return reverse(name, kwargs={key: merged[key] for key in names_in(name)})


def names_in(name: str) -> set[str]:
    """What the address of a route names: `kommun`, `slot_id` and so on."""
    return {key for pattern in _patterns(name) for key in pattern}


def _patterns(name: str) -> Iterator[list[str]]:
    space, _, own = name.rpartition(":")
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and (pattern.namespace or "") == space:
            outer = list(pattern.pattern.converters)
            for inner in pattern.url_patterns:
                if isinstance(inner, URLPattern) and inner.name == own:
                    yield [*outer, *inner.pattern.converters]
        elif not space and isinstance(pattern, URLPattern) and pattern.name == own:
            yield list(pattern.pattern.converters)


def view_of(name: str) -> object:
    """The view of a route."""
    space, _, own = name.rpartition(":")
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and (pattern.namespace or "") == space:
            for inner in pattern.url_patterns:
                if isinstance(inner, URLPattern) and inner.name == own:
                    return inner.callback
        elif not space and isinstance(pattern, URLPattern) and pattern.name == own:
            return pattern.callback
    raise LookupError(name)
