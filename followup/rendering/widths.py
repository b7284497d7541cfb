"""Column widths of a printed table, from what stands in it.

WeasyPrint can find widths itself, but draws a table that needs more than the page has into the margin without a word,
and takes long about it. Here a table always fits: words are broken when they must be. Widths are millimetres.
"""

from __future__ import annotations

from collections.abc import Sequence

from followup.document.shown import number_text
from followup.document.table import (
    Cell,
    Col,
    NumberCell,
    ProgressCell,
    Row,
    SparkCell,
    StatusCell,
    Table,
    TextCell,
    VerdictCell,
)
from ui.drawing.letters import BREAK, SOFT_HYPHEN, breakable, text_width

PORTRAIT, LANDSCAPE, HALF = 168, 261, 78
NARROWEST, WIDEST = 1, 160  # the classes d-w1 to d-w160 of the print sheet
_MM = 25.4 / 72
_SIZE, _HEAD_SIZE, _PADDING, _MARK, _SPARK, _BAR, _LONG = 8.7, 7.9, 3.4, 4.4, 22.5, 31.0, 28.0
_BOLD_ROWS = {"sub", "sum", "total", "group"}


def column_widths(table: Table, room: int) -> list[int]:
    """Widths of the first column and the others, in whole millimetres; together they never exceed `room`.

    A width that the table asks for is a wish: a column is never narrower than its longest word, if there is room.
    """
    asked = [table.corner_width, *(col.width for col in table.cols)]
    needs = [_corner(table), *(_column(table, col, place) for place, col in enumerate(table.cols))]
    least = [need[0] for need in needs]
    wanted = [max(need[0], float(width or need[1])) for width, need in zip(asked, needs, strict=True)]
    if sum(least) > room:
        return _whole([width * room / sum(least) for width in least])
    if sum(wanted) > room:
        stretch = (room - sum(least)) / (sum(wanted) - sum(least))
        return _whole([low + (high - low) * stretch for low, high in zip(least, wanted, strict=True)])
    free = [0.0 if width else want for width, want in zip(asked, wanted, strict=True)]
    free = free if any(free) else wanted
    extra = room - sum(wanted)
    return _whole([width + extra * share / sum(free) for width, share in zip(wanted, free, strict=True)])


def _whole(widths: Sequence[float]) -> list[int]:
    """Round down; the browser or WeasyPrint spreads what is left over."""
    return [min(WIDEST, max(NARROWEST, int(width))) for width in widths]


def _mm(text: str, size: float, *, bold: bool = False) -> float:
    return text_width(text, size, 700 if bold else 400) * _MM


def _longest_word(text: str, size: float, *, bold: bool = False) -> float:
    words = breakable(text).replace(SOFT_HYPHEN, " ").replace(BREAK, " ").replace("-", "- ").split(" ")
    return max(_mm(word, size, bold=bold) for word in words)


def _corner(table: Table) -> tuple[float, float]:
    heads = [(table.corner, _HEAD_SIZE, True), (table.unit, _HEAD_SIZE, False)]
    labels = [(row.label, _SIZE, row.kind in _BOLD_ROWS) for row in table.rows]
    texts = [part for part in heads + labels if part[0]] or [(" ", _SIZE, False)]
    indent = max((row.level for row in table.rows), default=0) * 3.5
    least = max(_longest_word(text, size, bold=bold) for text, size, bold in texts) + indent + _PADDING
    most = max(_mm(text, size, bold=bold) for text, size, bold in texts) + indent + _PADDING
    return least, most


def _column(table: Table, col: Col, place: int) -> tuple[float, float]:
    """The least a column can do with, and what it would like."""
    least, most = _longest_word(col.label, _HEAD_SIZE, bold=True), 0.0
    for row in table.rows:
        if row.kind == "group":
            continue
        low, high = _cell(table, row, col, row.cells[place])
        least, most = max(least, low), max(most, high)
    return least + _PADDING, max(least, most) + _PADDING


def _cell(table: Table, row: Row, col: Col, cell: Cell) -> tuple[float, float]:
    bold = row.kind in _BOLD_ROWS
    match cell:
        case NumberCell():
            width = _mm(number_text(table, row, col, cell), _SIZE, bold=bold or col.signed)
            return width, width
        case TextCell():
            return _longest_word(cell.text, _SIZE, bold=bold), _mm(cell.text, _SIZE, bold=bold)
        case StatusCell():
            words = cell.status.label
            whole = _mm(words, _SIZE, bold=True)
            return (whole if whole < _LONG else _longest_word(words, _SIZE, bold=True)) + _MARK, whole + _MARK
        case VerdictCell():
            width = _mm(cell.label, _HEAD_SIZE, bold=True) + 3.4
            return width, width
        case ProgressCell():
            return _BAR, _BAR
        case SparkCell():
            return _SPARK, _SPARK
        case None:
            return 2.0, 2.0
