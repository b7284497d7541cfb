"""The forms of budget: the forecast, measures against deviations, and the import of outcome."""

from .forecast import ForecastForm, NetCostField, WordsForm
from .imports import ReasonForm, UploadForm
from .measures import MeasureForm

__all__ = ["ForecastForm", "MeasureForm", "NetCostField", "ReasonForm", "UploadForm", "WordsForm"]
