"""Answers after campaigns without one, and the times at which customers are there."""

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import customers, finish, share_axis
from pages.parts.campaigns.silent import messages as m
from recsys_core.services.campaigns.silent.send_time import SendTimes, time_name
from recsys_core.services.campaigns.silent.silence import Silence, enough_contacts
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, share


def after_silence(found: Silence, title: str) -> go.Figure:
    """Points with Wilson's interval; those of few contacts are grey."""
    colours, rows = theme.palette(), found.again
    grey = theme.mix(colours.muted, colours.background, 0.3)
    known = enough_contacts(rows)
    tones = [colours.accent if one else grey for one in known]
    last = int(rows["before"].max())
    labels = [
        say(m.AND_MORE, n=int(at)) if at == last and at >= found.together else count(at)
        for at in rows["before"]
    ]
    figure = go.Figure()
    for row, label, tone in zip(rows.itertuples(), labels, tones, strict=True):
        figure.add_scatter(
            x=[label, label], y=[row.low, row.high], mode="lines",
            line={"color": tone, "width": 2}, hoverinfo="skip",
        )  # fmt: skip
    figure.add_scatter(
        x=labels,
        y=rows["rate"],
        mode="markers",
        cliponaxis=False,
        marker={"color": tones, "size": 10},
        customdata=[
            (label, *map(share, (row.rate, row.low, row.high)), customers(row.n))
            for row, label in zip(rows.itertuples(), labels, strict=True)
        ],
        hovertemplate=say(m.AGAIN_HOVER),
    )
    most = float(rows.loc[known, "high"].max()) if known.any() else float(rows["high"].max())
    figure.update_yaxes(**share_axis(0, min(1.0, most * 1.1)))
    figure.update_xaxes(type="category", showgrid=False)
    names = {"x": say(m.CAMPAIGNS_BEFORE), "y": say(m.NEXT_ANSWERED)}
    return finish(figure, title, **names, height=360)


def after_silence_title(found: Silence) -> str:
    """The finding: how the share at first compares with that after many."""
    sign = found.sign("again")
    if sign is None or not sign.enough:
        return say(m.AGAIN_TITLE_OPEN)
    return say(m.AGAIN_TITLE, n=found.often, rate=share(sign.rate), rest=share(sign.rest_rate))


def common_times(found: SendTimes, title: str) -> go.Figure:
    """A bar an hour or weekday; the most frequent one in the accent."""
    colours = theme.palette()
    labels = [time_name(found.by, at)[:5] if found.by == "hour" else time_name(found.by, at)
              for at in range(len(found.shares))]  # fmt: skip
    grey = theme.mix(colours.muted, colours.background, 0.35)
    figure = go.Figure()
    figure.add_bar(
        x=labels,
        y=found.shares,
        marker={
            "color": [colours.accent if at == found.common else grey for at in range(len(labels))]
        },
        customdata=[share(float(part)) for part in found.shares],
        hovertemplate=say(m.TIME_HOVER),
    )
    figure.update_xaxes(type="category", showgrid=False)
    figure.update_yaxes(**share_axis(0, float(found.shares.max()) * 1.1))
    return finish(figure, title, y=say(m.MOMENTS_SHARE), height=300)


def times_title(found: SendTimes) -> str:
    """The finding: which time is most frequent."""
    part = share(float(found.shares[found.common]))
    return say(m.TIMES_TITLE, common=time_name(found.by, found.common), share=part)
