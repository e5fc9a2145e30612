"""A small drawing of how each model thinks, in the colours of the theme, and its words."""

from collections.abc import Callable

from pages.kit import theme
from pages.parts.models import messages as m
from pages.parts.models.charts import sketches
from pages.parts.models.charts.strokes import Canvas
from recsys_core.schema.contracts import ModelCard
from recsys_core.services.workspace.names import model_card
from recsys_core.wording.messages import say

DRAWINGS: dict[str, tuple[Callable[[Canvas], None], str]] = {
    "bestsellers": (sketches.bestsellers, m.DRAWING_BESTSELLERS),
    "trend": (sketches.trend, m.DRAWING_TREND),
    "rhythm": (sketches.rhythm, m.DRAWING_RHYTHM),
    "together": (sketches.together, m.DRAWING_TOGETHER),
    "neighbours": (sketches.neighbours, m.DRAWING_NEIGHBOURS),
    "tastes": (sketches.tastes, m.DRAWING_TASTES),
    "texts": (sketches.texts, m.DRAWING_TEXTS),
    "towers": (sketches.towers, m.DRAWING_TOWERS),
    "order": (sketches.order, m.DRAWING_ORDER),
    "votes": (sketches.votes, m.DRAWING_VOTES),
    "search": (sketches.search, m.DRAWING_SEARCH),
    "rated tastes": (sketches.rated_tastes, m.DRAWING_RATED_TASTES),
    "rated products": (sketches.rated_products, m.DRAWING_RATED_PRODUCTS),
    "rated neighbours": (sketches.rated_neighbours, m.DRAWING_RATED_NEIGHBOURS),
    "differences": (sketches.differences, m.DRAWING_DIFFERENCES),
    "groups": (sketches.groups, m.DRAWING_GROUPS),
    "levels": (sketches.levels, m.DRAWING_LEVELS),
}
"""By the word a model's card names its drawing with; each with what it shows in words."""


def drawing(model: str, colours: theme.Palette) -> tuple[str, str]:
    """SVG of a model's way of thinking, and what it shows in words. Unknown models get arrows
    from past products, which is what most do.
    """
    draw, alt = DRAWINGS[(model_card(model) or ModelCard).drawing]
    canvas = Canvas(colours, theme.model_colour(model, colours))
    draw(canvas)
    return canvas.svg(), say(alt)
