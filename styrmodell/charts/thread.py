"""The red thread as a ring: from vision to result and back again. Stands on the login page."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from styrmodell.charts.svg import chart, ink, n, stroke, text
from styrmodell.rules.swedish import join_words

# A closed curve through four stations; the last part leads back to the first.
PATH = "M70 74C150 6 262 22 262 84S140 122 112 172s84 82 166 66S392 128 318 78 150 12 70 74Z"
STATIONS = (
    (70, 74, 0, 34, "middle"),
    (262, 84, 20, 6, "start"),
    (112, 172, -20, 6, "end"),
    (278, 238, 0, 34, "middle"),
)
WORDS = ("Vision", "Mål", "Aktivitet", "Resultat")


def thread_ring(chart_id: str, words: Sequence[str] = WORDS) -> SafeString:
    """Draw the thread with up to four stations named by `words`; the first one is filled."""
    broad = ' stroke-opacity=".16" stroke-linecap="round"'
    shapes = stroke(PATH, "s-brand", 18, broad) + stroke(PATH, "s-thread", 3, ' stroke-linejoin="round"')
    for index, (word, (x, y, dx, dy, anchor)) in enumerate(zip(words, STATIONS, strict=False)):
        place = f'cx="{n(x)}" cy="{n(y)}"'
        shapes += f'<circle {place} r="13" class="f-tint" fill="#E7F0F7"/>'
        edge = f'stroke="{ink("s-thread")}" stroke-width="3"'
        shapes += f'<circle {place} r="10" class="s-thread f-surface" fill="#fff" {edge}/>'
        if index == 0:
            shapes += f'<circle {place} r="4" class="f-thread" fill="{ink("f-thread")}"/>'
        shapes += text(x + dx, y + dy, word, "t-strong", 17, anchor)
    first, rest = words[0].lower(), [word.lower() for word in words[1:]]
    title = f"En röd tråd går från {first} till {join_words(rest)}, och tillbaka till {first}."
    return chart(chart_id, title, 420, 290, shapes)
