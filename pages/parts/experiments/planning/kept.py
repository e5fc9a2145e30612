"""The experiments that were dealt out: where each stands, its file, its read-out, its end."""

import pandas as pd
import streamlit as st

from pages.kit import layout, tables, tool_file
from pages.kit.text import plain
from pages.parts.experiments import messages as parts
from pages.parts.experiments.planning import messages as m
from pages.parts.experiments.planning.dealing import CHOSEN
from recsys_core.services.experiments.planning.assignment import remove_experiment
from recsys_core.services.experiments.readout.kept_list import ListedExperiment, listed_experiments
from recsys_core.services.export.experiment_file import write_experiment
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND = "experiment-file"


def show(ws: Workspace) -> None:
    """Nothing before the first."""
    listed = listed_experiments(ws)
    if not listed:
        return
    layout.section(say(m.KEPT_TITLE), say(m.KEPT_ABOUT))
    _table(listed)
    with layout.controls("experiment-file"):
        one = _chosen(listed)
        kept = one.kept
        st.text(kept.sentence)
        for sentence in kept.left_out:
            layout.quiet(sentence)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            how = tool_file.how(ws, "deal")
        key = (KIND, kept.record.set_id, how, ws.data_version())
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            tool_file.make(
                ws,
                KIND,
                key,
                say(m.MAKING, name=kept.record.name),
                lambda folder, report: write_experiment(
                    ws, kept, folder / "experiment.csv", how, report
                ),
            )
            label, name = plain(say(m.READ_IT)), kept.record.name
            st.button(label, key="deal-read", on_click=_read, args=(name,))
            _forget(ws, name)
        tool_file.made(ws, KIND, key)


def _table(listed: list[ListedExperiment]) -> None:
    frame = pd.DataFrame(
        {
            "name": [one.kept.record.name for one in listed],
            "arms": [one.arms for one in listed],
            "customers": [len(one.kept.dealt) for one in listed],
            "starts": [one.kept.starts for one in listed],
            "ends": pd.to_datetime(pd.Series([one.ends for one in listed])),
            "state": [one.state_word for one in listed],
            "read": pd.to_datetime(pd.Series([one.read_until for one in listed])),
        }
    )
    name, arms, customers, starts, ends, state, read = (say(one) for one in m.KEPT_COLUMNS)
    columns = {
        "name": tables.text(name),
        "arms": tables.text(arms, width="large"),
        "customers": tables.count(customers),
        "starts": tables.day(starts),
        "ends": tables.day(ends),
        "state": tables.text(state, say(m.STATE_HELP), width="small"),
        "read": tables.day(read, say(m.READ_HELP)),
    }
    tables.show(frame, columns, "experiments-kept", alt=say(m.KEPT_ALT), rows=6)


def _chosen(listed: list[ListedExperiment]) -> ListedExperiment:
    names = {one.kept.record.name: one for one in listed}
    if st.session_state.get(CHOSEN) not in names:
        st.session_state.pop(CHOSEN, None)
    return names[st.selectbox(plain(say(m.WHICH_FILE)), list(names), key=CHOSEN, width=320)]


def _read(name: str) -> None:
    """Go to the part that reads out, where it is chosen."""
    st.session_state["part"] = say(parts.READ_OUT_PART)
    st.session_state["experiment"] = name


def _forget(ws: Workspace, name: str) -> None:
    """On a second click only: who has which arm is not dealt the same to others."""
    with st.popover(plain(say(m.DELETE)), type="tertiary"):
        st.text(say(m.DELETE_ABOUT, name=name))
        if st.button(plain(say(m.DELETE_NOW)), key="deal-delete", type="primary"):
            remove_experiment(ws, name)
            st.rerun()
