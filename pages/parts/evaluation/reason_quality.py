"""Are the reasons true? What becomes of a recommendation when its reason is taken away."""

import pandas as pd
import streamlit as st

from pages.kit import layout, tables
from pages.kit.formats import number
from pages.parts.evaluation.charts.reason_quality import reasons
from recsys_core.services.evaluation.latest import Measurement
from recsys_core.services.evaluation.queue import reason_scores
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list

ABOUT = (
    "For customers drawn by lot, the past purchase each model cites first was taken away and the "
    "lists were made anew; for comparison, another of their purchases was taken away instead."
)


def show(ws: Workspace, found: Measurement) -> None:
    """Chart and table; nothing for a measurement that did not check reasons."""
    frame = _frame(ws, found.run_id)
    known = frame.dropna(subset=["ratio"])
    if known.empty:
        return
    layout.section("Are the reasons true?", ABOUT)
    layout.chart(reasons(known, _title(known)), "reasons", alt=_title(known))
    with st.expander("The figures as a table"):
        tables.show(
            frame,
            {
                "label": tables.text("Model"),
                "ratio": tables.decimal("Times further down", 2),
                "low": tables.decimal("At least", 2, help="Lower end of the 95 % interval."),
                "high": tables.decimal("At most", 2, help="Upper end of the 95 % interval."),
                "lower": tables.share("Score fell"),
                "cases": tables.count("Cases"),
                "customers": tables.count("Customers"),
            },
            key="reason-scores",
            alt="How true the reasons of each model are",
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
    title = (
        f"Without its reason a product of {best['label']} stands {number(best['ratio'], 2)} times "
        "further down"
    )
    if len(chance):
        verb = "cites" if len(chance) == 1 else "cite"
        title += f"; what {and_list(list(chance))} {verb} may be chance"
    return title
