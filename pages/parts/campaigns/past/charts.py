"""Rates of campaigns and groups as points with intervals, answers as a curve, spend by window."""

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import customers, finish, row_height, share_axis, unique
from pages.parts.campaigns.past import messages as m
from recsys_core.services.campaigns.past.by_group import ResponseByGroup
from recsys_core.services.campaigns.past.looking_back import CampaignReview
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import money, share


def campaign_rates(rows: pd.DataFrame, chosen: str, title: str) -> go.Figure:
    """A point a campaign by its first day; the chosen one is filled with the accent."""
    colours = theme.palette()
    known = rows[rows["rate"].notna() & rows["start_ts"].notna()]
    tones = [
        colours.accent if one == chosen else theme.mix(colours.muted, colours.background, 0.3)
        for one in known["campaign_id"]
    ]
    figure = go.Figure()
    for row, tone in zip(known.itertuples(), tones, strict=True):
        figure.add_scatter(
            x=[row.start_ts, row.start_ts], y=[row.low, row.high], mode="lines",
            line={"color": tone, "width": 2}, hoverinfo="skip",
        )  # fmt: skip
    figure.add_scatter(
        x=known["start_ts"],
        y=known["rate"],
        mode="markers",
        cliponaxis=False,
        marker={"color": tones, "size": 10},
        customdata=[
            (
                row.name,
                day(row.start_ts),
                *map(share, (row.rate, row.low, row.high)),
                say(m.REACHED_LINE, n=int(row.targeted)),
            )
            for row in known.itertuples(index=False)
        ],
        hovertemplate=say(m.RATE_HOVER),
    )
    figure.update_yaxes(**share_axis(0, min(1.0, float(known["high"].max()) * 1.05)))
    return finish(figure, title, x=say(m.BEGAN), y=say(m.ANSWERED_SHARE), height=360)


def rates_title(rows: pd.DataFrame) -> str:
    """The finding: the campaign whose share is high for certain."""
    known = rows[rows["low"].notna()]
    if known.empty:
        return say(m.NO_RATE_KNOWN)
    best = known.loc[known["low"].idxmax()]
    figures = {name: share(float(best[name])) for name in ("rate", "low", "high")}
    return say(m.BEST_RATE, name=best["name"], **figures)


def answers_over_days(review: CampaignReview, title: str) -> go.Figure:
    """How many of those who answered had done so by each day."""
    colours, curve = theme.palette(), review.curve
    figure = go.Figure()
    figure.add_scatter(
        x=curve["day"],
        y=curve["share"],
        mode="lines",
        line={"color": colours.accent, "width": 2, "shape": "hv"},
        customdata=[
            (customers(n), share(part))
            for n, part in zip(curve["customers"], curve["share"], strict=True)
        ],
        hovertemplate=say(m.CURVE_HOVER),
    )
    figure.update_yaxes(**share_axis(0, 1.02))
    return finish(figure, title, x=say(m.DAYS_SINCE), y=say(m.SO_FAR), height=340)


def spend_by_window(review: CampaignReview, title: str) -> go.Figure:
    """Means with their intervals, those who answered beside the others."""
    colours = theme.palette()
    names = {True: say(m.WHO_ANSWERED), False: say(m.WHO_DID_NOT)}
    tones = {True: colours.accent, False: theme.mix(colours.muted, colours.background, 0.2)}
    figure = go.Figure()
    for who in (True, False):
        own = [one for one in review.spend if one.answered == who and one.mean == one.mean]
        figure.add_scatter(
            x=[say(m.WINDOW_LABEL, window=say(m.WINDOWS[one.window]), n=one.days) for one in own],
            y=[one.mean for one in own],
            mode="lines+markers",
            name=names[who],
            line={"color": tones[who], "width": 2},
            marker={"size": 9},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [one.high - one.mean for one in own],
                "arrayminus": [one.mean - one.low for one in own],
                "thickness": 1.5,
            },
            customdata=[
                (
                    names[who],
                    say(m.WINDOWS[one.window]),
                    *map(money, (one.mean, one.low, one.high)),
                    share(one.buyers),
                    customers(one.n),
                )
                for one in own
            ],
            hovertemplate=say(m.SPEND_HOVER),
        )
    figure.update_xaxes(type="category", showgrid=False)
    figure.update_yaxes(rangemode="tozero")
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    figure.update_layout(showlegend=True, legend=legend)
    return finish(figure, title, y=say(m.SPEND_A_WEEK), height=340)


def spend_title(review: CampaignReview) -> str:
    """The finding: what either spent while it ran."""
    during = {one.answered: money(one.mean) for one in review.spend if one.window == "during"}
    return say(m.SPEND_TITLE, mean=during[True], other=during[False])


def rates_by_group(found: ResponseByGroup, everybody: float, title: str) -> go.Figure:
    """A line a group, most customers first; those that differ beyond chance in the accent."""
    colours = theme.palette()
    rows = sorted(found.rows, key=lambda one: one.n)
    labels = unique(one.group for one in rows)
    grey = theme.mix(colours.muted, colours.background, 0.3)
    tones = [colours.accent if one.differs else grey for one in rows]
    figure = go.Figure()
    for one, label, tone in zip(rows, labels, tones, strict=True):
        figure.add_scatter(
            x=[one.low, one.high], y=[label, label], mode="lines",
            line={"color": tone, "width": 2}, hoverinfo="skip",
        )  # fmt: skip
    figure.add_scatter(
        x=[one.rate for one in rows],
        y=labels,
        mode="markers",
        cliponaxis=False,
        marker={"color": tones, "size": 10},
        customdata=[
            (label, *map(share, (one.rate, one.low, one.high, one.rest)), customers(one.n))
            for label, one in zip(labels, rows, strict=True)
        ],
        hovertemplate=say(m.GROUP_HOVER),
    )
    figure.add_vline(
        x=everybody,
        line={"color": colours.muted, "dash": "dot", "width": 1},
        annotation={
            "text": say(m.EVERYBODY, rate=share(everybody)),
            "font": {"color": colours.muted, "size": 12},
            "yref": "paper", "y": 1.0, "yanchor": "bottom", "xanchor": "center",
        },
    )  # fmt: skip
    most = max(one.high for one in rows)
    figure.update_xaxes(**share_axis(0, min(1.0, most * 1.05)))
    figure.update_yaxes(
        type="category", showgrid=False, tickfont={"color": colours.ink}, ticklabelstandoff=8
    )
    height = row_height(len(rows), around=96)
    figure.update_layout(margin={"t": 28})
    return finish(figure, title, x=say(m.ANSWERED_SHARE), height=height)


def groups_title(found: ResponseByGroup) -> str:
    """The finding: the group that stands out most, or that none does."""
    apart = [one for one in found.rows if one.differs]
    if not apart:
        return say(m.GROUPS_ALIKE)
    best = min(apart, key=lambda one: one.p_adjusted)
    return say(m.GROUPS_APART, group=best.group, rate=share(best.rate), rest=share(best.rest))
