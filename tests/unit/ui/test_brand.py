"""Whatever colour a municipality chooses, its pages can be read in both themes."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ui.rules import brand
from ui.rules.colour import Oklch, contrast, hue_distance, to_hex, to_oklch

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06X}")

# Text that stands on the tint and does not follow the municipality: ink-2, ink-3 and link of each theme.
LIGHT_TEXT = ("#3E4C59", "#5A6874", "#15548A")
DARK_TEXT = ("#BCC7CE", "#98A6B0", "#8CC3EE")


@given(COLOURS)
@example("#000000")
@example("#FFFFFF")
@example("#FFFF00")
@example("#00FFFF")
@example("#0000FF")
@example("#808080")
def test_all_text_can_be_read_in_both_themes(colour: str) -> None:
    made = brand.palette(colour)
    for theme, surface, texts in ((made.light, "#FFFFFF", LIGHT_TEXT), (made.dark, "#151D22", DARK_TEXT)):
        assert contrast(theme.brand, surface) >= 4.5
        assert contrast(theme.brand, theme.tint) >= 4.5
        assert contrast(theme.ink, theme.brand) >= 4.5
        assert contrast(theme.ink, theme.strong) >= 4.5  # the button under the pointer
        assert contrast(theme.strong, theme.tint) >= 4.5  # initials, current segment
        assert contrast(theme.strong, surface) >= 4.5
        assert min(contrast(text, theme.tint) for text in texts) >= 4.5
        assert all(ratio >= 4.5 for _, ratio in theme.ratios)


@given(COLOURS)
def test_the_hue_is_kept(colour: str) -> None:
    hue, chroma = to_oklch(colour).hue, to_oklch(colour).chroma
    if chroma >= 0.03:
        assert hue_distance(to_oklch(brand.palette(colour).light.brand).hue, hue) < 12


@given(COLOURS)
def test_a_colour_survives_the_way_there_and_back(colour: str) -> None:
    assert to_hex(to_oklch(colour)) == colour


@given(st.floats(0, 1), st.floats(0, 0.4), st.floats(0, 360))
def test_any_colour_can_be_shown(lightness: float, chroma: float, hue: float) -> None:
    assert re.fullmatch(r"#[0-9A-F]{6}", to_hex(Oklch(lightness, chroma, hue)))


def test_the_prototypes_blue_is_left_as_it_is() -> None:
    made = brand.palette("#17507F")
    assert made.light.brand == "#17507F"
    assert made.light.ink == "#FFFFFF"
    assert made.adjustments == made.warnings == ()


def test_the_administrator_hears_what_was_adjusted() -> None:
    assert brand.palette("#8FB8DE").adjustments == ("Vi gjorde färgen något mörkare för att texten ska gå att läsa.",)
    assert any("mer ton" in text for text in brand.palette("#777777").adjustments)
    assert any("dämpade" in text for text in brand.palette("#0000FF").adjustments)


def test_a_colour_like_a_meaning_is_warned_about_and_allowed() -> None:
    assert brand.palette("#BC3B12").warnings == (
        "Färgen liknar den vi använder för mål som inte nås. Välj gärna en annan.",
    )
    assert brand.palette("#A51E5B").warnings == ("Färgen liknar den röda tråden. Välj gärna en annan.",)
    assert brand.palette("#1E7A50").warnings == ()


def test_contrast_as_wcag_defines_it() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("colour", ["17507F", "#17507", "red", "#17507F;}", ""])
def test_what_is_not_a_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="not a colour"):
        brand.palette(colour)


@given(COLOURS)
def test_the_style_sheet_holds_nothing_but_tokens(colour: str) -> None:
    sheet = brand.style_sheet(colour)
    assert len(re.findall(r"--brand(?:-strong|-ink|-tint|-line)?:#[0-9A-F]{6}", sheet)) == 10
    assert sheet.count("{") == sheet.count("}") == 4


def test_the_digest_follows_the_colour() -> None:
    assert brand.digest("#17507F") == brand.digest("#17507f")
    assert brand.digest("#17507F") != brand.digest("#17507E")
