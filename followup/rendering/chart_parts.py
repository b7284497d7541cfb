"""Parts of a whole: goals by judgement, the hundred kronor, and the steering chain."""

from __future__ import annotations

import math
from collections.abc import Sequence

from django.utils.safestring import SafeString

from followup.document.blocks import ChainBlock, ChainLevel
from followup.document.figures import Shares, Stack, StackPart, Stacks
from followup.rendering.chart_words import hundred
from ui.drawing.ink import LINE, MUTED, PLAIN, STRONG, TARGET, WHITE
from ui.drawing.letters import text_width, wrap
from ui.drawing.pen import PAPER, on_paper
from ui.rules.marks import Tone
from ui.rules.swedish import join_words

_TONES = {
    Tone.OK: ("f-ok", WHITE),
    Tone.PART: ("p-part", STRONG),
    Tone.BAD: ("f-bad", WHITE),
    Tone.NONE: ("d-band", STRONG),
    Tone.INFO: ("f-info", WHITE),
}
WHOLE = 12  # lines under a level: as many as its words take, none is cut
LEVELS_A_ROW = 7
_SHARES = [f"p-share-{place}" for place in range(1, 9)]


def draw(figure: Stack | Stacks | Shares, title: str, width: float) -> SafeString:
    """Draw parts of a whole."""
    match figure:
        case Stack():
            return stack(figure, title, width)
        case Stacks():
            return stacks(figure, title, width)
        case Shares():
            return shares(figure, title, width)


def stack(figure: Stack, title: str, width: float) -> SafeString:
    """One bar in parts, each with its count, and its word below."""
    parts = [(part.label, part.count, str(part.count), *_TONES[part.tone]) for part in figure.parts]
    return _bar_with_labels(parts, title, width)


def shares(figure: Shares, title: str, width: float) -> SafeString:
    """The hundred kronor."""
    parts = [
        (label, kronor, f"{kronor}\u00a0kr", colour, WHITE if place < 3 else STRONG)
        for place, ((label, kronor), colour) in enumerate(zip(hundred(figure), _SHARES, strict=False))
    ]
    return _bar_with_labels(parts, title, width)


def _bar_with_labels(parts: Sequence[tuple[str, int, str, str, str]], title: str, width: float) -> SafeString:
    """Labels stand below their part; one without room goes down a line, with a hairline up to its part."""
    total = sum(count for _, count, *_ in parts) or 1
    drawn: list[str] = []
    x, ends = 0.0, [0.0, 0.0, 0.0]
    for label, count, number, colour, ink in parts:
        if not count:
            continue
        part_width = count / total * width
        drawn.append(PAPER.rect(x, 0, part_width - 1.2, 17, colour))
        if part_width > text_width(number, 9.5, 700) + 8:
            drawn.append(PAPER.text(x + 6, 12, number, ink, 9.5, weight=700))
        else:
            label = f"{label} {number}"
        label_width = text_width(label) + 4
        start = min(x + 1, width - label_width)
        row = next((row for row, end in enumerate(ends) if start >= end), len(ends) - 1)
        ends[row] = start + label_width
        if row:
            drawn.append(PAPER.line((x + part_width / 2, 18), (x + part_width / 2, 20 + 9.5 * row), LINE, 0.5))
        drawn.append(PAPER.text(start, 27 + 9.5 * row, label, PLAIN))
        x += part_width
    rows = sum(1 for end in ends if end) or 1
    return on_paper(width, 21 + 9.5 * rows, drawn, title)


def stacks(figure: Stacks, title: str, width: float) -> SafeString:
    """The goals' status at several occasions, the last one in bold."""
    row_height = 19.0
    left = min(120.0, max(text_width(row.label, 8.5, 600) for row in figure.rows) + 10)
    drawn: list[str] = []
    for place, row in enumerate(figure.rows):
        y, last = place * row_height, place == len(figure.rows) - 1
        drawn.append(
            PAPER.text(0, y + 11.5, wrap(row.label, left - 6, 8.5, most=1)[0], STRONG, 8.5, weight=600 if last else 400)
        )
        drawn += _stacked_parts(row.parts, left, y, width - left, row_height)
    return on_paper(width, row_height * len(figure.rows), drawn, title)


def _stacked_parts(parts: Sequence[StackPart], x: float, y: float, width: float, height: float) -> list[str]:
    total = sum(part.count for part in parts) or 1
    drawn: list[str] = []
    for part in parts:
        part_width = part.count / total * width
        if part.count:
            colour, ink = _TONES[part.tone]
            drawn.append(PAPER.rect(x, y + 1, part_width - 1.2, height - 6, colour))
            words = wrap(f"{part.count} {part.label.lower()}", part_width - 8, 8.5, weight=600, most=1)[0]
            shown = words if not words.endswith("…") else str(part.count)
            drawn.append(PAPER.text(x + 6, y + height / 2 + 1.5, shown, ink, 8.5, weight=600))
        x += part_width
    return drawn


def describe_chain(chain: ChainBlock) -> str:
    """The steering chain in a sentence."""
    levels = [f"{level.name} ({level.decided_by})" if level.decided_by else level.name for level in chain.levels]
    return f"Styrkedjan i {len(levels)} led: {join_words(levels)}."


def chain(block: ChainBlock, width: float = 476) -> SafeString:
    """The levels on one thread: name, who decides, in which document; long chains go on in the next row."""
    rows = math.ceil(len(block.levels) / LEVELS_A_ROW)
    in_row = math.ceil(len(block.levels) / rows)
    drawn, top = [], 0.0
    for first in range(0, len(block.levels), in_row):
        shapes, height = _chain_row(block.levels[first : first + in_row], first, width / in_row, top)
        drawn += shapes
        top += height
    return on_paper(width, top, drawn, describe_chain(block))


def _chain_row(levels: Sequence[ChainLevel], first: int, step: float, top: float) -> tuple[list[str], float]:
    """Levels beside each other from the `first` on, and how high they became."""
    line = top + 8
    drawn = [PAPER.line((step / 2, line), (step * len(levels) - step / 2, line), TARGET, 1.6)]
    most = 0
    for place, level in enumerate(levels):
        x = step * place + step / 2
        drawn.append(PAPER.circle((x, line), 6, WHITE, TARGET, 1.6))
        drawn.append(PAPER.text(x, line + 2.8, str(first + place + 1), TARGET, 8, anchor="middle", weight=700))
        names = wrap(level.name, step - 6, 9, weight=700, most=WHOLE)
        bodies = wrap(level.decided_by, step - 6, 7.5, most=WHOLE)
        documents = wrap(level.document, step - 6, 7.5, most=WHOLE)
        under = line + 20 + 10.6 * len(names)
        drawn.append(PAPER.lines_of_text(x, line + 20, names, STRONG, 9, anchor="middle", weight=700))
        drawn.append(PAPER.lines_of_text(x, under, bodies, PLAIN, anchor="middle"))
        drawn.append(PAPER.lines_of_text(x, under + 9 * len(bodies), documents, MUTED, anchor="middle"))
        most = max(most, round(10.6 * len(names) + 9 * (len(bodies) + len(documents))))
    return drawn, 24.0 + most
