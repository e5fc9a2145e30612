import pytest

from pages.kit import theme
from recsys_core.models.registry import MODELS


def luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_and_marks_stand_out_from_the_background(mode):
    colours = theme.palette_of(mode)
    assert contrast(colours.ink, colours.background) > 12
    assert contrast(colours.muted, colours.background) > 4.5
    assert contrast(colours.accent, colours.background) > 4.5
    for colour in colours.series:
        assert contrast(colour, colours.background) > 2.5


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
