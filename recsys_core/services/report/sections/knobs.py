"""What the knobs cost."""

import numpy as np

from recsys_core.services.recommend.scenarios import in_words
from recsys_core.services.report.blocks import Chart, Section, Text, label
from recsys_core.services.report.sections.found import Found
from recsys_core.services.what_if.frontier import latest_frontier
from recsys_core.services.workspace.names import short_title
from recsys_core.wording.numbers import plural

ACCENT, GREY, INK = "#0072b2", "#b8b8b0", "#1a1a1a"


def knobs(found: Found) -> Section | None:
    """Accuracy against variety over the settings tried, where somebody had them tried."""
    frontier = latest_frontier(found.ws)
    if frontier is None or frontier.run_id != found.measurement.run_id:
        return None
    if "diversity" not in frontier.goals:
        return None
    tradeoff = frontier.against("diversity")
    accuracy = np.array([_value(point.row("NDCG")) for point in tradeoff.points])
    variety = np.array([_value(point.row(tradeoff.metric)) for point in tradeoff.points])
    names = [label(point.name or in_words(point.choice), 80) for point in tradeoff.points]
    traces = []
    for leading, colour, title in ((False, GREY, "Beaten by another"), (True, ACCENT, "Best")):
        at = np.flatnonzero(tradeoff.leading == leading)
        at = at[np.argsort(variety[at])]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers" if leading else "markers",
                "name": title,
                "x": variety[at].tolist(),
                "y": accuracy[at].tolist(),
                "text": [names[place] for place in at],
                "marker": {"color": colour, "size": 9},
                "line": {"color": colour},
                "hovertemplate": "%{text}<br>variety %{x:.3f}, accuracy %{y:.4f}<extra></extra>",
            }
        )
    layout = {
        "height": 380,
        "margin": {"l": 60, "r": 20, "t": 10, "b": 50},
        "font": {"color": INK},
        "xaxis": {"title": {"text": "Variety within a list"}},
        "yaxis": {"title": {"text": f"Ranking quality (NDCG@{frontier.k})"}},
        "legend": {"orientation": "h", "y": 1.12},
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
    }
    tried = f"{plural(len(tradeoff.points), 'setting')} of {short_title(frontier.model)}"
    return Section(
        "knobs",
        "What variety costs",
        [
            Chart({"data": traces, "layout": layout}, tradeoff.sentence, tradeoff.sentence),
            Text(f"{tried} tried on {plural(tradeoff.sample, 'customer')}.", quiet=True),
        ],
    )


def _value(row: object) -> float:
    return float(getattr(row, "value", np.nan))
