"""Trainings and measurements that went wrong: the cause in words, and another try."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.kit import errors, layout, snapshot
from pages.kit import messages as m
from pages.kit.text import plain
from recsys_core.services.workspace.runs import delete_run
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


def show(ws: Workspace, kind: str, again: Callable[[str], object]) -> None:
    """Each failed job of a kind as a box; `again(job_id)` queues it anew."""
    for job in snapshot.failures(ws, kind):
        went_wrong = m.WAS_STOPPED if job.state == "killed" else m.NOT_FINISHED
        with layout.card(f"failed-{job.job_id}"):
            about, buttons = st.columns([7, 3], vertical_alignment="center")
            with about, st.container(gap="xsmall"):
                st.markdown(f":orange[▲] **{plain(say(went_wrong, title=job.title))}**")
                st.text(job.error or say(m.STOPPED))
            with buttons, st.container(horizontal=True, horizontal_alignment="right"):
                if st.button(say(m.TRY_AGAIN), key=f"again-{job.job_id}", type="primary"):
                    _carry_out(partial(again, job.job_id))
                if st.button(
                    say(m.REMOVE),
                    key=f"remove-{job.job_id}",
                    type="tertiary",
                    help=say(m.ABOUT_REMOVE),
                ):
                    _carry_out(partial(delete_run, ws, job.job_id))


def _carry_out(action: Callable[[], object]) -> None:
    try:
        action()
    except errors.EXPECTED as error:
        errors.show(error)
    else:
        st.rerun()
