"""Trainings and measurements that went wrong: the cause in words, and another try."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.kit import errors, layout, snapshot
from pages.kit.text import plain
from recsys_core.services.workspace.runs import delete_run
from recsys_core.services.workspace.workspace import Workspace


def show(ws: Workspace, kind: str, again: Callable[[str], object]) -> None:
    """Each failed job of a kind as a box; `again(job_id)` queues it anew."""
    for job in snapshot.failures(ws, kind):
        went_wrong = "was stopped" if job.state == "killed" else "could not be finished"
        with layout.card(f"failed-{job.job_id}"):
            said, buttons = st.columns([7, 3], vertical_alignment="center")
            with said, st.container(gap="xsmall"):
                st.markdown(f":orange[▲] **{plain(f'{job.title} {went_wrong}')}**")
                st.text(job.error or "It stopped before it was done; nothing of it was kept.")
            with buttons, st.container(horizontal=True, horizontal_alignment="right"):
                if st.button("Try again", key=f"again-{job.job_id}", type="primary"):
                    _carry_out(partial(again, job.job_id))
                if st.button(
                    "Remove",
                    key=f"remove-{job.job_id}",
                    type="tertiary",
                    help="Takes this attempt off the list; nothing else changes.",
                ):
                    _carry_out(partial(delete_run, ws, job.job_id))


def _carry_out(action: Callable[[], object]) -> None:
    try:
        action()
    except errors.EXPECTED as error:
        errors.show(error)
    else:
        st.rerun()
