"""Write a steering model file as YAML that a person can read, and describe the format for machines. Pure: no Django."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import yaml

from styrmodell.loader.schema import SteeringFile

WIDTH = 110
_HEAD = "# {name}: styrmodell, version {version}.\n# Formatet beskrivs i docs/reference/styrmodell-format.md.\n"


class _Dumper(yaml.SafeDumper):
    """Lists indented under their key, long texts as blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def write_steering_file(file: SteeringFile) -> str:
    """The file as YAML text. What has its usual value is left out; reading the text gives the same file back."""
    data = _plain(file.model_dump(by_alias=True, exclude_defaults=True))
    body = yaml.dump(
        data,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=WIDTH,
        default_flow_style=False,
    )
    return _HEAD.format(name=file.municipality.name, version=file.steering_model.version) + body


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if isinstance(value, str | int | date) else str(value)


def json_schema() -> str:
    """JSON Schema of the format, for editors that complete and check while one types."""
    schema = SteeringFile.model_json_schema(by_alias=True)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Styrmodell"}
    return json.dumps({**schema, **head}, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
