"""One customer's visits over time."""

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, safe
from pages.parts.customers import messages as m
from recsys_core.wording.amounts import in_force
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import money, number

HEIGHT = 384
SHORT = pd.Timedelta(days=20)


def customer_visits(
    frame: pd.DataFrame,
    title: str,
    *,
    rated: bool = False,
    until: pd.Timestamp | None = None,
    expected: pd.Timestamp | None = None,
) -> go.Figure:
    """A stem per visit from ts, products, spend, titles: as high as its spend, or its products.

    `expected` marks the day of the next visit by the customer's own rhythm, when it lies close
    enough to the end of the data (`until`) to be drawn.
    """
    colours = theme.palette()
    rows = frame[frame["ts"].notna()]
    spend = not rated and bool(rows["spend"].notna().any())
    height = rows["spend"].fillna(0.0) if spend else rows["products"]
    figure = go.Figure()
    stems_x = [x for ts in rows["ts"] for x in (ts, ts, None)]
    stems_y = [y for value in height for y in (0.0, float(value), None)]
    figure.add_scatter(
        x=stems_x,
        y=stems_y,
        mode="lines",
        line={"color": theme.mix(colours.accent, colours.background, 0.55), "width": 1.5},
        hoverinfo="skip",
    )
    largest = float(rows["products"].max()) if len(rows) else 1.0
    figure.add_scatter(
        x=rows["ts"],
        y=height,
        mode="markers",
        marker={
            "color": colours.accent,
            "opacity": 0.85,
            "size": 5 + 9 * (rows["products"] / (largest or 1.0)) ** 0.5,
            "line": {"width": 1, "color": colours.background},
        },
        customdata=[
            (
                safe(titles, 90),
                _held(int(count), money(value) if spend else ""),
            )
            for titles, count, value in zip(
                rows["titles"], rows["products"], rows["spend"], strict=True
            )
        ],
        hovertemplate=say(m.VISIT_HOVER),
    )
    _mark_next(figure, rows, until, expected, colours)
    before, behind = in_force().around if spend else ("", "")
    figure.update_yaxes(rangemode="tozero", tickprefix=before, ticksuffix=behind)
    figure.update_xaxes(showgrid=False)
    if len(rows) and rows["ts"].max() - rows["ts"].min() < SHORT:
        # A day or two would otherwise fill the picture with hours.
        figure.update_xaxes(range=[rows["ts"].min() - SHORT / 2, rows["ts"].max() + SHORT / 2])
    unit = m.SPEND_PER_VISIT if spend else m.PER_DAY if rated else m.PER_VISIT
    return finish(figure, title, y=say(unit), height=HEIGHT)


def visits_title(frame: pd.DataFrame, *, rated: bool = False) -> str:
    """The finding: how much a usual visit holds, and the largest one."""
    rows = frame[frame["ts"].notna()]
    if rows.empty:
        return say(m.NO_DAYS if rated else m.NO_VISITS)
    spend = not rated and bool(rows["spend"].notna().any())
    value = rows["spend"].fillna(0.0) if spend else rows["products"]
    write = money if spend else (lambda v: say(m.MEAN_PRODUCTS, number=number(v)))
    if len(rows) == 1:
        one = m.ONE_DAY if rated else m.ONE_VISIT
        return say(one, day=day(rows["ts"].iloc[0]), value=write(float(value.iloc[0])))
    top = rows.loc[value.idxmax()]
    usual, largest = write(float(value.median())), write(float(value.max()))
    message = m.USUAL_DAY if rated else m.USUAL_VISIT
    return say(message, usual=usual, day=day(top["ts"]), largest=largest)


def _held(products: int, spend: str) -> str:
    """`2 products, 4.50`."""
    text = say(m.PRODUCTS, n=products)
    return say(m.PRODUCTS_FOR, products=text, spend=spend) if spend else text


def _mark_next(
    figure: go.Figure,
    rows: pd.DataFrame,
    until: pd.Timestamp | None,
    expected: pd.Timestamp | None,
    colours: theme.Palette,
) -> None:
    if expected is None or until is None or rows.empty:
        return
    span = rows["ts"].max() - rows["ts"].min()
    if not until - span / 2 <= expected <= until + span / 8:
        return
    late = expected < until
    figure.add_vline(x=expected, line={"color": colours.ink, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=expected,
        y=1,
        yref="paper",
        yanchor="top",
        xanchor="right",
        xshift=-6,
        text=say(m.WAS_EXPECTED if late else m.EXPECTED, day=f"{expected.day} {expected:%b}"),
        showarrow=False,
        bgcolor=colours.background,
        font={"color": colours.ink},
    )
