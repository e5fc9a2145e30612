"""What is spent and brought as the bid or the budget moves."""

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish
from pages.parts.campaigns.auctions import messages as m
from recsys_core.services.campaigns.auctions.simulation import Replay
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import money


def moved(
    replays: Sequence[Replay], by: str, title: str, axis: str, *, height: int = 300
) -> go.Figure:
    """Two lines over `by`: bid or budget."""
    colours = theme.palette()
    x = [getattr(one.bidding, by) for one in replays]
    lines = {
        m.VALUE_LINE: ([one.value for one in replays], colours.accent),
        m.SPEND_LINE: ([one.spend for one in replays], colours.muted),
    }
    figure = go.Figure()
    for name, (values, colour) in lines.items():
        figure.add_scatter(
            x=x,
            y=values,
            name=say(name),
            mode="lines+markers",
            line={"color": colour, "width": 2.5},
            customdata=[money(value) for value in values],
            hovertemplate=say(m.MOVED_HOVER),
        )
    figure.update_yaxes(rangemode="tozero")
    figure.update_xaxes(rangemode="tozero")
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.12})
    return finish(figure, title, x=axis, y=say(m.MONEY_AXIS), height=height)
