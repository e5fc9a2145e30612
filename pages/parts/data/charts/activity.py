"""Purchases over time."""

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, safe
from pages.kit.formats import share

WHOLE_FROM = 4
"""With more weeks than this, the first and the last are not counted as whole."""
FEW_WEEKS = 8
STEADY = 0.05


def activity(
    frame: pd.DataFrame, title: str, *, unit: str = "Purchases", height: int = 300
) -> go.Figure:
    """Bars per week from `week` (its first day), `purchases`, `customers`, with the usual week.

    The first and the last week are pale: they are seldom whole.
    """
    colours = theme.palette()
    pale = theme.mix(colours.accent, colours.background, 0.55)
    shades = [colours.accent] * len(frame)
    if len(frame) > WHOLE_FROM:
        shades[0] = shades[-1] = pale
    figure = go.Figure(
        go.Bar(
            x=pd.to_datetime(frame["week"]),
            y=frame["purchases"],
            customdata=frame[["customers"]],
            marker={"color": shades, "line": {"width": 0}},
            hovertemplate="Week of %{x|%-d %b %Y}<br><b>%{y:,}</b> "
            + safe(unit.lower())
            + "<br>%{customdata[0]:,} customers<extra></extra>",
        )
    )
    if len(frame) > WHOLE_FROM:
        usual = usual_week(frame)
        figure.add_hline(y=usual, line={"color": colours.ink, "width": 1.5, "dash": "dot"})
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=6,
            y=usual,
            text=f"usual week<br><b>{usual:,.0f}</b>",
            align="left",
            showarrow=False,
            font={"color": colours.ink},
        )
    figure.update_layout(bargap=0.12, xaxis={"showgrid": False}, yaxis={"tickformat": ",d"})
    figure.update_layout(margin={"r": 92 if len(frame) > WHOLE_FROM else 16})
    return finish(figure, title, y=f"{unit} per week", height=height)


def whole_weeks(frame: pd.DataFrame) -> pd.DataFrame:
    """Without the first and the last week, where enough others are left."""
    return frame.iloc[1:-1] if len(frame) > WHOLE_FROM else frame


def usual_week(frame: pd.DataFrame) -> float:
    """The median over whole weeks."""
    return float(whole_weeks(frame)["purchases"].median())


def activity_title(frame: pd.DataFrame, unit: str = "purchases") -> str:
    """What the activity shows, as a sentence: level, rise or fall, and the strongest week."""
    whole = whole_weeks(frame)
    if whole.empty:
        return f"No dated {unit}"
    level = f"{usual_week(frame):,.0f} {unit} in a usual week"
    top = pd.Timestamp(whole.loc[whole["purchases"].idxmax(), "week"])
    peak = f"the strongest week began on {top.day} {top:%B %Y}"
    if len(whole) < FEW_WEEKS:
        return f"{level}; {peak}"
    half = len(whole) // 2
    before, after = whole["purchases"][:half].mean(), whole["purchases"][half:].mean()
    change = after / before - 1 if before else 0.0
    if abs(change) < STEADY:
        return f"Steady at {level}; {peak}"
    word = "more" if change > 0 else "fewer"
    return f"{share(abs(change))} {word} {unit} a week in the second half; {peak}"
