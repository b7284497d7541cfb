"""The forms of budget: the forecast, measures against deviations, and the import of outcome."""

from .forecast import ForecastForm, NetCostField, WordsForm
from .imports import ReasonForm, UploadForm
from .measures import MeasureForm
from .pasting import PasteForm

__all__ = ["ForecastForm", "MeasureForm", "NetCostField", "PasteForm", "ReasonForm", "UploadForm", "WordsForm"]
