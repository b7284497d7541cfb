"""How templates are read: laid out for those who write them, sent without the layout."""

from __future__ import annotations

import re

from django.template import Origin
from django.template.loaders import filesystem

_COMMENT = re.compile(r"\{#.*?#\}\s*")
_AFTER_LOAD = re.compile(r"(\{% load [^%]*%\})\s+")
_BEFORE_TAG_END = re.compile(r"\s*\n\s*(?=/?>)")
_BREAK = re.compile(r"\s*\n\s*")


class Loader(filesystem.Loader):
    """Reads the project's templates with every line break and its indentation as one space, which HTML reads the same.

    Indentation would be a third of a page with many rows. Comments go, and so does space around the whole: a part that
    ends in a line break would put a space after it where it is included. What variables hold is not touched. With DEBUG
    nothing is changed, so that error pages can show the line.
    """

    def get_contents(self, origin: Origin) -> str:
        """The template's text. Raises TemplateDoesNotExist."""
        text: str = super().get_contents(origin)
        return text if self.engine.debug else without_layout(text)


def without_layout(text: str) -> str:
    """The template as it is sent: `<li\\n  id="a"\\n>\\n  x` becomes `<li id="a"> x`."""
    text = _COMMENT.sub("", text)
    text = _AFTER_LOAD.sub(r"\1", text)
    text = _BEFORE_TAG_END.sub("", text)
    return _BREAK.sub(" ", text).strip()
