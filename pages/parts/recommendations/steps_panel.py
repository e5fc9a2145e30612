"""Below the lists: how each came about, from every product to the places shown."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.kit import layout, tables
from pages.kit.text import plain
from pages.parts.recommendations import messages as m
from pages.parts.recommendations.charts.waterfall import waterfall
from pages.parts.recommendations.lists_view import ListColumn
from recsys_core.services.recommend.trace import ListStep, list_steps
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

DRAWER, LIST = "steps-drawer", "steps-list"


def show(ws: Workspace, columns: Sequence[ListColumn]) -> None:
    """A closed drawer with the steps of one list, chosen where there are several."""
    drawer = st.expander(say(m.HOW_LISTS_CAME_ABOUT), key=DRAWER, on_change="rerun")
    if not drawer.open:
        return
    with drawer:
        names = {column.name: column.title for column in columns}
        chosen = columns[0]
        if len(columns) > 1:
            if st.session_state.get(LIST) not in names:
                st.session_state[LIST] = columns[-1].name
            picked = st.segmented_control(
                say(m.LIST),
                list(names),
                format_func=lambda name: plain(names[name]),
                key=LIST,
                required=True,
                label_visibility="collapsed",
            )
            chosen = next(column for column in columns if column.name == picked)
        _one(list_steps(ws, chosen.shown.result))


def _one(steps: Sequence[ListStep]) -> None:
    if not steps:
        layout.quiet(say(m.NOTHING_RECORDED))
        return
    rows = [(step.label, step.before, step.kept, step.sentence) for step in steps]
    layout.chart(waterfall(rows, _title(steps)), "list-steps", alt=_title(steps))
    layout.quiet(say(m.LEFT_AFTER_STEPS))
    tables.show(
        pd.DataFrame(
            [(step.label, step.kept, step.sentence) for step in steps],
            columns=["step", "kept", "did"],
        ),
        {
            "step": tables.text(say(m.STEP), width="medium"),
            "kept": tables.count(say(m.PRODUCTS_LEFT)),
            "did": tables.text(say(m.WHAT_IT_DID), width="large"),
        },
        key="list-steps-table",
        alt=say(m.ABOUT_STEPS),
        file_name="steps.csv",
    )


def _title(steps: Sequence[ListStep]) -> str:
    """The finding: from how many to how many, and what did most of the rest."""
    span = {"n": steps[0].kept, "left": steps[-1].kept}
    busy = [step for step in steps if step.name not in ("candidates", "shortlist", "list")]
    touched = [step for step in busy if step.dropped or step.filled or step.moved]
    if not touched:
        return say(m.FROM_TO_OWN_ORDER, **span)
    knobs = [step for step in touched if step.name not in ("already-bought", "bought-stay")]
    if not knobs:
        return say(m.FROM_TO_BY_MODEL, **span)
    most = max(knobs, key=lambda step: step.dropped + step.filled + step.moved)
    return say(m.FROM_TO_BY_STEP, step=most.label[0].lower() + most.label[1:], **span)
