"""Sections of a report beyond the leaderboard: groups, trust, reasons, and what knobs cost."""

import numpy as np
import pandas as pd

from recsys_core.schema.errors import InputError, NotFoundError, NotReadyError
from recsys_core.services.describing import FLOOR, is_reference, short_title
from recsys_core.services.evaluating import reason_scores
from recsys_core.services.frontier import latest_frontier
from recsys_core.services.phrases import number, plural, share
from recsys_core.services.reporting_parts import Cell, Chart, Points, Section, Table, Text, label
from recsys_core.services.reporting_sections import Found
from recsys_core.services.scenarios import in_words
from recsys_core.services.slices import slice_kinds, sliced
from recsys_core.services.trust_audit import audit

ACCENT, GREY, INK = "#0072b2", "#b8b8b0", "#1a1a1a"
MISSING = (NotReadyError, NotFoundError, InputError)


def groups(found: Found) -> Section | None:
    """The deciding metric by the first way of dividing customers."""
    try:
        kinds = [kind for kind in slice_kinds(found.ws, found.measurement.run_id) if kind.customers]
        if not kinds:
            return None
        one = sliced(found.ws, kinds[0].name, None, found.measurement.run_id)
    except MISSING:
        return None
    frame = pd.DataFrame([vars(row) for row in one.rows])
    real = {(test.slice, test.model): test.difference > 0 for test in one.tests if test.real}
    models = [name for name in dict.fromkeys(frame["model"]) if name != FLOOR]
    rows: list[list[str | Cell]] = []
    for name, part in frame.groupby("slice", sort=False):
        cells: list[str | Cell] = [str(name)]
        by_model = part.set_index("model")
        cells.append(f"{int(by_model['n'].max()):,}")
        for model in models:
            row = by_model.loc[model]
            sign = {True: " ▲", False: " ▼", None: ""}[real.get((str(name), model))]
            span = f"{number(row['low'])} to {number(row['high'])}"
            cells.append(Cell(f"{number(row['value'])}{sign}", span, strong=bool(sign)))
        rows.append(cells)
    header = [kinds[0].title, "Customers", *(short_title(model) for model in models)]
    numbers = frozenset(range(1, len(header)))
    return Section(
        "groups",
        "Who is served well",
        [
            Table(header, rows, numbers),
            Text(
                f"{one.metric} with 95 % intervals. ▲ and ▼: better or worse than the bestsellers "
                "beyond chance, allowing for all the cells compared. " + kinds[0].note,
                quiet=True,
            ),
            *(Text(words) for words in (one.policy_sentence, one.fairness_sentence) if words),
        ],
        lead=one.finding,
    )


def trust(found: Found) -> Section | None:
    """Every check on the figures, and what to do about those that found something."""
    try:
        done = audit(found.ws, found.measurement.run_id)
    except MISSING:
        return None
    said = {"stop": "Do not use these figures yet", "look": "With this in mind", "fine": "In order"}
    blocks = []
    for severity, title in said.items():
        sentences = [
            f"{one.sentence} {one.action}".strip()
            for one in done.findings
            if one.severity == severity
        ]
        if sentences:
            blocks.append(Points(sentences, title))
    return Section("trust", "Can these figures be trusted", blocks, lead=done.sentence)


def reasons(found: Found) -> Section | None:
    """How true each model's reasons are."""
    scores = reason_scores(found.ws, found.measurement.run_id)
    checked = {
        name: score
        for name, score in scores.items()
        if score.ratio is not None and not is_reference(name)
    }
    rows: list[list[str | Cell]] = [
        [
            short_title(name),
            Cell(number(score.ratio), f"{number(score.low)} to {number(score.high)}"),
            share(score.share_lower),
            f"{score.cases:,}",
        ]
        for name, score in sorted(checked.items(), key=lambda item: -(item[1].ratio or 0))
    ]
    if not rows:
        return None
    header = ["Model", "Times further down", "Score fell", "Cases"]
    words = (
        "The past purchase cited first was taken away and the list made anew; for comparison, "
        "another purchase of the same customer. 1 would be no better than chance."
    )
    return Section(
        "reasons", "Are the reasons true", [Table(header, rows, frozenset({1, 2, 3})), Text(words)]
    )


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
