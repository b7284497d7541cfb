"""Starting a municipality: a pattern (the steering model of another) and a short file of what is its own. Pure: no Django.

`read.py` reads and checks, `compose.py` puts the two together into a whole steering model file, and `kinds.py` fits the
pattern to the kinds of organisation that there are."""

from __future__ import annotations

from styrmodell.loader.start.read import Start, Taken, parse_start_file
from styrmodell.loader.start.schema import StartFile

__all__ = ["Start", "StartFile", "Taken", "parse_start_file"]
