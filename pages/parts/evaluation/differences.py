"""Which differences between models are real."""

import pandas as pd
import streamlit as st

from pages.kit import layout, tables
from pages.kit.text import plain
from pages.parts.evaluation import messages as m
from recsys_core.schema.evaluation import FLOOR
from recsys_core.services.evaluation import findings
from recsys_core.services.evaluation.findings import ModelDifference
from recsys_core.services.evaluation.latest import Measurement
from recsys_core.services.workspace.names import BASELINE, short_title
from recsys_core.wording.messages import say

MOST = 6


def show(found: Measurement, chosen: str | None) -> None:
    """Sentences in two columns, and every comparison as a table behind a click.

    Being better than a random order is no news and stays in the table; being no better is.
    """
    every = findings.comparisons(found.board.tests)
    if not every:
        return
    layout.section(
        say(m.WHICH_ARE_REAL),
        say(m.ABOUT_DIFFERENCES),
    )
    telling = [one for one in every if FLOOR not in (one.a, one.b) or not one.real] or every
    telling = [one for one in telling if not chosen or chosen in (one.a, one.b)]
    telling.sort(key=lambda one: BASELINE not in (one.a, one.b))
    real, level = st.columns(2, gap="large")
    with real:
        _sentences(m.REAL, [one for one in telling if one.real], m.NOTHING_REAL)
    with level:
        level_ones = [one for one in telling if not one.real]
        _sentences(m.NOT_TOLD_APART, level_ones, m.ALL_TOLD_APART)
    tables.behind(
        say(m.ALL_COMPARISONS, n=len(every)),
        _frame(every),
        {
            "a": tables.text(say(m.MODEL)),
            "b": tables.text(say(m.COMPARED_WITH)),
            "difference": tables.decimal(
                say(m.DIFFERENCE_IN, metric=found.board.tests[0].metric),
                help=say(m.FIRST_MINUS_SECOND),
            ),
            "probability": tables.decimal(say(m.CHANCE_ALONE), help=say(m.ADJUSTED_FOR_PAIRS)),
            "real": tables.yes_no(say(m.REAL)),
        },
        key="comparisons",
        alt=say(m.ABOUT_COMPARISONS),
        file_name="comparisons.csv",
    )


def _sentences(title: str, found: list[ModelDifference], otherwise: str) -> None:
    st.markdown(f"**{plain(say(title))}**")
    for one in found[:MOST]:
        st.text(one.sentence)
    if len(found) > MOST:
        layout.quiet(say(m.MORE_BELOW, n=len(found) - MOST))
    if not found:
        layout.quiet(say(otherwise))


def _frame(every: list[ModelDifference]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "a": [short_title(one.a) for one in every],
            "b": [short_title(one.b) for one in every],
            "difference": [one.difference for one in every],
            "probability": [one.probability for one in every],
            "real": [one.real for one in every],
        }
    )
