"""A pattern and what is a municipality's own, as one steering model file. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from styrmodell.loader.schema import OrganisationEntry, SteeringFile
from styrmodell.loader.start.schema import StartFile
from styrmodell.rules.organisation_list import ListedOrganisation

Values = dict[str, Any]
LAWS = ("Kommunallagen", "LKBR")
OF_THE_PATTERN_ALONE = ("vision", "vardeord")  # in the part about the model


def compose(pattern: SteeringFile, start: StartFile, organisations: Sequence[ListedOrganisation]) -> Values:
    """The values of the whole file: levels, scales, limits, occasions, plans, calendar, documents and instructions as the
    pattern has them, and its words where no others are said. Nothing of its organisation, vision, areas, brand or choices
    of who sees what; nor where in its own document something stands, unless that is the law's. Without organisations those
    of the pattern stand in."""
    data: Values = _without_sources(pattern.model_dump(mode="json", by_alias=True, exclude_none=True))
    data = _named(data, {pattern.municipality.name: start.municipality.name})
    data["kommun"] = start.municipality.model_dump(mode="json", by_alias=True, exclude_none=True)
    if organisations:
        data["organisation"] = _under("", organisations)
    data["omraden"] = []
    data["styrmodell"] = {
        key: value for key, value in data["styrmodell"].items() if key not in OF_THE_PATTERN_ALONE
    } | {
        "namn": start.name_of_model,
        "version": 1,
        "mandatperiod": start.term_of_office.model_dump(mode="json", by_alias=True),
    }
    data["termer"] = _replaced(data["termer"], start.terms, "nyckel")
    levels = {level.code for level in pattern.levels}
    data["nivaer"] = _replaced(data["nivaer"], [words for words in start.levels if words.code in levels], "kod")
    return data


def _without_sources(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_sources(part) for key, part in value.items() if key != "kalla" or _is_law(part)}
    return [_without_sources(part) for part in value] if isinstance(value, list) else value


def _is_law(source: str) -> bool:
    return source.startswith(LAWS)


def _named(value: Any, names: Mapping[str, str]) -> Any:
    """The value with the new names in its texts: an instruction asks of the municipality that reads it."""
    if isinstance(value, dict):
        return {key: _named(part, names) for key, part in value.items()}
    if isinstance(value, list):
        return [_named(part, names) for part in value]
    if isinstance(value, str):
        for old, new in names.items():
            value = value.replace(old, new)
    return value


def _under(parent: str, organisations: Sequence[ListedOrganisation]) -> list[Values]:
    """The organisations of a list that stand under one, as a tree."""
    return [
        OrganisationEntry(
            code=one.code,
            name=one.name,
            short_name=one.short_name or None,
            kind=one.kind,
            ledger_codes=list(one.ledger_codes),
            valid_from=one.valid_from,
            valid_to=one.valid_to,
        ).model_dump(mode="json", by_alias=True, exclude_none=True)
        | {"under": _under(one.code, organisations)}
        for one in organisations
        if one.parent == parent
    ]


def _replaced(parts: list[Values], own: Sequence[Any], key: str) -> list[Values]:
    """The pattern's parts with the own words, and the own that it does not have after them."""
    said = {part[key]: part for part in (one.model_dump(mode="json", by_alias=True) for one in own)}
    return [part | said.pop(part[key], {}) for part in parts] + list(said.values())
