"""How a training went: what was tried, and how the learning came along."""

import streamlit as st

from pages.kit import layout, tables
from pages.kit.cache import BY_PATH
from pages.parts.models import messages as m
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
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number


def show(ws: Workspace, info: ModelInfo) -> None:
    """Below a trained model's row: a closed drawer with its search or its learning curve."""
    if info.trained is None:
        return
    found, curve = _read(ws, info.trained)
    if found is None and curve is None:
        return
    label = say(m.TRIED_AND_WHY if found else m.HOW_IT_LEARNED)
    with st.expander(label, key=f"story-{info.name}"):
        if found is not None:
            _search(info.name, found)
        if curve is not None:
            _curve(info.name, curve)


def _trial_columns() -> dict[str, tables.Column]:
    return {
        "stage": tables.text(say(m.STEP), width="small"),
        "what": tables.text(say(m.WHAT_WAS_TRIED)),
        "settings": tables.text(say(m.SETTINGS), width="large"),
        "value": tables.decimal("NDCG@10"),
        "seconds": tables.decimal(say(m.SECONDS)),
        "verdict": tables.text(say(m.WHAT_BECAME)),
    }


def _search(name: str, found: SearchSummary) -> None:
    st.text(found.sentence)
    if found.trials.empty:
        return
    layout.quiet(_how(found))
    layout.chart(
        figures.search(
            found.best,
            _finding(found),
            x=say(m.QUALITY_HELD_BACK),
            baseline=BASELINE,
        ),
        key=f"search-{name}",
        alt=say(m.BEST_ON_TOP),
    )
    tables.show(
        found.trials.drop(columns=["model"]),
        _trial_columns(),
        key=f"trials-{name}",
        alt=say(m.EVERYTHING_TRIED),
        file_name="search.csv",
    )


def _how(found: SearchSummary) -> str:
    tuned, confirmed = found.customers
    text = say(
        m.COMPARED_ON,
        how=found.how,
        tuned=say(m.CUSTOMERS, n=tuned),
        confirmed=say(m.OTHER_CUSTOMERS, n=confirmed),
        minutes=number(found.minutes),
    )
    return f"{text} {say(m.CUT_SHORT)}" if found.cut_short else text


def _finding(found: SearchSummary) -> str:
    best = found.best.iloc[0]
    return say(m.DID_BEST, what=best["label"], n=len(found.trials))


def _curve(name: str, curve: Curve) -> None:
    first, last = curve.points[0], curve.points[-1]
    better = (last[1] > first[1]) == curve.higher_is_better
    title = (
        say(m.IMPROVED, model=short_title(name), n=last[0])
        if better and len(curve.points) > 1
        else say(m.NOT_IMPROVED, model=short_title(name))
    )
    layout.chart(
        figures.learning_curve(list(curve.points), title, y=curve.title, model=name),
        key=f"curve-{name}",
        alt=say(m.CURVE_ALT, title=curve.title),
    )


@st.cache_data(
    show_spinner=False,
    max_entries=40,
    hash_funcs={**BY_PATH, TrainedModel: lambda one: one.run_id},
)
def _read(ws: Workspace, trained: TrainedModel) -> tuple[SearchSummary | None, Curve | None]:
    return search_summary(ws, trained), learning_curve(ws, trained)
