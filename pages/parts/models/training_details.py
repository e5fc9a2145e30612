"""How a training went: what was tried, and how the learning came along."""

import streamlit as st

from pages.kit import layout, tables
from pages.kit.cache import BY_PATH
from pages.kit.formats import plural
from pages.parts.models.charts import learning_curve as figures
from recsys_core.services.training.learning_curve import (
    Curve,
    SearchSummary,
    learning_curve,
    search_summary,
)
from recsys_core.services.training.queue import ModelInfo
from recsys_core.services.workspace.names import BASELINE, short_title
from recsys_core.services.workspace.runs import TrainedModel
from recsys_core.services.workspace.workspace import Workspace

_TRIALS = {
    "stage": tables.text("Step", width="small"),
    "what": tables.text("What was tried"),
    "settings": tables.text("Settings", width="large"),
    "value": tables.decimal("NDCG@10", 4),
    "seconds": tables.decimal("Seconds", 1),
    "verdict": tables.text("What became of it"),
}


def show(ws: Workspace, info: ModelInfo) -> None:
    """Below a trained model's row: a closed drawer with its search or its learning curve."""
    if info.trained is None:
        return
    found, curve = _read(ws, info.trained)
    if found is None and curve is None:
        return
    label = "What was tried and why this was chosen" if found else "How the learning came along"
    with st.expander(label, key=f"story-{info.name}"):
        if found is not None:
            _search(info.name, found)
        if curve is not None:
            _curve(info.name, curve)


def _search(name: str, found: SearchSummary) -> None:
    st.text(found.sentence)
    if found.trials.empty:
        return
    layout.quiet(_how(found))
    layout.chart(
        figures.search(
            found.best,
            _finding(found),
            x="Ranking quality (NDCG@10) on what was held back",
            baseline=BASELINE,
        ),
        key=f"search-{name}",
        alt="Best ranking quality of everything that was tried, best on top",
    )
    tables.show(
        found.trials.drop(columns=["model"]),
        _TRIALS,
        key=f"trials-{name}",
        alt="Everything that was tried, with its settings, ranking quality and time",
        file_name="search.csv",
    )


def _how(found: SearchSummary) -> str:
    tuned, confirmed = found.customers
    cut = " The time ran out before everything was tried." if found.cut_short else ""
    return (
        f"Compared on {found.how}: settings were chosen on {plural(tuned, 'customer')}, the result "
        f"was confirmed on {plural(confirmed, 'other customer')}. The search took "
        f"{found.minutes:.1f} minutes.{cut}"
    )


def _finding(found: SearchSummary) -> str:
    best = found.best.iloc[0]
    return f"{best['label']} did best of {plural(len(found.trials), 'trial')}"


def _curve(name: str, curve: Curve) -> None:
    first, last = curve.points[0], curve.points[-1]
    better = (last[1] > first[1]) == curve.higher_is_better
    title = (
        f"{short_title(name)} improved over {plural(last[0], 'pass', 'passes')}"
        if better and len(curve.points) > 1
        else f"{short_title(name)} did not improve while learning"
    )
    layout.chart(
        figures.learning_curve(list(curve.points), title, y=curve.title, model=name),
        key=f"curve-{name}",
        alt=f"{curve.title} by pass over the data",
    )


@st.cache_data(
    show_spinner=False,
    max_entries=40,
    hash_funcs={**BY_PATH, TrainedModel: lambda one: one.run_id},
)
def _read(ws: Workspace, trained: TrainedModel) -> tuple[SearchSummary | None, Curve | None]:
    return search_summary(ws, trained), learning_curve(ws, trained)
