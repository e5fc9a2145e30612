"""Days without rows, marked in the picture of the activity."""

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.parts.data import messages as m
from recsys_core.wording.messages import say

MOST = 12
"""More marks than this would be a pattern, not an accident."""


def mark_gaps(figure: go.Figure, gaps: pd.DataFrame) -> go.Figure:
    """Bands over `first` to `last` of the longest gaps; the longest is labelled with its `days`."""
    colours = theme.palette()
    longest = gaps.sort_values("days", ascending=False).head(MOST)
    for place, gap in enumerate(longest.itertuples()):
        label = say(m.NO_ROWS, n=gap.days, days=str(gap.days))
        figure.add_vrect(
            x0=gap.first,
            x1=gap.last + pd.Timedelta(days=1),
            fillcolor=colours.warn,
            opacity=0.28,
            line_width=0,
            layer="below",
            annotation_text=label if place == 0 else "",
            annotation_position="top left",
            annotation_font_color=colours.warn,
        )
    return figure
