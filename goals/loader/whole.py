"""A municipality's steering model with its areas, as a file."""

from __future__ import annotations

from goals.loader.areas import export_areas
from styrmodell.loader.export import export_steering_file
from styrmodell.loader.schema import SteeringFile
from styrmodell.models import Municipality


def export_whole_file(municipality: Municipality) -> SteeringFile:
    """The municipality's newest steering model with its areas, as a file."""
    return export_steering_file(municipality, areas=export_areas(municipality))
