"""Expected profit of this choice beside simpler ways."""

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish
from pages.parts.campaigns.offers import messages as m
from recsys_core.services.campaigns.offers.plan import OfferPlan, OtherWays
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import money, times

LITTLE = 0.005
"""A smaller share is no difference to speak of."""


def ways(plan: OfferPlan, others: OtherWays, title: str, *, height: int = 260) -> go.Figure:
    """A bar a way, this choice on top."""
    colours = theme.palette()
    quiet = theme.mix(colours.muted, colours.background, 0.35)
    values = [others.lot, others.best_seller, others.greedy, plan.assignment.profit]
    figure = go.Figure()
    figure.add_bar(
        y=[say(name) for name in (m.WAY_LOT, m.WAY_SELLER, m.WAY_GREEDY, m.WAY_BEST)],
        x=values,
        orientation="h",
        marker={"color": [quiet, quiet, quiet, colours.accent]},
        text=[money(value) for value in values],
        textposition="outside",
        textfont={"color": colours.ink},
        cliponaxis=False,
        customdata=[money(value) for value in values],
        hovertemplate=say(m.WAY_HOVER),
    )
    figure.update_yaxes(showgrid=False, tickfont={"color": colours.ink})
    figure.update_layout(margin={"r": 70})
    return finish(figure, title, x=say(m.PROFIT_AXIS), height=height)


def ways_title(plan: OfferPlan, others: OtherWays) -> str:
    """The finding: how much more than by the simplest good way."""
    profit = plan.assignment.profit
    if profit - others.greedy <= LITTLE * abs(profit):
        return say(m.WAYS_SAME)
    if others.greedy <= 0:
        return say(m.WAYS_MORE, more=money(profit - others.greedy))
    return say(m.WAYS_TITLE, times=times(profit / others.greedy))
