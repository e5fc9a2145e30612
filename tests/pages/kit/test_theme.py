import re
import tomllib
from pathlib import Path

import pytest

from pages.kit import theme
from recsys_core.models.registry import MODELS

STYLE = Path(theme.__file__).with_name("style.css")


def luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_sheets_of_every_page_do_not_ask_what_is_inside():
    """A browser asks `:has()` anew for every text that a chart measures: 0.2 s a chart."""
    sheets = [STYLE, STYLE.with_name("customer_page.css")]
    asking = [
        line for one in sheets for line in one.read_text("utf-8").splitlines() if ":has(" in line
    ]
    # The logo of the start page alone, which nothing else is tried on: it has no class.
    assert all(line.count(":has(") == line.count("div:not([class]):has(") for line in asking)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_and_marks_stand_out_from_the_background(mode):
    colours = theme.palette_of(mode)
    assert contrast(colours.ink, colours.background) > 12
    assert contrast(colours.muted, colours.background) > 4.5
    assert contrast(colours.accent, colours.background) > 4.5
    for colour in colours.series:
        assert contrast(colour, colours.background) > 2.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_text_has_the_contrast_that_readers_of_weak_sight_need(mode):
    """4.5 : 1 for text, by the Web Content Accessibility Guidelines 2.2, criterion 1.4.3."""
    colours = theme.palette_of(mode)
    settings = tomllib.loads(theme.CONFIG.read_text("utf-8"))["theme"][mode]
    faded = float(re.search(r"stCaptionContainer.*opacity: (\.\d+)", STYLE.read_text("utf-8"))[1])
    caption = theme.mix(colours.background, colours.ink, faded)
    said = [colours.ink, colours.muted, caption, colours.good, colours.warn, colours.bad]
    for ground in (colours.background, colours.surface):
        for text in (*said, settings["linkColor"], settings["dataframeHeaderTextColor"]):
            assert contrast(text, ground) >= 4.5, (text, ground)
    for text in (colours.good, colours.warn, colours.bad):
        badge = theme.mix(text, colours.background, 0.9)
        assert contrast(text, badge) >= 4.5, "as a badge, on a tenth of itself"
    assert contrast("#ffffff", settings["primaryColor"]) >= 4.5, "on a button"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_registered_model_has_a_colour_of_its_own(mode):
    colours = theme.palette_of(mode)
    chosen = [theme.model_colour(name, colours) for name in MODELS]
    assert len(set(chosen)) == len(chosen)


def test_an_unknown_model_keeps_its_colour():
    colours = theme.palette_of("light")
    assert theme.model_colour("mine", colours) == theme.model_colour("mine", colours)


def test_mix():
    assert theme.mix("#000000", "#ffffff", 0.5) == "#808080"
    assert theme.mix("#123456", "#ffffff", 0.0) == "#123456"
