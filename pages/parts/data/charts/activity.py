"""Purchases over time."""

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, safe
from pages.parts.data import messages as m
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share

WHOLE_FROM = 4
"""With more weeks than this, the first and the last are not counted as whole."""
FEW_WEEKS = 8
STEADY = 0.05


def activity(
    frame: pd.DataFrame, title: str, *, unit: str = m.PURCHASES, height: int = 300
) -> go.Figure:
    """Bars per week from `week` (its first day) or per day from `day`, `purchases`, `customers`,
    with the usual one.

    The first and the last week are pale: they are seldom whole.
    """
    daily = "day" in frame
    starts = pd.to_datetime(frame["day" if daily else "week"])
    several = len(frame) > WHOLE_FROM
    colours = theme.palette()
    pale = theme.mix(colours.accent, colours.background, 0.55)
    shades = [colours.accent] * len(frame)
    if several and not daily:
        shades[0] = shades[-1] = pale
    figure = go.Figure(
        go.Bar(
            x=starts,
            y=frame["purchases"],
            customdata=frame[["customers"]],
            marker={"color": shades, "line": {"width": 0}},
            hovertemplate=say(m.DAY_HOVER if daily else m.WEEK_HOVER, unit=safe(unit.lower())),
        )
    )
    if several:
        usual = usual_week(frame)
        figure.add_hline(y=usual, line={"color": colours.ink, "width": 1.5, "dash": "dot"})
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=6,
            y=usual,
            text=say(m.USUAL_DAY if daily else m.USUAL_WEEK, level=number(usual)),
            align="left",
            showarrow=False,
            font={"color": colours.ink},
        )
    # Labels beside the bars would let the axis run on past the data.
    half = pd.Timedelta(days=0.5 if daily else 3.5)
    ends = [starts.min() - half, starts.max() + half]
    figure.update_layout(
        bargap=0.12, xaxis={"showgrid": False, "range": ends}, yaxis={"tickformat": ",d"}
    )
    figure.update_layout(margin={"r": 92 if several else 16})
    return finish(
        figure, title, y=say(m.PER_DAY if daily else m.PER_WEEK, unit=unit), height=height
    )


def whole_weeks(frame: pd.DataFrame) -> pd.DataFrame:
    """Without the first and the last week, where enough others are left; all days."""
    return frame.iloc[1:-1] if len(frame) > WHOLE_FROM and "day" not in frame else frame


def usual_week(frame: pd.DataFrame) -> float:
    """The median over whole weeks, or days."""
    return float(whole_weeks(frame)["purchases"].median())


def activity_title(frame: pd.DataFrame, unit: str = "purchases") -> str:
    """What the activity shows, as a sentence: level, rise or fall, and the strongest week."""
    whole = whole_weeks(frame)
    if whole.empty:
        return say(m.NO_DATED, unit=unit)
    daily = "day" in frame
    top = pd.Timestamp(whole.loc[whole["purchases"].idxmax(), "day" if daily else "week"])
    known = {"unit": unit, "day": f"{top.day} {top:%B %Y}"}
    if daily:
        return say(m.DAYS_USUAL, level=number(usual_week(frame)), **known)
    half = len(whole) // 2
    before, after = whole["purchases"][:half].mean(), whole["purchases"][half:].mean()
    change = after / before - 1 if before else 0.0
    if len(whole) >= FEW_WEEKS and abs(change) >= STEADY:
        message = m.WEEKS_ROSE if change > 0 else m.WEEKS_FELL
        return say(message, share=share(abs(change)), **known)
    message = m.WEEKS_USUAL if len(whole) < FEW_WEEKS else m.WEEKS_STEADY
    return say(message, level=number(usual_week(frame)), **known)
