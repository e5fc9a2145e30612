"""Customers by the smallest difference that is found, and that difference by weeks."""

import math

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish
from pages.parts.experiments.planning import messages as m
from recsys_core.services.experiments.planning.plan import ExperimentPlan
from recsys_core.services.experiments.planning.traffic import WEEK
from recsys_core.services.experiments.planning.words import customers
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, share, times


def sizes_title(plan: ExperimentPlan) -> str:
    """The finding: what half the difference costs."""
    half = min(plan.curve, key=lambda row: abs(_size(row["effect"]) / _effect(plan) - 0.5))
    at = min(plan.curve, key=lambda row: abs(_size(row["effect"]) / _effect(plan) - 1))
    return say(m.SIZE_TITLE, times=times(float(half["per_arm"] or 0) / float(at["per_arm"] or 1)))


def sizes(plan: ExperimentPlan, title: str) -> go.Figure:
    """The curve with the difference that was chosen, and how many are within reach."""
    colours = theme.palette()
    effects = [_size(row["effect"]) for row in plan.curve]
    needed = [_needed(plan, float(row["per_arm"] or 0)) for row in plan.curve]
    cells = [
        (share(effect), customers(plan, float(row["per_arm"] or 0)), _weeks(row["days"]))
        for effect, row in zip(effects, plan.curve, strict=True)
    ]
    figure = go.Figure()
    figure.add_scatter(
        x=effects, y=needed, mode="lines", line={"color": colours.accent, "width": 2.5},
        name=say(m.SIZE_NAME), customdata=cells,
        hovertemplate=say(m.SIZE_HOVER if plan.request.effect > 0 else m.SIZE_HOVER_LESS),
    )  # fmt: skip
    if plan.reachable:
        line = {"color": colours.muted, "width": 1.5, "dash": "dash"}
        reach = _needed(plan, plan.reachable)
        figure.add_hline(y=reach, line=line)
        # A note on an axis of powers of ten is placed by its power.
        figure.add_annotation(
            x=1, xref="paper", xanchor="right", y=math.log10(reach), yanchor="bottom",
            text=say(m.REACH_NAME, n=reach), showarrow=False,
            font={"color": colours.muted},
        )  # fmt: skip
    chosen = _needed(plan, plan.per_arm)
    figure.add_scatter(
        x=[_effect(plan)], y=[chosen], mode="markers+text",
        marker={"color": colours.accent, "size": 12}, text=[count(chosen)],
        textposition="top right", textfont={"color": colours.ink}, hoverinfo="skip",
        name=say(m.CHOSEN_NAME), cliponaxis=False,
    )  # fmt: skip
    figure.update_xaxes(type="log", **_shares(effects))
    figure.update_yaxes(type="log", **_counts([float(one or 1) for one in needed]))
    figure.update_layout(showlegend=False)
    axis = m.EACH_AXIS if plan.request.shares is None else m.ALL_EACH
    return finish(figure, title, x=say(m.SIZE_AXIS), y=say(axis), height=360)


def time_title(plan: ExperimentPlan) -> str:
    """The finding: what the shortest time shows."""
    row = plan.by_week[0]
    return say(m.TIME_TITLE, weeks=_week(row["weeks"]), effect=share(_size(row["effect"])))


def by_weeks(plan: ExperimentPlan, title: str) -> go.Figure:
    """The smallest difference after each week, and the week that was planned."""
    colours, rows = theme.palette(), plan.by_week
    figure = go.Figure()
    figure.add_scatter(
        x=[row["weeks"] for row in rows],
        y=[_size(row["effect"]) for row in rows],
        mode="lines",
        line={"color": colours.accent, "width": 2.5},
        customdata=[
            (_week(row["weeks"]), share(_size(row["effect"])), customers(plan, row["per_arm"]))
            for row in rows
        ],
        hovertemplate=say(m.TIME_HOVER),
    )
    planned = [row for row in rows if plan.days and row["weeks"] == plan.days // WEEK]
    for row in planned:
        figure.add_scatter(
            x=[row["weeks"]], y=[_size(row["effect"])], mode="markers+text",
            marker={"color": colours.accent, "size": 12}, text=[_week(row["weeks"])],
            textposition="top right", textfont={"color": colours.ink}, hoverinfo="skip",
            cliponaxis=False,
        )  # fmt: skip
    most = max(_size(row["effect"]) for row in rows)
    step = next(one for one in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0) if most / one <= 6)
    ticks = [step * at for at in range(int(most / step) + 2)]
    figure.update_yaxes(tickvals=ticks, ticktext=[share(one) for one in ticks], rangemode="tozero")
    figure.update_xaxes(range=[0, rows[-1]["weeks"] + 1], dtick=4)
    figure.update_layout(showlegend=False)
    return finish(figure, title, x=say(m.TIME_AXIS), y=say(m.FOUND_AXIS), height=360)


def _needed(plan: ExperimentPlan, per_arm: float) -> int:
    """Customers an arm; of all arms where these are not alike."""
    sizes = plan.request.sizes(per_arm)
    return sizes[0] if plan.request.shares is None else sum(sizes)


def _size(effect: float | None) -> float:
    """How large a difference is, more or less."""
    return abs(float(effect or 0))


def _effect(plan: ExperimentPlan) -> float:
    return abs(plan.request.effect)


def _weeks(days: float | None) -> str:
    return say(m.NEVER_CELL) if days is None else _week(days // WEEK)


def _week(n: float) -> str:
    return say(m.WEEKS_CELL, n=int(n))


def _shares(values: list[float]) -> dict[str, list[object]]:
    ticks = [t * d for d in (0.001, 0.01, 0.1, 1.0) for t in (1, 2, 5)]
    inside = [one for one in ticks if min(values) * 0.99 <= one <= max(values) * 1.01]
    return {"tickvals": list(inside), "ticktext": [share(one) for one in inside]}


def _counts(values: list[float]) -> dict[str, list[object]]:
    ticks = [t * 10**d for d in range(10) for t in (1, 2, 5)]
    inside = [one for one in ticks if min(values) * 0.9 <= one <= max(values) * 1.1]
    if len(inside) > 8:
        inside = [one for one in inside if str(one)[0] == "1"]
    return {"tickvals": list(inside), "ticktext": [count(one) for one in inside]}
