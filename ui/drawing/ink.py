"""Every colour of the house, once: the tokens of both themes, and which of them each ink of a drawing is.

`python -m ui.drawing.ink` writes them anew: the tokens of both themes in `static/css/base.css`, and those of a report
shown as a page in `static/css/paper.css`. The brand of a municipality replaces its tokens afterwards
(`ui/rules/brand.py`).
"""

from __future__ import annotations

from pathlib import Path

_SHEETS = Path(__file__).resolve().parents[2] / "static" / "css"
BASE_SHEET, PAPER_SHEET = _SHEETS / "base.css", _SHEETS / "paper.css"
BEGIN, END = "/* colours: made by python -m ui.drawing.ink */", "/* end of colours */"

# token: (light, dark). What each is for is told in docs/reference/design.md.
COLOURS: dict[str, tuple[str, str]] = {
    # surfaces and ink
    "page": ("#F4F5F2", "#0E1417"),
    "surface": ("#FFFFFF", "#151D22"),
    "sunken": ("#F0F2EF", "#11181C"),
    "raised": ("#FFFFFF", "#1B252B"),
    "hairline": ("#E1E4E1", "#253138"),
    "line": ("#CBD1D0", "#33414A"),
    "line-strong": ("#7E8A90", "#71818C"),  # edges of inputs and buttons, 3:1
    "ink": ("#15202B", "#E9EEF1"),
    "ink-2": ("#3E4C59", "#BCC7CE"),
    "ink-3": ("#5A6874", "#98A6B0"),
    # brand: the only colour a municipality sets
    "brand": ("#17507F", "#7DB7E3"),
    "brand-strong": ("#0F3A5F", "#A5CFEF"),
    "brand-ink": ("#FFFFFF", "#0B1A26"),  # text on brand
    "brand-tint": ("#E7F0F7", "#182C3B"),
    "brand-line": ("#A9C6DD", "#35566E"),
    "link": ("#15548A", "#8CC3EE"),
    # the red thread: chosen path, target, today, history. Nothing else.
    "thread": ("#A51E5B", "#F07FAE"),
    "thread-tint": ("#F9E9F0", "#3A1A2A"),
    # status: mark (shape), fg (text), bg (tint)
    "ok": ("#1E7A50", "#5CC08D"),
    "ok-fg": ("#17603F", "#8EDBB2"),
    "ok-bg": ("#E2F2E9", "#14301F"),
    "part": ("#B07400", "#E3B04B"),
    "part-fg": ("#6E4A00", "#F1CE84"),
    "part-bg": ("#FBF0D3", "#352808"),
    "bad": ("#BC3B12", "#F0885F"),
    "bad-fg": ("#93290A", "#F8B094"),
    "bad-bg": ("#FBE7DF", "#411D0F"),
    "none": ("#6B7781", "#8C9AA5"),
    "none-fg": ("#46535E", "#B6C2CA"),
    "none-bg": ("#EBEEEE", "#222D34"),
    "info": ("#1F6AA5", "#6FB2E4"),
    "info-fg": ("#15548A", "#A5CFEF"),
    "info-bg": ("#E7F0F7", "#182C3B"),
    # data
    "d-outcome": ("#23394B", "#DCE5EA"),
    "d-forecast": ("#2F78B3", "#6BB0E6"),
    "d-target": ("#A51E5B", "#F07FAE"),
    "d-band": ("#D9E1E4", "#2A3942"),
    "d-band-2": ("#C3CFD4", "#4A5C67"),
    "d-ref": ("#6C7A84", "#93A2AD"),
    "d-grid": ("#E6E9E7", "#222D34"),
    "d-pos": ("#237077", "#55B4B9"),  # better than budget
    "d-neg": ("#BC4B1F", "#EC8A62"),  # worse than budget
    "ring-kf": ("#23394B", "#C9D6DF"),
    "ring-ks": ("#2F6EA8", "#6BB0E6"),
    "ring-n": ("#237077", "#55B4B9"),
    "ring-f": ("#8F5D08", "#E0B25C"),
    "ring-b": ("#7C4A86", "#C79AD1"),
    "heat-1": ("#E4F1EA", "#17382A"),
    "heat-2": ("#FBF0D3", "#4A3A10"),
    "heat-3": ("#F6D3B4", "#6B3B1A"),
    "heat-4": ("#EBA58A", "#8E3B1F"),
    "heat-ink": ("#15202B", "#F4F7F8"),
    "focus": ("#0B5FCC", "#8FC7FF"),
    "focus-gap": ("#FFFFFF", "#0E1417"),
    # a report is white paper in both themes
    "paper-better": ("#1F6A70", "#1F6A70"),  # words about a deviation
    "paper-worse": ("#A33F17", "#A33F17"),
    "paper-tint": ("#EDF2F6", "#EDF2F6"),
    "paper-current": ("#F4F7F9", "#F4F7F9"),
    "paper-pale": ("#EAF1F6", "#EAF1F6"),  # words on the municipality's dark colour
    "paper-faint": ("#DCE6EE", "#DCE6EE"),
    "paper-thread": ("#F3A6C6", "#F3A6C6"),
}

# class of a drawn thing: its token. On the page the class follows the reader's theme; on paper there is only the light.
INKS: dict[str, str] = {
    "f-ok": "ok",
    "f-part": "part",
    "f-bad": "bad",
    "f-none": "none",
    "f-info": "info",
    "f-brand": "brand",
    "f-track": "none-bg",
    "f-surface": "surface",
    "f-thread": "thread",
    "f-tint": "brand-tint",
    "d-pos": "d-pos",
    "d-neg": "d-neg",
    "d-outcome": "d-outcome",
    "d-outcome-f": "d-outcome",
    "d-hollow": "surface",
    "d-forecast": "d-forecast",
    "d-forecast-f": "d-forecast",
    "d-target": "d-target",
    "d-target-f": "d-target",
    "d-band": "d-band",
    "d-other": "d-band-2",
    "d-ref": "d-ref",
    "g-grid": "d-grid",
    "g-axis": "line-strong",
    "g-zero": "ink",
    "s-line": "line",
    "s-hair": "hairline",
    "s-thread": "thread",
    "s-brand": "brand",
    "s-surface": "surface",
    "bar-none": "none",
    "t-mute": "ink-3",
    "t-strong": "ink",
    "t-target": "thread",
    "t-inv": "surface",
    "t-brandink": "brand-ink",
    "w-month": "sunken",
    "w-ring": "surface",
    "w-past": "ink",
    "w-lab": "ink-2",
    "r-kf": "ring-kf",
    "r-ks": "ring-ks",
    "r-n": "ring-n",
    "r-f": "ring-f",
    "r-b": "ring-b",
}

# inks that only paper has, where areas are larger and the pen cannot rely on a screen
PAPER_INKS: dict[str, str] = {
    "p-band": "#F6F7F5",  # every other row
    "p-part": "#E3B860",  # dark words can be read on it
    "p-share-1": COLOURS["brand-strong"][0],
    "p-share-2": COLOURS["brand"][0],
    "p-share-3": COLOURS["d-forecast"][0],
    "p-share-4": "#7FAFD3",
    "p-share-5": "#CFE0EE",
    "p-share-6": COLOURS["brand-tint"][0],
    "p-share-7": COLOURS["d-band-2"][0],
    "p-share-8": COLOURS["d-band"][0],
}

# inks by what they mean
STRONG, PLAIN, MUTED, LINE, HAIR, WHITE = "t-strong", "w-lab", "t-mute", "s-line", "s-hair", "f-surface"
OUTCOME, FORECAST, TARGET, BUDGET, REFERENCE = "d-outcome", "d-forecast", "d-target", "d-other", "d-ref"
BETTER, WORSE = "d-pos", "d-neg"


def light(token: str) -> str:
    """The colour of a token in the light theme and on paper. Raises KeyError for an unknown one."""
    return COLOURS[token][0]


def ink(classes: str) -> str:
    """The light colour of the first class that is an ink. Raises KeyError if none is."""
    for name in classes.split():
        if name in PAPER_INKS:
            return PAPER_INKS[name]
        if name in INKS:
            return light(INKS[name])
    raise KeyError(classes)


def tokens(indent: str = "", *, dark: bool = False) -> str:
    """Every token with its colour, a declaration a line."""
    return "".join(f"{indent}--{token}: {pair[dark]};\n" for token, pair in COLOURS.items())


def page_tokens() -> str:
    """The tokens of both themes, as they stand between the marks in `base.css`."""
    return (
        f"  :root {{\n{tokens('    ')}  }}\n"
        f"  @media (prefers-color-scheme: dark) {{\n    :root {{\n{tokens('      ', dark=True)}    }}\n  }}\n"
    )


def paper_sheet() -> str:
    """The tokens of a report shown as a page: white paper in both themes, and the house's own brand."""
    return f"/* Made by: python -m ui.drawing.ink */\n@layer tokens {{\n  .d-web {{\n{tokens('    ')}  }}\n}}\n"


def base_sheet(sheet: str) -> str:
    """`base.css` with the tokens between its marks made anew."""
    before, _, rest = sheet.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{page_tokens()}  {END}{after}"


if __name__ == "__main__":
    BASE_SHEET.write_text(base_sheet(BASE_SHEET.read_text(encoding="utf-8")), encoding="utf-8")
    PAPER_SHEET.write_text(paper_sheet(), encoding="utf-8")
