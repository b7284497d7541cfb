"""The forms of budget: the forecast, measures against deviations, and the import of outcome."""

from __future__ import annotations

from budget.forms.forecast import ForecastForm, NetCostField, WordsForm
from budget.forms.imports import ReasonForm, UploadForm
from budget.forms.measures import MeasureForm
from budget.forms.pasting import PasteForm
from budget.forms.places import PlacesForm
from budget.forms.statements import StatementForm, StatementTableForm

__all__ = [
    "ForecastForm",
    "MeasureForm",
    "NetCostField",
    "PasteForm",
    "PlacesForm",
    "ReasonForm",
    "StatementForm",
    "StatementTableForm",
    "UploadForm",
    "WordsForm",
]
