"""Loading and exporting a whole steering model file: `styrmodell.loader` plus the areas, which are goals."""

from __future__ import annotations

from goals.loader.areas import export_areas
from goals.loader.whole import export_whole_file, load_whole_file

__all__ = ["export_areas", "export_whole_file", "load_whole_file"]
