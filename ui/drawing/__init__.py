"""What every drawing is made with, on the page and on paper: ink, pen, scale, letters and shapes."""

from __future__ import annotations
