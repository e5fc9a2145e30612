"""A small drawing of how each model thinks, in the colours of the theme, and its words."""

from collections.abc import Callable

from pages.kit import theme
from pages.parts.models.charts import sketches
from pages.parts.models.charts.strokes import Canvas


def drawing(model: str, colours: theme.Palette) -> tuple[str, str]:
    """SVG of a model's way of thinking, and what it shows in words. Unknown models get arrows
    from past products, which is what most do.
    """
    draw, alt = _DRAWINGS.get(model, (sketches.together, _ALT_TOGETHER))
    canvas = Canvas(colours, theme.model_colour(model, colours))
    draw(canvas)
    return canvas.svg(), alt


_ALT_TOGETHER = (
    "Arrows of different strength lead from three products that were bought to one product; their "
    "sum is its score."
)
_ALT_TASTES = (
    "A customer and a product, each with four bars for hidden tastes; the bars are alike, so the "
    "product is shown."
)
_ALT_NEIGHBOURS = (
    "A customer within a circle of customers who bought alike; arrows lead from them to the "
    "product they bought."
)
_DRAWINGS: dict[str, tuple[Callable[[Canvas], None], str]] = {
    "popularity": (
        sketches.bestsellers,
        "Bars for the customers of each product; everybody is shown the three highest.",
    ),
    "trending": (
        sketches.trending,
        "Two lines over time: one sells steadily, the other rises in the last weeks and is shown.",
    ),
    "buy-again": (
        sketches.again,
        "The same product at equal distances on a line of time, and the next time it is due.",
    ),
    "ease": (sketches.together, _ALT_TOGETHER),
    "item-knn": (sketches.together, _ALT_TOGETHER),
    "user-knn": (sketches.neighbours, _ALT_NEIGHBOURS),
    "als": (sketches.tastes, _ALT_TASTES),
    "bpr": (sketches.tastes, _ALT_TASTES),
    "content": (
        sketches.texts,
        "Two product texts side by side; lines join the words that both have.",
    ),
    "two-tower": (
        sketches.towers,
        "Two towers of layers, one for the customer and one for the product, meet at the top.",
    ),
    "sequence": (
        sketches.sequence,
        "Products in the order in which they were bought; the latest weigh most for the next one.",
    ),
    "hybrid": (
        sketches.vote,
        "Three models' lists, each with a weight, become one list.",
    ),
    "auto": (
        sketches.search,
        "Bars for everything that was tried on purchases held back; the longest is chosen and "
        "confirmed.",
    ),
    "surprise-svd": (sketches.rated_tastes, f"{_ALT_TASTES} Stars give the expected rating."),
    "surprise-svdpp": (sketches.rated_tastes, f"{_ALT_TASTES} Stars give the expected rating."),
    "surprise-nmf": (sketches.rated_tastes, f"{_ALT_TASTES} Stars give the expected rating."),
    "surprise-knn-item": (
        sketches.rated_products,
        "Arrows of different strength lead from three products with stars to one product, whose "
        "stars are expected.",
    ),
    "surprise-knn-user": (
        sketches.rated_neighbours,
        f"{_ALT_NEIGHBOURS} Stars give the expected rating.",
    ),
    "surprise-slopeone": (
        sketches.differences,
        "Two products with three and four stars: the second is rated one star higher by those who "
        "know both.",
    ),
    "surprise-coclustering": (
        sketches.groups,
        "A table of customer groups by product groups; filled fields are liked more.",
    ),
    "surprise-baseline": (
        sketches.levels,
        "Each product's usual rating as a bar, all raised by the same bit for a generous customer.",
    ),
}
