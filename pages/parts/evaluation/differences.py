"""Which differences between models are real."""

import pandas as pd
import streamlit as st

from pages.kit import layout, tables
from pages.parts.evaluation import findings
from pages.parts.evaluation.findings import Comparison
from recsys_core.services.evaluation.latest import Measurement
from recsys_core.services.workspace.names import BASELINE, FLOOR, short_title

MOST = 6


def show(found: Measurement, chosen: str | None) -> None:
    """Sentences in two columns, and every comparison as a table behind a click.

    Being better than a random order is no news and stays in the table; being no better is.
    """
    every = findings.comparisons(found.board.tests)
    if not every:
        return
    layout.section(
        "Which differences are real?",
        "Each pair of models was compared customer by customer, allowing for how many pairs there "
        "are. Below a probability of 0.05 for chance alone, a difference counts as real.",
    )
    telling = [one for one in every if FLOOR not in (one.a, one.b) or not one.real] or every
    telling = [one for one in telling if not chosen or chosen in (one.a, one.b)]
    telling.sort(key=lambda one: BASELINE not in (one.a, one.b))
    real, level = st.columns(2, gap="large")
    with real:
        _sentences("Real", [one for one in telling if one.real], "Nothing here is beyond chance.")
    with level:
        _sentences(
            "Cannot be told apart",
            [one for one in telling if not one.real],
            "Every pair of models can be told apart.",
        )
    with st.expander(f"All {len(every)} comparisons"):
        tables.show(
            _frame(every),
            {
                "a": tables.text("Model"),
                "b": tables.text("Compared with"),
                "difference": tables.decimal(
                    f"Difference ({found.board.tests[0].metric})", 4, help="First minus second."
                ),
                "probability": tables.decimal(
                    "Probability of chance alone",
                    4,
                    help="Adjusted for the number of pairs (Holm).",
                ),
                "real": tables.yes_no("Real"),
            },
            key="comparisons",
            alt="Every pair of models with difference and probability",
            file_name="comparisons.csv",
        )


def _sentences(title: str, found: list[Comparison], otherwise: str) -> None:
    st.markdown(f"**{title}**")
    for one in found[:MOST]:
        st.text(one.sentence)
    if len(found) > MOST:
        layout.quiet(f"{len(found) - MOST} more in the table below.")
    if not found:
        layout.quiet(otherwise)


def _frame(every: list[Comparison]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "a": [short_title(one.a) for one in every],
            "b": [short_title(one.b) for one in every],
            "difference": [one.difference for one in every],
            "probability": [one.probability for one in every],
            "real": [one.real for one in every],
        }
    )
