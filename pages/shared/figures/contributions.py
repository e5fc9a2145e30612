"""What a score is made of."""

import pandas as pd
import plotly.graph_objects as go

from pages.shared import theme
from pages.shared.figures.base import finish, row_height, unique
from pages.shared.formats import number, signed


def contributions(frame: pd.DataFrame, title: str, *, total: float, most: int = 8) -> go.Figure:
    """Horizontal bars that sum to `total`, from `label` and `value`; the small ones are one bar.

    The bars step from zero to the score, so that the eye can follow the sum.
    """
    colours = theme.palette()
    rows = frame.loc[frame["value"] != 0, ["label", "value"]]
    rows = rows.sort_values("value", key=abs, ascending=False, kind="stable")
    rest = rows.iloc[most:]
    rows = rows.iloc[:most]
    if len(rest):
        other = {"label": f"{len(rest):,} others together", "value": rest["value"].sum()}
        rows = pd.concat([rows, pd.DataFrame([other])], ignore_index=True)
    start = rows["value"].cumsum().shift(fill_value=0.0)
    labels = [*unique(rows["label"]), "Score"]
    values = [*rows["value"], total]
    figure = go.Figure(
        go.Bar(
            y=labels,
            x=values,
            base=[*start, 0.0],
            orientation="h",
            marker={
                "color": [
                    *(colours.accent if v > 0 else colours.bad for v in rows["value"]),
                    colours.muted,
                ]
            },
            text=[*(signed(v) for v in rows["value"]), number(total)],
            textposition="auto",
            customdata=[[v / total if total else 0.0] for v in values],
            hovertemplate="%{y}<br><b>%{text}</b> (%{customdata[0]:.0%} of the score)"
            "<extra></extra>",
        )
    )
    figure.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": colours.ink})
    return finish(figure, title, x="Contribution to the score", height=row_height(len(labels)))
