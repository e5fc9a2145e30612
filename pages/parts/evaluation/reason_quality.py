"""Are the reasons true? What becomes of a recommendation when its reason is taken away."""

import pandas as pd

from pages.kit import layout, tables
from pages.parts.evaluation import messages as m
from pages.parts.evaluation.charts.reason_quality import reasons
from recsys_core.services.evaluation.latest import Measurement
from recsys_core.services.evaluation.queue import reason_scores
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number


def show(ws: Workspace, found: Measurement) -> None:
    """Chart and table; nothing for a measurement that did not check reasons."""
    frame = _frame(ws, found.run_id)
    known = frame.dropna(subset=["ratio"])
    if known.empty:
        return
    layout.section(say(m.ARE_REASONS_TRUE), say(m.ABOUT_REASONS))
    layout.chart(reasons(known, _title(known)), "reasons", alt=_title(known))
    tables.behind(
        say(m.FIGURES_AS_TABLE),
        frame,
        {
            "label": tables.text(say(m.MODEL)),
            "ratio": tables.decimal(say(m.TIMES_FURTHER_DOWN)),
            "low": tables.decimal(say(m.AT_LEAST), help=say(m.LOWER_END)),
            "high": tables.decimal(say(m.AT_MOST), help=say(m.UPPER_END)),
            "lower": tables.share(say(m.SCORE_FELL)),
            "cases": tables.count(say(m.CASES)),
            "customers": tables.count(say(m.CUSTOMERS)),
        },
        key="reason-scores",
        alt=say(m.ABOUT_REASONS_TABLE),
        file_name="reasons.csv",
    )


def _frame(ws: Workspace, run_id: str) -> pd.DataFrame:
    scores = reason_scores(ws, run_id)
    columns = ["model", "label", "ratio", "low", "high", "lower", "cases", "customers"]
    return pd.DataFrame(
        [
            (name, short_title(name), s.ratio, s.low, s.high, s.share_lower, s.cases, s.customers)
            for name, s in scores.items()
        ],
        columns=columns,
    ).astype({"ratio": float, "low": float, "high": float, "lower": float})


def _title(known: pd.DataFrame) -> str:
    """The finding."""
    best = known.loc[known["ratio"].idxmax()]
    chance = known.loc[known["low"] <= 1, "label"]
    finding = say(m.WITHOUT_REASON, model=best["label"], times=number(best["ratio"]))
    if not len(chance):
        return finding
    return say(m.MAY_CITE_CHANCE, n=len(chance), finding=finding, models=and_list(chance))
