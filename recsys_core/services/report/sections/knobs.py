"""What the knobs cost."""

from typing import Any

import numpy as np

from recsys_core.services.recommend.scenarios import in_words
from recsys_core.services.report import messages as m
from recsys_core.services.report.blocks import Chart, Section, Text, label
from recsys_core.services.report.sections.found import Found
from recsys_core.services.what_if.frontier import Tradeoff, latest_frontier
from recsys_core.services.workspace.names import short_title
from recsys_core.wording.messages import say

ACCENT, GREY, INK = "#0072b2", "#b8b8b0", "#1a1a1a"


def knobs(found: Found) -> Section | None:
    """Accuracy against variety over the settings tried, where somebody had them tried."""
    frontier = latest_frontier(found.ws)
    if frontier is None or frontier.run_id != found.measurement.run_id:
        return None
    if "diversity" not in frontier.goals:
        return None
    tradeoff = frontier.against("diversity")
    chart = {"data": _traces(tradeoff), "layout": _layout(frontier.k)}
    tried = say(
        m.TRIED,
        settings=say(m.SETTINGS_TRIED, n=len(tradeoff.points)),
        model=short_title(frontier.model),
        customers=say(m.CUSTOMERS_ASKED, n=tradeoff.sample),
    )
    return Section(
        "knobs",
        say(m.COST_OF_VARIETY),
        [Chart(chart, tradeoff.sentence, tradeoff.sentence), Text(tried, quiet=True)],
    )


def _traces(tradeoff: Tradeoff) -> list[dict[str, Any]]:
    """Settings that no other beats, joined by a line, above those that another beats."""
    accuracy = np.array([_value(point.row("NDCG")) for point in tradeoff.points])
    variety = np.array([_value(point.row(tradeoff.metric)) for point in tradeoff.points])
    names = [label(point.name or in_words(point.choice), 80) for point in tradeoff.points]
    traces = []
    for leading, colour, title in ((False, GREY, m.BEATEN), (True, ACCENT, m.BEST)):
        at = np.flatnonzero(tradeoff.leading == leading)
        at = at[np.argsort(variety[at])]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers" if leading else "markers",
                "name": say(title),
                "x": variety[at].tolist(),
                "y": accuracy[at].tolist(),
                "text": [names[place] for place in at],
                "marker": {"color": colour, "size": 9},
                "line": {"color": colour},
                "hovertemplate": say(m.TRADEOFF_HOVER),
            }
        )
    return traces


def _layout(k: int) -> dict[str, Any]:
    return {
        "height": 380,
        "margin": {"l": 60, "r": 20, "t": 10, "b": 50},
        "font": {"color": INK},
        "xaxis": {"title": {"text": say(m.VARIETY_AXIS)}},
        "yaxis": {"title": {"text": say(m.QUALITY_AXIS, k=k)}},
        "legend": {"orientation": "h", "y": 1.12},
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
    }


def _value(row: object) -> float:
    return float(getattr(row, "value", np.nan))
