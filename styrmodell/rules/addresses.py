"""Words that begin an address of the house itself, so that no municipality can be called so there."""

from __future__ import annotations

OWN_ADDRESSES = frozenset(
    {"konto", "komponenter", "livez", "media", "metrics", "personuppgifter", "readyz", "static", "tillganglighet"}
)
