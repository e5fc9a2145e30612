"""All models on one metric, with the bestsellers and the random order as lines across."""

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import customers, finish, note_ends, row_height, share_axis, unique
from pages.parts.evaluation.charts.intervals import ends, in_hover, whiskers
from recsys_core.wording.numbers import Unit

BAR = 0.56


def ranking(
    frame: pd.DataFrame,
    title: str,
    *,
    x: str,
    higher_is_better: bool = True,
    unit: Unit = "number",
    lines: dict[str, str] | None = None,
    chosen: str | None = None,
    height: int | None = None,
) -> go.Figure:
    """Horizontal bars with 95 % intervals, best on top.

    frame: `model` (decides the colour), `label`, `value`, `low`, `high` (NaN where nothing was
    sampled), `n` (customers). `lines`: models drawn across as dotted lines -> what stands above
    them. `chosen` stands out, the others step back.
    """
    colours = theme.palette()
    rows = frame.dropna(subset=["value"]).sort_values("value", ascending=higher_is_better)
    labels = unique(rows["label"])
    low, high, text = ends(rows, unit)
    figure = go.Figure(
        go.Bar(
            y=labels,
            x=rows["value"],
            orientation="h",
            width=BAR,
            marker={
                "color": [theme.model_colour(name, colours) for name in rows["model"]],
                "opacity": [0.35 if chosen and name != chosen else 1.0 for name in rows["model"]],
            },
            error_x=whiskers(rows["value"], low, high, colours.ink, 2, 6),
            customdata=[
                (name, shown, in_hover(a, b), customers(n))
                for name, (shown, a, b), n in zip(rows["model"], text, rows["n"], strict=True)
            ],
            hovertemplate="<b>%{y}</b><br>%{customdata[1]}%{customdata[2]}<br>%{customdata[3]}"
            "<extra></extra>",
        )
    )
    note_ends(figure, labels, high, [f"<b>{shown}</b>" for shown, *_ in text], 10)
    _lines(figure, rows, lines or {}, colours)
    if len(rows):
        most = max(float(high.max()), float(rows["value"].max()))
        across = min(0.0, float(low.min())), most * 1.13 or 1
        figure.update_xaxes(**share_axis(*across) if unit == "share" else {"range": across})
    figure.update_yaxes(showgrid=False, tickfont={"color": colours.ink})
    figure.update_layout(margin={"t": 38})
    return finish(figure, title, x=x, height=height or max(row_height(len(rows), 40, 110), 390))


def _lines(
    figure: go.Figure, rows: pd.DataFrame, lines: dict[str, str], colours: theme.Palette
) -> None:
    """Dotted lines with their names above the plot, the left one's name to the left."""
    found = rows[rows["model"].isin(lines)].sort_values("value")
    for place, row in enumerate(found.itertuples()):
        figure.add_vline(x=row.value, line={"color": colours.ink, "width": 1.2, "dash": "dot"})
        first_of_two = len(found) > 1 and place == 0
        figure.add_annotation(
            x=row.value,
            y=1,
            yref="paper",
            yanchor="bottom",
            xanchor="left" if first_of_two else "center",
            text=lines[row.model],
            showarrow=False,
            font={"color": colours.muted},
        )
