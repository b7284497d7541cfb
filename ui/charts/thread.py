"""The red thread as a ring: from vision to result and back again. Stands on the login page."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from ui.drawing.pen import PAGE, chart
from ui.rules.swedish import join_words

# A closed curve through four stations; the last part leads back to the first.
PATH = "M74 86C128 50 222 50 238 98S150 134 112 174s56 90 158 66S398 128 320 62 128 6 74 86Z"
STATIONS = (
    (74, 86, -2, 36, "middle"),
    (238, 98, 21, 6, "start"),
    (112, 174, -20, 6, "end"),
    (270, 240, 0, 36, "middle"),
)
WORDS = ("Vision", "Mål", "Aktivitet", "Resultat")


def thread_ring(chart_id: str, words: Sequence[str] = WORDS) -> SafeString:
    """Draw the thread with up to four stations named by `words`; the first one is filled."""
    broad = ' stroke-opacity=".16" stroke-linecap="round"'
    shapes = PAGE.stroke(PATH, "s-brand", 18, broad) + PAGE.stroke(PATH, "s-thread", 3, ' stroke-linejoin="round"')
    for index, (word, (x, y, dx, dy, anchor)) in enumerate(zip(words, STATIONS, strict=False)):
        shapes += PAGE.circle((x, y), 13, "f-tint") + PAGE.circle((x, y), 10, "f-surface", "s-thread", 3)
        if index == 0:
            shapes += PAGE.circle((x, y), 4, "f-thread")
        shapes += PAGE.text(x + dx, y + dy, word, "t-strong", 17, anchor)
    first, rest = words[0].lower(), [word.lower() for word in words[1:]]
    title = f"En röd tråd går från {first} till {join_words(rest)}, och tillbaka till {first}."
    return chart(chart_id, title, 420, 290, shapes)
