"""What is being worked on: bar, elapsed and remaining time, and a cancel button.

Drawn as a fragment that runs by itself twice a second while something is under way, and not at all
otherwise. When the last job ends, the whole page runs again and sees the result.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from pages.kit import background, errors
from pages.kit import messages as m
from pages.kit.text import plain
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import seconds

EVERY = 0.5
UNDER_WAY = ("queued", "running")


def jobs(ws: Workspace, kind: str | None = None) -> None:
    """The queue of trainings and evaluations, or one kind of them; nothing when nothing runs."""
    going = [j.job_id for j in ws.jobs.list() if _shown(j, kind)]
    if going:
        st.fragment(_jobs, run_every=EVERY)(ws, kind, going)


def task(ws: Workspace, kind: str) -> None:
    """The progress of a task of this server (a sample being loaded, a file being imported)."""
    if background.tasks(ws).running(kind):
        st.fragment(_task, run_every=EVERY)(ws, kind)


def outcome(ws: Workspace, kind: str, sentence: Callable[[Any], str]) -> None:
    """How the latest task of this kind ended, until somebody closes it.

    `sentence` makes words of what the task returned.
    """
    ended = background.tasks(ws).latest(kind)
    if ended is None or ended.state == "running":
        return
    with st.container(key=f"outcome-{kind}", horizontal=True, vertical_alignment="center"):
        if ended.state == "done":
            st.success(plain(sentence(ended.result)))
        elif ended.state == "cancelled":
            st.info(plain(ended.error))
        else:
            st.error(plain(ended.error))
        st.button(
            say(m.CLOSE),
            key=f"close-{kind}",
            on_click=background.tasks(ws).dismiss,
            args=(kind,),
        )


def _jobs(ws: Workspace, kind: str | None, before: list[str]) -> None:
    going = [j for j in ws.jobs.list() if _shown(j, kind)]
    if {j.job_id for j in going} != set(before):
        st.rerun()
    with st.container(key=f"jobs-{kind or 'all'}", border=True):
        for job in going:
            waiting = job.state == "queued"
            _line(
                say(m.WAITING, title=job.title) if waiting else _at_work(job),
                job.fraction,
                None if waiting else job.elapsed,
                job.seconds_left,
                key=job.job_id,
                cancel=partial(_cancel, ws, job.job_id),
            )


def _task(ws: Workspace, kind: str) -> None:
    going = background.tasks(ws).running(kind)
    if going is None:
        st.rerun()
    with st.container(key=f"task-{kind}", border=True):
        _line(
            _at_work(going),
            going.fraction,
            going.elapsed,
            going.seconds_left,
            key=kind,
            cancel=lambda: setattr(going, "cancel_asked", True),
            cancelling=going.cancel_asked,
        )


def _at_work(job: Any) -> str:
    message = m.AT_WORK if job.message else m.STARTING
    return say(message, title=job.title, message=job.message)


def _line(
    text: str,
    fraction: float,
    elapsed: float | None,
    left: float | None,
    *,
    key: str,
    cancel: Callable[[], None],
    cancelling: bool = False,
) -> None:
    times = []
    if elapsed is not None:
        times.append(say(m.SO_FAR, time=seconds(elapsed)))
    if left is not None:
        times.append(say(m.TO_GO, time=seconds(left)))
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container():
            st.progress(min(max(fraction, 0.0), 1.0), plain(text))
            if times:
                st.caption(plain(", ".join(times)))
        st.button(
            say(m.CANCELLING if cancelling else m.CANCEL),
            key=f"cancel-{key}",
            on_click=cancel,
            disabled=cancelling,
        )


def _cancel(ws: Workspace, job_id: str) -> None:
    try:
        ws.jobs.cancel(job_id)
    except errors.EXPECTED as error:
        errors.show(error)


def _shown(job: Any, kind: str | None) -> bool:
    return job.state in UNDER_WAY and kind in (None, job.kind)
