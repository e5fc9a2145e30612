"""The drawing and the source of every model."""

import re
from xml.etree import ElementTree

import pytest

from pages.kit import theme
from pages.parts.models import messages, sources, words
from pages.parts.models.charts.drawings import drawing
from pages.parts.models.run_comparison import table
from recsys_core.services.evaluation.run_comparison import Comparison, Line
from recsys_core.services.training.queue import model_names

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", model_names())
def test_every_model_has_a_drawing_in_the_colours_of_the_theme(name, mode):
    colours = theme.palette_of(mode)
    svg, alt = drawing(name, colours)
    root = ElementTree.fromstring(svg)
    assert root.tag.endswith("svg")
    assert len(root) > 3
    assert theme.model_colour(name, colours) in svg
    assert alt.endswith(".")
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", ""), "nothing from outside"


@pytest.mark.parametrize("name", model_names())
def test_nothing_is_drawn_outside_the_picture(name):
    svg, _ = drawing(name, theme.palette_of("light"))
    for rect in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}rect"):
        x, y, w, h = (float(rect.get(side)) for side in ("x", "y", "width", "height"))
        assert x >= 0
        assert y >= 0
        assert x + w <= 360
        assert y + h <= 150


def test_light_and_dark_are_drawn_in_other_colours():
    light, dark = (
        set(COLOUR.findall(drawing("ease", theme.palette_of(m))[0])) for m in ("light", "dark")
    )
    assert light.isdisjoint(dark)


def test_an_unknown_model_gets_a_drawing_too():
    assert drawing("of another version", theme.palette_of("light"))[0].startswith("<svg")


def test_sources_are_read_from_the_documentation(tmp_path):
    assert "Steck" in sources.source("ease")
    assert "docs/" not in sources.source("buy-again")
    assert sources.source("no such model") == ""
    assert sources.sources(tmp_path / "nothing.md") == {}


def test_every_family_has_a_shelf():
    assert {family for group in words.GROUPS for family in group.families} == set(messages.FAMILY)


def test_the_comparison_escapes_what_it_shows():
    nasty = "<script>alert(1)</script>"
    found = Comparison(
        (nasty, "B"), ("ease", "als"), (Line("Settings", nasty, (nasty, "x"), True),), ()
    )
    shown = table(found)
    assert "<script>" not in shown
    assert shown.count("&lt;script&gt;") == 3
