"""What groups buy more and less of, in times of the average customer."""

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, row_height, safe, unique
from pages.parts.customers.beside import messages as m
from recsys_core.services.customers.side_by_side.comparison import SideBySide, told_in
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number


def categories(found: SideBySide, chosen: Sequence[str], title: str) -> go.Figure:
    """A point with its interval for every group and category, the group's colour in all rows."""
    colours = theme.palette()
    labels = dict(zip(chosen, unique(chosen), strict=True))
    figure = go.Figure()
    groups = [size.group for size in found.sizes]
    for at, group in enumerate(groups):
        own = {one.figure: one for one in found.categories if one.group == group}
        rows = [own[name] for name in chosen[::-1]]
        written = [told_in(one) for one in rows]
        figure.add_scatter(
            y=[labels[one.figure] for one in rows],
            x=[one.times for one in rows],
            mode="markers",
            name=safe(group),
            offsetgroup=str(at),
            marker={"size": 10, "color": colours.series[at]},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [(one.high - one.mean) / one.average for one in rows],
                "arrayminus": [(one.mean - one.low) / one.average for one in rows],
                "color": colours.series[at],
                "thickness": 1.5,
            },
            customdata=[
                (safe(group), told["mean"], told["average"], told["low"], told["high"])
                for told in written
            ],
            hovertemplate=say(m.CATEGORY_HOVER),
        )
    figure.add_vline(
        x=1,
        line={"color": colours.ink, "width": 1, "dash": "dot"},
        annotation={"text": say(m.AVERAGE_LINE), "font": {"color": colours.muted}},
        annotation_position="bottom right",
    )
    figure.update_xaxes(rangemode="tozero")
    figure.update_yaxes(type="category", tickfont={"color": colours.ink})
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    figure.update_layout(showlegend=True, legend=legend, scattermode="group", scattergap=0.4)
    height = row_height(len(chosen), 20 + 14 * len(groups), 110)
    return finish(figure, title, x=say(m.TIMES_AVERAGE), height=height)


def categories_title(found: SideBySide) -> str:
    """The finding: the category that sets a group apart most."""
    first = found.telling_categories(1)[0]
    own = [one for one in found.categories if one.figure == first and one.differs]
    one = max(own, key=lambda each: max(each.times, 1 / each.times))
    return say(m.CATEGORIES_TITLE, group=one.group, category=one.figure, times=number(one.times))
