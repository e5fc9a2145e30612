"""Cohorts as a triangle, movement as flows, spend as a curve."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import customers, finish, row_height, share_axis
from pages.parts.customers.over_time import messages as m
from recsys_core.services.customers.over_time.cohorts import Cohorts
from recsys_core.services.customers.over_time.movement import Concentration, Movement
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, money, share

ROWS, WRITTEN = 24, 13
"""Cohorts drawn at most, and months up to which figures stand in the cells."""
FORMATS = {"share": share, "revenue": money, "customers": count}


def cohort_triangle(cohorts: Cohorts, measure: str, title: str) -> go.Figure:
    """One row a cohort, one column a month; `measure` is a key of `FORMATS`. Months not over are
    grey.
    """
    colours = theme.palette()
    latest = sorted(cohorts.cells["cohort"].unique())[-ROWS:]
    cells = cohorts.cells[cohorts.cells["cohort"].isin(latest)]
    value = cells["revenue"] / cells["size"] if measure == "revenue" else cells[measure]
    # Month 0 is all of them: its colour would leave none for the others.
    shown = value.where(cells["complete"] & (cells["month"] > 0))
    names = [f"{pd.Timestamp(one):%b %Y}" for one in latest]
    row = {one: at for at, one in enumerate(latest)}
    shape = (len(latest), int(cells["month"].max()) + 1)
    at = (cells["cohort"].map(row).to_numpy(), cells["month"].to_numpy())
    z, grey = np.full(shape, np.nan), np.full(shape, np.nan)
    texts, hover = np.full(shape, "", dtype=object), np.empty((*shape, 8), dtype=object)
    z[at] = shown
    grey[at] = np.where(cells["complete"], np.nan, 1.0)
    texts[at] = [
        FORMATS[measure](one) if over else ""
        for one, over in zip(value, cells["complete"], strict=True)
    ]
    hover[at] = [_hover(one, names[row[one.cohort]]) for one in cells.itertuples()]
    figure = go.Figure()
    look = {"x": [*range(shape[1])], "y": names, "xgap": 2, "ygap": 2, "showscale": False}
    plain = [[0, colours.line], [1, colours.line]]
    figure.add_heatmap(
        z=grey, colorscale=plain, customdata=hover, hovertemplate=say(m.OPEN_HOVER), **look
    )
    figure.add_heatmap(
        z=z,
        colorscale=[[0, colours.surface], [1, theme.mix(colours.accent, colours.background, 0.35)]],
        customdata=hover,
        hovertemplate=say(m.CELL_HOVER),
        textfont={"color": colours.ink},
        text=texts if shape[1] <= WRITTEN + 1 else None,
        texttemplate="%{text}" if shape[1] <= WRITTEN + 1 else None,
        **look,
    )
    figure.update_yaxes(autorange="reversed", type="category", showgrid=False)
    figure.update_xaxes(showgrid=False, dtick=1 if shape[1] <= ROWS else 3)
    height = row_height(len(latest), per_row=30)
    return finish(figure, title, x=say(m.MONTHS_SINCE), y=say(m.FIRST_IN), height=height)


def _hover(cell: object, name: str) -> list[str]:
    row: pd.Series = pd.Series(cell._asdict())  # type: ignore[attr-defined]
    paid = say(m.NO_REVENUE)
    if pd.notna(row["revenue"]):
        paid = say(m.REVENUE_WAS, revenue=money(row["revenue"]))
    return [
        name,
        say(m.MONTHS_LATER, n=int(row["month"])),
        count(row["customers"]),
        count(row["size"]),
        *(share(row[part]) for part in ("share", "low", "high")),
        paid,
    ]


def movement_flows(movement: Movement, title: str, order: list[str]) -> go.Figure:
    """Groups on the first day at the left, on the second at the right, as wide as customers are
    many. order: the groups, best first.
    """
    colours, flows = theme.palette(), movement.flows
    left, right = (sorted(flows[side].unique(), key=order.index) for side in ("before", "after"))
    tone = {name: colours.series[at % len(colours.series)] for at, name in enumerate(order)}
    tone[order[-1]] = colours.muted
    source = flows["before"].map(left.index)
    target = flows["after"].map(right.index) + len(left)
    figure = go.Figure(
        go.Sankey(
            node={
                "label": [*left, *right],
                "color": [tone[name] for name in (*left, *right)],
                "pad": 14,
                "thickness": 14,
                "line": {"width": 0},
                "hovertemplate": say(m.NODE_HOVER),
            },
            link={
                "source": source,
                "target": target,
                "value": flows["customers"],
                "color": [
                    theme.mix(tone[name], colours.background, 0.65) for name in flows["before"]
                ],
                "customdata": [
                    (customers(n), share(part))
                    for n, part in zip(flows["customers"], flows["share"], strict=True)
                ],
                "hovertemplate": say(m.FLOW_HOVER),
            },
            textfont={"color": colours.ink, "size": 13},
        )
    )
    return finish(figure, title, height=440)


def lorenz(found: Concentration, title: str, expected: Concentration | None = None) -> go.Figure:
    """The share of the spend that the largest spenders bring; expected: of what is to come, by
    those expected to bring most.
    """
    colours = theme.palette()
    figure = go.Figure()
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        name=say(m.EQUAL),
        line={"color": colours.muted, "dash": "dot"},
        hoverinfo="skip",
    )
    curves = [(found, m.OF_SPEND, m.LORENZ_HOVER, colours.accent)]
    if expected is not None:
        curves.append((expected, m.OF_EXPECTED, m.EXPECTED_HOVER, colours.series[1]))
    for curve, name, hover, colour in curves:
        figure.add_scatter(
            x=curve.people,
            y=curve.amount,
            mode="lines",
            name=say(name),
            line={"color": colour, "width": 2},
            customdata=[*zip(map(share, curve.people), map(share, curve.amount), strict=True)],
            hovertemplate=say(hover),
        )
    figure.update_xaxes(**share_axis(0, 1))
    figure.update_yaxes(**share_axis(0, 1.02))
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    figure.update_layout(showlegend=True, legend=legend)
    x, y = (m.SPENDERS, m.OF_SPEND) if expected is None else (m.BRINGERS, m.OF_ALL)
    return finish(figure, title, x=say(x), y=say(y), height=380)
