"""A municipality's steering model with its areas, as a file."""

from __future__ import annotations

import hashlib

from goals.loader.areas import area_refusals, export_areas
from styrmodell.loader.export import export_steering_file
from styrmodell.loader.refusals import Refusal, find_refusals
from styrmodell.loader.schema import SteeringFile
from styrmodell.loader.write import write_steering_file
from styrmodell.models import Municipality, SteeringModel


def export_whole_file(municipality: Municipality, model: SteeringModel | None = None) -> SteeringFile:
    """The municipality's newest steering model (or the one given) with its areas, as a file. Raises
    SteeringModel.DoesNotExist when there is none."""
    model = model or SteeringModel.objects.filter(municipality=municipality).latest("version")
    return export_steering_file(municipality, model=model, areas=export_areas(model))


def model_before(municipality: Municipality, version: int) -> SteeringFile | None:
    """What a file of the version replaces: the model of that version, else the newest before it; None without any."""
    models = SteeringModel.objects.filter(municipality=municipality, version__lte=version).order_by("-version")
    model = models.first()
    return export_whole_file(municipality, model) if model else None


def whole_refusals(file: SteeringFile, municipality: Municipality) -> list[Refusal]:
    """Everything that stops the file from being read in."""
    return [*find_refusals(file, municipality), *area_refusals(file, municipality)]


def fingerprint(file: SteeringFile) -> str:
    """Tells one file from another, whatever it looks like as text."""
    return hashlib.sha256(write_steering_file(file).encode()).hexdigest()
